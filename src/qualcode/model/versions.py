"""A text replaced by a later one, and where the places of the one are in the other.

A `Revision` holds two hashes and ranges, no words: which stretches of the old text stand in the new one, which of the
old speech are gone and which of the new are added. Revisions form a graph on hashes that is walked both ways, so an
event made on an old text finds its place in a new one, and one of a copy that knew the new text first finds it in the
old. A span is carried over where it is *untouched*: all its characters of speech are kept, in order, with no new speech
between them. Labels and what else is no speech may have changed.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript

SHORT = 12  # hex digits of a text's sha256 that an event names it by
Kept = tuple[int, int, int]  # place in the old text, place in the new, length


@dataclass(frozen=True)
class Revision:
    """One text and the text it became."""

    old: str  # sha256, or its first digits
    new: str
    kept: tuple[Kept, ...]  # in the order of the old text
    gone: tuple[Span, ...] = ()  # speech of the old text that is not kept
    added: tuple[Span, ...] = ()  # speech of the new text that is not in the old

    @property
    def back(self) -> "Revision":
        """The same, seen from the new text."""
        kept = tuple(sorted((new, old, length) for old, new, length in self.kept))
        return Revision(self.new, self.old, kept, self.added, self.gone)

    def carry(self, span: Span) -> Span | None:
        """Where the span is in the new text; None where it is touched, or nothing of it is kept."""
        if _any_overlaps(span, self.gone):
            return None
        pieces = list(self.pieces(span))
        if not pieces or any(one.start > two.start for one, two in pairwise(pieces)):
            return None
        found = Span(pieces[0].start, pieces[-1].end)
        if _any_overlaps(found, self.added) or not all(map(span.covers, self._back.pieces(found))):
            return None
        return found

    @cached_property
    def _back(self) -> "Revision":
        return self.back

    @cached_property
    def _starts(self) -> list[int]:
        return [old for old, _, _ in self.kept]

    def pieces(self, span: Span) -> Iterator[Span]:
        """Where what is kept of a span is in the new text, in the order of the old one."""
        for old, new, length in self.kept[max(bisect_left(self._starts, span.start) - 1, 0) :]:
            if old >= span.end:
                break
            start, end = max(old, span.start), min(old + length, span.end)
            if start < end:
                yield Span(new + start - old, new + end - old)

    def around(self, span: Span) -> Span | None:
        """What stands in the new text between what is kept on either side of a span; None where that is nothing, or is
        something else's place: a paragraph beside it moved.
        """
        start = place(self.kept, span.start)
        end = next((new + max(span.end - old, 0) for old, new, length in self.kept if old + length >= span.end), None)
        if end is None:
            end = max((one.end for one in self.added), default=start)
        found = Span(start, end) if start < end else None
        return found if found and all(map(span.covers, self._back.pieces(found))) else None

    def to_json(self) -> dict[str, Any]:
        """As the log keeps it: numbers only."""
        kept = [list(one) for one in self.kept]
        gone, added = ([[one.start, one.end] for one in some] for some in (self.gone, self.added))
        return {"old": self.old, "new": self.new, "kept": kept, "gone": gone, "added": added}


def _any_overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of others, which are in text order and do not overlap."""
    at = bisect_right(others, span.start, key=lambda other: other.start)
    return any(span.overlaps(other) for other in others[max(at - 1, 0) : at + 1])


def revision_from_json(raw: object) -> Revision | None:
    """A revision of the log; None for anything else."""
    if not isinstance(raw, Mapping):
        return None
    try:
        kept = tuple(sorted((int(old), int(new), int(length)) for old, new, length in raw["kept"]))
        gone, added = (tuple(sorted(Span(int(a), int(b)) for a, b in raw[key])) for key in ("gone", "added"))
        if any(length < 1 or old < 0 or new < 0 for old, new, length in kept):
            return None
        return Revision(str(raw["old"]), str(raw["new"]), kept, gone, added)
    except (KeyError, TypeError, ValueError):
        return None


def revision(before: Transcript, after: Transcript, old: str, new: str, kept: Sequence[Kept]) -> Revision:
    """What became of a text, given the stretches kept and the hashes; speech is told by the turns of both."""
    kept = tuple(sorted(kept))
    gone = _not_in([turn.span for turn in before.turns], [Span(a, a + length) for a, _, length in kept])
    added = _not_in([turn.span for turn in after.turns], sorted(Span(b, b + length) for _, b, length in kept))
    return Revision(old, new, kept, tuple(gone), tuple(added))


def edited(text: str, edits: Iterable[tuple[Span, str]]) -> tuple[str, list[Kept]]:
    """The text with stretches of it replaced, and what of it is kept. The edits are in text order and do not overlap."""
    out: list[str] = []
    kept: list[Kept] = []
    position = length = 0
    for span, new in [*edits, (None, "")]:
        end = span.start if span else len(text)
        if end > position:
            kept.append((position, length, end - position))
        out += [text[position:end], new]
        length += end - position + len(new)
        position = span.end if span else end
    return "".join(out), kept


def place(kept: Sequence[Kept], position: int) -> int:
    """Where a position of the old text is in the new one; of one that is gone, where the text before it ends."""
    index = bisect_right(kept, position, key=lambda one: one[0]) - 1
    if index < 0:
        return 0
    old, new, length = kept[index]
    return new + min(position - old, length)


def _not_in(spans: Iterable[Span], covered: Sequence[Span]) -> Iterator[Span]:
    """What of the spans lies in none of `covered`, which are in text order and do not overlap."""
    reached = 0
    for span in spans:
        start = span.start
        while reached < len(covered) and covered[reached].end <= start:
            reached += 1
        for cover in covered[reached:]:
            if cover.start >= span.end:
                break
            if cover.start > start:
                yield Span(start, cover.start)
            start = max(start, cover.end)
        if start < span.end:
            yield Span(start, span.end)


class Versions:
    """The texts that one study had, by the revisions between them."""

    def __init__(self, revisions: Iterable[Revision] = ()):
        self._from: dict[str, list[Revision]] = {}
        self._carried: dict[tuple[Span, str, str], Span | None] = {}
        for one in revisions:
            for way in (one, one.back):
                self._from.setdefault(way.old[:SHORT], []).append(way)

    def carry(self, span: Span, made_on: str, to: str) -> Span | None:
        """Where a span of one text is in another; None where no way leads there on which it stays untouched."""
        key = (span, made_on[:SHORT], to[:SHORT])
        if key not in self._carried:
            self._carried[key] = self._carry(*key)
        return self._carried[key]

    def _carry(self, span: Span, made_on: str, wanted: str) -> Span | None:
        waiting = deque([(made_on, span)])
        seen = {waiting[0]}
        while waiting:
            sha, place = waiting.popleft()
            if sha == wanted:
                return place
            for way in self._from.get(sha, ()):
                found = way.carry(place)
                if found and (step := (way.new[:SHORT], found)) not in seen:
                    seen.add(step)
                    waiting.append(step)
        return None

    def way(self, made_on: str, to: str) -> tuple[Revision, ...] | None:
        """The revisions from one text to another, the fewest; None where no way leads there."""
        waiting: deque[tuple[str, tuple[Revision, ...]]] = deque([(made_on[:SHORT], ())])
        seen = {made_on[:SHORT]}
        while waiting:
            sha, way = waiting.popleft()
            if sha == to[:SHORT]:
                return way
            for step in self._from.get(sha, ()):
                if step.new[:SHORT] not in seen:
                    seen.add(step.new[:SHORT])
                    waiting.append((step.new[:SHORT], (*way, step)))
        return None

    def pieces(self, span: Span, made_on: str, to: str) -> tuple[Span, ...]:
        """Where what is kept of a span of one text is in another, in text order."""
        there = [span]
        for step in self.way(made_on, to) or ():
            there = sorted(piece for one in there for piece in step.pieces(one))
        return tuple(there)

    def around(self, span: Span, made_on: str, to: str) -> Span | None:
        """What stands in a text in the place of a span of another; None where that is nothing."""
        there: Span | None = span
        for step in self.way(made_on, to) or ():
            there = step.around(there) if there else None
        return there

    def added(self, made_on: str, to: str) -> tuple[Span, ...] | None:
        """The speech of a text that did not stand in another; None where no way leads there."""
        way = self.way(made_on, to)
        new: list[Span] = []
        for step in way or ():
            new = merge((*(piece for span in new for piece in step.pieces(span)), *step.added))
        return None if way is None else tuple(new)
