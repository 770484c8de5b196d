"""The report on a terminal."""

from dataclasses import replace

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from qualcode.model.controls import visible
from qualcode.report.document import (
    Contents,
    Cover,
    Figure,
    Heading,
    Items,
    Output,
    Part,
    Proposal,
    Prose,
    Quote,
    Table,
)
from qualcode.report.proposals import marked, proposals
from qualcode.report.renderers.widths import column_widths
from qualcode.text import Words


def show(output: Output, words: Words, console: Console) -> None:
    """Print the report as wide as the terminal is."""
    tables = figures = 0
    for part in map(_visible, marked(output.report, words).parts):
        match part:
            case Heading(text, _):
                console.print(Text(text, style="bold"))
            case Prose(text, margin):
                console.print(Text(text))
                _margin(margin, console)
            case Quote():
                _quote(part, console)
            case Items():
                for mark, item in zip(part.marks(), part.items, strict=True):
                    console.print(Padding(Text(f"{mark} {item}"), (0, 0, 0, 5 if part.style == "letter" else 2)))
            case Table():
                tables += 1
                console.print(_table(part, tables, words, console.width))
            case Figure():
                figures += 1
                console.print(Text.assemble((f"{words('figure')} {figures}", "bold"), f" {part.title}: {part.alt}"))
                if part.notes:
                    console.print(Text.assemble((words("note"), "italic"), " ", " ".join(part.notes)))
            case Cover(title, lines):
                console.print(Text(title, style="bold"))
                for line in lines:
                    console.print(Text(line))
            case Contents() | Proposal():
                continue
        if not isinstance(part, (Heading, Table)):
            console.print()
    if any(proposals(output.report)):
        _margin(words("proposal.choose"), console)


def _visible(part: Part) -> Part:
    """A part of the report in which nothing is left that a terminal obeys."""
    match part:
        case Table():
            columns = tuple(replace(column, heading=visible(column.heading)) for column in part.columns)
            rows = tuple(replace(row, cells=tuple(map(visible, row.cells))) for row in part.rows)
            notes = tuple(map(visible, part.notes))
            return replace(part, title=visible(part.title), columns=columns, rows=rows, notes=notes)
        case Items():
            return replace(part, items=tuple(map(visible, part.items)))
        case Cover():
            return Cover(visible(part.title), tuple(map(visible, part.lines)))
        case Figure():
            notes = tuple(map(visible, part.notes))
            return replace(part, title=visible(part.title), alt=visible(part.alt), notes=notes)
        case Heading():
            return replace(part, text=visible(part.text))
        case Prose():
            return Prose(visible(part.text), visible(part.margin))
        case Quote():
            return replace(part, text=visible(part.text), label=visible(part.label), margin=visible(part.margin))
        case Contents() | Proposal():
            return part


def _quote(quote: Quote, console: Console) -> None:
    if quote.label and quote.above:
        console.print(Padding(Text(quote.label), (0, 0, 0, 4)))
    behind = f" ({quote.label})" if quote.label and not quote.above else ""
    console.print(Padding(Text(quote.text + behind), (0, 0, 0, 4)))
    _margin(quote.margin, console)


def _margin(text: str, console: Console) -> None:
    if text:
        console.print(Padding(Text(f"» {text}", style="italic"), (0, 0, 0, 2)))


def _table(table: Table, number: int, words: Words, width: int) -> Group:
    gap = 2
    widths = column_widths(table, width - gap * (len(table.columns) - 1))
    parts: list[RenderableType] = [_grid(table, widths, gap, heading=True)]
    for row in table.rows:
        if row.across:
            parts += [Padding(Text(row.cells[0], style="bold"), (1, 0, 0, 0)), _grid(table, widths, gap, heading=False)]
            continue
        first = Padding(Text(row.cells[0], style="bold" if row.group else ""), (0, 0, 0, 2 * row.level))
        grid = parts[-1]
        assert isinstance(grid, Grid)
        grid.add_row(first, *map(Text, row.cells[1:]))
    grids = Group(*(part for part in parts if not isinstance(part, Grid) or part.row_count))
    caption = Text.assemble((f"{words('table')} {number}", "bold"), "\n", (table.title, "italic"))
    note = Text.assemble((words("note"), "italic"), " ", " ".join(table.notes)) if table.notes else Text("")
    return Group(caption, Padding(grids, (1, 0)), note, Text(""))


def _grid(table: Table, widths: list[int], gap: int, heading: bool) -> Grid:
    """The rows up to the next group; a group's name runs over the whole width between two grids."""
    grid = Grid(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold", show_header=heading)
    for column, wide in zip(table.columns, widths, strict=True):
        justify: JustifyMethod = "right" if column.numeric else "left"
        grid.add_column(Text(column.heading), justify=justify, overflow="fold", width=wide)
    if heading:
        grid.add_row(*("─" * wide for wide in widths))
    return grid
