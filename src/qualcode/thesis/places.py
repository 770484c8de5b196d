"""Where the words of a quotation stand in the transcripts, exactly or changed.

Words are compared by their letters, whatever their typography and capitals. A quotation without changes is found by its rarest
words, part by part between its omissions; one with changes by the stretch that shares most words with it in the same order.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property
from operator import itemgetter

from qualcode.errors import QualcodeError
from qualcode.model.locate import one_way
from qualcode.model.printed import check_printed, parts_of
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn

_WORD = re.compile(r"\w[\w\u00ad\u0300-\u036f]*(?:['’‘‑-]\w[\w\u00ad\u0300-\u036f]*)*")
_ROUND = re.compile(r"\(\s*(?:\.\s?\.\s?\.|…)\s*\)")  # an omission in round brackets
_DOTS = re.compile(r"\s*(?:…|\.\s?\.\s?\.\s?\.?)\s*")
_INSERTED = 4  # words that an insertion may stand for, and one
_APART = 400  # words that a marked omission may leave out
_ANYWHERE = 10**9  # words: a fragment on a line of its own may stand anywhere behind the one before
_COMMON = 400  # places: a word that stands more often is no help to find a stretch
_ALIKE = 0.6  # of its words: so many must stand there in order, or it is another text
_LEAST = 3  # words, likewise
_STRETCHED = 1.6  # times as long as the quotation: words that stand further apart are no quotation with words left out
_ONE_TURN = 0.7  # of the words found: where one turn has so many, the quotation is of that turn
MARKS_INSIDE = re.compile(  # quotation marks, of which an apostrophe is none: *van 't veld*
    r"(?<!\w)['\"](?!(?:s|t|n|k|m|r|ns|em|ie)\b)|['\"](?!\w)"
)


@dataclass(frozen=True)
class Place:
    """Where words stand. `exact`: without a change; `alike`: the share of words that stand there in order."""

    text: Transcript
    span: Span
    exact: bool
    alike: float = 1.0

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        return self.text.turns_touched(self.span)

    @property
    def words(self) -> str:
        return self.span.of(self.text.text)


class Corpus:
    """The words of texts, with where each stands. `same`: words that mean the same, such as a name and its pseudonym."""

    def __init__(self, texts: Iterable[Transcript], same: Mapping[str, str] | None = None):
        self.texts = list(texts)
        self.same = same or {}
        self._found: dict[str, list[Place]] = {}
        self.words: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.begins: list[int] = []  # of each text, the number of its first word
        for text in self.texts:
            self.begins.append(len(self.words))
            for start, end in _unlabelled(text):
                for found in _WORD.finditer(text.text, start, end):
                    self.words.append(self.key(found[0]))
                    self.spans.append(found.span())
        self.places: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            self.places.setdefault(word, []).append(number)

    def key(self, word: str) -> str:
        """A word as it is compared."""
        folded = one_way(unicodedata.normalize("NFC", word)).casefold()
        return self.same.get(folded, folded)

    def text_of(self, number: int) -> int:
        return bisect_right(self.begins, number) - 1

    def end_of(self, text: int) -> int:
        return self.begins[text + 1] if text + 1 < len(self.begins) else len(self.words)

    def find(self, quote: str) -> list[Place]:
        """The places of a quotation: all exact ones, else the most alike ones, the best first."""
        if quote not in self._found:
            self._found[quote] = self._find(quote)
        return self._found[quote]

    def _find(self, quote: str) -> list[Place]:
        exact = [place for way in _ways(quote) for place in self._exact(way)]
        if exact:
            best = [place for place in exact if place.exact] or exact
            return list({(id(one.text), one.span): one for one in best}.values())
        way = _ways(quote)[-1]
        omitted = sum(part.within > _INSERTED for part in way[1:])
        return self._alike([self.key(word) for part in way for word in part.words], omitted)

    def _exact(self, way: "_Way") -> Iterator[Place]:
        """The places where all words of a quotation stand in order, whatever the signs between them."""
        parts = [[self.key(word) for word in part.words] for part in way]
        if not parts or not parts[0]:
            return
        for first in self._stands(parts[0]):
            text = self.text_of(first)
            end = self._follow(parts[1:], [part.within for part in way[1:]], first + len(parts[0]), self.end_of(text))
            if end is not None:
                yield self._place(text, first, end - 1, way.quote)

    def _follow(self, parts: Sequence[Sequence[str]], within: Sequence[int], at: int, limit: int) -> int | None:
        for part, words in zip(parts, within, strict=True):
            reach = min(at + words, limit)
            found = next((one for one in self._stands(part, at) if one < reach), None)
            if found is None or found + len(part) > limit:
                return None
            at = found + len(part)
        return at

    def _stands(self, words: Sequence[str], at: int = 0) -> Iterator[int]:
        """Where these words stand one behind another."""
        if not all(word in self.places for word in words):
            return
        rarest = min(range(len(words)), key=lambda number: len(self.places[words[number]]))
        there = self.places[words[rarest]]
        for number in there[bisect_left(there, at + rarest) :]:
            start = number - rarest
            if self.words[start : start + len(words)] == list(words) and self.text_of(start) == self.text_of(
                start + len(words) - 1
            ):
                yield start

    def _place(self, text: int, first: int, last: int, quote: str) -> Place:
        transcript = self.texts[text]
        start, end = self._begin(transcript, first), self.spans[last][1]
        behind = re.match(r"[^\w\s]*", transcript.text[end : end + 8])
        source = transcript.text[max(start - 1, 0) : end + (behind.end() if behind else 0)]
        return Place(transcript, Span(start, end), is_made_of(self._named(source), self._named(quote)))

    def _named(self, text: str) -> str:
        """The text with one name for whoever has several."""
        return _WORD.sub(lambda one: self.same.get(one_way(one[0]).casefold(), one[0]), text) if self.same else text

    def _alike(self, wanted: Sequence[str], omitted: int) -> list[Place]:
        """The stretches that share most words with these, in order. `omitted`: how many omissions are marked."""
        votes: Counter[tuple[int, int]] = Counter()
        for number, word in enumerate(wanted):
            there = self.places.get(word, ())
            if len(there) <= _COMMON:
                for place in there:
                    votes[self.text_of(place), (place - number) // 32] += 1
        found = []
        for (text, bucket), _ in votes.most_common(8):
            low = max(bucket * 32 - 40, self.begins[text])
            high = min(bucket * 32 + 32 + len(wanted) + max(40, len(wanted)), self.end_of(text))
            if overlap := self._overlap(text, low, high, wanted, omitted):
                found.append(overlap)
        found.sort(key=lambda one: -one.alike)
        return [one for one in found if one.alike >= found[0].alike - 0.05]

    def _overlap(self, text: int, low: int, high: int, wanted: Sequence[str], omitted: int) -> Place | None:
        window = self.words[low:high]
        blocks = SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks()
        longest = int(_STRETCHED * len(wanted)) + _LEAST + omitted * _APART
        blocks = self._of_one_turn(text, low, _compact([one for one in blocks if one.size], longest))
        matched = sum(one.size for one in blocks)
        alike = matched / len(wanted)
        if matched < min(_LEAST, len(wanted)) or alike < _ALIKE:
            return None
        first, last = low + blocks[0].b, low + blocks[-1].b + blocks[-1].size - 1
        begin, end = self._turn_around(text, first)[0], self._turn_around(text, last)[1]
        first = max(first - blocks[0].a, begin)
        last = min(last + len(wanted) - blocks[-1].a - blocks[-1].size, end - 1)
        source = self.texts[text]
        return Place(source, Span(self._begin(source, first), self.spans[last][1]), False, alike)

    def _begin(self, text: Transcript, number: int) -> int:
        """Where a word begins, with the apostrophe before it that is its own: *'n soort sport*."""
        start = self.spans[number][0]
        before = text.text[start - 1 : start + 3] if start else ""
        return start - 1 if before[:1] in ("'", "’", "‘") and not MARKS_INSIDE.match(one_way(before)) else start

    def _of_one_turn(self, text: int, low: int, blocks: list[Match]) -> list[Match]:
        """Those that stand in the turn which has nearly all of the words; else all."""
        turns: dict[tuple[int, int], list[Match]] = {}
        for one in blocks:
            turns.setdefault(self._turn_around(text, low + one.b), []).append(one)
        most = max(turns.values(), key=_matched, default=blocks)
        return most if _matched(most) >= _ONE_TURN * _matched(blocks) else blocks

    def _turn_around(self, text: int, number: int) -> tuple[int, int]:
        """The first word of the turn in which a word stands, and the first behind it."""
        turn = self.texts[text].turn_at(self.spans[number][0])
        begin, end = self.begins[text], self.end_of(text)
        first = bisect_left(self.spans, turn.span.start, begin, end, key=itemgetter(0))
        behind = bisect_left(self.spans, turn.span.end, first, end, key=itemgetter(0))
        return min(first, number), max(behind, number + 1)


def _unlabelled(text: Transcript) -> Iterator[tuple[int, int]]:
    """The text but for the labels of its speakers, which are nobody's words."""
    reached = 0
    for turn in text.turns:
        if label := text.label_of(turn):
            yield reached, label.start
            reached = label.end
    yield reached, len(text.text)


def _matched(blocks: Iterable[Match]) -> int:
    return sum(one.size for one in blocks)


def _compact(blocks: list[Match], longest: int) -> list[Match]:
    """The blocks one behind another that have most words and stand within so many."""
    best: list[Match] = []
    for first in range(len(blocks)):
        last = first
        while last + 1 < len(blocks) and blocks[last + 1].b + blocks[last + 1].size - blocks[first].b <= longest:
            last += 1
        if _matched(blocks[first : last + 1]) > _matched(best):
            best = blocks[first : last + 1]
    return best


@dataclass(frozen=True)
class _Part:
    words: tuple[str, ...]
    within: int  # words from the part before in which it begins


class _Way(list[_Part]):
    """A way to read a quotation: its parts, and the quotation as it is held against the words."""

    quote = ""


def _ways(quote: str) -> list[_Way]:
    """As it stands; with each line as one that something may be left out before; with three dots as an omission."""
    plain = _ROUND.sub("[…]", quote)
    found = [_way(plain)]
    if "\n" in quote.strip():
        found.append(_way(re.sub(r"\s*\n\s*", " […] ", plain.strip()), _ANYWHERE))
    if _DOTS.search(re.sub(r"\[[^\]]*\]", "", plain)):
        found.append(_way(re.sub(r"\[\s*\[…\]\s*\]", "[…]", _DOTS.sub(" […] ", plain))))
    return found


def _way(quote: str, apart: int = _APART) -> _Way:
    way = _Way()
    way.quote = quote
    within, capital = _INSERTED, ""
    for kind, text in parts_of(quote):
        if kind == "omission":
            within = apart
        elif kind == "capital":
            capital = text
        elif kind == "words" and (words := tuple(_WORD.findall(capital + text if capital else text))):
            way.append(_Part(words, within))
            within, capital = _INSERTED, ""
    return way


def is_made_of(source: str, quote: str) -> bool:
    """Whether a quotation is made of these words: omissions and insertions marked, the sign at its end free, and whatever
    quotation marks stand inside."""
    source, quote = (MARKS_INSIDE.sub("", one_way(text)) for text in (source, quote))
    for tried in (quote, quote.strip().rstrip(".,;:!?…").rstrip()):
        try:
            check_printed(source, tried)
        except QualcodeError:
            continue
        return True
    return False
