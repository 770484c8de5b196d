"""transcript export, member-check, remove, rename."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.lazy import group
from qualcode.cli.options import FilterOptions, expanded
from qualcode.cli.printing import say, warn
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.coding import in_word as word_codings
from qualcode.usecases.output import check_targets
from qualcode.usecases.transcripts.approval import member_check as record

if TYPE_CHECKING:
    from qualcode.text.keys import Key


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

    check_targets([output])
    opened = state_of(ctx).open()
    shown = word_codings.export(opened, filters.filters(), transcript_id, output, for_coding)
    if not for_coding:
        warn(opened)
    say(Say("tell.written", files=output) if for_coding else Say.some("tell.written_with", shown, file=output))


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

    state = state_of(ctx)
    opened = state.open()
    record(opened, state.coder(opened), transcript, status)
    say(Say("tell.member_check", transcript=transcript, status=status))


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
    from qualcode.usecases.transcripts.remove_rename import remove as act

    state = state_of(ctx)
    opened = state.open()
    removed = act(opened, transcript, because, state.coder(opened), with_codings=with_codings, key=key)
    if removed.archive:
        say(Say("tell.removed_to", transcript=transcript, archive=removed.archive))
    else:
        say(Say("tell.removed", transcript=transcript))
    for case in removed.described:
        say(Say("tell.case_described", case=case))
    if not removed.names_in_key:
        where = key or opened.study.key
        say(Say("tell.no_names_in_key", file=where))


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
    from qualcode.usecases.transcripts.remove_rename import rename as act

    state = state_of(ctx)
    opened = state.open()
    case = act(opened, transcript, new, state.coder(opened), key)
    renamed: Key = "tell.renamed_with_case" if case else "tell.renamed"
    say(Say(renamed, transcript=transcript, new=new, case=case))
