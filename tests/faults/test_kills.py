"""kill -9 between two files, and in the middle of one: the study opens, nothing confirmed is lost, doing it again ends it."""

import random
from pathlib import Path

import pytest

from tests.faults.acts import ACTS, AGAIN
from tests.faults.children import Nursery, errors, fresh, stands
from tests.faults.trials import clean, killed

EACH = 3  # of the places where an act writes; `make faults` tries all


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_is_killed_is_done_or_not_and_can_be_done_again(nursery: Nursery, base: Path, name: str) -> None:
    args = ACTS[name](base)
    whole = clean(nursery, base, ACTS[name])
    points = random.Random(name).sample(range(1, whole.ended.calls + 1), EACH)
    again = AGAIN[name](base) if name in AGAIN else None
    assert [one for one in killed(nursery, base, args, whole, sorted(points), again) if one] == []


def test_speakers_leaves_a_study_that_opens_wherever_it_is_killed(nursery: Nursery, base: Path) -> None:
    """Text and side-car are two files; between them the study was locked for good."""
    args = ACTS["speakers"](base)
    whole = clean(nursery, base, ACTS["speakers"])
    sides = [{**said, "cases": ""} for said in (whole.said_before, whole.said_after)]
    for point in range(1, whole.ended.calls + 1):
        trial = fresh(base, "speakers")
        nursery.run(trial, *args, kill=point)
        assert [one for one in errors(trial / "study") if "torn" not in one] == []
        assert {**stands(trial / "study"), "cases": ""} in sides


def test_an_import_that_was_killed_is_never_a_second_interview(nursery: Nursery, base: Path) -> None:
    name = base / "sources" / "Jan Jansen.txt"
    name.write_text((base / "sources/P-3.txt").read_text(encoding="utf-8"), encoding="utf-8")
    args = ["-C", "study", "import", "sources/Jan Jansen.txt", "--interviewer", "Sanne"]
    whole = clean(nursery, base, lambda _: args)
    for point in range(1, whole.ended.calls + 1, 2):
        trial = fresh(base, "import")
        nursery.run(trial, *args, kill=point)
        again = nursery.run(trial, *args)
        assert again.status == 0 or "was imported before, as T-1." in again.err
        assert sorted(path.name for path in (trial / "study/transcripts").glob("*.txt")) == [
            "P-1.txt",
            "P-2.txt",
            "T-1.txt",
        ]


def test_what_the_log_is_ahead_with_is_told_and_counts_for_nothing(nursery: Nursery, base: Path) -> None:
    """Killed after the log and before the journal: no reading, no fit, no line in the trail; done again, all are there."""
    seen = set()
    args = ACTS["theme fit"](base)
    for point in range(1, clean(nursery, base, ACTS["theme fit"]).ended.calls + 1):
        trial = fresh(base, "ahead")
        nursery.run(trial, *args, kill=point)
        nursery.run(trial, "-C", "study", "check", "--repair")
        ahead = "theme fit" in (trial / "study/log.jsonl").read_text(encoding="utf-8")
        marked = '"mark"' in (trial / "study/codings/jan/P-1.jsonl").read_text(encoding="utf-8")
        log = nursery.run(trial, "-C", "study", "log").err
        developed = nursery.run(trial, "-C", "study", "theme", "development", "--format", "json").out
        if ahead and not marked:
            assert "not carried out in full (" in log
            assert "theme_fit" not in developed
            seen.add("ahead")
        assert nursery.run(trial, *args).status == 0
        again = nursery.run(trial, "-C", "study", "theme", "development", "--format", "json").out
        assert again.count("theme_fit") >= 1
    assert seen == {"ahead"}
