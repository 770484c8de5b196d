"""A review sheet is safe to bring back: what was decided in it is remembered, whatever became of it since."""

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.editing import edits
from qualcode.errors import FaultyInput
from qualcode.model.selection import Filters
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.review_back import apply_review
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.study import Opened, open_study
from tests.usecases.test_review import codings, fill

STUDY = """
== codebook.yaml
codes: [{id: a, name: A, keywords: [good, fine]}, {id: b, name: B}, {id: c, name: C, keywords: [late]}]
== P-1.txt
I: Is it good?
P-1: It is good. Really. It rains. Always late. A fine day it was. Good enough then.
I: And?
P-1: Yes. Good enough. Too late. Fine, said he.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def sheet(opened: Opened, path: Path, again: bool = False) -> Path:
    opened = open_study(opened.study.root)
    finder = Finder.make(opened, Filters(), "jan")
    write_review(opened, "jan", find_all(finder, again=again), [path])
    return path


def bring(opened: Opened, path: Path, coder: str = "jan") -> int:
    return apply_review(open_study(opened.study.root), coder, path).written


def without_id(path: Path) -> Path:
    """As sheets were before they had one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [column for column in rows[0] if column not in ("sheet", "coder")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def edit(opened: Opened, change: Callable[..., dict[str, object]], *args: object) -> None:
    codebook_edits.edit(opened.study, "jan", "codebook split", lambda raw: change(raw, *args), "because")


def ids(opened: Opened) -> list[str]:
    return [one.id for one in open_study(opened.study.root).project.codings_of("jan", "P-1").applied]


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_what_was_withdrawn_recoded_or_split_stays_so(kind: str, opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / f"r{kind}"), *({"decision": "ja"} for _ in range(4)))
    assert bring(opened, path) == 4
    assert bring(opened, path) == 0
    first, second, *_ = ids(opened)
    coding.withdraw(open_study(opened.study.root), "jan", [first])
    recoding.recode(open_study(opened.study.root), "jan", "b", [second])
    edit(opened, edits.split, "a", ["A one", "A two"], "2026-01-01", "because")
    before = codings(opened)
    assert bring(opened, path) == 0
    assert codings(opened) == before


def test_a_changed_decision_acts_and_takes_back_what_its_row_made(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "accept turn"})
    bring(opened, path)
    ((code, quote),) = codings(opened)
    assert (code, quote[:10]) == ("a", "It is good")
    assert bring(opened, fill(path, {"decision": "accept"})) == 2  # the turn withdrawn, the sentence coded
    assert codings(opened) == [("a", "It is good.")]
    bring(opened, fill(path, {"decision": "wijzig", "new_code": "b"}))
    assert codings(opened) == [("b", "It is good.")]
    bring(opened, fill(path, {"decision": "nee"}))
    assert codings(opened) == []
    bring(opened, fill(path, {"decision": "ja", "new_code": ""}))
    assert codings(opened) == [("a", "It is good.")]
    bring(opened, fill(path, {"decision": ""}))  # an empty row never acts
    assert codings(opened) == [("a", "It is good.")]


def test_a_code_may_be_given_by_its_name_and_is_the_same_the_next_time(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY.replace("{id: b, name: B}", "{id: b, name: Zo besluit men}"))
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "wijzig", "new_code": "zo besluit men"})
    assert bring(opened, path) > 0
    assert codings(opened) == [("b", "It is good.")]
    assert bring(opened, path) == 0
    assert bring(opened, fill(path, {"decision": "wijzig", "new_code": "b"})) == 0
    with pytest.raises(FaultyInput):  # a part of a name is not enough to write by
        bring(opened, fill(path, {"decision": "wijzig", "new_code": "besluit"}))


def test_a_row_of_a_retired_code_is_refused_with_its_successors_and_only_if_it_would_act(
    opened: Opened, tmp_path: Path
) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"})
    bring(opened, path)
    edit(opened, edits.split, "a", ["A one", "A two"], "2026-01-01", "because")
    assert bring(opened, path) == 0
    with pytest.raises(FaultyInput) as failed:
        bring(opened, fill(path, {}, {}, {"decision": "nee"}))
    assert "the code a is retired: it was split into a-one, a-two; decide in a new review sheet" in str(failed.value)
    assert len(codings(opened)) == 1


def test_what_was_recoded_since_is_named_and_left(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"})
    bring(opened, path)
    recoding.recode(open_study(opened.study.root), "jan", "b", ids(opened))
    (now,) = ids(opened)
    result = apply_review(open_study(opened.study.root), "jan", fill(path, {"decision": "nee"}))
    assert [*map(str, result.told)] == [f"row 2: its fragment was recoded since, and {now} is left as it is"]
    assert codings(opened) == [("b", "It is good.")]


def test_a_row_that_comes_to_what_stands_already_is_remembered_too(opened: Opened, tmp_path: Path) -> None:
    """Coded by hand first; the sheet says yes: nothing is coded twice. Withdrawn by hand, the sheet does not bring it back."""
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"})
    handle = opened.project.transcript("P-1")
    start = handle.read().text.index("It is good.")
    by_hand = coding.apply(opened, "jan", handle, "a", coding.checked_span(handle.read(), start, start + 11)).id
    assert bring(opened, path) == 1  # that it was decided
    assert codings(opened) == [("a", "It is good.")]
    coding.withdraw(open_study(opened.study.root), "jan", [by_hand])
    assert bring(opened, path) == 0
    assert codings(opened) == []


def test_a_new_sheet_with_again_decides_anew(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"})
    bring(opened, path)
    coding.withdraw(open_study(opened.study.root), "jan", ids(opened))
    assert bring(opened, path) == 0
    fresh = fill(sheet(opened, tmp_path / "again.csv", again=True), {"decision": "ja"})
    assert bring(opened, fresh) == 1
    assert codings(opened) == [("a", "It is good.")]


def test_a_sheet_from_before_is_known_by_its_rows(opened: Opened, tmp_path: Path) -> None:
    """Decided at the desk, without a sheet; the sheet of then says the same, and what was withdrawn stays so."""
    path = without_id(fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"}, {"decision": "nee"}))
    handle = opened.project.transcript("P-1")
    start = handle.read().text.index("It is good.")
    old = coding.apply(opened, "jan", handle, "a", coding.checked_span(handle.read(), start, start + 11)).id
    coding.withdraw(open_study(opened.study.root), "jan", [old])
    assert bring(opened, path) == 1  # the second row alone: the first was applied, and withdrawn
    assert codings(opened) == []
    assert bring(opened, path) == 0
    assert bring(opened, fill(path, {"decision": "ja"}, {"decision": "ja"}, drop="sheet")) == 2
    assert len(codings(opened)) == 1


def test_another_coder_than_its_own_is_told_and_not_refused(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "ja"})
    result = apply_review(opened, "ann", path)
    assert [*map(str, result.told)] == ["this sheet was made for jan; its decisions are written as ann's"]
    assert bring(opened, path) == 1  # the memory is a coder's own


WORDS = ("ja", "ja beurt", "ja +1", "nee", "wijzig", "")


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("with_id", [True, False])
def test_law_apply_then_any_acts_then_apply_changes_nothing(
    seed: int, with_id: bool, opened: Opened, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    path = sheet(opened, tmp_path / "r.csv")
    filled = []
    for _ in range(6):
        word = chance.choice(WORDS)
        filled.append({"decision": word, **({"new_code": chance.choice("bc")} if word == "wijzig" else {})})
    filled = [{**one, "new_code": "b"} if one.get("new_code") == "c" else one for one in filled]
    path = fill(path, *filled)
    if not with_id:
        path = without_id(path)
    bring(opened, path)
    for _ in range(chance.randrange(1, 6)):
        act(opened, chance)
    before, events = codings(opened), journal(opened)
    assert bring(opened, path) == 0
    assert (codings(opened), journal(opened)) == (before, events)


def journal(opened: Opened) -> bytes:
    path = opened.study.journal("jan", "P-1")
    return path.read_bytes() if path.exists() else b""


def act(opened: Opened, chance: random.Random) -> None:
    """Something a person may do with what was coded, or with the codebook."""
    now = open_study(opened.study.root)
    standing = ids(opened)
    codes = [code.id for code in now.project.codebook.offered()]
    kind = chance.choice(("withdraw", "recode", "mark", "split", "rename", "merge", "retire", "hand", "done"))
    some = chance.sample(standing, min(len(standing), 2))
    handle = now.project.transcript("P-1")
    if kind == "withdraw" and some:
        coding.withdraw(now, "jan", some)
    elif kind == "recode" and some:
        recoding.recode(now, "jan", chance.choice(codes), some)
    elif kind == "mark" and some:
        coding.mark(now, "jan", some, {"key": True})
    elif kind == "done":
        coding.done(now, "jan", handle, None, Filters())
    elif kind == "hand":
        start = chance.randrange(20, 60)
        coding.apply(now, "jan", handle, chance.choice(codes), coding.checked_span(handle.read(), start, start + 9))
    elif kind in ("split", "retire", "rename", "merge") and len(codes) > 2:
        code = chance.choice(codes)
        number = chance.randrange(10**6)
        if kind == "split":
            edit(now, edits.split, code, [f"X {number}", f"Y {number}"], "2026-01-01", "because")
        elif kind == "retire":
            edit(now, edits.retire, code, "2026-01-01", "because")
        elif kind == "rename":
            edit(now, edits.rename, code, f"z-{number}", "")
        else:
            edit(now, edits.merge, [code], next(one for one in codes if one != code))
