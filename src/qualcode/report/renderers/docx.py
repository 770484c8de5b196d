"""The report as a Word document after APA 7: caption fields, horizontal rules only, notes below the table.

A caption is one paragraph: "Tabel" and a SEQ field in bold, a line break, the title in italics; so Word's own list of
tables finds it. Header rows repeat on every page; rows do not break across pages, but for those of long tables such as
a codebook. Notes in the margin are Word comments. Pages with a wide table lie on their side.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph

from qualcode.model.controls import has_unwritable, writable
from qualcode.model.settings import Settings
from qualcode.report.document import (
    Contents,
    Cover,
    Figure,
    Heading,
    Items,
    Output,
    Part,
    Proposal,
    Prose,
    Quote,
    Report,
    Table,
)
from qualcode.report.renderers.fixed_zip import document_time, refix
from qualcode.report.renderers.pages import Size, blocks, is_wide
from qualcode.report.renderers.word_styles import (
    CAPTION,
    HEAD,
    NOTE,
    TEXT,
    blank_document,
    has_serifs,
    head_and_foot,
    missing_styles,
    own_styles,
    table_styles,
    update_fields,
)
from qualcode.report.renderers.word_xml import Styles, add_text, bookmark, link, list_field, table_element
from qualcode.report.renderers.word_xml import field as word_field
from qualcode.text import Words

_LETTER, _LINE = Emu(68_500), Emu(171_000)  # of ten points: A4 with margins of 2.5 cm has 84 a line, 52 a page
_TALLEST = Cm(20)  # a picture, so that it stands on one page with its caption and note


def render(output: Output, words: Words, settings: Settings) -> bytes:
    report = output.report
    writer = _Writer(report, words, blank_document(report, words))
    for number, block in enumerate(blocks(report.parts)):
        writer.block(block, first=number == 0)
    has_cover = any(isinstance(part, Cover) for part in report.parts)
    head_and_foot(writer.document, "" if has_cover else report.title)
    return writer.bytes(author=settings.coders.get(settings.coder, settings.coder))


def write_parts(document: Any, parts: Sequence[Part], words: Words, changed: str) -> None:
    """Parts behind what a document holds already, on pages of their own."""
    own_styles(document)
    table_styles(document)
    missing_styles(document)
    writer = _Writer(Report("", tuple(parts), changed), words, document)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.right_margin = section.left_margin
    for block in blocks(parts):
        writer.block(block, first=True)


@dataclass
class _Writer:
    """A document being written, part after part."""

    report: Report
    words: Words
    document: Any
    tables: int = 0
    figures: int = 0
    marks: int = 0
    entries: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    contents: Any = None  # the paragraph where the lists of contents go
    prose: Any = None  # the paragraph just written, behind which a quote may come
    opening: bool = False  # cover or contents stand before: what follows begins a page

    def block(self, parts: Sequence[Part], first: bool) -> None:
        """Parts that share pages, on their side where one of their tables is wide."""
        turned = self._turn(is_wide(parts, *self._sizes), first)
        opens = isinstance(parts[0], (Cover, Contents)) or self.opening
        for number, part in enumerate(parts):
            self._part(part, new_page=number == 0 and not first and not turned and opens)
            if isinstance(part, Prose) and isinstance(next(iter(parts[number + 1 :]), None), Table):
                opening = Paragraph(self.document.element.body[-2], self.document)  # the last is the section
                opening.paragraph_format.keep_with_next = True
        self.opening = isinstance(parts[0], (Cover, Contents))

    def _turn(self, wide: bool, first: bool) -> bool:
        """Turn the page where the block needs it; whether that began a new one."""
        section = self.document.sections[-1]
        if (section.page_width > section.page_height) == wide:
            return False
        if not first:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        return not first

    def _width(self) -> int:
        return self._widths[-1]

    @property
    def _widths(self) -> list[int]:
        """What every section has between its margins. EMU."""
        sections = self.document.sections
        return [int(one.page_width - one.left_margin - one.right_margin - one.gutter) for one in sections]

    @property
    def _sizes(self) -> tuple[Size, Size]:
        """What a page holds, upright and on its side: as much as A4 does, by its own size and margins."""
        page = self.document.sections[-1]
        short, long = sorted((page.page_width, page.page_height))
        beside, above = page.left_margin + page.right_margin + page.gutter, page.top_margin + page.bottom_margin
        rooms = ((short - beside, long - above), (long - beside, short - above))
        upright, side = ((max(wide // _LETTER, 1), max(high // _LINE, 1)) for wide, high in rooms)
        return upright, side

    @property
    def _styles(self) -> Styles:
        text, head = (self.document.styles[one.name].style_id for one in (TEXT, HEAD))
        page = self.document.sections[-1]
        on_its_side = page.page_width > page.page_height  # full of text, then
        size = (8 if self.report.template else 9) if on_its_side else 0
        return Styles(text, head, size, TEXT.size - bool(self.report.template), has_serifs(self.document))

    def _part(self, part: Part, new_page: bool) -> None:
        before = len(self.document.element.body)
        if not isinstance(part, Proposal):
            self.prose = None
        match part:
            case Heading(text, level):
                paragraph = self._paragraph(text, f"Heading {min(level, 3)}")
                self._mark(paragraph, "heading", text, level)
            case Prose(text, margin):
                paragraph = self._paragraph(text)
                self._comment(paragraph, margin)
                self.prose = paragraph
            case Quote():
                self._quote(part)
            case Items():
                self._items(part)
            case Table():
                self._table(part)
            case Figure():
                self._figure(part)
            case Cover(title, lines):
                self._cover(title, lines)
            case Contents():
                self._contents()
            case Proposal(text):
                self._propose(self.prose or self.document.add_paragraph(), text)
        if new_page:
            first = Paragraph(self.document.element.body[before - 1], self.document)
            first.paragraph_format.page_break_before = True

    def _paragraph(self, text: str, style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, text)
        return paragraph

    def _mark(self, paragraph: Any, kind: str, text: str, level: int = 1) -> None:
        """Bookmark a heading or caption, so that the contents lead to it."""
        self.marks += 1
        name = f"_Toc{self.marks:08}"
        bookmark(paragraph, name, self.marks)
        self.entries.setdefault(kind, []).append((name, text, level))

    def _comment(self, paragraph: Any, text: str) -> None:
        if text and paragraph.runs:
            comment = self.document.add_comment(paragraph.runs, writable(text), author="qualcode", initials="q")
            time = document_time(self.report.changed).isoformat() + "Z"
            comment._comment_elm.set(qn("w:date"), time)

    def _propose(self, paragraph: Any, text: str) -> None:
        """What the program proposes, beside the place for it: behind a sentence, or an empty one."""
        paragraph.runs or paragraph.add_run()
        self._comment(paragraph, self.words("proposal.margin", text=text))

    def _quote(self, quote: Quote) -> None:
        if quote.above and quote.label:
            label = self._paragraph(quote.label)
            label.paragraph_format.keep_with_next = True
            label.paragraph_format.space_after = Pt(0)
        behind = f" ({quote.label})" if quote.label and not quote.above else ""
        paragraph = self._paragraph(quote.text + behind, "Quote")
        paragraph.paragraph_format.left_indent = Cm(1.27)  # half an inch, after APA 7
        paragraph.paragraph_format.right_indent = Cm(0)
        self._comment(paragraph, quote.margin)

    def _items(self, items: Items) -> None:
        """Marks are typed: a template's own lists may lack, or go on counting from the list before."""
        left = Cm(1.5 if items.style == "letter" else 0.75)
        for mark, text in zip(items.marks(), items.items, strict=True):
            paragraph = self._paragraph(f"{mark}\t{text}")
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = left, Cm(-0.75)
            paragraph.paragraph_format.tab_stops.add_tab_stop(left)
            paragraph.paragraph_format.space_after = Pt(3)

    def _table(self, table: Table) -> None:
        self.tables += 1
        self._caption("table", table.title, self.tables)
        anchor = self.document.add_paragraph(style=NOTE.name)
        element = table_element(table, self._width(), self._styles)
        anchor._p.addprevious(element)
        for line, row in enumerate(table.rows, 1):  # behind the row of headings
            for place, text in row.proposals:
                cell = element.tr_lst[line].tc_lst[place]
                self._propose(Paragraph(cell.p_lst[0], anchor._parent), text)
        replaced = any(has_unwritable(cell) for row in table.rows for cell in row.cells)
        notes = (*table.notes, self.words("note.characters")) if replaced else table.notes
        self._note(anchor, notes)

    def _figure(self, figure: Figure) -> None:
        self.figures += 1
        self._caption("figure", figure.title, self.figures)
        paragraph = self.document.add_paragraph(style=TEXT.name)  # a line height of the template's would cut it off
        paragraph.paragraph_format.keep_with_next = bool(figure.notes)
        shape = paragraph.add_run().add_picture(io.BytesIO(figure.picture("png", not has_serifs(self.document))))
        scale = min(1.0, self._width() / shape.width, _TALLEST / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape._inline.docPr.set("descr", writable(figure.alt))
        self._note(self.document.add_paragraph(style=NOTE.name), figure.notes)

    def _caption(self, kind: Literal["table", "figure"], title: str, number: int) -> None:
        paragraph = self.document.add_paragraph(style=CAPTION.name)
        paragraph.add_run(f"{self.words(kind)} ").bold = True
        word_field(paragraph, f" SEQ {self.words.of('seq', kind)} \\* ARABIC ", str(number), bold=True)
        paragraph.add_run().add_break()
        add_text(paragraph, title).italic = True
        self._mark(paragraph, kind, f"{self.words(kind)} {number} {title}")

    def _note(self, paragraph: Any, notes: Sequence[str]) -> None:
        """The notes of a table or figure; without any, the empty paragraph keeps tables apart."""
        if notes:
            paragraph.add_run(f"{self.words('note')} ").italic = True
            add_text(paragraph, " ".join(notes))

    def _cover(self, title: str, lines: Sequence[str]) -> None:
        heading = self._paragraph(title, "Title")
        heading.paragraph_format.space_before = Pt(120)
        for paragraph in (heading, *map(self._paragraph, lines)):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _contents(self) -> None:
        """The place of the lists; their entries are known when everything is written."""
        self.document.add_paragraph(self.words("contents"), style="Title").runs[0].font.size = Pt(16)
        self.contents = self.document.add_paragraph()

    def _fill_contents(self) -> None:
        lists = (
            ("heading", ' TOC \\o "1-2" \\h \\z \\u '),
            *((kind, f' TOC \\h \\z \\c "{self.words.of("seq", kind)}" ') for kind in ("table", "figure")),
        )
        place = self.contents
        for kind, instruction in lists:
            entries = [entry for entry in self.entries.get(kind, ()) if entry[2] <= 2]
            if not entries:
                continue
            if kind != "heading":
                title = place.insert_paragraph_before(self.words.of("list", kind))
                title.runs[0].bold = True
                title.paragraph_format.space_before = Pt(12)
                title.paragraph_format.keep_with_next = True
            lines = []
            for name, text, level in entries:
                style = f"toc {level}" if kind == "heading" else "table of figures"
                line = place.insert_paragraph_before(style=style)
                line.paragraph_format.left_indent = Cm(0.75 * (level - 1))
                line.paragraph_format.first_line_indent = Cm(0)
                line.alignment = WD_ALIGN_PARAGRAPH.LEFT  # else the words stretch up to the dots
                line.paragraph_format.space_after = Pt(2)
                line.paragraph_format.tab_stops.add_tab_stop(
                    Emu(self._widths[0]), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
                )
                link(line, name, text)
                lines.append(line)
            list_field(lines, instruction)
        place._p.getparent().remove(place._p)

    def bytes(self, author: str) -> bytes:
        if self.contents is not None:
            self._fill_contents()
            update_fields(self.document)
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = writable(author)
        properties.title, properties.comments, properties.revision = writable(self.report.title), "", 1
        properties.created = properties.modified = document_time(self.report.changed)
        out = io.BytesIO()
        self.document.save(out)
        return refix(out.getvalue())
