"""demo, init."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.here import say_next
from qualcode.cli.printing import out, progress
from qualcode.cli.state import State
from qualcode.model.settings import VARIANTS
from qualcode.usecases.shipped import codebook_text
from qualcode.usecases.study import EMPTY_CODEBOOK, Start, language_of, start_study


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to build it.")] = Path("qualcode-demo"),
) -> None:
    """Build the example study and all its tables.

    Six fictional Dutch interviews, a codebook of ten codes in four themes, and a researcher's decisions: imported,
    suggested, decided and printed as tables in DIR/exports. Running it again builds it anew.

    Example: qualcode demo
    """
    from qualcode.usecases.demo import build_demo

    for line in progress(build_demo(folder), 0, "demo"):
        out(line)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the study.")],
    codebook: Annotated[
        str | None, typer.Option("--codebook", metavar="NAME|FILE", help="A shipped codebook or a file.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="nl or en: the language of tables and texts; else that of the codebook.")
    ] = "",
    variant: Annotated[
        str | None, typer.Option("--variant", help="Thematic analysis: codebook, reflexive or coding-reliability.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="The title of the study.")] = "",
    coder: Annotated[str, typer.Option("--coder", help="Who codes.")] = "",
) -> None:
    """Start a new study.

    Example: qualcode init my-study --codebook coopetitie --coder jv
    """

    if variant is None:
        variant = "codebook"
        if sys.stdin.isatty() and sys.stderr.isatty():
            variant = typer.prompt(
                f"Variant of thematic analysis ({', '.join(VARIANTS)})", default="codebook", err=True
            )
    text = codebook_text(codebook) if codebook else EMPTY_CODEBOOK
    start = Start(folder, language or language_of(text), title, variant, coder, text, codebook or "")
    study = start_study(start)
    out(f"Study made in {study.root}.")
    say_next(State(study.root))
