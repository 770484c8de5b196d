"""transcript export, edit, versions, member-check, remove, rename."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.lazy import group
from qualcode.cli.options import DecisionOptions, FilterOptions, expanded
from qualcode.cli.printing import grid, out, say, warn
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.coding import in_word as word_codings
from qualcode.usecases.output import check_targets
from qualcode.usecases.transcripts.approval import member_check as record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.text.keys import Key
    from qualcode.usecases.study import Opened
    from qualcode.usecases.transcripts.revising.versions import Version


app = group("A transcript with its codes, or to be coded, in Word.")


@app.command()
@expanded
def export(
    ctx: typer.Context,
    transcript_id: Annotated[
        str, typer.Argument(metavar="TRANSCRIPT", help="The transcript.", autocompletion=names_of("transcript"))
    ],
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
    shown = word_codings.export(opened, filters.filters(opened), transcript_id, output, for_coding)
    if not for_coding:
        warn(opened)
    say(Say("tell.written", files=output) if for_coding else Say.some("tell.written_with", shown, file=output))


@app.command()
@expanded
def edit(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.", autocompletion=names_of("transcript"))],
    deciding: DecisionOptions,
) -> None:
    """Change a few words of a transcript in your own editor.

    The text opens in the editor that EDITOR names. What comes back is taken as `revise` takes a corrected file: codings go
    to the same words, and where words changed you are asked.

    Example: qualcode transcript edit P-1
    """
    from qualcode.cli.editor import edit as act

    act(state_of(ctx), transcript, deciding)


@app.command()
def versions(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.", autocompletion=names_of("transcript"))],
    version: Annotated[
        str, typer.Argument(metavar="[VERSION]", help="An earlier text, to be printed or held against the present one.")
    ] = "",
    diff: Annotated[
        bool, typer.Option("--diff", help="What changed since the version, or since the latest that is kept.")
    ] = False,
    drop: Annotated[str, typer.Option("--drop", metavar="VERSION", help="Remove an earlier text.")] = "",
) -> None:
    """The texts that a transcript had before it was corrected.

    Examples: qualcode transcript versions P-1; qualcode transcript versions P-1 --diff;
    qualcode transcript versions P-1 6f397d6e
    """
    from qualcode.usecases.transcripts.revising import versions as texts

    state = state_of(ctx)
    opened = state.open()
    name = opened.project.transcript(transcript).id
    if drop:
        sha, left = texts.drop(opened, name, drop, state.coder(opened))
        say(Say("tell.version_dropped", transcript=name, version=sha))
        for coder, number in left.items():
            say(Say.some("tell.quotes_left", number, coder=coder, transcript=name))
    elif diff:
        for old, new in texts.differences(opened, name, version):
            out(texts.told(old, new))
    elif version:
        out(opened.printable(texts.earlier(opened, name, version)), nl=False)
    else:
        _list(opened, name, texts.versions_of(opened, name))


def _list(opened: "Opened", name: str, found: "Sequence[Version]") -> None:
    words, now = opened.words, opened.project.transcript(name).text_sha256[:12]
    rows = []
    for one in found:
        what: Key = "versions.now" if one.sha == now else "versions.kept" if one.path else "versions.gone"
        rows.append((one.sha, one.at[:16].replace("T", " "), one.by, words(what)))
    grid(("version", "since", "by", "text"), rows or [(now, "", "", words("versions.now"))])


@app.command("member-check")
def member_check(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.", autocompletion=names_of("transcript"))],
    status: Annotated[str, typer.Argument(metavar="asked|approved|corrected", help="What the respondent said of it.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The transcript as .docx, to be sent.")
    ] = None,
) -> None:
    """Send a respondent the whole transcript, and record what they said.

    With -o the transcript is written to Word, with what is asked in the header. What comes back with changes goes in with
    `qualcode revise`. What was said holds for the text as it is: when it is revised, the check has lapsed. Approval of
    single quotes is another thing: quotes --letters, and codings mark ID --approval.

    Examples: qualcode transcript member-check P-1 asked -o P-1-to-check.docx;
    qualcode transcript member-check P-1 approved
    """

    state = state_of(ctx)
    opened = state.open()
    record(opened, state.coder(opened), transcript, status, output)
    if output:
        say(Say("tell.written", files=output))
    say(Say("tell.member_check", transcript=transcript, status=status))


@app.command()
def remove(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="The transcript.", autocompletion=names_of("transcript"))],
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
    transcript: Annotated[
        str, typer.Argument(metavar="OLD", help="The transcript.", autocompletion=names_of("transcript"))
    ],
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
