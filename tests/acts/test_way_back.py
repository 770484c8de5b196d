"""The way back from an import: another file, a second file, another id, out of the study, one turn at a time."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.acts import coding
from qualcode.acts.import_options import ImportOptions
from qualcode.acts.importing import bring_in
from qualcode.acts.speakers import correct
from qualcode.acts.study import Opened, open_study
from qualcode.acts.turns import give_turn, split_turn
from qualcode.errors import QualcodeError
from qualcode.model.locate import place_quote
from qualcode.model.transcript import Transcript
from qualcode.store.check import check
from tests.conftest import Ran

Cli = Callable[..., Ran]

STUDY = """
    == T-1.txt interview 1 H-1 H-2
    I: Hoe gaat het hier?
    H-1: Goed, maar druk. Bea: Nou, dat valt mee.
    I: En verder?
    H-2: Verder niets.
    """


def again(opened: Opened) -> Opened:
    """The study as it is on disk, without a fault."""
    assert [problem for problem in check(opened.study) if problem.severity == "error"] == []
    return open_study(opened.study.root)


def text_of(opened: Opened, name: str = "T-1") -> Transcript:
    return open_study(opened.study.root).project.transcript(name).read()


def said(read: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.span.of(read.text)) for turn in read.turns]


def code(opened: Opened, words: str) -> None:
    handle = opened.project.transcript("T-1")
    coding.apply(opened, "jan", handle, "a", place_quote(handle.read(), words))


def bring(opened: Opened, folder: Path, text: str, **options: str) -> None:
    file = folder / "nieuw.txt"
    file.write_text(text, encoding="utf-8")
    bring_in(open_study(opened.study.root), [file], ImportOptions(**options), "jan")  # type: ignore[arg-type]


def test_another_file_takes_the_place_of_one_that_nobody_coded(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-3: Ook zo.\n", replace="T-1")
    assert said(text_of(opened)) == [
        ("Interviewer", "Hoe dan?"),
        ("H-1", "Zo."),
        ("Interviewer", "En?"),
        ("H-3", "Ook zo."),
    ]
    assert again(opened).study.cases.read_text() == "case\nH-1\nH-3\n"


def test_a_case_that_somebody_described_stays_when_the_file_is_replaced(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    opened.study.cases.write_text("case,groep\nH-1,x\nH-2,y\n")
    bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-1: Ook zo.\n", replace="T-1")
    assert again(opened).study.cases.read_text() == "case,groep\nH-1,x\nH-2,y\n"


@pytest.mark.parametrize("way", ["replace", "append"])
def test_a_text_that_somebody_coded_is_not_touched(
    way: str, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk")
    before = {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()}
    with pytest.raises(QualcodeError, match="T-1"):
        bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-1: Ook.\n", **{way: "T-1"})
    assert {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()} == before


def test_an_interview_goes_on_in_a_second_file(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study(STUDY)
    bring(
        opened,
        tmp_path,
        "[00:10:01] I: Nog iets?\n[00:10:05] H-1: Nee.\n[00:10:09] I: Zeker?\n[00:10:12] H-1: Ja.\n",
        append="T-1",
    )
    read = text_of(again(opened))
    assert [turn.number for turn in read.turns] == list(range(1, 9))
    assert said(read)[4:] == [
        ("Interviewer", "Nog iets?"),
        ("H-1", "Nee."),
        ("Interviewer", "Zeker?"),
        ("H-1", "Ja."),
    ]
    assert [turn.time for turn in read.turns[4:]] == [601.0, 605.0, 609.0, 612.0]


def test_a_transcript_leaves_the_study(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    assert cli("-C", opened.study.root, "transcript", "remove", "T-1", "--because", "geen toestemming").status == 0
    assert again(opened).project.transcripts == {}
    assert opened.study.cases.read_text() == "case\n"
    assert "geen toestemming" in opened.study.log.read_text()


def test_what_is_coded_leaves_only_with_its_codings_and_is_kept_beside_the_study(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk")
    root = opened.study.root
    refused = cli("-C", root, "transcript", "remove", "T-1", "--because", "x")
    assert (refused.status, list(again(opened).project.transcripts)) == (1, ["T-1"])
    assert cli("-C", root, "transcript", "remove", "T-1", "--because", "x", "--with-codings").status == 0
    assert again(opened).project.journals == ()
    (archive,) = root.parent.glob("T-1-removed-*")
    kept = [path for path in archive.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"T-1.txt", "T-1.json", "T-1.jsonl"}
    assert os.name == "nt" or {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_transcript_gets_another_id_and_its_only_case_with_it(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, "I: Hoe?\nR: Zo.\nI: En?\nR: Ook.\n", id="T-1")
    assert cli("-C", opened.study.root, "transcript", "rename", "T-1", "P-8").status == 0
    project = again(opened).project
    assert {name: handle.cases for name, handle in project.transcripts.items()} == {"P-8": ("P-8",)}
    assert opened.study.cases.read_text() == "case\nP-8\n"
    assert "T-1" not in opened.study.key.read_text("utf-8-sig")


def test_a_transcript_that_is_coded_keeps_its_id(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk")
    assert cli("-C", opened.study.root, "transcript", "rename", "T-1", "P-8").status == 1
    assert list(again(opened).project.transcripts) == ["T-1"]


def test_one_turn_is_somebody_elses(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    assert not give_turn(opened, "T-1", "4=H-9", "jan")
    read = text_of(again(opened))
    assert said(read)[3] == ("H-9", "Verder niets.")
    assert "H-9: Verder niets." in read.text


def test_in_a_turn_somebody_else_begins(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    assert not split_turn(opened, "T-1", "2:Nou, dat=B-9", "jan")
    read = text_of(again(opened))
    assert said(read)[1:3] == [("H-1", "Goed, maar druk."), ("B-9", "Nou, dat valt mee.")]
    assert "Bea" not in read.text
    assert [turn.number for turn in read.turns] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("words", ["maar druk", "dat valt mee"])
def test_the_text_of_what_is_coded_stays_and_codings_keep_their_words(
    words: str, make_study: Callable[[str], Opened]
) -> None:
    opened = make_study(STUDY)
    code(opened, words)
    before = text_of(opened).text
    assert split_turn(open_study(opened.study.root), "T-1", "2:Nou, dat=B-9", "jan")
    assert give_turn(open_study(opened.study.root), "T-1", "5=H-7", "jan")
    read = text_of(again(opened))
    assert read.text == before
    assert said(read)[1:3] == [("H-1", "Goed, maar druk."), ("B-9", "Nou, dat valt mee.")]
    assert said(read)[4] == ("H-7", "Verder niets.")
    (one,) = open_study(opened.study.root).project.codings_of("jan", "T-1").applied
    assert (one.span.of(read.text), one.quote) == (words, words)


def test_what_was_asked_keeps_its_subject_when_its_turn_is_split(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY.replace("I: Hoe gaat het hier?", "I: Hoe gaat het hier? Bea: En bij ons?"))
    handle = opened.project.transcript("T-1")
    coding.asked(opened, "jan", handle, "a", 1)
    asked = [one.subject for one in open_study(opened.study.root).project.codings_of("jan", "T-1").asked]
    split_turn(open_study(opened.study.root), "T-1", "1:En bij ons=B-9", "jan")
    now = again(opened).project.codings_of("jan", "T-1").asked
    assert [one.subject for one in now] == asked


@pytest.mark.parametrize(
    ("said_", "told"),
    [
        ("9=H-1", "T-1 has no turn 9; it has 4."),
        ("x=H-1", "should be TURN=CASE"),
        ("2", "should be TURN=CASE"),
    ],
)
def test_a_turn_that_cannot_be_given_is_told(said_: str, told: str, make_study: Callable[[str], Opened]) -> None:
    with pytest.raises(QualcodeError, match=told):
        give_turn(make_study(STUDY), "T-1", said_, "jan")


def test_times_are_kept_beside_the_text_and_follow_other_names(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study("")
    bring(
        opened,
        tmp_path,
        "I: Hoe gaat het om (10:30) daar?\nR: Het begon [00:01:16] heel klein [onverstaanbaar 00:12:33].\n"
        "I: En toen [00:02:00] verder?\nR: Toen [00:02:30] groeide het.\n",
        id="T-1",
    )
    read = text_of(opened)
    assert read.text.splitlines()[:2] == [
        "Interviewer: Hoe gaat het om (10:30) daar?",
        "T-1: Het begon heel klein [onverstaanbaar 00:12:33].",
    ]
    told = [(read.text[position : position + 5], time) for position, time in read.times]
    assert told == [("heel ", 76.0), ("verde", 120.0), ("groei", 150.0)]
    correct(open_study(opened.study.root), "T-1", ["T-1=Heel-lang"], "jan")
    after = text_of(again(opened))
    assert [(after.text[position : position + 5], time) for position, time in after.times] == told


def test_a_split_takes_out_a_name_and_no_words_that_somebody_spoke(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(
        """
        == T-1.txt interview 1 H-1
        I: Hoe gaat het hier?
        H-1: Eerste regel.
        Dat zeg ik tegen u. Sanne: En daarna? Ja.
        I: En verder?
        H-1: Goed dan, dank u. dr. J. Bakker: Tot ziens. Ik denk dit: nee hoor.
        """
    )
    split_turn(opened, "T-1", "4:nee hoor=interviewer", "jan")
    split_turn(open_study(opened.study.root), "T-1", "4:Tot ziens=interviewer", "jan")
    split_turn(open_study(opened.study.root), "T-1", "2:En daarna=interviewer", "jan")
    assert said(text_of(again(opened))) == [
        ("Interviewer", "Hoe gaat het hier?"),
        ("H-1", "Eerste regel.\nDat zeg ik tegen u."),
        ("Interviewer", "En daarna? Ja."),
        ("Interviewer", "En verder?"),
        ("H-1", "Goed dan, dank u."),
        ("Interviewer", "Tot ziens. Ik denk dit:"),
        ("Interviewer", "nee hoor."),
    ]


def test_a_transcript_is_not_renamed_to_itself(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    assert [cli("-C", opened.study.root, "transcript", "rename", "T-1", new).status for new in ("T-1", "t-1")] == [1, 1]
    assert list(again(opened).project.transcripts) == ["T-1"]


@pytest.mark.parametrize("way", ["append", "replace"])
def test_r1_of_a_second_file_is_the_r1_of_its_transcript(
    way: str, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, "I: Hoe?\nR1: Zo.\nR2: Niet.\nI: En?\nR1: Ook.\nR2: Nee.\n", id="FG-1")
    bring(opened, tmp_path, "I: Nu?\nR1: Dan.\nR2: Nog niet.\nI: Toch?\nR1: Ja.\nR2: Soms.\n", **{way: "FG-1"})
    assert again(opened).project.transcript("FG-1").cases == ("R1", "R2")
