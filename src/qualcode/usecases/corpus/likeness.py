"""The units of a corpus that are likest to what a coder gave a code, in a study of a sample of it or in another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from qualcode.formats.decode import unix_lines
from qualcode.model.codebook import Codebook
from qualcode.model.coding import Codings
from qualcode.model.decided import Decided
from qualcode.model.handle import read_intact
from qualcode.model.selection import NO_FILTERS
from qualcode.model.span import collapsed
from qualcode.model.unit import Unit
from qualcode.report.document import Output
from qualcode.report.tables.units import Counts
from qualcode.report.tables.units_likeness import Like, likeness_table
from qualcode.suggest.segments import find
from qualcode.suggest.terms import words
from qualcode.usecases.corpus.into import said
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.corpus.task import Piece, Query, Tally, hash_of, query_of, search_of
from qualcode.usecases.keywords.finder import Finder
from qualcode.usecases.keywords.rank import LEAST_EVIDENCE, Learned, learn
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import Watch


@dataclass(frozen=True)
class Model:
    """What was learned from a study. `known`: hashes of what is said in it, which is not looked for again."""

    learned: Learned
    known: frozenset[int]


class Found(NamedTuple):
    """What was counted of a part, and the likest of it, by code."""

    tally: Tally
    first: dict[str, list[Like]]


def likest(opened: Opened, coder: str, sweep: Sweep, n: int, watch: Watch) -> Output:
    """The n likest units of each code that this coder applied."""
    project, chosen = opened.project, sweep.corpus.chosen
    finder = Finder.make(opened, NO_FILTERS, coder, needs_keywords=False)
    model = Model(learn(finder, watch, beyond=False), frozenset(_known(finder)))
    settings = project.settings
    query = query_of(project.codebook, settings.language, settings.analyser, settings.matching, chosen)
    best: dict[str, list[Like]] = {}

    def noted(found: Found) -> Tally:
        for code, first in found.first.items():
            best[code] = _first(n, (*best.get(code, ()), *first))
        return found.tally

    tally = sweep.over(comparing, (query, model, n), noted)
    counts = Counts(tally.units, {}, {}, tally.silent)
    return likeness_table(best, counts, project.codebook, opened.words, chosen.by)


def comparing(query: Query, model: Model, n: int) -> Callable[[Piece], Found]:
    search, nothing = search_of(query), Decided(Codings(), Codebook())
    language = search.analyser.lexicon.language
    offered = {code: profile for code, profile in model.learned.profiles.items() if code in query.offered}

    def likenesses(unit: Unit) -> Iterator[tuple[str, Like]]:
        """For each code the sentence of the unit that is likest."""
        transcript = unit.transcript()
        analysis = search.analyse(transcript, transcript.turns[0])
        best: dict[str, Like] = {}
        for index, sentence in enumerate(analysis.sentences):
            vector = model.learned.vocabulary.vector(lemma for lemma, _ in words(analysis.tokens(index), language))
            for code, profile in offered.items():
                score = round(profile.score(vector), 4)
                evidence = profile.evidence(vector)
                if len(evidence) >= LEAST_EVIDENCE and (code not in best or score > best[code].score):
                    quote = collapsed(unix_lines(sentence.of(unit.text)))
                    best[code] = Like(score, unit.id, unit.by, tuple(evidence), quote)
        if best:
            hits = [hit for one in find(transcript, search, nothing).suggestions for hit in one.hits]
            for code, like in best.items():
                keywords = tuple(dict.fromkeys(hit.keyword for hit in hits if hit.code == code))
                yield code, like._replace(keywords=keywords)

    def compared(part: Piece) -> Found:
        tally = Tally()
        found: dict[str, list[Like]] = {}
        for unit in tally.read(part, query.chosen):
            if hash_of(said(unit.text)) not in model.known:
                for code, like in likenesses(unit):
                    found.setdefault(code, []).append(like)
        return Found(tally, {code: _first(n, likes) for code, likes in found.items()})

    return compared


def _known(finder: Finder) -> Iterator[int]:
    for handle in finder.selection.transcripts:
        transcript = read_intact(handle)
        yield from (hash_of(turn.span.of(transcript.text)) for turn in transcript.turns if turn.is_respondent)


def _first(n: int, found: Iterable[Like]) -> list[Like]:
    """The likest, each sentence once; of equals those that come first in the data."""
    distinct: dict[str, Like] = {}
    for one in found:
        distinct.setdefault(one.quote, one)
    return nsmallest(n, distinct.values(), key=lambda one: -one.score)
