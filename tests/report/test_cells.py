"""A cell of Excel holds 32,767 characters; what is longer goes on below, and that is told."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qualcode.errors import QualcodeError
from qualcode.report.builders import BUILDERS
from qualcode.report.renderers import xlsx
from qualcode.report.renderers.xlsx import LONGEST_CELL, pieces, plain_workbook
from qualcode.usecases.output import deliver
from qualcode.usecases.study import Opened

LONG = " ".join(f"woord{number}" for number in range(6000))  # 58,889 characters


def book_of(study: Opened, name: str, **options: object) -> list[list[list[object]]]:
    output = BUILDERS.get(name)(study.view(), **options)
    book = load_workbook(io.BytesIO(xlsx.render(output, study.words, study.project.settings)))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]


@pytest.mark.slow
def test_a_long_quote_is_whole_in_further_rows(make_study: Callable[[str], Opened]) -> None:
    study = make_study(f"""
        == P-1.txt
        I: How?
        P-1: {LONG}
        I: So?
        P-1: So.
        == codings
        jan P-1 a {LONG}
    """)
    rows, notes = book_of(study, "framework", cell="quotes")[0], book_of(study, "framework", cell="quotes")[-1]
    cells = [str(row[1]) for row in rows[2:]]  # below the keys and the names
    assert len(cells) == 2
    assert [row[0] for row in rows[2:]] == ["P-1", "P-1"]
    assert "".join(cells) == f"“{LONG}” (2)"
    assert any("goes on in the row below" in str(row[0]) for row in notes)
    quotes = book_of(study, "quotes")[0]
    place = quotes[0].index("Quote")
    assert "".join(str(row[place]) for row in quotes[1:]) == LONG


@pytest.mark.parametrize("text", ["", "short", LONG, "x" * 70_000, "👩" * 40_000, "a\n" * 30_000, "é " * 33_000])
def test_the_pieces_are_the_text_and_each_fits(text: str) -> None:
    parts = pieces(text)
    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= LONGEST_CELL for part in parts)


def test_a_note_is_only_there_where_something_was_long(make_study: Callable[[str], Opened]) -> None:
    study = make_study("== P-1.txt\nI: How?\nP-1: Fine.\nI: So?\nP-1: So.\n== codings\njan P-1 a Fine.")
    assert not any("goes on" in str(row) for row in book_of(study, "quotes")[-1])


def test_for_another_program_a_text_is_never_cut(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="longer than a cell of Excel may be"):
        plain_workbook([["Code", "Memo"], ["a", LONG]], "")


def test_a_sheet_is_ready_to_read_and_to_print(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    """Wrapped, from the top, as wide as what it holds up to a limit; on its side, one page wide, headings on every page."""
    long = "word " * 100
    study = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A code of some length}]\n"
        f"== P-1.txt\nInterviewer: How?\nP-1: {long}\n== codings\njan P-1 a {long.strip()}\n"
    )
    target = tmp_path / "q.xlsx"
    deliver(study.project.settings, BUILDERS.get("quotes")(study.view()), [target])
    sheet: Any = load_workbook(target).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    cells = {str(head.value): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    filled = [cell for cell in cells.values() if cell.value is not None]
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in filled} == {(True, "top")}
    widths = {name: sheet.column_dimensions[cell.column_letter].width for name, cell in cells.items()}
    assert (widths["Quote"], widths["Name"], widths["Turn"]) == (62, 23, 11)
    assert isinstance(cells["Turn"].value, int)


def test_names_stand_beside_ids_and_name_by_name(make_study: Callable[[str], Opened]) -> None:
    """In the workbook alone: files for machines keep their columns."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: Alpha, codes: [{id: b, name: Beta}]}]
        themes: [{id: t, name: Theirs, codes: [b]}, {id: o, name: Ours, codes: [b]}]
        == P-1.txt
        I: How?
        P-1: Fine.
        == codings
        jan P-1 b Fine.
    """)
    for name, column, cells in (
        ("frequencies", "belongs to", ("a", "Alpha")),
        ("quotes", "Theme", ("t; o", "Theirs; Ours")),
        ("themes", "Theme", ("t", "Theirs")),
    ):
        rows = book_of(study, name)[0]
        place = [str(one).casefold() for one in rows[0]].index(column.casefold())
        assert cells in [(row[place], row[place + 1]) for row in rows[1:]], name
        assert not any("theme_name" in str(key) for key in BUILDERS.get(name)(study.view()).data.columns)
    frequencies = book_of(study, "frequencies")[0]
    assert frequencies[1][2:4] == [None, None]  # the highest code belongs to none


def test_a_row_is_as_high_as_its_wrapped_text_and_stays_free_to_grow(make_study: Callable[[str], Opened]) -> None:
    """A quote of 179 letters in a column of 62 takes three or four lines of 15 points; a short one has no height."""
    said = " ".join(["nothing"] * 22) + " at"
    study = make_study(f"""
        == P-1.txt
        I: How?
        P-1: {said}
        I: And?
        P-1: Well.
        == codings
        jan P-1 a {said}
        jan P-1 a Well.
    """)
    output = BUILDERS.get("quotes")(study.view())
    made = zipfile.ZipFile(io.BytesIO(xlsx.render(output, study.words, study.project.settings)))
    rows = re.findall(r"<row ([^>]*)>", made.read("xl/worksheets/sheet1.xml").decode())
    assert len(said) == 178
    assert rows[1] in ('r="2" ht="45"', 'r="2" ht="60"')
    assert rows[2] == 'r="3"'
    assert "customHeight" not in "".join(rows)
