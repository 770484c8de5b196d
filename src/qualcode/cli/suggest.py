"""suggest."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, progress, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.acts.suggesting import Finder


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
        result = review.apply_review(opened, coder, apply, filters.filters())
        say(f"{result.decided} decisions read, {result.written} events written, {result.empty} rows left open.")
        return
    finder = suggesting.Finder.make(opened, filters.filters(), coder)
    if accept or reject:
        _decide_all(finder, accept, reject, because)
    elif why:
        _explain(finder, why)
    else:
        found = progress(suggesting.find_all(finder, again=again), len(finder.selection.transcripts), "matching")
        if output.output:
            review.write_review(opened, found, output.output)
            files = ", ".join(map(str, output.output))
            say(f"Written: {files}. Fill in the column `decision`, then: qualcode suggest --apply FILE")
        else:
            emit(opened, review.suggestion_table(opened, found), output)


def _decide_all(finder: "Finder", accept: str | None, reject: str | None, because: str) -> None:
    from qualcode.acts.suggesting import decide_all

    if [accept, reject].count("all") != 1 or (accept and reject):
        raise QualcodeError("Use --accept all or --reject all.")
    count, code = decide_all(finder, "accept" if accept else "reject", because)
    verdict = "accepted" if accept else "rejected"
    say(f"{count} suggestions for {code} {verdict} in bulk." if count else "Nothing was open.")


def _explain(finder: "Finder", why: str) -> None:
    from qualcode.acts.suggesting import by_id, explain

    handle, transcript, suggestion = by_id(finder, why)
    say(f"{suggestion.id}: {handle.id}, turn {suggestion.turn}, {suggestion.code}")
    typer.echo(suggestion.span.of(transcript.text))
    typer.echo("\n".join(explain(suggestion, finder)))
