"""What stands above a conversation or between its turns and is nobody's words: fields of a form, numbered headings."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from qualcode.formats.transcripts import label_words as words
from qualcode.formats.transcripts.openers import Opener, TextLine
from qualcode.model.span import Span

_SENTENCE = re.compile(r"(?:[?!…]|(?<!\b[^\W\d_])\.)[\s”\"’')]*$")  # ends one; the point of an initial does not


def header_lines(text: str, lines: Sequence[TextLine], found: Sequence[Opener]) -> int:
    """How many lines at the top are fields of a form: date, place, who was there ("Interviewer: Sanne de Wit").

    They are short, and among them is a word that names a field and nobody; what follows such a line without an empty
    line between is a field too, unless a sentence ends in it.
    """
    by_line: dict[int, list[Opener]] = defaultdict(list)
    often = Counter((one.form, one.key) for one in found)
    spoken: set[int] = set()  # lines that open with a label which comes back, in another way than fields are written
    for one in found:
        if one.form in ("colon", "tab"):
            by_line[one.line].append(one)
        elif one.form in ("timed", "inline time", "bracket", "bold") and often[one.form, one.key] > 1:
            spoken.add(one.line)
    reached = 0
    for line in lines[:40]:
        field = next((one for one in by_line[line.number] if words.is_field(one.label)), None)
        rest = text[by_line[line.number][0].speech : line.end] if by_line[line.number] else text[line.start : line.end]
        short = len(rest.split()) <= 12 and not _SENTENCE.search(rest)
        if line.number in spoken and not by_line[line.number]:
            break
        if field and short:
            reached = line.number + 1
        elif by_line[line.number] and not (
            short and 0 < reached == line.number and (not line.paragraph or _is_value(rest))
        ):
            break
        elif by_line[line.number]:
            reached = line.number + 1
        elif not short:
            break
    return _before_talk(by_line, reached)


def _before_talk(by_line: dict[int, list[Opener]], reached: int) -> int:
    """Where a label comes back among the fields they talk already: the header ends before it."""
    first: dict[str, int] = {}
    for number in range(reached):
        for one in by_line[number]:
            if not words.is_field(one.label):
                if one.key in first:
                    return first[one.key]
                first[one.key] = number
    return reached


def headings(text: str, lines: Sequence[TextLine], found: Sequence[Opener], heads: Collection[int]) -> Iterator[Span]:
    """`Thema 2: Werkdruk` on a line of its own above a turn: a heading, and nobody's words. What asks is no heading."""
    for one in found:
        if one.form == "colon" and words.is_numbered_field(one.label) and one.head not in heads:
            line = lines[one.line]
            above = one.line + 1 < len(lines) and lines[one.line + 1].start in heads
            whole = text[line.start : line.end]
            if above and len(whole.split()) <= 10 and not re.search(r"[.?!…]\s*$", whole):
                yield Span(line.start, line.end)


def _is_value(words_: str) -> bool:
    """Whether it fills in a form rather than says something: a name, something with a number and no verb."""
    return words.like_a_name(words_.strip()) or (bool(re.search(r"\d", words_)) and len(words_.split()) <= 6)
