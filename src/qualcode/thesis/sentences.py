"""Where the sentences of a paragraph begin and end. What is quoted is no part of that: a full stop inside it ends nothing."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

_STOP = re.compile(
    r"(?<=[.!?…])[”’\"'»“]*\s*[(\[][^()\[\]]*[)\]]\.?\s+(?=[A-ZÀ-Ý“‘\"'„«])"  # what is bracketed behind belongs to it
    r"|(?<=[.!?…])[)\]”’\"'»“]*\s+(?=[A-ZÀ-Ý“‘\"'„«])|(?<=[.!?…])[)\]]*\s+(?=[(\[])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.?a|et al|bijv|d\.w\.z|o\.a|m\.n|nl|blz|pp?|vgl|cf|dr|drs|prof|mr|ca|i\.e|e\.g|z\.d|n\.d|resp|art|nr|vs|"
    r"abs|bzw|z\.b|u\.a|ebd|[A-Z])\.)$",
    re.IGNORECASE,
)


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text, as long as it was, with `_` for what is quoted; how each quotation begins and ends can still be seen."""
    parts: list[str] = []
    reached = 0
    for start, end in spans:
        words = text[start:end]
        first = "Q" if words.lstrip("[(… .")[:1].isupper() else "_"
        last = words.rstrip()[-1:] if words.rstrip()[-1:] in ".!?…" else "_"
        parts += [text[reached:start], (first + "_" * (end - start - 2) + last)[: end - start]]
        reached = end
    return "".join([*parts, text[reached:]])


class Sentences:
    """The sentences of a text, by any place in it."""

    def __init__(self, text: str):
        self.text = text
        self._starts = [0]
        for found in _STOP.finditer(text):
            if not _ABBREVIATED.search(text[max(self._starts[-1], found.start() - 12) : found.start()]):
                self._starts.append(found.end())
        self._ends = [end for _, end in pairwise([*self._starts, len(text)])]

    def around(self, at: int) -> tuple[int, int]:
        """Where the sentence begins and ends in which a place lies."""
        number = bisect_right(self._starts, at) - 1
        return self._starts[number], self._ends[number]

    def before(self, at: int) -> str:
        """The sentence before the one in which a place lies; "" where it is the first."""
        number = bisect_right(self._starts, at) - 2
        return self.text[self._starts[number] : self._ends[number]] if number >= 0 else ""
