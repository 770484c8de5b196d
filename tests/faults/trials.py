"""The laws that hold whatever goes wrong, tried on one act: each trial gives what is wrong, or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.store.check import check, leftovers
from qualcode.store.layout import Study
from tests.faults.acts import Act
from tests.faults.children import Ended, Nursery, errors, files, fresh, stands


@dataclass(frozen=True)
class Clean:
    """An act as it ends when nothing goes wrong."""

    ended: Ended
    before: dict[str, bytes]
    after: dict[str, bytes]
    said_before: dict[str, Any]
    said_after: dict[str, Any]
    study: str

    @property
    def limits(self) -> dict[str, tuple[int, int]]:
        """file -> its size before and after, of the files that grew or came."""
        return {
            name: (len(self.before.get(name, b"")), len(data))
            for name, data in self.after.items()
            if data != self.before.get(name)
        }


def clean(nursery: Nursery, base: Path, act: Act, args: list[str] | None = None) -> Clean:
    trial = fresh(base, "clean")
    before = files(trial)
    args = args or act(base)
    study = "nieuw" if args[0] == "init" else "study"
    said_before = stands(trial / study) if (trial / study).exists() else {}
    ended = nursery.run(trial, *args)
    assert ended.status == 0, (args, ended.err)
    return Clean(ended, before, files(trial), said_before, stands(trial / study), study)


def partial_lengths(whole: Clean, every: bool) -> Iterator[int]:
    """The file sizes at which a disk is full: at the first, the middle and the last byte of what comes into each file.

    `every`: at each byte of what is appended to journals and the log.
    """
    for name, (before, after) in whole.limits.items():
        if every and name.endswith(".jsonl"):
            yield from range(before, after)
        else:
            yield from sorted({before + 1, (before + after) // 2, after - 1})


def disk_full(
    nursery: Nursery, base: Path, args: list[str], whole: Clean, sizes: Iterable[int]
) -> Iterator[str | None]:
    """Whole or refused: exit 0 and all of it there, or exit 1 with one sentence and every file as it was."""
    trial = fresh(base, "full")
    for size in sizes:
        _restore(trial, whole.before)
        ended = nursery.run(trial, *args, limit=size)
        where = f"no file above {size} bytes: exit {ended.status}: {ended.err[-200:]!r}"
        yield _whole_or_refused(ended, whole, trial, where, files(trial))


def _whole_or_refused(ended: Ended, whole: Clean, trial: Path, where: str, now: dict[str, bytes]) -> str | None:
    if ended.status == 0:
        return None if stands(trial / whole.study) == whole.said_after else f"{where}; confirmed, and not all there"
    if ended.status != 1 or "Traceback" in ended.err:
        return where
    changed = _changed(whole.before, now)
    return f"{where}; changed: {changed}" if changed else None


def _restore(trial: Path, before: dict[str, bytes]) -> None:
    """The files as they were."""
    now = files(trial)
    for name in now.keys() - before.keys():
        (trial / name).unlink()
    for name, data in before.items():
        if now.get(name) != data:
            (trial / name).write_bytes(data)


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def failing(nursery: Nursery, base: Path, args: list[str], whole: Clean, points: Iterable[int]) -> Iterator[str | None]:
    """A call to the system that fails, at any place: all of it there, or every file as it was and one sentence."""
    for point in points:
        trial = fresh(base, "failing")
        ended = nursery.run(trial, *args, fail=point)
        where = f"call {point} of {whole.ended.calls} failed: exit {ended.status}: {ended.err[-200:]!r}"
        now = {name: data for name, data in files(trial).items() if not name.endswith(".tmp")}  # one may not go away
        yield _whole_or_refused(ended, whole, trial, where, now)


def killed(
    nursery: Nursery, base: Path, args: list[str], whole: Clean, points: Iterable[int], again: list[str] | None = None
) -> Iterator[str | None]:
    """After a kill the study opens without an error and says what it said, or all that the act was to make it say.

    What is between (a sheet over several journals) is told by `check`. Doing it again ends as if nothing had happened, and
    `check --repair` leaves nothing behind.
    """
    for point in points:
        trial = fresh(base, "kill")
        ended = nursery.run(trial, *args, kill=point)
        where = f"killed at call {point} of {whole.ended.calls}"
        if ended.status == 0:  # it made fewer calls this time
            yield None if stands(trial / whole.study) == whole.said_after else f"{where}: ended, and not all there"
        elif ended.status != -9:
            yield f"{where}: exit {ended.status}"
        else:
            yield _after_a_kill(nursery, trial, args, whole, where, again)


def _after_a_kill(
    nursery: Nursery, trial: Path, args: list[str], whole: Clean, where: str, again_args: list[str] | None
) -> str | None:
    study = trial / whole.study
    if (study / "qualcode.yaml").exists():
        if found := [one for one in errors(study) if "this line is torn" not in one]:
            return f"{where}: {found}"
        said = stands(study)
        told = [one for one in check(Study(study)) if "not carried out" in str(one.what)]
        if said == whole.said_after:
            return _mended(nursery, study, where)
        if said != whole.said_before:
            if not told:
                return f"{where}: between before and after, and nobody tells"
            args = again_args or args
    elif whole.said_before:
        return f"{where}: no study any more"
    else:
        for path in study.rglob("*"):  # `init` refuses a folder with parts of a study: they are taken away by hand
            if path.is_file():
                path.unlink()
    again = nursery.run(trial, *args)
    if again.status not in (0, 1) or "Traceback" in again.err:
        return f"{where}; again: exit {again.status}: {again.err[-200:]!r}"
    if stands(study) != whole.said_after:
        return f"{where}; again (exit {again.status}): not what it is without a kill: {again.err[-200:]!r}"
    return _mended(nursery, study, where)


def _mended(nursery: Nursery, study: Path, where: str) -> str | None:
    mended = nursery.run(study, "check", "--repair")
    if mended.status != 0 or leftovers(Study(study)):
        return f"{where}: check --repair: exit {mended.status}, left: {leftovers(Study(study))}: {mended.out[-300:]!r}"
    return None
