"""What the commands print: results to standard output, everything else to standard error."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, on a terminal with a progress bar from the first second on where there are others to come."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    began, rest = time.monotonic(), iter(items)
    for done, item in enumerate(rest, 1):
        yield item
        if done < total and time.monotonic() - began > 1:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        rest,
        description=words().known(f"progress.{what}", what),
        total=total,
        completed=done,
        console=Console(stderr=True),
        transient=True,
    )
