"""A plan before anything is written: what is doubtful is asked, and where nobody can answer nothing is done."""

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.acts.study import Opened, open_study
from tests.conftest import Ran

Cli = Callable[..., Ran]

CLEAN = "I: Hoe gaat het {n}?\n\nR: Het gaat goed op plek {n}.\n\nI: Waarom {n}?\n\nR: Omdat ik {n} keer rust heb.\n"
NAMES = (
    "Sanne de Wit: Hoe gaat het {n}?\n\nRuud Hessels: Goed {n}.\n\nSanne de Wit: Waarom?\n\nRuud Hessels: Rust {n}.\n"
)
GROUP = "I: Hoe gaat het {n}?\n\nR1: Goed {n}.\n\nR2: Matig {n}.\n\nI: Waarom?\n\nR1: Rust {n}.\n\nR2: Drukte {n}.\n"
ONCE = CLEAN + "\nWil: Daar ben ik het niet mee eens.\n\nI: En verder?\n\nR: Verder niets.\n"
LONG = CLEAN.replace("{n}", "1") * 6
BARE = "Het gaat goed.\n\nIk werk hier al lang.\n\nDat bevalt.\n"


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    return make_study("").study.root


def files(folder: Path, **texts: str) -> list[Path]:
    """Texts in files P-1.txt, P-2.txt … or as they are named; {n} is another number in each."""
    folder.mkdir(exist_ok=True)
    made = []
    for number, (name, text) in enumerate(texts.items(), 1):
        made.append(folder / f"{name.replace('_', '-')}.txt")
        made[-1].write_text(text.replace("{n}", str(number)), encoding="utf-8")
    return made


def everything(root: Path) -> dict[str, bytes]:
    """All files of a study, and the key beside it."""
    beside = [path for path in root.parent.glob(f"{root.name}.key*") if path.is_file()]
    return {str(path): path.read_bytes() for path in (*root.rglob("*"), *beside) if path.is_file()}


def test_a_clean_interview_asks_nothing(root: Path, cli: Cli, tmp_path: Path) -> None:
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=CLEAN))
    assert ran.status == 0
    assert ran.out.splitlines()[-1].split()[:3] == ["P-1", "P-1.txt", "txt"]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"P_1": ONCE}, "is “Wil” a person? It opens 1 turn (“Daar ben ik het niet mee eens.”)"),
        ({"P_1": NAMES}, "Who asks most: “Sanne de Wit” (1 file). Is that right?"),
        ({"P_1": BARE}, "no speaker labels were found. Is it all said by one person, P-1?"),
        ({"FG_1": GROUP, "FG_2": GROUP}, "“R2” stands in another file too. Is this another person (FG-2-R2)?"),
        ({"P_1": LONG, "P_2": LONG.replace("R:", "Respondent:")}, "all words are the same as those of P-1"),
        ({"P_1": "I: Hoe is het cafÃ©?\n\nR: Het cafÃ© is fijn.\n\nI: En de patiÃ«nt?\n\nR: De patiÃ«nt ook.\n"}, "its letters are those of"),
        ({"P_1": "Interviewer: Eerst dit.\n\nInterviewer: En dan dat.\n\nInterviewer: En zo verder.\n"}, "only interviewers speak here"),
    ],
)  # fmt: skip
def test_a_doubt_stops_the_import_and_nothing_is_written(
    texts: dict[str, str], told: str, root: Path, cli: Cli, tmp_path: Path
) -> None:
    before = everything(root)
    ran = cli("-C", root, "import", *files(tmp_path / "in", **texts))
    assert (ran.status, everything(root) == before) == (1, True)
    assert told in ran.err
    assert "Nothing was imported" in ran.err
    assert "--yes" in ran.err
    assert "label" in ran.out.splitlines()[0]
    assert cli("-C", root, "import", *sorted((tmp_path / "in").iterdir()), "--yes").status == 0


def test_who_asks_is_one_question_an_import(root: Path, cli: Cli, tmp_path: Path) -> None:
    made = files(tmp_path / "in", P_1=NAMES, P_2=NAMES.replace("Ruud Hessels", "Fenna Kok"), P_3=NAMES)
    ran = cli("-C", root, "import", *made)
    assert ran.err.count("Who asks most") == 1
    assert "“Sanne de Wit” (3 files)" in ran.err
    assert "must answer 1 question" in ran.err
    assert cli("-C", root, "import", *made, "--interviewer", "Sanne de Wit").status == 0
    (three,) = files(tmp_path / "in", P_4=NAMES.replace("Goed", "Slecht"))
    assert cli("-C", root, "import", three).status == 0  # the key knows her now


def test_two_groups_of_r1_are_two_groups_of_people(root: Path, cli: Cli, tmp_path: Path) -> None:
    made = files(tmp_path / "in", FG_1=GROUP, FG_2=GROUP)
    cli("-C", root, "import", *made, "--yes")
    cases = {handle.id: handle.cases for handle in open_study(root).project.transcripts.values()}
    assert cases == {"FG-1": ("FG-1-R1", "FG-1-R2"), "FG-2": ("FG-2-R1", "FG-2-R2")}


def test_the_same_words_are_left_out_unless_they_are_wanted_again(root: Path, cli: Cli, tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", P_1=LONG, P_2=LONG + "\n")
    assert cli("-C", root, "import", one).status == 0
    ran = cli("-C", root, "import", two, "--yes")
    assert "P-2.txt is left out: the same words as P-1." in ran.err
    assert list(open_study(root).project.transcripts) == ["P-1"]
    assert cli("-C", root, "import", two, "--again").status == 0
    assert sorted(open_study(root).project.transcripts) == ["P-1", "P-2"]


def test_check_shows_the_plan_and_stops(root: Path, cli: Cli, tmp_path: Path) -> None:
    before = everything(root)
    clean, doubtful = files(tmp_path / "in", P_1=CLEAN, P_2=ONCE)
    assert cli("-C", root, "import", "--check", clean).status == 0
    assert cli("-C", root, "import", "--check", doubtful).status == 1
    assert everything(root) == before


def test_the_plan_is_printed_for_machines(root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=ONCE)
    keys = ["row", "file", "sha", "id", "label", "turns", "words", "first_words", "role", "case", "doubt"]
    as_json = json.loads(cli("-C", root, "import", "--check", "--format", "json", made).out)
    as_csv = list(csv.DictReader(io.StringIO(cli("-C", root, "import", "--check", "--format", "csv", made).out)))
    assert [list(row) for row in as_json] == [keys] * 3
    assert as_csv == as_json
    assert [(row["label"], row["turns"], row["role"], row["case"]) for row in as_csv][:2] == [
        ("I", "3", "interviewer", ""),
        ("R", "3", "respondent", "R"),
    ]


@pytest.mark.parametrize("name", ["who.csv", "who.xlsx"])
def test_a_plan_goes_out_and_comes_back(name: str, root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=ONCE)
    plan = tmp_path / name
    assert cli("-C", root, "import", made, "-o", plan).status == 0
    assert os.name == "nt" or stat.S_IMODE(plan.stat().st_mode) == 0o600
    ran = cli("-C", root, "import", made, "--who", plan)
    assert ran.status == 0, ran.err  # rows that were left alone are decided too


def test_a_plan_is_edited(root: Path, cli: Cli, tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", P_1=NAMES, P_2=NAMES.replace("Ruud Hessels", "R. Hessels"))
    plan = tmp_path / "who.csv"
    plan.write_text(
        "file,label,role,case\n"
        "P-1.txt,Sanne de Wit,interviewer,\nP-1.txt,Ruud Hessels,respondent,RH\n"
        "P-2.txt,Sanne de Wit,interviewer,\nP-2.txt,R. Hessels,respondent,RH\n"
    )
    ran = cli("-C", root, "import", one, two, "--who", plan)
    assert ran.status == 0, ran.err
    assert {handle.cases for handle in open_study(root).project.transcripts.values()} == {("RH",)}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("P-1.txt,Sane de Wit,interviewer,", "row 2: There is no label in this file 'Sane de Wit'"),
        ("P-9.txt,Sanne de Wit,interviewer,", "row 2: There is no file 'P-9.txt'"),
        ("P-1.txt,Sanne de Wit,moderator,", "row 2: There is no role 'moderator'"),
        ("P-1.txt,Ruud Hessels,respondent,R H!", "row 2: 'R H!' is no case id"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_its_number(
    row: str, told: str, root: Path, cli: Cli, tmp_path: Path
) -> None:
    (made,) = files(tmp_path / "in", P_1=NAMES)
    plan = tmp_path / "who.csv"
    plan.write_text(f"file,label,role,case\n{row}\n")
    before = everything(root)
    ran = cli("-C", root, "import", made, "--who", plan)
    assert (ran.status, everything(root) == before) == (1, True)
    assert told in " ".join(ran.err.split())


def test_a_plan_of_a_file_that_was_changed_since_is_refused(root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=ONCE)
    cli("-C", root, "import", made, "-o", tmp_path / "who.csv")
    made.write_text(made.read_text() + "\nR: Nog iets.\n")
    ran = cli("-C", root, "import", made, "--who", tmp_path / "who.csv")
    assert ran.status == 1
    assert "was changed since the plan was made" in ran.err


def test_a_plan_does_not_lie_in_the_study(root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=CLEAN)
    ran = cli("-C", root, "import", made, "-o", root / "who.csv")
    assert (ran.status, (root / "who.csv").exists()) == (1, False)


def test_labels_are_said_on_the_command_line(root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=NAMES + "\nStilte: het wordt stil.\n\nRuud Hessels: Ja.\n")
    said = ("--interviewer", "Sanne de Wit", "--respondent", "Ruud Hessels=RH", "--not-a-speaker", "Stilte")
    ran = cli("-C", root, "import", made, *said)
    assert ran.status == 0, ran.err
    read = open_study(root).project.transcript("P-1").read()
    assert {turn.speaker for turn in read.turns} == {"Interviewer", "RH"}
    assert "Stilte: het wordt stil." in read.text


@pytest.mark.parametrize("option", ["--interviewer", "--respondent", "--not-a-speaker"])
def test_a_label_that_no_file_has_is_a_mistake(option: str, root: Path, cli: Cli, tmp_path: Path) -> None:
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=NAMES), option, "Sane de Wit")
    assert ran.status == 1
    assert "Sanne de Wit" in ran.err


def test_a_folder_gives_its_transcripts_and_what_is_none_is_told(root: Path, cli: Cli, tmp_path: Path) -> None:
    files(tmp_path / "in", P_1=CLEAN, P_2=CLEAN)
    files(tmp_path / "in" / "below", P_3=CLEAN)
    for name in ("cases.csv", "~$P-1.docx", ".verborgen.txt"):
        (tmp_path / "in" / name).write_text("x")
    ran = cli("-C", root, "import", tmp_path / "in")
    assert ran.status == 0, ran.err
    assert sorted(open_study(root).project.transcripts) == ["P-1", "P-2"]
    assert all(name in ran.err for name in ("cases.csv is no transcript", "~$P-1.docx is a hidden", ".verborgen.txt"))
    again = cli("-C", root, "import", tmp_path / "in")
    assert again.status == 0
    assert "P-1.txt was imported before, as P-1; it is skipped." in again.err


def test_what_was_taken_for_text_is_told_with_its_count(root: Path, cli: Cli, tmp_path: Path) -> None:
    text = CLEAN + "\nNoot: de deur gaat open.\n\nR: Kom binnen.\n\nNoot: iemand lacht.\n\nR: Dag.\n"
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=text))
    assert ran.status == 0, ran.err
    assert "P-1.txt: taken for text: “Noot” (2 lines)." in ran.err


def test_the_shipped_interviews_are_imported_without_a_question(root: Path, cli: Cli) -> None:
    shipped = Path(__file__).resolve().parent.parent.parent / "transcripts_example"
    ran = cli("-C", root, "import", shipped, "--interviewer", "Sanne de Wit")
    assert ran.status == 0, ran.err
    assert sorted(open_study(root).project.transcripts) == ["B-1", "B-2", "P-1", "P-2", "P-3", "P-4"]


def test_two_labels_never_become_one_person_unless_that_is_said(root: Path, cli: Cli, tmp_path: Path) -> None:
    talk = "Els: Hoe dus?\n\nKees: Goed dus.\n\nJan: Wat?\n\nEls: En ja dus?\n\nKees: Ja dus.\n\nJan: Nee.\n"
    (made,) = files(tmp_path / "in", T_3=talk)
    plan = tmp_path / "who.csv"
    plan.write_text(
        "file,label,role,case\nT-3.txt,Els,respondent,\nT-3.txt,Kees,respondent,\nT-3.txt,Jan,respondent,T-3-2\n"
    )
    ran = cli("-C", root, "import", made, "--who", plan)
    assert ran.status == 0, ran.err
    assert open_study(root).project.transcript("T-3").cases == ("T-3-1", "T-3-3", "T-3-2")


def test_a_document_in_which_somebody_asks_has_who_answers_too(root: Path, cli: Cli, tmp_path: Path) -> None:
    text = "Bevinding: iets.\n\nI: Wat?\n\nR: Dit is het antwoord.\n\nI: En?\n\nR: Ja.\n\nBevinding: nog iets.\n"
    ran = cli("-C", root, "import", *files(tmp_path / "in", D_1=text), "--kind", "document")
    assert ran.status == 0, ran.err
    assert "taken for text: “Bevinding” (2 lines)" in ran.err
    speakers = [turn.role for turn in open_study(root).project.transcript("D-1").read().turns]
    assert speakers == ["interviewer", "respondent", "interviewer", "respondent"]
