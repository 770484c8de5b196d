"""The way back from an import: another file, a second file, another id, out of the study, one turn at a time."""

import inspect
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.locate import place_quote
from qualcode.model.transcript import Transcript
from qualcode.store.check import check
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.speakers import correct
from qualcode.usecases.transcripts.turns import give_turn, split_turn
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


def bring(opened: Opened, folder: Path, text: str, **options: object) -> None:
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
    give_turn(opened, "T-1", "4=H-9", "jan")
    read = text_of(again(opened))
    assert said(read)[3] == ("H-9", "Verder niets.")
    assert "H-9: Verder niets." in read.text


def test_in_a_turn_somebody_else_begins(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    split_turn(opened, "T-1", "2:Nou, dat=B-9", "jan")
    read = text_of(again(opened))
    assert said(read)[1:3] == [("H-1", "Goed, maar druk."), ("B-9", "Nou, dat valt mee.")]
    assert "Bea" not in read.text
    assert [turn.number for turn in read.turns] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("words", ["maar druk", "dat valt mee"])
def test_the_text_of_what_is_coded_changes_with_its_labels_and_codings_keep_their_words(
    words: str, make_study: Callable[[str], Opened]
) -> None:
    opened = make_study(STUDY)
    code(opened, words)
    split_turn(open_study(opened.study.root), "T-1", "2:Nou, dat=B-9", "jan")
    give_turn(open_study(opened.study.root), "T-1", "5=H-7", "jan")
    read = text_of(again(opened))
    assert "H-1: Goed, maar druk.\n\nB-9: Nou, dat valt mee.\n" in read.text
    assert "H-7: Verder niets." in read.text
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


def test_a_text_that_was_only_read_is_not_touched_either(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(inspect.cleandoc(STUDY) + "\n== done\njan T-1\n")
    with pytest.raises(QualcodeError, match="T-1 has codings or was read"):
        bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-1: Ook.\n", replace="T-1")
    for command in (["remove", "T-1", "--because", "x"], ["rename", "T-1", "P-8"]):
        assert cli("-C", opened.study.root, "transcript", *command).status == 1
    assert list(again(opened).project.transcripts) == ["T-1"]


def test_a_file_that_goes_on_with_another_is_known_afterwards(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    (tmp_path / "deel 2.txt").write_text("I: Nog iets?\nH-1: Nee.\nI: Zeker?\nH-1: Ja.\n", encoding="utf-8")
    assert cli("-C", opened.study.root, "import", tmp_path / "deel 2.txt", "--append", "T-1").status == 0
    before = text_of(again(opened))
    told = cli("-C", opened.study.root, "import", tmp_path / "deel 2.txt", "--append", "T-1")
    assert (told.status, told.err.strip()) == (0, "deel 2.txt was imported before, as T-1; it is skipped.")
    assert text_of(opened) == before


def test_times_inside_a_second_file_lie_behind_the_first(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study("")
    bring(opened, tmp_path, "I: Een?\nR: Twee [00:01:16] drie.\nI: Vier [00:02:00] vijf?\nR: Zes.\n", id="T-1")
    bring(opened, tmp_path, "I: Acht?\nR: Negen [00:11:16] tien.\nI: Elf [00:12:00] twaalf?\nR: Ja.\n", append="T-1")
    read = text_of(again(opened))
    told = [(read.text[position : position + 4], time) for position, time in read.times]
    assert told == [("drie", 76.0), ("vijf", 120.0), ("tien", 676.0), ("twaa", 720.0)]
    side_car = json.loads((opened.study.root / "transcripts/T-1.json").read_bytes())
    assert side_car["times"] == [[position, time] for position, time in read.times]


def test_a_better_file_with_the_same_words_takes_the_place_of_its_own_transcript(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """The words are the same as those of T-1, which is the one that is replaced: that is no doubt."""
    opened = make_study("")
    text = "I: Hoe gaat het vandaag hier?\nR: Het gaat goed met ons.\nI: Waarom dan?\nR: Omdat het rustig is.\n"
    bring(opened, tmp_path, text, id="T-1")
    bring(opened, tmp_path, text.replace("\n", "\n\n"), replace="T-1")
    assert text_of(again(opened)).text.startswith("Interviewer: Hoe gaat het vandaag hier?\n\nT-1: Het gaat")


def test_a_transcript_that_the_study_does_not_have_is_not_replaced(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    with pytest.raises(QualcodeError, match="T-1"):
        bring(make_study(STUDY), tmp_path, "I: Hoe?\nH-1: Zo.\nI: En?\nH-1: Ook.\n", replace="T-2")


NAMED = "I: Hoe gaat het?\nKees de Vries: Goed hoor.\nI: Hoe dat?\nKees de Vries: Zomaar.\n"


def test_who_left_is_in_no_key_and_may_come_again(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    bring(opened, tmp_path, NAMED, id="P-8")
    assert "Kees de Vries" in opened.study.key.read_text("utf-8-sig")
    assert cli("-C", opened.study.root, "transcript", "remove", "P-8", "--because", "geen toestemming").status == 0
    assert "Kees" not in opened.study.key.read_text("utf-8-sig")
    assert again(opened).study.cases.read_text() == "case\nH-1\nH-2\n"  # who speaks in another transcript stays
    bring(opened, tmp_path, NAMED, id="P-8")
    assert again(opened).project.transcript("P-8").cases == ("P-8",)


def test_why_a_transcript_leaves_must_be_said(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    assert cli("-C", opened.study.root, "transcript", "remove", "T-1", "--because", "  ").status == 1
    assert cli("-C", opened.study.root, "transcript", "remove", "T-1").status == 2
    assert list(again(opened).project.transcripts) == ["T-1"]


def test_a_case_that_somebody_described_stays_when_its_transcript_leaves(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    opened = make_study(STUDY)
    opened.study.cases.write_text("case,groep\nH-1,x\nH-2,\n")
    assert cli("-C", opened.study.root, "transcript", "remove", "T-1", "--because", "x").status == 0
    assert again(opened).study.cases.read_text() == "case,groep\nH-1,x\n"


def test_memos_about_a_transcript_are_kept_with_it_beside_the_study(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    opened = make_study(inspect.cleandoc(STUDY) + "\n== memos\nnote transcript:T-1 Over dit gesprek.\n")
    root = opened.study.root
    refused = cli("-C", root, "transcript", "remove", "T-1", "--because", "x")
    assert (refused.status, "memos/" in refused.err) == (1, True)
    assert cli("-C", root, "transcript", "rename", "T-1", "P-8").status == 1
    assert cli("-C", root, "transcript", "remove", "T-1", "--because", "x", "--with-codings").status == 0
    assert again(opened).project.memos == ()
    (archive,) = root.parent.glob("T-1-removed-*")
    assert os.name == "nt" or stat.S_IMODE(archive.stat().st_mode) == 0o700
    (memo,) = (archive / "memos").iterdir()
    assert "Over dit gesprek." in memo.read_text(encoding="utf-8")


def test_what_leaves_twice_on_one_day_is_kept_twice(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    root, text = opened.study.root, opened.study.root.parent / "opnieuw.txt"
    text.write_text("I: Hoe?\nH-1: Heel erg maar druk.\nI: En?\nH-1: Ook.\n", encoding="utf-8")
    for _ in range(2):
        code(open_study(root), "maar druk")
        assert cli("-C", root, "transcript", "remove", "T-1", "--because", "x", "--with-codings").status == 0
        assert cli("-C", root, "import", text, "--id", "T-1", "--again").status == 0
    kept = sorted(root.parent.glob("T-1-removed-*"))
    assert len(kept) == 2
    texts = {(one / "transcripts/T-1.txt").read_text(encoding="utf-8") for one in kept}
    assert len(texts) == 2


def test_the_key_leads_to_the_new_id_of_a_transcript(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="T-1")
    opened.study.cases.write_text("case,groep\nT-1,x\n")
    ran = cli("-C", opened.study.root, "transcript", "rename", "T-1", "P-8")
    assert (ran.status, "So is the respondent T-1" in ran.err + ran.out) == (0, True)
    assert opened.study.key.read_text("utf-8-sig").splitlines()[1:] == ["P-8,Kees de Vries,P-8"]
    assert again(opened).study.cases.read_text() == "case,groep\nP-8,x\n"
    assert said(text_of(opened, "P-8"))[1] == ("P-8", "Goed hoor.")
    assert text_of(opened, "P-8").text.splitlines()[1] == "P-8: Goed hoor."


def test_a_case_that_speaks_elsewhere_too_keeps_its_id(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(
        """
        == H-1.txt interview 1 H-1
        I: Hoe gaat het hier?
        H-1: Goed.
        I: En verder?
        H-1: Niets.
        == T-2.txt focus-group 1 H-1 H-2
        I: Hoe gaat het daar?
        H-1: Prima.
        I: En bij u?
        H-2: Matig.
        """
    )
    assert cli("-C", opened.study.root, "transcript", "rename", "H-1", "P-8").status == 0
    assert again(opened).project.transcript("P-8").cases == ("H-1",)


@pytest.mark.parametrize(("new", "told"), [("T-2", "There is a transcript T-2 already"), ("T 3!", "is no id")])
def test_an_id_that_cannot_be_is_refused(new: str, told: str, make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(
        inspect.cleandoc(STUDY) + "\n== T-2.txt interview 1 H-2\nI: Wat?\nH-2: Dit.\nI: En?\nH-2: Dat.\n"
    )
    ran = cli("-C", opened.study.root, "transcript", "rename", "T-1", new)
    assert (ran.status, told in ran.err) == (1, True)
    assert list(again(opened).project.transcripts) == ["T-1", "T-2"]


@pytest.mark.parametrize("coded", [False, True])
def test_turns_are_set_right_on_the_command_line(coded: bool, make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    if coded:
        code(opened, "maar druk")
    ran = cli(
        "-C", opened.study.root, "speakers", "T-1", "--turn", "4=interviewer", "--split", "2:Nou, dat=B-9"
    )  # fmt: skip
    assert ran.status == 0, ran.err
    read = text_of(again(opened))
    assert [(turn.speaker, turn.role) for turn in read.turns] == [
        ("Interviewer", "interviewer"),
        ("H-1", "respondent"),
        ("B-9", "respondent"),
        ("Interviewer", "interviewer"),
        ("Interviewer", "interviewer"),
    ]
    assert "\n\nB-9: Nou, dat valt mee.\n" in read.text
    assert opened.study.cases.read_text() == "case\nH-1\nB-9\n"  # H-2 speaks no more


def test_a_turn_without_its_transcript_is_not_guessed(make_study: Callable[[str], Opened], cli: Cli) -> None:
    ran = cli("-C", make_study(STUDY).study.root, "speakers", "--turn", "4=H-9")
    assert (ran.status, "Say in which transcript" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("said_", "told"),
    [
        ("2:bestaat niet=B-9", "do not stand in turn 2"),
        ("2:a=B-9", "times in turn 2 of T-1; give more of them"),
        ("2:Goed=B-9", "turn 2 begins with these words; --turn 2=B-9"),
        ("9:Goed=B-9", "T-1 has no turn 9; it has 4."),
        ("2=B-9", "should be TURN:"),
        ("2:Nou, dat=B 9!", "is no case id"),
    ],
)
def test_a_split_that_cannot_be_is_told_and_nothing_is_written(
    said_: str, told: str, make_study: Callable[[str], Opened]
) -> None:
    opened = make_study(STUDY)
    before = {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()}
    with pytest.raises(QualcodeError, match=told):
        split_turn(opened, "T-1", said_, "jan")
    assert {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()} == before


def test_a_coding_on_both_sides_of_a_split_keeps_all_its_words(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk. Bea: Nou, dat")
    split_turn(open_study(opened.study.root), "T-1", "2:Nou, dat=B-9", "jan")
    (one,) = again(opened).project.codings_of("jan", "T-1").applied
    assert one.quote == "maar druk.\n\nB-9: Nou, dat"


def test_times_and_turns_behind_a_split_keep_their_place(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study("")
    bring(
        opened,
        tmp_path,
        "[00:00:05] I: Een?\n[00:00:09] R: Goed hoor. Bea: Nou ja [00:01:16] zeg.\n[00:02:00] I: Zo?\n[00:02:30] R: Ja.\n",
        id="T-1",
    )
    split_turn(open_study(opened.study.root), "T-1", "2:Nou ja=B-9", "jan")
    read = text_of(again(opened))
    assert said(read)[1:3] == [("T-1", "Goed hoor."), ("B-9", "Nou ja zeg.")]
    told = [(read.text[position : position + 3], time) for position, time in read.times]
    assert told == [("Int", 5.0), ("T-1", 9.0), ("zeg", 76.0), ("Int", 120.0), ("T-1", 150.0)]
    assert [turn.time for turn in read.turns if turn.number != 3] == [5.0, 9.0, 120.0, 150.0]


def test_times_follow_a_new_id(make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path) -> None:
    opened = make_study("")
    bring(opened, tmp_path, "I: Hoe [00:00:30] dan?\nR: Het [00:01:16] begon.\nI: Zo?\nR: Ja.\n", id="T-1")
    assert cli("-C", opened.study.root, "transcript", "rename", "T-1", "Heel-lang").status == 0
    read = text_of(again(opened), "Heel-lang")
    assert [(read.text[position : position + 3], time) for position, time in read.times] == [
        ("dan", 30.0),
        ("beg", 76.0),
    ]


def test_names_set_right_after_a_split_leave_the_codings_their_words(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk")
    split_turn(open_study(opened.study.root), "T-1", "2:Nou, dat=B-9", "jan")
    correct(open_study(opened.study.root), "T-1", ["H-1=Huisarts-1", "B-9=Bestuurder-9"], "jan")
    read = text_of(again(opened))
    assert said(read)[1:3] == [("Huisarts-1", "Goed, maar druk."), ("Bestuurder-9", "Nou, dat valt mee.")]
    (one,) = open_study(opened.study.root).project.codings_of("jan", "T-1").applied
    assert (one.span.of(read.text), one.quote) == ("maar druk", "maar druk")


def test_a_file_that_takes_the_place_of_another_keeps_what_was_not_said_anew(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="P-8", kind="pilot", round=2)
    bring(opened, tmp_path, NAMED.replace("Goed", "Prima"), replace="P-8")
    handle = again(opened).project.transcript("P-8")
    assert (handle.kind, handle.round) == ("pilot", 2)
    bring(opened, tmp_path, NAMED, replace="P-8", kind="interview", round=1)
    handle = again(opened).project.transcript("P-8")
    assert (handle.kind, handle.round) == ("interview", 1)


@pytest.mark.parametrize("other", [{"kind": "focus-group"}, {"round": 2}])
def test_what_goes_on_with_a_transcript_is_of_its_kind_and_round(
    other: dict[str, object], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    with pytest.raises(QualcodeError, match="T-1 is of kind interview and round 1"):
        bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-1: Ook.\n", append="T-1", **other)


MORE = "I: Nog iets dan?\nH-1: Nee, niets.\nI: Zeker weten?\nH-1: Ja hoor.\n"


def test_a_file_whose_words_went_with_the_text_it_stood_in_may_come_again(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    bring(opened, tmp_path, MORE, append="T-1")
    bring(opened, tmp_path, "I: Hoe dan?\nH-1: Zo.\nI: En?\nH-1: Ook.\n", replace="T-1")
    bring(opened, tmp_path, MORE, append="T-1")
    assert [words for _, words in said(text_of(again(opened)))][-2:] == ["Zeker weten?", "Ja hoor."]


@pytest.mark.parametrize("way", ["replace", "append"])
def test_an_approval_is_of_the_text_that_was_read(
    way: str, make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    assert cli("-C", opened.study.root, "transcript", "member-check", "T-1", "approved").status == 0
    file = tmp_path / "nieuw.txt"
    file.write_text(MORE, encoding="utf-8")
    ran = cli("-C", opened.study.root, "import", file, f"--{way}", "T-1")
    assert "T-1: the member check (approved) was of the text as it was before" in " ".join(ran.err.split())
    assert again(opened).project.transcript("T-1").member_check == ""


def test_the_key_follows_a_file_that_takes_the_place_of_another(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """Kees is called by another label now; who asks had a name before, and has one still."""
    opened = make_study("")
    named = NAMED.replace("I:", "Sanne Bakker:")
    bring(opened, tmp_path, named, id="P-8", interviewers=("Sanne Bakker",))
    bring(opened, tmp_path, named.replace("Kees de Vries", "Kees"), replace="P-8")
    rows = opened.study.key.read_text("utf-8-sig").splitlines()[1:]
    assert rows == ["P-8,Sanne Bakker,Interviewer", "P-8,Kees,P-8"]
    bring(opened, tmp_path, named.replace("Kees de Vries", "P-8").replace("?", "??"), replace="P-8")
    assert opened.study.key.read_text("utf-8-sig").splitlines()[1:] == rows  # an id leads to its name still


def originals(opened: Opened) -> dict[str, str]:
    return {path.name: path.read_text() for path in (opened.study.root / "originals").iterdir()}


def test_the_copy_of_a_file_goes_where_its_transcript_goes(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="T-1", keep_originals=True)
    bring(opened, tmp_path, MORE, id="T-1.b", keep_originals=True)
    bring(opened, tmp_path, MORE.replace("I", "Int"), append="T-1", keep_originals=True)
    first, second = NAMED, MORE.replace("I", "Int")
    assert originals(opened) == {"T-1.txt": first, "T-1+2.txt": second, "T-1.b.txt": MORE}
    root = opened.study.root
    assert cli("-C", root, "transcript", "rename", "T-1", "P-8").status == 0
    assert originals(again(opened)) == {"P-8.txt": first, "P-8+2.txt": second, "T-1.b.txt": MORE}
    bring(opened, tmp_path, NAMED.replace("Goed", "Prima"), replace="P-8")
    assert originals(opened) == {"T-1.b.txt": MORE}
    bring(opened, tmp_path, NAMED, replace="P-8", keep_originals=True)
    assert originals(opened) == {"P-8.txt": first, "T-1.b.txt": MORE}
    assert cli("-C", root, "transcript", "remove", "P-8", "--because", "geen toestemming").status == 0
    assert originals(again(opened)) == {"T-1.b.txt": MORE}
    assert not [path for path in root.rglob("*") if path.is_file() and "Kees" in path.read_text()]


def test_what_leaves_with_its_codings_leaves_with_the_copy_of_its_file_and_memos_about_codings_and_people(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="P-8", keep_originals=True)
    opened = open_study(opened.study.root)
    handle = opened.project.transcript("P-8")
    coding.apply(opened, "jan", handle, "a", place_quote(handle.read(), "Goed hoor"))
    root = opened.study.root
    (line,) = (root / "codings/jan/P-8.jsonl").read_text().splitlines()
    for about in (f"coding:{json.loads(line)['id']}", "case:P-8", "project"):
        (root / "memos").mkdir(exist_ok=True)
        (root / f"memos/{about.partition(':')[0]}.md").write_text(f"---\nabout: {about}\nkind: note\n---\n\nOver.\n")
    assert [memo.name for memo in again(opened).project.memos] == ["case", "coding", "project"]
    ran = cli("-C", root, "transcript", "remove", "P-8", "--because", "x", "--with-codings")
    assert ran.status == 0, ran.err
    assert [memo.name for memo in again(opened).project.memos] == ["project"]
    assert [problem for problem in check(opened.study) if "memo" in problem.path] == []
    (archive,) = root.parent.glob("P-8-removed-*")
    kept = sorted(path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file())
    assert kept == [
        "codings/jan/P-8.jsonl", "memos/case.md", "memos/coding.md", "originals/P-8.txt", "transcripts/P-8.json",
        "transcripts/P-8.txt",
    ]  # fmt: skip


def test_what_is_still_known_of_who_left_is_told(make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="P-8", key=tmp_path / "namen.csv")
    opened.study.cases.write_text("case,groep\nP-8,x\n")
    ran = cli("-C", opened.study.root, "transcript", "remove", "P-8", "--because", "x")
    told = " ".join(ran.err.split())
    assert "cases.csv still describes P-8" in told
    assert "had no names of it; where it was imported with another --key" in told


def test_a_memo_about_who_would_be_renamed_keeps_the_id(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(inspect.cleandoc(STUDY) + "\n== memos\nnote case:H-1 Over een ander.\n")
    bring(opened, tmp_path, NAMED, id="P-8")
    assert cli("-C", opened.study.root, "transcript", "rename", "T-1", "T-2").status == 0  # H-1 keeps its id
    assert cli("-C", opened.study.root, "memo", "add", "case:P-8", "--text", "Over Kees.").status == 0
    ran = cli("-C", opened.study.root, "transcript", "rename", "P-8", "P-9")
    assert (ran.status, "memos about P-8 or who speaks in it" in ran.err) == (1, True)
    assert list(again(opened).project.transcripts) == ["P-8", "T-2"]


def test_an_id_in_other_capitals_is_the_same_case(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    root = opened.study.root
    assert cli("-C", root, "speakers", "T-1", "H-2=h-1").status == 0
    assert again(opened).project.transcript("T-1").cases == ("H-1",)
    assert cli("-C", root, "speakers", "T-1", "--turn", "4=h-9", "--split", "2:Nou, dat=H-9").status == 0
    assert again(opened).project.transcript("T-1").cases == ("H-1", "h-9")
    bring(opened, tmp_path, NAMED, id="P-8", respondents=("Kees de Vries=h-1",))
    assert again(opened).project.transcript("P-8").cases == ("H-1",)
    assert "H-1: Goed hoor." in text_of(opened, "P-8").text
    bring(opened, tmp_path, NAMED.replace("Goed", "Prima"), id="P-9")
    refused = cli("-C", root, "transcript", "rename", "P-9", "h-1")
    assert (refused.status, "There is a respondent h-1 already" in refused.err) == (1, True)


def test_an_id_that_waits_for_its_text_is_given_to_no_other(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    code(opened, "maar druk")
    root = opened.study.root
    (root / "transcripts/T-1.txt").rename(root / "transcripts/T-2.txt")
    side_car = (root / "transcripts/T-1.json").read_text().replace('"id":"T-1"', '"id":"T-2"')
    side_car = side_car.replace('"id": "T-1"', '"id": "T-2"')
    (root / "transcripts/T-1.json").unlink()
    (root / "transcripts/T-2.json").write_text(side_car)
    assert list(open_study(root).project.transcripts) == ["T-2"]
    ran = cli("-C", root, "transcript", "rename", "T-2", "t-1")
    assert (ran.status, "codings that wait for it" in ran.err) == (1, True)


def test_a_row_that_nobody_filled_in_is_renamed_with_its_transcript(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    opened = make_study("")
    bring(opened, tmp_path, NAMED, id="T-1")
    assert opened.study.cases.read_text() == "case\nT-1\n"
    assert cli("-C", opened.study.root, "transcript", "rename", "T-1", "P-8").status == 0
    assert again(opened).study.cases.read_text() == "case\nP-8\n"
