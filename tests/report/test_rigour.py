"""The lists that reviewers use: which are asked of which study, what is told once, and what the researcher answers."""

from collections.abc import Callable

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.checklists import LISTS, POINTS
from qualcode.model.memo import TARGETS
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.memos import memo_list
from qualcode.report.tables.rigour import EVIDENCE, rigour
from qualcode.text import Words, entries
from qualcode.usecases import memos
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, coding_at

Make = Callable[[str], Opened]
Cli = Callable[..., Ran]

STUDY = """
    == codebook.yaml
    codes: [{id: a, name: A}, {id: b, name: B, kind: barrier}]
    themes: [{id: t, name: T, codes: [a, b]}]
    == P-1.txt
    Interviewer: How?
    P-1: one word. another word.
    == P-2.txt
    Interviewer: How?
    P-2: three more words.
    == codings
    jan P-1 a one word.
    jan P-1 b another word.
    == marks
    jan P-1 a one word. | key=true
    jan P-1 b another word. | valence=facilitator
    == done
    jan P-1
    jan P-2
"""
REFLEXIVE = "    == qualcode.yaml\n    variant: reflexive\n" + STUDY


def evidence(opened: Opened, *lists: str) -> dict[str, str]:
    """`list.item` -> what is known of it."""
    records = rigour(opened.view(), lists).data.plain()
    return {f"{row['list']}.{row['item']}": str(row["evidence"]) for row in records}


def text(opened: Opened, *lists: str) -> str:
    return as_markdown(rigour(opened.view(), lists), opened.words)


def test_every_point_has_its_words_in_both_languages() -> None:
    sizes = {name: len(items) for name, items in LISTS.items()}
    assert sizes == {"bc": 15, "coreq": 32, "srqr": 21, "rtarg": 6}
    for language in ("nl", "en"):
        for name in LISTS:
            assert entries(language)[f"rigour.{name}"]
        for point in POINTS:
            assert entries(language)[point], point
    assert all(set(EVIDENCE[name]) <= set(items) for name, items in LISTS.items())


@pytest.mark.parametrize(("study", "lists"), [(STUDY, {"bc", "coreq"}), (REFLEXIVE, {"bc", "rtarg"})])
def test_a_reflexive_study_is_asked_for_what_fits_it(study: str, lists: set[str], make_study: Make) -> None:
    opened = make_study(study)
    assert {point.split(".")[0] for point in evidence(opened)} == lists
    assert {point.split(".")[0] for point in evidence(opened, "srqr")} == {"srqr"}
    with pytest.raises(QualcodeError, match=r"no list 'corek'.*did you mean coreq"):
        rigour(opened.view(), ["corek"])


def test_a_reflexive_study_is_told_no_counts_of_codes(make_study: Make) -> None:
    opened = make_study(REFLEXIVE)
    found = evidence(opened, "bc", "coreq", "rtarg")
    assert found["bc.2"] == "P-1: read in full; P-2: read in full."
    assert (found["bc.3"], found["bc.4"]) == ("", "")
    assert found["coreq.29"] == "Key quotes are from: P-1. Without a key quote: P-2."
    assert found["coreq.32"] == "There is a coded extract that speaks against its code, under: B."
    assert "deductive" not in found["coreq.26"]  # a code that says nothing of its origin is not thereby deductive
    assert "Saturation does not belong to reflexive" in found["rtarg.method"]
    assert "its supplement" in text(opened)


def test_what_speaks_against_its_code_is_deviant_whether_marked_or_of_the_other_direction(make_study: Make) -> None:
    found = evidence(make_study(STUDY))
    assert found["coreq.32"] == "One coded extract speaks against its code, under: B."
    plain = make_study(STUDY.replace("    jan P-1 b another word. | valence=facilitator\n", ""))
    assert evidence(plain)["coreq.32"] == "No coded extract speaks against its code."
    unread = make_study(
        STUDY.split("    == done")[0].replace("    jan P-1 b another word. | valence=facilitator\n", "")
    )
    assert evidence(unread)["coreq.32"] == ""  # nobody looked everywhere


def test_a_sentence_is_told_once_and_referred_to_after(make_study: Make) -> None:
    opened = make_study(STUDY)
    balance = "T: one key quote (2 words), no summary or interpretation yet."
    assert evidence(opened)["bc.10"].startswith(balance)  # each point by itself in the data
    assert text(opened).count(balance) == 1
    assert "| See item 8. Key quotes per respondent: P-1: 1. Without a key quote: P-2. |" in text(opened)
    assert "| See item 8 of Braun and Clarke. |" in text(opened)


def test_an_answer_is_kept_in_the_study_printed_and_can_be_given_anew(make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "rigour", "--answer", "coreq.1", "The author.")
    assert (ran.status, ran.err) == (0, "Written: memos/note-rigour-coreq-1.md\n")
    assert cli("-C", root, "rigour", "--answer", "coreq.1", "The author and a colleague.").status == 0
    opened = open_study(root)
    assert [memo.text for memo in opened.project.memos] == ["The author and a colleague."]
    row = next(one for one in rigour(opened.view()).data.plain() if (one["list"], one["item"]) == ("coreq", "1"))
    assert (row["answer"], row["evidence"], row["open"]) == ("The author and a colleague.", "", False)
    assert "| The author and a colleague. |" in text(opened)
    assert "Item ‘Who interviewed’" in as_markdown(
        memo_list(opened.project, opened.project.memos, opened.words), opened.words
    )


def test_an_answer_stands_before_what_the_study_shows(make_study: Make) -> None:
    opened = make_study(STUDY)
    memos.answer(opened, "jan", [("coreq.12", "As many as the region has.")])
    assert "| As many as the region has.<br>Two respondents. |" in text(open_study(opened.study.root))


@pytest.mark.parametrize("point", ["coreq.33", "coreq", "rtarg.1", ""])
def test_an_answer_to_what_no_list_has_is_refused(point: str, make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "rigour", "--answer", point, "x")
    assert ran.status == 1
    assert "There is no point of a list" in ran.err
    assert not open_study(root).project.memos


def test_the_length_of_each_interview_is_told_as_far_as_it_is_known(make_study: Make) -> None:
    """P-1 runs from 0:10 to 12:55, which is 12.75 minutes; of P-2 nothing is known."""
    lines = "[00:00:10] Interviewer: How?\n    [00:12:55] P-1: one word. another word."
    opened = make_study(STUDY.replace("Interviewer: How?\n    P-1: one word. another word.", lines))
    assert evidence(opened)["coreq.21"] == "Duration: P-1 13 minutes. Not known of: P-2."
    assert evidence(make_study(STUDY))["coreq.21"] == ""


def test_several_answers_at_once_are_all_kept_and_one_without_its_point_is_refused(make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root
    assert cli("-C", root, "rigour", "--answer", "coreq.10", "one", "--answer", "coreq.11", "two").status == 0
    assert {memo.about[0]: memo.text for memo in open_study(root).project.memos} == {
        "rigour:coreq.10": "one", "rigour:coreq.11": "two",
    }  # fmt: skip
    for args in (
        ("--answer", "coreq.1"),
        ("text",),
        ("--answer", "coreq.1", "x", "--list", "bc"),
        ("--answer", "coreq.1", "x", "-o", "r.md"),
    ):
        ran = cli("-C", root, "rigour", *args)
        assert ran.status == 1, args
        assert "An answer goes with its point and nothing else" in ran.err, args
    assert len(open_study(root).project.memos) == 2


def test_what_another_coder_answered_stays(make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root
    assert cli("-C", root, "rigour", "--answer", "coreq.10", "mine").status == 0
    assert cli("-C", root, "--as", "piet", "rigour", "--answer", "coreq.10", "yours").status == 0
    assert {(memo.coder, memo.text) for memo in open_study(root).project.memos} == {("jan", "mine"), ("piet", "yours")}
    assert "| mine<br>yours |" in text(open_study(root))


def test_a_memo_can_be_about_a_point_and_one_that_no_list_has_is_told(make_study: Make, cli: Cli) -> None:
    assert "rigour" in TARGETS
    assert Words("nl")("coreq.9") == "Methodologische oriëntatie"
    root = make_study(STUDY).study.root
    assert cli("-C", root, "memo", "add", "rigour:coreq.13", "rigour:coreq.14", "--text", "both").status == 0
    assert text(open_study(root)).count("| both |") == 2  # a memo about two points is printed at both
    (memo,) = (root / "memos").glob("*.md")
    memo.write_text(memo.read_text(encoding="utf-8").replace("coreq.13", "coreq.77"), encoding="utf-8")
    assert "a point that no list has: 'coreq.77'" in cli("-C", root, "check").out + cli("-C", root, "check").err


def test_the_words_of_the_researcher_are_those_of_the_section(make_study: Make) -> None:
    """Summaries and interpretations of the theme, its codes and its key quotes; no note, reflection or framework cell."""
    memos_ = """    == memos
    summary theme:t one two three
    interpretation code:a four five
    reflexive theme:t not counted at all
    note theme:t nor this
    summary theme:t,case:P-1 nor that
"""
    opened = make_study(STUDY + memos_)
    coding = coding_at(opened, "jan P-1 a one word.")
    memos.add(opened, "jan", [f"coding:{coding}"], "interpretation", "six")
    assert (
        evidence(open_study(opened.study.root))["bc.8"]
        == "T: one key quote (2 words) beside 6 words of summary and interpretation."
    )


def test_the_log_is_evidence_from_the_command_too(make_study: Make, cli: Cli) -> None:
    assert (
        "A log (audit trail) has been kept since"
        in cli("-C", make_study(STUDY).study.root, "rigour", "--list", "srqr", "--format", "csv").out
    )


def test_reviewed_by_word_is_told_apart_from_reviewed_extract_by_extract(make_study: Make, cli: Cli) -> None:
    opened = make_study(STUDY.replace("codes: [a, b]}]", "codes: [a, b], status: reviewed}]"))
    assert "Reviewed, according to the researcher: T." in evidence(opened, "bc")["bc.5"]
    assert "Held against" not in evidence(opened, "bc")["bc.5"]
    coding = coding_at(opened, "jan P-1 a one word.")
    assert cli("-C", opened.study.root, "theme", "fit", "t", "yes", coding, "--because", "read").status == 0
    assert "Held against the theme: T (1 of the 2 codings)." in evidence(open_study(opened.study.root), "bc")["bc.5"]


def test_a_point_that_a_study_answers_in_part_stays_open(make_study: Make) -> None:
    opened = make_study(STUDY)
    rows = {f"{row['list']}.{row['item']}": row for row in rigour(opened.view(), ["srqr", "coreq"]).data.plain()}
    assert rows["srqr.5"]["evidence"]
    assert rows["srqr.5"]["open"] is True
    assert rows["coreq.27"]["open"] is False
    assert "(Braun & Clarke). The rest is to be filled in by the researcher. |" in text(opened, "srqr")
    memos.answer(opened, "jan", [("srqr.5", "Critical realism.")])
    opened = open_study(opened.study.root)
    rows = {f"{row['list']}.{row['item']}": row for row in rigour(opened.view(), ["srqr"]).data.plain()}
    assert rows["srqr.5"]["open"] is False
