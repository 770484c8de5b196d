"""Taking events back, and taking that back again, as further events: the trail stays whole.

What is withdrawn stays so. So the inverse of a withdrawal writes what was withdrawn anew, under new ids, with the marks
it had; each copy says in `restores` of which event it is one. An id held from before is followed through these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from qualcode.model.events.event import (
    CodingsMarked,
    CodingsMoved,
    Event,
    EventsWithdrawn,
    NewEvent,
    What,
    in_order,
    withdrawn,
)


def inverse(events: Iterable[Event], ids: Iterable[str], new_id: Callable[[], str]) -> list[NewEvent]:
    """What takes back the events `ids` (or their latest copies) of a journal; nothing where nothing stands."""
    known = {event.id: event for event in events}
    now = successors(known.values())
    taken = [known[one] for one in dict.fromkeys(now.get(name, name) for name in ids) if one in known]
    gone = withdrawn(known.values())
    withdrawals = {one.id: one.what.of for one in taken if isinstance(one.what, EventsWithdrawn)}
    standing = [one.id for one in taken if one.id not in withdrawals and one.id not in gone]
    back = [NewEvent(EventsWithdrawn(of=tuple(standing)))] if standing else []
    others = withdrawn(event for event in known.values() if event.id not in withdrawals)
    lifted = dict.fromkeys(name for of in withdrawals.values() for name in of)
    latest = {
        now.get(name, name): name for name in lifted if name not in others and name in known
    }  # of copies the last
    anew = [name for last, name in latest.items() if last in gone]
    return back + _copies(known, anew, others, new_id)


def successors(events: Iterable[Event]) -> dict[str, str]:
    """Every id that was written anew -> the id of its latest copy."""
    copies = {event.what.restores: event.id for event in events if event.what.restores}
    found = {}
    for name in copies:
        last, seen = name, {name}
        while last in copies and copies[last] not in seen:
            last = copies[last]
            seen.add(last)
        found[name] = last
    return found


def _copies(
    known: Mapping[str, Event], names: Sequence[str], gone: set[str], new_id: Callable[[], str]
) -> list[NewEvent]:
    """Copies of events, and of the marks on them, which name the copies in turn."""
    fresh = {name: new_id() for name in names if not isinstance(known[name].what, EventsWithdrawn)}
    now = successors(known.values())
    copies = [NewEvent(_copy(known[name], fresh, now), own) for name, own in fresh.items()]
    for event in in_order(known.values()):
        if isinstance(event.what, CodingsMarked | CodingsMoved) and event.id not in gone and event.id not in fresh:
            about = tuple(fresh[name] for name in event.what.of if name in fresh)
            if about:
                copies.append(NewEvent(replace(event.what, of=about, restores=event.id), new_id()))
    return copies


def _copy(event: Event, fresh: Mapping[str, str], now: Mapping[str, str]) -> What:
    if isinstance(what := event.what, CodingsMarked | CodingsMoved):
        return replace(what, of=tuple(fresh.get(name, now.get(name, name)) for name in what.of), restores=event.id)
    return replace(what, restores=event.id)
