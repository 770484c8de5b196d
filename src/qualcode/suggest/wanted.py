"""Which sentences are worth a close look, told by their words."""

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass


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
