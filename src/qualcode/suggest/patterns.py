"""{pattern: […]}: spaCy's token patterns, run by spaCy's own Matcher over our tokens and lemmas.

spaCy is imported when the first pattern is made, not before.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.suggest.tokens import Token

if TYPE_CHECKING:
    from qualcode.suggest.scan import Scan

_LONGEST = 100  # tokens; a pattern that repeats takes time by a power of a sentence's length
_LONGEST_WORD = 60  # characters; for a REGEX of the pattern the same holds


@cache
def _vocabulary() -> Any:
    import spacy

    return spacy.blank("xx").vocab


class TokenPattern:
    """One pattern. Attributes are those that our tokens have: TEXT, LOWER, LEMMA, and what follows from a form."""

    def __init__(self, tokens: Sequence[Mapping[str, object]]):
        from spacy.matcher import Matcher

        self._matcher = Matcher(_vocabulary(), validate=False)
        try:
            self._matcher.add("pattern", [[dict(token) for token in tokens]], greedy="LONGEST")
        except Exception as error:  # spaCy raises many kinds; a pattern that passed our own check is rare here
            raise QualcodeError("error.spacy_refuses", why=str(error).splitlines()[0]) from None

    def find(self, scan: "Scan") -> Iterator[tuple[int, int]]:
        """(first token, token after the last) in text order, longest first where matches overlap."""
        found = {
            (first + start, first + end)
            for first, document in _documents(scan)
            for _, start, end in self._matcher(document)
        }
        yield from sorted(found)


def _documents(scan: "Scan") -> list[tuple[int, Any]]:
    """The sentence as spaCy has it, made once, however many patterns there are; a very long one in overlapping parts."""
    if scan.documents is None:
        starts = range(0, max(len(scan.tokens) - _LONGEST // 2, 1), _LONGEST // 2)
        scan.documents = [(first, _document(scan.tokens[first : first + _LONGEST], scan.text)) for first in starts]
    return scan.documents


def _document(tokens: Sequence[Token], text: str) -> Any:
    from spacy.tokens import Doc

    words = [text[token.start : min(token.end, token.start + _LONGEST_WORD)] for token in tokens]
    return Doc(
        _vocabulary(),
        words=[unicodedata.normalize("NFC", word) for word in words],
        lemmas=[token.lemma[:_LONGEST_WORD] for token in tokens],
        pos=[token.pos or "X" for token in tokens],  # spaCy refuses a sentence without any tag
        tags=[token.tag or "_" for token in tokens],
    )
