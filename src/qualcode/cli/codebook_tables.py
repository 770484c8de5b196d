"""codebook export, update: the codebook as a table, out and in again."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.codebook_matrix import agreed
from qualcode.cli.options import TEMPLATE
from qualcode.cli.printing import mind, out, say
from qualcode.cli.speaking import told
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.codebook import exchange as codebook_exchange
from qualcode.usecases.codebook import table as codebook_table
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.output import school_file


def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.codebook.export.file")],
    form: Annotated[str, typer.Option("--form", metavar="macqueen|decuir-gunby", help="option.form")] = "macqueen",
    for_: Annotated[str | None, typer.Option("--for", metavar="PROGRAM", help="option.for")] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> None:
    """Write the codebook as a table, to edit in a spreadsheet, to print, or for another program."""

    codebook_exchange.check_export(file, form, for_)
    look = school_file(template, [file])
    opened = state_of(ctx).open()
    codebook_exchange.export(opened, file, form, for_, look)
    say(Say("tell.written", files=file))


def update(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.codebook.update.file")],
    yes: Annotated[bool, typer.Option("--yes", help="option.yes")] = False,
) -> None:
    """Take over what was changed in an exported table."""

    state = state_of(ctx)
    opened = state.open()
    found = codebook_table.update(opened, file)
    if found.unread:
        say(Say("tell.columns_unread", columns=", ".join(found.unread)))
    for difference in found.told:
        out(told(difference))
    taken = sum(difference.kind in ("new", "changed") for difference in found.told)
    if not taken:
        say(Say("tell.table_changes_nothing"))
    elif agreed(taken, yes):
        codebook_table.take_over(opened, state.coder(opened), file)
        say(Say("tell.taken_over", differences=Say.some("count.differences", taken)))


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.codebook.import.file")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="option.codebook.import.output")],
    yes: Annotated[bool, typer.Option("--yes", help="option.codebook.import.yes")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="HEADING=KEY", help="option.codebook.import.columns"),
    ] = None,
) -> None:
    """Bring in a codebook of another program, or a table of your own."""

    found = codebook_exchange.read_exchange(file, codebook_exchange.explained(columns or ()))
    target = Target(output)
    brought = codebook_exchange.with_codes(target.raw(), found)
    for message in brought.told:
        mind(message)
    if not target.is_empty:
        for difference in brought.new:
            out(told(difference))
        if not brought.new:
            say(Say("tell.has_these", file=output))
            return
        if not agreed(len(brought.new), yes):
            return
    codebook_exchange.import_into(target, found, state_of(ctx).as_coder, file.name)
    themes = sum(str(one.after).startswith("theme ") for one in brought.new)
    added = [Say.some("count.codes", len(brought.new) - themes)]
    added += [Say.some("count.themes", themes)] if themes else []
    say(Say("tell.added", file=output, added=added))
