"""A table that prints its own data: one declaration of columns for machines and for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.analysis.counts import Count
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.text import Say, Words

Record = Mapping[str, Value]


@dataclass(frozen=True)
class Shown:
    """A printed column: the value of `key`, or what `text` makes of the record."""

    key: str
    share: int = 1
    numeric: bool = False
    text: Callable[[Record], str] | None = None
    heading: str = ""

    def cell(self, record: Record, words: Words) -> str:
        if self.text:
            return self.text(record)
        value = record[self.key]
        if isinstance(value, Count):
            return words.figure(value)
        if self.numeric and isinstance(value, int) and self.key != "turn":  # a place is no amount
            return words.whole(value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Listing:
    """Rows under a title; columns with nothing in them are not printed. `group` opens a group of rows, `level` indents."""

    key: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    shown: Sequence[Shown]
    title: str
    notes: Sequence[str] = ()
    group: Callable[[Record], str] | None = None
    level: Callable[[Record], int] | None = None

    def table(self, words: Words) -> Table:
        data = self.data()
        records = data.records()
        shown = [
            column
            for place, column in enumerate(self.shown)
            if place == 0 or not records or any(column.cell(record, words) for record in records)
        ]
        rows: list[Row] = []
        opened = None
        for record in records:
            if self.group and (name := self.group(record)) != opened:
                opened = name
                rows.append(Row((name, *("" for _ in shown[1:])), group=True))
            level = self.level(record) if self.level else 0
            rows.append(Row(tuple(column.cell(record, words) for column in shown), level + bool(self.group)))
        columns = tuple(
            Column(column.heading or words.heading(column.key), column.share, column.numeric) for column in shown
        )
        return Table(self.title, columns, tuple(rows), tuple(self.notes))

    def data(self) -> Data:
        return Data(self.key, self.columns, tuple(self.rows))

    def output(self, words: Words, changed: str = "", warnings: Sequence[Say] = ()) -> Output:
        return Output(self.data(), Report(self.title, (self.table(words),), changed), tuple(warnings))
