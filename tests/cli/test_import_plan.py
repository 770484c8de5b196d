"""A plan before anything is written: what is doubtful is asked, and where nobody can answer nothing is done."""

import csv
import io
import json
import os
import shlex
import stat
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran
from tests.usecases.test_import_plan import bold_questions

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
    assert ran.out.splitlines()[-1].split()[:3] == ["P-1", "P-1.txt", "4"]


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


def subtitles(file: Path) -> Path:
    """What NAMES says, as a program for video calls writes it."""
    said = ["Sanne de Wit>Hoe gaat het 1?", "Ruud Hessels>Goed 1, en met u ook?", "Sanne de Wit>Waarom?"]
    said.append("Ruud Hessels>Rust 1 geeft dat.")
    cues = [f"00:00:0{at}.000 --> 00:00:0{at + 1}.000\n<v {words}\n" for at, words in enumerate(said, 1)]
    file.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return file


def stopped(ran: Ran, root: Path, before: dict[str, bytes]) -> None:
    """The import did nothing, showed its plan, and said how to go on."""
    assert (ran.status, everything(root) == before) == (1, True), ran
    assert {"label", "role"} <= set(ran.out.splitlines()[0].split())
    assert any(line.startswith("  ? ") for line in ran.out.splitlines())  # what is doubtful, below its label
    assert "Nothing was imported" in ran.err
    assert "--yes" in ran.err


def test_two_voices_told_by_bold_type_alone_are_a_doubt(root: Path, cli: Cli, tmp_path: Path) -> None:
    made, before = bold_questions(tmp_path / "L-1.docx"), everything(root)
    ran = cli("-C", root, "import", made)
    stopped(ran, root, before)
    assert not list(root.parent.glob(f"{root.name}.key*"))
    assert "L-1.docx: there are no labels, but the text has two voices" in ran.err
    assert cli("-C", root, "import", made, "--yes").status == 0
    read = open_study(root).project.transcript("L-1").read()
    assert [(turn.role, turn.span.of(read.text)) for turn in read.turns][:2] == [
        ("interviewer", "Hoe gaat het thuis?"),
        ("respondent", "Het gaat thuis goed met mij."),
    ]


def test_one_conversation_in_two_formats_is_a_doubt(root: Path, cli: Cli, tmp_path: Path) -> None:
    text = NAMES.replace("Goed {n}.", "Goed 1, en met u ook?").replace("Rust {n}.", "Rust 1 geeft dat.")
    made = [subtitles(tmp_path / "V-1.vtt"), *files(tmp_path / "in", W_1=text)]
    before, asking = everything(root), ("--interviewer", "Sanne de Wit")
    ran = cli("-C", root, "import", *made, *asking)
    stopped(ran, root, before)
    assert "W-1.txt: all words are the same as those of V-1. Leave it out?" in ran.err
    assert cli("-C", root, "import", *made, *asking, "--again").status == 0
    assert sorted(open_study(root).project.transcripts) == ["V-1", "W-1"]


def test_r1_of_another_round_is_a_doubt(root: Path, cli: Cli, tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", FG_1=GROUP, FG_2=GROUP)
    assert cli("-C", root, "import", one).status == 0
    before = everything(root)
    ran = cli("-C", root, "import", two, "--round", "2")
    stopped(ran, root, before)
    assert "“R1” is a respondent of another round. Is this another person (FG-2-R1)?" in ran.err
    assert cli("-C", root, "import", two, "--round", "2", "--yes").status == 0
    assert open_study(root).project.transcript("FG-2").cases == ("FG-2-R1", "FG-2-R2")


def test_one_doubtful_file_keeps_the_others_out_too(root: Path, cli: Cli, tmp_path: Path) -> None:
    before = everything(root)
    stopped(cli("-C", root, "import", *files(tmp_path / "in", P_1=CLEAN, P_2=ONCE)), root, before)
    assert open_study(root).project.transcripts == {}


def test_the_command_that_goes_on_is_what_was_typed(root: Path, cli: Cli, tmp_path: Path) -> None:
    """It can be pasted in a shell: words with a space stand between quotes."""
    folder = tmp_path / "mijn interviews"
    files(folder, P_1=ONCE)
    ran = cli("-C", root, "import", folder, "--round", "2")
    typed = shlex.join(["qualcode", "-C", str(root), "import", str(folder), "--round", "2", "--yes"])
    assert f"{typed}. " in ran.err
    written = cli("-C", root, "import", folder, "--again", "-o", tmp_path / "who.csv")
    assert shlex.join(["import", str(folder), "--again", "--who", str(tmp_path / "who.csv")]) in written.err
    assert cli(*shlex.split(typed)[1:]).status == 0


@pytest.mark.parametrize("format_", ["csv", "json", "table"])
def test_a_doubt_is_status_1_in_every_form_of_the_plan(format_: str, root: Path, cli: Cli, tmp_path: Path) -> None:
    before = everything(root)
    clean, doubtful = files(tmp_path / "in", P_1=CLEAN, P_2=ONCE)
    ran = cli("-C", root, "import", "--check", "--format", format_, clean, doubtful)
    assert (ran.status, everything(root) == before) == (1, True)
    assert cli("-C", root, "import", "--check", "--format", format_, clean).status == 0


@pytest.mark.skipif(os.name == "nt", reason="a link may not be made there")
@pytest.mark.parametrize("name", ["who.csv", "who.xlsx"])
def test_a_plan_does_not_get_into_the_study_by_another_way(name: str, root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=CLEAN)
    (tmp_path / "link").symlink_to(root / "transcripts", target_is_directory=True)
    before = everything(root)
    for target in (root / "transcripts" / name, tmp_path / "link" / name, root / "transcripts" / ".." / name):
        ran = cli("-C", root, "import", made, "-o", target)
        assert (ran.status, "lies in the study" in ran.err) == (1, True)
    assert cli("import", made, "-o", name, cwd=root).status == 1
    assert everything(root) == before


def test_a_plan_takes_roles_in_the_language_of_the_study(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root = make_study("== qualcode.yaml\nlanguage: nl\n").study.root
    (made,) = files(tmp_path / "in", P_1=ONCE)
    plan = tmp_path / "wie.csv"
    assert cli("-C", root, "import", made, "-o", plan).status == 0
    rows = plan.read_text("utf-8-sig").splitlines()
    assert rows[0] == "row;file;sha;id;label;turns;words;first_words;role;case;doubt"
    (wil,) = [row.split(";") for row in rows if ";Wil;" in row]
    wil[8:10] = ["tekst", ""]
    plan.write_text("\n".join([*(row for row in rows if ";Wil;" not in row), ";".join(wil)]) + "\n", encoding="utf-8")
    ran = cli("-C", root, "import", made, "--who", plan)
    assert ran.status == 0, ran.err
    read = open_study(root).project.transcript("P-1").read()
    assert {turn.role for turn in read.turns} == {"interviewer", "respondent"}
    assert "Wil: Daar ben ik het niet mee eens." in read.text


@pytest.mark.parametrize(
    ("option", "typed", "meant"),
    [
        ("--interviewer", "Sane de Wit", "Sanne de Wit"),
        ("--respondent", "Ruud Hesels=RH", "Ruud Hessels"),
        ("--not-a-speaker", "Ruud Hesels", "Ruud Hessels"),
    ],
)
def test_the_label_that_was_meant_is_named(
    option: str, typed: str, meant: str, root: Path, cli: Cli, tmp_path: Path
) -> None:
    before = everything(root)
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=NAMES), option, typed, "--yes")
    assert (ran.status, everything(root) == before) == (1, True)
    told = f"There is no speaker's label in these files '{typed.partition('=')[0]}' (did you mean {meant}?)"
    assert told in " ".join(ran.err.split())


def test_what_is_no_transcript_in_a_folder_is_told_by_name(root: Path, cli: Cli, tmp_path: Path) -> None:
    files(tmp_path / "in", P_1=CLEAN)
    for name in ("codebook.yaml", "opname.mp3"):
        (tmp_path / "in" / name).write_text("x")
    ran = cli("-C", root, "import", tmp_path / "in", "--check")
    assert ran.status == 0, ran.err
    assert "codebook.yaml is no transcript; it is skipped." in ran.err
    assert "opname.mp3 is no transcript; it is skipped." in ran.err


Terminal = Callable[[Path, Sequence[str], Sequence[str]], tuple[int, str]]


@pytest.fixture
def at_terminal() -> Terminal:
    pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")
    from tests.cli.test_terminal import at_terminal

    return at_terminal


def test_enter_takes_every_proposal(root: Path, at_terminal: Terminal, tmp_path: Path) -> None:
    files(tmp_path, FG_1=GROUP, FG_2=GROUP, P_3=BARE)
    command = ["-C", str(root), "import", "FG-1.txt", "FG-2.txt", "P-3.txt"]
    status, shown = at_terminal(tmp_path, command, [""] * 5)
    assert status == 0, shown
    cases = {handle.id: handle.cases for handle in open_study(root).project.transcripts.values()}
    assert cases == {"FG-1": ("FG-1-R1", "FG-1-R2"), "FG-2": ("FG-2-R1", "FG-2-R2"), "P-3": ("P-3",)}


@pytest.mark.parametrize("text", [BARE, "Interviewer: Eerst.\n\nInterviewer: En dan.\n\nInterviewer: En zo verder.\n"])
def test_no_is_an_answer_and_nothing_is_written(text: str, root: Path, at_terminal: Terminal, tmp_path: Path) -> None:
    files(tmp_path, P_1=text)
    before = everything(root)
    status, shown = at_terminal(tmp_path, ["-C", str(root), "import", "P-1.txt"], ["n"])
    assert (status, everything(root) == before) == (1, True), shown
    assert "Nothing was imported. Say who speaks with --interviewer" in " ".join(shown.split())


@pytest.mark.parametrize(("answer", "ids"), [("", ["P-1"]), ("n", ["P-1", "P-2"])])
def test_whether_the_same_words_are_left_out_is_asked(
    answer: str, ids: list[str], root: Path, at_terminal: Terminal, tmp_path: Path
) -> None:
    files(tmp_path, P_1=LONG, P_2=LONG + "\n")
    status, shown = at_terminal(tmp_path, ["-C", str(root), "import", "P-1.txt", "P-2.txt"], [answer])
    assert (status, sorted(open_study(root).project.transcripts)) == (0, ids), shown


def test_who_breaks_off_leaves_no_trace(root: Path, at_terminal: Terminal, tmp_path: Path) -> None:
    """An end of input (control-D) at the second question, after the first was answered."""
    files(tmp_path, P_1=ONCE, P_2=BARE)
    before = everything(root)
    status, shown = at_terminal(tmp_path, ["-C", str(root), "import", "P-1.txt", "P-2.txt"], ["t", "\x04"])
    assert (status != 0, everything(root) == before) == (True, True), shown


@pytest.mark.parametrize("typed", [["-o", "who.csv"], ["-owho.csv"], ["--output", "who.csv"], ["--output=who.csv"]])
def test_the_command_that_takes_a_plan_writes_none(typed: list[str], root: Path, cli: Cli, tmp_path: Path) -> None:
    files(tmp_path, P_1=ONCE)
    ran = cli("-C", root, "import", *typed, "P-1.txt", cwd=tmp_path)
    assert f"qualcode -C {root} import P-1.txt --who who.csv" in ran.err


@pytest.mark.parametrize("name", ["who.csv", "who.xlsx"])
def test_a_plan_that_may_hold_answers_is_not_written_over(name: str, root: Path, cli: Cli, tmp_path: Path) -> None:
    (made,) = files(tmp_path / "in", P_1=ONCE)
    plan = tmp_path / name
    plan.write_text("answers")
    ran = cli("-C", root, "import", made, "-o", plan)
    assert (ran.status, plan.read_text(), "is there already" in ran.err) == (1, "answers", True)


def test_a_plan_in_a_form_that_is_not_known_is_refused(root: Path, cli: Cli, tmp_path: Path) -> None:
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=CLEAN), "--check", "--format", "xml")
    assert (ran.status, ran.out) == (1, "")
    assert "There is no format of a plan 'xml' (known: table, csv, json)." in ran.err


def test_a_folder_without_transcripts_is_told(root: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files(tmp_path / "in" / "deeper", P_1=CLEAN)
    ran = cli("-C", root, "import", tmp_path / "in")
    told = " ".join(ran.err.split())
    assert (ran.status, "is a transcript (.docx, " in told, "not looked into" in told) == (1, True, True)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("language: nl", "wat vet of cursief staat geldt als interviewer"),
        ("", "what stands in bold or italics is taken for interviewer"),
    ],
)
@pytest.mark.parametrize("name", ["L-1.docx", "L-1.md"])
def test_bold_questions_are_a_voice_and_nothing_that_was_passed_over(
    name: str, language: str, told: str, make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root = make_study(f"== qualcode.yaml\n{language}\n").study.root
    if name.endswith(".md"):
        said = [f"**Hoe gaat het {place}?**\n\nHet gaat {place} goed met mij." for place in ("thuis", "hier", "daar")]
        (tmp_path / name).write_text("\n\n".join(said), encoding="utf-8")
    else:
        bold_questions(tmp_path / name)
    ran = cli("-C", root, "import", tmp_path / name, "--check")
    assert ran.status == 1
    assert "Hoe gaat het" not in ran.err
    assert told in cli("-C", root, "import", tmp_path / name).err
    assert cli("-C", root, "import", tmp_path / name, "--yes").status == 0
    read = open_study(root).project.transcript("L-1").read()
    assert [turn.role for turn in read.turns] == ["interviewer", "respondent"] * 3


def test_one_label_is_one_label_however_its_accents_are_stored(root: Path, cli: Cli, tmp_path: Path) -> None:
    """macOS writes é as e with an accent behind it, in names of files and in what some programs make of them."""
    one, two = (unicodedata.normalize(form, "José") for form in ("NFC", "NFD"))
    text = f"{one}: Hoe gaat het?\n\nRenée: Goed.\n\n{two}: En verder?\n\nRenée: Ook goed.\n"
    ran = cli("-C", root, "import", *files(tmp_path / "in", P_1=text), "--interviewer", two)
    assert ran.status == 0, ran.err
    read = open_study(root).project.transcript("P-1").read()
    assert [turn.role for turn in read.turns] == ["interviewer", "respondent"] * 2


def test_two_spellings_of_one_id_in_one_import_are_one_case(root: Path, cli: Cli, tmp_path: Path) -> None:
    made = files(tmp_path / "in", P_1=CLEAN.replace("R:", "H-1:"), P_2=CLEAN.replace("R:", "h-1:").replace("Hoe", "Hè"))
    assert cli("-C", root, "import", *made).status == 0
    assert {handle.cases for handle in open_study(root).project.transcripts.values()} == {("H-1",)}
    assert cli("-C", root, "check").status == 0
