"""A full disk, or a quota: what is confirmed is on disk, and what is refused left every file as it was."""

import json
import random
from pathlib import Path

import pytest

from tests.faults.acts import ACTS
from tests.faults.children import Nursery, errors, files, fresh
from tests.faults.trials import clean, disk_full, failing, partial_lengths


def whole_line(nursery: Nursery, path: Path) -> bytes:
    ran = nursery.run(path.parent, path, call="tests.faults.appending:append")
    assert json.loads(ran.out) == ""
    return path.read_bytes()


@pytest.mark.parametrize("before", [b"", b'{"id":"earlier"}\n', b'{"id":"torn'])
def test_an_append_is_whole_or_refused_at_every_length(nursery: Nursery, tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(before)
    size = len(whole_line(nursery, path))
    for limit in range(len(before), size):
        path.write_bytes(before)
        ran = nursery.run(tmp_path, path, call="tests.faults.appending:append", limit=limit)
        assert json.loads(ran.out).endswith("journal.jsonl cannot be written: file too large.")
        assert path.read_bytes() == before
    path.write_bytes(before)
    ran = nursery.run(tmp_path, path, call="tests.faults.appending:append", limit=size)
    assert (json.loads(ran.out), len(path.read_bytes())) == ("", size)


def test_a_new_journal_that_cannot_be_written_is_not_left_behind(nursery: Nursery, tmp_path: Path) -> None:
    ran = nursery.run(tmp_path, tmp_path, call="tests.faults.appending:apply", limit=20)
    assert json.loads(ran.out).endswith("T.jsonl cannot be written: file too large.")
    assert files(tmp_path) == {}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_whole_or_refused(nursery: Nursery, base: Path, name: str) -> None:
    """At the first, the middle and the last byte of every file that it changes."""
    args = ACTS[name](base)
    whole = clean(nursery, base, ACTS[name])
    tried = list(disk_full(nursery, base, args, whole, partial_lengths(whole, every=False)))
    assert len(tried) >= 3
    assert [one for one in tried if one] == []


@pytest.mark.parametrize("name", ACTS)
def test_an_act_of_which_a_call_fails_is_whole_or_refused(nursery: Nursery, base: Path, name: str) -> None:
    args = ACTS[name](base)
    whole = clean(nursery, base, ACTS[name])
    points = random.Random(name).sample(range(1, whole.ended.calls + 1), 4)
    assert [one for one in failing(nursery, base, args, whole, sorted(points)) if one] == []


def test_a_code_is_not_renamed_where_its_reason_has_no_room(nursery: Nursery, base: Path) -> None:
    trial = fresh(base, "full-log")
    before = files(trial)
    limit = len(before["study/log.jsonl"]) + 1
    ran = nursery.run(trial, *"-C study codebook rename geld Financien --because daarom".split(), limit=limit)
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "log.jsonl cannot be written: file too large." in ran.err
    assert files(trial) == before


def test_the_definition_of_a_code_is_in_the_log_before_the_coding(nursery: Nursery, base: Path) -> None:
    """A stop right after the first file that `apply` writes: it is the log, so no coding ever names wording that nobody kept."""
    trial = fresh(base, "definition")
    text = (trial / "study/codebook.yaml").read_text(encoding="utf-8")
    (trial / "study/codebook.yaml").write_text(
        text.replace("name: Geld", "name: Geld\n  definition: Euro's."), encoding="utf-8"
    )
    args = "-C study codings apply P-1 geld --quote straat".split()
    calls = nursery.run(fresh(trial, "counted"), *args).calls
    seen = set()
    for point in range(1, calls):
        stopped = fresh(trial, "stopped")
        nursery.run(stopped, *args, kill=point)
        logged = "Euro's." in (stopped / "study/log.jsonl").read_text(encoding="utf-8", errors="replace")
        coded = '"code":"geld"' in (stopped / "study/codings/jan/P-1.jsonl").read_text(encoding="utf-8")
        assert logged or not coded
        seen.add((logged, coded))
    assert seen == {(False, False), (True, False), (True, True)}
    assert errors(trial / "study") == []
