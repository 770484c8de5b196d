"""A thesis as a web page."""

import re
from html.parser import HTMLParser

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode
from qualcode.model.manuscript import Block

_BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 blockquote section article table tr td th ul ol body figcaption caption dd dt".split()
)
_SILENT = frozenset("head script style title template nav svg".split())


def read(data: bytes) -> list[Block]:
    page = _Page()
    try:
        page.feed(decode(data)[0])
        page.close()
    except AssertionError:  # how the parser of Python 3.11 refuses a declaration such as <![x]>
        raise QualcodeError("error.no_html") from None
    page.end_block()
    return page.blocks


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.words = ""
        self.open: list[str] = []  # block elements around, the innermost last
        self.silent = 0
        self.indented = False
        self.tables = -1
        self.row = self.column = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag == "br":
            self.words += "\n"
        elif tag == "q":
            self.words += "“"
        elif tag in _BLOCKS:
            self.end_block()
            self.open.append(tag)
            style = dict(attrs).get("style") or ""
            self.indented = tag in ("p", "div") and bool(re.search(r"(?:margin|padding)-left:\s*[1-9]", style))
            if tag == "table":
                self.tables += 1
                self.row = -1
            elif tag == "tr":
                self.row, self.column = self.row + 1, -1
            elif tag in ("td", "th"):
                self.column += 1

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag == "q":
            self.words += "”"
        elif tag in _BLOCKS:
            self.end_block()
            if tag in self.open:
                del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = re.sub(r"\s+", " ", data)
            self.words += words.lstrip(" ") if self.words.endswith(("\n", " ")) or not self.words else words

    def end_block(self) -> None:
        words, self.words = self.words.strip(), ""
        if not words:
            return
        place = len(self.blocks)
        inner = self.open[-1] if self.open else ""
        if "td" in self.open or "th" in self.open:
            self.blocks.append(Block(words, "cell", cell=(self.tables, self.row, self.column), place=place))
        elif re.fullmatch("h[1-6]", inner):
            self.blocks.append(Block(words, "heading", int(inner[1]), place=place))
        elif "blockquote" in self.open:
            self.blocks.append(Block(words, "quote", place=place))
        elif inner in ("figcaption", "caption"):
            self.blocks.append(Block(words, "caption", place=place))
        else:
            self.blocks.append(Block(words, "indented" if self.indented else "text", place=place))
