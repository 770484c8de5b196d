"""A report as a small tree, and the plain table beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar, overload

from qualcode.analysis.counts import Count
from qualcode.text import Say

S = TypeVar("S")
T = TypeVar("T")
_POINTS = ("- ", "• ")  # how a line of a list begins

Plain = str | int | float | bool | None
Value = Plain | Count


def plain(value: Value) -> Plain:
    """A value for machines: of a count the number."""
    return value.n if isinstance(value, Count) else value


class Mapped(Sequence[T], Generic[S, T]):
    """Rows as a function makes them of others, one when it is asked for: a large table is not held twice."""

    def __init__(self, rows: Sequence[S], function: Callable[[S], T]) -> None:
        self._from, self._function = rows, function

    def __repr__(self) -> str:
        return repr(tuple(self))

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return list(map(self._function, self._from[at])) if isinstance(at, slice) else self._function(self._from[at])

    def __iter__(self) -> Iterator[T]:
        return map(self._function, self._from)

    def __len__(self) -> int:
        return len(self._from)


@dataclass(frozen=True)
class Data:
    """A table under English keys. Its counts know what was read; files for machines take `plain`.

    For people: `headings` has what a column is called that is named after something of the study, `names` the names of
    what a column has ids of.
    """

    key: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    headings: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def records(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def plain(self) -> Sequence[dict[str, Plain]]:
        """The rows for machines: a zero is a zero, beside what was read."""
        return Mapped(self.rows, lambda row: dict(zip(self.columns, map(plain, row), strict=True)))

    @property
    def has_dashes(self) -> bool:
        """Whether people see a dash in it."""
        return any(isinstance(value, Count) and not value.known for row in self.rows for value in row)


@dataclass(frozen=True)
class Column:
    """A column for people; `share` is its part of the width."""

    heading: str
    share: int = 1
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """Cells as people read them. `level` indents the first cell; a `group` row opens a group of rows, its first cell bold.

    `context` is what a reader may open behind the first cell, where a format can: the words around a fragment.
    `proposals` are quotes that the program chose, each with the place of the cell that is left empty for one (`Proposal`).
    """

    cells: tuple[str, ...]
    level: int = 0
    group: bool = False
    context: str = ""
    proposals: tuple[tuple[int, str], ...] = ()

    @property
    def across(self) -> bool:
        """Whether its first cell may run over the whole width: a group that has a name and nothing else."""
        return self.group and not any(self.cells[1:])


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    """A paragraph. `margin` is a note beside it for the researcher: a comment in Word."""

    text: str
    margin: str = ""


@dataclass(frozen=True)
class Quote:
    """A quotation as a block of its own, its label behind it or on a line above."""

    text: str
    label: str = ""
    above: bool = False
    margin: str = ""


@dataclass(frozen=True)
class Proposal:
    """A quote that the program chose, where the researcher chose none: `text` as it would be printed, with its opening.

    A document to hand in leaves its place empty (in Word with a note beside it); what is read on a screen has it, marked.
    """

    text: str


@dataclass(frozen=True)
class Items:
    """A list: with bullets, numbered from `start`, or lettered below an item that stands before it."""

    items: tuple[str, ...]
    style: str = "bullet"  # bullet | number | letter
    start: int = 1

    def marks(self) -> tuple[str, ...]:
        """What stands before each item."""
        numbers = range(self.start, self.start + len(self.items))
        if self.style == "bullet":
            return tuple("•" for _ in numbers)
        return tuple(f"{number}." if self.style == "number" else f"{chr(96 + number)}." for number in numbers)


class LaterRows(Sequence[Row]):
    """Rows that are made when somebody looks at them: who wants the data alone does not."""

    def __init__(self, make: Callable[[], Sequence[Row]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> Sequence[Row]:
        return self._make()

    def __repr__(self) -> str:
        return repr(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Table:
    """A numbered table with its title above and its notes below."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A numbered figure: its picture, and the same in words for those who cannot see it.

    `picture("png")` and `picture("svg")` draw it, and `picture("png", True)` in letters without serifs.
    """

    name: str
    title: str
    alt: str
    picture: Callable[..., bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """The title page: lines below the report's title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The list of headings, tables and figures of this report."""


Part = Heading | Prose | Quote | Proposal | Items | Table | Figure | Cover | Contents


@dataclass(frozen=True)
class Report:
    title: str
    parts: tuple[Part, ...]
    changed: str = ""  # ISO 8601; the last change to the study, which dates every document
    template: bytes = b""  # a .docx whose styles, margins, header and footer a Word document takes
    stem: str = "report"  # what the names of picture files begin with, in formats that keep them beside the document


@dataclass(frozen=True)
class Output:
    """What a command returns: the data, and the same for people. `warnings` go to the person at the keyboard.

    `sheets` are the sheets of a workbook, where it has others than the data alone.
    """

    data: Data
    report: Report = Report("", ())
    warnings: tuple[Say, ...] = field(default=())
    sheets: tuple[tuple[str, Data], ...] = ()


def paragraphs(text: str) -> Iterator[Prose | Items]:
    """A text of the researcher: paragraphs, and lines that begin with a dash as a list."""
    for block in text.split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        prose = " ".join(line for line in lines if not line.startswith(_POINTS))
        points = tuple(line.lstrip("-• ") for line in lines if line.startswith(_POINTS))
        if prose:
            yield Prose(prose)
        if points:
            yield Items(points)
