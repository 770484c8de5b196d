"""Times in a transcript: how they are written, and which of them a tool or a transcriber put between the words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from qualcode.model.span import Span

# 0:05, 00:01:16, 00:00:03.29, 01:02:03:12 (frames); Teams writes 0:0:5.320.
CLOCK = r"(?:\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?|\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3})(?![\d:])"
_DATE = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?[ ])?"  # chats write the day with every message
_RANGE = rf"{_DATE}{CLOCK}(?:-\d)?(?:[ ]?(?:-->|->|-|–)[ ]?{CLOCK}(?:-\d)?)?"
MARKED = rf"(?:\[{_RANGE}\]|\({_RANGE}\)|<{_RANGE}>|\{{{_RANGE}\}}|\#{_RANGE}\#)"
ANY = rf"(?:{MARKED}|{_RANGE})"

_FOUND = re.compile(
    rf"(?P<alone>^[ \t]*{ANY}[ \t]*$)|(?P<marked>{MARKED})|(?P<first>(?:^[ \t]*|(?<=:)[ \t]+){_RANGE}(?=[ \t]))"
    rf"|(?P<last>(?:(?<=[.?!…”\"’'])[ \t]+|(?<=[^ \t\n])[ \t]{{2,}}){_RANGE}(?=[ \t]*$))",
    re.MULTILINE,
)
_LIKELY = re.compile(r":(?<=\d:)\d.*$", re.MULTILINE)  # of a line with a time; the others are most of a text
_DIGITS = re.compile(CLOCK + r"(?:-\d)?")


class Stamp(NamedTuple):
    """A time in the text. `form` tells how it is written and where: `[.line`, `#.last`, `.alone`."""

    span: Span
    seconds: float
    form: str


def seconds(time: str) -> float:
    """`1:02:03.4`, `02:03`, `00:01:23-4` in seconds; the f4 form counts tenths after the hyphen, a range tells its begin."""
    found = _DIGITS.search(re.sub(_DATE, "", time))
    digits = re.sub(r"-(\d)$", r".\1", found[0] if found else "0").replace(",", ".")
    total = 0.0
    for part in digits.split(":")[:3]:  # a fourth part counts frames
        total = total * 60 + float(part)
    return total


def stamps(text: str) -> list[Stamp]:
    """The times that are no words: those of one form that rise through the text.

    A time said once, a time beside words in brackets ("[unclear 00:12]") and the length of a pause stay words, since
    they do not rise.
    """
    by_form: dict[str, list[Stamp]] = defaultdict(list)
    for stamp in _written(text):
        by_form[stamp.form].append(stamp)
    return sorted(stamp for form, found in by_form.items() if _rises(form, found) for stamp in found)


def _written(text: str) -> Iterator[Stamp]:
    likely = ((text.rfind("\n", 0, found.start()) + 1, found.end()) for found in _LIKELY.finditer(text))
    lines = (_FOUND.finditer(text, *line) for line in likely)
    for found in chain.from_iterable(lines):
        kind = found.lastgroup or ""
        words = found[0].strip()
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        mark = words[0] if not words[0].isdigit() else ""
        long = "h" if words.count(":") > 1 else ""
        yield Stamp(Span(start, start + len(words)), seconds(words), f"{mark}{long}.{kind}")


def _rises(form: str, found: Sequence[Stamp]) -> bool:
    """Whether these go up as a recording does; two are enough where the form is seldom anything else."""
    mark, _, kind = form.partition(".")
    steps = [one.seconds <= two.seconds for one, two in pairwise(found)]
    rising = bool(steps) and sum(steps) >= 0.9 * len(steps) and found[-1].seconds > found[0].seconds
    if kind == "alone":
        return rising or (mark.endswith("h") and not steps)
    return rising and (len(found) > 2 or (kind == "marked" and mark[0] in "[#<{"))
