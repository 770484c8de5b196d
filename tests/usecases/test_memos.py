"""Memos: the researcher's words about one or two things, as plain files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.editing import edits, theme_edits
from qualcode.errors import QualcodeError
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.memos import memo_document, memo_list
from qualcode.store.check import check
from qualcode.usecases import memos
from qualcode.usecases.codebook.edits import edit
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study, coding_at

STUDY = """
== codebook.yaml
questions: [{id: q1, text: Why?}]
codes: [{id: a, name: Alpha}]
themes: [{id: trust, name: Trust, codes: [a]}]
topics: [{id: t1, text: How is it?}]
== P-1.txt
Interviewer: How is it?
P-1: We work well.
== codings
jan P-1 a We work well.
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", STUDY.strip())


def again(opened: Opened) -> Opened:
    return open_study(opened.study.root)


def told_of_memos(opened: Opened) -> list[str]:
    return [str(problem.what) for problem in check(opened.study) if problem.path.startswith("memos/")]


THINGS = ("project", "code:a", "theme:trust", "case:P-1", "transcript:P-1", "question:q1", "topic:t1")


@pytest.mark.parametrize("thing", THINGS)
def test_a_memo_is_about_any_one_thing_of_the_study(opened: Opened, thing: str) -> None:
    name = memos.add(opened, "jan", [thing], "note", 'She said: "well" # and\n\nmore.')
    (memo,) = again(opened).project.memos
    assert (memo.name, memo.about, memo.kind, memo.coder) == (name, (thing,), "note", "jan")
    assert memo.text == 'She said: "well" # and\n\nmore.'
    assert told_of_memos(opened) == []


def test_a_memo_about_a_coding_is_found_by_the_beginning_of_its_id_and_check_tells_when_it_is_gone(
    opened: Opened,
) -> None:
    from qualcode.usecases.coding.by_hand import withdraw

    coding = coding_at(opened, "jan P-1 a We work well.")
    memos.add(opened, "jan", [f"coding:{coding[:5]}"], "reflexive", "Mine.")
    assert again(opened).project.memos[0].about == (f"coding:{coding}",)
    assert told_of_memos(opened) == []
    withdraw(again(opened), "jan", [coding])
    assert told_of_memos(opened) == [f"it is about coding {coding!r}, which is withdrawn or does not exist"]


def test_a_memo_about_two_things_is_a_cell_and_is_found_whatever_their_order(opened: Opened) -> None:
    memos.add(opened, "jan", ["theme:trust", "case:P-1"], "summary", "A cell.")
    memos.add(opened, "jan", ["theme:trust"], "summary", "The theme.")
    project = again(opened).project
    assert [memo.text for memo in project.memos_on("case:P-1", "theme:trust")] == ["A cell."]
    assert [memo.text for memo in project.memos_on("theme:trust", kind="summary")] == ["The theme."]
    assert [memo.text for memo in memos.memos(again(opened), "jan", ["theme:trust"])] == ["A cell.", "The theme."]


@pytest.mark.parametrize(
    ("about", "kind", "text", "told"),
    [
        (["theme:trst"], "note", "x", "There is no theme 'trst' (did you mean trust?)."),
        (["thema:trust"], "note", "x", "There is no thing a memo can be about 'thema' (did you mean theme?)."),
        (["theme:trust"], "idea", "x", "There is no kind of memo 'idea'"),
        (["theme:trust"], "note", "  \n", "The memo is empty."),
        (["theme:trust", "code:a", "case:P-1"], "note", "x", "A memo is about one or two things"),
        ([], "note", "x", "A memo is about one or two things"),
        (["project:x"], "note", "x", "A memo about the whole study is about `project`"),
        (["coding:zz"], "note", "x", "jan has no coding whose id begins with 'zz'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    opened: Opened, about: list[str], kind: str, text: str, told: str
) -> None:
    with pytest.raises(QualcodeError) as refused:
        memos.add(opened, "jan", about, kind, text)
    assert told in str(refused.value)
    assert not opened.study.memos.exists()


def test_two_memos_about_one_thing_are_two_files(opened: Opened) -> None:
    names = [memos.add(opened, "jan", ["theme:trust"], "note", text) for text in ("one", "two")]
    assert names == ["note-theme-trust", "note-theme-trust-2"]
    assert [memo.text for memo in again(opened).project.memos] == ["one", "two"]


def test_a_memo_follows_its_code_and_theme_under_another_id(opened: Opened) -> None:
    memos.add(opened, "jan", ["theme:trust", "code:a"], "note", "Kept.")
    edit(opened.study, "jan", "theme rename", lambda raw: theme_edits.rename(raw, "trust", "Faith"))
    edit(opened.study, "jan", "codebook rename", lambda raw: edits.rename(raw, "a", "Aleph"))
    assert again(opened).project.memos[0].about == ("theme:faith", "code:aleph")
    assert told_of_memos(opened) == []


def test_the_list_and_the_document(opened: Opened) -> None:
    memos.add(opened, "jan", ["theme:trust", "case:P-1"], "summary", "First.\n\nSecond.")
    memos.add(opened, "jan", ["project"], "recommendation", "Meet more often.")
    opened = again(opened)
    rows = memo_list(opened.project, opened.project.memos, opened.words).data.plain()
    assert [(row["about"], row["kind"], row["text"]) for row in rows] == [
        ("theme:trust; case:P-1", "summary", "First.\n\nSecond."),
        ("project", "recommendation", "Meet more often."),
    ]
    text = as_markdown(memo_document(opened.project, opened.project.memos, opened.words), opened.words)
    day = opened.words.day(opened.project.memos[0].at[:10])
    assert text == (
        "# Memos\n\n## Theme Trust, respondent P-1\n\n"
        f"### Summary (jan, {day})\n\nFirst.\n\nSecond.\n\n"
        f"## The study as a whole\n\n### Recommendation (jan, {day})\n\nMeet more often.\n"
    )


def test_the_commands_read_standard_input_and_write_word(opened: Opened, cli: Callable[..., Ran]) -> None:
    root = opened.study.root
    added = cli("-C", root, "memo", "add", "theme:trust", "--kind", "summary", stdin="Één zin.\n")
    assert (added.status, added.err) == (0, "Written: memos/summary-theme-trust.md\n")
    listed = cli("-C", root, "memo", "list", "--format", "csv")
    assert listed.out.splitlines()[1].endswith("Één zin.")
    assert cli("-C", root, "memo", "export", "-o", root / "memos.docx").status == 0
    assert (root / "memos.docx").stat().st_size > 10_000
    unknown = cli("-C", root, "memo", "list", "--kind", "idea")
    assert (unknown.status, unknown.out) == (1, "")
