"""The journals: append-only files of one event a line, written under a lock, read without one."""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from qualcode.errors import Problem, QualcodeError
from qualcode.model.coding import Codings
from qualcode.model.events import Event, event_from_json, fold
from qualcode.model.undoing import inverse
from qualcode.store.layout import Study

# Kind of event, its data. An `id` in the data is the event's own, for events of one write that name one another.
Draft = tuple[str, Mapping[str, Any]]


def now() -> str:
    """The time of an event: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """48 random bits: among 100,000 events the chance of two alike is one in 50,000."""
    return secrets.token_hex(6)


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a journal with their numbers, those without anything left out."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except FileNotFoundError:
        return
    except OSError as error:
        raise QualcodeError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None


@lru_cache(4096)
def _parsed(line: bytes) -> Event:
    """At the desk the same journal is read after every act: of 500 lines this saves 7 ms each time."""
    return event_from_json(json.loads(line.decode()))


def read_events(path: Path, coder: str, transcript: str) -> tuple[list[Event], list[tuple[int, str]]]:
    """The events of a journal, and (line, what is wrong) for every line that is none or stands in the wrong place."""
    events: list[Event] = []
    faults: list[tuple[int, str]] = []
    for number, line in read_lines(path):
        try:
            event = _parsed(line)
        except (ValueError, RecursionError) as error:
            torn = isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError))
            faults.append((number, "this line is torn or no event" if torn else str(error)))
            continue
        if event.coder != coder or event.transcript != transcript:
            faults.append((number, "this event is of another coder or transcript than its folder and file say"))
            continue
        events.append(event)
    return events, faults


def read_codings(path: Path, coder: str, transcript: str, until: str = "") -> Codings:
    """What the journal says now, or said at the moment `until`."""
    events, faults = read_events(path, coder, transcript)
    if until:
        events = [event for event in events if event.at <= until]
    return replace(fold(events), unread=len(faults))


def journal_problems(study: Study, path: Path, coder: str, transcript: str) -> list[Problem]:
    name = study.relative(path)
    hint = "qualcode check --repair moves it to a .bad file beside the journal"
    return [Problem(name, line, message, hint) for line, message in read_events(path, coder, transcript)[1]]


def update(study: Study, coder: str, transcript: str, decide: Callable[[Codings], Sequence[Draft]]) -> list[Event]:
    """Append what `decide` makes of the journal as it stands, all under one lock; returns the events written."""
    return _append(study, coder, transcript, lambda events: decide(fold(events)))


def take_back(study: Study, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
    """Undo events of one journal by further events; returns their ids, with which that is undone in turn."""
    written = _append(study, coder, transcript, lambda events: inverse(events, ids, new_id))
    return [event.id for event in written]


def withdrawn_by(study: Study, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
    """The ids of what these withdrawals name."""
    events, _ = read_events(study.journal(coder, transcript), coder, transcript)
    return [name for event in events if event.id in ids and event.event == "withdraw" for name in event.data["of"]]


def _append(study: Study, coder: str, transcript: str, decide: Callable[[list[Event]], Sequence[Draft]]) -> list[Event]:
    path = study.journal(coder, transcript)
    with locked(path):
        events, _ = read_events(path, coder, transcript)
        drafts = decide(events)
        seq = max((event.seq for event in events), default=0)
        written = [
            _event(kind, dict(data), seq + number, coder, transcript) for number, (kind, data) in enumerate(drafts, 1)
        ]
        append_lines(path, [event.to_json() for event in written])
    return written


def _event(kind: str, data: dict[str, Any], seq: int, coder: str, transcript: str) -> Event:
    return Event(kind, data.pop("id", None) or new_id(), seq, now(), coder, transcript, data)


def append_lines(path: Path, records: Sequence[Mapping[str, Any]]) -> None:
    """Append records as JSON lines in one write, on disk when this returns. The caller holds the lock."""
    if not records:
        return
    lines = "".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b", buffering=0) as file:
            data = lines.encode("utf-8", "surrogatepass")
            if file.seek(0, os.SEEK_END) and _last_byte(file.fileno(), file.tell()) != b"\n":
                data = b"\n" + data  # the line before was torn: it stays a line of its own
            file.write(data)
            os.fsync(file.fileno())
    except OSError as error:
        raise QualcodeError(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from None


def _last_byte(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """An exclusive lock for one journal; the lock file lies in the user's cache, never in the study."""
    from filelock import FileLock, Timeout
    from platformdirs import user_cache_path

    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]
    try:
        folder = user_cache_path("qualcode", appauthor=False) / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=30)
        lock.acquire()
    except Timeout:
        raise QualcodeError(f"{path} is being written by another program; try again.") from None
    except OSError as error:
        raise QualcodeError(f"No lock can be made in the cache folder: {(error.strerror or '').lower()}.") from None
    try:
        yield
    finally:
        lock.release()


def repair(path: Path, coder: str, transcript: str) -> int:
    """Move the lines that are no events to `<journal>.bad`; returns how many. The rest stays as it was."""
    with locked(path):
        bad = {line for line, _ in read_events(path, coder, transcript)[1]}
        if bad:
            set_aside(path, bad)
    return len(bad)


def set_aside(path: Path, bad: set[int]) -> None:
    """Move lines by number to a .bad file beside; what is there already stays. The caller holds the lock."""
    from qualcode.store.files import write_bytes

    lines = [(number, line if line.endswith(b"\n") else line + b"\n") for number, line in read_lines(path)]
    beside = path.with_name(path.name + ".bad")
    earlier = beside.read_bytes() if beside.exists() else b""
    write_bytes(beside, earlier + b"".join(line for number, line in lines if number in bad))
    write_bytes(path, b"".join(line for number, line in lines if number not in bad))
