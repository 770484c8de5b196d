"""What of one text stands in another: the words of a transcript held against those of its corrected form.

Words are compared, and what stands between them: white space, quotation marks, dashes, the dots of an ellipsis, and the
capital of a sentence's first word may differ (`alike`). Lines are matched first, in order; then lines that moved, where
their words are unique in both texts; then the words of what is left. A word or two that stand alone between changes are
no match: *the* is not the same *the*.

The order of matching is that of patience diff (Bram Cohen's, 2003): what is unique in both texts is matched first.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from qualcode.model.locate import one_way
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.model.versions import Kept

_PIECE = re.compile(r"\w[\w\u00ad\u0300-\u036f]*(?:['’‑-]\w[\w\u00ad\u0300-\u036f]*)*|\.\.\.|[^\w\s]")
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")
_ENDS_SENTENCE = frozenset(".?!…:")
_ALONE = 3  # words: fewer of them between two changes are no match
_MOVED = 3  # words that a line must have to be known again elsewhere
_SMALL = 400_000  # pairs of pieces: so many are compared one by one


class Piece(NamedTuple):
    """A word or a sign of a text, and how it is compared."""

    span: Span
    key: str
    is_word: bool
    opens: bool  # it is the first of a sentence, or of a line
    line: int
    counts: bool  # it is no part of a speaker's label


class Alignment(NamedTuple):
    """`kept`: stretches of the old text that stand in the new one. `gone`, `added`: words that do not; labels are none."""

    kept: tuple[Kept, ...]
    gone: tuple[Span, ...]
    added: tuple[Span, ...]


Pair = tuple[int, int]  # a piece of the old text, and the piece of the new text that it is


def align(before: Transcript, after: Transcript) -> Alignment:
    """What of a text stands in the text that it became."""
    old, new = _pieces(before), _pieces(after)
    pairs = [pair for pair in _matched(old, new) if _same(before.text, old[pair[0]], after.text, new[pair[1]])]
    here, there = {one for one, _ in pairs}, {other for _, other in pairs}
    return Alignment(
        tuple(sorted(_kept(before.text, after.text, [(old[one].span, new[other].span) for one, other in pairs]))),
        tuple(_joined([at for at, one in enumerate(old) if at not in here and one.counts], old)),
        tuple(_joined([at for at, one in enumerate(new) if at not in there and one.counts], new)),
    )


def _pieces(transcript: Transcript) -> list[Piece]:
    text, found = transcript.text, list[Piece]()
    turns = iter(transcript.turns)
    turn = next(turns, None)
    label = transcript.label_of(turn) if turn else None
    line = reached = 0
    opens = True
    for match in _PIECE.finditer(text):
        start, end = match.span()
        breaks = text.count("\n", reached, start)
        line, reached, opens = line + breaks, end, opens or breaks > 0
        while turn and turn.span.end <= start:
            turn, opens = next(turns, None), True
            label = transcript.label_of(turn) if turn else None
        said = match[0]
        is_word = said[0].isalnum() or said[0] == "_"
        key = one_way(unicodedata.normalize("NFC", said)).casefold()
        found.append(
            Piece(Span(start, end), key, is_word, opens, line, not (label and label.start <= start < label.end))
        )
        opens = (opens and not is_word) or said[-1] in _ENDS_SENTENCE
    return found


def _same(before: str, one: Piece, after: str, other: Piece) -> bool:
    """Whether two pieces with one key differ in no more than their typography, and the capital of a sentence's opening."""
    if not one.is_word or one.opens or other.opens:
        return True
    return one_way(unicodedata.normalize("NFC", one.span.of(before))) == one_way(
        unicodedata.normalize("NFC", other.span.of(after))
    )


def _matched(old: Sequence[Piece], new: Sequence[Piece]) -> list[Pair]:
    """The pieces that have the same key, by their place in the old text."""
    here, there = _lines(old), _lines(new)
    keys, others = (
        [tuple(piece.key for piece in line.of(text)) for line in lines] for text, lines in ((old, here), (new, there))
    )
    lines = _in_order(keys, others)
    moved = _moved(keys, others, lines)
    pairs = [
        pair for one, other in (*lines, *moved) for pair in zip(here[one].places, there[other].places, strict=True)
    ]
    gone, come = {one for one, _ in moved}, {other for _, other in moved}
    for (one, other), (next_one, next_other) in pairwise([(-1, -1), *lines, (len(here), len(there))]):
        left = [place for line in range(one + 1, next_one) if line not in gone for place in here[line].places]
        right = [place for line in range(other + 1, next_other) if line not in come for place in there[line].places]
        found = _in_order([old[place].key for place in left], [new[place].key for place in right])
        pairs += [(left[a], right[b]) for a, b in _not_alone(found, [old[place].is_word for place in left])]
    return sorted(pairs)


class Line(NamedTuple):
    """Consecutive pieces of a text."""

    places: range

    def of(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        return pieces[self.places.start : self.places.stop]


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    found = []
    for _, line in groupby(range(len(pieces)), key=lambda place: pieces[place].line):
        places = list(line)
        found.append(Line(range(places[0], places[-1] + 1)))
    return found


def _moved(keys: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]], lines: Iterable[Pair]) -> list[Pair]:
    """Lines that stand elsewhere now: of several words, once in each text."""
    here, there = Counter(keys), Counter(others)
    taken = {one for one, _ in lines}
    place = {key: number for number, key in enumerate(others)}
    return [
        (number, place[key])
        for number, key in enumerate(keys)
        if number not in taken and here[key] == there[key] == 1 and sum(one[0].isalnum() for one in key) >= _MOVED
    ]


def _not_alone(pairs: Sequence[Pair], is_word: Sequence[bool]) -> Iterator[Pair]:
    """Without runs of a word or two."""
    run: list[Pair] = []
    for pair in (*pairs, None):
        if run and (pair is None or (pair[0], pair[1]) != (run[-1][0] + 1, run[-1][1] + 1)):
            if sum(is_word[one] for one, _ in run) >= _ALONE:
                yield from run
            run = []
        if pair:
            run.append(pair)


def _in_order(old: Sequence[Any], new: Sequence[Any], at: Pair = (0, 0)) -> list[Pair]:
    """Places with the same key, in the order of both."""
    found: list[Pair] = []
    waiting = [(old, new, at)]
    while waiting:
        one, other, (a, b) = waiting.pop()
        before = _common(one, other)
        behind = _common(one[before:][::-1], other[before:][::-1])
        found += [(a + n, b + n) for n in range(before)]
        found += [(a + len(one) - n, b + len(other) - n) for n in range(1, behind + 1)]
        one, other, a, b = one[before : len(one) - behind], other[before : len(other) - behind], a + before, b + before
        if len(one) * len(other) > _SMALL and (anchors := _anchors(one, other)):
            for (p, q), (r, s) in pairwise([(0, 0), *anchors, (len(one), len(other))]):
                waiting.append((one[p:r], other[q:s], (a + p, b + q)))
        elif one and other:
            matcher = SequenceMatcher(None, one, other, autojunk=len(one) * len(other) > _SMALL)
            for block in matcher.get_matching_blocks():
                found += [(a + block.a + n, b + block.b + n) for n in range(block.size)]
    return sorted(found)


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many are the same at the beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _anchors(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Where a stretch begins that stands once in each, in the order of both; the longest stretches that there are."""
    for length in (6, 3, 1):
        here, there = (dict(_once(text, length)) for text in (old, new))
        if found := _rising([(at, there[key]) for key, at in here.items() if key in there]):
            return found
    return []


def _once(text: Sequence[Any], length: int) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The stretches of so many that stand in a text once, with their place."""
    stretches = [tuple(text[at : at + length]) for at in range(len(text) - length + 1)]
    times = Counter(stretches)
    return ((stretch, at) for at, stretch in enumerate(stretches) if times[stretch] == 1)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs, in order of the first, of which the second rises too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(other)
            last.append(number)
        else:
            ends[at], last[at] = other, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _kept(before: str, after: str, pairs: Iterable[tuple[Span, Span]]) -> Iterator[Kept]:
    """The stretches kept: each as long as the texts are the same between its words too."""
    start, at, length = 0, 0, 0
    for old, new in pairs:
        same = old.of(before) == new.of(after)
        if (
            length
            and same
            and before[start + length : old.start] == after[at + length : new.start]
            and old.start >= start + length
        ):
            length = old.end - start
            continue
        if length:
            yield start, at, length
        start, at, length = old.start, new.start, min(len(old), len(new))
        if len(new) != len(old):  # the last characters are one another's, so that an end is an end
            yield old.end - 1, new.end - 1, 1
        if not same:
            yield start, at, length
            length = 0
    if length:
        yield start, at, length


def _joined(places: Sequence[int], pieces: Sequence[Piece]) -> Iterator[Span]:
    """The stretches that these pieces are, neighbours together."""
    run: list[Piece] = []
    for number, place in enumerate(places):
        if run and place != places[number - 1] + 1:
            yield Span(run[0].span.start, run[-1].span.end)
            run = []
        run.append(pieces[place])
    if run:
        yield Span(run[0].span.start, run[-1].span.end)


def words_differing(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Two texts as one: stretches that are the `same`, those that are `gone` and those that have `come`, by whole words."""
    one, other = (_TOKEN.findall(text) for text in (old, new))
    for what, a, b, c, d in _by_words(one, SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
        if what == "equal":
            yield "same", "".join(one[a:b])
            continue
        if a < b:
            yield "gone", "".join(one[a:b])
        if c < d:
            yield "come", "".join(other[c:d])


def _by_words(
    old: Sequence[str], steps: Sequence[tuple[str, int, int, int, int]]
) -> list[tuple[str, int, int, int, int]]:
    """The steps with what was left out, or put in, ending in its blank and not beginning with the one before it."""
    found = [*steps]
    for number in range(1, len(found) - 1):
        what, a, b, c, d = found[number]
        before, behind = found[number - 1], found[number + 1]
        if what in ("delete", "insert") and before[0] == behind[0] == "equal" and behind[2] > behind[1]:
            first = (a, b) if what == "delete" else None
            if first and old[a].isspace() and old[behind[1]].isspace():
                found[number - 1] = (before[0], before[1], before[2] + 1, before[3], before[4] + 1)
                found[number] = (what, a + 1, b + 1, c + 1, d + 1)
                found[number + 1] = (behind[0], behind[1] + 1, behind[2], behind[3] + 1, behind[4])
    return found
