"""Tables that people fill in: .csv and .xlsx as rows of text, whatever delimiter and encoding the program used."""

import csv
import io
import re
from datetime import datetime, time
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.tables.workbooks import check_workbook

csv.field_size_limit(2**31 - 1)  # a cell may hold a whole turn


_LAST_ROW = 1_048_576  # as far as Excel goes
_MOST_CELLS = 2_500_000  # a hundred thousand codings of twenty columns


Rows = list[tuple[int, dict[str, str]]]  # (row number as the program shows it, cells by heading)


def read_sheet(name: str, data: bytes) -> Rows:
    """The rows of a table that are not empty; of a workbook those of its first sheet. Headings in small letters."""
    sheets = tables_of(name, data)
    if not sheets:
        raise QualcodeError("error.no_sheets", name=name)
    _, rows = sheets[0]
    if not rows:
        raise QualcodeError("error.empty", name=name)
    return _by_heading(name, rows)


def read_sheets(name: str, data: bytes) -> list[tuple[str, Rows]]:
    """(title, rows) of every sheet that has any; a csv is one sheet named like the file."""
    return [(title, _by_heading(name, rows)) for title, rows in tables_of(name, data) if rows]


def tables_of(name: str, data: bytes) -> list[tuple[str, list[list[str]]]]:
    """(title, rows as they stand) of every sheet; a csv is one sheet named like the file."""
    if name.casefold().endswith(".xlsx"):
        return _read_xlsx(name, data)
    if name.casefold().endswith(".csv"):
        try:
            return [(name, csv_rows(data))]
        except QualcodeError as error:
            raise QualcodeError("error.in_file", file=name, why=error) from None
    raise QualcodeError("error.sheet_from", name=name)


def _by_heading(name: str, rows: list[list[str]]) -> Rows:
    header = [cell.strip().casefold() for cell in rows[0]]
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise QualcodeError("error.two_columns_same_heading", name=name)
    return [
        (number, {key: cell.strip() for key, cell in zip(header, [*row, *[""] * len(header)], strict=False) if key})
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def csv_rows(data: bytes) -> list[list[str]]:
    """The records of a csv, whatever its delimiter and encoding. Raises QualcodeError for a quotation left open."""
    text = unix_lines(decode(data)[0])
    named, delimiter = delimiter_of(text)
    text = text.removeprefix(named)
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QualcodeError("error.quotation_mark_open") from None
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def delimiter_of(text: str) -> tuple[str, str]:
    """The line `sep=;` with which a csv may begin, "" where it does not, and the delimiter: of what is in no quotation, the
    mark that stands there most."""
    if named := re.match(r"sep=(.)\r?\n", text):
        return named[0], named[1]
    bare = re.sub(r'"[^"]*"', "", text)
    return "", max(";\t,", key=lambda mark: (bare.count(mark), text.count(mark)))


def _read_xlsx(name: str, data: bytes) -> list[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook

    try:
        check_workbook(data, _MOST_CELLS)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=name, why=error) from None
    except Exception:  # a workbook can be broken in every layer, from zip to XML to openpyxl's own model of it
        raise QualcodeError("error.no_workbook_file", name=name) from None


def _rows(sheet: Any) -> list[list[str]]:
    """All rows that are there: a sheet may say of itself that it ends earlier, and openpyxl believes that."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _LAST_ROW:
            raise QualcodeError("error.rows_past_the_last")
        cells = [cell_text(cell) for cell in row]
        if any(cells):
            rows += [[]] * (number - 1 - len(rows))  # empty rows keep the numbers of those below
            rows.append(cells)
    return rows


def cell_text(value: object) -> str:
    """A cell's value as people see it; a whole number without its ".0"."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
