"""Tables in other people's files: one reader a format, each `bytes -> list[Grid]`.

To add one: write a file with `read(data: bytes) -> list[Grid]`, and add a line to `GRIDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.registry import Registry


class Cell(NamedTuple):
    """A cell's text, its line ends as they are. `merged`: it is the continuation of the cell above or to the left."""

    text: str = ""
    merged: str = ""  # "" | down | right


@dataclass(frozen=True)
class Grid:
    """One table: rows of equal length. `title` is the line above it; `apart`: some text stands between it and the one before."""

    place: str  # what the file's own program calls it: table 2, sheet Blad1
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    apart: bool = True
    first: int = 1  # the number of its first row


GRIDS: Registry[Callable[[bytes], list[Grid]]] = Registry(
    "thing.kind_of_table",
    {
        ".docx": "qualcode.formats.tables.word:read",
        ".xlsx": "qualcode.formats.tables.excel:read",
        ".csv": "qualcode.formats.tables.text:read_csv",
        ".md": "qualcode.formats.tables.text:read_markdown",
    },
)


def read_grids(name: str, data: bytes) -> list[Grid]:
    """All tables of a file; its extension says what it is."""
    extension = "." + name.rpartition(".")[2].casefold() if "." in name else ""
    if extension not in GRIDS.entries:
        raise QualcodeError("error.table_from", name=name, formats=", ".join(GRIDS))
    if not data.strip():
        raise QualcodeError("error.empty", name=name)
    try:
        return GRIDS.get(extension)(data)
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=name, why=error) from None


_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")


def squared(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of equal length, without characters that nobody sees."""
    width = max(map(len, rows), default=0)
    seen = ([Cell(cell.text.translate(_INVISIBLE).strip(), cell.merged) for cell in row] for row in rows)
    return tuple((*row, *[Cell()] * (width - len(row))) for row in seen)
