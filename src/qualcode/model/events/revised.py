"""What a revision of a text leaves to be decided: codings and questions whose words were changed, and what stands there now."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.model.coding import Coding
from qualcode.model.events.event import (
    CodeApplied,
    CodingsMoved,
    Event,
    SubjectAsked,
    in_order,
    withdrawn,
)
from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.locate import find_quote, plain_words
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT, Kept, Revision, revision

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_NEAR = 200  # characters beside a span that are looked at
CONTEXT = 40  # characters of the text kept on either side of a coding, to find it again where its text is not known


@dataclass(frozen=True)
class Touched:
    """A coding, or a question asked, whose words were changed: nobody said yet what becomes of it."""

    id: str
    coding: Coding | None  # as it was, with its marks; None for a question
    subject: str  # the code, or what was asked
    made_on: str  # the text that it was about last
    span: Span  # in that text
    old: str  # its words; "" for a question, whose event has none
    place: Span | None  # what stands in its place in the text as it is; None where nothing does

    @property
    def is_question(self) -> bool:
        return self.coding is None


OldText = Callable[[str], Transcript | None]  # by its hash; None where it is not kept


def touched(events: Iterable[Event], ground: Ground, old_text: OldText = lambda sha: None) -> list[Touched]:
    """What of one journal waits since its text was revised, in the order of its text."""
    known = list({event.id: event for event in events}.values())
    waiting = set(fold(known, ground).waiting)
    if not waiting:
        return []
    codings = {coding.id: coding for coding in fold(known).applied}
    gone = withdrawn(known)
    moves = {
        name: event.what
        for event in in_order(known)
        if isinstance(event.what, CodingsMoved) and event.id not in gone
        for name in event.what.of
    }
    found = []
    for event in known:
        if event.id in waiting and isinstance(what := event.what, CodeApplied | SubjectAsked):
            last = moves.get(event.id, what)
            subject = what.code if isinstance(what, CodeApplied) else what.subject
            coding = codings.get(event.id)
            place = ground.instead(last.span, last.sha)
            before = old_text(last.sha) if place and coding else None
            if place and before:
                place = _tightened(last.span, before, place, ground.transcript)
            found.append(Touched(event.id, coding, subject, last.sha, last.span, coding.quote if coding else "", place))
    return sorted(found, key=lambda one: (one.span, one.subject, one.id))


def _tightened(old: Span, before: Transcript, place: Span, after: Transcript) -> Span:
    """The place without the words at its ends that stood beside the span, and not in it."""
    words = [Span(place.start + one.start(), place.start + one.end()) for one in _WORD.finditer(place.of(after.text))]
    ahead = [_key(one[0]) for one in _WORD.finditer(before.text[max(old.start - _NEAR, 0) : old.start])]
    behind = [_key(one[0]) for one in _WORD.finditer(before.text[old.end : old.end + _NEAR])]
    keys = [_key(one.of(after.text)) for one in words]
    first = max((n for n in range(len(keys)) if n <= len(ahead) and keys[:n] == ahead[len(ahead) - n :]), default=0)
    last = max(
        (n for n in range(len(keys) - first) if n <= len(behind) and keys[len(keys) - n :] == behind[:n]), default=0
    )
    start = words[first].start if first else place.start
    return Span(start, words[-1 - last].end if last else place.end)


def _key(word: str) -> str:
    return plain_words(word).casefold()


def moved_to(transcript: Transcript, sha: str, names: Sequence[str], span: Span) -> CodingsMoved:
    """That these events are about a span of this text now, with what finds the place again."""
    text = transcript.text
    return CodingsMoved(
        of=tuple(names),
        sha=sha[:SHORT],
        start=span.start,
        end=span.end,
        quote=span.of(text),
        before=text[max(span.start - CONTEXT, 0) : span.start],
        after=text[span.end : span.end + CONTEXT],
    )


def unknown_texts(events: Iterable[Event], ground: Ground) -> set[str]:
    """The texts that events were made on and that no revision joins to this one."""
    known = list(events)
    gone = withdrawn(known)
    named = {getattr(event.what, "sha", "")[:SHORT] for event in known if event.id not in gone}
    return {sha for sha in named if sha and not ground.knows(sha)}


def by_quotes(events: Iterable[Event], made_on: str, before: Transcript, after: Transcript, new: str) -> Revision:
    """Where the words of codings are, of a text that is not known any more: those that stand once, with what stood around them.

    `before`: what is left of the old text, its turns; without any (another text's) pass one without turns.
    """
    known = list(events)
    gone = withdrawn(known)
    kept: list[Kept] = []
    for event in in_order(known):
        what = event.what
        if event.id in gone or not isinstance(what, CodeApplied | CodingsMoved) or not what.quote:
            continue
        if what.sha[:SHORT] != made_on[:SHORT]:
            continue
        if place := _once(after, what):
            kept += _pieces(what.span, place, what.quote == place.of(after.text))
    kept += _turn_starts(before, after)
    found = revision(before, after, made_on, new, _joined(kept))
    return replace(found, added=())  # what is new is not known


def _turn_starts(before: Transcript, after: Transcript) -> list[Kept]:
    """Where turns begin, where the same speakers take them in the same order: a question is then in the turn it was in."""
    if [turn.speaker for turn in before.turns] != [turn.speaker for turn in after.turns]:
        return []
    return [(old.span.start, new.span.start, 1) for old, new in zip(before.turns, after.turns, strict=True)]


def _once(text: Transcript, what: CodeApplied | CodingsMoved) -> Span | None:
    """The one place of a quote; of several the one with the same words around it."""
    places = find_quote(text, what.quote)
    if len(places) > 1:
        places = [one for one in places if _stands_between(text.text, one, what.before or "", what.after or "")]
    return places[0] if len(places) == 1 else None


def _stands_between(text: str, span: Span, before: str, after: str) -> bool:
    there, behind = text[max(span.start - CONTEXT, 0) : span.start], text[span.end : span.end + CONTEXT]
    return (
        bool(before + after) and plain_words(there) == plain_words(before) and plain_words(behind) == plain_words(after)
    )


def _pieces(old: Span, new: Span, same: bool) -> list[Kept]:
    if same:
        return [(old.start, new.start, len(old))]
    return [(old.start, new.start, 1), (old.end - 1, new.end - 1, 1)]


def _joined(kept: Iterable[Kept]) -> list[Kept]:
    """The stretches in order, those of one shift that overlap as one; one that contradicts an earlier one is left out."""
    found: list[Kept] = []
    for old, new, length in sorted(kept, key=lambda one: (one[0], -one[2])):
        if found and old < found[-1][0] + found[-1][2]:
            start, place, long = found[-1]
            if new - old == place - start:
                found[-1] = (start, place, max(long, old + length - start))
        else:
            found.append((old, new, length))
    return found
