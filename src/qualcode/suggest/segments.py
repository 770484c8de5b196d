"""Hits -> suggestions: the segment proposed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qualcode.model.decided import Decided
from qualcode.model.handle import Handle
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit, Suggestion
from qualcode.model.transcript import Transcript, Turn
from qualcode.suggest.cues import Cues
from qualcode.suggest.cut import Cut, TurnCut
from qualcode.suggest.matching import Matcher
from qualcode.suggest.tokens import Analyser, Analysis, Token


@dataclass(frozen=True)
class Search:
    """What is looked for, and how: the same for every transcript of a run.

    `cases`: only their speech; None: every respondent's. `interviewer`: the interviewer's words too.
    """

    matcher: Matcher
    analyser: Analyser
    unit: str = "sentence"
    cases: Collection[str] | None = None
    interviewer: bool = False

    @cached_property
    def cues(self) -> Cues:
        return Cues(self.analyser.lexicon.language)

    def analyse(self, transcript: Transcript, turn: Turn, cut: Cut | None = None) -> Analysis:
        """`cut`: what is known of the respondents' speech."""
        known = TurnCut(cut, turn.number) if cut and turn.is_respondent else None
        return self.analyser.analyse(turn.span.of(transcript.text), turn.span.start, known)

    def covers(self, turn: Turn) -> bool:
        if not turn.is_respondent:
            return self.interviewer
        return self.cases is None or turn.case in self.cases


@dataclass(frozen=True)
class Matched:
    """The suggestions for one transcript in text order, decided ones too (`status`).

    `sentences` is how many were searched, `hit_sentences` in how many of them each keyword of a code stands.
    """

    suggestions: tuple[Suggestion, ...]
    sentences: int
    hit_sentences: Mapping[tuple[str, str], int]


class Proposed(NamedTuple):
    """What was found in one transcript, and which of it is proposed now."""

    handle: Handle
    transcript: Transcript
    suggestions: tuple[Suggestion, ...]
    found: Matched


def find(transcript: Transcript, search: Search, decided: Decided, cut: Cut | None = None) -> Matched:
    found: list[Suggestion] = []
    sentences = 0
    with_hits: Counter[tuple[str, str]] = Counter()
    for turn in transcript.turns:
        if search.covers(turn):
            analysis = search.analyse(transcript, turn, cut)
            sentences += len(analysis)
            if hits := list(hits_in(transcript, turn, search, analysis)):
                found += _suggestions(transcript, turn, analysis.sentences, hits, search.unit, decided)
                with_hits.update(_distinct(hits))
    return Matched(tuple(found), sentences, with_hits)


def _distinct(hits: Iterable[tuple[int, Hit]]) -> list[tuple[str, str]]:
    """(code, keyword) once for every sentence it stands in."""
    return [(code, keyword) for _, code, keyword in {(index, hit.code, hit.keyword) for index, hit in hits}]


def hits_in(transcript: Transcript, turn: Turn, search: Search, analysis: Analysis) -> Iterator[tuple[int, Hit]]:
    """The hits of a turn with the number of their sentence, cues told."""
    question: _Question | None = None
    for index in analysis.holding(search.matcher.wanted):
        tokens = analysis.tokens(index)
        hits = search.matcher.hits(tokens, transcript.text)
        if not hits:
            continue
        question = question or _Question(transcript, turn, search)
        following = analysis.opening(index + 1) if index + 1 < len(analysis) else ""
        turns = search.cues.turn_follows(following)
        places = {token.start: number for number, token in enumerate(tokens)}
        for hit in hits:
            lit = [places[span.start] for span in hit.lit]
            echo = search.cues.echo if question.has([tokens[number] for number in lit]) else ""
            yield index, hit._replace(cue="; ".join(filter(None, (search.cues.of(tokens, lit), turns, echo))))


class _Question:
    """The interviewer's words in the turn before, read closely only when they look like a hit."""

    def __init__(self, transcript: Transcript, turn: Turn, search: Search):
        before = transcript.turns[turn.number - 2] if turn.number > 1 else turn
        asks = turn.is_respondent and not before.is_respondent
        self._text = before.span.of(transcript.text).casefold() if asks else ""
        self._lemmas: set[str] | None = None
        self._search, self._transcript, self._turn = search, transcript, before

    def has(self, words: Sequence[Token]) -> bool:
        """Are all these words, in whatever form, the interviewer's already?"""
        if not all(word.form[:3] in self._text for word in words):
            return False
        if self._lemmas is None:
            self._lemmas = self._search.analyse(self._transcript, self._turn).lemmas()
        return all(word.lemma in self._lemmas for word in words)


def _suggestions(
    transcript: Transcript,
    turn: Turn,
    sentences: Sequence[Span],
    hits: Iterable[tuple[int, Hit]],
    unit: str,
    decided: Decided,
) -> list[Suggestion]:
    """The hits of a turn as suggestions; a decided one and an open one stay apart."""
    groups: dict[tuple[str, str], list[tuple[int, Hit]]] = {}
    for index, hit in hits:
        groups.setdefault((hit.code, decided.status(hit)), []).append((index, hit))
    found = [
        Suggestion(transcript.id, code, span, turn.number, together, status)
        for (code, status), grouped in groups.items()
        for span, together in _segments(grouped, sentences, turn, unit)
    ]
    return sorted(found, key=lambda suggestion: (suggestion.span, suggestion.code))


def _segments(
    hits: Sequence[tuple[int, Hit]], sentences: Sequence[Span], turn: Turn, unit: str
) -> Iterator[tuple[Span, tuple[Hit, ...]]]:
    """Segments with their hits: `hit` the matched words; `turn` the turn; `sentence` each run of sentences with hits."""
    if unit == "hit":
        for _, hit in hits:
            yield hit.span, (hit,)
    elif unit == "turn":
        yield turn.span, _in_order(hit for _, hit in hits)
    else:
        by_sentence: dict[int, list[Hit]] = {}
        for index, hit in hits:
            by_sentence.setdefault(index, []).append(hit)
        for run in _runs(sorted(by_sentence)):
            inside = _in_order(hit for index in run for hit in by_sentence[index])
            yield sentences[run[0]].hull(sentences[run[-1]]), inside


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.span, hit.keyword)))


def _runs(indices: Sequence[int]) -> list[list[int]]:
    """Consecutive numbers together: 1 2 4 -> [1, 2], [4]."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def widen(span: Span, transcript: Transcript, analyser: Analyser, how: str) -> Span:
    """A proposed span as it is accepted: unchanged, its `turn`, with the next sentence (`+1`), with the one before (`-1`)."""
    if not how:
        return span
    turn = transcript.turn_at(span.start)
    if how == "turn":
        return turn.span
    sentences = analyser.analyse(turn.span.of(transcript.text), turn.span.start).sentences
    inside = [index for index, sentence in enumerate(sentences) if sentence.overlaps(span)]
    wanted = inside[-1] + 1 if how == "+1" else inside[0] - 1
    return span.hull(sentences[wanted]) if 0 <= wanted < len(sentences) else span
