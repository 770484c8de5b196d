"""The units of a text that a reader moves by: words, sentences, turns. All as spans, in text order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import overload

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn

_WORD = re.compile(r"\S+")


class Spans(Sequence[Span]):
    """Many spans in text order; a `Span` is made when one is asked for, which for 20,000 words saves 15 ms."""

    def __init__(self, places: Iterable[tuple[int, int]]):
        pairs = list(places)
        self.starts = [start for start, _ in pairs]
        self.ends = [end for _, end in pairs]

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Span, ...]: ...
    def __getitem__(self, place: int | slice) -> Span | tuple[Span, ...]:
        if isinstance(place, slice):
            return tuple(Span(*pair) for pair in zip(self.starts[place], self.ends[place], strict=True))
        return Span(self.starts[place], self.ends[place])


class Units:
    """The speech of one transcript in units. Text outside any turn (labels, titles) belongs to none.

    A text without turns counts as one turn. `split`: text -> where its sentences begin and end.
    """

    def __init__(self, transcript: Transcript, split: Callable[[str], Iterable[tuple[int, int]]]):
        self.transcript = transcript
        self._split = split

    @cached_property
    def turns(self) -> Spans:
        spoken = [turn.span for turn in self.transcript.turns] or [Span(0, max(len(self.transcript.text), 1))]
        return Spans((span.start, span.end) for span in spoken)

    @cached_property
    def words(self) -> Spans:
        text = self.transcript.text
        found = [one.span() for turn in self.turns for one in _WORD.finditer(text, turn.start, turn.end)]
        return Spans(found) if found else self.turns

    @cached_property
    def sentences(self) -> Spans:
        text = self.transcript.text
        found = [
            (turn.start + start, turn.start + end) for turn in self.turns for start, end in self._split(turn.of(text))
        ]
        return Spans(found) if found else self.turns

    def of(self, unit: str) -> Spans:
        return self.words if unit == "word" else self.sentences if unit == "sentence" else self.turns

    def around(self, unit: str, position: int) -> Span:
        """The unit that holds the position, else the next one; past the end the last."""
        spans = self.of(unit)
        return spans[min(bisect_right(spans.ends, position), len(spans) - 1)]

    def step(self, unit: str, position: int, by: int) -> Span:
        """So many units onward from the one around the position, or back; stays at the ends.

        Back from the middle of a unit is first to its own beginning.
        """
        spans = self.of(unit)
        here = min(bisect_right(spans.ends, position), len(spans) - 1)
        if by < 0 and position > spans[here].start:
            by += 1
        return spans[max(0, min(here + by, len(spans) - 1))]

    def covered(self, unit: str, span: Span) -> tuple[Span, ...]:
        """The units that share a character with the span."""
        spans = self.of(unit)
        return spans[bisect_right(spans.ends, span.start) : bisect_left(spans.starts, span.end)]

    def same_turn(self, one: int, other: int) -> bool:
        """Whether two positions lie in the same turn."""
        ends = self.turns.ends
        return bisect_right(ends, one) == bisect_right(ends, other)

    def turn(self, position: int) -> Turn | None:
        """The turn at or before a position; none in a text without turns."""
        return self.transcript.turn_at(position) if self.transcript.turns else None
