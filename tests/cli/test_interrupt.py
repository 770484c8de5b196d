"""Ctrl-C in the middle of matching: real processes, several of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.cli import interrupt
from qualcode.cli import main as main_module
from qualcode.errors import QualcodeError
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions
from tests.needs import needs_signals

pytestmark = pytest.mark.slow


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
    bring_in(opened, sorted(source.glob("*.txt")), ImportOptions(), "jan")
    return root


@needs_signals
def test_ctrl_c_stops_all_processes_and_leaves_nothing_half_written(long_study: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
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
    _, said = running.communicate(timeout=600)
    assert running.returncode == 130
    assert said.strip() == "Stopped; what was carried out before is saved."
    assert not out.exists()
    assert {path: path.read_bytes() for path in long_study.rglob("*") if path.is_file()} == before
    while _group(running.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _group(running.pid) == []


@needs_signals
def test_what_a_process_was_at_when_it_was_killed_is_done_again(long_study: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    out, whole = tmp_path / "review.csv", tmp_path / "whole.csv"
    undisturbed = [sys.executable, "-m", "qualcode", "-C", str(long_study), "suggest", "-o", str(whole)]
    subprocess.run(undisturbed, capture_output=True, check=True)
    command = [sys.executable, "-m", "qualcode", "-C", str(long_study), "suggest", "-o", str(out)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(_group(running.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    (worker, *_) = [pid for pid in _group(running.pid) if pid != running.pid]
    os.kill(worker, signal.SIGKILL)
    _, said = running.communicate(timeout=600)
    assert running.returncode == 0, said
    assert out.read_bytes() == whole.read_bytes()


def _group(group: int) -> list[int]:
    """The processes of a group that are still there."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and not state.startswith("Z")]


@needs_signals
def test_ctrl_c_is_answered_at_any_moment(long_study: Path) -> None:
    """From the moment it listens, before the rest of it is loaded, to the last line that is printed."""
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    code = "import sys, qualcode.__main__ as program; print('ready', flush=True); program.main()"
    command = [sys.executable, "-c", code, "-C", str(long_study), "search", "nurse"]
    started = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    whole = time.monotonic() - started
    ends = []
    for part in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(whole * part)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=600)
        if running.returncode == 130:
            assert said.splitlines()[-1:] == ["Stopped; what was carried out before is saved."]
        assert "Traceback" not in said
        ends.append(running.returncode)
    assert set(ends) <= {0, 130}  # 0: it was done before
    assert ends[0] == 130


@pytest.mark.parametrize(
    "error",
    [BrokenPipeError(), SystemExit(1), SystemExit(0), QualcodeError("error.worker_ended", n=3, transcript="P-1"), OSError(5, "x"), ValueError()],
)  # fmt: skip
def test_whatever_fails_after_ctrl_c_fails_because_of_it(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe to a worker that broke, a library that answered the interrupt itself, a pool that is told as damaged."""
    monkeypatch.setattr(interrupt, "_pressed", [1.0])
    assert main_module._answer(error) == 130
    assert capsys.readouterr().err == "Stopped; what was carried out before is saved.\n"


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    """One that died of it first looked, on a busy machine, like a process that was killed: exit 1 and another sentence."""
    code = (
        "import os, signal, time\n"
        "from qualcode.usecases.workers import _begin\n"
        "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        "_begin(lambda: print, ())\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        "time.sleep(0.1)\n"
        "print('alive')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "alive\n"
