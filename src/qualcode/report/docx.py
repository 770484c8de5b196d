"""The report as a Word document after APA 7: caption fields, horizontal rules only, notes below the table.

A caption is one paragraph: "Tabel" and a SEQ field in bold, a line break, the title in italics; so Word's own list of
tables finds it. Header rows repeat on every page; rows do not break across pages, but for
those of long tables such as a codebook.
"""

import io
import re
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qualcode.model.settings import Settings
from qualcode.report.fixed_zip import document_time, refix
from qualcode.report.tree import Column, Heading, Output, Prose, Row, Table
from qualcode.report.widths import column_widths
from qualcode.text import Words

_FONT = "Times New Roman"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RULE = {"sz": "8", "val": "single", "color": "000000", "space": "0"}  # one point
_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_LETTER = int(Cm(0.19))  # a letter of ten points, on the wide side
_PADDING = int(Cm(0.45))  # the margins of a cell
_SIZE, _SMALL = 10, 8  # points; small where there are many columns, so that words stay whole
_MANY = 7
_WIDE = 4  # more columns than this turn the page


def render(output: Output, words: Words, settings: Settings) -> bytes:
    document = Document()
    _styles(document, words)
    tables = [part for part in output.report.parts if isinstance(part, Table)]
    width = _page(document, landscape=any(len(table.columns) > _WIDE for table in tables))
    replaced = False
    number = 0
    for part in output.report.parts:
        match part:
            case Heading(text, level):
                document.add_heading(_clean(text), level)
            case Prose(text):
                document.add_paragraph(_clean(text))
            case Table():
                number += 1
                replaced = any(_ILLEGAL.search(cell) for row in part.rows for cell in row.cells)
                notes = (*part.notes, words("note.characters")) if replaced else part.notes
                _caption(document, part.title, number, words)
                _table(document, part, width)
                _note(document, notes, words)
    return _bytes(document, output)


def _bytes(document: Any, output: Output) -> bytes:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "qualcode"
    properties.title, properties.comments, properties.revision = _clean(output.report.title), "", 1
    properties.created = properties.modified = document_time(output.report.changed)
    out = io.BytesIO()
    document.save(out)
    return refix(out.getvalue())


def _styles(document: Any, words: Words) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES[words.language])
    normal.element.get_or_add_rPr().append(language)
    caption = document.styles["Caption"]
    caption.font.name, caption.font.size = _FONT, Pt(11)
    caption.font.bold, caption.font.color.rgb = False, RGBColor(0, 0, 0)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(12), Pt(6)
    for level in (1, 2, 3):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.color.rgb = _FONT, RGBColor(0, 0, 0)


def _page(document: Any, landscape: bool) -> int:
    """A4 with 2.5 cm margins; returns the width of the text in EMU."""
    section = document.sections[0]
    short, long = Cm(21), Cm(29.7)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    return int(section.page_width - Cm(5))


def _caption(document: Any, title: str, number: int, words: Words) -> None:
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(f"{words('table')} ").bold = True
    _field(paragraph, f" SEQ {words('seq')} \\* ARABIC ", str(number))
    paragraph.add_run().add_break()
    paragraph.add_run(_clean(title)).italic = True


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field as Word writes it, with the result it has until Word updates it."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        run.bold = True
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = instruction
            run._r.append(code)


def _table(document: Any, table: Table, width: int) -> None:
    size = _SMALL if len(table.columns) > _MANY else _SIZE
    widths = column_widths(table, width, _LETTER * size // _SIZE, _PADDING)
    grid = document.add_table(rows=0, cols=len(table.columns))
    grid.autofit = False
    _borders(grid)
    heading = Row(tuple(column.heading for column in table.columns))
    for index, row in enumerate((heading, *table.rows)):
        cells = grid.add_row()
        _row_properties(cells, repeat=index == 0, whole=index == 0 or not table.long)
        texts = zip(cells.cells, row.cells, table.columns, widths, strict=True)
        for place, (cell, text, column, cell_width) in enumerate(texts):
            cell.width = cell_width
            _fill(cell, text, column, size, bold=index == 0 or (row.group and place == 0), under=index == 0)
        if row.group or index == 0:
            for cell in cells.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        if row.level:
            cells.cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.4 * row.level)
    for column, column_width in zip(grid.columns, widths, strict=True):
        column.width = column_width


def _borders(grid: Any) -> None:
    """A rule above and one below the table."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(_rule(side))
    grid._tbl.tblPr.append(borders)


def _rule(side: str) -> Any:
    rule = OxmlElement(f"w:{side}")
    for name, value in _RULE.items():
        rule.set(qn(f"w:{name}"), value)
    return rule


def _row_properties(row: Any, repeat: bool, whole: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, text: str, column: Column, size: int, bold: bool, under: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    run.font.size = Pt(size)
    if column.numeric:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    if under:
        borders = OxmlElement("w:tcBorders")
        borders.append(_rule("bottom"))
        cell._tc.get_or_add_tcPr().append(borders)


def _note(document: Any, notes: tuple[str, ...], words: Words) -> None:
    if notes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(4)
        for run in (paragraph.add_run(f"{words('note')} "), paragraph.add_run(_clean(" ".join(notes)))):
            run.font.size = Pt(9)
        paragraph.runs[0].italic = True


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
