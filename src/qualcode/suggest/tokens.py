"""What an analyser makes of a text."""

from dataclasses import dataclass
from typing import Protocol

from qualcode.model.span import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A word: where it stands, its folded form, and its lemma."""

    start: int
    end: int
    form: str
    lemma: str


@dataclass(frozen=True)
class Analysis:
    """The tokens of a text, sentence by sentence; sentences cover all tokens and do not overlap."""

    sentences: tuple[tuple[Span, tuple[Token, ...]], ...]


class Analyser(Protocol):
    """Text -> tokens. `start` is added to all positions, so that a turn can be analysed alone."""

    name: str

    def analyse(self, text: str, start: int = 0) -> Analysis: ...
