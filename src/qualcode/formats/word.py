"""Word transcripts, read from the XML so that nothing a person can read is lost.

python-docx's `paragraph.text` leaves out tracked insertions and content controls; here they are read, with tables,
hyperlinks, line breaks, text boxes, footnotes and endnotes. Deletions are left out, as a reader sees the page.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TypeVar
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.draft import Draft, Format, Remark, Row
from qualcode.model.span import Span

T = TypeVar("T")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # what Word calls a Strict Open XML Document
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LIMIT = 50 * 2**20  # bytes of one XML part: a thousand pages are about 10 MiB
_MOST_TAGS = 2_000_000  # a thousand pages have some 200,000; each takes a hundred bytes of memory
_SKIPPED = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{_MC}Fallback",
}  # fmt: skip
_ADDED = (f"{W}ins", f"{W}moveTo")  # tracked changes
_GONE = (f"{W}del", f"{W}moveFrom")
_COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
_CHARACTERS = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad",
}  # fmt: skip
_NOTES = {f"{W}footnoteReference": "word/footnotes.xml", f"{W}endnoteReference": "word/endnotes.xml"}
_HEADING = re.compile(r"(?i)(heading|kop|title|titel|überschrift|berschrift|sprecher|spreker|speaker)")
_CUES = re.compile(r"^\d+:\d+:\d+[.\d]* --> \d", re.MULTILINE)  # the older Word transcripts of Teams: range, name, text
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


def read(data: bytes) -> Draft:
    """The text as a reader sees it once all tracked changes are accepted."""
    return read_word(data, lambda archive: _Reader(archive, body_of(archive)).draft())


def read_original(data: bytes) -> Draft:
    """The text as it was before the tracked changes."""
    return read_word(data, lambda archive: _Reader(archive, before_changes(body_of(archive))).draft())


def before_changes(body: Element) -> Element:
    """What was added is gone, and what was taken out is there again."""
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag in _ADDED:
                parent.remove(child)
            elif child.tag in _GONE:
                child.tag = f"{W}smartTag"  # holds runs, and means nothing
            elif child.tag == f"{W}delText":
                child.tag = f"{W}t"
    return body


def read_word(data: bytes, reader: Callable[[zipfile.ZipFile], T]) -> T:
    """What `reader` makes of the parts of a Word file; a file that is none, or broken, is told in plain words."""
    if data.startswith(_OLD_OR_LOCKED):
        raise QualcodeError("error.word_password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return reader(archive)
    except (zipfile.BadZipFile, ElementTree.ParseError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise QualcodeError("error.word_damaged") from None
    except (KeyError, RuntimeError, ValueError, LookupError):
        raise QualcodeError("error.word_unreadable") from None


def body_of(archive: zipfile.ZipFile) -> Element:
    body = xml_part(archive, "word/document.xml").find(f"{W}body")
    if body is None:
        raise QualcodeError("error.no_word_file")
    return body


def xml_part(archive: zipfile.ZipFile, name: str) -> Element:
    """A part of the file as XML; one that would fill the memory is refused."""
    with archive.open(name) as part:
        data = part.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise QualcodeError("error.word_too_large")
    if data.count(b"<") > _MOST_TAGS:
        raise QualcodeError("error.word_too_many_tags", most=_MOST_TAGS)
    return ElementTree.fromstring(data.replace(_STRICT, W[1:-1].encode()))


class _Reader:
    """One document: its paragraphs as text, with the openings that stand out and may be names, and its notes at the end."""

    def __init__(self, archive: zipfile.ZipFile, body: Element):
        self.archive, self.body = archive, body
        self.parts: list[str] = []
        self.length = 0
        self.emphasised: list[Span] = []
        self.tables: list[list[Row]] = []
        self.marks: list[tuple[int, Element]] = []  # where comments begin and end in the paragraph that is read
        self.anchors: dict[str, list[int]] = {}  # id of a comment -> its places in the text
        self.notes: list[tuple[str, str]] = []  # part, id in that part; the number printed is the place in this list

    def draft(self) -> Draft:
        for block in self.body:
            self._block(block)
        end = self.length
        self._add_notes()
        text = "".join(self.parts)
        if not text.strip():
            raise QualcodeError("error.word_without_text")
        outside = (Span(end, self.length),) if self.length > end else ()
        body = body_of(self.archive)
        layout = "cues" if _CUES.search(text) else "paragraphs"
        return Draft(
            text,
            layout,
            outside=outside,
            emphasised=tuple(self.emphasised),
            tables=tuple(map(tuple, self.tables)),
            remarks=tuple(self._remarks()),
            inserted=insertions(body),
            deleted=deletions(body),
        )

    def _remarks(self) -> Iterator[Remark]:
        """The comments in the margin, in the order of the text."""
        if "word/comments.xml" not in self.archive.namelist():
            return
        found = []
        for comment in xml_part(self.archive, "word/comments.xml").iter(f"{W}comment"):
            words = "\n".join(filter(None, (text_of(one).strip() for one in paragraphs(comment))))
            places = self.anchors.get(comment.get(f"{W}id", ""), [self.length])
            if words:
                found.append(Remark(min(places), max(places), comment.get(f"{W}author", ""), words))
        yield from sorted(found, key=lambda one: one.start)

    def _block(self, block: Element) -> None:
        if block.tag == f"{W}p":
            self._paragraph(block)
        elif block.tag == f"{W}tbl":
            self.tables.append([])
            for row in inside(block, f"{W}tr"):
                self._row(row)
        elif block.tag in _COMMENT_MARKS:  # between two paragraphs
            self.anchors.setdefault(block.get(f"{W}id", ""), []).append(self.length)
        elif block.tag not in _SKIPPED:
            for inner in block:
                self._block(inner)

    def _row(self, row: Element) -> None:
        """A table row as one paragraph, its cells separated by tabs."""
        texts: list[str] = []
        places: list[Span | None] = []
        at = self.length
        for cell in inside(row, f"{W}tc"):
            words = self._cell(cell, at)
            places.append(Span(at, at + len(words)) if words else None)
            at += len(words) + 1 if words else 0
            texts.append(words)
        if any(places):
            self.tables[-1].append(tuple(places))
        self._write("\t".join(filter(None, texts)))

    def _cell(self, cell: Element, at: int) -> str:
        """The paragraphs of a cell, which begins at this place of the text."""
        words = ""
        for paragraph in paragraphs(cell):
            text = self._text(paragraph)
            begins = at + len(words) + bool(words)
            self._anchor(begins if words else at - _blanks(text), begins, begins + len(text.rstrip()))
            if text:
                words = f"{words}\n{text}" if words else text.lstrip()
        return words.rstrip()

    def _paragraph(self, paragraph: Element) -> None:
        text = self._text(paragraph)
        self._anchor(self.length - _blanks(text), self.length, self.length + len(text.strip()))
        opening = _emphasised_opening(paragraph)
        if opening and text.lstrip().startswith(opening):
            self.emphasised.append(Span(self.length, self.length + len(opening)))
        self._write(text.strip())
        for box in inside(paragraph, f"{W}txbxContent"):
            for inner in box:
                self._block(inner)

    def _write(self, text: str) -> None:
        if text:
            self.parts.append(f"{text}\n\n")
            self.length += len(text) + 2

    def _text(self, node: Element) -> str:
        pieces: list[str] = []
        self.marks, length = [], 0
        for piece in _pieces(node, self._note):
            if isinstance(piece, str):
                pieces.append(piece)
                length += len(piece)
            else:
                self.marks.append((length, piece))
        return "".join(pieces)

    def _anchor(self, shift: int, first: int, last: int) -> None:
        """Keep where comments begin and end in what was read last; it is written from `first` to `last`."""
        for offset, mark in self.marks:
            self.anchors.setdefault(mark.get(f"{W}id", ""), []).append(min(max(offset + shift, first), last))

    def _note(self, mark: Element) -> str:
        self.notes.append((_NOTES[mark.tag], mark.get(f"{W}id", "")))
        return f"[{len(self.notes)}]"

    def _add_notes(self) -> None:
        loaded: dict[str, dict[str, Element]] = {}
        for number, (part, note_id) in enumerate(list(self.notes), 1):
            if part not in self.archive.namelist():
                continue
            if part not in loaded:
                loaded[part] = {note.get(f"{W}id", ""): note for note in xml_part(self.archive, part)}
            note = loaded[part].get(note_id)
            if note is not None:
                words = " ".join(filter(None, (self._text(p).strip() for p in note.iter(f"{W}p"))))
                self._write(f"[{number}] {words}")


def insertions(body: Element) -> int:
    """How many tracked insertions of words a document has."""
    return _with_words(body, _ADDED)


def deletions(body: Element) -> int:
    return _with_words(body, _GONE)


def _with_words(body: Element, changes: tuple[str, ...]) -> int:
    """How many tracked changes of these kinds are about words."""
    words = (f"{W}t", f"{W}delText")
    return sum(any(part.tag in words for part in one.iter()) for tag in changes for one in body.iter(tag))


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def text_of(node: Element, note: Callable[[Element], str] = lambda mark: "") -> str:
    """The text below a node as a reader sees it; `note` says what stands where a note is referred to."""
    return "".join(piece for piece in _pieces(node, note) if isinstance(piece, str))


def _pieces(node: Element, note: Callable[[Element], str]) -> Iterator[str | Element]:
    """Stretches of text, and between them the marks where comments begin and end."""
    for child in node:
        if child.tag in _SKIPPED or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{W}sym":
            yield _character(child.get(f"{W}char", "FFFD"))
        elif child.tag in _NOTES:
            yield note(child)
        elif child.tag in _COMMENT_MARKS:
            yield child
        else:
            yield from _pieces(child, note)


def inside(node: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row: those inside content controls too, not those of tables further in."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED:
            yield from inside(child, tag)


def paragraphs(node: Element) -> Iterator[Element]:
    """All paragraphs below a node, those of text boxes too, each once."""
    for child in node:
        if child.tag == f"{W}p":
            yield child
        if child.tag not in _SKIPPED:
            yield from paragraphs(child)


def _character(code: str) -> str:
    """The character of a w:sym; U+FFFD for what is none."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _emphasis(run: Element) -> tuple[str, ...]:
    """How a run stands out: bold, italic, underlined, or in a style of its own; () where it does not."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return ()
    ways = []
    for name in ("b", "i", "u", "rStyle"):
        mark = properties.find(f"{W}{name}")
        if mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "none"):
            ways.append(mark.get(f"{W}val", "") if name == "rStyle" else name)
    return tuple(ways)


def _emphasised_opening(paragraph: Element) -> str:
    """The words that a paragraph opens with in bold, italics, underlined or a style of their own; all of a heading."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    if style is not None and _HEADING.match(style.get(f"{W}val", "")):
        return text_of(paragraph).strip()
    words: list[str] = []
    first: tuple[str, ...] | None = None
    for run in paragraph.iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        if text.strip():
            first = _emphasis(run) if first is None else first
            if not first or _emphasis(run) != first:
                break
        words.append(text)
    return "".join(words).strip() if first else ""


DOCX = Format((".docx",), lambda data: data[:4] == b"PK\x03\x04", read, read_original)
