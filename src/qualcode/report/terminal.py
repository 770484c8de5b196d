"""The report on a terminal."""

from rich.console import Console, Group, JustifyMethod
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from qualcode.report.tree import Heading, Output, Prose, Table
from qualcode.report.widths import column_widths
from qualcode.text import Words


def show(output: Output, words: Words, console: Console) -> None:
    """Print the report as wide as the terminal is."""
    number = 0
    for part in output.report.parts:
        match part:
            case Heading(text, _):
                console.print(Text(text, style="bold"))
            case Prose(text):
                console.print(Text(text))
            case Table():
                number += 1
                console.print(_table(part, number, words, console.width))


def _table(table: Table, number: int, words: Words, width: int) -> Group:
    gap = 2
    widths = column_widths(table, width - gap * (len(table.columns) - 1))
    grid = Grid(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold")
    for column, wide in zip(table.columns, widths, strict=True):
        justify: JustifyMethod = "right" if column.numeric else "left"
        grid.add_column(Text(column.heading), justify=justify, overflow="fold", width=wide)
    grid.add_row(*("─" * wide for wide in widths))
    for row in table.rows:
        first = Padding(Text(row.cells[0], style="bold" if row.group else ""), (0, 0, 0, 2 * row.level))
        grid.add_row(first, *map(Text, row.cells[1:]))
    caption = Text.assemble((f"{words('table')} {number}", "bold"), "\n", (table.title, "italic"))
    note = Text.assemble((words("note"), "italic"), " ", " ".join(table.notes)) if table.notes else Text("")
    return Group(caption, Padding(grid, (1, 0)), note, Text(""))
