"""Work in several processes: in order, whatever becomes of a process."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.usecases import workers
from qualcode.usecases.workers import Here, Pool, Work
from tests.needs import needs_signals

NAMES = [f"P-{number}" for number in range(30)]


def doing(folder: Path) -> Callable[[str], str]:
    """What a process answers. The first time at a name that is in the folder it ends; at each in it as `always` every time."""

    def done(name: str) -> str:
        try:
            ends = (folder / name).read_text()
        except FileNotFoundError:
            return name.lower()
        if ends != "always":
            (folder / name).unlink()
        os._exit(1)

    return done


def answers(folder: Path) -> Iterator[str]:
    return Pool(2).run(Work(doing, (folder,), lost), NAMES)


def lost(name: str, times: int) -> QualcodeError:
    return QualcodeError("error.worker_ended", n=times, transcript=name)


def test_this_process_answers_the_same(tmp_path: Path) -> None:
    assert [*Here().run(Work(doing, (tmp_path,), lost), NAMES)] == [*answers(tmp_path)]


@pytest.mark.parametrize("ended", [[], ["P-0"], ["P-29"], ["P-3", "P-4", "P-20"], NAMES])
def test_what_a_lost_process_left_unfinished_is_done_again_and_the_order_stays(
    ended: list[str], tmp_path: Path
) -> None:
    for name in ended:
        (tmp_path / name).write_text("once")
    assert [*answers(tmp_path)] == [name.lower() for name in NAMES]
    assert not [*tmp_path.iterdir()]


def test_a_process_that_somebody_kills_is_no_fault(tmp_path: Path) -> None:
    found = []
    for number, answer in enumerate(answers(tmp_path)):
        found.append(answer)
        if number in (4, 17) and sys.platform != "win32":
            os.kill(active_children()[0].pid or 0, signal.SIGKILL)
    assert found == [name.lower() for name in NAMES]


@needs_signals
def test_a_process_killed_when_all_is_done_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the lock of the queue as often as not; whoever waits for that is ended."""
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    monkeypatch.setattr(workers, "_GRACE", 0.5)
    for _ in range(4):
        made = answers(tmp_path)
        found = [next(made) for _ in NAMES]
        for child in active_children()[:1]:
            os.kill(child.pid or 0, signal.SIGKILL)
        assert [*found, *made] == [name.lower() for name in NAMES]
        assert not active_children()


def test_whoever_ends_its_process_every_time_is_named_after_what_came_before_it(tmp_path: Path) -> None:
    (tmp_path / "P-7").write_text("always")
    made = answers(tmp_path)
    assert [next(made) for _ in range(7)] == [name.lower() for name in NAMES[:7]]
    with pytest.raises(QualcodeError, match="3 times while it worked on P-7"):
        next(made)
    assert not active_children()
