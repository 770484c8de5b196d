"""The review sheet as people get it in Excel, and what may happen to it before it comes back."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.model.events.row_hash import HASHED, ROW_HASH, changed_cells, row_hash
from qualcode.model.selection import Filters
from qualcode.report.renderers import decision_sheet
from qualcode.report.renderers.decision_sheet import FORMS, headings
from qualcode.report.tables import revisions, suggestions
from qualcode.text import Words
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.review_back import apply_review
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.study import Opened, open_study

STUDY = """
== qualcode.yaml
language: nl
== codebook.yaml
codes:
- {id: a, name: Vertrouwen, keywords: [goed]}
- {id: b, name: Regen, keywords: [regen*]}
- {id: c, name: Oud, retired: {date: 2026-01-01, because: x}}
== P-1.txt
I: Is het goed?
P-1: Het is goed, goed dus. Echt. Het regent. Goed =nog.
I: En?
P-1: Ja. Goed genoeg.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


@pytest.fixture
def sheet(opened: Opened, tmp_path: Path) -> Path:
    return made(opened, tmp_path / "r.xlsx")


def made(opened: Opened, path: Path, per_code: bool = False) -> Path:
    finder = Finder.make(opened, Filters(), "jan")
    write_review(opened, finder.coder, find_all(finder), [path], per_code)
    return path


def keys(page: Any) -> list[str]:
    return [cell.value for cell in page[1]]


def put(page: Any, row: int, **cells: str) -> None:
    for key, value in cells.items():
        page.cell(row, keys(page).index(key) + 1, value)


def edited(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path, rich_text=True)
    change(book)
    book.save(path)
    return path


def codings(opened: Opened) -> list[tuple[str, str]]:
    project = open_study(opened.study.root).project
    return [(one.code, one.quote) for journal in project.journals for one in journal.read().applied]


def test_the_first_screen_is_for_people_and_the_rest_is_hidden(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet, rich_text=True)
    page = book["Beoordelen"]
    shown = [
        key for number, key in enumerate(keys(page), 1) if not page.column_dimensions[get_column_letter(number)].hidden
    ]
    assert shown == [
        "question_before", "passage", "name", "decision", "reason", "new_code", "keyword", "transcript", "turn",
    ]  # fmt: skip
    assert [cell.value for cell in page[2]][:5] == ["Vraag ervoor", "Passage", "Code", "Beslissing", "Reden"]
    assert page.row_dimensions[1].hidden
    assert (page.freeze_panes, page.auto_filter.ref) == ("A3", f"A2:{get_column_letter(page.max_column)}6")
    passage = page["B3"].value
    assert isinstance(passage, CellRichText)
    lit = [part.text for part in passage if isinstance(part, TextBlock) and part.font.b and part.font.u]
    assert lit == ["goed", "goed"]
    assert str(passage) == "Het is goed, goed dus. Echt. Het regent. Goed =nog."
    assert all(cell.alignment.wrap_text for cell in page[3][: len(shown)])


def test_decisions_and_codes_are_chosen_from_lists(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    rules = {str(one.sqref): one.formula1 for one in book["Beoordelen"].data_validations.dataValidation}
    assert rules == {"D3:D6": '"ja,ja beurt,ja +1,ja -1,wijzig,nee"', "F3:F6": "'Codes'!$A$1:$A$2"}
    assert book["Codes"].sheet_state == "hidden"
    assert [row[0].value for row in book["Codes"]] == ["Vertrouwen", "Regen"]
    assert book.sheetnames == ["Beoordelen", "Uitleg", "Codes"]
    assert "ja beurt: de hele beurt krijgt de code" in [row[0].value for row in book["Uitleg"]]


def test_only_keys_and_headings_are_locked_and_what_is_not_to_be_filled_in_is_grey(sheet: Path) -> None:
    page = openpyxl.load_workbook(sheet)["Beoordelen"]
    assert page.protection.sheet
    assert not page.protection.password
    assert not any(getattr(page.protection, act) for act in ("sort", "autoFilter", "deleteRows", "insertColumns"))
    assert all(cell.protection.locked for row in (1, 2) for cell in page[row])
    assert not any(cell.protection.locked for row in page.iter_rows(min_row=3) for cell in row if cell.has_style)
    grey = {key for key, cell in zip(keys(page), page[3], strict=True) if cell.fill.fgColor.rgb == "00F2F2F2"}
    filled = {key for key, cell in zip(keys(page), page[3], strict=True) if cell.has_style} - grey
    assert filled == {"decision", "reason", "new_code"}
    with zipfile.ZipFile(sheet) as archive:
        columns = re.findall(r'<col [^>]*max="16384"[^>]*>', archive.read("xl/worksheets/sheet1.xml").decode())
    assert len(columns) == 1  # right of the sheet everything is free, too


def test_a_code_is_changed_by_its_name(opened: Opened, sheet: Path) -> None:
    edited(sheet, lambda book: put(book.worksheets[0], 3, decision="wijzig", new_code="Regen"))
    assert apply_review(opened, "jan", sheet).decided == 1
    assert codings(opened) == [("b", "Het is goed, goed dus.")]


def scramble(book: Any) -> None:
    """Sorted the other way round with the keys among the rows, two rows deleted, a column and notes of one's own."""
    page = book.worksheets[0]
    put(page, 3, decision="ja")
    put(page, 6, decision="nee", reason="gaat over regen")
    page.insert_cols(3)
    page.cell(2, 3, "mijn notities")
    page.cell(3, 3, "navragen!")
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    page.delete_rows(1, page.max_row)
    for row in (rows[5], rows[1], rows[0], rows[2]):
        page.append(row)
    page.append([None, None, "einde van de lijst"])


def test_sorting_deleting_and_own_columns_do_no_harm(opened: Opened, sheet: Path) -> None:
    result = apply_review(opened, "jan", edited(sheet, scramble))
    assert (result.decided, result.empty) == (2, 0)
    assert codings(opened) == [("a", "Het is goed, goed dus.")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_the_row_of_keys_the_headings_are_understood_in_both_languages(
    language: str, opened: Opened, tmp_path: Path
) -> None:
    reader = open_study(opened.study.root, language)
    sheet = made(reader, tmp_path / "r.xlsx")

    def change(book: Any) -> None:
        put(book.worksheets[0], 3, decision="accept")
        book.worksheets[0].delete_rows(1)

    assert apply_review(opened, "jan", edited(sheet, change)).decided == 1
    assert codings(opened) == [("a", "Het is goed, goed dus.")]


def test_a_changed_grey_cell_is_refused_by_row_and_nothing_is_done(opened: Opened, sheet: Path) -> None:
    def change(book: Any) -> None:
        put(book.worksheets[0], 3, decision="ja")
        put(book.worksheets[0], 5, decision="ja", passage="Iets anders.", turn="9")
        put(book.worksheets[0], 4, name="Iets")  # no decision, so nothing hangs on it

    with pytest.raises(FaultyInput) as error:
        apply_review(opened, "jan", edited(sheet, change))
    assert str(error.value) == (
        "r.xlsx:5: a grey cell was changed (turn and passage); put it back, or make the sheet anew, under another name"
    )
    assert codings(opened) == []


def test_a_worksheet_for_each_code_and_all_come_back(opened: Opened, tmp_path: Path) -> None:
    path = made(opened, tmp_path / "r.xlsx", per_code=True)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Vertrouwen", "Regen", "Uitleg", "Codes"]

    def change(book: Any) -> None:
        put(book["Vertrouwen"], 4, decision="ja")
        put(book["Regen"], 3, decision="ja")

    assert apply_review(opened, "jan", edited(path, change)).decided == 2
    assert sorted(codings(opened)) == [("a", "Goed =nog."), ("b", "Het regent.")]
    with pytest.raises(FaultyInput, match=r"r\.xlsx, Regen:3: the decision 'jaja' is unknown"):
        apply_review(opened, "jan", edited(path, lambda book: put(book["Regen"], 3, decision="jaja")))
    with pytest.raises(QualcodeError, match=r"a worksheet for each code needs an \.xlsx"):
        made(opened, tmp_path / "r.csv", per_code=True)


def test_a_sheet_of_another_program_styles_lost_and_hidden_rows_shown(
    opened: Opened, sheet: Path, tmp_path: Path
) -> None:
    """As web programs export it: values alone, every row seen, texts shared. Those programs themselves were not tried."""
    book, plain = openpyxl.load_workbook(sheet), openpyxl.Workbook()
    page: Any = plain.active
    for row in book.worksheets[0].iter_rows(values_only=True):
        page.append(row)
    put(page, 3, decision="ja")
    plain.save(tmp_path / "web.xlsx")
    assert apply_review(opened, "jan", tmp_path / "web.xlsx").decided == 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_writes_it_again_and_it_comes_back(opened: Opened, sheet: Path, tmp_path: Path) -> None:
    edited(sheet, lambda book: put(book.worksheets[0], 3, decision="ja"))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    (tmp_path / "out").mkdir()
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(sheet)], check=True, capture_output=True, timeout=120
    )
    again = tmp_path / "out" / "r.xlsx"
    page = openpyxl.load_workbook(again).worksheets[0]
    assert page.row_dimensions[1].hidden
    assert apply_review(opened, "jan", again).decided == 1
    assert codings(opened) == [("a", "Het is goed, goed dus.")]


def test_signs_that_kill_a_file_of_xml_are_replaced_in_every_block(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A, keywords: [good]}]\n== P-1.txt\nI: Hm?\nP-1: Well\ufffe. A good\x0c one. Yes\u0085 x.\n"
    )
    path = edited(made(opened, tmp_path / "r.xlsx"), lambda book: put(book.worksheets[0], 3, decision="accept"))
    assert apply_review(opened, "jan", path).decided == 1


def test_headings_tell_columns_apart_in_each_language() -> None:
    for form, columns in (("review", suggestions.REVIEW_COLUMNS), ("revisions", revisions.COLUMNS)):
        every = dict.fromkeys((*FORMS[form].shown, *columns, ROW_HASH))
        for language in ("nl", "en"):
            assert len({decision_sheet.heading(column, Words(language)) for column in every}) == len(every)
        known = headings(every)
        for one in every:
            assert [known[decision_sheet.heading(one, Words(language)).casefold()] for language in ("nl", "en")] == [
                one
            ] * 2


def test_a_row_hash_knows_every_cell_by_its_column() -> None:
    cells = {key: f"x {key}" for key in HASHED}
    made = {**cells, ROW_HASH: row_hash(cells)}
    assert changed_cells(made) == []
    assert [changed_cells({**made, key: "other"}) for key in HASHED] == [[key] for key in HASHED]
    assert changed_cells({key: text for key, text in made.items() if key != "turn"}) == []
    assert changed_cells({**made, "turn": " x\nturn "}) == []


def test_a_sheet_with_decisions_that_were_not_taken_over_is_not_written_over(opened: Opened, sheet: Path) -> None:
    edited(sheet, lambda book: put(book.worksheets[0], 3, decision="ja"))
    before = sheet.read_bytes()
    with pytest.raises(QualcodeError, match="holds 1 decisions that were not taken over yet"):
        made(opened, sheet)
    assert sheet.read_bytes() == before
    apply_review(opened, "jan", sheet)
    made(open_study(opened.study.root), sheet)  # now there is nothing to lose
    assert sheet.read_bytes() != before


def test_a_new_code_beside_a_yes_is_refused(opened: Opened, sheet: Path) -> None:
    edited(sheet, lambda book: put(book.worksheets[0], 3, decision="ja", new_code="Regen"))
    with pytest.raises(FaultyInput, match=r"r\.xlsx:3: a new code stands beside the decision 'ja'"):
        apply_review(opened, "jan", sheet)
    edited(sheet, lambda book: put(book.worksheets[0], 3, decision="", new_code="Regen"))
    with pytest.raises(FaultyInput, match=r"r\.xlsx:3: the decision '' is unknown"):
        apply_review(opened, "jan", sheet)


def test_a_damaged_worksheet_among_others_is_refused_and_not_passed_over(opened: Opened, tmp_path: Path) -> None:
    path = made(opened, tmp_path / "r.xlsx", per_code=True)

    def change(book: Any) -> None:
        put(book["Regen"], 3, decision="ja")
        page = book["Vertrouwen"]
        page.delete_cols(keys(page).index("decision") + 1)

    with pytest.raises(QualcodeError, match="decision"):
        apply_review(opened, "jan", edited(path, change))
    assert codings(opened) == []
