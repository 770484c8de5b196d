"""The report as Markdown with pipe tables; pictures lie beside it."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import Contents, Cover, Figure, Heading, Items, Output, Proposal, Prose, Quote, Row, Table
from qualcode.report.proposals import marked
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return b"".join(pieces(output, words, settings))


def pieces(output: Output, words: Words, settings: Settings) -> Iterator[bytes]:
    """The same, line by line: a large table is never in memory as text."""
    return (line.encode("utf-8", "surrogatepass") for line in _lines(output, words))


def as_markdown(output: Output, words: Words) -> str:
    return "".join(_lines(output, words))


def _lines(output: Output, words: Words) -> Iterator[str]:
    before = ""
    for block in _blocks(output, words):
        for line in (block,) if isinstance(block, str) else block:
            yield before + line
            before = "\n"
        before = "\n\n"
    yield "\n"


def _blocks(output: Output, words: Words) -> Iterator[str | Iterable[str]]:
    """Each block whole; the lines of a table, one by one."""
    margins: list[str] = []
    tables = figures = 0

    def noted(text: str, margin: str) -> str:
        if margin:
            margins.append(margin)
        return f"{text}[^{len(margins)}]" if margin else text

    for part in marked(output.report, words).parts:
        match part:
            case Heading(text, level):
                yield f"{'#' * level} {_inline(text)}"
            case Prose(text, margin):
                yield noted(_inline(text), margin)
            case Quote():
                label = _inline(part.label)
                behind = f" ({label})" if label and not part.above else ""
                above = f"> {label}\n>\n" if label and part.above else ""
                yield noted(f"{above}> {_inline(part.text)}{behind}", part.margin)
            case Items():
                yield _items(part)
            case Table():
                tables += 1
                yield from _table(part, tables, words)
            case Figure():
                figures += 1
                yield from _figure(part, figures, words, output.report.stem)
            case Cover(title, lines):
                yield f"# {_inline(title)}"
                yield from map(_inline, lines)
            case Contents() | Proposal():
                pass  # viewers make their own contents; proposals are prose by now
    yield from (f"[^{number}]: {_inline(text)}" for number, text in enumerate(margins, 1))


def _items(items: Items) -> Iterator[str]:
    indent = "    " if items.style == "letter" else ""
    for mark, item in zip(items.marks(), items.items, strict=True):
        yield f"{indent}{'-' if items.style == 'bullet' else mark} {_inline(item)}"


def _table(table: Table, number: int, words: Words) -> Iterator[str | Iterable[str]]:
    yield f"**{words('table')} {number}**  \n*{_inline(table.title)}*"
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    head = (_line(_inline(column.heading) for column in table.columns), _line(rules))
    yield chain(head, (_line(_cells(row)) for row in table.rows))
    yield from _notes(table.notes, words)


def _figure(figure: Figure, number: int, words: Words, stem: str) -> Iterator[str]:
    yield f"**{words('figure')} {number}**  \n*{_inline(figure.title)}*"
    yield f"![{_inline(figure.alt)}]({stem}-{figure.name}.png)"
    yield from _notes(figure.notes, words)


def _notes(notes: tuple[str, ...], words: Words) -> Iterator[str]:
    if notes:
        yield f"*{words('note')}* {' '.join(_inline(note) for note in notes)}"


def _cells(row: Row) -> Iterator[str]:
    for index, cell in enumerate(row.cells):
        text = _inline(cell)
        if row.group and text and index == 0:
            text = f"**{text}**"
        yield "&nbsp;&nbsp;" * row.level + text if index == 0 else text


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _inline(text: str) -> str:
    """Text that stays text: Markdown's signs escaped, lines joined with <br>."""
    escaped = re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", text)
    return replaced(escaped.replace("\r", "")).replace("\n", "<br>")
