"""Words that a line end cut in two: *samen- werking*. What is sure is rejoined, what is doubtful is told."""

import re
from collections.abc import Callable
from typing import NamedTuple

# Not a hyphen at a line end but one that stands for what follows: *voor- en nadelen*.
_AND = frozenset("en of and or und oder tot to noch dan nor als bis resp".split())
_CUT = re.compile(r"(?<![\w-])([\w-]*\w)-[ \t\xa0]*\n?[ \t\xa0]+(\w{2,})|(?<![\w-])([\w-]*\w)-\n(\w{2,})")


class DoubtfulWord(NamedTuple):
    """What may be one word, a word with a hyphen, or two."""

    typed: str
    joined: str
    hyphened: str


def rejoin(text: str, known: Callable[[str], bool]) -> tuple[str, list[DoubtfulWord]]:
    """The text with cut words whole. A cut whose whole is no known word is left, and told."""
    doubts: list[DoubtfulWord] = []

    def whole(cut: re.Match[str]) -> str:
        first, second = cut[1] or cut[3], cut[2] or cut[4]
        if not second[0].islower() or second in _AND:
            return cut[0]
        if known(first + second):
            return first + second
        typed = f"{first}- {second}"  # on one line, so that no list is made of it
        doubts.append(DoubtfulWord(typed, first + second, f"{first}-{second}"))
        return typed

    return _CUT.sub(whole, text.replace("\u00ad\n", "").replace("\u00ad", "")), doubts
