"""A thesis in LaTeX: what a reader sees of it, as far as its usual commands tell."""

import re
import unicodedata
from collections.abc import Iterator

from qualcode.formats.decode import decode, unix_lines
from qualcode.model.manuscript import Block

_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327", "=": "\u0304"}
_LETTERS = {"ss": "ß", "ae": "æ", "oe": "œ", "o": "ø", "aa": "å", "i": "i", "AE": "Æ", "OE": "Œ", "O": "Ø"}
_ENVIRONMENT = re.compile(
    r"\\begin\{(quote|quotation|displayquote|displaycquote|blockquote|tabular[x*]?|longtable|table|figure|verbatim|comment|equation\*?)\}"
    r"(.*?)\\end\{\1\}",
    re.DOTALL,
)
_SECTION = re.compile(
    r"\\(chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]]*\])?\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_LEVELS = {"chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"


def read(data: bytes) -> list[Block]:
    text = unix_lines(decode(data)[0])
    text = re.sub(r"(?<!\\)%.*", "", text)
    if found := re.search(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", text, re.DOTALL):
        text = found[1]
    return list(_Reader().blocks(text))


class _Reader:
    def __init__(self) -> None:
        self.place = self.tables = self.notes = 0

    def blocks(self, text: str) -> Iterator[Block]:
        reached = 0
        for found in _ENVIRONMENT.finditer(text):
            yield from self._running(text[reached : found.start()])
            yield from self._environment(found[1], found[2])
            reached = found.end()
        yield from self._running(text[reached:])

    def _environment(self, name: str, inside: str) -> Iterator[Block]:
        if name.startswith(("quot", "display", "block")):
            inside = re.sub(r"^\s*\[([^\]]*)\]", r" (\1) ", inside)
            yield from self._paragraphs(inside, "quote")
        elif name in ("table", "figure"):
            yield from self.blocks(inside)
        elif name.startswith(("tabular", "longtable")):
            number, self.tables = self.tables, self.tables + 1
            for row, line in enumerate(re.split(r"\\\\(?:\[[^\]]*\])?", re.sub(r"^\s*(?:\{[^{}]*\}\s*)+", "", inside))):
                for column, cell in enumerate(re.split(r"(?<!\\)&", line)):
                    yield from self._emit(cell, "cell", (number, row, column))

    def _running(self, text: str) -> Iterator[Block]:
        reached = 0
        for found in _SECTION.finditer(text):
            yield from self._paragraphs(text[reached : found.start()], "text")
            yield Block(self._plain(found[2]), "heading", _LEVELS[found[1]], place=self._next())
            reached = found.end()
        yield from self._paragraphs(text[reached:], "text")

    def _paragraphs(self, text: str, kind: str) -> Iterator[Block]:
        for part in re.split(r"\n\s*\n|\\item\b(?:\[[^\]]*\])?|\\par\b", text):
            for caption in re.finditer(rf"\\caption(?:\[[^\]]*\])?{_GROUP}", part):
                yield from self._emit(caption[1], "caption")
            yield from self._emit(re.sub(rf"\\caption(?:\[[^\]]*\])?{_GROUP}", "", part), kind)

    def _emit(self, text: str, kind: str, cell: tuple[int, int, int] | None = None) -> Iterator[Block]:
        place = self._next()
        notes: list[Block] = []

        def note(found: re.Match[str]) -> str:
            self.notes += 1
            notes.append(Block(self._plain(found[1]), "note", mark=f"[^{self.notes}]", place=place))
            return f"[^{self.notes}]"

        text = re.sub(rf"\\footnote(?:\[[^\]]*\])?{_GROUP}", note, text)
        yield Block(self._plain(text), kind, cell=cell, place=place)
        yield from notes

    def _next(self) -> int:
        self.place += 1
        return self.place

    def _plain(self, text: str) -> str:
        text = re.sub(
            r"\\(?:no)?cite[a-z]*\*?(?:\[[^\]]*\])*\{([^{}]*)\}|\\[a-z]*cite[a-z]*\*?(?:\[[^\]]*\])*\{([^{}]*)\}",
            r"[@\1\2]",
            text,
        )
        text = re.sub(
            r"\\(?:label|ref|pageref|index|vspace|hspace|includegraphics)\*?(?:\[[^\]]*\])?\{[^{}]*\}", "", text
        )
        text = re.sub(
            r"\{?\\([\'`\"^~=c])\s*\{?(\\?[A-Za-z])\}?\}?",
            lambda m: unicodedata.normalize("NFC", m[2].lstrip("\\") + _ACCENTS[m[1]]),
            text,
        )
        text = re.sub(r"\\(ss|ae|oe|aa|AE|OE|o|O|i)(?![A-Za-z])(?:\{\}|\s)?", lambda m: _LETTERS[m[1]], text)
        for _ in range(4):
            text = re.sub(rf"\\(?:enquote|textquote|blockquote|foreignquote\{{[^{{}}]*\}})\*?{_GROUP}", r"“\1”", text)
            text = re.sub(rf"\\(?:text[a-z]+|emph|underline|mbox|uppercase)\s*{_GROUP}", r"\1", text)
        text = text.replace("``", "“").replace("''", "”").replace("`", "‘")
        text = re.sub(r"\\(?:ldots|dots|textellipsis)(?:\{\}|\b)", "…", text)
        text = text.replace("---", "—").replace("--", "–").replace("~", " ").replace("\\,", " ").replace("\\-", "")
        text = re.sub(r"\\\\(?:\[[^\]]*\])?", "\n", text)
        text = re.sub(r"\\([&%$#_{}])", r"\1", text)
        text = re.sub(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?", "", text)
        return re.sub(r"[ \t\n]+", " ", re.sub(r"[{}]", "", text)).strip()
