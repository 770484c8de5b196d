"""theme add, rename, merge, split, drop, put, statement, boundary, status, relate, fit, read, unplaced, development, phases."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.here import LED, named, typed
from qualcode.cli.lazy import group
from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, out, say
from qualcode.cli.state import state_of
from qualcode.editing import theme_edits
from qualcode.editing.development import theme_changes
from qualcode.errors import QualcodeError
from qualcode.text import Say
from qualcode.usecases.codebook.edits import edit, noticed

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.editing.edits import Raw
    from qualcode.usecases.codebook.edits import Edited

app = group("command.theme")
_Theme = Annotated[str, typer.Argument(metavar="THEME", help="option.theme.theme", autocompletion=names_of("theme"))]
_Reason = Annotated[str, typer.Option("--because", metavar="TEXT", help="option.because")]
_Id = Annotated[str, typer.Option("--id", metavar="ID", help="option.id")]


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="option.theme.add.name")],
    code: Annotated[list[str] | None, typer.Option("--code", metavar="CODE", help="option.theme.add.code")] = None,
    set_: Annotated[str, typer.Option("--set", metavar="SET", help="option.set")] = "",
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help="option.statement")] = "",
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Add a candidate theme; prints its id."""
    from qualcode.usecases.codebook import themes

    state = state_of(ctx)
    opened = state.open()
    edited = themes.add(opened, state.coder(opened), name, id_, set_, statement, code or (), because)
    out(edited.after.themes[-1].id)
    if any(theme.name.casefold() == name.casefold() for theme in edited.before.themes):
        mind(Say("mind.same_theme_name", name=name))
    if not LED:
        say(Say("here.next", command=typed([*named(state), "themes"])))


@app.command()
def rename(
    ctx: typer.Context,
    theme: _Theme,
    name: Annotated[str, typer.Argument(help="option.name")],
    question: Annotated[str, typer.Option("--question", metavar="QUESTION", help="option.theme.rename.question")] = "",
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Give a theme another name, or one of its own under a research question."""

    _edit(ctx, "rename", because, lambda raw: theme_edits.rename(raw, theme, name, id_, question))


@app.command()
def merge(
    ctx: typer.Context,
    themes: Annotated[
        list[str],
        typer.Argument(metavar="THEME…", help="option.theme.merge.themes", autocompletion=names_of("theme")),
    ],
    into: Annotated[str, typer.Option("--into", metavar="THEME", help="option.theme.merge.into")],
    because: _Reason = "",
) -> None:
    """Make several themes one; their codes and memos become those of --into."""

    _edit(ctx, "merge", because, lambda raw: theme_edits.merge(raw, themes, into))


@app.command()
def split(
    ctx: typer.Context,
    theme: _Theme,
    into: Annotated[str, typer.Option("--into", metavar="NAME", help="option.theme.split.into")],
    code: Annotated[list[str], typer.Option("--code", metavar="CODE", help="option.theme.split.code")],
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Split off a new theme with some of the codes; prints its id."""

    edited = _edit(ctx, "split", because, lambda raw: theme_edits.split(raw, theme, into, code, id_))
    known = {one.id for one in edited.before.themes}
    out(next(one.id for one in edited.after.themes if one.id not in known))


@app.command()
def drop(ctx: typer.Context, theme: _Theme, because: _Reason = "") -> None:
    """Drop a theme; its codes stay."""

    _edit(ctx, "drop", because, lambda raw: theme_edits.drop(raw, theme))


@app.command()
def put(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE… THEME", help="option.theme.put.codes")],
    out: Annotated[bool, typer.Option("--out", help="option.out")] = False,
    because: _Reason = "",
) -> None:
    """Put codes into a theme. A code may be in several."""

    if len(codes) < 2:
        raise QualcodeError("error.codes_then_theme")
    _edit(ctx, "put", because, lambda raw: theme_edits.put(raw, codes[:-1], codes[-1], out=out))


@app.command()
def statement(
    ctx: typer.Context,
    theme: _Theme,
    text: Annotated[str, typer.Argument(help="option.theme.statement.text")],
    because: _Reason = "",
) -> None:
    """Set what a theme says (kernboodschap)."""
    _describe(ctx, theme, "statement", text, because)


@app.command()
def boundary(
    ctx: typer.Context,
    theme: _Theme,
    text: Annotated[str, typer.Argument(help="option.theme.boundary.text")],
    because: _Reason = "",
) -> None:
    """Set where a theme ends."""
    _describe(ctx, theme, "boundary", text, because)


@app.command()
def status(
    ctx: typer.Context,
    theme: _Theme,
    value: Annotated[str, typer.Argument(metavar="candidate|reviewed|final", help="option.theme.status")],
    because: _Reason = "",
) -> None:
    """Set how far a theme is."""
    _describe(ctx, theme, "status", value, because)


@app.command()
def relate(
    ctx: typer.Context,
    theme: _Theme,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="option.theme.relate.other")],
    label: Annotated[str, typer.Option("--as", metavar="WORD", help="option.theme.relate.as")],
    because: _Reason = "",
) -> None:
    """Say what a theme does to another: an arrow of the thematic map."""

    _edit(ctx, "relate", because, lambda raw: theme_edits.relate(raw, theme, other, label))


@app.command()
def fit(
    ctx: typer.Context,
    theme: _Theme,
    verdict: Annotated[str, typer.Argument(metavar="yes|doubt|no", help="option.verdict")],
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="option.theme.fit.ids")],
    because: _Reason = "",
) -> None:
    """Say of fragments whether they fit a theme."""
    from qualcode.usecases.codebook import themes

    state = state_of(ctx)
    opened = state.open()
    say(Say("tell.marked", n=themes.fit(opened, state.coder(opened), theme, verdict, ids, because)))


@app.command()
@expanded
def read(ctx: typer.Context, theme_id: _Theme, filters: FilterOptions, output: OutputOptions) -> None:
    """All fragments of a theme in context."""
    from qualcode.report.builders import BUILDERS

    check_output(output)
    opened = state_of(ctx).open()
    build = BUILDERS.get("theme-fragments")
    emit(opened.project.settings, build(opened.view(filters.filters(opened)), name=theme_id), output)


@app.command()
@expanded
def unplaced(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """The codes that are in no theme."""
    from qualcode.report.builders import BUILDERS

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, BUILDERS.get("unplaced")(opened.view(filters.filters(opened))), output)


@app.command()
@expanded
def development(ctx: typer.Context, output: OutputOptions) -> None:
    """How the themes came to be: phase, change, reason."""
    from qualcode.usecases.codebook.themes import development as build

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    emit(opened.project.settings, build(noticed(opened, state.coder(opened))), output)


@app.command()
@expanded
def phases(ctx: typer.Context, output: OutputOptions) -> None:
    """The six phases of thematic analysis: what was done, when, and what it left."""
    from qualcode.report.builders import BUILDERS
    from qualcode.usecases.results.logged import logged

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, BUILDERS.get("phases")(logged(opened, opened.view())), output)


def _describe(ctx: typer.Context, theme: str, key: str, text: str, because: str) -> None:

    _edit(ctx, key, because, lambda raw: theme_edits.describe(raw, theme, key, text))


def _edit(ctx: typer.Context, what: str, because: str, change: "Callable[[Raw], Raw]") -> "Edited":
    from qualcode.usecases.codebook import themes

    state = state_of(ctx)
    opened = state.open()
    edited = edit(opened.study, state.coder(opened), f"theme {what}", change, because)
    changes = list(theme_changes(edited.before, edited.after))
    for made in changes:
        after = made.after or (Say("tell.none") if made.kind == "theme_related" else "")
        values = {"name": made.name, "code": made.code, "change": Say.of("change", made.kind)}
        if made.before and after:
            say(Say("tell.theme_from_to", before=made.before, after=after, **values))
        elif made.before or after:
            say(Say("tell.theme_to", after=after or made.before, **values))
        else:
            say(Say("tell.theme_changed", **values))
    for lost in themes.merge_told(edited):
        mind(lost)
    if not changes:
        say(Say("tell.nothing_to_change"))
    return edited
