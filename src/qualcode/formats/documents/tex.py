"""A thesis in LaTeX: what a reader sees of it. pylatexenc knows the commands; here are those of quotations and references."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from qualcode.formats.decode import decode, unix_lines
from qualcode.model.manuscript import Block

_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"
_ENVIRONMENT = re.compile(
    r"\\begin\{(quote|quotation|displayquote|displaycquote|blockquote|tabular[x*]?|longtable|table|figure|verbatim|comment"
    r"|equation\*?|tikzpicture|thebibliography)\}(.*?)\\end\{\1\}",
    re.DOTALL,
)
_SECTION = re.compile(rf"\\(chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]]*\])?{_GROUP}")
_LEVELS = {"chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_CITED = re.compile(r"\\[A-Za-z]*cite[a-z]*\*?(?:\[[^\]]*\])*\{([^{}]*)\}")
_LAYOUT = re.compile(
    r"\\(?:kern[\d.]+[a-z]*|endhead|endfoot|endfirsthead|endlastfoot|toprule|midrule|bottomrule|hline|cmidrule(?:\([a-z]*\))?\{[^{}]*\}"
    r"|(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?|includegraphics(?:\[[^\]]*\])?\{[^{}]*\}|(?:vspace|hspace|label)\*?\{[^{}]*\})"
)
_BREAK = "\ue000"  # where a line ends, while white space has no meaning
_QUOTING = ("enquote", "textquote", "blockquote", "mkbibquote")
_BARE = (
    "mbox",
    "fbox",
    "makebox",
    "textcolor",
    "hl",
    "highlight",
    "ul",
    "uline",
)  # what they hold is all there is to see


def read(data: bytes) -> list[Block]:
    text = re.sub(r"(?<!\\)%.*", "", unix_lines(decode(data)[0]))
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
            listed = re.search(r"\\begin\{(?:itemize|enumerate|description)\}", inside)  # set apart, and nobody's words
            kind = "text" if listed else "quote"
            yield from self._paragraphs(
                re.sub(r"^\s*\[([^\]]*)\](.*)", r"\2 (\1)", inside.strip(), flags=re.DOTALL), kind
            )
        elif name in ("table", "figure"):
            yield from self.blocks(inside)
        elif name.startswith(("tabular", "longtable")):
            yield from self._table(re.sub(rf"^\s*(?:\[[^\]]*\]\s*)?(?:{_GROUP}\s*)+", "", inside))

    def _table(self, inside: str) -> Iterator[Block]:
        number, self.tables = self.tables, self.tables + 1
        inside = re.sub(rf"\\multicolumn{_GROUP}{_GROUP}", "", inside)
        for row, line in enumerate(re.split(r"\\\\\*?(?:\[[^\]]*\])?", inside)):
            for column, cell in enumerate(re.split(r"(?<!\\)&", line)):
                yield from self._emit(cell, "cell", (number, row, column))

    def _running(self, text: str) -> Iterator[Block]:
        reached = 0
        for found in _SECTION.finditer(text):
            yield from self._paragraphs(text[reached : found.start()], "text")
            yield Block(_plain(found[2]), "heading", _LEVELS[found[1]], place=self._next())
            reached = found.end()
        yield from self._paragraphs(text[reached:], "text")

    def _paragraphs(self, text: str, kind: str) -> Iterator[Block]:
        caption = re.compile(rf"\\caption(?:\[[^\]]*\])?\*?{_GROUP}")
        for part in re.split(r"\n\s*\n|\\item\b(?:\[[^\]]*\])?|\\par\b", text):
            for found in caption.finditer(part):
                yield from self._emit(found[1], "caption")
            yield from self._emit(caption.sub("", part), kind)

    def _emit(self, text: str, kind: str, cell: tuple[int, int, int] | None = None) -> Iterator[Block]:
        place = self._next()
        notes: list[Block] = []

        def note(found: re.Match[str]) -> str:
            self.notes += 1
            notes.append(Block(_plain(found[1]), "note", mark=f"[^{self.notes}]", place=place))
            return f"[^{self.notes}]"

        text = re.sub(rf"\\footnote(?:\[[^\]]*\])?{_GROUP}", note, text)
        yield Block(_plain(text), kind, cell=cell, place=place)
        yield from notes

    def _next(self) -> int:
        self.place += 1
        return self.place


def _plain(text: str) -> str:
    """What a reader sees of a stretch."""
    from pylatexenc.latexwalker import LatexWalker  # has no types

    known, seen = _commands()
    text = re.sub(rf"\\addcontentsline{_GROUP}{_GROUP}{_GROUP}", "", text)
    text = re.sub(r"\\letter\{[0-9A-F]+\}\{([^{}]*)\}", r"\1", text)  # how our own documents write what a font may lack
    text = re.sub(rf"\\(?:block|text)quote\[([^\]]*)\]{_GROUP}", r"\\enquote{\2} (\1)", text)
    text = re.sub(rf"\\(?:block|text)cquote(?:\[[^\]]*\])*\{{([^{{}}]*)\}}{_GROUP}", r"\\enquote{\2} [@\1]", text)
    text = re.sub(rf"\\textelp{_GROUP}", lambda found: f"[… {found[1]}]" if found[1] else "[…]", text)
    text = re.sub(rf"\\textins\*?{_GROUP}", r"[\1]", text)
    text = re.sub(r"\\newline\b|\\\\", _BREAK, text)
    text = _LAYOUT.sub(" ", _CITED.sub(r"[@\1]", text))
    nodes = LatexWalker(text, latex_context=known, tolerant_parsing=True).get_latex_nodes()[0]
    words = " ".join(str(seen.nodelist_to_text(nodes)).replace("`", "‘").split())
    return re.sub(rf" ?{_BREAK} ?", "\n", words).strip()


@cache
def _commands() -> tuple[Any, Any]:
    """What arguments commands have, and what is seen of each."""
    from pylatexenc import latex2text, latexwalker, macrospec

    known = latexwalker.get_default_latex_context_db()
    seen = latex2text.get_default_latex_context_db()
    names = (*_QUOTING, *_BARE)
    specs = [
        macrospec.MacroSpec(name, "[{" if name == "makebox" else "{{" if name == "textcolor" else "{") for name in names
    ]
    known.add_context_category("quoting", prepend=True, macros=specs)
    told = [latex2text.MacroTextSpec(name, "“%s”") for name in _QUOTING]
    told += [latex2text.MacroTextSpec(name, discard=False) for name in _BARE if name not in ("makebox", "textcolor")]
    told += [latex2text.MacroTextSpec(name, "%(2)s") for name in ("makebox", "textcolor")]
    told += [latex2text.MacroTextSpec("textquotesingle", "'"), latex2text.MacroTextSpec("textquotedbl", '"')]
    seen.add_context_category("quoting", prepend=True, macros=told)
    return known, latex2text.LatexNodes2Text(latex_context=seen, strict_latex_spaces=True)
