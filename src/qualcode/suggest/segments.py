"""Hits -> suggestions: the segment proposed, and the memory of what this coder decided."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.model.codebook import Codebook
from qualcode.model.coding import Codings
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit, Suggestion
from qualcode.model.transcript import Transcript, Turn
from qualcode.suggest.matching import Matcher
from qualcode.suggest.tokens import Analyser


@dataclass(frozen=True)
class Decided:
    """What a coder decided before, per code: spans with the status they give a hit that lies in them."""

    spans: dict[str, tuple[tuple[Span, str], ...]]

    @classmethod
    def of(cls, codings: Codings, codebook: Codebook) -> "Decided":
        """Accepted, coded by hand, or rejected; a rename or merge of codes is followed."""
        spans: dict[str, list[tuple[Span, str]]] = {}
        for coding in codings.applied:
            spans.setdefault(codebook.current.get(coding.code, coding.code), []).append((coding.span, "accepted"))
        for rejection in codings.rejected:
            status = "changed" if rejection.changed_to else "rejected"
            spans.setdefault(codebook.current.get(rejection.code, rejection.code), []).append((rejection.span, status))
        return cls({code: tuple(found) for code, found in spans.items()})

    def status(self, hit: Hit) -> str:
        return next((status for span, status in self.spans.get(hit.code, ()) if span.overlaps(hit.span)), "open")


def suggestions(
    transcript: Transcript,
    matcher: Matcher,
    analyser: Analyser,
    decided: Decided,
    *,
    unit: str,
    cases: Collection[str] | None = None,
) -> Iterator[Suggestion]:
    """All suggestions for one transcript in text order, decided ones too (`status`).

    Only respondents' speech, and of it only the speech of `cases` when given.
    """
    for turn in transcript.turns:
        if turn.is_respondent and (cases is None or turn.case in cases):
            yield from _in_turn(transcript, turn, matcher, analyser, decided, unit)


def _in_turn(
    transcript: Transcript, turn: Turn, matcher: Matcher, analyser: Analyser, decided: Decided, unit: str
) -> list[Suggestion]:
    analysis = analyser.analyse(turn.span.of(transcript.text), turn.span.start)
    sentences = [span for span, _ in analysis.sentences]
    by_group: dict[tuple[str, str], list[tuple[int, Hit]]] = {}
    for index, (span, tokens) in enumerate(analysis.sentences):
        for hit in matcher.hits(tokens, span):
            by_group.setdefault((hit.code, decided.status(hit)), []).append((index, hit))
    found = []
    for (code, status), hits in by_group.items():
        for span, together in _segments(hits, sentences, turn, unit):
            found.append(Suggestion(transcript.id, code, span, turn.number, together, status))
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
        for run in _runs(sorted({index for index, _ in hits})):
            inside = _in_order(hit for index, hit in hits if run[0] <= index <= run[-1])
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
    analysis = analyser.analyse(turn.span.of(transcript.text), turn.span.start)
    sentences = [sentence for sentence, _ in analysis.sentences]
    inside = [index for index, sentence in enumerate(sentences) if sentence.overlaps(span)]
    wanted = inside[-1] + 1 if how == "+1" else inside[0] - 1
    return span.hull(sentences[wanted]) if 0 <= wanted < len(sentences) else span
