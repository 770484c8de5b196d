"""Lists on the screen that are no report: columns side by side where there is room, else one field below another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

import typer

from qualcode.cli.printing import console
from qualcode.cli.speaking import words
from qualcode.model.controls import visible

if TYPE_CHECKING:
    from rich.console import OverflowMethod

_GAP = 2
_LEAST = 14  # characters of a cell that stand on one line, where it has so many


def grid(
    headings: Sequence[str], rows: Iterable[Sequence[object] | str], numeric: Sequence[str] = (), short: str = ""
) -> None:
    """Print rows under headings; a row that is one text stands across, above those that belong to it.

    Cells of the column `short` are cut to the room that others leave. No heading and no number is broken, and nothing is
    lost at the edge: where the screen is too narrow, each field of a row has its own line.
    """
    lines = [visible(row) if isinstance(row, str) else [_shown(cell) for cell in row] for row in rows]
    cells = [line for line in lines if not isinstance(line, str)]
    columns = [
        _Column(visible(_headed(heading)), [row[at] for row in cells], heading in numeric, heading == short)
        for at, heading in enumerate(headings)
    ]
    widths = _widths(columns, console().width - _GAP * (len(columns) - 1))
    if widths:
        _side_by_side(columns, lines, widths)
    else:
        _one_below_another(columns, lines)


@dataclass(frozen=True)
class _Column:
    heading: str
    cells: Sequence[str]
    numeric: bool
    short: bool

    @cached_property
    def whole(self) -> int:
        """Its width where every line of every cell is whole."""
        from rich.cells import cell_len

        return max(cell_len(line) for text in (self.heading, *self.cells) for line in text.split("\n"))

    @cached_property
    def least(self) -> int:
        from rich.cells import cell_len

        if self.short:  # on one line, heading and all
            return min(self.whole, max(cell_len(self.heading), _LEAST))
        longest = max(cell_len(word) for text in (self.heading, *self.cells) for word in text.split() or [""])
        heading = max(map(cell_len, self.heading.split()), default=0)
        return self.whole if self.numeric else min(self.whole, max(heading, min(longest, _LEAST)))


def _widths(columns: Sequence[_Column], room: int) -> list[int]:
    """The width of each; who lacks least is served first, a column that may be cut last. None where it is too narrow."""
    widths = [column.least for column in columns]
    left = room - sum(widths)
    order = sorted(range(len(columns)), key=lambda at: (columns[at].short, columns[at].whole - columns[at].least))
    for place, at in enumerate(order):
        rivals = [other for other in order[place:] if columns[other].short == columns[at].short]
        given = min(columns[at].whole - columns[at].least, max(left, 0) // len(rivals))
        widths[at] += given
        left -= given
    return widths if left >= 0 else []


def _side_by_side(columns: Sequence[_Column], lines: Sequence[str | list[str]], widths: Sequence[int]) -> None:
    """Laid out here: a table of Rich takes nine times as long, which of 10,000 transcripts is six seconds."""
    from rich.text import Text

    to = console()
    to.print(Text("\n".join(_row(columns, [column.heading for column in columns], widths)), style="bold"))
    typer.echo("─" * (sum(widths) + _GAP * (len(widths) - 1)))
    told: list[str] = []
    for line in lines:
        if isinstance(line, str):
            _tell(told)
            to.print(Text(line, style="bold"))
        else:
            told += _row(columns, line, widths)
    _tell(told)


def _tell(lines: list[str]) -> None:
    if lines:
        typer.echo("\n".join(lines))
        lines.clear()


def _row(columns: Sequence[_Column], cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines of one row."""
    parts = [_parts(column, cell, width) for column, cell, width in zip(columns, cells, widths, strict=True)]
    for line in zip_longest(*parts, fillvalue=""):
        filled = (_filled(column, text, width) for column, text, width in zip(columns, line, widths, strict=True))
        yield (" " * _GAP).join(filled).rstrip()


def _parts(column: _Column, cell: str, width: int) -> list[str]:
    """The lines of a cell."""
    from rich.cells import cell_len
    from rich.text import Text

    if "\n" not in cell and cell_len(cell) <= width:
        return [cell]
    overflow: OverflowMethod = "ellipsis" if column.short else "fold"
    return [line.plain for line in Text(cell).wrap(console(), width, overflow=overflow, no_wrap=column.short)]


def _filled(column: _Column, text: str, width: int) -> str:
    from rich.cells import cell_len

    space = " " * (width - cell_len(text))
    return space + text if column.numeric else text + space


def _one_below_another(columns: Sequence[_Column], lines: Sequence[str | list[str]]) -> None:
    from rich.text import Text

    to = console()
    for line in lines:
        if isinstance(line, str):
            to.print(Text(line, style="bold"))
            continue
        for column, cell in zip(columns, line, strict=True):
            if cell:
                to.print(Text(f"{column.heading}: {cell}"))
        to.print()


def _shown(cell: object) -> str:
    return "" if cell is None else visible(str(cell))


def _headed(column: str) -> str:
    """What a column of a list is called; an attribute has its own name."""
    return words().known(f"listed.{column}", words().known(f"column.{column}", column))
