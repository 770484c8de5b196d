"""The journals: append-only files of one event a line, written by a transaction, read without a lock."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from qualcode.errors import Problem
from qualcode.model.coding import Codings
from qualcode.model.events import Event, event_from_json, fold
from qualcode.model.ground import Ground
from qualcode.store.layout import Study
from qualcode.store.lines import new_id, now, read_lines

# Kind of event, its data. An `id` in the data is the event's own, for events of one write that name one another.
Draft = tuple[str, Mapping[str, Any]]
_STRANGE = "this event is of another coder or transcript than its folder and file say"


@lru_cache(4096)
def _parsed(line: bytes) -> Event:
    """At the desk the same journal is read after every act: of 500 lines this saves 7 ms each time."""
    return event_from_json(json.loads(line.decode()))


def read_events(path: Path, coder: str, transcript: str) -> tuple[list[Event], list[tuple[int, str]]]:
    """The events of a journal, and (line, what is wrong) for every line that is none or stands in the wrong place."""
    events: list[Event] = []
    faults: list[tuple[int, str]] = []
    here = coder.casefold(), transcript.casefold()  # names that differ in capitals are one file on Windows and macOS
    for number, line in read_lines(path):
        try:
            event = _parsed(line)
        except (ValueError, RecursionError) as error:
            torn = isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError))
            faults.append((number, "this line is torn or no event" if torn else str(error)))
            continue
        if (event.coder.casefold(), event.transcript.casefold()) != here:
            faults.append((number, _STRANGE))
            continue
        events.append(event)
    return events, faults


def read_codings(path: Path, coder: str, transcript: str, ground: Ground | None, until: str = "") -> Codings:
    """What the journal says now of the text that is there, or said at the moment `until`."""
    events, faults = read_events(path, coder, transcript)
    if until:
        events = [event for event in events if event.at <= until]
    return replace(fold(events, ground), unread=len(faults))


def journal_problems(study: Study, path: Path, coder: str, transcript: str) -> list[Problem]:
    name = study.relative(path)
    bad = "qualcode check --repair moves it to a .bad file beside the journal"
    strange = "qualcode check --repair brings it to the journal it belongs to"
    faults = read_events(path, coder, transcript)[1]
    return [Problem(name, line, message, strange if message == _STRANGE else bad) for line, message in faults]


def withdrawn_by(study: Study, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
    """The ids of what these withdrawals name."""
    events, _ = read_events(study.journal(coder, transcript), coder, transcript)
    return [name for event in events if event.id in ids and event.event == "withdraw" for name in event.data["of"]]


def make_events(drafts: Sequence[Draft], before: Iterable[Event], coder: str, transcript: str) -> list[Event]:
    """The events that drafts become, numbered after those that are there."""
    seq = max((event.seq for event in before), default=0)
    return [_event(kind, dict(data), seq + number, coder, transcript) for number, (kind, data) in enumerate(drafts, 1)]


def _event(kind: str, data: dict[str, Any], seq: int, coder: str, transcript: str) -> Event:
    return Event(kind, data.pop("id", None) or new_id(), seq, now(), coder, transcript, data)
