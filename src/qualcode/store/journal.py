"""The journals: append-only files of one event a line, written by a transaction, read without a lock."""

import json
import marshal
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from qualcode.errors import Invalid, Problem, QualcodeError
from qualcode.model.coding import Coding, Codings
from qualcode.model.events.event import MARKS, CodingsMarked, Event, EventsWithdrawn, Foreign, NewEvent, event_from_json
from qualcode.model.events.fold import fold
from qualcode.model.span import Span
from qualcode.store.kept import Kept, Packed, Stamp, stamp
from qualcode.store.layout import Study
from qualcode.store.lines import new_id, now, read_lines
from qualcode.store.transcripts import ground_of
from qualcode.text import Say

_STRANGE = Say("fault.event_elsewhere")
Fault = tuple[int, Say | QualcodeError]  # the line, and what is wrong with it


@lru_cache(4096)
def _parsed(line: bytes) -> Event:
    """At the desk the same journal is read after every act: of 500 lines this saves 7 ms each time."""
    return event_from_json(json.loads(line.decode()))


def read_events(path: Path, coder: str, transcript: str) -> tuple[Sequence[Event], Sequence[Fault]]:
    """The events of a journal, and (line, what is wrong) for every line that is none or stands in the wrong place."""
    return _events(path, coder, transcript, stamp(path))


@lru_cache(16)  # the journals of one transcript, which are folded and then told
def _events(path: Path, coder: str, transcript: str, stamp: Stamp) -> tuple[Sequence[Event], Sequence[Fault]]:
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
    key = (study.root, coder, transcript, until)
    return _FOLDED.get(key, tuple(map(stamp, files)), partial(_folded, study, coder, transcript, until))


def _folded(study: Study, coder: str, transcript: str, until: str) -> Codings:
    events, faults = read_events(study.journal(coder, transcript), coder, transcript)
    if until:
        events = [event for event in events if event.at <= until]
    return _fold(study, transcript, events, faults)


def _fold(study: Study, transcript: str, events: Sequence[Event], faults: Sequence[Fault]) -> Codings:
    foreign = sum(isinstance(event.what, Foreign) for event in events)
    ground = ground_of(study, transcript)
    carried = ground is not None and not all(ground.is_here(getattr(event.what, "sha", "")) for event in events)
    return replace(fold(events, ground), unread=len(faults) + foreign, carried=carried)


def _pack(codings: Codings) -> Packed:
    """The codings as plain rows, which take half the time of objects; there are few of the rest."""
    rows = [(*one[:_SPAN], one.span.start, one.span.end, *one[_SPAN + 1 :]) for one in codings.applied]
    return marshal.dumps(rows), pickle.dumps(replace(codings, applied=()))


def _unpack(packed: Packed) -> Codings:
    rows, rest = packed
    applied = tuple(
        [Coding._make((*row[:_SPAN], Span(*row[_SPAN : _SPAN + 2]), *row[_SPAN + 2 :])) for row in marshal.loads(rows)]
    )
    codings: Codings = pickle.loads(rest)
    return replace(codings, applied=applied)


_SPAN = Coding._fields.index("span")
_FOLDED = Kept(_pack, _unpack, room=64 * 2**20, fresh=16)


def checked_journal(study: Study, coder: str, transcript: str) -> tuple[Codings, list[Problem]]:
    """What a journal says, and what is wrong with its lines, read afresh."""
    path = study.journal(coder, transcript)
    events, faults = read_events(path, coder, transcript)
    problems = list(_line_problems(study.relative(path), events, faults))
    return _fold(study, transcript, events, faults), problems


def _line_problems(name: str, events: Iterable[Event], faults: Iterable[Fault]) -> Iterator[Problem]:
    bad, strange, kept = Say("hint.repair_sets_aside"), Say("hint.repair_brings_home"), Say("hint.kept")
    for line, what in faults:
        yield Problem(name, line, what, strange if what == _STRANGE else bad)
    seen: dict[str, Event] = {}
    for event in events:
        if isinstance(event.what, Foreign):
            yield Problem(name, 0, Say("fault.newer_kind", id=event.id, kind=event.what.kind), kept, "warning")
        elif unknown := _unknown_keys(event):
            yield Problem(name, 0, Say("fault.newer_keys", id=event.id, keys=", ".join(unknown)), kept, "warning")
        if seen.setdefault(event.id, event) != event:  # both lines stay, and a person must look
            yield Problem(name, 0, Say("fault.two_lines", id=event.id), Say("hint.take_out_one"))


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
