"""What the events of a journal add up to.

The fold is order-free and idempotent: events are a set, a withdrawal holds whenever its target arrives, and of
several marks of one field the last by (seq, at, id) wins. So two copies of a journal merge by union.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qualcode.model.coding import Adrift, Asked, Coding, Codings, ReadPass, Rejection
from qualcode.model.events.event import (
    MARKS,
    CodeApplied,
    CodingsMarked,
    CodingsMoved,
    Event,
    OnWords,
    SubjectAsked,
    SuggestionRejected,
    TranscriptRead,
    What,
    in_order,
    withdrawn,
)
from qualcode.model.events.ground import Ground
from qualcode.model.span import Span, merge


class _Place(NamedTuple):
    span: Span
    quote: str  # the words that stand there


def fold(events: Iterable[Event], ground: Ground | None = None) -> Codings:
    """What the events add up to, in their order.

    `ground`: the text they must stand on; an event that does not is left out and named in `adrift`. Without one (a
    journal of a transcript that is not there) they are taken as they are.
    """
    known = _distinct(events)
    gone = withdrawn(known.values())
    standing = [event for event in in_order(known.values()) if event.id not in gone]
    moves = [event.what for event in standing if isinstance(event.what, CodingsMoved)]
    marks, moved = _marks(standing), _moved(moves, ground)
    applied: list[Coding] = []
    rejected: list[Rejection] = []
    asked: list[Asked] = []
    done: list[ReadPass] = []
    adrift: list[Adrift] = []
    lapsed: list[Adrift] = []
    withheld: list[Span] = []
    at: _Place | str
    for event in standing:
        match event.what:
            case CodeApplied() as what:
                at = _place(moved.get(event.id, what), what.quote, ground)
                if isinstance(at, _Place):
                    applied.append(_coding(event, what, at, marks.get(event.id), known))
                elif ground and marks.get(event.id, {}).get("approval") == "refused":
                    for there in (what, *(one for one in moves if event.id in one.of)):
                        withheld += ground.remains(there.span, there.sha)
            case SuggestionRejected() as what:
                at = _place(what, "", ground)
                if isinstance(at, _Place):
                    rejected.append(_rejection(event, what, at.span))
            case SubjectAsked() as what:
                at = _place(moved.get(event.id, what), "", ground)
                if at == "revised" and ground and (turn := ground.turn_of(what.span, what.sha)):
                    at = _Place(turn, "")
                if isinstance(at, _Place):
                    asked.append(Asked(event.id, event.coder, event.transcript, what.subject, at.span))
            case TranscriptRead() as what:
                at = ""
                if ground and not ground.was_read(what.sha):
                    at = "revised" if ground.knows(what.sha) else "text"
                else:
                    done.append(ReadPass(event.id, event.coder, event.transcript, what.reading, what.codes, event.at))
            case _:
                continue
        if at and isinstance(at, str):
            ended = at == "revised" and isinstance(event.what, SuggestionRejected | TranscriptRead)
            (lapsed if ended else adrift).append(Adrift(event.id, event.what.kind, at))
    return Codings(
        tuple(applied),
        tuple(rejected),
        tuple(done),
        tuple(asked),
        adrift=tuple(adrift),
        withheld=tuple(merge(withheld)),
        lapsed=tuple(lapsed),
    )


def _distinct(events: Iterable[Event]) -> dict[str, Event]:
    """The events by id. Of two that have one id and differ (`check` names them) the same one holds, in whatever order they stand."""
    known: dict[str, Event] = {}
    for event in events:
        other = known.setdefault(event.id, event)
        if other is not event and other != event and _rank(event) > _rank(other):
            known[event.id] = event
    return known


def _rank(event: Event) -> str:
    return json.dumps([event.seq, event.at, event.to_json()], sort_keys=True)


def _marks(standing: Iterable[Event]) -> dict[str, dict[str, Any]]:
    """The marks of each coding: the last of a field wins; fit is a field for each theme."""
    found: dict[str, dict[str, Any]] = {}
    for event in standing:
        if isinstance(event.what, CodingsMarked):
            new = {name: mark for name, mark in event.what.marks.items() if name in MARKS}
            for target in event.what.of:
                known = found.setdefault(target, {})
                fit = {**known.get("fit", {}), **new.get("fit", {})}
                known.update(new)
                if fit:
                    known["fit"] = fit
    return found


def _moved(moves: Iterable[CodingsMoved], ground: Ground | None) -> dict[str, CodingsMoved]:
    """Where each event was moved to last, of the places that this text has."""
    found: dict[str, CodingsMoved] = {}
    for what in moves:
        if ground is None or ground.place(what.span, what.sha):
            found |= dict.fromkeys(what.of, what)
    return found


def _place(what: OnWords, quote: str, ground: Ground | None) -> _Place | str:
    """Where an event stands, and on which words; or why it does not."""
    if isinstance(what, CodingsMoved):
        quote = what.quote
    if ground is None:
        return _Place(what.span, quote)
    now = ground.place(what.span, what.sha)
    if now is None:
        return "revised" if ground.knows(what.sha) else "text"
    if not ground.holds(now):
        return "span"
    if quote and not ground.has_words(now, quote, what.sha):
        return "quote"
    return _Place(now, now.of(ground.transcript.text))


def _coding(
    event: Event, what: CodeApplied, at: _Place, marks: Mapping[str, Any] | None, known: Mapping[str, Event]
) -> Coding:
    coding = Coding(
        event.id,
        event.coder,
        event.transcript,
        what.code,
        at.span,
        at.quote,
        event.at,
        event.seq,
        what.definition,
        what.origin or "hand",
        what.judged == "bulk",
        what.valence,
        note=what.note,
        recoded=_made_first(what, known) if what.recoded else "",
        was=_ids_before(what, known) if what.restores or what.recoded else (),
    )
    if not marks:
        return coding
    return coding._replace(**{**marks, **({"fit": tuple(marks["fit"].items())} if "fit" in marks else {})})


def _made_first(what: CodeApplied, known: Mapping[str, Event]) -> str:
    """How the first coding was made of those that took one another's place under other codes."""
    seen: set[str] = set()
    while what.recoded in known and what.recoded not in seen:
        seen.add(what.recoded)
        before = known[what.recoded].what
        if not isinstance(before, CodeApplied):
            break
        what = before
    return "bulk" if what.origin == "suggestion" and what.judged == "bulk" else what.origin or "hand"


def _ids_before(what: What, known: Mapping[str, Event]) -> tuple[str, ...]:
    """The ids of which an event is a copy, or whose place it took under another code, the latest first."""
    found: list[str] = []
    name = _before(what)
    while name and name not in found:
        found.append(name)
        name = _before(known[name].what) if name in known else ""
    return tuple(found)


def _before(what: What) -> str:
    return what.restores or (what.recoded if isinstance(what, CodeApplied) else "")


def _rejection(event: Event, what: SuggestionRejected, span: Span) -> Rejection:
    return Rejection(
        event.id, event.coder, event.transcript, what.code, span, what.because, what.judged == "bulk", what.changed_to
    )
