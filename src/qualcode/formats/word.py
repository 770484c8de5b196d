"""Word transcripts, read from the XML so that nothing a person can read is lost.

python-docx's `paragraph.text` leaves out tracked insertions and content controls; here they are read, with tables,
hyperlinks, line breaks, text boxes, footnotes and endnotes. Deletions are left out, as a reader sees the page.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from qualcode.errors import QualcodeError
from qualcode.formats.draft import Draft, Mark
from qualcode.model.span import Span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LIMIT = 100 * 2**20  # bytes of one XML part: a thousand pages are about 10 MiB
_SKIPPED = {
    f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", f"{_MC}Fallback",
}  # fmt: skip
_CHARACTERS = {
    f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad",
}  # fmt: skip
_NOTES = {f"{_W}footnoteReference": "word/footnotes.xml", f"{_W}endnoteReference": "word/endnotes.xml"}
_CUES = re.compile(r"^\d+:\d+:\d+[.\d]* --> \d", re.MULTILINE)  # the older Word transcripts of Teams: range, name, text
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


def read(data: bytes) -> Draft:
    if data.startswith(_OLD_OR_LOCKED):
        raise QualcodeError(
            "this Word file is protected by a password, or of the old .doc kind; save it as .docx without one"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).draft()
    except (zipfile.BadZipFile, ElementTree.ParseError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise QualcodeError("this Word file is damaged or incomplete") from None
    except (KeyError, RuntimeError, ValueError, LookupError):
        raise QualcodeError(
            "this is no Word file that can be read; open it in Word and save it anew as .docx"
        ) from None


class _Reader:
    """One document: its paragraphs as text, with the bold openings that may be names, and its notes at the end."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.parts: list[str] = []
        self.length = 0
        self.bold: list[tuple[int, int]] = []
        self.notes: list[tuple[str, str]] = []  # part, id in that part; the number printed is the place in this list

    def draft(self) -> Draft:
        body = self._xml("word/document.xml").find(f"{_W}body")
        if body is None:
            raise QualcodeError("this is no Word file")
        for block in body:
            self._block(block)
        end = self.length
        self._add_notes()
        text = "".join(self.parts)
        if not text.strip():
            raise QualcodeError("this Word file has no text")
        outside = (Span(end, self.length),) if self.length > end else ()
        layout = "cues" if _CUES.search(text) else "paragraphs"
        return Draft(text, layout, tuple(_bold_names(text, self.bold)), outside)

    def _xml(self, name: str) -> Element:
        with self.archive.open(name) as part:
            data = part.read(_LIMIT + 1)
        if len(data) > _LIMIT:
            raise QualcodeError("this Word file unpacks to more than 100 MiB; that is no transcript")
        return ElementTree.fromstring(data)

    def _block(self, block: Element) -> None:
        if block.tag == f"{_W}p":
            self._paragraph(block)
        elif block.tag == f"{_W}tbl":
            for row in _inside(block, f"{_W}tr"):
                self._row(row)
        elif block.tag not in _SKIPPED:
            for inner in block:
                self._block(inner)

    def _row(self, row: Element) -> None:
        """A table row as one paragraph, its cells separated by tabs."""
        cells = ["\n".join(filter(None, map(self._text, _paragraphs(cell)))) for cell in _inside(row, f"{_W}tc")]
        self._write("\t".join(cells).strip())

    def _paragraph(self, paragraph: Element) -> None:
        text = self._text(paragraph)
        bold = _bold_opening(paragraph)
        stripped = text.lstrip()
        if bold and stripped.startswith(bold):
            self.bold.append((self.length, self.length + len(bold)))
        self._write(text.strip())
        for box in _inside(paragraph, f"{_W}txbxContent"):
            for inner in box:
                self._block(inner)

    def _write(self, text: str) -> None:
        if text:
            self.parts.append(f"{text}\n\n")
            self.length += len(text) + 2

    def _text(self, node: Element) -> str:
        return "".join(self._pieces(node))

    def _pieces(self, node: Element) -> Iterator[str]:
        for child in node:
            if child.tag in _SKIPPED or child.tag == f"{_W}txbxContent":
                continue
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in _CHARACTERS:
                yield _CHARACTERS[child.tag]
            elif child.tag == f"{_W}sym":
                yield _character(child.get(f"{_W}char", "FFFD"))
            elif child.tag in _NOTES:
                self.notes.append((_NOTES[child.tag], child.get(f"{_W}id", "")))
                yield f"[{len(self.notes)}]"
            else:
                yield from self._pieces(child)

    def _add_notes(self) -> None:
        loaded: dict[str, dict[str, Element]] = {}
        for number, (part, note_id) in enumerate(list(self.notes), 1):
            if part not in self.archive.namelist():
                continue
            if part not in loaded:
                loaded[part] = {note.get(f"{_W}id", ""): note for note in self._xml(part)}
            note = loaded[part].get(note_id)
            if note is not None:
                words = " ".join(filter(None, (self._text(p).strip() for p in note.iter(f"{_W}p"))))
                self._write(f"[{number}] {words}")


def _inside(node: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row: those inside content controls too, not those of tables further in."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _inside(child, tag)


def _paragraphs(node: Element) -> Iterator[Element]:
    """All paragraphs below a node, those of text boxes too, each once."""
    for child in node:
        if child.tag == f"{_W}p":
            yield child
        if child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _character(code: str) -> str:
    """The character of a w:sym; U+FFFD for what is none."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _is_bold(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "none")


def _bold_opening(paragraph: Element) -> str:
    """The bold words that a paragraph opens with."""
    words = []
    for run in paragraph.iter(f"{_W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{_W}t"))
        if text.strip() and not _is_bold(run):
            break
        words.append(text)
    return "".join(words).strip()


def _bold_names(text: str, bold: list[tuple[int, int]]) -> Iterator[Mark]:
    """Bold openings of at most three words, without a colon, that recur: names set in bold."""
    names = [text[start:end] for start, end in bold]
    for start, end in bold:
        name = text[start:end]
        short = 1 <= len(name.split()) <= 3 and re.fullmatch(r"[^\W\d_][\w .'’-]*", name)
        if short and names.count(name) > 1 and not text.startswith(":", end):
            line_end = text.find("\n", end)
            with_time = re.fullmatch(r"[ \t\xa0]+\d{1,2}:\d\d(?::\d\d)?[ \t]*", text[end:line_end])
            if not with_time:
                rest = re.compile(r"\s*").match(text, end)
                yield Mark(start, start, end, rest.end() if rest else end, name)
