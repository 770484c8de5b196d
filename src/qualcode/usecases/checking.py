"""What is wrong with a study, and mending it; and its trail."""

from collections.abc import Iterator
from pathlib import Path

from qualcode.errors import Problem
from qualcode.store import check as checks
from qualcode.store.layout import Study, find_study
from qualcode.store.log import Entry, read_log
from qualcode.store.unfinished import unfinished
from qualcode.text import Say
from qualcode.usecases.study import Opened


def check(root: Path | None) -> Iterator[Problem]:
    """Every problem of the study that `root` names, else of the one that this folder is in."""
    return checks.check(_study(root))


def repair(root: Path | None) -> Iterator[Say]:
    """Mend what can be mended without a decision; tells what was done."""
    return checks.repair(_study(root))


def _study(root: Path | None) -> Study:
    return find_study(root or Path(), named=root is not None)


def cut_short(opened: Opened) -> Iterator[tuple[Entry, Say]]:
    """The entries of the log that a stop kept from being carried out in full, each with what it kept them from."""
    entries = read_log(opened.study)[0]
    lacking = unfinished(opened.study, opened.project, entries)
    return ((entry, lacking[entry["id"]]) for entry in entries if entry["id"] in lacking)
