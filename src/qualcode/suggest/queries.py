"""The keyword language, ready to run on a sentence: each kind of keyword knows where it stands in a `Scan`."""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Protocol

from qualcode.model.keyword.keyword import LAYERS, Group, Keyword, Pattern, Phrase
from qualcode.suggest.index import Word
from qualcode.suggest.lexicon import fold
from qualcode.suggest.patterns import TokenPattern
from qualcode.suggest.scan import Place, Scan

_ONE_WORD_ONLY = frozenset({"separable", "compound"})  # layers that a phrase does without


Opener = tuple[Word, frozenset[Word] | None]


class Query(Protocol):
    """`openers`: of these words one must be in the sentence, and beside it one of those; None for no other word.

    Where it is None itself, any sentence may have it.
    """

    @property
    def openers(self) -> frozenset[Opener] | None: ...

    @property
    def words(self) -> Iterator[Word]: ...

    def find(self, scan: Scan) -> list[Place]: ...


@dataclass(frozen=True)
class WordQuery:
    word: Word

    @property
    def openers(self) -> frozenset[Opener]:
        return frozenset({(self.word, None)})

    @property
    def words(self) -> Iterator[Word]:
        yield self.word

    def find(self, scan: Scan) -> list[Place]:
        return scan.places(self.word)


@dataclass(frozen=True)
class PhraseQuery:
    """Adjacent tokens."""

    phrase: tuple[Word, ...]

    @property
    def openers(self) -> frozenset[Opener]:
        return frozenset({(self.phrase[0], frozenset({self.phrase[1]}))})

    @property
    def words(self) -> Iterator[Word]:
        yield from self.phrase

    def find(self, scan: Scan) -> list[Place]:
        found = []
        rest = [dict(scan.single(word)) for word in self.phrase[1:]]
        for start, layer in scan.single(self.phrase[0]):
            following = (places.get(start + offset, "") for offset, places in enumerate(rest, 1))
            layers = [layer, *takewhile(bool, following)]  # a long phrase is given up at its first other word
            if len(layers) == len(self.phrase):
                found.append(Place(tuple(range(start, start + len(layers))), weakest(layers)))
        return found


@dataclass(frozen=True)
class GroupQuery:
    """`any` finds all its parts; `all` and `near` one place a sentence, with every part in it."""

    mode: str
    parts: tuple[Query, ...]
    within: int

    @property
    def openers(self) -> frozenset[Opener] | None:
        if self.mode == "any":
            openers = [part.openers for part in self.parts]
            return None if None in openers else frozenset(one for part in openers for one in part or ())
        first, *others = (part.openers for part in self.parts)
        if first is None:
            return None
        second = others[0] if others else None
        beside = None if second is None else frozenset(word for word, _ in second)
        return frozenset((word, beside) for word, _ in first)

    @property
    def words(self) -> Iterator[Word]:
        for part in self.parts:
            yield from part.words

    def find(self, scan: Scan) -> list[Place]:
        places = [part.find(scan) for part in self.parts]
        if self.mode == "any":
            return sorted({place for part in places for place in part})
        if not all(places):
            return []
        if self.mode == "all":
            chosen = _apart(places, [0] * len(places))
            return [_together(chosen)] if chosen else []
        firsts = [[place.first for place in part] for part in places]
        starts = sorted({first for part in firsts for first in part})
        found = (_apart(places, [bisect_left(part, start) for part in firsts]) for start in starts)
        near = [together for together in found if together and _distance(together) <= self.within]
        return [_together(min(near, key=_distance))] if near else []


def _apart(places: Sequence[list[Place]], since: Sequence[int]) -> list[Place]:
    """Of every part the first place, from the given one on, that shares no word with those before; [] if there is none."""
    chosen: list[Place] = []
    taken: set[int] = set()
    for part, start in zip(places, since, strict=True):
        place = next((part[n] for n in range(start, len(part)) if taken.isdisjoint(part[n].tokens)), None)
        if place is None:
            return []
        chosen.append(place)
        taken.update(place.tokens)
    return chosen


@dataclass(frozen=True)
class PatternQuery:
    pattern: TokenPattern

    @property
    def openers(self) -> None:
        return None

    @property
    def words(self) -> Iterator[Word]:
        yield from ()

    def find(self, scan: Scan) -> list[Place]:
        return [Place(tuple(range(start, end)), "pattern") for start, end in self.pattern.find(scan)]


@dataclass(frozen=True)
class SignedQuery:
    """Words with signs on them (*C++*, *50%*, *R&D*): where the words stand, with those signs before, between and behind.

    `signs`: those before each word, and behind the last.
    """

    query: WordQuery | PhraseQuery
    signs: tuple[str, ...]

    @property
    def openers(self) -> frozenset[Opener]:
        return self.query.openers

    @property
    def words(self) -> Iterator[Word]:
        yield from self.query.words

    def find(self, scan: Scan) -> list[Place]:
        return [place for place in self.query.find(scan) if self._has_signs(place, scan)]

    def _has_signs(self, place: Place, scan: Scan) -> bool:
        first, *between, last = self.signs
        tokens = [scan.tokens[number] for number in place.tokens]
        start, end = tokens[0].start, tokens[-1].end
        gaps = [_signs_in(scan.text[a.end : b.start]) for a, b in pairwise(tokens)]
        return (
            len(tokens) == len(self.signs) - 1
            and gaps == between
            and scan.text[max(start - len(first), 0) : start] == first
            and scan.text[end : end + len(last)] == last
        )


def _signs_in(text: str) -> str:
    """The signs that are neither letters nor ordinary punctuation: of money, sums and kinds."""
    return "".join(
        one for one in text if (unicodedata.category(one)[0] == "S" and one not in "`´") or one in "%‰&#@/\\§"
    )


def compile_keyword(keyword: Keyword, layers: frozenset[str], forms: Callable[[str], Sequence[str]]) -> Query:
    """A keyword with the study's layers; `forms` cuts words as the analyser cuts texts."""
    match keyword:
        case Phrase():
            return _words(keyword, layers, forms)
        case Group(mode=mode, parts=parts, within=within):
            return GroupQuery(mode, tuple(compile_keyword(part, layers, forms) for part in parts), within)
        case Pattern(tokens=tokens):
            return PatternQuery(TokenPattern(tokens))


def _words(keyword: Phrase, layers: frozenset[str], forms: Callable[[str], Sequence[str]]) -> Query:
    own = frozenset(keyword.layers) or layers
    texts = [form for piece in keyword.text.split() for form in ([fold(piece)] if "*" in piece else forms(piece))]
    query: WordQuery | PhraseQuery
    if len(texts) == 1:
        query = WordQuery(Word(texts[0], own))
    else:
        query = PhraseQuery(tuple(Word(text, own - _ONE_WORD_ONLY) for text in texts))
    return SignedQuery(query, _signs_of(keyword.text, texts)) if _signs_in(keyword.text) else query


def _signs_of(keyword: str, words: Sequence[str]) -> tuple[str, ...]:
    text, at, signs = fold(keyword), 0, []
    for word in words:
        found = max(text.find(word, at), at)
        signs.append(_signs_in(text[at:found]))
        at = found + len(word)
    return (*signs, _signs_in(text[at:]))


def weakest(layers: Sequence[str]) -> str:
    return max(layers, key=LAYERS.index)


def _distance(places: Sequence[Place]) -> int:
    """Tokens from the first part of a group to its last."""
    return max(place.first for place in places) - min(place.last for place in places)


def _together(places: Sequence[Place]) -> Place:
    tokens = sorted({token for place in places for token in place.tokens})
    return Place(tuple(tokens), weakest([place.layer for place in places]))
