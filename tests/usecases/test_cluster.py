"""A Dask cluster as an engine: a real scheduler and two real workers on this computer, of which some are killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.units import csv as csv_units
from qualcode.text import Say
from qualcode.usecases import cluster as module
from qualcode.usecases.cluster import Tls, cluster, is_open
from qualcode.usecases.corpus.books import book_for
from qualcode.usecases.corpus.data import corpus
from qualcode.usecases.corpus.drawing import draw
from qualcode.usecases.corpus.run import Run
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.corpus.task import HITS
from qualcode.usecases.workers import Engine, Here, Work
from tests.needs import needs_openssl, needs_signals

pytestmark = [pytest.mark.slow, needs_signals]
T = TypeVar("T")
OPEN = Tls()
ROOT = Path(__file__).resolve().parent.parent.parent
BOOK = "language: nl\ncodes: [{id: a, name: Wachten, keywords: ['wacht*']}, {id: b, name: Lang, keywords: [lang]}]\n"


def nothing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
    return items


@dataclass
class Started:
    """A scheduler and its workers."""

    address: str
    processes: list[subprocess.Popen[Any]]
    tls: Tls = OPEN

    def workers(self) -> list[int]:
        """The processes that do the work, of which nannies begin others when they are lost; none as long as none is ready."""
        with suppress(QualcodeError), cluster(self.address, self.tls) as made:
            return list(made.client.run(os.getpid).values())
        return []


def start(folder: Path, *how: str, tls: Tls = OPEN) -> Started:
    told = folder / "scheduler.json"
    env = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    begin = partial(subprocess.Popen, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    common = ["--no-dashboard", *how]
    scheduler = begin(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
         "--scheduler-file", str(told), *common]
    )  # fmt: skip
    workers = begin(
        [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(told), "--nworkers", "2",
         "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder), *common]
    )  # fmt: skip
    until(told.exists)
    until(lambda: "address" in told.read_text())
    found = re.search(r'"address": "([^"]+)"', told.read_text())
    assert found
    started = Started(found[1], [scheduler, workers], tls)
    until(lambda: len(started.workers()) == 2)
    return started


def until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    made = start(tmp_path_factory.mktemp("dask"))
    yield made
    stop(made)


def stop(made: Started) -> None:
    for process in reversed(made.processes):
        process.terminate()
        process.wait(60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    rows = "".join(f"{n};{'Noord' if n % 2 else 'Zuid'};Wij wachten {'lang ' * (n % 3)}op {n}.\n" for n in range(200))
    (tmp_path / "answers.csv").write_text("nr;regio;antwoord\n" + rows)
    return tmp_path


@pytest.fixture
def five_rows_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_units, "MOST_ROWS", 5)


def run(folder: Path, engine: Engine, watch: Any = nothing, tell: Callable[[Say], None] = lambda _: None) -> Run:
    found = corpus([str(folder / "answers.csv")], "antwoord", "nr", "regio")
    book = book_for(None, str(folder / "book.yaml"), "")
    return Run(Sweep(found, lambda _: engine, watch, tell), book.query(found.chosen))


@pytest.mark.usefixtures("five_rows_a_part")
def test_a_cluster_finds_what_one_process_finds_to_the_row_though_a_worker_is_killed(
    folder: Path, started: Started
) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    alone = run(folder, Here()).write(HITS, folder / "alone.csv")
    with cluster(started.address, OPEN) as engine:
        assert run(folder, engine).write(HITS, folder / "two.csv") == alone
        (victim, *_) = started.workers()

        def killing(items: Iterable[T], total: int, what: str) -> Iterable[T]:
            assert total == 40
            for number, item in enumerate(items):
                yield item
                if number == 1:
                    os.kill(victim, signal.SIGKILL)

        assert run(folder, engine, killing).write(HITS, folder / "killed.csv") == alone
        assert run(folder, engine).count() == alone
        sweep = run(folder, engine).sweep
        assert draw(sweep, 20, 5) == draw(run(folder, Here()).sweep, 20, 5)
    assert (folder / "two.csv").read_bytes() == (folder / "alone.csv").read_bytes()
    assert (folder / "killed.csv").read_bytes() == (folder / "alone.csv").read_bytes()
    assert not [*folder.glob(".*")]
    assert victim not in started.workers()
    until(lambda: len(started.workers()) == 2)


def ending(folder: Path) -> Callable[[str], str]:
    """What a worker does with a name: it ends where there is a file of that name."""

    def named(name: str) -> str:
        if (folder / name).exists():
            os._exit(1)
        return name.lower()

    return named


def lost(name: str, times: int) -> QualcodeError:
    return QualcodeError("error.worker_ended", n=times, transcript=name)


def test_whatever_ends_its_worker_every_time_is_named_and_the_others_are_not_blamed(
    tmp_path: Path, started: Started
) -> None:
    names = [f"P-{number}" for number in range(8)]
    with cluster(started.address, OPEN) as engine:
        work = Work(ending, (tmp_path,), lost)
        assert [*engine.run(work, names)] == [name.lower() for name in names]
        (tmp_path / "P-3").touch()
        made = engine.run(work, names)
        assert [next(made) for _ in range(3)] == ["p-0", "p-1", "p-2"]
        with pytest.raises(QualcodeError, match="2 times while it worked on P-3"):
            next(made)
    until(lambda: len(started.workers()) == 2)


@pytest.mark.usefixtures("five_rows_a_part")
def test_what_is_wrong_with_the_data_is_told_as_by_one_process(folder: Path, started: Started) -> None:
    with (folder / "answers.csv").open("a") as file:
        file.write("7;Zuid;Twee keer.\n")
    with cluster(started.address, OPEN) as engine, pytest.raises(QualcodeError, match="one id") as told:
        run(folder, engine).write(HITS, folder / "hits.csv")
    with pytest.raises(QualcodeError) as alone:
        run(folder, Here()).write(HITS, folder / "hits.csv")
    assert str(told.value) == str(alone.value)
    assert sorted(path.name for path in folder.iterdir()) == ["answers.csv", "book.yaml"]


def test_a_worker_with_another_version_is_refused_also_when_it_comes_later(
    folder: Path, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = module._versions()
    assert {"Python", "qualcode", "simplemma", "PyStemmer"} <= here.keys()
    monkeypatch.setattr(module, "_versions", lambda: {**here, "simplemma": "0.1"})
    with pytest.raises(QualcodeError, match=r"has simplemma .*, and here it is 0\.1"), cluster(started.address, OPEN):
        pass
    monkeypatch.setattr(module.Cluster, "check", lambda self: None)
    with (
        cluster(started.address, OPEN) as engine,
        pytest.raises(QualcodeError, match=r"tcp://127.*simplemma .*, and here it is 0\.1"),
    ):
        run(folder, engine).count()


@pytest.mark.parametrize("address", ["127.0.0.1:80", "tcp://127.0.0.1:9", "tls://127.0.0.1:9"])
def test_where_there_is_no_cluster_one_sentence_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CONNECTING", 1)
    with pytest.raises(QualcodeError), cluster(address, OPEN):
        pass


def test_an_address_that_others_can_listen_to_is_told_from_one_that_they_cannot() -> None:
    assert is_open("tcp://10.0.0.1:8786")
    assert not any(map(is_open, ("tls://10.0.0.1:8786", "tcp://127.0.0.1:8786", "tcp://localhost:8786")))


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="no /proc")
def test_workers_that_see_neither_the_data_nor_the_folder_are_sent_the_one_and_send_back_the_other(
    folder: Path, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`/proc/self/cwd` is another folder for the program than for the workers."""
    monkeypatch.chdir(folder)
    run(folder, Here()).write(HITS, folder / "alone.csv")
    told: list[str] = []
    with cluster(started.address, OPEN) as engine:
        there = Path("/proc/self/cwd")
        away = run(there, engine, tell=lambda say: told.append(say.key))
        away.write(HITS, there / "hits.csv")
        run(folder, engine, tell=lambda say: told.append(say.key)).count()
    assert told == ["units.cluster.hands_back", "units.cluster.sent", "units.cluster.reads"]
    assert (folder / "hits.csv").read_bytes() == (folder / "alone.csv").read_bytes()


def test_ctrl_c_leaves_no_half_file_and_the_workers_free(folder: Path, started: Started) -> None:
    (folder / "long.csv").write_text("antwoord\n" + "Wij wachten lang op hulp.\n" * 160_000)  # eight parts
    command = [sys.executable, "-m", "qualcode", "corpus", "suggest", "long.csv", "--codebook", "book.yaml",
               "-o", "hits.csv", "--cluster", started.address]  # fmt: skip
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: len([*folder.glob(".hits.csv.*.parts/*.csv")]) > 0 or running.poll() is not None)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert sorted(path.name for path in folder.iterdir()) == ["answers.csv", "book.yaml", "long.csv"]
    with cluster(started.address, OPEN) as engine:
        run(folder, engine).write(HITS, folder / "after.csv")


@needs_openssl
def test_a_closed_cluster_answers_who_has_the_files_and_nobody_else(folder: Path, tmp_path: Path) -> None:
    keys = tmp_path / "tls"
    keys.mkdir()
    own = partial(subprocess.run, cwd=keys, check=True, capture_output=True)
    own(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
         "-subj", "/CN=fictional", "-days", "2"])  # fmt: skip
    tls = Tls(str(keys / "cert.pem"), str(keys / "cert.pem"), str(keys / "key.pem"))
    how = ("--protocol", "tls", "--tls-ca-file", tls.ca, "--tls-cert", tls.certificate, "--tls-key", tls.key)
    made = start(keys, *how, tls=tls)
    try:
        assert made.address.startswith("tls://")
        run(folder, Here()).write(HITS, folder / "alone.csv")
        with cluster(made.address, tls) as engine:
            run(folder, engine).write(HITS, folder / "closed.csv")
        assert (folder / "closed.csv").read_bytes() == (folder / "alone.csv").read_bytes()
        for address in (made.address, made.address.replace("tls:", "tcp:")):
            with pytest.raises(QualcodeError, match="No cluster answers"), cluster(address, OPEN):
                pass
    finally:
        stop(made)
