"""The matrix as an Excel workbook: a sheet a table, its title above the headings, notes on a sheet of their own."""

from typing import Any

from qualcode.model.settings import Settings
from qualcode.report.proposals import marked
from qualcode.report.renderers.xlsx import continued, on_paper, save, text_cell
from qualcode.report.tree import Output, Table
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
        for index, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(index)].width = max(column.share * _WIDTH, 14)
        sheet.freeze_panes = "A3"
        on_paper(sheet, "1:2")
        title = text_cell(sheet, table.title)
        title.font = Font(bold=True)
        sheet.append([title])
        headings = [text_cell(sheet, column.heading) for column in table.columns]
        for cell in headings:
            cell.font = Font(bold=True)
        sheet.append(headings)
        for row in table.rows:
            for part in continued(row.cells):
                cells = [text_cell(sheet, str(text)) if text else None for text in part]
                for made in filter(None, cells):
                    made.alignment = Alignment(wrap_text=True, vertical="top")
                sheet.append(cells)
    notes = [note for table in tables for note in table.notes]
    if any(len(list(continued(row.cells))) > 1 for table in tables for row in table.rows):
        notes.append(words("note.continued"))
    if notes:
        sheet = book.create_sheet(words("sheet.note"))
        sheet.column_dimensions["A"].width = 110
        for note in notes:
            sheet.append([text_cell(sheet, note)])
    return save(book, output.report.changed)
