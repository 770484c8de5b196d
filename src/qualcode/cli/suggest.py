"""suggest."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, progress, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError


@expanded
def suggest(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", help="Read decisions from a review sheet.")
    ] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="all", help="Accept all suggestions for one code.")
    ] = None,
    reject: Annotated[
        str | None, typer.Option("--reject", metavar="all", help="Reject all suggestions for one code.")
    ] = None,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason for a decision in bulk.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Show what was decided before, too.")] = False,
    why: Annotated[str | None, typer.Option("--why", metavar="ID", help="Explain one suggestion.")] = None,
) -> None:
    """Propose segments by keyword, and decide on them.

    `-o review.xlsx` writes the review sheet: fill in the column `decision`, then `--apply review.xlsx`.

    Examples: qualcode suggest --theme vertrouwen-en-autonomie -o review.xlsx; qualcode suggest --apply review.xlsx
    """
    from qualcode.acts import review, suggesting

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    coder = state.coder(opened)
    if apply:
        result = review.apply_review(opened, coder, apply)
        say(f"{result.decided} decisions read, {result.written} events written, {result.empty} rows left open.")
        return
    finder = suggesting.Finder.make(opened, filters.filters(), coder)
    if accept or reject:
        if (accept or "all") != "all" or (reject or "all") != "all" or (accept and reject):
            raise QualcodeError("Use --accept all or --reject all.")
        count, code = suggesting.decide_all(finder, "accept" if accept else "reject", because)
        say(
            f"{count} suggestions for {code} {'accepted' if accept else 'rejected'} in bulk."
            if count
            else "Nothing was open."
        )
        return
    if why:
        handle, transcript, suggestion = suggesting.by_id(finder, why)
        say(f"{suggestion.id}: {handle.id}, turn {suggestion.turn}, {suggestion.code}")
        typer.echo(suggestion.span.of(transcript.text))
        typer.echo("\n".join(suggesting.explain(suggestion, finder)))
        return
    found = progress(suggesting.find_all(finder, again=again), len(finder.handles), "matching")
    if output.output:
        review.write_review(opened, found, output.output)
        say(
            f"Written: {', '.join(map(str, output.output))}. Fill in the column `decision`, then: qualcode suggest --apply FILE"
        )
    else:
        emit(opened, review.suggestion_table(opened, found), output)
