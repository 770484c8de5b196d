"""{pattern: […]}: spaCy's token patterns, run by spaCy's own Matcher over our tokens and lemmas.

spaCy is imported when the first pattern is made, not before.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.suggest.scan import Scan

_LONGEST = 300  # tokens; a pattern with `*` takes time by the square of a sentence's length
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
            raise QualcodeError(
                f"spaCy does not take a pattern of the codebook: {str(error).splitlines()[0]}"
            ) from None

    def find(self, scan: "Scan") -> Iterator[tuple[int, int]]:
        """(first token, token after the last), longest first where matches overlap."""
        for _, start, end in sorted(self._matcher(_document(scan)), key=lambda match: match[1]):
            yield start, end


def _document(scan: "Scan") -> Any:
    """The sentence as spaCy has it; made once, however many patterns there are."""
    if scan.document is None:
        from spacy.tokens import Doc

        tokens = scan.tokens[:_LONGEST]
        scan.document = Doc(
            _vocabulary(),
            words=[scan.text[token.start : min(token.end, token.start + _LONGEST_WORD)] for token in tokens],
            lemmas=[token.lemma[:_LONGEST_WORD] for token in tokens],
            pos=[token.pos or "X" for token in tokens],  # spaCy refuses a sentence without any tag
            tags=[token.tag or "_" for token in tokens],
        )
    return scan.document
