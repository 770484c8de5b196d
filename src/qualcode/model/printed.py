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
_WORD = r"\w+(?:['-]\w+)*(?!\w)\s*[^\w\s]*\s*"  # with the punctuation behind it


def check_printed(source: str, printed: str) -> None:
    """Raise QualcodeError when `printed` is not made of `source`."""
    parts = parts_of(printed)
    if not any(kind == "words" for kind, _ in parts):
        raise QualcodeError("error.printed_empty")
    found = max(_fitting(comparable(source, labels), parts) for labels in (True, False))
    if found < len(parts):
        place = sum(kind == "words" for kind, _ in parts[: found + 1])
        raise QualcodeError("error.printed_part", place=place)


def _fitting(source: str, parts: list[tuple[str, str]]) -> int:
    """How many of the parts stand in the source, from the first on.

    Between omissions a stretch is looked for from where the one before ended; the first place is as good as any, so
    nothing is tried twice.
    """
    at = done = 0
    while done < len(parts):
        end = next((n for n in range(done, len(parts)) if parts[n][0] == "omission"), len(parts))
        match = re.compile(_pattern(parts[done:end])).search(source, at)
        if match is None:
            return done + next(
                n for n in range(end - done) if not re.compile(_pattern(parts[done : done + n + 1])).search(source, at)
            )
        at, done = match.end(), end + 1
    return len(parts)


def parts_of(printed: str) -> list[tuple[str, str]]:
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
    """A stretch without omissions; its first letter may be a capital or none."""
    pattern, before = "", ""
    for kind, text in parts:
        free = not before
        if kind == "insertion":
            pattern += rf"\s*(?:{_WORD}){{0,{_STANDS_FOR}}}?"
        elif kind == "capital":
            pattern += rf"\s*(?<!\w)(?i:{re.escape(text)})"
        else:
            words = comparable(text).strip()
            first = rf"(?i:{re.escape(words[0])})" if free else re.escape(words[0])
            start = "" if before == "capital" else r"\s*" + (r"(?<!\w)" if words[0].isalnum() else "")
            end = r"(?!\w)" if words[-1].isalnum() else ""  # whole words: *mogelijk* is not in *onmogelijk*
            pattern += start + first + re.escape(words[1:]) + end
        before = kind
    return pattern
