"""codebook show, check, schema, list, diff; and the table of all codebook commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.lazy import group
from qualcode.cli.options import OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, grid, out, progress, say
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code, Codebook
from qualcode.model.fields import FIELDS, Field
from qualcode.model.keyword.keyword import show_keyword
from qualcode.model.settings import Settings
from qualcode.usecases.codebook import development
from qualcode.usecases.codebook.advice import advise, advise_study
from qualcode.usecases.codebook.edits import noticed
from qualcode.usecases.codebook.files import SCHEMA, Target, checked, codebook_of
from qualcode.usecases.study import open_study

COMMANDS = {
    "show": ("qualcode.cli.codebook:show", "Show the codes as a tree, or one code in full."),
    "list": ("qualcode.cli.codebook:list_", "List the codes of the study, or the shipped codebooks."),
    "check": ("qualcode.cli.codebook:check", "Check a codebook: every fault with its line, then advice."),
    "schema": ("qualcode.cli.codebook:schema", "Print the JSON Schema of codebook.yaml, for completion in editors."),
    "diff": ("qualcode.cli.codebook:diff", "The development of the codebook between two dates or files."),
    "from-matrix": (
        "qualcode.cli.codebook_matrix:from_matrix",
        "Make a codebook of the operationalisation matrix in a Word or Excel file.",
    ),
    "to-matrix": ("qualcode.cli.codebook_matrix:to_matrix", "Write the operationalisation matrix again."),
    "export": (
        "qualcode.cli.codebook_tables:export",
        "Write the codebook as a table, to edit in a spreadsheet, to print, or for another program.",
    ),
    "update": ("qualcode.cli.codebook_tables:update", "Take over what was changed in an exported table."),
    "import": (
        "qualcode.cli.codebook_tables:import_",
        "Bring in a codebook of another program, or a table of your own.",
    ),
    "keywords": ("qualcode.cli.codebook_keywords:app", "Keywords proposed for codes: list, accept, drop."),
    "add": ("qualcode.cli.codebook_edits:add", "Add a code found in the interviews (inductive)."),
    "rename": ("qualcode.cli.codebook_edits:rename", "Give a code another name and id."),
    "merge": ("qualcode.cli.codebook_edits:merge", "Make several codes one."),
    "split": ("qualcode.cli.codebook_edits:split", "Split a code into new ones."),
    "move": ("qualcode.cli.codebook_edits:move", "Put a code below another parent."),
    "retire": ("qualcode.cli.codebook_edits:retire", "Take a code out of use; it still counts."),
    "undo": ("qualcode.cli.codebook_edits:undo", "Take back the last edit."),
}
app = group("The codebook: show, check, edit, exchange.", COMMANDS)


def show(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(help="One code in full; else the whole tree.")] = None,
) -> None:
    """Show the codes as a tree, or one code in full.

    Example: qualcode codebook show angst-voor-opportunisme
    """
    codebook = codebook_of(state_of(ctx).root)
    if code:
        out("\n".join(_in_full(codebook, codebook.by_id[codebook.code_meant(code, part=True)])))
        return
    for entry in codebook.codes:
        depth = len(list(codebook.ancestors(entry.id))) - 1
        marks = [
            part for part in (entry.kind, entry.question, entry.origin if entry.origin == "inductive" else "") if part
        ]
        retired = " [retired]" if entry.retired else ""
        out(f"{'  ' * depth}{entry.name}  ({entry.id}; {', '.join(marks)}){retired}")
    for theme in codebook.themes:
        out(f"{theme.name}  (theme {theme.id}; {', '.join(theme.codes)})")


def _in_full(codebook: Codebook, code: Code) -> Iterator[str]:
    yield f"{code.name}  ({code.id})"
    if code.parent:
        yield f"  parent: {code.parent}"
    for field in FIELDS:
        if field.column and field.key != "name" and (value := _shown(code, field)):
            yield f"  {field.key.replace('_', ' ')}: {value}"
    themes = ", ".join(theme.id for theme in codebook.themes if code.id in codebook.theme_members(theme))
    for name, value in (("older ids", ", ".join(code.was)), ("themes", themes)):
        if value:
            yield f"  {name}: {value}"


def _shown(code: Code, field: Field) -> str:
    """What a code says in a field, on one line."""

    value = getattr(code, field.name)
    if field.shape == "keywords":
        return ", ".join(map(show_keyword, value))
    return value if isinstance(value, str) else (" | " if field.shape == "list" else "; ").join(value)


def check(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A codebook file; else the study's.")] = None,
) -> None:
    """Check a codebook: every fault with its line, then advice.

    Advice is no error: codes without definition, rule or example; keywords that codes side by side share; in a study also
    keywords without a hit, codes used once, and codes that always occur together.

    Example: qualcode codebook check codebook.yaml
    """
    path, codebook, problems = checked(file, state_of(ctx).root)
    for problem in problems:
        say(problem)
    leaves = len(codebook.leaves)
    out(
        f"{path.name}: {len(codebook.codes)} codes ({leaves} without codes below them), {len(codebook.themes)} themes; no faults."
    )
    study = Target(path).study
    opened = open_study(study.root) if study else None
    for line in advise(codebook, opened.project.settings if opened else Settings()):
        out(f"advice: {line}")
    for line in advise_study(opened, progress) if opened else ():
        out(f"advice: {line}")


def schema() -> None:
    """Print the JSON Schema of codebook.yaml, for completion in editors.

    Example: qualcode codebook schema > codebook.schema.json
    """
    out(json.dumps(SCHEMA, indent=2, ensure_ascii=False))


def list_(
    ctx: typer.Context,
    shipped: Annotated[bool, typer.Option("--shipped", help="The codebooks that come with qualcode.")] = False,
) -> None:
    """List the codes of the study, or the shipped codebooks.

    Example: qualcode codebook list --shipped
    """
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
    one: Annotated[
        str | None, typer.Argument(metavar="A", help="A file, or a date of the log; else the first version.")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="B", help="A file, or a date; else the codebook as it is.")
    ] = None,
) -> None:
    """The development of the codebook between two dates or files.

    Codes added, merged, split, moved, redefined, with the reasons that the log has.

    Example: qualcode codebook diff 2026-03-01 2026-05-01 -o development.docx
    """

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
