"""The unit that every table counts: the reference (docs/counting.md, rule 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.analysis.readings import Reading, readings
from qualcode.model.coding import Coding
from qualcode.model.project import Project
from qualcode.model.selection import Selection
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn, count_words

Targets = Mapping[str, Sequence[str]]  # a code, or a theme, -> the codes whose codings it pools


class Reference(NamedTuple):
    """A maximal group of codings for one target in one transcript whose spans overlap, transitively."""

    target: str
    transcript: str
    span: Span
    codings: tuple[Coding, ...]  # oldest first
    turns: tuple[Turn, ...]  # the respondent turns whose speech it touches
    words: int  # words of that speech that lie in the span


def group(codings: Iterable[Coding]) -> Iterator[tuple[Span, list[Coding]]]:
    """Maximal groups of codings whose spans share at least one character, transitively, with their hulls."""
    return _grouped(sorted(codings, key=_place))


def _place(coding: Coding) -> tuple[int, int]:
    return (coding.span.start, coding.span.end)


def _grouped(in_text_order: Iterable[Coding]) -> Iterator[tuple[Span, list[Coding]]]:
    together: list[Coding] = []
    start = end = -1
    for coding in in_text_order:
        span = coding.span
        if span.start < end:
            end = max(end, span.end)
            together.append(coding)
            continue
        if together:
            yield Span(start, end), together
        start, end, together = span.start, span.end, [coding]
    if together:
        yield Span(start, end), together


def references(
    transcript: Transcript, codings: Iterable[Coding], targets: Targets, current: Mapping[str, str]
) -> Iterator[Reference]:
    """The references of every target in one transcript, in order of targets and text.

    `current` maps every id a code has or had to today's. A target pools its codings before they are grouped.
    """
    pools: dict[str, list[Coding]] = {target: [] for target in targets}
    pools_of: dict[str, list[list[Coding]]] = {}
    for target, codes in targets.items():
        for code in codes:
            pools_of.setdefault(code, []).append(pools[target])
    for coding in sorted(codings, key=_place):
        for pool in pools_of.get(current.get(coding.code, coding.code), ()):
            pool.append(coding)
    known: dict[tuple[int, int], tuple[tuple[Turn, ...], int]] = {}
    for target, pool in pools.items():
        for span, members in _grouped(pool):
            place = (span.start, span.end)
            if place not in known:
                turns = tuple([turn for turn in transcript.turns_touched(span) if turn.is_respondent])
                known[place] = turns, words_in(transcript, span, turns)
            if len(members) > 1:
                members.sort(key=lambda coding: (coding.at, coding.seq, coding.id))
            turns, words = known[place]
            yield Reference(target, transcript.id, span, tuple(members), turns, words)


def words_in(transcript: Transcript, span: Span, turns: Iterable[Turn]) -> int:
    """The words of `turns` that lie in `span`; labels and other speakers are left out."""
    words = 0
    for turn in turns:
        start, end = max(turn.span.start, span.start), min(turn.span.end, span.end)
        words += count_words(transcript.text[start:end])
    return words


def all_references(
    project: Project, selection: Selection, coders: tuple[str, ...], targets: Targets
) -> Iterator[tuple[Reading, Reference]]:
    """The references themselves, with the transcript each stands in: for quotes."""
    for reading in readings(project, selection, coders):
        for reference in references(reading.transcript, reading.codings, targets, project.codebook.current):
            if selection.includes(reference.turns):
                yield reading, reference
