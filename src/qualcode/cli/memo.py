"""memo add, list, export."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.lazy import group
from qualcode.cli.options import TEMPLATE, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, say
from qualcode.cli.state import state_of
from qualcode.report.tables.memos import memo_document, memo_list
from qualcode.text import Say

app = group("command.memo")
_About = typer.Option("--about", metavar="THING", help="option.memo.about")
_Kind = Annotated[str, typer.Option("--kind", help="option.memo.kind")]


@app.command()
def add(
    ctx: typer.Context,
    about: Annotated[
        list[str],
        typer.Argument(
            metavar="THING…",
            help="option.memo.add.about",
        ),
    ],
    kind: Annotated[str, typer.Option("--kind", help="option.memo.add.kind")] = "note",
    text: Annotated[str | None, typer.Option("--text", help="option.memo.add.text")] = None,
) -> None:
    """Write a memo about one thing, or about two together."""
    from qualcode.usecases import memos

    state = state_of(ctx)
    opened = state.open()
    coder = state.coder(opened)
    memos.resolved(opened, coder, about)
    if text is None:
        if sys.stdin.isatty():
            say(Say("tell.type_memo"))
        text = sys.stdin.read()
    name = memos.add(opened, coder, about, kind, text)
    say(Say("tell.memo_written", name=name))


@app.command("list")
@expanded
def list_(
    ctx: typer.Context,
    output: OutputOptions,
    about: Annotated[list[str] | None, _About] = None,
    kind: _Kind = "",
) -> None:
    """List the memos, oldest first."""
    from qualcode.usecases.memos import memos

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    found = memos(opened, state.coder(opened), about or (), kind)
    emit(opened.project.settings, memo_list(opened.project, found, opened.words), output)


@app.command()
def export(
    ctx: typer.Context,
    output: Annotated[list[Path], typer.Option("-o", "--output", metavar="FILE", help="option.memo.export.output")],
    about: Annotated[list[str] | None, _About] = None,
    kind: _Kind = "",
    template: Annotated[Path | None, TEMPLATE] = None,
) -> None:
    """Write the memos as a document, under what they are about."""
    from qualcode.usecases.memos import memos

    options = OutputOptions(output, template)
    check_output(options)
    state = state_of(ctx)
    opened = state.open()
    found = memos(opened, state.coder(opened), about or (), kind)
    emit(opened.project.settings, memo_document(opened.project, found, opened.words), options)
