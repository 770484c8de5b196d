"""The sheets of an Excel workbook as tables, with their merged cells."""

import io
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.formats.tables.grids import Cell, Grid, squared
from qualcode.formats.tables.sheets import cell_text
from qualcode.formats.tables.workbooks import check_workbook

_MOST_ROWS = 20_000
_LARGEST = 1_000_000  # cells of the area that a table of people takes
_MOST_CELLS = 2_500_000  # rows counted too: formats alone reach down to row 1,048,576


def read(data: bytes) -> list[Grid]:
    from openpyxl import load_workbook

    check_workbook(data, _MOST_CELLS)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except QualcodeError:
        raise
    except Exception:  # a workbook can be broken in every layer, from zip to XML to openpyxl's own model of it
        raise QualcodeError("error.no_workbook") from None
    return [Grid(f"sheet {title}", squared(rows)) for title, rows in sheets if rows]


def _rows(sheet: Any) -> list[list[Cell]]:
    used = [
        place for place, cell in sheet._cells.items() if cell.value is not None
    ]  # formats reach down to row 1,048,576
    last = max((row for row, _ in used), default=0)
    width = max((column for _, column in used), default=0)
    if last > _MOST_ROWS or last * width > _LARGEST:
        raise QualcodeError("error.sheet_too_large", title=sheet.title, last=last, width=width)
    values = sheet.iter_rows(max_row=last, max_col=width, values_only=True) if last else ()
    rows = [[Cell(cell_text(value).replace("_x000D_", "").strip()) for value in row] for row in values]
    for area in sheet.merged_cells.ranges:
        if area.max_row > last or area.max_col > width:
            continue
        text = rows[area.min_row - 1][area.min_col - 1].text
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if column > area.min_col:
                    rows[row - 1][column - 1] = Cell("", "right")
                elif row > area.min_row:
                    rows[row - 1][column - 1] = Cell(text, "down")
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return rows
