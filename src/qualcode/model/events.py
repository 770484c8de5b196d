"""How we know: the journal's events, and the fold that turns them into what holds now.

The fold is order-free and idempotent: events are a set, a withdrawal holds whenever its target arrives, and of
several marks of one field the last by (seq, at, id) wins. So two copies of a journal merge by union.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qualcode.model.coding import APPROVALS, FITS, PASSES, VALENCES, Asked, Coding, Codings, Done, Rejection
from qualcode.model.ground import Adrift, Ground
from qualcode.model.span import Span

VERSION = 1
KINDS = ("apply", "withdraw", "reject", "mark", "done", "asked", "move", "decided")
MARKS = (
    "key", "deviant", "valence", "note", "fit", "printed", "approval", "approved_form", "confirmed", "requeued",
)  # fmt: skip
_HEAD = ("v", "event", "id", "seq", "at", "coder", "transcript")
_HEAD_KEYS = frozenset(_HEAD)
_TEXTS = frozenset(
    "code quote note valence def origin judged because changed_to subject sha sheet row decision".split()
)
_NEEDS = {
    "apply": {"start", "end", "code", "quote"},
    "reject": {"start", "end", "code"},
    "withdraw": {"of"},
    "mark": {"of", "set"},
    "done": {"pass", "codes"},
    "asked": {"start", "end", "subject"},
    "move": {"of", "start", "end"},
    "decided": {"sheet", "row", "decision"},  # a row of a sheet that changed nothing else
}


class Event(NamedTuple):
    """One line of a journal. `data` holds the keys beside the common ones, as written."""

    event: str
    id: str
    seq: int
    at: str
    coder: str
    transcript: str
    data: Mapping[str, Any] = {}

    def to_json(self) -> dict[str, Any]:
        head = (VERSION, self.event, self.id, self.seq, self.at, self.coder, self.transcript)
        return dict(zip(_HEAD, head, strict=True)) | dict(self.data)


def event_from_json(raw: object) -> Event:
    """The event of one journal line. Raises ValueError for anything else, without repeating its words."""
    if not isinstance(raw, dict) or not raw.keys() >= _HEAD_KEYS:
        raise ValueError("this line is no event")
    if raw["v"] != VERSION:
        raise ValueError("this event was written by a newer program")
    kind = raw["event"]
    if not isinstance(kind, str) or kind not in _NEEDS or not raw.keys() >= _NEEDS[kind]:
        raise ValueError("this event is incomplete or of an unknown kind")
    if type(raw["seq"]) is not int or not all(type(raw[key]) is str for key in ("id", "at", "coder", "transcript")):
        raise ValueError("this event has a value of the wrong type")
    _check(kind, raw)
    data = dict(raw)
    for key in _HEAD:
        del data[key]
    return Event(kind, raw["id"], raw["seq"], raw["at"], raw["coder"], raw["transcript"], data)


def _check(kind: str, raw: Mapping[str, Any]) -> None:
    if "start" in _NEEDS[kind] and not _is_span(raw["start"], raw["end"]):
        raise ValueError("this event has no valid span")
    for key in raw.keys() & _TEXTS:
        if type(raw[key]) is not str:
            raise ValueError("this event has a value of the wrong type")
    if kind in ("withdraw", "mark", "move") and not _is_texts(raw["of"]):
        raise ValueError("this event names no events")
    if kind == "done" and (raw["pass"] not in PASSES or not _is_texts(raw["codes"])):
        raise ValueError("this event has no valid pass")
    if kind == "mark":
        check_marks(raw["set"])


def _is_span(start: object, end: object) -> bool:
    return type(start) is int and type(end) is int and 0 <= start < end


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def check_marks(marks: object) -> None:
    """Raise ValueError where a mark is unknown or has a value it cannot have."""
    if not isinstance(marks, Mapping) or not marks or any(name not in MARKS for name in marks):
        raise ValueError("this mark is unknown")
    allowed: dict[str, tuple[object, ...]] = {
        "key": (True, False),
        "deviant": (True, False),
        "requeued": (True, False),
        "valence": ("", *VALENCES),
        "approval": ("", *APPROVALS),
    }
    for name, value in marks.items():
        if name in allowed and value not in allowed[name]:
            raise ValueError(f"this mark has a wrong value for {name}")
        if name in ("note", "printed", "confirmed", "approved_form") and not isinstance(value, str):
            raise ValueError(f"this mark has a wrong value for {name}")
        if name == "fit" and not _is_fit(value):
            raise ValueError("this mark has a wrong value for fit")


def _is_fit(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(theme, str) and fit in FITS for theme, fit in value.items())


def fold(events: Iterable[Event], ground: Ground | None = None) -> Codings:
    """What the events add up to, in order of (seq, at, id).

    `ground`: the text they must stand on; an event that does not is left out and named in `adrift`. Without one (a
    journal of a transcript that is not there) they are taken as they are.
    """
    known = _distinct(events)
    withdrawn = {target for event in known.values() if event.event == "withdraw" for target in event.data["of"]}
    marks: dict[str, dict[str, Any]] = {}
    moved: dict[str, Event] = {}
    standing: dict[str, list[Event]] = {kind: [] for kind in KINDS}
    for event in sorted(known.values(), key=_order):
        if event.id in withdrawn:
            continue
        standing[event.event].append(event)
        if event.event == "mark":
            for target in event.data["of"]:
                _add_marks(marks.setdefault(target, {}), event.data["set"])
        elif event.event == "move" and (ground is None or ground.place(_span(event), _made_on(event))):
            moved |= dict.fromkeys(event.data["of"], event)
    adrift: list[Adrift] = []
    at: dict[str, _Place] = {}
    for event in (one for kind in ("apply", "reject", "asked") for one in standing[kind]):
        place = _place(moved.get(event.id, event), ground)
        if isinstance(place, str):
            adrift.append(Adrift(event.id, event.event, place))
        else:
            at[event.id] = place
    for event in standing["done"]:
        if ground and not ground.was_read(_made_on(event)):
            adrift.append(Adrift(event.id, event.event, "text"))
    lost = {one.id for one in adrift}
    return Codings(
        tuple(
            [_coding(event, at[event.id], marks.get(event.id), known) for event in standing["apply"] if event.id in at]
        ),
        tuple([_rejection(event, at[event.id].span) for event in standing["reject"] if event.id in at]),
        tuple([_done(event) for event in standing["done"] if event.id not in lost]),
        tuple([_asked(event, at[event.id].span) for event in standing["asked"] if event.id in at]),
        adrift=tuple(adrift),
    )


def _distinct(events: Iterable[Event]) -> dict[str, Event]:
    """The events by id. Of two that have one id and differ (`check` names them) the same one holds, in whatever order they stand."""
    known: dict[str, Event] = {}
    for event in events:
        other = known.setdefault(event.id, event)
        if other is not event and other != event and _rank(event) > _rank(other):
            known[event.id] = event
    return known


class _Place(NamedTuple):
    span: Span
    quote: str  # the words that stand there


def _place(event: Event, ground: Ground | None) -> _Place | str:
    """Where an event stands, and on which words; or why it does not."""
    span, quote = _span(event), event.data.get("quote", "")
    if ground is None:
        return _Place(span, quote)
    made_on = _made_on(event)
    now = ground.place(span, made_on)
    if now is None:
        return "text"
    if not ground.holds(now):
        return "span"
    if quote and not ground.has_words(now, quote, made_on):
        return "quote"
    return _Place(now, now.of(ground.transcript.text))


def _made_on(event: Event) -> str:
    made_on = event.data.get("sha", "")
    return made_on if isinstance(made_on, str) else ""


def _rank(event: Event) -> str:
    return json.dumps([event.seq, event.at, event.to_json()], sort_keys=True)


def _add_marks(known: dict[str, Any], new: Mapping[str, Any]) -> None:
    """The last mark of a field wins; fit is a field for each theme."""
    fit = {**known.get("fit", {}), **new.get("fit", {})}
    known.update(new)
    if fit:
        known["fit"] = fit


def _order(event: Event) -> tuple[int, str, str]:
    return (event.seq, event.at, event.id)


def _span(event: Event) -> Span:
    return Span(event.data["start"], event.data["end"])


def _coding(event: Event, at: _Place, marks: Mapping[str, Any] | None, known: Mapping[str, Event]) -> Coding:
    data = event.data
    coding = Coding(
        event.id,
        event.coder,
        event.transcript,
        data["code"],
        at.span,
        at.quote,
        event.at,
        event.seq,
        data.get("def", ""),
        data.get("origin", "hand"),
        data.get("judged") == "bulk",
        data.get("valence", ""),
        note=data.get("note", ""),
        recoded=_made_first(event, known) if "recoded" in data else "",
        was=_ids_before(event, known),
    )
    if not marks:
        return coding
    return coding._replace(**{**marks, **({"fit": tuple(marks["fit"].items())} if "fit" in marks else {})})


def _made_first(event: Event, known: Mapping[str, Event]) -> str:
    """How the first coding was made of those that took one another's place under other codes."""
    seen: set[str] = set()
    while (old := event.data.get("recoded")) in known and old not in seen:
        seen.add(str(old))
        event = known[str(old)]
    if event.data.get("origin") == "suggestion" and event.data.get("judged") == "bulk":
        return "bulk"
    return str(event.data.get("origin", "hand"))


def _ids_before(event: Event, known: Mapping[str, Event]) -> tuple[str, ...]:
    """The ids of which an event is a copy, or whose place it took under another code, the latest first."""
    found: list[str] = []
    name = event.data.get("restores", event.data.get("recoded"))
    while isinstance(name, str) and name not in found:
        found.append(name)
        data = known[name].data if name in known else {}
        name = data.get("restores", data.get("recoded"))
    return tuple(found)


def _done(event: Event) -> Done:
    return Done(event.id, event.coder, event.transcript, event.data["pass"], tuple(event.data["codes"]), event.at)


def _asked(event: Event, span: Span) -> Asked:
    return Asked(event.id, event.coder, event.transcript, event.data["subject"], span)


def _rejection(event: Event, span: Span) -> Rejection:
    data = event.data
    return Rejection(
        event.id,
        event.coder,
        event.transcript,
        data["code"],
        span,
        data.get("because", ""),
        data.get("judged") == "bulk",
        data.get("changed_to", ""),
    )
