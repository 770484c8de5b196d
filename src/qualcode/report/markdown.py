"""The report as Markdown with pipe tables."""

import re
from collections.abc import Iterable, Iterator

from qualcode.model.settings import Settings
from qualcode.report.tree import Heading, Output, Prose, Row, Table
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    return as_markdown(output, words).encode("utf-8", "surrogatepass")


def as_markdown(output: Output, words: Words) -> str:
    blocks = []
    number = 0
    for part in output.report.parts:
        match part:
            case Heading(text, level):
                blocks.append(f"{'#' * level} {_inline(text)}")
            case Prose(text):
                blocks.append(_inline(text))
            case Table():
                number += 1
                blocks += _table(part, number, words)
    return "\n\n".join(blocks) + "\n"


def _table(table: Table, number: int, words: Words) -> Iterator[str]:
    yield f"**{words('table')} {number}**  \n*{_inline(table.title)}*"
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    lines = [_line(_inline(column.heading) for column in table.columns), _line(rules)]
    yield "\n".join(lines + [_line(_cells(row)) for row in table.rows])
    if table.notes:
        yield f"*{words('note')}* {' '.join(_inline(note) for note in table.notes)}"


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
    return escaped.replace("\r", "").replace("\n", "<br>")
