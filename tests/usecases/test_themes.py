"""Building themes: every change with its reason, in the log, and to be taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.editing import theme_edits
from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.tables.theme_reading import theme_fragments, unplaced
from qualcode.store.files import read_text
from qualcode.store.log import read_log
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.codebook import themes
from qualcode.usecases.codebook.edits import edit
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study, coding_at

STUDY = """
== codebook.yaml
# the themes stand below
questions: [{id: q1, text: Why?}]
codes:
  - id: trust
    name: Trust
    codes:
      - {id: fear, name: Fear}
  - {id: money, name: Money}
  - {id: time, name: Time}
themes:
  - {id: bond, name: Bond, codes: [trust, money]}   # first
  - id: cost
    name: Cost
    codes: [money]
== P-1.txt
Interviewer: How is it?
P-1: I trust them. The money is the thing. I fear for it. So there.
Interviewer: And time?
P-1: There is none.
== codings
jan P-1 trust I trust them
jan P-1 money The money is the thing
jan P-1 fear them. The money
jan P-1 time There is none
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", STUDY.strip())


def again(opened: Opened) -> Opened:
    return open_study(opened.study.root)


def change(opened: Opened, act: Callable[..., Any], *args: Any, because: str = "") -> Opened:
    edit(opened.study, "jan", f"theme {act.__name__}", lambda raw: act(raw, *args), because)
    return again(opened)


def shape(opened: Opened) -> list[tuple[Any, ...]]:
    return [(theme.id, theme.name, theme.codes, theme.was) for theme in opened.project.codebook.themes]


def test_every_edit_does_what_it_says_and_undo_takes_it_back(opened: Opened) -> None:
    begin, text = shape(opened), read_text(opened.study.codebook)
    assert begin == [("bond", "Bond", ("trust", "money"), ()), ("cost", "Cost", ("money",), ())]
    bond, cost = begin
    edits_and_results: list[tuple[tuple[Any, ...], list[tuple[Any, ...]]]] = [
        ((theme_edits.add, "No time", "", "", "", ["time"]), [*begin, ("no-time", "No time", ("time",), ())]),
        ((theme_edits.rename, "cost", "Price"), [bond, ("price", "Price", ("money",), ("cost",))]),
        ((theme_edits.merge, ["cost"], "bond"), [("bond", "Bond", ("trust", "money"), ("cost",))]),
        (
            (theme_edits.split, "bond", "Faith", ["trust"]),
            [("bond", "Bond", ("money",), ()), ("faith", "Faith", ("trust",), ()), cost],
        ),
        ((theme_edits.drop, "cost"), [bond]),
        ((theme_edits.put, ["time", "fear"], "cost"), [bond, ("cost", "Cost", ("money", "time", "fear"), ())]),
    ]
    for (act, *args), result in edits_and_results:
        assert shape(change(opened, act, *args)) == result, act.__name__
        codebook_edits.undo(again(opened), "jan")
        assert read_text(opened.study.codebook) == text, act.__name__


def test_out_of_a_theme_and_described(opened: Opened) -> None:
    change(opened, lambda raw: theme_edits.put(raw, ["money"], "bond", out=True))
    for key, value in (("statement", "It holds: mostly."), ("boundary", "# no money"), ("status", "reviewed")):
        change(opened, theme_edits.describe, "bond", key, value)
    bond = change(opened, theme_edits.rename, "bond", "The bond there", "", "q1").project.codebook.themes[0]
    assert (bond.codes, bond.statement, bond.boundary, bond.status) == (
        ("trust",),
        "It holds: mostly.",
        "# no money",
        "reviewed",
    )
    assert (bond.name, bond.names) == ("Bond", {"q1": "The bond there"})
    assert "# the themes stand below" in read_text(opened.study.codebook)
    assert "# first" in read_text(opened.study.codebook)


@pytest.mark.parametrize(
    ("act", "args", "told"),
    [
        (theme_edits.add, ("  ",), "The name is empty."),
        (theme_edits.add, ("New", "bond"), "The id 'bond' is or was that of a theme; choose another."),
        (theme_edits.add, ("New", "", "", "", ["tme"]), "There is no code 'tme' (did you mean time?)."),
        (theme_edits.rename, ("bnd", "New"), "There is no theme 'bnd' (did you mean bond?)."),
        (theme_edits.rename, ("bond", "New", "", "q9"), "There is no question 'q9'"),
        (theme_edits.merge, (["bond"], "bond"), "'bond' is 'bond' itself; name two themes."),
        (theme_edits.split, ("bond", "New", ["time"]), "There is no code in the theme bond 'time'"),
        (theme_edits.split, ("bond", "New", ["trust", "money"]), "Some of the codes go to the new theme"),
        (theme_edits.put, (["time"], "cst"), "There is no theme 'cst' (did you mean cost?)."),
        (theme_edits.describe, ("bond", "status", "done"), "There is no status 'done'"),
    ],
)
def test_what_cannot_be_is_refused(opened: Opened, act: Callable[..., Any], args: tuple[Any, ...], told: str) -> None:
    text = read_text(opened.study.codebook)
    with pytest.raises(QualcodeError) as refused:
        change(opened, act, *args)
    assert told in str(refused.value)
    assert read_text(opened.study.codebook) == text


def test_themes_of_two_sets_are_not_merged(tmp_path: Path, opened: Opened) -> None:
    with pytest.raises(QualcodeError, match="have no set yet"):
        themes.add(opened, "jan", "Other", "", "second", "", ["time"], "")
    named = STUDY.replace("id: bond,", "id: bond, set: one,").replace("- id: cost\n", "- id: cost\n    set: one\n")
    opened = build_study(tmp_path / "named", named.strip())
    themes.add(opened, "jan", "Other", "", "second", "", ["time"], "")
    with pytest.raises(QualcodeError, match="are of different sets"):
        change(opened, theme_edits.merge, ["other"], "bond")


def test_a_new_theme_goes_into_the_set_that_is_meant(tmp_path: Path) -> None:
    study = STUDY.replace("id: bond,", "id: bond, set: one,").replace("- id: cost\n", "- id: cost\n    set: two\n")
    opened = build_study(tmp_path / "two", study.strip())
    with pytest.raises(QualcodeError, match="several sets of themes"):
        themes.add(opened, "jan", "New", "", "", "", (), "")
    themes.add(opened, "jan", "New", "", "two", "", (), "")
    assert again(opened).project.codebook.themes[-1].set == "two"


def test_the_development_tells_phase_change_and_reason_and_leaves_out_what_was_undone(opened: Opened) -> None:
    change(opened, theme_edits.split, "bond", "Faith", ["trust"], because="two things")
    change(opened, theme_edits.rename, "faith", "Believing", because="their word")
    change(opened, theme_edits.drop, "cost", because="a slip")
    codebook_edits.undo(again(opened), "jan")
    change(opened, theme_edits.merge, ["cost"], "bond", because="one after all")
    change(opened, theme_edits.describe, "bond", "status", "reviewed")
    coding = coding_at(opened, "jan P-1 money The money is the thing")
    themes.fit(again(opened), "jan", "bond", "doubt", [coding], "about cash")
    by_hand = read_text(opened.study.codebook).replace("name: Believing", "name: Belief")
    opened.study.codebook.write_text(by_hand)
    rows = themes.development(codebook_edits.noticed(opened, "jan")).data.plain()
    keys = ("phase", "change", "theme", "was", "now", "because")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        (4, "theme_split", "faith", "Bond", "Trust", "two things"),
        (5, "theme_renamed", "believing", "Faith", "Believing", "their word"),
        (4, "theme_merged", "bond", "Cost", "Bond", "one after all"),
        (4, "theme_status", "bond", "candidate", "reviewed", ""),
        (4, "theme_fit", "bond", "", "doubt about one extract", "about cash"),
        (5, "theme_renamed", "believing", "Believing", "Belief", ""),
    ]
    logged = [entry for entry in read_log(opened.study)[0] if entry["what"] == "theme merge"]
    assert [(entry["themes"], entry["because"]) for entry in logged] == [(["cost", "bond"], "one after all")]


def test_a_theme_is_read_as_a_whole_overlapping_codes_once_each_turn_once(opened: Opened) -> None:
    """Trust has `I trust them` and below it `them. The money`; Money `The money is the thing`: one fragment, pooled."""
    coding = coding_at(opened, "jan P-1 trust I trust them")
    themes.fit(opened, "jan", "bond", "no", [coding], "")
    output = theme_fragments(again(opened).view(Filters()), "bond")
    (row,) = output.data.plain()
    assert (row["quote"], row["before"], row["after"]) == (
        "I trust them. The money is the thing",
        "",
        ". I fear for it. So there.",
    )
    assert (row["code"], row["fit"], row["question_before"]) == ("Trust; Fear; Money", "no", "How is it?")
    (printed,) = output.report.parts[0].rows  # type: ignore[union-attr]
    assert printed.cells[1] == "»I trust them. The money is the thing«. I fear for it. So there."


def test_two_fragments_of_a_turn_are_read_in_one_turn(opened: Opened) -> None:
    change(opened, lambda raw: theme_edits.put(raw, ["trust"], "bond", out=True))
    from qualcode.usecases.coding import by_hand as coding

    coding.apply_to(opened, "jan", coding.Fragment("P-1", quote="So there"), "money")
    (printed,) = theme_fragments(again(opened).view(), "bond").report.parts[0].rows  # type: ignore[union-attr]
    assert printed.cells[1] == "I trust them. »The money is the thing«. I fear for it. »So there«."


def test_the_codes_in_no_theme(opened: Opened) -> None:
    rows = unplaced(opened.view()).data.plain()
    assert [(row["code"], row["references"], row["cases"], row["of_cases"]) for row in rows] == [("time", 1, 1, 1)]


def test_the_fit_of_each_theme_is_a_field_of_its_own(opened: Opened) -> None:
    coding = coding_at(opened, "jan P-1 money The money is the thing")
    themes.fit(opened, "jan", "bond", "yes", [coding], "")
    themes.fit(opened, "jan", "cost", "no", [coding], "")
    themes.fit(opened, "jan", "bond", "doubt", [coding], "")
    (found,) = [one for one in again(opened).project.codings_of("jan", "P-1").applied if one.id == coding]
    assert dict(found.fit) == {"bond": "doubt", "cost": "no"}


CODES = ["trust", "fear", "money", "time"]


@given(st.lists(st.sampled_from(CODES), unique=True, min_size=1), st.lists(st.sampled_from(CODES), unique=True))
def test_law_in_and_out_again_is_nothing_and_merging_loses_no_code(codes: list[str], own: list[str]) -> None:
    raw: dict[str, Any] = {
        "codes": [{"id": code, "name": code} for code in CODES],
        "themes": [{"id": "t", "name": "T", "codes": own}, {"id": "u", "name": "U", "codes": codes}],
    }
    fresh = [code for code in codes if code not in own]
    there = theme_edits.put(raw, fresh, "t")
    back = theme_edits.put(there, fresh, "t", out=True)
    assert back["themes"][0].get("codes", []) == own
    merged = theme_edits.merge(raw, ["u"], "t")
    assert set(merged["themes"][0]["codes"]) == {*own, *codes}
    assert theme_edits.find(merged, "u") is merged["themes"][0]


def test_the_commands(opened: Opened, cli: Callable[..., Ran]) -> None:
    root = opened.study.root

    def theme(*args: str) -> Ran:
        return cli("-C", root, "theme", *args)

    added = theme("add", "No time", "--code", "time", "--because", "it recurs")
    assert (added.status, added.out) == (0, "no-time\n")
    assert theme("put", "fear", "time", "cost").status == 0
    assert theme("put", "money").status == 1
    assert theme("split", "cost", "--into", "Fearing", "--code", "fear").status == 0
    assert theme("rename", "fearing", "Dread").status == 0
    assert theme("merge", "dread", "--into", "cost").status == 0
    assert theme("statement", "cost", "It costs.").status == 0
    assert theme("boundary", "cost", "No bonds.").status == 0
    assert theme("status", "cost", "final").status == 0
    assert theme("drop", "no-time", "--because", "thin").status == 0
    assert theme("fit", "cost", "yes", coding_at(opened, "jan P-1 money The money is the thing")).err == "1 marked.\n"
    assert theme("unplaced", "--format", "csv").out.splitlines() == ["code,name,cases,of_cases,references,read_cases"]
    read = theme("read", "dread", "--format", "csv")
    assert len(read.out.splitlines()) == 3
    rows = theme("development", "--format", "csv").out.splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == [
        "theme_added", "codes_in", "theme_split", "theme_renamed", "theme_merged", "theme_statement",
        "theme_boundary", "theme_status", "theme_dropped", "theme_fit",
    ]  # fmt: skip
