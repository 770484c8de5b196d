"""Taking events back, and taking that back again, as further events: the trail stays whole.

What is withdrawn stays so. So the inverse of a withdrawal writes what was withdrawn anew, under new ids, with the marks
it had; each copy says in `restores` of which event it is one. An id held from before is followed through these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from qualcode.model.events import Event

Draft = tuple[str, Mapping[str, Any]]


def inverse(events: Iterable[Event], ids: Iterable[str], new_id: Callable[[], str]) -> list[Draft]:
    """The drafts that take back the events `ids` (or their latest copies) of a journal; nothing where nothing stands."""
    known = {event.id: event for event in events}
    now = successors(known.values())
    taken = [known[one] for one in dict.fromkeys(now.get(name, name) for name in ids) if one in known]
    withdrawn = _withdrawn(known.values())
    standing = [one.id for one in taken if one.event != "withdraw" and one.id not in withdrawn]
    drafts: list[Draft] = [("withdraw", {"of": standing})] if standing else []
    lifted = {one.id for one in taken if one.event == "withdraw"}
    others = _withdrawn(event for event in known.values() if event.id not in lifted)
    back = [name for one in taken if one.event == "withdraw" for name in one.data["of"]]
    back = [name for name in back if name not in others and now.get(name, name) in withdrawn]
    return drafts + _copies(known, [name for name in dict.fromkeys(back) if name in known], others, new_id)


def successors(events: Iterable[Event]) -> dict[str, str]:
    """Every id that was written anew -> the id of its latest copy."""
    copies = {event.data["restores"]: event.id for event in events if isinstance(event.data.get("restores"), str)}
    found = {}
    for name in copies:
        last, seen = name, {name}
        while last in copies and copies[last] not in seen:
            last = copies[last]
            seen.add(last)
        found[name] = last
    return found


def _withdrawn(events: Iterable[Event]) -> set[str]:
    return {name for event in events if event.event == "withdraw" for name in event.data["of"]}


def _copies(
    known: Mapping[str, Event], names: Sequence[str], withdrawn: set[str], new_id: Callable[[], str]
) -> list[Draft]:
    """Copies of events, and of the marks on them, which name the copies in turn."""
    fresh = {name: new_id() for name in names if known[name].event != "withdraw"}
    now = successors(known.values())
    marks = [
        event
        for event in sorted(known.values(), key=lambda event: (event.seq, event.at, event.id))
        if event.event in ("mark", "move") and event.id not in withdrawn and event.id not in fresh
    ]
    drafts: list[Draft] = [(known[name].event, _copy(known[name], fresh, now, own)) for name, own in fresh.items()]
    for mark in marks:
        about = [fresh[name] for name in mark.data["of"] if name in fresh]
        if about:
            drafts.append((mark.event, {**mark.data, "of": about, "id": new_id(), "restores": mark.id}))
    return drafts


def _copy(event: Event, fresh: Mapping[str, str], now: Mapping[str, str], own: str) -> dict[str, Any]:
    data = {**event.data, "id": own, "restores": event.id}
    if event.event in ("mark", "move"):
        data["of"] = [fresh.get(name, now.get(name, name)) for name in event.data["of"]]
    return data
