"""transcript export, member-check, remove, rename."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.lazy import group
from qualcode.cli.options import FilterOptions, expanded
from qualcode.cli.printing import say, some, warn
from qualcode.cli.state import state_of

app = group("A transcript with its codes, or to be coded, in Word.")


@app.command()
@expanded
def export(
    ctx: typer.Context,
    transcript_id: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="The transcript.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The document, as .docx; else a table.")
    ],
    filters: FilterOptions,
    for_coding: Annotated[
        bool,
        typer.Option("--for-coding", help="Without codes, turns numbered, the codebook behind: to be coded in Word."),
    ] = False,
) -> None:
    """Write a transcript with its codes in the margin, as Word comments.

    With --for-coding a supervisor or second coder needs nothing but Word: select words, insert a comment that begins
    with a code, and send the file back for `codings import`.

    Examples: qualcode transcript export P-1 -o P-1.docx; qualcode transcript export P-1 --for-coding -o for-jan.docx
    """
    from qualcode.acts import word_codings
    from qualcode.acts.output import check_targets

    check_targets([output])
    opened = state_of(ctx).open()
    shown = word_codings.export(opened, filters.filters(), transcript_id, output, for_coding)
    if not for_coding:
        warn(opened)
    say(f"Written: {output}" + ("" if for_coding else f", with {some(shown, 'coding')}"))


@app.command("member-check")
def member_check(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.")],
    status: Annotated[str, typer.Argument(metavar="asked|approved|corrected", help="What the respondent said of it.")],
) -> None:
    """Record that a respondent was sent the whole transcript, and what they said.

    Approval of single quotes is another thing: codings mark ID --approval.

    Example: qualcode transcript member-check P-1 approved
    """
    from qualcode.acts.approval import member_check as record

    state = state_of(ctx)
    opened = state.open()
    record(opened, state.coder(opened), transcript, status)
    say(f"{transcript}: {status}.")


@app.command()
def remove(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.")],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="Why, for the log.")],
    with_codings: Annotated[
        bool, typer.Option("--with-codings", help="Also where it is coded; all of it is kept beside the study.")
    ] = False,
    key: Annotated[
        Path | None, typer.Option("--key", help="The file that keeps names and ids; else beside the study.")
    ] = None,
) -> None:
    """Take a transcript out of the study.

    Example: qualcode transcript remove T-3 --because "withdrew consent"
    """
    from qualcode.acts.transcripts import remove as act

    state = state_of(ctx)
    opened = state.open()
    removed = act(opened, transcript, because, state.coder(opened), with_codings=with_codings, key=key)
    say(
        f"{transcript} is removed."
        + (f" What it had, codings too, is in {removed.archive}." if removed.archive else "")
    )
    for case in removed.described:
        say(f"cases.csv still describes {case}; take the row out where nothing of {case} may be kept.")
    if not removed.names_in_key:
        where = key or opened.study.key
        say(f"{where} had no names of it; where it was imported with another --key, they still stand in that file.")


@app.command()
def rename(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(metavar="OLD", help="The transcript.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.")],
    key: Annotated[
        Path | None, typer.Option("--key", help="The file that keeps names and ids; else beside the study.")
    ] = None,
) -> None:
    """Give a transcript another id, while nothing is coded in it.

    Example: qualcode transcript rename T-3 H-3
    """
    from qualcode.acts.transcripts import rename as act

    state = state_of(ctx)
    opened = state.open()
    case = act(opened, transcript, new, state.coder(opened), key)
    say(f"{transcript} is now {new}." + (f" So is the respondent {case}." if case else ""))
