"""Csv as spreadsheets save it: any delimiter, UTF-8, UTF-16 or Windows-1252; strict, so that no row is swallowed."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.model.names import is_id

if TYPE_CHECKING:
    from qualcode.text.keys import Key


csv.field_size_limit(2**31 - 1)  # a cell may hold a whole text
_SEP = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)  # how Excel is told the delimiter
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class CsvRow(NamedTuple):
    """One record: the line of the file it begins in, and its cells."""

    line: int
    cells: list[str]


class CsvFault(QualcodeError):
    """A csv that cannot be read row by row, with the line."""

    def __init__(self, line: int, key: "Key"):
        super().__init__(key)
        self.line = line


def decode_csv(data: bytes) -> str:
    """Text of a csv as people save it: by its byte order mark, else UTF-8, else Windows-1252."""
    if codec := _UTF_16.get(data[:2]):
        return data[2:].decode(codec, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The delimiter of a csv: the one its first line names, else the one of `;` tab `,` that its header has most of."""
    if named := _SEP.match(text):
        return named[1]
    header = next((line for line in text.split("\n") if line.strip(" ;,\t\r")), "")
    return max(";\t,", key=header.count) if any(mark in header for mark in ";\t,") else ","


def parse_csv(data: bytes) -> list[CsvRow]:
    """The rows of a csv; empty ones left out. Raises CsvFault where a quotation mark swallows what comes after it."""
    text = decode_csv(data)
    delimiter = delimiter_of(text)
    named = _SEP.match(text)
    body = text[named.end() :] if named else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    before = 1 if named else 0
    rows: list[CsvRow] = []
    line, key = 1, 0
    try:
        while True:
            line = reader.line_num + before + 1
            cells = next(reader)
            if any(_swallows(cell, delimiter, cells, key) for cell in cells):
                raise CsvFault(line, "fault.quotation_mark_open")
            if any(cell.strip() for cell in cells):
                if not rows and "case" in (names := [cell.strip() for cell in cells]):
                    key = names.index("case")
                rows.append(CsvRow(line, cells))
    except StopIteration:
        return rows
    except csv.Error:
        raise CsvFault(line, "fault.quotation_mark_in_row") from None


def _swallows(cell: str, delimiter: str, row: Sequence[str], key: int) -> bool:
    """Whether a cell holds what looks like further rows: lines with an id like that of this row where rows have theirs."""
    own = _shape(row[key].strip()) if key < len(row) else ""
    lines = (line.split(delimiter) for line in cell.splitlines()[1:] if delimiter in line)
    ids = (cells[key].strip() for cells in lines if key < len(cells))
    return any(is_id(one) and _shape(one) == own for one in ids)


def _shape(name: str) -> str:
    """How an id is built: P-12 and H-3 are A-9."""
    return re.sub("[A-Za-z]+", "A", re.sub("[0-9]+", "9", name))


def format_csv(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as csv text with LF."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def like(data: bytes, rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a csv with the delimiter, the line ends and the byte order mark of another; in UTF-8, or UTF-16 as that one."""
    text = decode_csv(data)
    named = _SEP.match(text)
    told = (named[0] if named else "") + format_csv(rows, delimiter_of(text))
    told = told.replace("\r\n", "\n").replace("\n", "\r\n" if "\r\n" in text else "\n")
    if codec := _UTF_16.get(data[:2]):
        return data[:2] + told.encode(codec)
    return (codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b"") + told.encode()


def with_rows(data: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    """A csv with rows of ASCII text below it; what is there keeps every byte, and the new rows its delimiter and encoding."""
    text = decode_csv(data)
    end = "\r\n" if "\r\n" in text else "\n"
    added = format_csv(rows, delimiter_of(text)).replace("\n", end)
    return data + (added if text.endswith("\n") else end + added).encode(_UTF_16.get(data[:2], "ascii"))


def without_bare_rows(data: bytes, firsts: Collection[str]) -> bytes:
    """A csv without the rows whose first cell is one of these and whose others are empty; the rest keeps every byte."""
    bare = {row.line for row in parse_csv(data) if row.cells[0] in firsts and not any(row.cells[1:])}
    codec = _UTF_16.get(data[:2], "latin-1")  # a byte a character: whatever it is, it comes back
    lines = data[: len(data) // 2 * 2 if codec != "latin-1" else None].decode(codec).split("\n")
    kept = [line for number, line in enumerate(lines, 1) if number not in bare]
    return "\n".join(kept).encode(codec) if bare else data


def with_renamed_cases(data: bytes, names: Mapping[str, str]) -> bytes:
    """A csv of cases with other ids in the rows of these; the rest keeps every byte."""
    rows = parse_csv(data)
    header = [cell.strip() for cell in rows[0].cells] if rows else []
    if "case" not in header:
        return data
    key = header.index("case")
    renamed = {
        row.line: row.cells[key].strip() for row in rows[1:] if len(row.cells) > key and row.cells[key].strip() in names
    }
    codec = _UTF_16.get(data[:2], "latin-1")
    lines = data[: len(data) // 2 * 2 if codec != "latin-1" else None].decode(codec).split("\n")
    for line, old in renamed.items():
        cell = rf'(?<![^;,\t"\ufeff\xbf ]){re.escape(old)}(?![^;,\t"\r ])'
        lines[line - 1] = re.sub(cell, names[old], lines[line - 1], count=1)
    return "\n".join(lines).encode(codec) if renamed else data
