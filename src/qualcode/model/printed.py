"""The printed form of a quote, held against the words that were spoken.

Allowed are omissions, written […], insertions in square brackets, which may stand for at most three words (`[the board]`
for *they*), and another capital at the beginning and after an omission, with or without brackets (`[D]aarna`).
White space, quotation marks and dashes may differ, as when a quote is looked up. Everything else must stand in the
source in that order.
"""

import re

from qualcode.errors import QualcodeError
from qualcode.model.locate import comparable

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_OMISSION = re.compile(r"\s*(?:\.\.\.|…)\s*")
_STANDS_FOR = 3  # words
_WORD = r"\w+(?:['-]\w+)*\s*[^\w\s]*\s*"  # with the punctuation behind it


def check_printed(source: str, printed: str) -> None:
    """Raise QualcodeError when `printed` is not made of `source`."""
    parts = _parts(printed)
    if not any(kind == "words" for kind, _ in parts):
        raise QualcodeError("The printed form has no words of the fragment.")
    views = (comparable(source), comparable(source, labels=False))
    for number, (kind, _) in enumerate(parts, 1):
        pattern = _pattern(parts[:number])
        if kind == "words" and not any(re.search(pattern, view, re.DOTALL) for view in views):
            place = sum(one == "words" for one, _ in parts[:number])
            raise QualcodeError(
                f"Part {place} of the printed form does not stand in the fragment, in this order: leave words out with "
                "[…], put your own between [ ]; only a first capital may differ."
            )


def _parts(printed: str) -> list[tuple[str, str]]:
    """(words | omission | insertion | capital, text) of a printed form."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in _BRACKET.finditer(printed):
        found.append(("words", printed[at : match.start()]))
        inside, behind = match[1], printed[match.end() : match.end() + 1]
        if _OMISSION.fullmatch(inside):
            found.append(("omission", ""))
        elif len(inside) == 1 and inside.isalpha() and behind.isalpha():
            found.append(("capital", inside))
        else:
            found.append(("insertion", inside))
        at = match.end()
    found.append(("words", printed[at:]))
    return [(kind, text) for kind, text in found if kind != "words" or comparable(text).strip()]


def _pattern(parts: list[tuple[str, str]]) -> str:
    pattern = ""
    free = True  # at the beginning, and after an omission, the first letter may be a capital or none
    before = ""
    for kind, text in parts:
        if kind == "omission":
            pattern, free = pattern + r".*?", True
        elif kind == "insertion":
            pattern, free = pattern + rf"\s*(?:{_WORD}){{0,{_STANDS_FOR}}}?", False
        elif kind == "capital":
            pattern, free = pattern + rf"\s*(?<!\w)(?i:{re.escape(text)})", False
        else:
            words = comparable(text).strip()
            first = rf"(?i:{re.escape(words[0])})" if free else re.escape(words[0])
            start = "" if before == "capital" else r"\s*" + (r"(?<!\w)" if words[0].isalnum() else "")
            end = r"(?!\w)" if words[-1].isalnum() else ""  # whole words: *mogelijk* is not in *onmogelijk*
            pattern, free = pattern + start + first + re.escape(words[1:]) + end, False
        before = kind
    return pattern
