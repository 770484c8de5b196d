"""Ranking by what was coded before: on the coded interviews, half of them learned from, the other half ranked.

For every pair of the four interviews the other two are held out; of each code with turns there, the share of those turns
that stands in the first fifth of the transcript's turns as ranked.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import combinations
from math import log

from benchmarks.matching import DATA
from qualcode.suggest import analyser
from qualcode.suggest.ranking import Profile, Vector, Vocabulary
from qualcode.suggest.terms import words

FIRST = 0.2  # of the turns
Place = tuple[str, int]  # transcript, turn
Score = Callable[[Place], float]
Ranker = Callable[[str, tuple[str, ...], str], Score]  # code, transcripts learned from, transcript held out


class Coded:
    """The participants' turns of the interviews as lemmas, and which codes each has."""

    def __init__(self) -> None:
        self._tool = analyser("light", "en")
        self.terms: dict[Place, list[str]] = {}
        self.gold: dict[str, set[Place]] = {}
        self.segments: dict[tuple[str, str], list[list[str]]] = {}  # code, transcript -> the coded passages
        folder = DATA / "coded-en-pdpilot"
        coded = [json.loads(row) for row in (folder / "segments.jsonl").read_text().splitlines()]
        for file in sorted(folder.glob("P*.txt")):
            self._add(file.stem, file.read_text(encoding="utf-8-sig"), coded)
        for segment in coded:
            self.segments.setdefault((segment["code"], segment["doc"]), []).append(self.lemmas(segment["text"]))

    def _add(self, name: str, text: str, coded: list[dict[str, str]]) -> None:
        starts = list(re.finditer(r"^(Dan|Participant): ", text, re.MULTILINE))
        ends = [match.start() for match in starts[1:]] + [len(text)]
        for number, (match, end) in enumerate(zip(starts, ends, strict=True)):
            if match.group(1) == "Participant":
                self.terms[name, number] = self.lemmas(text[match.end() : end])
                for segment in coded:
                    if segment["doc"] == name and match.end() < int(segment["end"]) and int(segment["start"]) < end:
                        self.gold.setdefault(segment["code"], set()).add((name, number))

    def lemmas(self, text: str) -> list[str]:
        analysis = self._tool.analyse(text)
        language = self._tool.lexicon.language
        return [lemma for index in range(len(analysis)) for lemma, _ in words(analysis.tokens(index), language)]

    def turns(self, transcript: str) -> list[Place]:
        return [place for place in self.terms if place[0] == transcript]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        vocabulary = Vocabulary()
        for terms in self.terms.values():
            vocabulary.add(terms)
        return vocabulary

    def vector(self, terms: list[str]) -> Vector:
        return self.vocabulary.vector(terms)


def run() -> Iterator[str]:
    if not DATA.is_dir():
        yield "ranking: the coded interviews (shared/data) are not here"
        return
    coded = Coded()
    for name, ranker in (("learned", learned(coded)), ("BM25 on the code's name", bm25(coded)), ("random", chance)):
        yield f"ranking, coded-en-pdpilot, {name}: {found_early(coded, ranker):.3f} of the coded turns in the first fifth"


def found_early(coded: Coded, ranker: Ranker) -> float:
    found = there = 0
    names = sorted({name for name, _ in coded.terms})
    for learned_from in combinations(names, len(names) // 2):
        for held_out in set(names) - set(learned_from):
            turns = coded.turns(held_out)
            for code, places in sorted(coded.gold.items()):
                wanted = places & set(turns)
                score = ranker(code, learned_from, held_out)
                first = sorted(turns, key=lambda place: (-score(place), place))[: round(FIRST * len(turns))]
                found += len(wanted & set(first))
                there += len(wanted)
    return found / there


def learned(coded: Coded) -> Ranker:
    def rank(code: str, learned_from: tuple[str, ...], held_out: str) -> Score:
        asked = coded.vector(coded.lemmas(code.replace(">", " ")))
        passages = [coded.vector(said) for name in learned_from for said in coded.segments.get((code, name), [])]
        others = [coded.vector(t) for p, t in coded.terms.items() if p[0] in learned_from and p not in coded.gold[code]]
        profile = Profile(asked, passages, others)
        return lambda place: profile.score(coded.vector(coded.terms[place]))

    return rank


def bm25(coded: Coded, k1: float = 1.2, b: float = 0.75) -> Ranker:
    """Okapi BM25 (Robertson and others 1994) with the words of the code's name as the query."""

    def rank(code: str, learned_from: tuple[str, ...], held_out: str) -> Score:
        turns = coded.turns(held_out)
        holding = Counter(term for place in turns for term in set(coded.terms[place]))
        usual = sum(len(coded.terms[place]) for place in turns) / len(turns)
        query = coded.lemmas(code.replace(">", " "))

        def score(place: Place) -> float:
            counts, long = Counter(coded.terms[place]), len(coded.terms[place]) / usual
            return sum(
                log(1 + (len(turns) - holding[t] + 0.5) / (holding[t] + 0.5))
                * counts[t] * (k1 + 1) / (counts[t] + k1 * (1 - b + b * long))
                for t in query if counts[t]
            )  # fmt: skip

        return score

    return rank


def chance(code: str, learned_from: tuple[str, ...], held_out: str) -> Score:
    pick = random.Random(f"{code} {held_out}")
    return lambda place: pick.random()
