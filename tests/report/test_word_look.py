"""A real office program opens Word tables and shows what it should, also in the look of a school."""

import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from qualcode.report.builders import BUILDERS
from qualcode.report.document import Column, Data, Output, Prose, Report, Row, Table
from qualcode.report.renderers.pages import is_wide
from qualcode.report.renderers.widths import column_widths
from qualcode.usecases.demo import build_demo
from qualcode.usecases.output import deliver, school_file, with_template
from qualcode.usecases.results.report import report
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran
from tests.needs import needs_office

soffice = shutil.which("soffice")
_TABLES = ("codebook", "frequencies", "factors", "themes", "quotes")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("look") / "demo"
    list(build_demo(folder))
    return open_study(folder)


def pages(file: Path, tmp_path: Path) -> list[str]:
    """The words of each page, as the office program lays them out."""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
    )
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / f"{file.stem}.pdf"), "-"], check=True, capture_output=True, text=True
    )
    return shown.stdout.split("\f")[:-1]


@pytest.mark.slow
@needs_office
def test_the_theme_table_of_the_demo(demo: Opened, tmp_path: Path) -> None:
    text = "\n".join(pages(demo.study.root / "exports" / "themes.docx", tmp_path))
    assert "Tabel 1\nThema's, codes en citaten" in "\n".join(line.strip() for line in text.splitlines())
    for heading in ("Thema", "Omschrijving", "Citaten", "Respondenten", "Fragmenten"):
        assert heading in text
    assert "Noot. " in text
    assert "van 6" in text


def plain(school: Any) -> None:
    """What schools hand out: Arial 11, lines and a half, justified, the first line indented."""
    normal = school.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    look = normal.paragraph_format
    look.line_spacing, look.alignment, look.first_line_indent = 1.5, WD_ALIGN_PARAGRAPH.JUSTIFY, Cm(1.27)
    look.space_after = Pt(8)


def dressed(school: Any) -> None:
    """Double lines, its own caption and a style that happens to have the name of ours."""
    normal = school.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(12)
    normal.paragraph_format.line_spacing = 2
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    caption = school.styles["Caption"]
    caption.paragraph_format.alignment, caption.font.all_caps = WD_ALIGN_PARAGRAPH.CENTER, True
    text = school.styles.add_style("Table Text", 1)
    text.font.color.rgb, text.font.size, text.paragraph_format.line_spacing = RGBColor(0, 0, 0x80), Pt(16), 2
    school.sections[0].header.paragraphs[0].text = "Hogeschool (fictief)"


def hostile(school: Any) -> None:
    """All that running text can have and a table cannot: capitals, fixed lines, indents, borders, wide cells."""
    normal = school.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.all_caps, normal.font.bold = "Arial", Pt(14), True, True
    look = normal.paragraph_format
    look.keep_with_next = look.keep_together = True
    look.line_spacing, look.alignment = Pt(30), WD_ALIGN_PARAGRAPH.CENTER
    look.left_indent, look.right_indent, look.first_line_indent = Cm(3), Cm(4), Cm(-1)
    look.space_before = look.space_after = Pt(18)
    border = '<w:{0} w:val="single" w:sz="12" w:space="1" w:color="FF0000"/>'
    borders = f"<w:pBdr {nsdecls('w')}>{border.format('top')}{border.format('bottom')}</w:pBdr>"
    normal.element.get_or_add_pPr().append(parse_xml(borders))
    margins = "".join(f'<w:{side} w:w="400" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    (table,) = (
        one
        for one in school.styles.element.findall(qn("w:style"))
        if one.get(qn("w:type")) == "table" and one.get(qn("w:default")) == "1"
    )
    properties = table.find(qn("w:tblPr"))
    properties.remove(properties.find(qn("w:tblCellMar")))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def template(dress: Callable[[Any], None], path: Path) -> Path:
    school = docx.Document()
    section = school.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    dress(school)
    school.save(str(path))
    return path


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(("dress", "most"), [(plain, 1.1), (dressed, 1.15), (hostile, 1.1)])
def test_a_schools_file_may_restyle_tables_but_not_break_them(
    dress: Callable[[Any], None], most: float, demo: Opened, tmp_path: Path
) -> None:
    """No more pages of tables than `most` times those without it, and a caption that is not stretched over the line."""
    own, school = tmp_path / "own.docx", tmp_path / "in-school.docx"
    made = report(demo, sections=_TABLES)
    deliver(demo.project.settings, made, [own])
    look = school_file(template(dress, tmp_path / "school.docx"), [school])
    deliver(demo.project.settings, with_template(made, look), [school])
    before, after = (
        [page for page in pages(file, tmp_path) if "Inhoud" not in page and "....." not in page]
        for file in (own, school)
    )
    assert len(after) <= most * len(before)
    lines = [line.strip() for page in after for line in page.splitlines()]
    assert "Tabel 1" in lines  # in capitals it would be another line


def chopped(file: Path, tmp_path: Path) -> list[str]:
    """The words of tables that the office program breaks between two letters, without a hyphen."""
    words = {
        word
        for table in docx.Document(str(file)).tables
        for cell in table._tbl.iter(qn("w:tc"))
        for word in re.findall(r"\w+", " ".join(text.text or "" for text in cell.iter(qn("w:t"))))
    }
    pages(file, tmp_path)
    raw = ["pdftotext", "-raw", str(tmp_path / f"{file.stem}.pdf"), "-"]
    lines = subprocess.run(raw, check=True, capture_output=True, text=True).stdout.splitlines()
    ends = ((before.split()[-1:], after.split()) for before, after in pairwise(lines))
    pairs = ((head[0], tail[0]) for head, tail in ends if head and len(tail) == 1)
    return [head + tail for head, tail in pairs if head + tail in words and not {head, tail} <= words]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("dress", [None, plain, hostile])
def test_no_word_of_a_table_is_chopped(dress: Callable[[Any], None] | None, demo: Opened, tmp_path: Path) -> None:
    """In Times, and in a school's Arial, which runs an eighth wider."""
    target = tmp_path / "made.docx"
    made = report(demo)
    if dress:
        made = with_template(made, school_file(template(dress, tmp_path / "school.docx"), [target]))
    deliver(demo.project.settings, made, [target])
    assert chopped(target, tmp_path) == []


def test_no_row_stands_alone_at_the_turn_of_a_page_and_an_opening_stands_with_its_table(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """Kept with what follows: the head, the first row, and the last row but one with the last and the notes."""
    rows = tuple(Row((f"Row {number}",)) for number in range(12))
    table = Table("T", (Column("Name"),), rows, ("A note.",))
    made = Output(Data("x", (), ()), Report("T", (Prose("What opens it."), table, Prose("What follows."))))
    settings = make_study("== P-1.txt\nI: How?\nP-1: one\n").project.settings
    deliver(settings, made, [tmp_path / "t.docx"])
    document = docx.Document(str(tmp_path / "t.docx"))
    (written,) = document.tables
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in written.rows]
    assert kept == [True, True, *[False] * 9, True, True]
    openings = {one.text: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert (openings["What opens it."], openings["What follows."]) == (True, None)
    note = next(one for one in document.paragraphs if one.text.startswith("Note"))
    assert note.style == document.styles["Table Note"]
    assert document.styles["Table Note"].paragraph_format.keep_together


def test_a_style_of_our_name_gives_font_and_colour_alone(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    study = make_study("== codebook.yaml\ncodes: [{id: a, name: A}]\n== P-1.txt\nInterviewer: How?\nP-1: one\n")
    target = tmp_path / "f.docx"
    look = school_file(template(dressed, tmp_path / "school.docx"), [target])
    deliver(study.project.settings, with_template(BUILDERS.get("frequencies")(study.view()), look), [target])
    document = docx.Document(str(target))
    style = document.styles["Table Text"]
    assert (style.font.color.rgb, style.font.size) == (RGBColor(0, 0, 0x80), Pt(9))
    assert style.paragraph_format.line_spacing == 1.0
    used = {
        paragraph.style.name for row in document.tables[0].rows for cell in row.cells for paragraph in cell.paragraphs
    }
    assert used == {"Table Head", "Table Text"}
    assert not document.styles["Caption"].font.all_caps


EVERY = [
    ("frequencies",), ("quotes",), ("themes",), ("factors",), ("framework",), ("coverage",), ("sample",), ("summary",),
    ("rigour",), ("theme", "phases"), ("memo", "export"), ("quotes", "--style", "apa"),
]  # fmt: skip


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_word_document_takes_the_look_of_a_school(
    command: tuple[str, ...], demo: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    school = template(dressed, tmp_path / "school.docx")
    ran = cli("-C", demo.study.root, *command, "--template", school, "-o", tmp_path / "a.docx")
    assert ran.status == 0, ran.err
    assert docx.Document(str(tmp_path / "a.docx")).styles["Normal"].font.name == "Calibri"
    ran = cli("-C", demo.study.root, *command, "--template", school, "-o", tmp_path / "a.md")
    assert (ran.status, "--template bepaalt hoe een Word-document eruitziet" in ran.err) == (1, True)


def test_so_do_codebook_matrix_and_letters(demo: Opened, cli: Callable[..., Ran], tmp_path: Path) -> None:
    school = template(dressed, tmp_path / "school.docx")
    for command in (
        ("codebook", "export", tmp_path / "book.docx"), ("codebook", "to-matrix", tmp_path / "matrix.docx"),
        ("quotes", "--letters", tmp_path / "letters"),
    ):  # fmt: skip
        ran = cli("-C", demo.study.root, *command, "--template", school)
        assert ran.status == 0, ran.err
    made = [tmp_path / "book.docx", tmp_path / "matrix.docx", *(tmp_path / "letters").iterdir()]
    assert {docx.Document(str(file)).styles["Normal"].font.name for file in made} == {"Calibri"}


def test_every_page_has_its_number_and_the_title_and_the_author_is_the_coder(demo: Opened, tmp_path: Path) -> None:
    target = tmp_path / "t.docx"
    deliver(demo.project.settings, BUILDERS.get("frequencies")(demo.view()), [target])
    document = docx.Document(str(target))
    (section,) = document.sections
    assert " PAGE " in section.footer._element.xml
    assert section.header.paragraphs[0].text == "Codes: aantal fragmenten, beurten en respondenten"
    assert document.core_properties.author == "onderzoeker"
    settings = document.settings.element.xml
    assert re.search(r'w:autoHyphenation w:val="true"', settings)


def test_an_id_never_breaks_at_its_hyphen_and_reads_back_with_one(demo: Opened, tmp_path: Path) -> None:
    target = tmp_path / "f.docx"
    deliver(demo.project.settings, BUILDERS.get("factors")(demo.view()), [target])
    document = docx.Document(str(target))
    xml = document.element.xml
    assert not re.search(r">[^<]*\b[PB]-\d", xml)
    assert "<w:noBreakHyphen/>" in xml
    assert "P-1" in "\n".join(cell.text for row in document.tables[0].rows for cell in row.cells)


def test_columns_are_as_wide_as_what_they_hold_needs() -> None:
    """Where all fit on one line they do; else the column with most text has most room, and no word breaks for it."""
    text = "a long text of many words that has to go over several lines " * 4
    table = Table(
        "T", (Column("Place"), Column("Text"), Column("n", 1, True)), (Row(("P-12, turn 14", text, "3")),) * 3
    )
    place, wide, number = column_widths(table, 100)
    assert (place + wide + number, number) == (100, 1)
    assert wide > 80
    assert place >= len("P-12,")
    short = Table("T", (Column("A", 1), Column("B", 3)), (Row(("one", "two")),))
    assert column_widths(short, 46) == [13, 33]
    assert column_widths(Table("T", (Column("A"), Column("B")), (Row(("x" * 30, "y" * 30)),)), 40) == [20, 20]


def test_a_page_is_turned_where_words_do_not_fit_or_many_pages_are_saved() -> None:
    many = Table("T", tuple(Column(f"Verantwoordelijkheid{n}") for n in range(9)), (Row(("1",) * 9),))
    few = Table("T", (Column("A"), Column("B")), (Row(("one", "two")),) * 30)
    assert [is_wide([one]) for one in (many, few)] == [True, False]
