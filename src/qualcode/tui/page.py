"""A transcript laid out for a width: lines of text, and bars with code names in the margin, as on paper."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len

from qualcode.desk.panels import label_of
from qualcode.model.controls import visible
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript

NUMBER = 6  # cells before the text: a mark, the number of the turn, a space
BARS = "┃║╎┋"  # one shape a lane, so that a bar is known without its colour
_WORD = re.compile(r"\S+\s*")
_NARROW = 60  # cells; below, names in the margin would leave too little room for the text
_LEAST = 12  # cells of text that there are always, whatever the window


class PageLine(NamedTuple):
    """A row of the page: the text of start to end; `turn` is 0 outside speech; `first` begins a turn.

    An empty row has start == end.
    """

    start: int
    end: int
    turn: int
    first: bool = False


class Bar(NamedTuple):
    """A coding in the margin: rows from first to last, in a lane."""

    first: int
    last: int
    lane: int
    item: int  # its place among the marked


class Marked(NamedTuple):
    """What gets a bar: where, the name beside it."""

    span: Span
    name: str


@dataclass(frozen=True)
class TranscriptPage:
    """The lines of a transcript in a window of so many cells. `turns`: only these; None: all."""

    transcript: Transcript
    width: int
    turns: frozenset[int] | None = None

    @cached_property
    def text(self) -> str:
        """The text as a terminal may show it, character for character."""
        return visible(self.transcript.text)

    @property
    def margin(self) -> int:
        """Cells for bars and names: a third of a wide window, bars alone in a narrow one."""
        return min(30, self.width // 3) if self.width >= _NARROW else len(BARS) + 1

    @property
    def room(self) -> int:
        """Cells for the text."""
        return max(self.width - NUMBER - self.margin, _LEAST)

    @cached_property
    def lines(self) -> tuple[PageLine, ...]:
        return tuple(self._lines()) or (PageLine(0, 0, 0),)

    def _lines(self) -> Iterator[PageLine]:
        text, turns, at = self.text, self.transcript.turns, 0
        narrow = {cell_len(one) for one in set(text) - {"\n"}} <= {1}  # no character takes two cells, or none
        for turn in turns:
            if self.turns is None:
                yield from self._aside(at, text.rfind("\n", at, turn.span.start) + 1, narrow)
            if self.turns is None or turn.number in self.turns:
                indent = cell_len(label_of(turn, self.transcript))
                for number, (start, end) in enumerate(self._wrapped(turn.span.start, turn.span.end, indent, narrow)):
                    yield PageLine(start, end, turn.number, number == 0)
                yield PageLine(turn.span.end, turn.span.end, 0)
            at = turn.span.end
        if self.turns is None:
            yield from self._aside(at, len(text), narrow)

    def _aside(self, start: int, end: int, narrow: bool) -> Iterator[PageLine]:
        """Text outside speech, such as a title."""
        if end > start and self.text[start:end].strip():
            shown = list(self._wrapped(start, end, 0, narrow))
            yield from (PageLine(*place, 0) for place in shown)
            yield PageLine(end, end, 0)

    def _wrapped(self, start: int, end: int, indent: int, narrow: bool) -> Iterator[tuple[int, int]]:
        """The stretch cut into rows at white space; a word longer than a row is cut itself."""
        text, room = self.text, self.room
        row, used, last = start, min(indent, room - _LEAST // 2), start
        for found in _WORD.finditer(text, start, end):
            word = found.group().rstrip()
            first, stop = found.start(), found.start() + len(word)
            gap = text[last:first]
            size, space = (len(word), len(gap)) if narrow else (cell_len(word), cell_len(gap))
            if "\n" in gap or used + space + size > room:
                if last > row:
                    yield row, last
                    row, used = first, 0
                elif "\n" in gap:
                    row = first
                space = 0
            while size > room - used:
                fitting = _fitting(text, first, stop, room - used)
                yield row, fitting
                row = first = fitting
                size, used = cell_len(text[first:stop]), 0
            used += space + size
            last = stop
        if last > row:
            yield row, last

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def row_of(self, position: int) -> int:
        """The row of a position; of one that is not shown, the nearest before it."""
        row = max(bisect_right(self._starts, position) - 1, 0)
        while row and self.lines[row].start == self.lines[row].end:  # empty rows hold nothing
            row -= 1
        return row

    def rows_of(self, span: Span) -> tuple[int, int] | None:
        """The first and last row that show something of the span; None where none does."""
        row, last = self.row_of(span.start), self.row_of(span.end - 1)
        shown = [n for n in range(row, last + 1) if self.lines[n].start < span.end and span.start < self.lines[n].end]
        return (shown[0], shown[-1]) if shown else None

    def row_of_turn(self, number: int) -> int | None:
        return next((row for row, line in enumerate(self.lines) if line.turn == number), None)

    def position_at(self, row: int, cell: int) -> int | None:
        """The position shown at a cell of a row's text, counted from where the text begins; None outside speech."""
        if not 0 <= row < len(self.lines):
            return None
        line = self.lines[row]
        if not line.turn:
            return None
        if line.first:
            cell -= cell_len(label_of(self.transcript.turns[line.turn - 1], self.transcript))
        if cell <= 0:
            return line.start
        return min(_fitting(self.text, line.start, line.end, cell), line.end - 1)


def _fitting(text: str, start: int, end: int, cells: int) -> int:
    """How far the text from `start` fits in so many cells; one character at least does."""
    at, used = start, 0
    while at < end:
        used += cell_len(text[at])
        if used > cells and at > start:
            break
        at += 1
        if used > cells:
            break
    return at


def bars(page: TranscriptPage, marked: Sequence[Marked]) -> tuple[tuple[Bar, ...], dict[int, list[int]]]:
    """The bars in lanes, and for each row the items whose names stand there.

    A bar takes the first lane that is free all along; where all are taken it shares the last. A name stands on the
    first free row of its bar, or the empty one below; else with the others on its first row.
    """
    found: list[Bar] = []
    free = [-1] * len(BARS)  # the last row taken in each lane
    names: dict[int, list[int]] = {}
    order = sorted(range(len(marked)), key=lambda item: (marked[item].span.start, -marked[item].span.end))
    for item in order:
        rows = page.rows_of(marked[item].span)
        if rows is None:
            continue
        first, last = rows
        lane = next((lane for lane, taken in enumerate(free) if taken < first), len(BARS) - 1)
        free[lane] = max(free[lane], last)
        found.append(Bar(first, last, lane, item))
        room = next((row for row in range(first, last + 2) if row not in names), first)
        names.setdefault(room, []).append(item)
    return tuple(found), names
