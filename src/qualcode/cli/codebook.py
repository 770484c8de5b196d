"""codebook show, check, schema, list, diff; and the table of all codebook commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.lazy import group
from qualcode.cli.lists import grid
from qualcode.cli.options import OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, out, progress, say
from qualcode.cli.speaking import told, words
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code, Codebook
from qualcode.model.fields import FIELDS, Field
from qualcode.model.keyword.keyword import show_keyword
from qualcode.model.settings import Settings
from qualcode.text import Say
from qualcode.usecases.codebook.advice import advise, advise_study
from qualcode.usecases.codebook.edits import noticed
from qualcode.usecases.codebook.files import SCHEMA, Target, checked, codebook_of
from qualcode.usecases.study import open_study

COMMANDS = {
    "show": "qualcode.cli.codebook:show",
    "list": "qualcode.cli.codebook:list_",
    "check": "qualcode.cli.codebook:check",
    "schema": "qualcode.cli.codebook:schema",
    "diff": "qualcode.cli.codebook:diff",
    "from-matrix": "qualcode.cli.codebook_matrix:from_matrix",
    "to-matrix": "qualcode.cli.codebook_matrix:to_matrix",
    "export": "qualcode.cli.codebook_tables:export",
    "update": "qualcode.cli.codebook_tables:update",
    "import": "qualcode.cli.codebook_tables:import_",
    "keywords": "qualcode.cli.codebook_keywords:app",
    "add": "qualcode.cli.codebook_edits:add",
    "rename": "qualcode.cli.codebook_edits:rename",
    "merge": "qualcode.cli.codebook_edits:merge",
    "split": "qualcode.cli.codebook_edits:split",
    "move": "qualcode.cli.codebook_edits:move",
    "retire": "qualcode.cli.codebook_edits:retire",
    "undo": "qualcode.cli.codebook_edits:undo",
}
app = group("command.codebook", COMMANDS)


def show(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(help="option.codebook.show.code")] = None,
) -> None:
    """Show the codes as a tree, or one code in full."""
    codebook = codebook_of(state_of(ctx).root)
    if code:
        out("\n".join(_in_full(codebook, codebook.by_id[codebook.code_meant(code, part=True)])))
        return
    for entry in codebook.codes:
        depth = len(list(codebook.ancestors(entry.id))) - 1
        inductive = told(Say("shown.inductive")) if entry.origin == "inductive" else ""
        marks = filter(None, (words().term(entry.kind), entry.question, inductive))
        retired = f" {told(Say('shown.retired'))}" if entry.retired else ""
        out(f"{'  ' * depth}{entry.name}  ({entry.id}; {', '.join(marks)}){retired}")
    for theme in codebook.themes:
        out(f"{theme.name}  {told(Say('shown.theme', id=theme.id, codes=', '.join(theme.codes)))}")


def _in_full(codebook: Codebook, code: Code) -> Iterator[str]:
    yield f"{code.name}  ({code.id})"
    if code.parent:
        yield f"  {told(Say('shown.parent', id=code.parent))}"
    for field in FIELDS:
        if field.column and field.key != "name" and (value := _shown(code, field)):
            yield f"  {words().known(f'column.{field.key}', field.key.replace('_', ' '))}: {value}"
    themes = ", ".join(theme.id for theme in codebook.themes if code.id in codebook.theme_members(theme))
    if code.was:
        yield f"  {told(Say('shown.was', ids=', '.join(code.was)))}"
    if themes:
        yield f"  {told(Say('shown.themes', ids=themes))}"


def _shown(code: Code, field: Field) -> str:
    """What a code says in a field, on one line."""

    value = getattr(code, field.name)
    if field.key == "origin" and value:
        return told(Say("shown.inductive" if value == "inductive" else "shown.deductive"))
    if field.key == "kind" and value:
        return words().term(value)
    if field.shape == "keywords":
        return ", ".join(map(show_keyword, value))
    return value if isinstance(value, str) else (" | " if field.shape == "list" else "; ").join(value)


def check(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="option.codebook.check.file")] = None,
) -> None:
    """Check a codebook: every fault with its line, then advice."""
    path, codebook, problems = checked(file, state_of(ctx).root)
    for problem in problems:
        say(problem)
    codes, themes = (
        Say.some("count.codes", len(codebook.codes)),
        Say.some("count.themes", len(codebook.themes)),
    )
    out(told(Say("shown.sound", file=path.name, codes=codes, leaves=len(codebook.leaves), themes=themes)))
    study = Target(path).study
    opened = open_study(study.root) if study else None
    for line in advise(codebook, opened.project.settings if opened else Settings()):
        out(told(Say("shown.advice", what=line)))
    for line in advise_study(opened, progress) if opened else ():
        out(told(Say("shown.advice", what=line)))


def schema() -> None:
    """Print the JSON Schema of codebook.yaml, for completion in editors."""
    out(json.dumps(SCHEMA, indent=2, ensure_ascii=False))


def list_(
    ctx: typer.Context,
    shipped: Annotated[bool, typer.Option("--shipped", help="option.shipped")] = False,
) -> None:
    """List the codes of the study, or the shipped codebooks."""
    if shipped:
        from qualcode.usecases.shipped import described

        rows = [(name, codebook.title, len(codebook.codes), codebook.source) for name, codebook in described()]
        grid(("name", "title", "codes", "source"), rows, ("codes",))
        return
    codebook = codebook_of(state_of(ctx).root)
    grid(
        ("code", "name", "parent", "kind", "question", "keywords"),
        [(c.id, c.name, c.parent, c.kind, c.question, len(c.keywords)) for c in codebook.codes],
        ("keywords",),
    )


@expanded
def diff(
    ctx: typer.Context,
    output: OutputOptions,
    one: Annotated[str | None, typer.Argument(metavar="A", help="option.one")] = None,
    other: Annotated[str | None, typer.Argument(metavar="B", help="option.codebook.diff.other")] = None,
) -> None:
    """The development of the codebook between two dates or files."""
    from qualcode.usecases.codebook import development

    check_output(output)
    state = state_of(ctx)
    if one and other and not (development.is_moment(one) or development.is_moment(other)):
        emit(*development.compare_files(Path(one), Path(other)), output)
        return
    for moment in (one, other):
        if moment and not development.is_moment(moment):
            raise QualcodeError("error.two_files_or_dates")
    opened = state.open()
    found = development.compare_moments(noticed(opened, state.coder(opened)), one, other)
    emit(opened.project.settings, found, output)
