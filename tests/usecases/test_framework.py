"""The framework matrix there and back: filled-in cells become memos, and no memo is ever overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qualcode.errors import QualcodeError
from qualcode.report.tables.framework import framework
from qualcode.usecases.output import deliver
from qualcode.usecases.results.framework_sheet import apply_matrix
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study
from tests.report.forms import HEALTH

WHOLE = "Vertrouwen en openheid (thema als geheel)"


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", HEALTH.strip())


def exported(opened: Opened, tmp_path: Path, cell: str = "summary") -> Path:
    target = tmp_path / "matrix.xlsx"
    deliver(opened.project.settings, framework(opened.view(), cell), [target])
    return target


def fill(file: Path, cells: dict[tuple[str, str], str]) -> None:
    """Write into sheet 1 by (case, column heading)."""
    book = load_workbook(file)
    sheet = book.worksheets[0]
    columns = {str(cell.value): number for number, cell in enumerate(sheet[2], 1)}
    rows = {str(row[0].value): number for number, row in enumerate(sheet.iter_rows(), 1)}
    for (case, column), text in cells.items():
        sheet.cell(rows[case], columns[column]).value = text
    book.save(file)


def summaries(opened: Opened) -> dict[tuple[str, ...], str]:
    return {memo.about: memo.text for memo in open_study(opened.study.root).project.memos if "case" in memo.about[0]}


def test_a_workbook_has_a_sheet_for_each_theme(opened: Opened, tmp_path: Path) -> None:
    book = load_workbook(exported(opened, tmp_path))
    assert [sheet.title for sheet in book.worksheets] == [
        "Vertrouwen en openheid",
        "Middelen",
        "Niet in een thema",
        "Noot",
    ]
    assert [cell.value for cell in book.worksheets[0][2]] == [
        "Respondent", WHOLE, "Angst voor misbruik", "Openheid", "Elkaar kennen",
    ]  # fmt: skip
    assert book.worksheets[0]["B3"].value == "Is bang, maar kent iedereen."


def test_an_untouched_matrix_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    applied = apply_matrix(opened, "jan", exported(opened, tmp_path))
    assert (applied.new, applied.conflicts) == (0, ())


def test_filled_in_cells_become_memos_and_a_second_time_nothing(opened: Opened, tmp_path: Path) -> None:
    file = exported(opened, tmp_path)
    fill(file, {("H-2", WHOLE): "Niet bang meer.", ("B-1", "Angst voor misbruik"): "Zwijgt erover."})
    assert apply_matrix(opened, "jan", file).new == 2
    found = summaries(opened)
    assert found["case:H-2", "theme:samen"] == "Niet bang meer."
    assert found["case:B-1", "code:angst"] == "Zwijgt erover."
    assert apply_matrix(open_study(opened.study.root), "jan", file).new == 0


def test_what_a_memo_says_already_is_a_conflict_and_stays(opened: Opened, tmp_path: Path) -> None:
    file = exported(opened, tmp_path)
    fill(file, {("H-1", WHOLE): "Toch niet bang.", ("H-3", "Elkaar kennen"): "Kent niemand."})
    applied = apply_matrix(opened, "jan", file)
    assert applied.new == 1
    assert [*map(str, applied.conflicts)] == [
        "H-1, theme:samen: memos/summary-case-h-1-theme-samen.md says something else than Vertrouwen en openheid, row 3; "
        "change it there"
    ]
    assert summaries(opened)["case:H-1", "theme:samen"] == "Is bang, maar kent iedereen."


def test_a_code_in_two_themes_filled_in_twice_must_say_the_same(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A}]
        themes: [{id: t, name: T, codes: [a]}, {id: u, name: U, codes: [a]}]
        == P-1.txt
        Interviewer: How?
        P-1: one
    """)
    file = exported(study, tmp_path)
    book = load_workbook(file)
    for sheet, text in zip(book.worksheets, ("one", "two"), strict=False):
        sheet["C3"].value = text
    book.save(file)
    applied = apply_matrix(study, "jan", file)
    assert applied.new == 0
    assert [*map(str, applied.conflicts)] == ["P-1, code:a: T, row 3 and U, row 3 do not say the same; make them one"]


NAMESAKES = """
    == codebook.yaml
    codes: [{id: a, name: Money}, {id: b, name: " money"}, {id: rent, name: Cost}, {id: c, name: Rent}]
    themes: [{id: t, name: Money, codes: [a, c]}, {id: u, name: U, codes: [b, rent]}]
    == P-1.txt
    Interviewer: How?
    P-1: one
"""


@pytest.mark.parametrize("without_keys", [False, True])
def test_namesakes_are_headed_with_their_ids_and_come_back_to_their_own(
    without_keys: bool, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """By the hidden row of keys, and where somebody took that away by their names."""
    study = make_study(NAMESAKES)
    file = exported(study, tmp_path)
    book = load_workbook(file)
    headings = [[str(cell.value) for cell in sheet[2]] for sheet in book.worksheets[:2]]
    assert headings == [
        ["Respondent", "Money (theme as a whole)", "Money (a)", "Rent (c)"],
        ["Respondent", "U (theme as a whole)", " money (b)", "Cost"],
    ]
    for sheet in book.worksheets[:2]:
        for cell in sheet[2][1:]:
            sheet.cell(3, cell.column or 1).value = f"On {cell.value}."
    if without_keys:
        for sheet in book.worksheets[:2]:
            sheet.delete_rows(1)
    book.save(file)
    assert apply_matrix(study, "jan", file).new == 6
    assert summaries(study) == {
        ("case:P-1", "theme:t"): "On Money (theme as a whole).",
        ("case:P-1", "code:a"): "On Money (a).",
        ("case:P-1", "code:c"): "On Rent (c).",
        ("case:P-1", "theme:u"): "On U (theme as a whole).",
        ("case:P-1", "code:b"): "On  money (b).",
        ("case:P-1", "code:rent"): "On Cost.",
    }


def test_a_matrix_headed_by_ids_or_in_another_language_is_read_too(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """As a workbook had it before, and a csv has it still."""
    study = make_study(NAMESAKES)
    old, dutch = tmp_path / "old.csv", tmp_path / "dutch.csv"
    old.write_text("case,theme:t,a,rent\nP-1,Whole.,On a.,On rent.\n")
    assert apply_matrix(study, "jan", old).new == 3
    dutch.write_text("Respondent,U (thema als geheel),Cost\nP-1,Geheel.,On rent.\n")
    assert apply_matrix(open_study(study.study.root), "jan", dutch).new == 1
    assert summaries(study) == {
        ("case:P-1", "theme:t"): "Whole.",
        ("case:P-1", "code:a"): "On a.",
        ("case:P-1", "code:rent"): "On rent.",
        ("case:P-1", "theme:u"): "Geheel.",
    }


def test_a_name_that_was_changed_or_given_to_another_meanwhile_keeps_its_column(
    make_study: Callable[[str], Opened], tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    """X was Trust and is Law, Y was Law and is Trust: what was written about X under Trust is about X."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: x, name: Trust}, {id: y, name: Law}, {id: z, name: Trust (x)}]
        == P-1.txt
        Interviewer: How?
        P-1: one
    """)
    file = exported(study, tmp_path)
    for name, new in (("x", "Confidence"), ("y", "Trust"), ("confidence", "Law")):
        assert cli("-C", study.study.root, "codebook", "rename", name, new, "--because", "better").status == 0
    book = load_workbook(file)
    assert book.worksheets[0].row_dimensions[1].hidden
    book.worksheets[0]["B3"].value = "On the first."
    book.worksheets[0]["D3"].value = "On the last."
    book.save(file)
    study = open_study(study.study.root)
    assert apply_matrix(study, "jan", file).new == 2  # a study without themes has summaries too
    names = {code.id: code.name for code in study.project.codebook.codes}
    about = {(names[target.removeprefix("code:")], text) for (_, target), text in summaries(study).items()}
    assert about == {("Law", "On the first."), ("Trust (x)", "On the last.")}


def test_names_that_two_columns_have_are_refused_where_the_keys_are_gone(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """X and Y are Trust, and Z is called like X with its id: which one is meant, nobody knows."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: x, name: Trust}, {id: y, name: Trust}, {id: z, name: Trust (x)}, {id: w, name: Law}]
        == P-1.txt
        Interviewer: How?
        P-1: one
    """)
    file = tmp_path / "names.csv"
    file.write_text("Respondent,Law,Trust (x)\nP-1,On law.,On whom?\n")
    with pytest.raises(QualcodeError, match="there is no code or theme 'trust \\(x\\)'"):
        apply_matrix(study, "jan", file)
    assert summaries(study) == {}


def test_a_summary_longer_than_a_cell_comes_back_as_it_was(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    text = " ".join(f"woord{number}" for number in range(6000))
    study = make_study(f"""
        == codebook.yaml
        codes: [{{id: a, name: A}}]
        == P-1.txt
        I: How?
        P-1: one
        == memos
        summary case:P-1,code:a {text}
    """)
    applied = apply_matrix(study, "jan", exported(study, tmp_path))
    assert (applied.new, applied.conflicts) == (0, ())


@pytest.mark.parametrize("cell", ["presence", "quotes", "references"])
def test_a_matrix_of_something_else_is_refused(cell: str, opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="is no framework matrix with summaries"):
        apply_matrix(opened, "jan", exported(opened, tmp_path, cell))


def test_an_unknown_case_or_column_is_told_by_place_and_nothing_is_written(opened: Opened, tmp_path: Path) -> None:
    file = exported(opened, tmp_path)
    book = load_workbook(file)
    book.worksheets[0]["A4"].value = "H-9"
    book.worksheets[0]["C1"].value = "anst"
    book.worksheets[1]["B3"].value = "Nieuw."
    book.save(file)
    with pytest.raises(QualcodeError) as refused:
        apply_matrix(opened, "jan", file)
    assert "there is no code or theme 'anst' (did you mean angst?)" in str(refused.value)
    assert len(summaries(opened)) == 1


def test_the_commands(opened: Opened, tmp_path: Path, cli: Callable[..., Ran]) -> None:
    file = tmp_path / "m.xlsx"
    assert cli("-C", opened.study.root, "framework", "--cell", "summary", "-o", file).status == 0
    fill(file, {("H-2", WHOLE): "Niet bang meer.", ("H-1", WHOLE): "Anders."})
    applied = cli("-C", opened.study.root, "framework", "--apply", file)
    assert (applied.status, applied.err.splitlines()[-1]) == (1, "1 memo geschreven.")
    assert applied.err.startswith("Let op: H-1, theme:samen: ")
    options = ("--cell", "references", "--code", "geld", "--format", "csv")
    csv = cli("-C", opened.study.root, "framework", *options).out
    assert csv == cli("-C", opened.study.root, "matrix", *options).out  # the name that it had
    assert csv == "case,geld,unread\nH-1,1,\nH-2,1,\nH-3,0,\nB-1,1,\n"
