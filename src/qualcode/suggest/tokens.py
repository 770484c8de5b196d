"""What an analyser makes of a text."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.suggest.cut import Plain, TurnCut
from qualcode.suggest.lexicon import Lexicon
from qualcode.suggest.wanted import Wanted


class Token(NamedTuple):
    """A word: where it stands, its folded form, its lemma, and whether punctuation follows before the next word.

    `pos` and `tag` are what a spaCy pipeline says of it; the light analyser does not tag.
    """

    start: int
    end: int
    form: str
    lemma: str
    stop: bool = False
    pos: str = ""
    tag: str = ""


class Analysis(Protocol):
    """A text in sentences, which are in text order, do not overlap, and are analysed when asked for."""

    def __len__(self) -> int:
        """How many sentences."""

    @property
    def sentences(self) -> Sequence[Span]: ...

    def tokens(self, index: int) -> tuple[Token, ...]:
        """The words of a sentence."""

    def opening(self, index: int) -> str:
        """The form of a sentence's first word."""

    def lemmas(self) -> set[str]:
        """The lemmas of the whole text."""

    def holding(self, wanted: Wanted) -> Sequence[int]:
        """The sentences with at least one word that is wanted. `wanted` is asked once per distinct word."""


class Analyser(Protocol):
    """Text -> tokens. `start` is added to all positions, so that a turn can be analysed alone.

    `known`: how the text was cut before.
    """

    name: str
    lexicon: Lexicon
    tags: bool  # do its tokens have `pos` and `tag`?

    def analyse(self, text: str, start: int = 0, known: TurnCut | None = None) -> Analysis: ...

    def cut(self, transcript: Transcript) -> Plain | None:
        """What is the same in every analysis of a transcript, as a `Cut` is made of it; None where that is not kept."""

    def forms(self, words: str) -> tuple[str, ...]:
        """The forms of a keyword's words, cut as the text's are."""
