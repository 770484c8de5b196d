"""What the commands print: results to standard output, everything else to standard error."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import typer

from qualcode.cli.options import OutputOptions
from qualcode.cli.speaking import told, words
from qualcode.model.controls import visible
from qualcode.report.formats import printed_format
from qualcode.text import Say, Sayable

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.model.settings import Settings
    from qualcode.report.document import Output
    from qualcode.usecases.study import Opened

T = TypeVar("T")
_YES, _NO = ("j", "ja", "y", "yes"), ("n", "nee", "no")
_LEAST_ROOM = 16  # columns of the screen


def say(what: Sayable) -> None:
    """To the person at the keyboard."""
    typer.echo(visible(told(what)), err=True)


def mind(what: Sayable) -> None:
    """What is to be known before the result is trusted."""
    say(Say("mind", what=what))


def agreed(question: str, *, enter: bool = True) -> bool:
    """Whether somebody says yes, in whichever language; `enter` is what Enter alone says."""
    choices = told(Say("ask.yes_no" if enter else "ask.no_yes"))
    while True:
        typed = typer.prompt(f"{question} {choices}", default="", show_default=False, err=True).strip().casefold()
        if typed in (*_YES, *_NO) or not typed:
            return typed in _YES if typed else enter


def out(text: str, nl: bool = True) -> None:
    """A result, to standard output."""
    typer.echo(visible(text), nl=nl)


def check_output(options: OutputOptions, pictures: bool = False) -> None:
    """Refuse what cannot be written before anything is computed; `pictures`: a figure can be one too."""
    from qualcode.usecases.output import check_targets, school_file

    printed_format(options.format)
    check_targets(options.output or (), pictures)
    school_file(options.template, options.output or ())


def emit(
    settings: "Settings",
    output: "Output",
    options: OutputOptions,
    write: "Callable[[Output, Sequence[Path]], Sequence[Path]] | None" = None,
) -> None:
    """The output to its files, or to standard output. `write`: how the files are written, where more goes with it; it gives their names."""
    for warning in output.warnings:
        mind(warning)
    if not output.report.parts and not output.data.rows:
        say(Say("tell.nothing_yet"))
    if options.output:
        if options.template:
            from qualcode.usecases.output import school_file, with_template

            output = with_template(output, school_file(options.template, options.output))
        if write:
            written = write(output, options.output)
        else:
            from qualcode.usecases.output import deliver

            written = deliver(settings, output, options.output)
        say(Say("tell.written", files=", ".join(map(str, written))))
        return
    format_ = printed_format(options.format)
    if format_ is None:
        from qualcode.report.renderers.terminal import show

        show(output, settings.reader, console())
        return
    sys.stdout.writelines(map(visible, format_.printed(output, settings.reader, settings)))
    if format_.data:
        _notes_apart(output)


def warn(opened: "Opened") -> None:
    """Tell what stands in journals and is not counted, where no table does."""
    for warning in opened.project.left_out():
        mind(warning)


def _notes_apart(output: "Output") -> None:
    from qualcode.report.document import Table

    for part in output.report.parts:
        if isinstance(part, Table) and part.notes:
            typer.echo(visible(" ".join(part.notes)), err=True)


def console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def grid(
    headings: Sequence[str], rows: Iterable[Sequence[object]], numeric: Sequence[str] = (), short: str = ""
) -> None:
    """A plain table for lists that are no report; cells of the column `short` are cut to the room that others leave."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = [[Text("" if cell is None else visible(str(cell))) for cell in row] for row in rows]
    to, shown = console(), [Text(visible(_headed(heading))) for heading in headings]
    if short:
        widest = [max(one.cell_len for one in column) for column in zip(shown, *cells, strict=True)]
        at = headings.index(short)
        room = max(to.width - sum(width + 2 for width in widest) + widest[at], _LEAST_ROOM)
        for row in cells:
            row[at].truncate(room, overflow="ellipsis")
    widths = [max((cell.cell_len for cell in column), default=0) for column in zip(*cells, strict=True)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if heading in numeric else "left"
        least = min(widths[place], _LEAST_ROOM) if widths else None  # a heading folds before a cell does
        table.add_column(shown[place], justify=justify, overflow="fold", no_wrap=heading == short, min_width=least)
    for row in cells:
        table.add_row(*row)
    to.print(table)


def _headed(column: str) -> str:
    """What a column of a list is called; an attribute has its own name."""
    return words().known(f"listed.{column}", words().known(f"column.{column}", column))


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a progress bar on a terminal when there are many."""
    if total < 20 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        items,
        description=words().known(f"progress.{what}", what),
        total=total,
        console=Console(stderr=True),
        transient=True,
    )
