"""A thesis as a web page."""

import re
from html.parser import HTMLParser

from qualcode.errors import QualcodeError
from qualcode.formats.decode import decode
from qualcode.model.manuscript import Block

_BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 blockquote section article table tr td th ul ol body figcaption caption dd dt footer".split()
)
_SILENT = frozenset("head script style title template nav svg del s".split())
_RUNNING = frozenset(
    "p li td th dd".split()
)  # in these a <cite> is a title in a sentence, elsewhere it says whose words they are
_SIGNS = {"sup": ("^", "^"), "q": ("“", "”")}


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
        self.quoted: list[int] = []  # how many were open with each that is a quotation
        self.silent = 0
        self.indented = False
        self.tables = -1
        self.row = self.column = -1
        self.spanned: dict[int, int] = {}  # column -> rows that a cell from above still takes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag == "br":
            self.words += "\n"
        elif tag in _SIGNS:
            self.words += _SIGNS[tag][0]
        elif tag in _BLOCKS or self._is_signature(tag):
            self.end_block()
            known = dict(attrs)
            quoted = tag in ("p", "div") and re.search(r"(?i)\b(?:block)?(?:quote|citaat)\b", known.get("class") or "")
            self.open.append(tag)
            if quoted or tag == "blockquote":
                self.quoted.append(len(self.open))
            self.indented = tag in ("p", "div") and bool(
                re.search(r"(?:margin|padding)-left:\s*[1-9]", known.get("style") or "")
            )
            self._in_table(tag, known.get("rowspan") or "")

    def _in_table(self, tag: str, rows: str) -> None:
        if tag == "table":
            self.tables, self.row, self.spanned = self.tables + 1, -1, {}
        elif tag == "tr":
            self.row, self.column = self.row + 1, -1
        elif tag in ("td", "th"):
            self.column += 1
            while self.spanned.get(self.column, 0) > 0:
                self.spanned[self.column] -= 1
                self.column += 1
            self.spanned[self.column] = int(rows) - 1 if rows.isdigit() else 0

    def _is_signature(self, tag: str) -> bool:
        return tag == "cite" and not _RUNNING & set(self.open)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _SIGNS:
            self.words += _SIGNS[tag][1]
        elif tag in _BLOCKS or tag in self.open:
            self.end_block()
            if tag in self.open:
                del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
            self.quoted = [depth for depth in self.quoted if depth <= len(self.open)]

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
        elif inner in ("cite", "footer"):
            told = words if words.startswith(("—", "–", "-")) else f"— {words}"
            self.blocks.append(Block(told, "text", place=place))
        elif self.quoted:
            self.blocks.append(Block(words, "quote", place=place))
        elif inner in ("figcaption", "caption"):
            self.blocks.append(Block(words, "caption", place=place))
        else:
            self.blocks.append(Block(words, "indented" if self.indented else "text", place=place))
