"""Finding a quotation in a text, whatever a word processor did to its quotation marks, dashes and spaces."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from qualcode.errors import QualcodeError
from qualcode.model.controls import CONTROLS
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.text import Say

_LABEL = re.compile(r"^[ \t]*[^\W_][^\s:]*(?:[ \t]+[^\s:]+){0,2}[ \t]*:[ \t]*", re.MULTILINE)
_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,:-]\d{1,3})?"
_TIME = re.compile(  # as files have them that import takes out: in brackets, or on a line of their own
    rf"[ \t]*[\[(<{{#]{_CLOCK}[\])>}}#]|^[ \t]*{_CLOCK}[ \t]*\n", re.MULTILINE
)
_ENDS_LABEL = re.compile(rf":|\t|[\[(<{{#]?{_CLOCK}[\])>}}#]?")
_LONGEST_LABEL = 60  # characters at the start of a line of a quote
_HERE = "\ufdd0"  # where a label was left out; no character of any text
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

    The quote is tried as it stands; when that is nowhere, without what import takes out of a text, since it may be copied
    from the original: up to 60 characters and a colon, a tab or a time at the start of a line, where the text has a label
    at that place; and times in a transcript from which such were taken.
    """
    replaced = "\ufffd" in quote
    if found := _places(_view(transcript.text, (), replaced), re.escape(_view(quote, (), replaced)[0].strip())):
        return found
    labels = tuple((span.start, span.end) for turn in transcript.turns if (span := transcript.label_of(turn)))
    without = _view(transcript.text, labels, replaced, _HERE)
    for said in (quote, _TIME.sub("", quote)) if transcript.times else (quote,):
        if found := _places(without, _open_to_labels(said, replaced)):
            return found
    return []


def _places(view: "_View", pattern: str) -> list[Span]:
    text, starts, ends = view
    if not pattern:
        return []
    matches = [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]
    inside = [(start + (starts[start] == ends[start]), end) for start, end in matches]  # without a label's place
    return list(dict.fromkeys(Span(starts[start], ends[end - 1]) for start, end in inside if start < end))


def _open_to_labels(quote: str, replaced: bool) -> str:
    """A pattern for the quote in which what opens a line may be a label that the text lost there."""
    lines = [ways for line in quote.strip().split("\n") if (ways := list(_readings(line, replaced)))]
    return f"(?: |(?<={_HERE}))".join(f"(?:{'|'.join(ways)})" for ways in lines)


def _readings(line: str, replaced: bool) -> Iterator[str]:
    line = line.strip()
    if not line:
        return
    yield f"{_HERE}?{re.escape(_view(line, (), replaced)[0].strip())}"
    for opening in _ENDS_LABEL.finditer(line):
        if opening.end() > 0 and opening.start() <= _LONGEST_LABEL:
            yield _HERE + re.escape(_view(line[opening.end() :], (), replaced)[0].strip())


def place_quote(transcript: Transcript, quote: str, turn: int | None = None) -> Span:
    """The one place of `quote`, in `turn` when that is given. Raises where it is nowhere or in several places."""
    found = find_quote(transcript, quote)
    if turn is not None:
        if not 1 <= turn <= len(transcript.turns):
            raise QualcodeError("error.no_such_turn", transcript=transcript.id, n=len(transcript.turns), turn=turn)
        found = [span for span in found if span.overlaps(transcript.turns[turn - 1].span)]
    if not found:
        where = Say("turn_of", turn=turn, transcript=transcript.id) if turn else transcript.id
        raise QualcodeError("error.quote_not_there", where=where, transcript=transcript.id)
    if len(found) > 1:
        places = [Say("turn_number.at", n=transcript.turn_at(span.start).number, span=span) for span in found[:6]]
        raise QualcodeError("error.quote_in_places", n=len(found), transcript=transcript.id, places=places)
    return found[0]


def one_way(text: str) -> str:
    """The text with quotation marks, dashes and ellipses written one way, without soft hyphens."""
    return text.translate(_TABLE)


def plain_words(text: str) -> str:
    """A whole text as it is compared with another: as `comparable`, accents composed; places are lost, and it is soon done."""
    return " ".join(one_way(unicodedata.normalize("NFC", text)).split())


def comparable(text: str, labels: bool = True) -> str:
    """The text as it is compared; without speaker labels unless `labels`."""
    return _view(text, () if labels else tuple(match.span() for match in _LABEL.finditer(text)))[0]


_View = tuple[str, list[int], list[int]]


@lru_cache(maxsize=8)
def _view(text: str, left_out: tuple[tuple[int, int], ...], replaced: bool = False, mark: str = "") -> _View:
    """The text as it is compared, and for each of its characters where in `text` it begins and ends.

    `left_out`: stretches that are not compared; `mark` stands in their place. `replaced`: control characters as U+FFFD,
    also those that are white space.
    """
    known = _SAME | _CONTROLS if replaced else _SAME
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
        if mark and end < following:
            characters.append(mark)
            starts.append(following)
            ends.append(following)
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
