"""Sentences of speech and of writing."""

import re
from collections.abc import Iterator

from qualcode.suggest.languages import Language

LONGEST = 4000  # characters; a recording without full stops is cut at white space, so that no step meets a whole file
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:['\"”’»)\]]| (?:''|[”’»])(?=\s))*(?=\s)|\n[ \t]*\n")
_LAST_WORD = re.compile(r"[\w.]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_CLOSING = "'\"”’»)] "


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Sentences as (start, end) without the white space around them.

    A sentence ends at . ! ? or … before white space, and at an empty line; not after an abbreviation or an initial,
    nor at an ellipsis after which the sentence goes on in lower case. Capitals are not needed: transcripts of speech
    often have none.
    """
    sentences: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        mark, end = match.span()
        if _ends_here(text, match.group().rstrip(_CLOSING), mark, end, language):
            sentences += _trimmed(text, start, end)
            start = end
    sentences += _trimmed(text, start, len(text))
    return sentences


def _ends_here(text: str, marks: str, mark: int, end: int, language: Language) -> bool:
    if marks == ".":
        before = _LAST_WORD.search(text, max(mark - 12, 0), mark)
        word = before.group().casefold() if before else ""
        return word not in language.abbreviations and not (len(word) < 8 and _INITIALS.fullmatch(word))
    if marks.startswith(("...", "…")):
        return not text[end : end + 20].lstrip()[:1].islower()
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        cut = space if space > start else start + LONGEST
        yield start, cut
        start = cut + 1 if space > start else cut
    if start < end:
        yield start, end
