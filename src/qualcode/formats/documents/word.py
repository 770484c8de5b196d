"""A thesis in Word, as a reader sees it once all tracked changes are accepted."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from qualcode.formats.word import W, body_of, inside, paragraphs, read_word, text_of, xml_part
from qualcode.model.manuscript import Block

_QUOTE = re.compile(r"(?i)quot|citaat|zitat|citation|block ?text")
_HEADING = re.compile(r"(?i)^(?:heading|kop|überschrift|title|titel)\b\s*(\d?)")
_CAPTION = re.compile(r"(?i)^(?:caption|bijschrift|beschriftung)")
_CONTENTS = re.compile(r"(?i)^(?:toc|inhopg|inhoudsopgave|verzeichnis|table of figures|lijst met afbeeldingen)")
_LIST = re.compile(r"(?i)list|lijst|aufz")
_SET_APART = 280  # twips, half a centimetre, beyond what most paragraphs have
_ENOUGH = 10  # paragraphs, to tell what margin most of them have
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}


def read(data: bytes) -> list[Block]:
    return read_word(data, lambda archive: list(_Document(archive).blocks()))


@dataclass(frozen=True)
class _Style:
    name: str
    indent: int
    is_list: bool


class _Document:
    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.body = body_of(archive)
        self.number = {id(one): number for number, one in enumerate(self.body.iter(f"{W}p"))}
        self.styles = dict(_styles(archive))
        self.noted: list[tuple[str, str, int]] = []  # part, id there, the paragraph that refers to it
        self.tables = 0
        indents = sorted(self._indent(one) for one in self.body.iter(f"{W}p"))
        self.margin = indents[len(indents) // 2] if len(indents) >= _ENOUGH else 0

    def blocks(self) -> Iterator[Block]:
        for child in self.body:
            yield from self._block(child)
        parts = {
            part: {note.get(f"{W}id", ""): note for note in xml_part(self.archive, f"word/{part}.xml")}
            for part in {part for part, _, _ in self.noted}
            if f"word/{part}.xml" in self.archive.namelist()
        }
        for number, (part, name, place) in enumerate(list(self.noted), 1):
            note = parts.get(part, {}).get(name)
            if note is not None:
                words = " ".join(text_of(one).strip() for one in note.iter(f"{W}p"))
                yield Block(words, "note", mark=f"[^{number}]", place=place)

    def _block(self, element: Element) -> Iterator[Block]:
        if element.tag == f"{W}p":
            yield self._paragraph(element)
            for box in inside(element, f"{W}txbxContent"):
                for inner in box:
                    yield from self._block(inner)
        elif element.tag == f"{W}tbl":
            yield from self._table(element)
        elif element.tag not in (f"{W}del", f"{W}moveFrom", f"{W}sectPr", f"{W}sdtPr"):
            for inner in element:
                yield from self._block(inner)

    def _table(self, table: Element) -> Iterator[Block]:
        number, self.tables = self.tables, self.tables + 1
        for row, line in enumerate(inside(table, f"{W}tr")):
            column = 0
            for cell in inside(line, f"{W}tc"):
                for one in paragraphs(cell):
                    yield Block(self._text(one), "cell", cell=(number, row, column), place=self._place(one))
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                column += int(span.get(f"{W}val", "1")) if span is not None else 1

    def _paragraph(self, paragraph: Element) -> Block:
        text, place = self._text(paragraph), self._place(paragraph)
        style = self._style(paragraph)
        if heading := _HEADING.match(style.name):
            return Block(text, "heading", int(heading[1] or 1), place=place)
        if _CONTENTS.match(style.name):
            return Block("", place=place)
        if _CAPTION.match(style.name):
            return Block(text, "caption", place=place)
        if _QUOTE.search(style.name):
            return Block(text, "quote", place=place)
        listed = style.is_list or paragraph.find(f"{W}pPr/{W}numPr") is not None
        apart = not listed and self._indent(paragraph) >= self.margin + _SET_APART
        return Block(text, "indented" if apart else "text", place=place)

    def _text(self, paragraph: Element) -> str:
        return text_of(paragraph, lambda mark: self._note(mark, paragraph))

    def _note(self, mark: Element, paragraph: Element) -> str:
        self.noted.append((_NOTES[mark.tag], mark.get(f"{W}id", ""), self._place(paragraph)))
        return f"[^{len(self.noted)}]"

    def _place(self, paragraph: Element) -> int:
        return self.number.get(id(paragraph), 0)

    def _style(self, paragraph: Element) -> _Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(named.get(f"{W}val", "") if named is not None else "", _Style("", 0, False))

    def _indent(self, paragraph: Element) -> int:
        own = _left(paragraph.find(f"{W}pPr/{W}ind"))
        return self._style(paragraph).indent if own is None else own


def _styles(archive: zipfile.ZipFile) -> Iterator[tuple[str, _Style]]:
    """Style id -> name and margin, with what it has from the style that it is based on."""
    if "word/styles.xml" not in archive.namelist():
        return
    known = {one.get(f"{W}styleId", ""): one for one in xml_part(archive, "word/styles.xml").iter(f"{W}style")}
    for name, style in known.items():
        named = style.find(f"{W}name")
        chain = list(_based_on(style, known))
        indent = next((left for one in chain if (left := _left(one.find(f"{W}pPr/{W}ind"))) is not None), 0)
        numbered = any(one.find(f"{W}pPr/{W}numPr") is not None for one in chain)
        told = named.get(f"{W}val", "") if named is not None else name
        yield name, _Style(told, indent, numbered or bool(_LIST.search(told)))


def _based_on(style: Element, known: Mapping[str, Element]) -> Iterator[Element]:
    seen: set[int] = set()
    while id(style) not in seen:
        seen.add(id(style))
        yield style
        base = style.find(f"{W}basedOn")
        style = known.get(base.get(f"{W}val", "") if base is not None else "", style)


def _left(indent: Element | None) -> int | None:
    value = indent.get(f"{W}left", indent.get(f"{W}start")) if indent is not None else None
    return int(value) if value is not None and value.lstrip("-").isdigit() else None
