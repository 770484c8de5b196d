"""Attributes of respondents, out as a sheet and back."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import FaultyInput
from qualcode.usecases.case_sheet import apply_cases
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

Cli = Callable[..., Ran]

STUDY = """
== qualcode.yaml
language: nl
== cases.csv
case,leeftijd,functie
P-1,38,arts
P-2,,"arts, chirurg"
== P-1.txt
I: Ja?
P-1: Ja.
== P-2.txt
I: Ja?
P-2: Ja.
== P-3.txt
I: Ja?
P-3: Ja.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def values(opened: Opened) -> dict[str, dict[str, str]]:
    cases = open_study(opened.study.root).project.cases
    return {case.id: case.attributes for case in cases.rows}


def sheet(tmp_path: Path, *lines: str, name: str = "s.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_comes_back_and_changes_nothing(kind: str, opened: Opened, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / f"cases.{kind}"
    before = opened.study.cases.read_bytes()
    assert cli("-C", opened.study.root, "cases", "-o", path).status == 0
    ran = cli("-C", opened.study.root, "cases", "--apply", path)
    assert ran.status == 0, ran.err
    assert "0 waarden veranderd" in ran.err
    assert opened.study.cases.read_bytes() == before


def test_a_workbook_that_was_filled_in_is_taken_over(opened: Opened, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    assert cli("-C", opened.study.root, "cases", "-o", path).status == 0
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    keys = [cell.value for cell in page[1]]
    (row,) = [row for row in page.iter_rows() if row[0].value == "P-3"]
    row[keys.index("leeftijd")].value = 61
    row[keys.index("functie")].value = "bestuurder"
    book.save(path)
    ran = cli("-C", opened.study.root, "cases", "--apply", path)
    assert ran.status == 0, ran.err
    assert "2 waarden veranderd" in ran.err
    assert values(opened)["P-3"] == {"leeftijd": "61", "functie": "bestuurder"}
    assert values(opened)["P-2"] == {"leeftijd": "", "functie": "arts, chirurg"}


def test_a_new_column_is_an_attribute_and_what_the_sheet_lacks_stays(opened: Opened, tmp_path: Path) -> None:
    assert apply_cases(opened, sheet(tmp_path, "case;regio", "P-2;noord")) == 1
    assert values(opened) == {
        "P-1": {"leeftijd": "38", "functie": "arts", "regio": ""},
        "P-2": {"leeftijd": "", "functie": "arts, chirurg", "regio": "noord"},
        "P-3": {"leeftijd": "", "functie": "", "regio": ""},
    }


def test_an_emptied_cell_empties_the_value(opened: Opened, tmp_path: Path) -> None:
    assert apply_cases(opened, sheet(tmp_path, "case,leeftijd", "P-1,", "P-2,(missing)")) == 1
    assert values(opened)["P-1"]["leeftijd"] == ""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["case,regio", "P-1,noord", "P-9,zuid"], "s.csv:3: "),
        (["case,regio", "P-1,noord", "p-1,zuid"], "s.csv:3: "),
    ],
)
def test_with_a_fault_in_a_row_nothing_is_written(lines: list[str], said: str, opened: Opened, tmp_path: Path) -> None:
    before = opened.study.cases.read_bytes()
    with pytest.raises(FaultyInput) as error:
        apply_cases(opened, sheet(tmp_path, *lines))
    assert said in str(error.value)
    assert opened.study.cases.read_bytes() == before


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfcase;leeftijd\r\nP-1;38\r\n",
        "case\tleeftijd\nP-1\t38\n".encode("utf-16"),
        b"sep=;\ncase;leeftijd\nP-1;38\n",
    ],
)
def test_the_file_keeps_the_form_that_a_spreadsheet_gave_it(data: bytes, opened: Opened, tmp_path: Path) -> None:
    opened.study.cases.write_bytes(data)
    before = open_study(opened.study.root)
    assert apply_cases(before, sheet(tmp_path, "case,leeftijd", "P-1,40")) == 1
    assert opened.study.cases.read_bytes() == data.replace(b"38", b"40").replace(b"3\x008\x00", b"4\x000\x00")


def test_a_sheet_of_something_else_and_two_options_at_once_are_refused(
    opened: Opened, cli: Cli, tmp_path: Path
) -> None:
    ran = cli(
        "-C", opened.study.root, "cases", "--apply", sheet(tmp_path, "naam,leeftijd", "P-1,3"), QUALCODE_LANGUAGE="en"
    )
    assert (ran.status, "no column `case`" in ran.err) == (1, True)
    both = cli(
        "-C",
        opened.study.root,
        "cases",
        "--apply",
        tmp_path / "s.csv",
        "-o",
        tmp_path / "x.csv",
        QUALCODE_LANGUAGE="en",
    )
    assert (both.status, "give one of the two" in both.err) == (1, True)


def test_the_sheet_has_the_columns_of_the_contract(opened: Opened, cli: Cli) -> None:
    ran = cli("-C", opened.study.root, "cases", "--format", "csv")
    assert next(csv.reader(ran.out.splitlines())) == ["case", "transcripts", "leeftijd", "functie"]
