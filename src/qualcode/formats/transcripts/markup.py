"""Text that comes as HTML: the files of oTranscribe (.otr), and what noScribe saves (.html)."""

import json
import re
from html.parser import HTMLParser

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode
from qualcode.formats.transcripts.draft import Draft, Format
from qualcode.formats.transcripts.times import MARKED
from qualcode.model.span import Span

_BLOCKS = frozenset("p div li tr h1 h2 h3 h4 h5 h6 blockquote section article table ul ol body".split())
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset("head script style title template".split())
_STRONG = frozenset("b strong i em u".split())


class _Page(HTMLParser):
    """Paragraphs as a reader sees them, with the openings that stand out. Times that are marked as such stand in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = [""]
        self.strong: list[int] = [0]  # characters that each paragraph opens with in bold or italics
        self.silent = self.emphasis = 0
        self.time = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self.emphasis += tag in _STRONG
        if tag == "span" and "timestamp" in (dict(attrs).get("class") or ""):
            self.time = True
        if tag in _CELLS and self.paragraphs[-1].strip():
            self.paragraphs[-1] = f"{self.paragraphs[-1].rstrip()}\t"
        if tag == "br":
            self.paragraphs[-1] += "\n"
        elif tag in _BLOCKS:
            self._new()

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        self.emphasis -= tag in _STRONG and self.emphasis > 0
        if tag in _BLOCKS:
            self._new()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = re.sub(r"\s+", " ", data)
        if self.time and (clock := words.strip()):
            words, self.time = clock if re.fullmatch(MARKED, clock) else f"[{clock}] ", False
        there = self.paragraphs[-1]
        words = words if there and not there.endswith(("\n", " ", "\t")) else words.lstrip(" ")
        if self.emphasis and self.strong[-1] == len(there):
            self.strong[-1] += len(words)
        self.paragraphs[-1] += words

    def _new(self) -> None:
        if self.paragraphs[-1].strip():
            self.paragraphs.append("")
            self.strong.append(0)
        else:
            self.paragraphs[-1], self.strong[-1] = "", 0


def _draft(markup: str, encoding: str) -> Draft:
    page = _Page()
    try:
        page.feed(markup)
        page.close()
    except AssertionError:  # how the parser of Python 3.11 refuses a declaration such as <![x]>
        raise QualcodeError("error.no_html") from None
    parts: list[str] = []
    emphasised: list[Span] = []
    length = 0
    for paragraph, strong in zip(page.paragraphs, page.strong, strict=True):
        words = paragraph.rstrip()
        if words:
            if opening := len(words[:strong].rstrip()):
                emphasised.append(Span(length, length + opening))
            parts.append(f"{words}\n\n")
            length += len(words) + 2
    if not parts:
        raise QualcodeError("error.no_text")
    return Draft("".join(parts), "paragraphs", emphasised=tuple(emphasised), encoding=encoding)


def read_html(data: bytes) -> Draft:
    return _draft(*decode(data))


def read_otr(data: bytes) -> Draft:
    text, encoding = decode(data)
    try:
        markup = json.loads(text)["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise QualcodeError("error.no_otr") from None
    return _draft(str(markup), encoding)


HTML = Format(
    (".html", ".htm"), lambda data: data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")), read_html
)
OTR = Format((".otr",), lambda data: False, read_otr)
