"""How good each keyword is, by this coder's own decisions; what no keyword found; words that might find it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.analysis.keywords import Candidate, CodeCount, KeywordCount, Quality
from qualcode.analysis.references import references
from qualcode.analysis.statistics import log_likelihood
from qualcode.model.codebook import Code
from qualcode.model.coding import Coding, Codings
from qualcode.model.handle import read_intact
from qualcode.model.keyword.keyword import show_keyword
from qualcode.model.reading import codes_read
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, count_words
from qualcode.report.document import Output
from qualcode.report.tables.keywords import keyword_table as report
from qualcode.report.tables.pruning import advice
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Proposed
from qualcode.suggest.terms import phrases, words
from qualcode.suggest.tokens import Token
from qualcode.usecases.keywords.finder import Finder, KeywordTally, find_all
from qualcode.usecases.workers import Watch

_MOST_CANDIDATES = 10
_SURE = 6.63  # of the log-likelihood: p < 0.01
_LEAST = 2  # occurrences, in as many references


def keyword_quality(finder: Finder, watch: Watch) -> Quality:
    """Two passes over the texts: one for the hits and what was coded, one for how common the candidates are."""
    codebook = finder.opened.project.codebook
    offered = [codebook.by_id[code] for code in finder.selection.codes if not codebook.by_id[code].retired]
    counts = {code.id: _empty(code) for code in offered}
    heard = {code.id: _Heard() for code in offered}
    tally, said = KeywordTally(), 0
    total = len(finder.selection.transcripts)
    for proposed in tally.count(watch(find_all(finder, again=True), total, "matching")):
        said += _count_words(finder, proposed.transcript)
        codings = finder.opened.project.codings_of(finder.coder, proposed.handle.id)
        read = codes_read(codings.applied, codings.done, codebook)
        _count_hits(counts, proposed, read)
        coded = _coded(finder, proposed.transcript, codings)
        _count_found(counts, proposed, coded, read)
        _hear(heard, finder, proposed.transcript, coded)
    _count_candidates(counts, heard, finder, watch)
    for count in counts.values():
        for keyword in count.keywords:
            keyword.share = tally.share(keyword.code, keyword.keyword)
    return Quality(counts, said)


def _empty(code: Code) -> CodeCount:
    shown = dict.fromkeys(map(show_keyword, code.keywords))
    return CodeCount(KeywordCount(code.id, ""), [KeywordCount(code.id, keyword) for keyword in shown])


def _count_words(finder: Finder, transcript: Transcript) -> int:
    turns = [turn for turn in transcript.turns if finder.search.covers(turn)]
    return sum(count_words(turn.span.of(transcript.text)) for turn in turns)


def _count_hits(counts: dict[str, CodeCount], proposed: Proposed, read: frozenset[str]) -> None:
    for suggestion in proposed.suggestions:
        count = counts[suggestion.code]
        by_keyword = {keyword.keyword: keyword for keyword in count.keywords}
        for keyword in {hit.keyword for hit in suggestion.hits}:
            hits = [hit for hit in suggestion.hits if hit.keyword == keyword]
            by_keyword[keyword].hits += len(hits)
            by_keyword[keyword].add(suggestion.status, hits[0].layer, read=suggestion.code in read)
        count.total.hits += len({hit.span for hit in suggestion.hits})
        count.total.add(suggestion.status, suggestion.strongest.layer, read=suggestion.code in read)


def _coded(finder: Finder, transcript: Transcript, codings: Codings) -> dict[str, list[Span]]:
    """code -> its references, as tables group them, that touch the speech searched; no keyword could find the others."""
    targets = {code: (code,) for code in finder.selection.codes}
    applied: Sequence[Coding] = codings.applied
    found: dict[str, list[Span]] = {}
    for reference in references(transcript, applied, targets, finder.opened.project.codebook.current):
        if any(map(finder.search.covers, transcript.turns_touched(reference.span))):
            found.setdefault(reference.target, []).append(reference.span)
    return found


def _count_found(
    counts: dict[str, CodeCount], proposed: Proposed, coded: dict[str, list[Span]], read: frozenset[str]
) -> None:
    hits: dict[str, list[Span]] = {}
    for suggestion in proposed.suggestions:
        hits.setdefault(suggestion.code, []).extend(hit.span for hit in suggestion.hits)
    for code in read & counts.keys():
        spans = coded.get(code, [])
        counts[code].read = True
        counts[code].read_references += len(spans)
        counts[code].found += sum(any(span.overlaps(hit) for hit in hits.get(code, ())) for span in spans)


@dataclass
class _Heard:
    """The terms of a code's references: how often, in how many references and transcripts, in which form most."""

    size: int = 0
    often: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    transcripts: Counter[str] = field(default_factory=Counter)
    in_transcripts: int = 0
    forms: dict[str, Counter[str]] = field(default_factory=dict)

    def recurring(self) -> set[str]:
        """In two references or more; of a code coded in several transcripts, in two of those: not one person's word."""
        least = min(self.in_transcripts, _LEAST)
        return {t for t, n in self.references.items() if n >= _LEAST and self.transcripts[t] >= least}


def _hear(heard: dict[str, _Heard], finder: Finder, transcript: Transcript, coded: dict[str, list[Span]]) -> None:
    for code in coded.keys() & heard.keys():
        heard[code].in_transcripts += 1
        here: set[str] = set()
        for span in coded[code]:
            inside: set[str] = set()
            for _, tokens in finder.sentences(transcript, span):
                heard[code].size += len(tokens)
                for term, form in _terms(finder, tokens):
                    heard[code].often[term] += 1
                    heard[code].forms.setdefault(term, Counter())[form] += 1
                    inside.add(term)
            heard[code].references.update(inside)
            here |= inside
        heard[code].transcripts.update(here)


def _terms(finder: Finder, tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    language = finder.analyser.lexicon.language
    yield from words(tokens, language)
    yield from phrases(tokens, language)


def _count_candidates(counts: dict[str, CodeCount], heard: dict[str, _Heard], finder: Finder, watch: Watch) -> None:
    """The terms that are commoner in a code's references than in the rest, by the log-likelihood ratio."""
    asked = {term for one in heard.values() for term in one.recurring()}
    if not asked:
        return
    everywhere: Counter[str] = Counter()
    size = 0
    handles = finder.selection.transcripts
    for handle in watch(handles, len(handles), "counting words"):
        for _, tokens in finder.sentences(read_intact(handle)):
            size += len(tokens)
            everywhere.update(term for term, _ in _terms(finder, tokens) if term in asked)
    for code, one in heard.items():
        known = Matcher(
            [finder.opened.project.codebook.by_id[code]],
            finder.opened.project.settings.matching.layers,
            finder.analyser,
        )
        found = [_candidate(term, one, everywhere[term], size) for term in one.recurring()]
        ranked = sorted((c for c in found if c.score >= _SURE), key=_first)
        counts[code].candidates = _distinct([c for c in ranked if not _found_by(known, finder, c.term)])


def _first(candidate: Candidate) -> tuple[float, bool, str]:
    """Best first; of equals, phrases first."""
    return -round(candidate.score, 6), " " not in candidate.term, candidate.term


def _candidate(term: str, heard: _Heard, everywhere: int, size: int) -> Candidate:
    here, there = heard.often[term], max(everywhere - heard.often[term], 0)
    rest = max(size - heard.size, 0)
    more = here * rest > there * heard.size
    score = log_likelihood(here, there, heard.size, rest) if more else 0.0
    shown = heard.forms[term].most_common(1)[0][0] if " " in term else term  # a phrase is read as it was said
    return Candidate(shown, term, here, there, score)


def _found_by(known: Matcher, finder: Finder, term: str) -> bool:
    """A keyword finds the term, or begins with it, as invullen does with *vullen*."""
    tokens = finder.analyser.analyse(term).tokens(0)
    return bool(known.begins(tokens[0].form, tokens[0].lemma) if len(tokens) == 1 else known.hits(tokens, term))


def _distinct(ranked: list[Candidate]) -> list[Candidate]:
    """The best ten; a word goes where a phrase before it explains all its occurrences."""
    kept: list[Candidate] = []
    for candidate in ranked:
        phrases_of = [one for one in kept if candidate.lemmas in one.lemmas.split() and one.here >= candidate.here]
        if not phrases_of and len(kept) < _MOST_CANDIDATES:
            kept.append(candidate)
    return kept


def keyword_table(finder: Finder, watch: Watch) -> Output:
    """The quality of every keyword of the selection, as a table."""
    opened = finder.opened
    return report(opened.project, keyword_quality(finder, watch), opened.words)


def prune(finder: Finder, watch: Watch) -> str:
    """An edit of the codebook, for the researcher to make or leave."""
    project = finder.opened.project
    return advice(
        project.codebook, keyword_quality(finder, watch), project.settings.matching.layers, finder.opened.words
    )
