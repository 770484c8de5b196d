"""A coding confirmed is on disk: processes killed, two at once, torn lines, two copies merged."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from qualcode.model.events.event import CodeApplied, Event, NewEvent
from qualcode.store.copies import JournalFile, unite_journal
from qualcode.store.journal import read_events
from qualcode.store.layout import Study
from qualcode.store.transaction import append
from tests.conftest import Ran
from tests.needs import needs_signals


def draft(number: int, code: str = "a") -> NewEvent:
    return NewEvent(CodeApplied(start=number, end=number + 1, code=code, quote="x"))


def starts(events: Sequence[Event]) -> list[int]:
    return [event.what.start for event in events if isinstance(event.what, CodeApplied)]


def write_many(root: str, name: str, count: int, together: Barrier) -> None:
    together.wait()  # so that the processes really write at once
    for _ in range(count):
        append(Study(Path(root)), "jan", "T", draft(0, name))


def test_events_are_numbered_one_after_another(tmp_path: Path) -> None:
    study = Study(tmp_path)
    for _ in range(3):
        append(study, "jan", "T", draft(1), draft(2))
    events, faults = read_events(study.journal("jan", "T"), "jan", "T")
    assert [event.seq for event in events] == [1, 2, 3, 4, 5, 6]
    assert faults == []


@pytest.mark.slow
def test_two_processes_appending_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(3)
    workers = [context.Process(target=write_many, args=(str(tmp_path), name, 40, together)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    events, faults = read_events(Study(tmp_path).journal("jan", "T"), "jan", "T")
    assert len(events) == 120
    assert [event.seq for event in events] == list(range(1, 121))
    assert faults == []


def test_an_event_is_forced_to_disk_before_the_call_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        forced.append(Study(tmp_path).journal("jan", "T").read_bytes())

    monkeypatch.setattr(os, "fsync", fsync)
    (event,) = append(Study(tmp_path), "jan", "T", draft(1))
    assert event.id.encode() in forced[0]


_ENDLESS = """
import sys
from pathlib import Path
from qualcode.model.events.event import CodeApplied, NewEvent
from qualcode.store.layout import Study
from qualcode.store.transaction import append
n = 0
while True:
    applied = CodeApplied(start=n, end=n + 1, code="a", quote="x" * 500)
    append(Study(Path(sys.argv[1])), "jan", "T", NewEvent(applied))
    print(n, flush=True)
    n += 1
"""


@needs_signals
@pytest.mark.parametrize("wait", [0.05, 0.13, 0.31])
def test_a_killed_process_loses_at_most_the_event_being_written(tmp_path: Path, wait: float) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    process = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    confirmed = [int(first), *(int(line) for line in process.stdout.read().split("\n") if line.strip())]
    process.wait()
    process.stdout.close()
    events, _ = read_events(Study(tmp_path).journal("jan", "T"), "jan", "T")
    written = starts(events)
    assert set(confirmed) <= set(written)
    assert len(written) - len(confirmed) <= 1
    append(Study(tmp_path), "jan", "T", draft(10**6))
    assert starts(read_events(Study(tmp_path).journal("jan", "T"), "jan", "T")[0])[-1] == 10**6


def test_a_torn_line_stays_a_line_of_its_own_and_can_be_moved_away(tmp_path: Path) -> None:
    study = Study(tmp_path)
    path = study.journal("jan", "T")
    append(study, "jan", "T", draft(1))
    with path.open("ab") as file:
        file.write(b'{"v":1,"event":"apply","id":"half')
    append(study, "jan", "T", draft(2))
    events, faults = read_events(path, "jan", "T")
    assert starts(events) == [1, 2]
    assert [(line, str(what)) for line, what in faults] == [(2, "this line is torn or no event")]
    assert unite_journal(study, JournalFile(path.parent, path.name, "jan", "T")) == (0, 1)
    assert read_events(path, "jan", "T")[1] == []
    assert path.with_name("T.jsonl.bad").read_bytes() == b'{"v":1,"event":"apply","id":"half\n'


def test_an_event_in_the_wrong_folder_does_not_count(tmp_path: Path) -> None:
    study = Study(tmp_path)
    append(study, "piet", "T", draft(1))
    study.journal("jan", "T").parent.mkdir(parents=True)
    study.journal("jan", "T").write_bytes(study.journal("piet", "T").read_bytes())
    events, faults = read_events(study.journal("jan", "T"), "jan", "T")
    assert events == []
    assert "another coder" in str(faults[0][1])


def test_check_names_the_line_and_repair_mends_it(
    cli: Callable[..., Ran], make_study: Callable[[str], object], tmp_path: Path
) -> None:
    make_study("== P-1.txt\nI: Hoe?\nP-1: Goed zo.\nI: En?\nP-1: Ja.\n== codings\njan P-1 a Goed zo.\n")
    root = tmp_path / "study-0"
    for file in (root / "codings" / "jan" / "P-1.jsonl", root / "log.jsonl"):
        file.write_text(file.read_text() + "nonsense\n")
    found = cli("-C", root, "check")
    assert found.status == 1
    assert "codings/jan/P-1.jsonl:2: this line is torn or no event" in found.out
    assert cli("-C", root, "frequencies").err.startswith("Mind: 1 journal line could not be read")
    assert "log.jsonl:4: warning: this line is torn" in found.out
    assert cli("-C", root, "check", "--repair").status == 0
    assert (root / "log.jsonl.bad").read_text() == "nonsense\n"
    assert json.loads((root / "codings" / "jan" / "P-1.jsonl").read_text())["event"] == "apply"
