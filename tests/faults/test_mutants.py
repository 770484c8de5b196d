"""Damaged files of every kind: a few of each; `make faults` tries many."""

from pathlib import Path

import pytest

from tests.faults.children import Nursery, fresh
from tests.faults.mutants import Subject, prepare, subjects, try_mutants

EACH = 2


@pytest.fixture(scope="module")
def ready(nursery: Nursery, base: Path) -> Path:
    trial = fresh(base, "base-of-mutants")
    prepare(nursery, trial)
    return trial


def names() -> list[str]:
    return [subject.name for subject in subjects(Path())]


@pytest.mark.parametrize("name", names())
def test_a_damaged_file_is_refused_in_one_sentence_or_read(nursery: Nursery, ready: Path, name: str) -> None:
    subject: Subject = next(one for one in subjects(ready) if one.name == name)
    assert [one for one in try_mutants(nursery, ready, subject, range(EACH)) if one] == []
