"""theme add, rename, merge, split, drop, put, statement, boundary, status, relate, fit, read, unplaced, development, phases."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
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

app = group("Build the themes: every change with its reason, in the log, and to be taken back with `codebook undo`.")
_Theme = Annotated[
    str, typer.Argument(metavar="THEME", help="The theme, by its id or name.", autocompletion=names_of("theme"))
]
_Reason = Annotated[str, typer.Option("--because", metavar="TEXT", help="Your reason; it goes into the log.")]
_Id = Annotated[str, typer.Option("--id", metavar="ID", help="Its id; else one made of the name.")]


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the theme.")],
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help="A code that goes into it; repeatable.")
    ] = None,
    set_: Annotated[
        str, typer.Option("--set", metavar="SET", help="The set of themes; else the one the study works with.")
    ] = "",
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help="What it says, in a sentence.")] = "",
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Add a candidate theme; prints its id.

    Example: qualcode theme add "Vertrouwen op afstand" --code transparantie-in-communicatie --because "terugkerend patroon"
    """
    from qualcode.usecases.codebook import themes

    state = state_of(ctx)
    opened = state.open()
    edited = themes.add(opened, state.coder(opened), name, id_, set_, statement, code or (), because)
    out(edited.after.themes[-1].id)
    if any(theme.name.casefold() == name.casefold() for theme in edited.before.themes):
        mind(Say("mind.same_theme_name", name=name))


@app.command()
def rename(
    ctx: typer.Context,
    theme: _Theme,
    name: Annotated[str, typer.Argument(help="The new name.")],
    question: Annotated[
        str, typer.Option("--question", metavar="QUESTION", help="Its name under this research question alone.")
    ] = "",
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Give a theme another name, or one of its own under a research question.

    Example: qualcode theme rename vertrouwen-en-autonomie "Vertrouwen op afstand" --because "dekt de fragmenten beter"
    """

    _edit(ctx, "rename", because, lambda raw: theme_edits.rename(raw, theme, name, id_, question))


@app.command()
def merge(
    ctx: typer.Context,
    themes: Annotated[
        list[str],
        typer.Argument(metavar="THEME…", help="The themes that go up in another.", autocompletion=names_of("theme")),
    ],
    into: Annotated[str, typer.Option("--into", metavar="THEME", help="The theme they become.")],
    because: _Reason = "",
) -> None:
    """Make several themes one; their codes and memos become those of --into.

    Example: qualcode theme merge toezicht handhaving --into naleving --because "steeds in dezelfde fragmenten"
    """

    _edit(ctx, "merge", because, lambda raw: theme_edits.merge(raw, themes, into))


@app.command()
def split(
    ctx: typer.Context,
    theme: _Theme,
    into: Annotated[str, typer.Option("--into", metavar="NAME", help="The name of the new theme.")],
    code: Annotated[list[str], typer.Option("--code", metavar="CODE", help="A code that goes along; repeatable.")],
    id_: _Id = "",
    because: _Reason = "",
) -> None:
    """Split off a new theme with some of the codes; prints its id.

    Example: qualcode theme split vertrouwen-en-autonomie --into "Omgaan met conflict" --code toepassing-van-conflictmanagementstijlen
    """

    edited = _edit(ctx, "split", because, lambda raw: theme_edits.split(raw, theme, into, code, id_))
    known = {one.id for one in edited.before.themes}
    out(next(one.id for one in edited.after.themes if one.id not in known))


@app.command()
def drop(ctx: typer.Context, theme: _Theme, because: _Reason = "") -> None:
    """Drop a theme; its codes stay.

    Example: qualcode theme drop toezicht --because "te weinig fragmenten"
    """

    _edit(ctx, "drop", because, lambda raw: theme_edits.drop(raw, theme))


@app.command()
def put(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE… THEME", help="The codes, and last the theme.")],
    out: Annotated[bool, typer.Option("--out", help="Take them out of it.")] = False,
    because: _Reason = "",
) -> None:
    """Put codes into a theme. A code may be in several.

    Example: qualcode theme put elkaar-kennen vertrouwen-en-autonomie --because "gaat over vertrouwen"
    """

    if len(codes) < 2:
        raise QualcodeError("error.codes_then_theme")
    _edit(ctx, "put", because, lambda raw: theme_edits.put(raw, codes[:-1], codes[-1], out=out))


@app.command()
def statement(
    ctx: typer.Context,
    theme: _Theme,
    text: Annotated[str, typer.Argument(help="What the theme says, in a sentence; '' for none.")],
    because: _Reason = "",
) -> None:
    """Set what a theme says (kernboodschap).

    Example: qualcode theme statement vertrouwen-en-autonomie "Men vertrouwt elkaar zolang niemand meekijkt."
    """
    _describe(ctx, theme, "statement", text, because)


@app.command()
def boundary(
    ctx: typer.Context,
    theme: _Theme,
    text: Annotated[str, typer.Argument(help="What belongs to the theme and what does not; '' for none.")],
    because: _Reason = "",
) -> None:
    """Set where a theme ends.

    Example: qualcode theme boundary vertrouwen-en-autonomie "Afspraken over toezicht horen bij naleving."
    """
    _describe(ctx, theme, "boundary", text, because)


@app.command()
def status(
    ctx: typer.Context,
    theme: _Theme,
    value: Annotated[str, typer.Argument(metavar="candidate|reviewed|final")],
    because: _Reason = "",
) -> None:
    """Set how far a theme is.

    Example: qualcode theme status vertrouwen-en-autonomie reviewed --because "alle fragmenten herlezen"
    """
    _describe(ctx, theme, "status", value, because)


@app.command()
def relate(
    ctx: typer.Context,
    theme: _Theme,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The theme that it does something to.")],
    label: Annotated[str, typer.Option("--as", metavar="WORD", help="What it does; '' for nothing any more.")],
    because: _Reason = "",
) -> None:
    """Say what a theme does to another: an arrow of the thematic map.

    Example: qualcode theme relate vertrouwen-en-autonomie naleving --as "versterkt" --because "P-1 en B-2 zeggen het zo"
    """

    _edit(ctx, "relate", because, lambda raw: theme_edits.relate(raw, theme, other, label))


@app.command()
def fit(
    ctx: typer.Context,
    theme: _Theme,
    verdict: Annotated[str, typer.Argument(metavar="yes|doubt|no", help="Whether they fit.")],
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of codings; their beginning will do.")],
    because: _Reason = "",
) -> None:
    """Say of fragments whether they fit a theme.

    Example: qualcode theme fit vertrouwen-en-autonomie no 3f2a91 --because "gaat over geld"
    """
    from qualcode.usecases.codebook import themes

    state = state_of(ctx)
    opened = state.open()
    say(Say("tell.marked", n=themes.fit(opened, state.coder(opened), theme, verdict, ids, because)))


@app.command()
@expanded
def read(ctx: typer.Context, theme_id: _Theme, filters: FilterOptions, output: OutputOptions) -> None:
    """All fragments of a theme in context.

    Example: qualcode theme read vertrouwen-en-autonomie -o vertrouwen.docx
    """
    from qualcode.report.builders import BUILDERS

    check_output(output)
    opened = state_of(ctx).open()
    build = BUILDERS.get("theme-fragments")
    emit(opened.project.settings, build(opened.view(filters.filters(opened)), name=theme_id), output)


@app.command()
@expanded
def unplaced(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """The codes that are in no theme.

    Example: qualcode theme unplaced
    """
    from qualcode.report.builders import BUILDERS

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, BUILDERS.get("unplaced")(opened.view(filters.filters(opened))), output)


@app.command()
@expanded
def development(ctx: typer.Context, output: OutputOptions) -> None:
    """How the themes came to be: phase, change, reason.

    Example: qualcode theme development -o themes-development.docx
    """
    from qualcode.usecases.codebook.themes import development as build

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    emit(opened.project.settings, build(noticed(opened, state.coder(opened))), output)


@app.command()
@expanded
def phases(ctx: typer.Context, output: OutputOptions) -> None:
    """The six phases of thematic analysis: what was done, when, and what it left.

    It tells what is on record; what you did outside the program you add yourself.

    Example: qualcode theme phases -o phases.docx
    """
    from qualcode.report.builders import BUILDERS
    from qualcode.usecases.results.report import logged

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
