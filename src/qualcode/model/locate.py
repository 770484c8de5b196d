"""Finding a quotation in a text, whatever a word processor did to its quotation marks, dashes and spaces."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from qualcode.errors import QualcodeError
from qualcode.model.controls import CONTROLS
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript

_LABEL = re.compile(r"^[ \t]*[^\W_][^\s:]*(?:[ \t]+[^\s:]+){0,2}[ \t]*:[ \t]*", re.MULTILINE)
_SAME = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
}
_TABLE = str.maketrans(_SAME)
_CONTROLS = {chr(code): "\ufffd" for code in CONTROLS}  # as the files that came from here show them


def find_quote(transcript: Transcript, quote: str) -> list[Span]:
    """Every place where `quote` stands, white space, quotation marks, dashes, soft hyphens and … treated as equal, and
    accents composed or not.

    The quote is tried as it stands; when that is nowhere, without speaker labels on both sides: at most three words
    and a colon at the start of a line, since a quote copied from the original may carry names that import took out.
    """
    replaced = "\ufffd" in quote
    for labels in (True, False):
        view, starts, ends = _view(transcript.text, labels, replaced)
        wanted = _view(quote, labels, replaced)[0].strip()
        if not wanted:
            continue
        found = [
            Span(starts[at], ends[at + len(wanted) - 1])
            for at in (match.start() for match in re.finditer(f"(?={re.escape(wanted)})", view))
        ]
        if found:
            return found
    return []


def place_quote(transcript: Transcript, quote: str, turn: int | None = None) -> Span:
    """The one place of `quote`, in `turn` when that is given. Raises where it is nowhere or in several places."""
    found = find_quote(transcript, quote)
    if turn is not None:
        if not 1 <= turn <= len(transcript.turns):
            raise QualcodeError(f"{transcript.id} has turns 1 to {len(transcript.turns)}, no turn {turn}.")
        found = [span for span in found if span.overlaps(transcript.turns[turn - 1].span)]
    if not found:
        where = f"turn {turn} of {transcript.id}" if turn else transcript.id
        raise QualcodeError(f"The quote does not stand in {where}; copy it from transcripts/{transcript.id}.txt.")
    if len(found) > 1:
        places = ", ".join(f"turn {transcript.turn_at(span.start).number} ({span})" for span in found[:6])
        raise QualcodeError(
            f"The quote stands in {len(found)} places of {transcript.id}: {places}; choose with --turn or --span."
        )
    return found[0]


def plain_words(text: str) -> str:
    """A whole text as it is compared with another: as `comparable`, accents composed; places are lost, and it is soon done."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())


def comparable(text: str, labels: bool = True) -> str:
    """The text as it is compared; without speaker labels unless `labels`."""
    return _view(text, labels)[0]


@lru_cache(maxsize=8)
def _view(text: str, labels: bool, replaced: bool = False) -> tuple[str, list[int], list[int]]:
    """The text as it is compared, and for each of its characters where in `text` it begins and ends.

    `replaced`: control characters as U+FFFD, also those that are white space.
    """
    known = _SAME | _CONTROLS if replaced else _SAME
    left_out = [] if labels else [match.span() for match in _LABEL.finditer(text)]
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for end, following in [*left_out, (len(text), len(text))]:
        for at, after, character in _letters(text, start, end):
            same = known[character] if character in known else " " if character.isspace() else character
            if same == " " and (not characters or characters[-1] == " "):
                continue
            characters.extend(same)
            starts.extend([at] * len(same))
            ends.extend([after] * len(same))
        start = following
    return "".join(characters), starts, ends


def _letters(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(begin, end, letter) of a stretch: a letter with the accents that follow it is one, composed where it can be."""
    at = start
    while at < end:
        after = at + 1
        while after < end and unicodedata.combining(text[after]):
            after += 1
        yield at, after, text[at] if after == at + 1 else unicodedata.normalize("NFC", text[at:after])
        at = after
