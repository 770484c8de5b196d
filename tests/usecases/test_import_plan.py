"""What a plan proposes, what it doubts, and what settles a doubt; making one writes nothing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.text import Words
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.answers import accept, decide, refuse
from qualcode.usecases.transcripts.importing.bring_in import bring_in, write
from qualcode.usecases.transcripts.importing.options import Decisions, ImportOptions
from qualcode.usecases.transcripts.importing.plan import Plan, Planner
from qualcode.usecases.transcripts.importing.plan_file import COLUMNS, read_plan, rows_of, write_plan
from qualcode.usecases.transcripts.importing.survey import FileReading

CLEAN = "I: Hoe gaat het hier?\n\nR: Het gaat goed op deze plek.\n\nI: Waarom?\n\nR: Omdat ik vaak rust heb.\n"
ONCE = CLEAN + "\nWil: Daar ben ik het niet mee eens.\n\nI: En verder?\n\nR: Verder niets.\n"
NAMES = "Els: Hoe gaat het hier?\n\nRuud: Het gaat goed.\n\nEls: Waarom?\n\nRuud: Omdat ik vaak rust heb.\n"
GROUP = "I: Hoe gaat het hier?\n\nR1: Goed.\n\nR2: Matig.\n\nI: Waarom?\n\nR1: Om de rust.\n\nR2: Om de drukte.\n"
BARE = "Het gaat goed.\n\nIk werk hier al lang.\n\nDat bevalt.\n"
ALONE = "Interviewer: Eerst dit.\n\nInterviewer: En dan dat.\n\nInterviewer: En zo verder.\n"
LETTERS = "I: Hoe is het cafÃ©?\n\nR: Het cafÃ© is fijn.\n\nI: En de patiÃ«nt?\n\nR: De patiÃ«nt ook.\n"
SUBTITLES = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Els>Hoe gaat het hier?

00:00:04.000 --> 00:00:08.000
<v Ruud>Het gaat goed.

00:00:08.000 --> 00:00:10.000
<v Els>Waarom?

00:00:10.000 --> 00:00:14.000
<v Ruud>Omdat ik vaak rust heb.
"""
BY_ELS = ImportOptions(interviewers=("Els",))


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study("")


def put(folder: Path, texts: dict[str, str]) -> list[Path]:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def bold_questions(file: Path) -> Path:
    """A Word file without labels: questions in bold, answers not."""
    import docx

    document = docx.Document()
    for place in ("thuis", "hier", "daar"):
        document.add_paragraph().add_run(f"Hoe gaat het {place}?").bold = True
        document.add_paragraph(f"Het gaat {place} goed met mij.")
    document.save(str(file))
    return file


def plan_of(opened: Opened, files: list[Path], options: ImportOptions | None = None) -> Plan:
    return Planner(open_study(opened.study.root), files, options or ImportOptions()).plan()


def kinds(plan: Plan) -> list[tuple[str, str]]:
    return [(doubt.kind, doubt.label) for doubt in plan.doubts]


def proposed(plan: Plan) -> list[tuple[str, str, str]]:
    return [(row.label, row.role, row.case) for row in plan.rows]


def in_study(opened: Opened) -> dict[str, tuple[str, ...]]:
    return {name: handle.cases for name, handle in open_study(opened.study.root).project.transcripts.items()}


def everything(opened: Opened) -> dict[Path, bytes]:
    """All files of the folder that the study lies in, so what lies beside it too."""
    return {path: path.read_bytes() for path in opened.study.root.parent.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("texts", "doubts", "rows"),
    [
        ({"P-1.txt": CLEAN}, [], [("I", "interviewer", ""), ("R", "respondent", "P-1")]),
        ({"P-1.txt": NAMES}, [("asker", "Els")], [("Els", "interviewer", ""), ("Ruud", "respondent", "P-1")]),
        ({"P-1.txt": BARE}, [("nobody", "")], [("", "respondent", "P-1")]),
        ({"P-1.txt": ALONE}, [("alone", "")], [("Interviewer", "interviewer", "")]),
        ({"P-1.txt": LETTERS}, [("letters", "")], [("I", "interviewer", ""), ("R", "respondent", "P-1")]),
        (
            {"FG-1.txt": GROUP, "FG-2.txt": GROUP.replace("Goed", "Prima")},
            [("generic", "R1"), ("generic", "R2")] * 2,
            [
                ("I", "interviewer", ""), ("R1", "respondent", "FG-1-R1"), ("R2", "respondent", "FG-1-R2"),
                ("I", "interviewer", ""), ("R1", "respondent", "FG-2-R1"), ("R2", "respondent", "FG-2-R2"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_plan_has_a_proposal_for_every_label_and_writes_nothing(
    texts: dict[str, str],
    doubts: list[tuple[str, str]],
    rows: list[tuple[str, str, str]],
    opened: Opened,
    tmp_path: Path,
) -> None:
    files = put(tmp_path, texts)
    before = everything(opened)
    plan = plan_of(opened, files)
    assert kinds(plan) == doubts
    assert proposed(plan) == rows
    assert everything(opened) == before


def test_a_label_that_opens_one_turn_is_asked_about(opened: Opened, tmp_path: Path) -> None:
    plan = plan_of(opened, put(tmp_path, {"P-1.txt": ONCE}))
    assert kinds(plan) == [("person", "Wil")]
    (wil,) = [row for row in plan.rows if row.label == "Wil"]
    assert (wil.turns, wil.first_words, wil.doubts) == (1, "Daar ben ik het niet mee eens.", ("person",))


def test_questions_in_bold_are_taken_for_the_interviewers(opened: Opened, tmp_path: Path) -> None:
    plan = plan_of(opened, [bold_questions(tmp_path / "L-1.docx")])
    assert {kind for kind, _ in kinds(plan)} == {"layout"}
    assert [(role, case) for _, role, case in proposed(plan)] == [("interviewer", ""), ("respondent", "L-1")]


def test_the_same_speech_from_two_programs_is_seen(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"V-1.vtt": SUBTITLES, "W-1.txt": NAMES})
    plan = plan_of(opened, files, BY_ELS)
    assert kinds(plan) == [("same", "")]
    assert [(entry.id, entry.leave_out) for entry in plan.entries] == [("V-1", False), ("W-1", True)]
    again = plan_of(opened, files, ImportOptions(interviewers=("Els",), again=True))
    assert (again.doubts, [entry.leave_out for entry in again.entries]) == ([], [False, False])


def test_the_same_speech_in_another_round_is_another_interview(opened: Opened, tmp_path: Path) -> None:
    first, second = put(tmp_path, {"P-1.txt": CLEAN, "P-2.txt": CLEAN + "\n"})
    bring_in(opened, [first], ImportOptions(), "jan")
    assert kinds(plan_of(opened, [second])) == [("same", "")]
    assert kinds(plan_of(opened, [second], ImportOptions(round=2))) == []


def test_r1_of_a_group_that_was_imported_before_is_asked_about(opened: Opened, tmp_path: Path) -> None:
    first, second = put(tmp_path, {"FG-1.txt": GROUP, "FG-2.txt": GROUP.replace("Goed", "Prima")})
    bring_in(opened, [first], ImportOptions(), "jan")
    for options, kind in ((ImportOptions(), "generic"), (ImportOptions(round=2), "round")):
        plan = plan_of(opened, [second], options)
        assert kinds(plan) == [(kind, "R1"), (kind, "R2")]
        assert [case for _, _, case in proposed(plan)] == ["", "FG-2-R1", "FG-2-R2"]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (NAMES, BY_ELS),
        (BARE, ImportOptions(case="P-1")),
        (ONCE, ImportOptions(not_speakers=("Wil",))),
        (ONCE, ImportOptions(respondents=("Wil=W-1",))),
        (ONCE, ImportOptions(interviewers=("wil",))),
        (ALONE, ImportOptions(respondents=("Interviewer=P-1",))),
    ],
)
def test_what_was_said_beforehand_is_not_doubted(
    text: str, options: ImportOptions, opened: Opened, tmp_path: Path
) -> None:
    files = put(tmp_path, {"P-1.txt": text})
    assert plan_of(opened, files).doubts
    assert plan_of(opened, files, options).doubts == []


def test_somebody_who_speaks_once_is_no_stranger_where_another_file_has_them_often(
    opened: Opened, tmp_path: Path
) -> None:
    often = "Wil: Hoe dan?\n\nR: Zo dan.\n\nWil: En toen?\n\nR: Toen zo.\n\nWil: Wanneer?\n\nR: Gisteren.\n"
    plan = plan_of(opened, put(tmp_path, {"P-1.txt": ONCE, "P-2.txt": often}), ImportOptions(interviewers=("Wil",)))
    assert plan.doubts == []
    assert [(row.id, row.label) for row in plan.rows if row.role == "interviewer"] == [
        ("P-1", "I"),
        ("P-1", "Wil"),
        ("P-2", "Wil"),
    ]


@pytest.mark.parametrize(
    ("role", "cases", "turns"),
    [("text", ("P-1",), 6), ("interviewer", ("P-1",), 7), ("respondent", ("P-1-1", "P-1-2"), 7)],
)
def test_an_answer_about_a_person_is_carried_out(
    role: str, cases: tuple[str, ...], turns: int, opened: Opened, tmp_path: Path
) -> None:
    planner = Planner(opened, put(tmp_path, {"P-1.txt": ONCE.replace("R:", "Ruud:")}), ImportOptions(), Decisions())
    plan = planner.plan()
    (doubt,) = plan.doubts
    decide(planner.decisions, doubt, role)
    plan = planner.plan()
    assert plan.doubts == []
    (item,) = write(planner, plan, "jan")
    assert item.turns == turns
    assert in_study(opened) == {"P-1": cases}


def test_an_accepted_proposal_is_carried_out_and_the_doubt_is_gone(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"FG-1.txt": GROUP, "FG-2.txt": GROUP.replace("Goed", "Prima")})
    planner = Planner(opened, files, ImportOptions(), Decisions())
    while (plan := planner.plan()).doubts:
        accept(planner.decisions, plan, plan.doubts[0])
    list(write(planner, plan, "jan"))
    assert in_study(opened) == {"FG-1": ("FG-1-R1", "FG-1-R2"), "FG-2": ("FG-2-R1", "FG-2-R2")}


def test_a_refused_proposal_is_the_other_way_round(opened: Opened, tmp_path: Path) -> None:
    """Not Els but Ruud asks; R1 is the same person in both groups; the second file is wanted all the same."""
    (names,) = put(tmp_path, {"P-1.txt": NAMES})
    planner = Planner(opened, [names], ImportOptions(), Decisions())
    plan = planner.plan()
    assert refuse(planner.decisions, plan, plan.doubts[0])
    assert proposed(planner.plan()) == [("Els", "respondent", "P-1"), ("Ruud", "interviewer", "")]

    groups = put(tmp_path, {"FG-1.txt": GROUP, "FG-2.txt": GROUP + "\n"})
    planner = Planner(opened, groups, ImportOptions(), Decisions())
    while doubts := (plan := planner.plan()).doubts:
        assert refuse(planner.decisions, plan, doubts[0])
    list(write(planner, plan, "jan"))
    assert in_study(opened) == {"FG-1": ("R1", "R2"), "FG-2": ("R1", "R2")}


@pytest.mark.parametrize("text", [BARE, ALONE, LETTERS])
def test_a_no_that_says_nothing_of_what_is_true_settles_nothing(text: str, opened: Opened, tmp_path: Path) -> None:
    planner = Planner(opened, put(tmp_path, {"P-1.txt": text}), ImportOptions(), Decisions())
    plan = planner.plan()
    assert not refuse(planner.decisions, plan, plan.doubts[0])
    assert kinds(planner.plan()) == kinds(plan)


def test_without_anybody_to_ask_a_doubt_is_refused_with_its_file(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"P-1.txt": CLEAN, "P-2.txt": ONCE})
    before = everything(opened)
    with pytest.raises(QualcodeError, match=r"P-2\.txt: Wil: "):
        bring_in(opened, files, ImportOptions(), "jan")
    assert everything(opened) == before


def test_a_file_that_is_changed_after_it_was_planned_is_not_written_nor_are_the_others(
    opened: Opened, tmp_path: Path
) -> None:
    files = put(tmp_path, {"P-1.txt": CLEAN, "P-2.txt": CLEAN.replace("goed", "slecht")})
    planner = Planner(opened, files, ImportOptions())
    plan = planner.plan()
    files[1].write_text(CLEAN.replace("goed", "matig"), encoding="utf-8")
    before = everything(opened)
    with pytest.raises(QualcodeError, match=r"P-2\.txt was changed while it was imported"):
        list(write(planner, plan, "jan"))
    assert everything(opened) == before


@pytest.mark.parametrize("options", [ImportOptions(id="P-9"), ImportOptions(case="P-9"), ImportOptions(replace="P-9")])
def test_what_names_one_transcript_is_not_said_of_two_files(
    options: ImportOptions, opened: Opened, tmp_path: Path
) -> None:
    files = put(tmp_path, {"P-1.txt": CLEAN, "P-2.txt": ONCE})
    with pytest.raises(QualcodeError, match="name one transcript"):
        plan_of(opened, files, options)


def test_one_case_for_two_respondents_is_refused(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="--case names one respondent, but 2 speak here"):
        plan_of(opened, put(tmp_path, {"FG-1.txt": GROUP}), ImportOptions(case="R1"))


def read_back(opened: Opened, files: list[Path], sheet: Path) -> tuple[Planner, Plan]:
    planner = Planner(open_study(opened.study.root), files, ImportOptions(), Decisions())
    read_plan(planner.plan(), sheet, planner.decisions)
    return planner, planner.plan()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", ["who.csv", "who.xlsx"])
@pytest.mark.parametrize("text", [CLEAN, ONCE, NAMES, BARE, ALONE, LETTERS, "layout"])
def test_rows_that_were_left_as_they_are_count_as_decided(
    text: str, name: str, language: str, opened: Opened, tmp_path: Path
) -> None:
    if text == "layout":
        files = [bold_questions(tmp_path / "P-1.docx")]
    else:
        files = put(tmp_path, {"P-1.txt": text})
    plan = plan_of(opened, files)
    write_plan(plan, Words(language), opened.study, tmp_path / name)
    planner, after = read_back(opened, files, tmp_path / name)
    assert after.doubts == []
    assert proposed(after) == proposed(plan)
    assert [item.id for item in write(planner, after, "jan")] == ["P-1"]


def test_a_plan_that_is_edited_in_dutch_is_carried_out(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"P-1.txt": ONCE})
    words, sheet = Words("nl"), tmp_path / "wie.csv"
    write_plan(plan_of(opened, files), words, opened.study, sheet)
    rows = list(csv.reader(io.StringIO(sheet.read_text("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    label, role, case = (COLUMNS.index(name) for name in ("label", "role", "case"))
    answers = {"I": ("Interviewer", ""), "R": ("Respondent", "H-1"), "Wil": ("Tekst", "")}
    for row in rows[1:]:
        row[role], row[case] = answers[row[label]]
    text = "\n".join(";".join(row) for row in [[words.of("import.column", name) for name in COLUMNS], *rows[1:]])
    sheet.write_text(text + "\n", encoding="utf-8")  # only the headings of the language are left
    planner, plan = read_back(opened, files, sheet)
    assert plan.doubts == []
    list(write(planner, plan, "jan"))
    assert in_study(opened) == {"P-1": ("H-1",)}
    assert "Wil: Daar ben ik" in open_study(opened.study.root).project.transcript("P-1").read().text


def test_a_plan_that_is_edited_in_a_spreadsheet_is_carried_out(opened: Opened, tmp_path: Path) -> None:
    import openpyxl

    files = put(tmp_path, {"P-1.txt": NAMES, "P-2.txt": NAMES.replace("Ruud", "R. Bos").replace("goed", "slecht")})
    sheet = tmp_path / "who.xlsx"
    write_plan(plan_of(opened, files), Words("en"), opened.study, sheet)
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    for row in page.iter_rows():
        if row[COLUMNS.index("label")].value in ("Ruud", "R. Bos"):
            row[COLUMNS.index("case")].value = "H-1"
    book.save(sheet)
    planner, plan = read_back(opened, files, sheet)
    assert plan.doubts == []
    list(write(planner, plan, "jan"))
    assert in_study(opened) == {"P-1": ("H-1",), "P-2": ("H-1",)}
    assert opened.study.cases.read_text() == "case\nH-1\n"


def test_a_row_without_a_file_holds_for_all_files(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"P-1.txt": NAMES, "P-2.txt": NAMES.replace("Ruud", "Kees").replace("goed", "slecht")})
    (sheet,) = put(tmp_path, {"who.csv": "label,role\nEls,interviewer\n"})
    _, plan = read_back(opened, files, sheet)
    assert plan.doubts == []
    assert proposed(plan) == [
        ("Els", "interviewer", ""),
        ("Ruud", "respondent", "P-1"),
        ("Els", "interviewer", ""),
        ("Kees", "respondent", "P-2"),
    ]


def test_what_was_taken_for_text_can_be_made_a_speaker(opened: Opened, tmp_path: Path) -> None:
    text = CLEAN + "\nNoot: de deur gaat open.\n\nR: Kom binnen.\n\nNoot: iemand lacht.\n\nR: Dag.\n"
    files = put(tmp_path, {"P-1.txt": text})
    plan = plan_of(opened, files)
    passed = [row for row in rows_of(plan, Words("en")) if row[COLUMNS.index("label")] == "Noot"]
    assert [row[COLUMNS.index("role")] for row in passed] == ["text"]
    (sheet,) = put(tmp_path, {"who.csv": "file,label,role,case\nP-1.txt,Noot,respondent,N-1\n"})
    planner, after = read_back(opened, files, sheet)
    list(write(planner, after, "jan"))
    assert in_study(opened) == {"P-1": ("R", "N-1")}


def test_a_sheet_that_is_no_plan_is_refused(opened: Opened, tmp_path: Path) -> None:
    files = put(tmp_path, {"P-1.txt": CLEAN})
    (sheet,) = put(tmp_path, {"who.csv": "case,groep\nP-1,x\n"})
    with pytest.raises(QualcodeError, match="this is no plan of an import"):
        read_back(opened, files, sheet)


def counted(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a planner reads from now on, with what it is told."""
    read, names = planner.read, list[str]()

    def counting(file: Path, data: bytes) -> FileReading:
        names.append(file.name)
        return read(file, data)

    monkeypatch.setattr(planner, "read", counting)
    return names


def test_a_file_is_read_once_for_the_plan_and_for_the_transcript(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = Planner(opened, put(tmp_path, {"A.txt": CLEAN, "B.txt": GROUP}), ImportOptions())
    names = counted(planner, monkeypatch)
    assert [one.id for one in write(planner, planner.plan(), "jan")] == ["A", "B"]
    assert names == ["A.txt", "B.txt"]


def test_what_was_read_for_the_plan_is_what_a_new_reading_finds_when_more_was_decided_or_learned(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = put(
        tmp_path, {"A.txt": NAMES, "B.txt": "Els: Hoe gaat het?\n\n" + BARE + "\nRuud: Zo is het.\n", "C.txt": ONCE}
    )
    decisions = Decisions()
    planner = Planner(opened, [*files, bold_questions(tmp_path / "D.docx")], ImportOptions(), decisions)
    names = counted(planner, monkeypatch)
    plan = planner.plan()
    assert plan.doubts
    while plan.doubts:
        accept(decisions, plan, plan.doubts[0])
        plan = planner.plan()
    read = list(names)
    assert len(read) > len(plan.entries)  # some were read again, of what was decided
    kept = [planner.reading(entry.survey, entry.survey.file.read_bytes()) for entry in plan.entries]
    assert names == read
    assert kept == [planner.read(entry.survey.file, entry.survey.file.read_bytes()) for entry in plan.entries]
