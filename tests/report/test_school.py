"""Schools' files as strange programs write them: what is taken over, what is left behind, what is refused."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from qualcode.errors import QualcodeError
from qualcode.report.builders import BUILDERS
from qualcode.report.renderers.word_styles import has_serifs
from qualcode.usecases.output import deliver, school_file, with_template
from qualcode.usecases.study import Opened

Make = Callable[[str], Opened]
Spoil = Callable[[Any], None]
STUDY = """
== codebook.yaml
codes: [{id: a, name: A}]
== P-1.txt
Interviewer: How?
P-1: one
"""


def saved(spoil: Spoil) -> bytes:
    school = docx.Document()
    school.add_paragraph("Words of the school.")
    school.sections[0].header.paragraphs[0].text = "HEADER"
    spoil(school)
    file = io.BytesIO()
    school.save(file)
    return file.getvalue()


def made_with(data: bytes, make_study: Make, folder: Path) -> Any:
    """The table of frequencies in the look of a school, opened again."""
    study, source, target = make_study(STUDY), folder / "school.docx", folder / "made.docx"
    source.write_bytes(data)
    look = school_file(source, [target])
    deliver(study.project.settings, with_template(BUILDERS.get("frequencies")(study.view()), look), [target])
    document = docx.Document(str(target))
    assert "Words of the school" not in document.element.xml
    ids = [one.get(qn("w:styleId")) for one in document.styles.element.findall(qn("w:style"))]
    names = [one.name for one in document.styles]
    assert (len(ids), len(names)) == (len(set(ids)), len(set(names)))
    used = {document.tables[0].cell(row, 0).paragraphs[0].style.name for row in (0, 1)}
    assert used == {"Table Head", "Table Text"}
    return document


def sections(school: Any) -> None:
    """A cover and a body, whose header is that of the cover."""
    school.add_section(WD_SECTION.CONTINUOUS)
    school.add_section(WD_SECTION.NEW_PAGE)


def columns(school: Any) -> None:
    school.sections[0]._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="3" w:space="400"/>'))
    school.sections[0]._sectPr.append(parse_xml(f'<w:textDirection {nsdecls("w")} w:val="tbRl"/>'))


def fractions(school: Any) -> None:
    school.sections[0]._sectPr.find(qn("w:pgMar")).set(qn("w:left"), "1701.5")


def no_numbers(school: Any) -> None:
    for tag in ("w:pgMar", "w:pgSz"):
        school.sections[0]._sectPr.remove(school.sections[0]._sectPr.find(qn(tag)))


def no_room(school: Any) -> None:
    school.sections[0].left_margin = school.sections[0].right_margin = Cm(10.5)


def other_kinds(school: Any) -> None:
    for name, kind in (("Table Text", WD_STYLE_TYPE.CHARACTER), ("table head", WD_STYLE_TYPE.TABLE)):
        school.styles.add_style(name, kind)


def taken_ids(school: Any) -> None:
    for name in ("TableText", "TableHead", "TableNote"):
        style = f'<w:style {nsdecls("w")} w:type="character" w:styleId="{name}"><w:name w:val="x{name}"/></w:style>'
        school.styles.element.append(parse_xml(style))


def doubled(school: Any) -> None:
    """As LibreOffice writes them: its own beside Word's."""
    style = f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="c2"><w:name w:val="CAPTION"/></w:style>'
    school.styles.element.append(parse_xml(style))


def nameless(school: Any) -> None:
    for style in ('w:type="paragraph" w:styleId="x1"/>', 'w:styleId="q"><w:name w:val="TABLE NOTE"/></w:style>'):
        school.styles.element.append(parse_xml(f"<w:style {nsdecls('w')} {style}"))


def no_normal(school: Any) -> None:
    school.styles["Normal"].element.find(qn("w:name")).set(qn("w:val"), "Standaard")


@pytest.mark.parametrize(
    "spoil",
    [sections, columns, fractions, no_numbers, no_room, other_kinds, taken_ids, doubled, nameless, no_normal],
    ids=lambda one: one.__name__,
)
def test_a_strange_file_gives_a_sound_document_with_its_header(spoil: Spoil, make_study: Make, tmp_path: Path) -> None:
    document = made_with(saved(spoil), make_study, tmp_path)
    (section,) = document.sections
    assert section.header.paragraphs[0].text == "HEADER"
    width = section.page_width - section.left_margin - section.right_margin
    assert Cm(2) < width < Cm(20)
    assert section._sectPr.find(qn("w:cols")) is None
    defaults = [one.get(qn("w:default")) for one in document.styles.element.findall(qn("w:style"))]
    assert document.styles["Normal"].element.get(qn("w:default")) == "1"
    assert defaults.count("1") <= 4  # one of each kind


def test_a_part_of_a_twip_is_rounded(make_study: Make, tmp_path: Path) -> None:
    (section,) = made_with(saved(fractions), make_study, tmp_path).sections
    assert section.left_margin.twips == 1702


def test_margins_that_leave_no_room_for_text_are_not_believed(make_study: Make, tmp_path: Path) -> None:
    (section,) = made_with(saved(no_room), make_study, tmp_path).sections
    assert (section.left_margin.twips, section.right_margin.twips) == (1417, 1417)  # 2.5 cm
    assert section.page_width < section.page_height


def test_the_style_that_a_file_falls_back_on_is_normal_by_whatever_name(make_study: Make, tmp_path: Path) -> None:
    def own_name(school: Any) -> None:
        school.styles["Normal"].font.name = "Georgia"
        no_normal(school)

    document = made_with(saved(own_name), make_study, tmp_path)
    assert document.styles["Normal"].font.name == "Georgia"


def fonts(**where: str) -> Spoil:
    """Normal's font, or with `theme` the one that the theme has for it; `listed` as the file's list of fonts says."""

    def spoil(school: Any) -> None:
        letters = school.styles["Normal"].element.get_or_add_rPr()
        for old in letters.findall(qn("w:rFonts")):
            letters.remove(old)
        for one in school.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}"):
            for name in list(one.attrib):
                del one.attrib[name]
            if "default" in where:
                one.set(qn("w:ascii"), where["default"])
            if "theme" in where:
                one.set(qn("w:asciiTheme"), where["theme"])
        if "normal" in where:
            school.styles["Normal"].font.name = where["normal"]

    return spoil


@pytest.mark.parametrize(
    ("spoil", "serifs"),
    [
        (fonts(normal="Arial"), False),
        (fonts(normal="Verdana", default="Times New Roman"), False),
        (fonts(normal="Garamond Premier"), True),
        (fonts(default="Georgia"), True),
        (fonts(theme="minorHAnsi"), True),  # Cambria in the theme of python-docx's own document
        (fonts(theme="majorHAnsi"), False),  # Calibri
        (fonts(), True),  # Word falls back on Times
    ],
    ids=["arial", "own before default", "garamond", "georgia", "minor", "major", "none"],
)
def test_whether_a_school_writes_with_serifs(spoil: Spoil, serifs: bool) -> None:
    assert has_serifs(docx.Document(io.BytesIO(saved(spoil)))) is serifs


def test_the_files_own_list_of_fonts_knows_best() -> None:
    listed = b'<w:font w:name="Schoolletter"><w:family w:val="roman"/></w:font>'
    data = saved(fonts(normal="Schoolletter"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"</w:fonts>", listed + b"</w:fonts>", part) if "fontTable" in name else part)
    assert has_serifs(docx.Document(out))


@pytest.mark.parametrize(
    ("footer", "number"), [("Confidential", " PAGE "), ("", " PAGE "), ("field", "page \\* roman")]
)
def test_pages_are_numbered_once_whatever_the_schools_footer_says(
    footer: str, number: str, make_study: Make, tmp_path: Path
) -> None:
    def dress(school: Any) -> None:
        paragraph = school.sections[0].footer.paragraphs[0]
        if footer == "field":
            field = f'<w:fldSimple {nsdecls("w")} w:instr="{number.upper()}"><w:r><w:t>i</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
        else:
            paragraph.text = footer

    made = made_with(saved(dress), make_study, tmp_path).sections[0].footer
    fields = [one.get(qn("w:instr")) for one in made._element.iter(qn("w:fldSimple"))]
    fields += [one.text for one in made._element.iter(qn("w:instrText"))]
    assert [one.casefold() for one in fields] == [number.casefold()]
    assert footer in ("field", "", made.paragraphs[0].text)


def test_how_many_pages_there_are_is_no_number_of_a_page(make_study: Make, tmp_path: Path) -> None:
    def dress(school: Any) -> None:
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
        school.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))

    made = made_with(saved(dress), make_study, tmp_path).sections[0].footer
    assert " PAGE " in made._element.xml


def test_a_gutter_is_no_room_for_a_table(make_study: Make, tmp_path: Path) -> None:
    def bound(school: Any) -> None:
        school.sections[0].left_margin = school.sections[0].right_margin = Cm(2)
        school.sections[0].gutter = Cm(2)
        school.sections[0].page_width, school.sections[0].page_height = Cm(21), Cm(29.7)

    document = made_with(saved(bound), make_study, tmp_path)
    (table,) = document.tables
    wide = sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.findall(qn("w:gridCol")))
    assert wide == pytest.approx(Cm(15).twips, abs=10)


def test_no_lock_remark_or_macro_of_the_school_is_handed_in(make_study: Make, tmp_path: Path) -> None:
    def lock(school: Any) -> None:
        for name in ("documentProtection", "trackRevisions", "writeProtection"):
            school.settings.element.insert(0, OxmlElement(f"w:{name}"))
        paragraph = school.add_paragraph("a word")
        school.add_comment(paragraph.runs, text="REMARK", author="Supervisor")

    document = made_with(saved(lock), make_study, tmp_path)
    parts = zipfile.ZipFile(tmp_path / "made.docx")
    whole = "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    assert not [one for one in ("documentProtection", "trackRevisions", "writeProtection", "REMARK") if one in whole]
    assert len(list(document.comments)) == 0


def test_tables_of_a_narrow_page_lie_on_their_side(make_study: Make, tmp_path: Path) -> None:
    def narrow(school: Any) -> None:
        school.sections[0].left_margin = school.sections[0].right_margin = Cm(7.5)
        school.sections[0].page_width, school.sections[0].page_height = Cm(21), Cm(29.7)

    (section,) = made_with(saved(narrow), make_study, tmp_path).sections
    assert section.page_width > section.page_height


def without(name: str) -> bytes:
    """A file that has lost a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(lambda school: None))) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
    return out.getvalue()


def strict() -> bytes:
    """As Word's “Strict Open XML Document” names things."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(lambda school: None))) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            data = old.read(one)
            data = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(one, data)
    return out.getvalue()


def torn() -> bytes:
    data = bytearray(saved(lambda school: None))
    at = data.index(b"word/styles.xml") + 200
    data[at : at + 40] = bytes(40)
    return bytes(data)


@pytest.mark.parametrize("data", [without("word/settings.xml"), without("word/styles.xml"), strict(), torn()])
def test_what_cannot_be_used_is_refused_in_one_sentence(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "school.docx"
    source.write_bytes(data)
    with pytest.raises(QualcodeError, match=r"^school\.docx: this Word file cannot be used as a template; open it"):
        school_file(source, [tmp_path / "made.docx"])
