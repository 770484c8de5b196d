"""A report as a small tree, and the plain table beside it."""

from dataclasses import dataclass, field

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Data:
    """A table for machines: English keys, plain values. `unread` holds (row, column) of zeros that nobody read for."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    unread: frozenset[tuple[int, str]] = frozenset()

    def records(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Column:
    """A column for people; `share` is its part of the width."""

    heading: str
    share: int = 1
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """Cells as people read them. `level` indents the first cell; a `group` row opens a group of rows, its first cell bold."""

    cells: tuple[str, ...]
    level: int = 0
    group: bool = False


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    text: str


@dataclass(frozen=True)
class Table:
    """A numbered table with its title above and its notes below. `long`: its rows are long enough to break over pages."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    long: bool = False


Part = Heading | Prose | Table


@dataclass(frozen=True)
class Report:
    title: str
    parts: tuple[Part, ...]
    changed: str = ""  # ISO 8601; the last change to the study, which dates every document


@dataclass(frozen=True)
class Output:
    """What a command returns: the data, and the same for people. `warnings` go to the person at the keyboard."""

    data: Data
    report: Report = Report("", ())
    warnings: tuple[str, ...] = field(default=())
