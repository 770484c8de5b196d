"""Ctrl-C in the middle of matching: real processes, several of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.acts.importing import ImportOptions, prepare, write
from qualcode.acts.study import Start, open_study, start_study


@pytest.fixture
def long_study(tmp_path: Path) -> Path:
    """Eight megabytes of speech: enough for several processes."""
    root, source = tmp_path / "study", tmp_path / "source"
    source.mkdir()
    start_study(Start(root, language="en", coder="jan", codebook_text="codes: [{id: a, name: A, keywords: [trust]}]\n"))
    for number in range(20):
        speech = f"We trusted nurse {number} and the others did not. Fine. " * 8000
        (source / f"P-{number}.txt").write_text(f"I: How?\nP-{number}: {speech}\nI: So?\nP-{number}: So.\n")
    opened = open_study(root)
    list(write(opened, list(prepare(opened, sorted(source.glob("*.txt")), ImportOptions())), ImportOptions(), "jan"))
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a process group")
def test_ctrl_c_stops_all_processes_and_leaves_nothing_half_written(long_study: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    before = {path: path.read_bytes() for path in long_study.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "qualcode", "-C", str(long_study), "suggest", "-o", str(out)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(_group(running.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(3):  # an impatient person
        os.killpg(running.pid, signal.SIGINT)
        time.sleep(0.1)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.strip() == "Stopped; everything decided before is saved."
    assert not out.exists()
    assert {path: path.read_bytes() for path in long_study.rglob("*") if path.is_file()} == before
    while _group(running.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _group(running.pid) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_is_told_in_one_sentence(long_study: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    command = [sys.executable, "-m", "qualcode", "-C", str(long_study), "suggest", "-o", str(out)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(_group(running.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    (worker, *_) = [pid for pid in _group(running.pid) if pid != running.pid]
    os.kill(worker, signal.SIGKILL)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said.startswith("A process ended in the middle of its work")
    assert said.count("\n") == 1
    assert not out.exists()


def _group(group: int) -> list[int]:
    """The processes of a group that are still there."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and not state.startswith("Z")]
