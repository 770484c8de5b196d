"""The journals: append-only files of one event a line, written by a transaction, read without a lock."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from qualcode.errors import Invalid, Problem, QualcodeError
from qualcode.model.coding import Codings
from qualcode.model.events.event import MARKS, CodingsMarked, Event, EventsWithdrawn, Foreign, NewEvent, event_from_json
from qualcode.model.events.fold import fold
from qualcode.store.layout import Study
from qualcode.store.lines import new_id, now, read_lines
from qualcode.store.transcripts import ground_of, stamp
from qualcode.text import Say

_STRANGE = Say("fault.event_elsewhere")
Fault = tuple[int, Say | QualcodeError]  # the line, and what is wrong with it


@lru_cache(4096)
def _parsed(line: bytes) -> Event:
    """At the desk the same journal is read after every act: of 500 lines this saves 7 ms each time."""
    return event_from_json(json.loads(line.decode()))


def read_events(path: Path, coder: str, transcript: str) -> tuple[list[Event], list[Fault]]:
    """The events of a journal, and (line, what is wrong) for every line that is none or stands in the wrong place."""
    events: list[Event] = []
    faults: list[Fault] = []
    here = coder.casefold(), transcript.casefold()  # names that differ in capitals are one file on Windows and macOS
    for number, line in read_lines(path):
        try:
            event = _parsed(line)
        except Invalid as error:
            faults.append((number, error))
            continue
        except (ValueError, RecursionError):  # no JSON, or no text
            faults.append((number, Say("fault.torn_line")))
            continue
        if (event.coder.casefold(), event.transcript.casefold()) != here:
            faults.append((number, _STRANGE))
            continue
        events.append(event)
    return events, faults


def read_codings(study: Study, coder: str, transcript: str, until: str = "") -> Codings:
    """What a journal says of its transcript as it is, or said of it at the moment `until`."""
    files = (study.journal(coder, transcript), study.text(transcript), study.sidecar(transcript), study.log)
    return _folded(study, coder, transcript, until, tuple(map(stamp, files)))


@lru_cache(256)  # a report asks sixteen times what the journals of a study say
def _folded(study: Study, coder: str, transcript: str, until: str, stamps: tuple[tuple[int, ...], ...]) -> Codings:
    """`stamps`: of all files that it is made from."""
    events, faults = read_events(study.journal(coder, transcript), coder, transcript)
    if until:
        events = [event for event in events if event.at <= until]
    foreign = sum(isinstance(event.what, Foreign) for event in events)
    return replace(fold(events, ground_of(study, transcript)), unread=len(faults) + foreign)


def journal_problems(study: Study, path: Path, coder: str, transcript: str) -> list[Problem]:
    name = study.relative(path)
    bad, strange, kept = Say("hint.repair_sets_aside"), Say("hint.repair_brings_home"), Say("hint.kept")
    events, faults = read_events(path, coder, transcript)
    found = [Problem(name, line, what, strange if what == _STRANGE else bad) for line, what in faults]
    for event in events:
        if isinstance(event.what, Foreign):
            told = Say("fault.newer_kind", id=event.id, kind=event.what.kind)
            found.append(Problem(name, 0, told, kept, "warning"))
        elif unknown := _unknown_keys(event):
            told = Say("fault.newer_keys", id=event.id, keys=", ".join(unknown))
            found.append(Problem(name, 0, told, kept, "warning"))
    return found


def _unknown_keys(event: Event) -> list[str]:
    marks = event.what.marks if isinstance(event.what, CodingsMarked) else ()
    return [*(key for key, _ in event.what.more), *(name for name in marks if name not in MARKS)]


def withdrawn_by(study: Study, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
    """The ids of what these withdrawals name."""
    events, _ = read_events(study.journal(coder, transcript), coder, transcript)
    found = [event.what.of for event in events if event.id in ids and isinstance(event.what, EventsWithdrawn)]
    return [name for of in found for name in of]


def make_events(new: Sequence[NewEvent], before: Iterable[Event], coder: str, transcript: str) -> list[Event]:
    """The events that are to be written, numbered after those that are there."""
    seq = max((event.seq for event in before), default=0)
    return [
        Event(one.id or new_id(), seq + number, now(), coder, transcript, one.what) for number, one in enumerate(new, 1)
    ]
