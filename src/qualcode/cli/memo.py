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

app = group("The researcher's own words about themes, codes, respondents and the rest.")
_KINDS = "note, summary, interpretation, recommendation, literature or reflexive"
_About = typer.Option("--about", metavar="THING", help="Only memos about this, as in theme:ID; repeatable.")
_Kind = Annotated[str, typer.Option("--kind", help=f"Only memos of this kind: {_KINDS}.")]


@app.command()
def add(
    ctx: typer.Context,
    about: Annotated[
        list[str],
        typer.Argument(
            metavar="THING…",
            help="One or two of project, theme:ID, code:ID, case:ID, transcript:ID, coding:ID, question:ID, topic:ID.",
        ),
    ],
    kind: Annotated[str, typer.Option("--kind", help=f"One of {_KINDS}.")] = "note",
    text: Annotated[str | None, typer.Option("--text", help="The memo; else it is read from standard input.")] = None,
) -> None:
    """Write a memo about one thing, or about two together.

    A memo about a theme and a respondent is a cell of the framework matrix; one about a theme and a question answers it.

    Examples: qualcode memo add theme:vertrouwen-en-autonomie --kind summary --text "Vertrouwen is er, op afstand.";
    qualcode memo add theme:vertrouwen-en-autonomie case:P-1 --kind summary < p1.txt
    """
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
    """List the memos, oldest first.

    Example: qualcode memo list --about theme:vertrouwen-en-autonomie
    """
    from qualcode.usecases.memos import memos

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    found = memos(opened, state.coder(opened), about or (), kind)
    emit(opened.project.settings, memo_list(opened.project, found, opened.words), output)


@app.command()
def export(
    ctx: typer.Context,
    output: Annotated[list[Path], typer.Option("-o", "--output", metavar="FILE", help="The document; repeatable.")],
    about: Annotated[list[str] | None, _About] = None,
    kind: _Kind = "",
    template: Annotated[Path | None, TEMPLATE] = None,
) -> None:
    """Write the memos as a document, under what they are about.

    Example: qualcode memo export -o memos.docx
    """
    from qualcode.usecases.memos import memos

    options = OutputOptions(output, template)
    check_output(options)
    state = state_of(ctx)
    opened = state.open()
    found = memos(opened, state.coder(opened), about or (), kind)
    emit(opened.project.settings, memo_document(opened.project, found, opened.words), options)
