"""Every way in which a line of a transcript may open with a speaker's label; which of them hold is decided in `labels`."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from qualcode.formats.transcripts.draft import Draft
from qualcode.formats.transcripts.times import ANY, MARKED, seconds

# Blanks and line ends of other alphabets, each as one plain character, and what is not seen as ZERO: positions stay.
ZERO = "\u200b"
_FOLDED = str.maketrans(
    dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\f\v\x1c\x1d\x1e\x85\u2028\u2029", "\n")
    | dict.fromkeys(
        "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff",
        ZERO,
    )
    | {"：": ":"}
)  # fmt: skip
LONGEST = 100  # characters of a label: the names of institutions are long; what is longer is a sentence
_LONGEST_ALONE = 60  # where nothing but its place tells a label

_BEFORE = re.compile(
    rf"[ \t{ZERO}>]*(?:(?:[-–—*•·▪◦●○‣]|\d{{1,4}}[.)]|\[\d{{1,4}}\]|\d{{1,4}}(?=[ \t]))[ \t{ZERO}]+)*"
    rf"(?:(?P<time>{ANY})(?:[ \t{ZERO}]*[-–—|][ \t{ZERO}]+|[ \t{ZERO}]+|(?<=[\])}}>#])|(?<=\d)(?=[^\W\d_])))?"
)
_STARS = r"[*_]{0,3}"
_COLON = re.compile(
    rf"{_STARS}(?P<label>[^\n:\t]{{1,{LONGEST}}}?){_STARS}[ {ZERO}]*(?P<time>[\t ,]*{ANY})?[ \t{ZERO}]*:(?!//){_STARS}(?=\s|$|[^\W\d_]|[{ZERO}\"“„‘'’\[(<#…])[ \t]*"
)
_TIMED = re.compile(
    rf"{_STARS}(?P<label>[^\n\t]{{1,{LONGEST}}}?){_STARS}(?P<gap>[ \t{ZERO},|–—-]+)(?P<time>{ANY})(?P<end>[ \t{ZERO}]*$|[ \t]+)"
)
_COLON_TIME = re.compile(
    rf"{_STARS}(?P<label>[^\n:\t]{{1,{LONGEST}}}?){_STARS}[ {ZERO}]*:{_STARS}[ \t{ZERO}]+(?P<time>{ANY})[ \t{ZERO}]*(?:$|(?<=\t))"
)
_TAB = re.compile(rf"{_STARS}(?P<label>[^\n\t]{{1,{LONGEST}}}?){_STARS}[ {ZERO}]*\t[ \t{ZERO}]*(?=\S)")
_PLAIN = r"[^\n\t\[\](){}<>]"
_BRACKET = re.compile(  # brackets may stand inside it: [Boer, Willem de (RvB)]
    rf"(?P<open>[\[({{<])[ {ZERO}]*(?P<label>(?:{_PLAIN}|[\[({{<]{_PLAIN}{{1,{LONGEST}}}[\])}}>]){{1,{LONGEST}}}?)[ {ZERO}]*[\])}}>][ \t{ZERO}]*(?P<end>$)?"
)
_DASH = re.compile(
    rf"{_STARS}(?P<label>[^\n\t:]{{1,{_LONGEST_ALONE}}}?){_STARS}[ {ZERO}]*(?<![-–—])[-–—][ \t{ZERO}]+(?=\S)"
)
_STARRED = re.compile(
    rf"(?P<stars>\*\*|__)(?P<label>[^\n\t*_]{{1,{LONGEST}}}?)[ ]*(?P=stars)[ \t{ZERO}]*(?=$|[^\s:*_])"
)
_ALONE = re.compile(rf"{_STARS}(?P<label>[^\n\t]{{1,{_LONGEST_ALONE}}}?){_STARS}[ \t{ZERO}]*$")
_NO_NAME = re.compile(r"(?:[!?…;:]|(?<!\b[^\W\d_])\.)$")
_AROUND = {"[": "]", "(": ")", "{": "}", "<": ">"}
_CLOCK_LIKE = re.compile(r":(?<=\d:)\d")  # in every time; sought before what tries a label of each length
_TIME_ALONE = re.compile(rf"[ \t{ZERO}]*(?P<time>{ANY})[ \t{ZERO}]*$")


class Opener(NamedTuple):
    """A line that may open a turn. The heading runs from `head` to `speech`, where the words begin.

    `form`: how the label is told from the words. `line` numbers the lines that hold something; `paragraph`: whether the
    line opens one. `dress`: it stands in brackets, or behind # or @.
    """

    form: str
    line: int
    paragraph: bool
    head: int
    start: int
    end: int
    speech: int
    label: str
    key: str
    time: float | None = None
    tight: bool = False
    dress: bool = False


@dataclass(frozen=True)
class TextLine:
    number: int
    start: int
    end: int
    paragraph: bool  # it follows an empty line, or opens the text
    last: bool  # it closes its paragraph


def folded(text: str) -> str:
    """The text with every kind of blank and line end as the plain one, and what is not seen as ZERO; the same length."""
    return text.translate(_FOLDED)


def lines_of(text: str) -> list[TextLine]:
    """The lines of a folded text that hold something.

    Paragraphs stand between empty lines. Where there are none to speak of, a line opens one unless it goes on with a line
    that is full and ends no sentence, as in text that was broken off at a width.
    """
    found = [match.span() for match in re.finditer(r"[^\n]+", text) if match[0].strip(f" \t{ZERO}")]
    gaps = [True, *("\n" in text[one[1] + 1 : two[0]] for one, two in pairwise(found)), True]
    if sum(gaps) <= max(3, len(found) / 8):
        full = 0.7 * max((end - start for start, end in found), default=0)
        goes_on = [False, *(_goes_on(text[start:end], full) for start, end in found)]
        gaps = [not on or bool(_NAMED.match(text, *span)) for on, span in zip(goes_on, [*found, (0, 0)], strict=True)]
    return [TextLine(number, *span, gaps[number], gaps[number + 1]) for number, span in enumerate(found)]


_NAMED = re.compile(
    r"[ \t]*[^\W\d_](?<=[^a-zà-ÿ])[^\n:.,;?!]{0,30}:[ \t]"
)  # a line that opens with a capital and a colon


def _goes_on(line: str, full: float) -> bool:
    return len(line) >= full and len(line) > 30 and not re.search(r"[.?!…:;][\s”\"’')\]]*$", line)


@lru_cache(4096)  # a transcript has few labels, and asks for each hundreds of times
def key_of(label: str) -> str:
    """What two writings of one label have in common."""
    plain = unicodedata.normalize("NFC", folded(label).replace(ZERO, "")).casefold()
    return " ".join(plain.split()).strip(" .,;:*_–—-") or plain.strip()


def keys_of(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key_of, labels))


@dataclass(frozen=True)
class Either(Container[str]):
    """What is in one of these: of thousands of labels, which all files have in common, no file needs a copy."""

    parts: tuple[Container[str], ...]

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self.parts)


def openers(draft: Draft, text: str, lines: Sequence[TextLine], skip: frozenset[int] = frozenset()) -> Iterator[Opener]:
    """All hypotheses, in text order; several may stand on one line. `skip`: numbers of lines that are nobody's speech."""
    emphasised = {span.start: span.end for span in draft.emphasised}
    marked = {mark.head for mark in draft.marks}
    above: tuple[int, float] | None = None  # where a line that is a time alone begins, and the time
    for index, line in enumerate(lines):
        time_alone = _TIME_ALONE.match(text, line.start, line.end)
        if time_alone:
            above = (line.start, seconds(time_alone["time"])) if above is None else above
            continue
        if line.number not in skip and line.start not in marked:
            following = lines[index + 1] if index + 1 < len(lines) else None
            for one in _of_line(text, line, following, emphasised):
                if above and one.time is None:
                    form = "timed" if one.form == "alone" else one.form
                    one = one._replace(head=above[0], time=above[1], form=form)
                yield one
        above = None


def _of_line(text: str, line: TextLine, following: TextLine | None, emphasised: dict[int, int]) -> Iterator[Opener]:
    before = _BEFORE.match(text, line.start, line.end)
    begin = before.end() if before else line.start
    time = seconds(before["time"]) if before and before["time"] else None

    def opener(form: str, found: re.Match[str], speech: int | None = None) -> Iterator[Opener]:
        start, end = found.span("label")
        start, end, dress = _undressed(text, start, end)
        label = text[start:end].replace(ZERO, "")
        key = key_of(label)
        if key and (any(map(str.isalnum, key)) or any(unicodedata.category(one) == "So" for one in key)):
            own = seconds(found["time"]) if "time" in found.re.groupindex and found["time"] else time
            after = found.end() if speech is None else speech
            tight = form == "colon" and text[found.end() - 1] == ":" and text[found.end() : found.end() + 1].isalpha()
            dressed = dress or form == "bracket"
            yield Opener(
                form, line.number, line.paragraph, line.start, start, end, after, label, key, own, tight, dressed
            )

    whole, rest = text[begin : line.end], text[begin : begin + LONGEST + 20]
    if ":" in rest and (found := _COLON.match(text, begin, line.end)):
        yield from opener("colon", found)
    timed = ":" in rest and _CLOCK_LIKE.search(whole)
    if timed and (found := _COLON_TIME.match(text, begin, line.end)):
        yield from opener("timed", found)
    elif timed and (found := _TIMED.match(text, begin, line.end)) and not _NO_NAME.search(found["label"].rstrip()):
        if not found["end"].strip() and found.end() >= line.end:
            yield from opener("timed", found)
        elif found["gap"].count(" ") > 1 or "\t" in found["gap"] or re.match(MARKED, found["time"]):
            yield from opener("inline time", found)
    if "\t" in rest and (found := _TAB.match(text, begin, line.end)):
        yield from opener("tab", found)
    if (found := _BRACKET.match(text, begin, line.end)) and _closes(text, found):
        yield from opener("bracket", found)
    if text[begin : begin + 1] in "*_" and (found := _STARRED.match(text, begin, line.end)):
        yield from opener("bold", found)
    end = emphasised.get(line.start, 0)
    if end and not _colon_at(text, begin, end) and (found := _ALONE.match(text, begin, min(end, line.end))):
        yield from opener("bold", found, _skip_blanks(text, end))
    dashed = time is None and any(dash in whole for dash in "-–—")
    if dashed and (found := _DASH.match(text, begin, line.end)):
        yield from opener("dash", found)
    short = following and line.end - begin <= _LONGEST_ALONE + 6
    if short and (found := _ALONE.match(text, begin, line.end)) and _may_stand_alone(found):
        yield from opener("timed" if time is not None else "alone", found)


def _closes(text: str, found: re.Match[str]) -> bool:
    """Whether the bracket behind a label is the one that belongs to that before it."""
    return _AROUND[found["open"]] == text[found.end("label") :].lstrip(" " + ZERO)[:1]


def _colon_at(text: str, begin: int, end: int) -> bool:
    return text[end : end + 1] == ":" or text[begin:end].rstrip().endswith(":")


def _may_stand_alone(found: re.Match[str]) -> bool:
    """Whether a whole line may be a name: no sentence ends it, no tab or time is in it."""
    return not _NO_NAME.search(found["label"].rstrip(" *_" + ZERO)) and not re.search(rf"\t|{ANY}", found[0])


def _skip_blanks(text: str, position: int) -> int:
    found = re.compile(rf"[\s{ZERO}]*").match(text, position)
    return found.end() if found else position


def _undressed(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """A label without blanks, brackets around it, or # and @ before it; and whether there were any."""
    dressed = False
    while start < end:
        if text[start] in " *_" + ZERO:
            start += 1
        elif text[end - 1] in " *_,:" + ZERO:
            end -= 1
        elif text[start] in "#@":
            start, dressed = start + 1, True
        elif _AROUND.get(text[start]) == text[end - 1] and end - start > 2:
            start, end, dressed = start + 1, end - 1, True
        else:
            break
    return start, end, dressed
