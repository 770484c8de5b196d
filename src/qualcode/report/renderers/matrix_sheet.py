"""The matrix as an Excel workbook: a sheet a table, its title above the headings, notes on a sheet of their own."""

from typing import Any

from qualcode.model.settings import Settings
from qualcode.report.document import Output, Table
from qualcode.report.proposals import marked
from qualcode.report.renderers.xlsx import append, continued, on_paper, save, text_cell, write_notes
from qualcode.text import Words

_WIDTH = 9  # characters a share


def render(output: Output, words: Words, settings: Settings) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book: Any = Workbook(write_only=True)
    tables = [part for part in marked(output.report, words).parts if isinstance(part, Table)]
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"{words('sheet.table')} {number}")
        widths = [max(column.share * _WIDTH, 14) for column in table.columns]
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.freeze_panes = "A3"
        on_paper(sheet, "1:2")
        title = text_cell(sheet, table.title)
        title.font = Font(bold=True)
        sheet.append([title])
        headings = [text_cell(sheet, column.heading) for column in table.columns]
        for cell in headings:
            cell.font = Font(bold=True)
        sheet.append(headings)
        parts = (part for row in table.rows for part in continued(row.cells))
        for line, part in enumerate(parts, 3):
            cells = [text_cell(sheet, str(text)) if text else None for text in part]
            for made in filter(None, cells):
                made.alignment = Alignment(wrap_text=True, vertical="top")
            append(sheet, line, cells, widths)
    notes = [note for table in tables for note in table.notes]
    if any(len(list(continued(row.cells))) > 1 for table in tables for row in table.rows):
        notes.append(words("note.continued"))
    if notes:
        write_notes(book, notes, words)
    return save(book, output.report.changed)
