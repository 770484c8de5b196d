"""The report on a terminal."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from qualcode.report.tree import Heading, Output, Prose, Table
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
                console.print(_table(part, number, words))


def _table(table: Table, number: int, words: Words) -> Group:
    from rich import box

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns:
        grid.add_column(
            Text(column.heading),
            justify="right" if column.numeric else "left",
            ratio=None if column.numeric else column.share,
            overflow="fold",
            no_wrap=False,
        )
    for row in table.rows:
        first = Text("  " * row.level + row.cells[0], style="bold" if row.group else "")
        grid.add_row(first, *map(Text, row.cells[1:]))
    caption = Text.assemble((f"{words('table')} {number}", "bold"), "\n", (table.title, "italic"))
    note = Text.assemble((words("note"), "italic"), " ", " ".join(table.notes)) if table.notes else Text("")
    return Group(caption, Padding(grid, (1, 0)), note, Text(""))
