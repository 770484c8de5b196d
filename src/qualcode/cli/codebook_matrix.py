"""codebook from-matrix, to-matrix: the operationalisation matrix in and out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli import printing
from qualcode.cli.here import named, typed
from qualcode.cli.options import TEMPLATE
from qualcode.cli.printing import mind, out, say
from qualcode.cli.speaking import told
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.text import Say
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.operationalisation import read as matrix
from qualcode.usecases.output import school_file, with_template

if TYPE_CHECKING:
    from qualcode.formats.operationalisation.hyphens import DoubtfulWord
    from qualcode.usecases.codebook.files import Target
    from qualcode.usecases.operationalisation.read import ReadMatrix


def from_matrix(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.codebook.from-matrix.file")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="option.codebook.from-matrix.output")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--columns", metavar="HEADING=WHAT", help="option.codebook.from-matrix.columns"),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="option.codebook.from-matrix.language")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="option.yes")] = False,
) -> None:
    """Make a codebook of the operationalisation matrix in a Word or Excel file."""

    read = matrix.read_matrix(file, matrix.column_roles(columns or ()), language, _ask if _interactive() else None)
    if output is None:
        out(matrix.as_text(read), nl=False)
        _tell(read, file)
        return
    target = Target(output)
    if not target.is_empty:
        _merge(ctx, target, read, file, yes)
        return
    matrix.take_over(target, read, state_of(ctx).as_coder, file.name)
    _tell(read, file)
    study = named(state_of(ctx)) or (["-C", str(output.parent)] if output.parent != Path() else [])
    to_list = [*study, "codebook", "keywords", "list"]
    following = typed(to_list if target.study else ["init", "my-study", "--codebook", str(output)])
    say(
        Say(
            "tell.matrix_read",
            file=output,
            codes=Say.some("count.codes", read.codes),
            rows=Say.some("count.rows", read.rows),
            command=following,
        )
    )


def _merge(ctx: typer.Context, target: "Target", read: "ReadMatrix", file: Path, yes: bool) -> None:

    found = matrix.differences(target, read)
    _tell(read, file)
    for difference in found:
        out(told(difference))
    taken = sum(difference.kind in ("new", "changed", "gone") for difference in found)
    if not taken:
        matrix.take_over(target, read, state_of(ctx).as_coder, file.name)  # the order of rows and headings, at most
        say(Say("tell.has_all", file=target.path))
    elif agreed(taken, yes):
        matrix.take_over(target, read, state_of(ctx).as_coder, file.name)
        say(Say("tell.taken_over_in", file=target.path, differences=Say.some("count.differences", taken)))


def agreed(number: int, yes: bool) -> bool:
    """Asked at the terminal; without one, --yes says it."""

    if yes:
        return True
    if not _interactive():
        raise QualcodeError("error.nothing_changed")
    return printing.agreed(told(Say.some("ask.take_over", number)))


def _interactive() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(doubt: "DoubtfulWord") -> str:
    """What a word cut by a line end should be."""
    say(Say("tell.cut_word_choice", typed=doubt.typed, joined=doubt.joined, hyphened=doubt.hyphened))
    answer = typer.prompt(told(Say("ask.which")), default="3", err=True)
    return {"1": doubt.joined, "2": doubt.hyphened}.get(answer, "")


def _tell(read: "ReadMatrix", file: Path) -> None:
    """Which tables were read, and what was not placed."""
    if len(read.matrices) > 1 or read.passed:
        places = (f"{one.place} ({one.title})" if one.title else one.place for one in read.matrices)
        say(Say("tell.read_tables", places=", ".join(dict.fromkeys(places))))
    for passed in read.passed:
        say(Say("tell.passed_over", what=passed))
    if read.kept_as_is:
        say(Say("tell.kept_under_other", columns=", ".join(read.kept_as_is)))
    if read.keywords:
        say(Say("tell.proposed_keywords", columns=", ".join(read.keywords)))
    for code, words in read.no_keywords:
        mind(Say("mind.no_keyword_there", code=code, words=words[:40]))
    if read.left_to_import:
        again = typed(["codebook", "import", str(file), "-o", "codebook.yaml"])
        say(Say("tell.left_to_import", columns=", ".join(read.left_to_import), command=again))
    for place, doubt in read.doubts:
        say(Say("tell.cut_word_left", place=place, typed=doubt.typed, joined=doubt.joined, hyphened=doubt.hyphened))


def to_matrix(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.codebook.to-matrix.file")],
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="references|cases|quote", help="option.with"),
    ] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> None:
    """Write the operationalisation matrix again."""
    from qualcode.usecases.operationalisation import write as act

    act.check_target(file)
    look = school_file(template, [file])
    opened = state_of(ctx).open()
    if with_:
        output = act.matrix_with_evidence(opened.view(), with_)
    else:
        output = act.matrix_of(opened.project.codebook, opened.words)
    for warning in output.warnings:
        mind(warning)
    act.write_matrix(file, with_template(output, look), opened.project.settings)
    say(Say("tell.written", files=file))
