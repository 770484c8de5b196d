"""codebook keywords list, accept, drop: the keywords proposed from a matrix."""

from typing import Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.here import named, say_next, typed
from qualcode.cli.lazy import group
from qualcode.cli.lists import grid
from qualcode.cli.printing import say
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.codebook.keyword_proposals import decide, proposals

app = group("command.codebook.keywords")
_Codes = Annotated[
    list[str] | None, typer.Argument(metavar="[CODE…]", help="option.keywords.codes", autocompletion=names_of("code"))
]
_Keywords = Annotated[list[str] | None, typer.Option("--keyword", metavar="WORD", help="option.keyword")]
_All = Annotated[bool, typer.Option("--all", help="option.all")]


@app.command("list")
def list_(ctx: typer.Context, codes: _Codes = None) -> None:
    """List the proposed keywords, with what is doubtful about them."""

    state = state_of(ctx)
    opened = state.open()
    wanted = {opened.project.code(name) for name in codes or ()}
    rows = [(one.code, one.keyword, one.remark) for one in proposals(opened.study) if not wanted or one.code in wanted]
    grid(("code", "keyword", "remark"), rows)
    say(Say.some("tell.proposed", len(rows)))
    if rows:
        accept, drop = (
            [*named(state), "codebook", "keywords", what, *(codes or ("--all",))] for what in ("accept", "drop")
        )
        say(Say("tell.how_to_decide", accept=typed(accept), drop=typed(drop)))


@app.command()
def accept(ctx: typer.Context, codes: _Codes = None, keyword: _Keywords = None, all_: _All = False) -> None:
    """Accept proposed keywords: those without a remark, or those you name."""
    _decide(ctx, codes, keyword, all_, accept=True)


@app.command()
def drop(ctx: typer.Context, codes: _Codes = None, keyword: _Keywords = None, all_: _All = False) -> None:
    """Drop proposed keywords: all of the codes, or those you name."""
    _decide(ctx, codes, keyword, all_, accept=False)


def _decide(
    ctx: typer.Context, codes: list[str] | None, keywords: list[str] | None, all_: bool, *, accept: bool
) -> None:

    state = state_of(ctx)
    opened = state.open()
    number = decide(opened, state.coder(opened), codes or (), keywords or (), all_=all_, accept=accept)
    say(Say.some("tell.keywords_accepted" if accept else "tell.keywords_dropped", number))
    say_next(state)
