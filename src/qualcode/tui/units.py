"""The units of a text that a reader moves by: words, sentences, turns. All as spans, in text order."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.sentences import split_sentences

_WORD = re.compile(r"\S+")
UNITS = ("word", "sentence", "turn")


class Units:
    """The speech of one transcript in units. Text outside any turn (labels, titles) belongs to none.

    A text without turns counts as one turn.
    """

    def __init__(self, transcript: Transcript, language: str):
        self.transcript = transcript
        self._language = LANGUAGES.get(language if language in LANGUAGES else "en")

    @cached_property
    def turns(self) -> tuple[Span, ...]:
        return tuple(turn.span for turn in self.transcript.turns) or (Span(0, max(len(self.transcript.text), 1)),)

    @cached_property
    def words(self) -> tuple[Span, ...]:
        text = self.transcript.text
        return tuple(
            Span(found.start(), found.end())
            for turn in self.turns
            for found in _WORD.finditer(text, turn.start, turn.end)
        ) or (self.turns[0],)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        text = self.transcript.text
        return tuple(
            Span(turn.start + start, turn.start + end)
            for turn in self.turns
            for start, end in split_sentences(turn.of(text), self._language)
        ) or (self.turns[0],)

    def of(self, unit: str) -> tuple[Span, ...]:
        return {"word": self.words, "sentence": self.sentences, "turn": self.turns}[unit]

    def around(self, unit: str, position: int) -> Span:
        """The unit that holds the position, else the next one; past the end the last."""
        spans = self.of(unit)
        return spans[min(_first_ending_after(spans, position), len(spans) - 1)]

    def step(self, unit: str, position: int, by: int) -> Span:
        """So many units onward from the one around the position, or back; stays at the ends.

        Back from the middle of a unit is first to its own beginning.
        """
        spans = self.of(unit)
        here = min(_first_ending_after(spans, position), len(spans) - 1)
        if by < 0 and position > spans[here].start:
            by += 1
        return spans[max(0, min(here + by, len(spans) - 1))]

    def covered(self, unit: str, span: Span) -> tuple[Span, ...]:
        """The units that share a character with the span."""
        spans = self.of(unit)
        first = _first_ending_after(spans, span.start)
        last = bisect_left([one.start for one in spans[first:]], span.end) + first
        return spans[first:last]

    def turn(self, position: int) -> Turn | None:
        """The turn at or before a position; none in a text without turns."""
        return self.transcript.turn_at(position) if self.transcript.turns else None


def _first_ending_after(spans: Sequence[Span], position: int) -> int:
    return bisect_right(spans, position, key=lambda span: span.end)
