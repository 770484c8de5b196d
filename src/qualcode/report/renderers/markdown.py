"""The report as Markdown with pipe tables; pictures lie beside it."""

import re
from collections.abc import Iterable, Iterator

from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import Contents, Cover, Figure, Heading, Items, Output, Proposal, Prose, Quote, Row, Table
from qualcode.report.proposals import marked
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return as_markdown(output, words).encode("utf-8", "surrogatepass")


def as_markdown(output: Output, words: Words) -> str:
    blocks: list[str] = []
    margins: list[str] = []
    tables = figures = 0

    def noted(text: str, margin: str) -> str:
        if margin:
            margins.append(margin)
        return f"{text}[^{len(margins)}]" if margin else text

    for part in marked(output.report, words).parts:
        match part:
            case Heading(text, level):
                blocks.append(f"{'#' * level} {_inline(text)}")
            case Prose(text, margin):
                blocks.append(noted(_inline(text), margin))
            case Quote():
                label = _inline(part.label)
                behind = f" ({label})" if label and not part.above else ""
                above = f"> {label}\n>\n" if label and part.above else ""
                blocks.append(noted(f"{above}> {_inline(part.text)}{behind}", part.margin))
            case Items():
                blocks.append("\n".join(_items(part)))
            case Table():
                tables += 1
                blocks += _table(part, tables, words)
            case Figure():
                figures += 1
                blocks += _figure(part, figures, words, output.report.stem)
            case Cover(title, lines):
                blocks.append(f"# {_inline(title)}")
                blocks += map(_inline, lines)
            case Contents() | Proposal():
                pass  # viewers make their own contents; proposals are prose by now
    blocks += (f"[^{number}]: {_inline(text)}" for number, text in enumerate(margins, 1))
    return "\n\n".join(blocks) + "\n"


def _items(items: Items) -> Iterator[str]:
    indent = "    " if items.style == "letter" else ""
    for mark, item in zip(items.marks(), items.items, strict=True):
        yield f"{indent}{'-' if items.style == 'bullet' else mark} {_inline(item)}"


def _table(table: Table, number: int, words: Words) -> Iterator[str]:
    yield f"**{words('table')} {number}**  \n*{_inline(table.title)}*"
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    lines = [_line(_inline(column.heading) for column in table.columns), _line(rules)]
    yield "\n".join(lines + [_line(_cells(row)) for row in table.rows])
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
