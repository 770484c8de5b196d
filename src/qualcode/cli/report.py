"""report."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.report.formats import documents
from qualcode.text import Say
from qualcode.usecases.codebook.edits import noticed


@expanded
def report(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    since: Annotated[str | None, typer.Argument(metavar="[SINCE]", help="option.since")] = None,
    section: Annotated[
        list[str] | None,
        typer.Option("--section", metavar="NAME", help="option.section"),
    ] = None,
    changes: Annotated[bool, typer.Option("--changes", help="option.report.changes")] = False,
    approved_only: Annotated[bool, typer.Option("--approved-only", help="option.approved-only")] = False,
    counts: Annotated[bool, typer.Option("--counts", help="option.report.counts")] = False,
) -> None:
    """The whole results appendix, in one document."""

    check_output(output)
    state = state_of(ctx)
    if changes:
        from qualcode.usecases.results.changes import changes_since

        if section or approved_only or counts:
            raise QualcodeError("error.changes_goes_alone")
        opened = state.open()
        emit(opened.project.settings, changes_since(opened, since, filters.filters(opened)), output)
        return
    if since is not None:
        raise QualcodeError("error.day_without_changes")
    if not output.output:
        raise QualcodeError("error.say_where_report_goes")
    for file in output.output:
        if file.suffix.casefold() not in documents():
            raise QualcodeError("error.report_as", file=file.name, formats=", ".join(documents()))
    from qualcode.usecases.results.report import report as build
    from qualcode.usecases.results.report import write_report

    opened = state.open(certain=True)
    opened = noticed(opened, state.coder(opened))
    made = build(opened, filters.filters(opened), section or (), approved_only=approved_only, counts=counts)
    coder = state.coder(opened)
    emit(
        opened.project.settings, made, output,
        lambda made, targets: write_report(opened, coder, made, targets),
    )  # fmt: skip
    say(Say("tell.tables_and_figures", n=len(made.data.rows)))
    if any(file.suffix.casefold() == ".docx" for file in output.output):
        say(Say("tell.word_fields"))
