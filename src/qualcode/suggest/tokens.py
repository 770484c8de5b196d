"""What an analyser makes of a text."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from qualcode.model.span import Span
from qualcode.suggest.lexicon import Lexicon


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


@dataclass(frozen=True, eq=False)
class Beside:
    """A keyword may begin with a word only where another stands in the sentence: one of these `forms`, or of these `words`.

    `itself`: the words that it is, for which another may wait.
    """

    forms: frozenset[str]
    words: frozenset[Hashable]
    itself: frozenset[Hashable]


Answer = bool | Beside
Wanted = Callable[[str, str], Answer]  # form, lemma -> may a keyword begin with it?


def is_wanted(answers: Collection[Answer], words: Iterable[str]) -> bool:
    """Is a sentence worth a close look, given the answers for its words?"""
    if True in answers:
        return True
    besides = [answer for answer in answers if isinstance(answer, Beside)]
    there = {word for one in besides for word in one.itself}
    if any(not one.words.isdisjoint(there) for one in besides):
        return True
    forms = [one.forms for one in besides if one.forms]
    here = {word.lower() for word in words} if forms else ()
    return any(not of.isdisjoint(here) for of in forms)


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
    """Text -> tokens. `start` is added to all positions, so that a turn can be analysed alone."""

    name: str
    lexicon: Lexicon
    tags: bool  # do its tokens have `pos` and `tag`?

    def analyse(self, text: str, start: int = 0) -> Analysis: ...

    def forms(self, words: str) -> tuple[str, ...]:
        """The forms of a keyword's words, cut as the text's are."""
