"""The plan of an import as a workbook that a person edits."""

from collections.abc import Sequence
from typing import Any

from qualcode.report.renderers.xlsx import save, text_cell

_WIDTHS = {
    "file": 28,
    "id": 12,
    "label": 28,
    "turns": 8,
    "words": 8,
    "first_words": 50,
    "role": 14,
    "case": 14,
    "doubt": 44,
}
_HIDDEN = ("row", "sha")  # by which a row is known again


def plan_sheet(columns: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The keys in a hidden first row, the headings below it; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    for line in (columns, headings, *rows):
        sheet.append([text_cell(sheet, cell) for cell in line])
    sheet.row_dimensions[1].hidden = True
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for number, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTHS.get(column, 8)
        dimension.hidden = column in _HIDDEN
    sheet.freeze_panes = "A3"
    return save(book, "")
