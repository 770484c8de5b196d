"""transcript export, edit, versions, member-check, remove, rename."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.lazy import group
from qualcode.cli.lists import grid
from qualcode.cli.options import DecisionOptions, FilterOptions, expanded
from qualcode.cli.printing import out, say, warn
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


app = group("command.transcript")


@app.command()
@expanded
def export(
    ctx: typer.Context,
    transcript_id: Annotated[
        str,
        typer.Argument(
            metavar="TRANSCRIPT", help="option.transcript.export.transcript_id", autocompletion=names_of("transcript")
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="option.transcript.export.output")],
    filters: FilterOptions,
    for_coding: Annotated[
        bool,
        typer.Option("--for-coding", help="option.for-coding"),
    ] = False,
) -> None:
    """Write a transcript with its codes in the margin, as Word comments."""

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
    transcript: Annotated[str, typer.Argument(help="option.transcript", autocompletion=names_of("transcript"))],
    deciding: DecisionOptions,
) -> None:
    """Change a few words of a transcript in your own editor."""
    from qualcode.cli.editor import edit as act

    act(state_of(ctx), transcript, deciding)


@app.command()
def versions(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="option.transcript", autocompletion=names_of("transcript"))],
    version: Annotated[str, typer.Argument(metavar="[VERSION]", help="option.transcript.versions.version")] = "",
    diff: Annotated[bool, typer.Option("--diff", help="option.diff")] = False,
    drop: Annotated[str, typer.Option("--drop", metavar="VERSION", help="option.drop")] = "",
) -> None:
    """The texts that a transcript had before it was corrected."""
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
    transcript: Annotated[str, typer.Argument(help="option.transcript", autocompletion=names_of("transcript"))],
    status: Annotated[str, typer.Argument(metavar="asked|approved|corrected", help="option.status")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="option.transcript.member-check.output")
    ] = None,
) -> None:
    """Send a respondent the whole transcript, and record what they said."""

    state = state_of(ctx)
    opened = state.open()
    record(opened, state.coder(opened), transcript, status, output)
    if output:
        say(Say("tell.written", files=output))
    say(Say("tell.member_check", transcript=transcript, status=status))


@app.command()
def remove(
    ctx: typer.Context,
    transcript: Annotated[str, typer.Argument(help="option.transcript", autocompletion=names_of("transcript"))],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="option.transcript.remove.because")],
    with_codings: Annotated[bool, typer.Option("--with-codings", help="option.with-codings")] = False,
    key: Annotated[Path | None, typer.Option("--key", help="option.key")] = None,
) -> None:
    """Take a transcript out of the study."""
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
        str, typer.Argument(metavar="OLD", help="option.transcript", autocompletion=names_of("transcript"))
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="option.new")],
    key: Annotated[Path | None, typer.Option("--key", help="option.key")] = None,
) -> None:
    """Give a transcript another id, while nothing is coded in it."""
    from qualcode.usecases.transcripts.remove_rename import rename as act

    state = state_of(ctx)
    opened = state.open()
    case = act(opened, transcript, new, state.coder(opened), key)
    renamed: Key = "tell.renamed_with_case" if case else "tell.renamed"
    say(Say(renamed, transcript=transcript, new=new, case=case))
