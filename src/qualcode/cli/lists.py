"""Lists on the screen that are no report: columns side by side where there is room, else one field below another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.cli.printing import console
from qualcode.cli.speaking import words
from qualcode.model.controls import visible

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
    from rich import box
    from rich.table import Table
    from rich.text import Text

    def table(*, headed: bool) -> Table:
        made = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, _GAP - 1, 0, 0), show_header=headed
        )
        for column, width in zip(columns, widths, strict=True):
            made.add_column(
                Text(column.heading),
                justify="right" if column.numeric else "left",
                overflow="ellipsis" if column.short else "fold",
                no_wrap=column.short,
                width=width,
            )
        return made

    to, part = console(), table(headed=True)
    for line in lines:
        if isinstance(line, str):
            to.print(part)
            to.print(Text(line, style="bold"))
            part = table(headed=False)
        else:
            part.add_row(*map(Text, line))
    to.print(part)


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
