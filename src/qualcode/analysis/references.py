"""The unit that every table counts: the reference (docs/counting.md, rule 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model.coding import Coding
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn, count_words

Targets = Mapping[str, Sequence[str]]  # a code, or a theme, -> the codes whose codings it pools


@dataclass(frozen=True, slots=True)
class Reference:
    """A maximal group of codings for one target in one transcript whose spans overlap, transitively."""

    target: str
    transcript: str
    span: Span
    codings: tuple[Coding, ...]  # oldest first
    turns: tuple[Turn, ...]  # the respondent turns whose speech it touches
    words: int  # words of that speech that lie in the span


def group(codings: Iterable[Coding]) -> Iterator[tuple[Span, list[Coding]]]:
    """Maximal groups of codings whose spans share at least one character, transitively, with their hulls."""
    together: list[Coding] = []
    hull: Span | None = None
    for coding in sorted(codings, key=lambda coding: coding.span):
        if hull is not None and hull.overlaps(coding.span):
            hull = hull.hull(coding.span)
            together.append(coding)
            continue
        if hull is not None:
            yield hull, together
        hull, together = coding.span, [coding]
    if hull is not None:
        yield hull, together


def references(
    transcript: Transcript, codings: Iterable[Coding], targets: Targets, current: Mapping[str, str]
) -> Iterator[Reference]:
    """The references of every target in one transcript, in order of targets and text.

    `current` maps every id a code has or had to today's. A target pools its codings before they are grouped.
    """
    by_code: dict[str, list[Coding]] = {}
    for coding in codings:
        by_code.setdefault(current.get(coding.code, coding.code), []).append(coding)
    known: dict[Span, tuple[tuple[Turn, ...], int]] = {}
    for target, codes in targets.items():
        pooled = [coding for code in codes for coding in by_code.get(code, ())]
        for span, members in group(pooled):
            if span not in known:
                turns = tuple(turn for turn in transcript.turns_touched(span) if turn.is_respondent)
                known[span] = turns, words_in(transcript, span, turns)
            oldest_first = tuple(sorted(members, key=lambda coding: (coding.at, coding.seq, coding.id)))
            yield Reference(target, transcript.id, span, oldest_first, *known[span])


def words_in(transcript: Transcript, span: Span, turns: Iterable[Turn]) -> int:
    """The words of `turns` that lie in `span`; labels and other speakers are left out."""
    shared = (turn.span.intersection(span) for turn in turns)
    return sum(count_words(part.of(transcript.text)) for part in shared if part)
