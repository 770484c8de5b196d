"""Pieces of a Word document, written as XML: quicker than asking for cells one by one, which took half of a minute
for ten thousand rows.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from qualcode.model.controls import writable
from qualcode.report.document import Row, Table
from qualcode.report.renderers.ids import IN_ID
from qualcode.report.renderers.widths import column_widths, fits

_EMU_PER_TWIP = 635
# EMU: a letter of ten points, on the wide side: long words in Times take up to 0.48 of its size a letter, in Arial 0.55
_LETTER, _LETTER_SANS = 61_500, 69_500
_PADDING = 95_250  # EMU: the margin of a cell, on its right: on its left a rule would stick out into the page's
_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="150" w:type="dxa"/></w:tblCellMar>'
_SMALL = 8  # points; where there are many columns, so that words stay whole
_MANY = 7
_SHORT = 8  # rows; a table so short stays on one page
_BREAKS = 8  # lines of a row, from which it may break over pages
_INDENT = 227  # twips a level
_RULE = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'  # one point


class Styles(NamedTuple):
    """The ids of the styles of a table's cells, the size of its letters where it is another than theirs, and what they are."""

    text: str
    head: str
    size: int = 0  # points; 0: as the styles have it
    usual: int = 10  # points: what the styles have
    serifs: bool = True

    def letter(self, size: int) -> int:
        """The width of a letter. EMU."""
        return (_LETTER if self.serifs else _LETTER_SANS) * (size or self.usual) // 10


def table_element(table: Table, width: int, styles: Styles) -> Any:
    """A table with horizontal rules only, its heading repeated on every page. `width` in EMU."""
    size = _SMALL if len(table.columns) > _MANY else styles.size
    if size != _SMALL and not fits(table, width, styles.letter(size), _PADDING):
        size = _SMALL
    letter = styles.letter(size)
    widths = [one // _EMU_PER_TWIP for one in column_widths(table, width, letter, _PADDING)]
    heading = Row(tuple(column.heading for column in table.columns))
    numeric = [column.numeric for column in table.columns]
    rows = [_row(heading, widths, numeric, size, styles, head=True, whole=True, keep=True)]
    for number, row in enumerate(table.rows, 1):
        left = len(table.rows) - number  # rows below it
        # a row alone looks lost: the first two stay together, and the last two with the notes
        keep = row.group or (bool(table.notes) if not left else left == 1 or number == 1 or len(table.rows) <= _SHORT)
        whole = _high(row, widths, letter) < _BREAKS
        rows.append(_row(row, widths, numeric, size, styles, head=False, whole=whole, keep=keep))
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:type="dxa" w:w="{sum(widths)}"/><w:tblInd w:type="dxa" w:w="0"/>'
        f"<w:tblBorders><w:top {_RULE}/><w:bottom {_RULE}/></w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}<w:tblLook w:val="04A0" w:firstRow="1"/>'
        f'<w:tblCaption w:val="{escape(writable(table.title), {chr(34): "&quot;"})}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _high(row: Row, widths: Sequence[int], letter: int) -> int:
    """About how many lines a row takes. `letter` in EMU."""
    if row.across:
        return 1
    rooms = (max(1, width * _EMU_PER_TWIP - _PADDING) for width in widths)
    return max(
        sum(1 + len(line) * letter // room for line in text.split("\n"))
        for text, room in zip(row.cells, rooms, strict=True)
    )


def _row(
    row: Row,
    widths: Sequence[int],
    numeric: Sequence[bool],
    size: int,
    styles: Styles,
    *,
    head: bool,
    whole: bool,
    keep: bool,
) -> str:
    marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    cells = []
    texts, span = row.cells, ""
    if row.across and len(widths) > 1:
        texts, span, widths, numeric = texts[:1], f'<w:gridSpan w:val="{len(widths)}"/>', [sum(widths)], [False]
    for place, (text, width, right) in enumerate(zip(texts, widths, numeric, strict=True)):
        under = f"<w:tcBorders><w:bottom {_RULE}/></w:tcBorders>" if head else ""
        together = "<w:keepNext/>" if keep else ""
        indent = f'<w:ind w:left="{_INDENT * row.level}"/>' if row.level and place == 0 else ""
        align = '<w:jc w:val="right"/>' if right else ""
        bold = "<w:b/>" if row.group and place == 0 else ""
        letters = f'<w:sz w:val="{2 * size}"/>' if size else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{span}{under}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="{styles.head if head else styles.text}"/>{together}{indent}{align}</w:pPr>'
            f"<w:r>{f'<w:rPr>{bold}{letters}</w:rPr>' if bold or letters else ''}{_text(text)}</w:r></w:p></w:tc>"
        )
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _text(text: str) -> str:
    lines = escape(writable(text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{_marked(line)}</w:t>' for line in lines)


def _marked(line: str) -> str:
    """Tabs, and the hyphens that hold an id together, as Word has them."""
    whole = IN_ID.sub('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', line)
    return whole.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def add_text(paragraph: Any, text: str) -> Any:
    """A run of text, in which ids stay whole; returns the run."""
    run = paragraph.add_run()
    for element in parse_xml(f"<w:r {nsdecls('w')}>{_text(text)}</w:r>"):
        run._r.append(element)
    return run


def field(paragraph: Any, instruction: str, shown: str, bold: bool = False) -> None:
    """A field as Word writes it, with the result it has until Word updates it."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        run.bold = bold or None
        if kind in ("begin", "separate", "end"):
            run._r.append(field_mark(kind))
        elif kind is None:
            run._r.append(_instruction(instruction))


def field_mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(instruction: str) -> Any:
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    return code


def list_field(paragraphs: Sequence[Any], instruction: str) -> None:
    """One field over several paragraphs, which are its result: a list of contents."""
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    start = [_in_run(field_mark("begin")), _in_run(_instruction(instruction)), _in_run(field_mark("separate"))]
    place = 1 if first.pPr is not None else 0
    for offset, run in enumerate(start):
        first.insert(place + offset, run)
    last.append(_in_run(field_mark("end")))


def _in_run(element: Any) -> Any:
    run = OxmlElement("w:r")
    run.append(element)
    return run


def link(paragraph: Any, bookmark: str, text: str) -> None:
    """Words that lead to a bookmark of the document, and behind a tab the number of its page, which Word fills in."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("w:anchor"), bookmark)
    element.set(qn("w:history"), "1")
    element.append(parse_xml(f"<w:r {nsdecls('w')}>{_text(text)}<w:tab/></w:r>"))
    for part in (
        field_mark("begin"),
        _instruction(f" PAGEREF {bookmark} \\h "),
        field_mark("separate"),
        None,
        field_mark("end"),
    ):
        element.append(_in_run(part) if part is not None else parse_xml(f"<w:r {nsdecls('w')}><w:t>…</w:t></w:r>"))
    paragraph._p.append(element)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put the whole paragraph under a bookmark."""
    for kind in ("Start", "End"):
        mark = OxmlElement(f"w:bookmark{kind}")
        mark.set(qn("w:id"), str(number))
        if kind == "Start":
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)
        else:
            paragraph._p.append(mark)
