"""What people wait for, as whole processes: CPU seconds with start-up, the least of five runs, and the most memory.

Beside each stands what the work costs at least: the same bytes read, the same rows written, the same program begun. A table
is made twice: the first time with an empty cache, then with what the first left there.
"""

import csv
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import interview
from benchmarks.startup import BARE
from benchmarks.tables import CODES, THEMES, event
from qualcode.store.lines import append_lines
from qualcode.usecases.study import Start, open_study, start_study

_RUNS = 5
_SYLLABLES = [
    first + vowel + last for first in "bdgklmnprstvwz" for vowel in ("a", "e", "ij", "oe", "u") for last in "kln"
]
READ = "import sys; from pathlib import Path; print(sum(len(p.read_bytes()) for p in Path(sys.argv[1]).rglob('*')if p.is_file()))"
COUNT = "import json, sys; from pathlib import Path; print(sum(len(json.loads(l)) for p in Path(sys.argv[1]).glob('*/*.jsonl') for l in p.open()))"
WRITE = "import csv, sys; csv.writer(open(sys.argv[2], 'w')).writerows(csv.reader(open(sys.argv[1])))"
SHEET = """
import csv, sys
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
book = Workbook(write_only=True)
sheet, look = book.create_sheet(), Alignment(wrap_text=True, vertical="top")
def cell(value):
    made = WriteOnlyCell(sheet, value)
    made.alignment = look
    return made
for row in csv.reader(open(sys.argv[1])):
    sheet.append([cell(value) for value in row])
book.save(sys.argv[2])
"""


class Cost(NamedTuple):
    cpu: float  # seconds, of the process and those it waited for
    memory: float  # MiB, of the largest of them
    least: bool = False  # it may be less: a process begins with what the one that begins it has


def cost(
    command: Sequence[str], before: Callable[[], object] = lambda: None, runs: int = _RUNS, where: Path | None = None
) -> Cost:
    """The least of some runs, the most memory of them; `before` each something may be done, which does not count."""
    if sys.platform == "win32":
        raise NotImplementedError("what a process took is asked with os.wait4")
    import resource

    found = []
    for _ in range(runs):
        before()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=where) as child:
            told = child.stderr.read() if child.stderr else b""
            _, status, used = os.wait4(child.pid, 0)
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"{command}: {told.decode()}")
        found.append(Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, used.ru_maxrss <= own))
    most = max(found, key=lambda one: one.memory)
    return most._replace(cpu=min(one.cpu for one in found))


def course(command: Sequence[str]) -> str:
    """The memory of a command and the processes that it began, in MiB, at ten moments from its begin to its end (Linux)."""
    found = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None:
            found.append(sum(map(_resident, (child.pid, *_children(child.pid)))))
            time.sleep(0.05)
    return " ".join(f"{found[len(found) * at // 10]:.0f}" for at in range(10))


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    return []


def _resident(process: int) -> float:
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4 / 1024
    return 0.0


def profile(command: Sequence[str]) -> Iterator[str]:
    """Where the time of a command goes: its five dearest functions, with their share."""
    with tempfile.TemporaryDirectory() as name:
        file = f"{name}/profile"
        words = [sys.executable, "-m", "cProfile", "-o", file, *command[1:]]
        subprocess.run(words, check=True, capture_output=True)
        told = pstats.Stats(file)
    spent = {where: own for where, (_, _, own, _, _) in told.stats.items()}  # type: ignore[attr-defined]
    for (path, _, function), own in sorted(spent.items(), key=lambda one: -one[1])[:5]:
        yield f"    {own / sum(spent.values()):4.0%} {Path(path).name}:{function}"


def row(what: str, ours: Cost, floor: Cost, of: str, reach: str) -> str:
    memory = f"{'<' if ours.least else ''}{ours.memory:.0f}"
    return (
        f"{what:56} {ours.cpu:8.2f}s {memory:>6} MiB   {floor.cpu:8.3f}s {of:22} {ours.cpu / floor.cpu:7.1f}  {reach}"
    )


def qualcode(root: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "qualcode", "-C", str(root), *words]


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def study(folder: Path, transcripts: int, words: int, codings: int) -> Path:
    """Transcripts of so many words, each of a respondent of its own in one of two groups, with codings of random spans."""
    root, source = folder / "study", folder / "source"
    source.mkdir(parents=True)
    for number in range(transcripts):
        (source / f"R{number}.txt").write_text("\n\n".join(interview(number, words)) + "\n")
    start_study(Start(root, language="en", coder="jan", codebook_text=CODES + THEMES))
    subprocess.run(qualcode(root, "import", "--yes", str(source)), check=True, capture_output=True)
    names = [*open_study(root).project.transcripts]
    (root / "cases.csv").write_text(
        "case,group\n"
        + "".join(f"{case},{'xy'[n % 2]}\n" for n, case in enumerate(open_study(root).project.known_cases))
    )
    pick = random.Random(1)
    for name in names:
        text = (root / "transcripts" / f"{name}.txt").read_text()
        append_lines(root / "codings" / "jan" / f"{name}.jsonl", [event(name, text, n, pick) for n in range(codings)])
    return root


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        yield from _measured(Path(name))


def _measured(folder: Path) -> Iterator[str]:
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    begun = folder / "bare.py"
    begun.write_text(BARE)
    bare = cost([sys.executable, str(begun)])
    yield f"{'':56} {'ours':>9} {'most':>10}   {'least':>9} {'of':22} {'ratio':>7}  reach"
    large = study(folder / "large", 1000, 8000, 100)
    yield from _tables(large, folder)
    yield from _suggestions(folder)
    for number, reach in ((10, ".25"), (1_000, ".25"), (10_000, ".30")):
        root = study(folder / f"small-{number}", number, 700, 5)
        act = qualcode(root, "codings", "apply", "R1", "c0-0", "--span", "20:40")
        cost(act, runs=1)
        yield row(f"codings apply, {number:,} transcripts", cost(act), bare, "bare Typer", reach)
        if number > 10:
            yield from _lists(root, number, bare)


def _tables(root: Path, folder: Path) -> Iterator[str]:
    """Over 100,000 codings in 1,000 transcripts of 8,000 words."""
    codings = cost(python(COUNT, root / "codings"))
    for words, reach, again in (
        (("frequencies", "--format", "csv"), "1.4", ".35"),
        (("crosstab", "--by", "group", "--format", "csv"), "", ".4"),
        (("framework", "--format", "csv"), "", ".5"),
    ):
        first = cost(qualcode(root, *words), partial(_clear, folder))
        yield row(f"{words[0]}, 100,000 codings, first time", first, codings, "json of the journals", reach)
        yield row(
            f"{words[0]}, 100,000 codings, again", cost(qualcode(root, *words)), codings, "json of the journals", again
        )
    made, copy = folder / "quotes.csv", folder / "copy"
    cost(qualcode(root, "quotes", "-o", str(made)), runs=1)
    all_rows = cost(qualcode(root, "quotes", "--format", "csv"))
    yield from profile(qualcode(root, "quotes", "--format", "csv"))
    yield "  memory over time, MiB: " + course(qualcode(root, "quotes", "--format", "csv"))
    yield row(
        "quotes, 98,000 rows, csv", all_rows, cost(python(WRITE, made, copy)), "csv of the same rows", "4, 250 MiB"
    )
    tenth = qualcode(root, "quotes", *(f"--transcript=R{n}" for n in range(100)))
    few = folder / "few.csv"
    cost([*tenth, "-o", str(few)], runs=1)
    yield row(
        "quotes, 10,000 rows, csv",
        cost([*tenth, "--format", "csv"]),
        cost(python(WRITE, few, copy)),
        "csv of the same rows",
        ".6",
    )
    sheet = folder / "few.xlsx"
    ours = cost([*tenth, "-o", str(sheet)], lambda: sheet.unlink(missing_ok=True))
    yield row("quotes, 10,000 rows, xlsx", ours, cost(python(SHEET, few, copy)), "openpyxl, same cells", "1.1")


def _suggestions(folder: Path) -> Iterator[str]:
    """20 codes with 10 words each, in speech of 7,000 forms that are as unequal as those of a language (Zipf)."""
    pick = random.Random(2)
    forms = ["".join(pick.choices(_SYLLABLES, k=pick.randint(1, 3))) for _ in range(7000)]
    weights = [1 / rank for rank in range(1, len(forms) + 1)]
    chosen = pick.sample(
        [form for form in forms[1500:3500] if len(form) > 7], 200
    )  # of three syllables: no part of others
    codes = "codes:\n" + "".join(
        f"- {{id: k{n}, name: K {n}, keywords: [{', '.join(chosen[10 * n : 10 * n + 10])}]}}\n" for n in range(20)
    )
    source = folder / "speech"
    source.mkdir()
    for number in range(1000):
        (source / f"S{number}.txt").write_text("\n\n".join(_speech(number, forms, weights)) + "\n")
    for number, reach in ((100, "1.6 / 1.0"), (1000, "9 / 6 s wall, 250 MiB")):
        root = folder / f"keywords-{number}"
        start_study(Start(root, coder="jan", codebook_text=codes))
        files = [str(source / f"S{n}.txt") for n in range(number)]
        imported = cost(qualcode(root, "import", "--yes", *files), runs=1)
        read = cost(python(READ, source))
        if number == 1000:
            again = folder / "again"
            start_study(Start(again, coder="jan", codebook_text=codes))
            yield row("import 1,000 .txt of 8,000 words (one run)", imported, read, "reading them", "3, 150 MiB")
            yield "  memory over time, MiB: " + course(qualcode(again, "import", "--yes", *files))
            start_study(Start(folder / "once-more", coder="jan", codebook_text=codes))
            yield from profile(qualcode(folder / "once-more", "import", "--yes", *files[:200]))
        sheet = folder / f"sheet-{number}.csv"
        first = cost(qualcode(root, "suggest", "-o", str(sheet)), runs=1)
        yield row(f"suggest, {number:,} transcripts, first time (one run)", first, read, "reading 1,000 texts", reach)
        ours = cost(qualcode(root, "suggest", "-o", str(sheet)), partial(sheet.unlink, missing_ok=True), runs=3)
        rows = sum(1 for _ in csv.reader(sheet.open()))
        yield row(f"suggest, {number:,} transcripts, {rows:,} rows, again", ours, read, "reading 1,000 texts", reach)
    sheet.unlink()
    yield "  memory over time, MiB, of three processes: " + course(qualcode(root, "suggest", "-o", str(sheet)))
    few = folder / "keywords-100"
    yield from profile(qualcode(few, "suggest", "-o", str(folder / "profiled.csv")))


def _speech(number: int, forms: Sequence[str], weights: Sequence[float]) -> Iterator[str]:
    """About 8,000 words."""
    pick = random.Random(number)
    for _ in range(90):
        yield "Interviewer: " + " ".join(pick.choices(forms, weights, k=8)).capitalize() + "?"
        sentences = (" ".join(pick.choices(forms, weights, k=pick.randint(6, 18))).capitalize() for _ in range(7))
        yield f"R{number}: " + ". ".join(sentences) + "."


def _lists(root: Path, number: int, bare: Cost) -> Iterator[str]:
    for words, reach in (
        (("status",), ".4 / 1.5"),
        (("check",), "linear"),
        (("codings", "list", "--format", "csv"), "linear"),
        (("search", "toezichthouder"), "1 / 5"),
    ):
        command = qualcode(root, *words)
        cost(command, runs=1)
        yield row(f"{' '.join(words[:2])}, {number:,} transcripts", cost(command, runs=3), bare, "bare Typer", reach)


def _clear(folder: Path) -> None:
    for file in folder.glob("cache/qualcode/studies/*/*"):
        file.unlink()
