"""Twice as much is twice the work; what is far too much is refused, and the sentence says from where on."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.tables import excel as excel_tables
from qualcode.formats.tables import workbooks
from qualcode.formats.tables.sheets import read_sheet
from qualcode.formats.transcripts import READERS
from qualcode.formats.word import _MOST_TAGS
from qualcode.usecases.transcripts.importing import survey as surveying
from tests.faults.children import Nursery, fresh
from tests.faults.growth import GROWING, _word, workbook


@pytest.mark.parametrize("name", GROWING)
def test_the_work_grows_with_the_size_and_not_with_its_square(nursery: Nursery, tmp_path: Path, name: str) -> None:
    """CPU time of a child for n and 4n pieces: four times as many cost six times as much at most, with the square sixteen."""
    size = GROWING[name][1]
    spent = []
    for times in (1, 4):
        ran = nursery.run(tmp_path, name, size * times, call="tests.faults.growth:work", seconds=120)
        assert ran.status == 0, ran.err
        spent.append(ran.cpu)
    assert spent[1] < 6 * spent[0] + 0.5, spent


def test_a_word_file_of_millions_of_tags_is_refused() -> None:
    with pytest.raises(QualcodeError, match="more than 2,000,000 tags"):
        READERS.get("docx").read(_word(b"<w:p/>" * (_MOST_TAGS + 1)))


def test_a_text_of_more_than_twenty_million_characters_is_refused(nursery: Nursery, base: Path) -> None:
    trial = fresh(base, "long")
    (trial / "long.txt").write_text(
        "I: hoe?\nR: ja\nI: en?\nR: " + "woord " * (surveying._LONGEST // 6), encoding="utf-8"
    )
    ran = nursery.run(trial, *"-C study import long.txt --id L".split())
    assert (ran.status, "longer than 20,000,000 characters; that is no transcript" in ran.err) == (1, True)


def test_a_workbook_of_millions_of_rows_is_refused_before_it_is_read(tmp_path: Path) -> None:
    data = workbook(1_300_000)
    with pytest.raises(QualcodeError, match="more than 2,500,000 cells"):
        read_sheet("x.xlsx", data)
    with pytest.raises(QualcodeError, match="more than 2,500,000 cells"):
        excel_tables.read(data)


def test_a_sheet_without_end_is_no_table_and_none_of_its_rows_is_dropped_in_silence() -> None:
    with pytest.raises(QualcodeError, match="is 30001 rows of 3 columns; that is no table of this kind"):
        excel_tables.read(workbook(30_000))


def test_a_sheet_that_says_it_ends_earlier_is_read_to_its_end() -> None:
    """openpyxl believes the dimension that a sheet gives of itself, and leaves out what comes below."""
    rows = read_sheet("x.xlsx", workbook(5))
    assert [number for number, _ in rows] == [2, 3, 4, 5, 6]


def test_a_workbook_without_sheets_is_told() -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(1))) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            data = before.read(part)
            if part == "xl/workbook.xml":
                start, end = data.index(b"<sheets>"), data.index(b"</sheets>")
                data = data[:start] + b"<sheets>" + data[end:]
            after.writestr(part, data)
    with pytest.raises(QualcodeError, match=r"x\.xlsx has no sheets that can be read"):
        read_sheet("x.xlsx", out.getvalue())


def test_what_is_no_workbook_is_left_to_the_reader() -> None:
    workbooks.check_workbook(b"PK no zip", 1)
    with pytest.raises(QualcodeError, match="is no Excel workbook"):
        read_sheet("x.xlsx", b"PK no zip")
