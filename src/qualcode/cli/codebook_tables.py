"""codebook export, update: the codebook as a table, out and in again."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.codebook_matrix import agreed
from qualcode.cli.options import TEMPLATE
from qualcode.cli.printing import mind, out, say
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.codebook import exchange as codebook_exchange
from qualcode.usecases.codebook import table as codebook_table
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.output import school_file


def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write it: .xlsx, .docx, .csv, .md, .html, .json or .qdc.")],
    form: Annotated[
        str, typer.Option("--form", metavar="macqueen|decuir-gunby", help="The printed table, in documents.")
    ] = "macqueen",
    for_: Annotated[
        str | None, typer.Option("--for", metavar="PROGRAM", help="As qualcoder, taguette, atlasti or maxqda reads it.")
    ] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> None:
    """Write the codebook as a table, to edit in a spreadsheet, to print, or for another program.

    Spreadsheets get every column and can be read back with `codebook update`; documents get the printed table.

    Example: qualcode codebook export codeboek.xlsx
    """

    codebook_exchange.check_export(file, form, for_)
    look = school_file(template, [file])
    opened = state_of(ctx).open()
    codebook_exchange.export(opened, file, form, for_, look)
    say(Say("tell.written", files=file))


def update(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The edited table: .xlsx, .csv, .docx or .md.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take the differences over without asking.")] = False,
) -> None:
    """Take over what was changed in an exported table.

    Every difference is shown first. Comments and the order of codebook.yaml stay, and so do codes that the table lacks.

    Example: qualcode codebook update codeboek.xlsx
    """

    state = state_of(ctx)
    opened = state.open()
    found = codebook_table.update(opened, file)
    if found.unread:
        say(Say("tell.columns_unread", columns=", ".join(found.unread)))
    for difference in found.told:
        out(str(difference))
    taken = sum(difference.kind in ("new", "changed") for difference in found.told)
    if not taken:
        say(Say("tell.table_changes_nothing"))
    elif agreed(taken, yes):
        codebook_table.take_over(opened, state.coder(opened), file)
        say(Say("tell.taken_over", differences=Say.some("count.differences", taken)))


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A .qdc, .xlsx, .csv, .docx or .md file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The codebook it goes into.")],
    yes: Annotated[bool, typer.Option("--yes", help="Add the codes to an existing codebook without asking.")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns", metavar="HEADING=KEY", help="What a column holds; repeatable. HEADING= leaves it out."
        ),
    ] = None,
) -> None:
    """Bring in a codebook of another program, or a table of your own.

    REFI-QDA codebooks (.qdc), the tables of QualCoder, Taguette, ATLAS.ti and MAXQDA, and tables in Excel or Word with
    headings in Dutch, English or German. Codes that the codebook has already stay as they are; every column that was not
    understood is named.

    Examples: qualcode codebook import atlas.qdc -o codebook.yaml;
    qualcode codebook import codes.docx -o codebook.yaml --columns "Uitleg student=definition"
    """

    found = codebook_exchange.read_exchange(file, codebook_exchange.explained(columns or ()))
    target = Target(output)
    brought = codebook_exchange.with_codes(target.raw(), found)
    for message in brought.told:
        mind(message)
    if not target.is_empty:
        for difference in brought.new:
            out(str(difference))
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
