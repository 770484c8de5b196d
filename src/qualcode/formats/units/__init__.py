"""Data with a text in every row: one reader a format, which cuts a file into parts that are read by themselves.

To add one: write a file with `columns`, `parts` and `rows` as below, and add a line to `SOURCES`.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple, Protocol

from qualcode.errors import QualcodeError, unknown
from qualcode.formats.tables.sheets import cell_text
from qualcode.model.unit import Unit
from qualcode.registry import Registry

MOST_ROWS = 20_000  # in a part
MOST_BYTES = 8 * 2**20  # of a part, as far as one row does not hold more


class Part(NamedTuple):
    """Some rows of a file that follow one another; `start` and `end` are what its reader finds them by."""

    file: str  # as somebody named it
    start: int
    end: int
    first: int  # the number of its first row
    how: tuple[str, ...] = ()  # what else its reader knows of the file
    root: str = ""  # the folder that its name starts from, where that is not the one of who reads it

    @property
    def path(self) -> str:
        return os.path.join(self.root, self.file)


class Chosen(NamedTuple):
    """The columns that are read: of the texts, of their ids and of the groups they are in, "" where there is none.

    `several`: they are of several files, and the number of a row alone is no id.
    """

    text: str
    id: str = ""
    by: str = ""
    several: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.text, self.id, self.by)))


class Source(Protocol):
    """A reader of one format. What is wrong with a file is a QualcodeError that names it."""

    def columns(self, file: str) -> Sequence[str]:
        """The headings."""

    def parts(self, file: str) -> Iterator[Part]:
        """The whole file, cut between rows (MOST_ROWS, MOST_BYTES)."""

    def rows(self, part: Part, names: Sequence[str]) -> Iterator[tuple[int, Sequence[object]]]:
        """The number of each row, and what it has in these columns: None where it has nothing."""


SOURCES: Registry[Source] = Registry(
    "thing.kind_of_data",
    {
        ".csv": "qualcode.formats.units.csv:SOURCE",
        ".jsonl": "qualcode.formats.units.jsonl:SOURCE",
        ".parquet": "qualcode.formats.units.parquet:SOURCE",
    },
)


def source_of(file: str) -> Source:
    """The reader of a file, by its extension."""
    extension = PurePath(file).suffix.casefold()
    if extension not in SOURCES.entries:
        raise QualcodeError("error.data_from", name=file, formats=", ".join(SOURCES))
    return SOURCES.get(extension)


def check_columns(file: str, chosen: Chosen) -> None:
    """Refuse a file that lacks one of them."""
    known = source_of(file).columns(file)
    if len(set(known)) < len(known):
        raise QualcodeError("error.two_columns_same_heading", name=file)
    for name in chosen.names:
        if name not in known:
            raise QualcodeError("error.in_file", file=file, why=unknown("thing.column", name, known))


def read_units(part: Part, chosen: Chosen) -> Iterator[Unit]:
    """The units of a part, those without an answer too, which need no id. Without a column of ids the number of its row is
    one's id, with its file where there are several."""
    for number, (text, *rest) in source_of(part.file).rows(part, chosen.names):
        if not (text is None or isinstance(text, str)):
            raise QualcodeError("error.text_is_no_text", file=part.file, row=number, column=chosen.text)
        own = f"{part.file}:{number}" if chosen.several else str(number)
        id_ = _value(rest[0], part.file, number, chosen.id) if chosen.id else own
        by = _value(rest[-1], part.file, number, chosen.by) if chosen.by else ""
        unit = Unit(number, id_, text or "", by)
        if unit.is_answered and not id_:
            raise QualcodeError("error.id_is_empty", file=part.file, row=number, column=chosen.id)
        yield unit


def _value(value: object, file: str, number: int, column: str) -> str:
    """What a cell says, as people see it."""
    if isinstance(value, list | dict | bytes):
        raise QualcodeError("error.value_of_many", file=file, row=number, column=column)
    return "" if value != value else cell_text(value).strip()  # NaN, which is no number, is no value
