"""cases.csv as spreadsheets save it: every row is read, or told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.store.csv_files import format_csv, parse_csv, with_rows, without_bare_rows
from qualcode.store.layout import Study
from qualcode.store.sidefiles import cases_file, read_cases, with_cases
from qualcode.usecases.study import Opened
from tests.conftest import Ran


@pytest.mark.parametrize("opening", ["", "sep={}\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_the_delimiter_and_the_encoding(tmp_path: Path, encoding: str, delimiter: str, opening: str) -> None:
    study = Study(tmp_path)
    text = f"{opening.format(delimiter)}case{delimiter}functie\r\nP-1{delimiter}coördinator\r\n"
    study.cases.write_bytes(text.encode(encoding))
    cases, problems = read_cases(study)
    assert problems == []
    assert cases.get("P-1").value("functie") == "coördinator"
    before = study.cases.read_bytes()
    study.cases.write_bytes(with_cases(cases_file(study), ["P-2"], ","))
    new = f"P-2{delimiter}\r\n".encode("utf-16-le" if encoding == "utf-16" else "ascii")
    assert study.cases.read_bytes() == before + new
    assert read_cases(study)[0].ids() == ("P-1", "P-2")
    assert without_bare_rows(study.cases.read_bytes(), ["P-2"]) == before


def test_faults_have_their_line(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text('case,x\nP-1,"1\ntwo lines"\n\np-1,2\nP 3,3\nP-4,1,2\n')
    assert [str(problem) for problem in read_cases(study)[1]] == [
        "cases.csv:5: the case 'p-1' stands twice",
        "cases.csv:6: 'P 3' is no case id (an id has letters and digits without accents, '.', '_' or '-', and starts with a letter or digit; at most 200)",
        "cases.csv:7: warning: the row of 'P-4' has more cells than there are headings; the last are not read",
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('P-1;"praktijkhouder;tien\nP-2;bestuurder;drie\nP-3;arts;twee\n', 2),
        ('P-1;a;b\nP-2;"praktijkhouder;tien\nP-3;"arts";twee\n', 3),
        ('P-1;a;b\nP-2;"praktijk\nP-3;arts";twee\n', 3),
        ('P-1;"a" b;c\n', 2),
    ],
)
def test_a_quotation_mark_left_open_is_an_error_with_its_line(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], rows: str, line: int
) -> None:
    root = make_study("== P-1.txt\nI: a\nP-1: b\nI: c\nP-1: d\n").study.root
    (root / "cases.csv").write_text("case;groep;jaren\n" + rows)
    for command in (["crosstab", "--by", "groep"], ["check"], ["speakers", "P-1", "P-1=H-1"]):
        ran = cli("-C", root, *command)
        assert ran.status == 1
        assert f"cases.csv:{line}: a quotation mark " in ran.err + ran.out
    assert (root / "cases.csv").read_text() == "case;groep;jaren\n" + rows


def test_a_cell_of_several_lines_is_a_cell(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text('case;note\nP-1;"first\nsecond; third"\nP-2;x\n')
    cases, problems = read_cases(study)
    assert (cases.ids(), problems) == (("P-1", "P-2"), [])
    assert cases.get("P-1").value("note") == "first\nsecond; third"


def test_values_that_differ_in_case_or_spaces_only_are_told(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text("case,groep\nP-1,Huisarts\nP-2,huisarts\nP-3,huis  arts\nP-4,huis arts\nP-5,\n")
    assert [str(problem) for problem in read_cases(study)[1]] == [
        "cases.csv: warning: groep: 'Huisarts', 'huisarts' differ in capitals or spaces only, and count as 2 groups (write them alike)",
        "cases.csv: warning: groep: 'huis  arts', 'huis arts' differ in capitals or spaces only, and count as 2 groups (write them alike)",
    ]


def test_a_row_that_fits_no_transcript_is_named(cli: Callable[..., Ran], make_study: Callable[[str], Opened]) -> None:
    root = make_study("== P-1.txt\nI: a\nP-1: b\nI: c\nP-1: d\n").study.root
    (root / "cases.csv").write_text("case\np-1\nP1\n")
    told = cli("-C", root, "check").out
    assert "cases.csv: warning: the row of 'P1' fits no transcript" in told
    assert "'p-1'" not in told


def test_a_missing_attribute_is_a_value_of_its_own(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text("case,x\nP-1,\nP-2,hoog\n")
    assert read_cases(study)[0].values("x") == ("(missing)", "hoog")


def test_a_file_to_which_no_row_can_be_added_is_left_as_it_is(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.cases.write_text('case\nP-1\n"P-2')
    with pytest.raises(QualcodeError):
        with_cases(cases_file(study), ["P-3"], ",")


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2), min_size=1),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_law_what_a_spreadsheet_writes_is_read_row_by_row(rows: list[list[str]], mark: str, encoding: str) -> None:
    table = [["case", "x"], *([f"P-{number}", cells[1]] for number, cells in enumerate(rows))]
    data = format_csv(table, mark).encode(encoding)
    assert [row.cells for row in parse_csv(data)] == table
    assert [row.cells for row in parse_csv(with_rows(data, [["Z-1", ""]]))] == [*table, ["Z-1", ""]]
