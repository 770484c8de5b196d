"""What was decided in a sheet that went out and came back: the memory that makes it safe to bring back again.

An event made from a row carries the sheet's id, the row's and the decision. What was decided last from a row is known
by its events, those taken back since included: so a sheet that comes back unchanged does nothing, whatever happened
after it was applied. `sheet` is 12 hex digits of a sha256 (`sheet_id`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qualcode.model.events.event import CodeApplied, Event, RowDecided, SuggestionRejected, in_order, withdrawn

Row = tuple[str, str]  # sheet, row


class DecidedRow(NamedTuple):
    """The decision that was applied last from a row, and all events that its decisions made."""

    decision: str
    events: tuple[str, ...]


def sheet_id(rows: Iterable[str], so_far: Iterable[str]) -> str:
    """The id of a sheet: of the ids of its rows, and of something that grows with all that its coder decides."""
    told = "\n".join((*rows, "", *sorted(so_far)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def decided(events: Iterable[Event]) -> dict[Row, DecidedRow]:
    """What was decided last of each row."""
    found: dict[Row, DecidedRow] = {}
    for event in in_order(events):
        if isinstance(what := event.what, CodeApplied | SuggestionRejected | RowDecided) and what.row:
            row = (what.sheet, what.row)
            before = found[row].events if row in found else ()
            found[row] = DecidedRow(what.decision, (*before, event.id))
    return found


def recoded(events: Iterable[Event]) -> Mapping[str, str]:
    """The id of a coding -> that of the one that took its place under another code, and still stands."""
    known = list(events)
    gone = withdrawn(known)
    after = {one.what.recoded: one.id for one in known if isinstance(one.what, CodeApplied) and one.what.recoded}
    found = {}
    for old in after:
        now, seen = old, {old}
        while now in after and after[now] not in seen:
            now = after[now]
            seen.add(now)
        if now not in gone:
            found[old] = now
    return found
