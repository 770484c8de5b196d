"""status, check, log."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, grid, out, progress, say, warn
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.report.tables.acts import acts_table
from qualcode.text import ENGLISH, Say
from qualcode.usecases import checking
from qualcode.usecases.coding.progress import progress_rows, unread_codes
from qualcode.usecases.coding.trail import trail_of_codings


@expanded
def status(
    ctx: typer.Context,
    filters: FilterOptions,
    new_codes: Annotated[
        bool, typer.Option("--new-codes", help="The transcripts that were read before a code existed.")
    ] = False,
) -> None:
    """Progress per transcript.

    Example: qualcode status --new-codes
    """
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
    out(
        f"{project.settings.title}: {len(project.transcripts)} transcripts, {len(project.codebook.codes)} codes, "
        f"coders: {', '.join(project.coders) or 'none yet'}"
    )
    rows = list(progress_rows(opened, filters.filters(opened)))
    checked = [name for name in ("check", "quotes") if any(getattr(row, name) for row in rows)]
    columns = ("transcript", "kind", "round", "turns", "cases", "coder", "codings", "rejected", "read", *checked)
    grid(
        [{"check": "member check", "quotes": "quotes checked"}.get(name, name) for name in columns],
        [[getattr(row, name) for name in columns] for row in rows],
        ("round", "turns", "codings", "rejected"),
    )


def check(
    ctx: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Unite copies of journals, move lines that are no events to .bad files, remove what a stop left behind.",
        ),
    ] = False,
) -> None:
    """Every problem of the study at once.

    Example: qualcode check
    """
    root = state_of(ctx).root
    if repair:
        for done in checking.repair(root):
            say(done)
    problems = list(progress(checking.check(root), 0, "checking"))
    for problem in problems:
        out(problem.told(ENGLISH))
    errors = sum(problem.severity == "error" for problem in problems)
    say(Say("tell.checked", errors=errors, warnings=len(problems) - errors))
    if errors:
        raise typer.Exit(1)


@expanded
def log(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    codings: Annotated[
        bool, typer.Option("--codings", help="What was done with the codings: by whom, when, and why.")
    ] = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="With --codings: the words that each is about.")] = False,
) -> None:
    """The trail: imports, passes, changes.

    With --codings all that was done with the codings: who coded, withdrew, rejected, marked or read what, when and why.

    Examples: qualcode log; qualcode log --codings --coder jv -o trail.xlsx
    """
    if codings:
        check_output(output)
        opened = state_of(ctx).open()
        acts = trail_of_codings(opened, filters.filters(opened))
        emit(opened.project.settings, acts_table(opened.view(), acts, quotes), output)
        return
    if quotes or output != OutputOptions() or filters != FilterOptions():
        raise QualcodeError("error.only_with_codings")
    for entry, why in checking.trail(state_of(ctx).open()):
        details = {key: value for key, value in entry.items() if key not in _UNTOLD}
        if why:
            details["not carried out in full:"] = why
        shown = ", ".join(f"{key} {_shown(value)}" for key, value in details.items() if value not in ("", [], {}))
        out(f"{entry['at']}  {entry['what']}  {entry.get('coder', '')}  {shown}".rstrip())


_UNTOLD = ("v", "id", "at", "what", "coder", "source_sha256", "version", "events", "revision", "decided")


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
