"""Very many short answers: how long on the wall by one process and by two, and how much memory."""

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.speed import cost

_WORDS = (
    "the waiting was long but nurse friendly and I could park food cold information clear doctor listened not appointment "
    "moved telephone reachable one that of up for with are there also on around by out still to have well can they so must "
    "then what this because ward room bed night day hour minutes week talk result test"
).split()
_BOOK = """
language: en
codes:
- id: care
  name: Care
  codes:
  - {id: waiting, name: Waiting, keywords: ["wait*", long]}
  - {id: kindness, name: Kindness, keywords: [friendly, "listen*"]}
- {id: reach, name: Reach, keywords: [reachable, park]}
"""
_COUNT = "import csv, re, sys; found = re.compile(r'\\b(?:wait\\w*|long|friendly|listen\\w*|reachable|park)\\b', re.I).findall; print(sum(len(found(row[2])) for row in csv.reader(open(sys.argv[1]))))"


def answers(file: Path, number: int) -> None:
    """Of three to thirty words, half of them without what is looked for."""
    pick = random.Random(3)
    with file.open("w", newline="") as data:
        rows = csv.writer(data)
        rows.writerow(["id", "region", "text"])
        for one in range(number):
            region = pick.choice(["North", "South", "East"])
            rows.writerow([f"A{one}", region, " ".join(pick.choices(_WORDS, k=pick.randint(3, 30)))])


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, data = folder / "book.yaml", folder / "answers.csv"
        book.write_text(_BOOK)
        command = ("corpus", "frequencies", str(data), "--codebook", str(book), "--by", "region", "--format", "csv")
        for number, workers in ((100_000, (1, 2)), (1_000_000, (2,))):
            answers(data, number)
            least = _wall([sys.executable, "-c", _COUNT, str(data)])
            for several in workers:
                told = f"{number:,} answers, {several} processes"
                yield f"{_measured(told, *command, '--workers', str(several))}   {least:6.1f}s one regular expression"
        with _dask(folder) as address:
            told = f"{number:,} answers, 2 workers of a cluster"
            yield f"{_measured(told, *command, '--cluster', address)} of the program itself"


def _measured(told: str, *command: str) -> str:
    words = [sys.executable, "-m", "qualcode", *command]
    wall, used = _wall(words), cost(words, runs=1)
    return f"corpus frequencies, {told}".ljust(64) + f" {wall:7.1f}s wall {used.cpu:7.1f}s cpu {used.memory:5.0f} MiB"


@contextmanager
def _dask(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers on this computer."""
    told = folder / "scheduler.json"
    common = ("--scheduler-file", str(told), "--no-dashboard", "--host", "127.0.0.1")
    kinds = (
        ("scheduler", "--port", "0"),
        ("worker", "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder)),
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{kind}", *how, *common], stderr=subprocess.DEVNULL
        )
        for kind, *how in kinds
    ]
    try:
        while not (told.exists() and "address" in told.read_text()):
            time.sleep(0.1)
        yield json.loads(told.read_text())["address"]
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def _wall(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began
