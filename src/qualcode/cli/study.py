"""status, check, log."""

from typing import Annotated

import typer

from qualcode.cli.lists import grid
from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, out, progress, say, warn
from qualcode.cli.speaking import told
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.text import Say
from qualcode.usecases import checking
from qualcode.usecases.coding.progress import progress_rows, unread_codes
from qualcode.usecases.coding.trail import trail_of_codings


@expanded
def status(
    ctx: typer.Context,
    filters: FilterOptions,
    new_codes: Annotated[bool, typer.Option("--new-codes", help="option.new-codes")] = False,
) -> None:
    """Progress per transcript."""
    opened = state_of(ctx).open()
    project = opened.project
    warn(opened)
    if new_codes:
        rows_ = list(unread_codes(opened, filters.filters(opened)))
        grid(
            ("transcript", "coder", "read", "not read for"),
            [(r.transcript, r.coder, r.at, "\n".join(r.codes)) for r in rows_],
        )
        say(Say("tell.to_read_again", n=len(rows_)) if rows_ else Say("tell.read_for_all"))
        return
    head = Say(
        "status.study",
        title=project.settings.title,
        transcripts=Say.some("count.transcripts", len(project.transcripts)),
        codes=Say.some("count.codes", len(project.codebook.codes)),
        coders=", ".join(project.coders) or Say("status.nobody"),
    )
    out(told(head))
    rows = list(progress_rows(opened, filters.filters(opened)))
    checked = [name for name in ("check", "quotes") if any(getattr(row, name) for row in rows)]
    telling = [name for name in ("kind", "round") if len({getattr(row, name) for row in rows}) > 1]
    columns = ("transcript", *telling, "turns", "cases", "coder", "codings", "rejected", "read", *checked)
    grid(
        columns,
        [[getattr(row, name) for name in columns] for row in rows],
        ("round", "turns", "codings", "rejected"),
    )


def check(
    ctx: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="option.repair",
        ),
    ] = False,
) -> None:
    """Every problem of the study at once."""
    root = state_of(ctx).root
    if repair:
        for done in checking.repair(root):
            say(done)
    problems = list(progress(checking.check(root), 0, "checking"))
    for problem in problems:
        out(told(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = Say.some("count.warnings", len(problems) - errors)
    say(Say("tell.checked", errors=Say.some("count.errors", errors), warnings=warnings))
    if errors:
        raise typer.Exit(1)


@expanded
def log(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    codings: Annotated[bool, typer.Option("--codings", help="option.codings")] = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="option.log.quotes")] = False,
) -> None:
    """The trail: imports, passes, changes."""
    from qualcode.report.builders import BUILDERS
    from qualcode.report.tables.acts import acts_table
    from qualcode.usecases.results.logged import logged

    if codings:
        check_output(output)
        opened = state_of(ctx).open()
        acts = trail_of_codings(opened, filters.filters(opened))
        emit(opened.project.settings, acts_table(opened.view(), acts, quotes), output)
        return
    if quotes or filters != FilterOptions():
        raise QualcodeError("error.only_with_codings")
    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, BUILDERS.get("trail")(logged(opened, opened.view())), output)
    for entry, why in checking.cut_short(opened):
        mind(Say("mind.cut", at=entry["at"], what=Say.of("trail", entry["what"]), why=why))
