"""The whole campaign: every act at every place where it writes, and many damaged files. Writes its figures where they are told.

make faults
"""

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from tests.faults.acts import ACTS, AGAIN, build
from tests.faults.children import ROOT, Nursery, fresh, stands
from tests.faults.corrections import IN_A_ROW, trial
from tests.faults.growth import GROWING
from tests.faults.mutants import prepare, subjects, try_mutants
from tests.faults.trials import Clean, clean, disk_full, failing, killed, partial_lengths

MUTANTS = 40  # of each kind of file
RANDOM_KILLS = 150
CORRECTIONS = 2_000  # studies, each corrected some times in a row
_PAGE = ROOT / "docs" / "reliability.md"
_TABLE = re.compile(r"(?<=<!-- figures -->\n).*(?=\n<!-- end of figures -->)", re.DOTALL)
Row = tuple[str, int, int]


def _acts(
    nursery: Nursery, base: Path, trial: Callable[[str, list[str], Clean], Iterable[str | None]]
) -> Iterator[str | None]:
    for name, act in ACTS.items():
        print(f"  {name}", file=sys.stderr)
        yield from trial(name, act(base), clean(nursery, base, act))


def _random_kills(nursery: Nursery, base: Path) -> Iterator[str | None]:
    """Many acts one after another on one study, one in three of them killed: what was confirmed is there at the end."""
    pick = random.Random(13)
    trial = fresh(base, "random")
    notes = []
    for number in range(RANDOM_KILLS):
        start = pick.randrange(20, 200)
        args = [
            "-C",
            "study",
            "codings",
            "apply",
            "P-1",
            "geld",
            "--span",
            f"{start}:{start + 5}",
            "--note",
            f"note {number}",
        ]
        kill = {"kill": pick.randrange(1, 12)} if pick.random() < 0.34 else {}
        ended = nursery.run(trial, *args, **kill)
        if ended.status == 0 and re.fullmatch(r"[0-9a-f]{12}\n", ended.out):
            notes.append((f"note {number}", start))
        said = stands(trial / "study")["codings jan P-1"][0]
        spans = {one[0].start for one in said if one[1] == "geld"}
        lost = [note for note, at in notes if at not in spans]
        yield f"after act {number}: confirmed and gone: {lost}" if lost else None


def campaign(nursery: Nursery, home: Path) -> Iterator[Row]:
    base = home / "base"
    build(nursery, base)
    trials: dict[str, Iterable[str | None]] = {
        f"kill -9 at every place where {len(ACTS)} acts write (before each call, and in the middle of each write)": _acts(
            nursery, base,
            lambda name, args, whole: killed(
                nursery, base, args, whole, range(1, whole.ended.calls + 1), AGAIN[name](base) if name in AGAIN else None
            ),
        ),
        "kill -9 at random, confirmed codings looked for after each": _random_kills(nursery, base),
        "disk full (RLIMIT_FSIZE) at every byte of what an act appends, and at the first, middle and last of every other file it writes": _acts(
            nursery, base,
            lambda _, args, whole: disk_full(nursery, base, args, whole, partial_lengths(whole, every=True)),
        ),
        "a call to the system that fails (EIO), at every place where an act writes": _acts(
            nursery, base, lambda _, args, whole: failing(nursery, base, args, whole, range(1, whole.ended.calls + 1))
        ),
        f"damaged files: {MUTANTS} of each kind through every command that reads it (no exit but 0 and 1, 2 s, 500 MiB, nothing changed)": _mutants(nursery, base),
        f"corrected texts at random, {CORRECTIONS * IN_A_ROW:,} of them: every coding on its own words, or asked about": _corrections(home),
        "files that grow: four times as much, at most six times the work": _growth(nursery, home),
    }  # fmt: skip
    for name, results in trials.items():
        print(name, file=sys.stderr)
        found = list(results)
        wrong = [one for one in found if one]
        for one in wrong:
            print(f"    {one}", file=sys.stderr)
        yield name, len(found), len(wrong)


def _mutants(nursery: Nursery, base: Path) -> Iterator[str | None]:
    ready = fresh(base, "ready")
    prepare(nursery, ready)
    for subject in subjects(ready):
        print(f"  {subject.name}", file=sys.stderr)
        yield from try_mutants(nursery, ready, subject, range(MUTANTS))


def _corrections(home: Path) -> Iterator[str | None]:
    chance = random.Random(20)
    for _ in range(CORRECTIONS):
        faults = trial(home / "corrected", chance)
        yield from [None] * (IN_A_ROW - len(faults))
        yield from faults


def _growth(nursery: Nursery, home: Path) -> Iterator[str | None]:
    for name, (_, size) in GROWING.items():
        spent = [
            nursery.run(home, name, size * times, call="tests.faults.growth:work", seconds=120).cpu for times in (1, 4)
        ]
        yield f"{name}: {spent}" if spent[1] > 6 * spent[0] + 0.5 else None


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        nursery = Nursery(Path(home))
        try:
            rows = list(campaign(nursery, Path(home)))
        finally:
            nursery.close()
    lines = ["| what was tried | tries | faults |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {tries:,} | {wrong} |" for name, tries, wrong in rows]
    minutes = round((time.monotonic() - started) / 60)
    lines += ["", f"Of {date.today().isoformat()}, in {minutes} minutes on two cores; `make faults` does it again."]
    table = "\n".join(lines)
    print(table)
    _PAGE.write_text(_TABLE.sub(lambda _: table, _PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return int(any(wrong for _, _, wrong in rows))


if __name__ == "__main__":
    sys.exit(main())
