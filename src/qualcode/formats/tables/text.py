"""Tables in text: .csv as spreadsheets save it, and the tables of a Markdown file."""

import re

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode, unix_lines
from qualcode.formats.tables.grids import Cell, Grid, squared
from qualcode.formats.tables.sheets import csv_rows

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>|#~])")
_BAR = re.compile(r"(?<!\\)\|")


def read_csv(data: bytes) -> list[Grid]:
    rows = [[Cell(cell.strip()) for cell in row] for row in csv_rows(data)]
    return [Grid("the table", squared(rows))]


def read_markdown(data: bytes) -> list[Grid]:
    """Tables with bars; a line of dashes below the heading row."""
    lines = unix_lines(decode(data)[0]).split("\n")
    grids: list[Grid] = []
    above, apart, rows, first = "", True, list[list[Cell]](), 1
    for number, line in enumerate([*lines, ""], 1):
        if "|" in line:
            first = first if rows else number
            if not _RULE.fullmatch(line):
                rows.append([Cell(_cell(cell)) for cell in _BAR.split(_outer(line))])
            else:
                rows.append([])  # the rows keep the numbers of their lines
        elif rows:
            if any(rows):
                grids.append(Grid(f"table {len(grids) + 1}", squared(rows), above, apart, first))
            above, apart, rows = "", False, []
        if "|" not in line and line.strip():
            above, apart = _cell(line.strip().strip("#*_ ")), True
    if not grids:
        raise QualcodeError("error.no_table")
    return grids


def _outer(line: str) -> str:
    """The line without the bars at its ends."""
    line = line.strip().removeprefix("|")
    return line[:-1] if line.endswith("|") and not line.endswith("\\|") else line


def _cell(text: str) -> str:
    """Markdown's own signs are taken off, indents and bold type too; what was escaped stays."""
    text = re.sub(r"^(?:&nbsp;|\s)+", "", text).strip()
    if len(text) > 4 and text.startswith("**") and text.endswith("**") and not text.endswith("\\**"):
        text = text[2:-2]
    return _ESCAPED.sub(r"\1", _BREAK.sub("\n", text)).strip()
