"""demo, init."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.here import say_next
from qualcode.cli.printing import out, progress
from qualcode.cli.speaking import told, words
from qualcode.cli.state import state_of
from qualcode.model.settings import VARIANTS
from qualcode.text import Say
from qualcode.usecases.shipped import codebook_text
from qualcode.usecases.study import Start, language_of, start_study


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="option.demo.folder")] = Path("qualcode-demo"),
) -> None:
    """Build the example study and all its tables."""
    from qualcode.usecases.demo import build_demo

    for line in progress(build_demo(folder), 0, "demo"):
        out(told(line))


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="option.init.folder")],
    codebook: Annotated[str | None, typer.Option("--codebook", metavar="NAME|FILE", help="option.codebook")] = None,
    language: Annotated[str, typer.Option("--language", help="option.init.language")] = "",
    variant: Annotated[str | None, typer.Option("--variant", help="option.variant")] = None,
    title: Annotated[str, typer.Option("--title", help="option.title")] = "",
    coder: Annotated[str, typer.Option("--coder", help="option.init.coder")] = "",
) -> None:
    """Start a new study."""

    if variant is None:
        variant = "codebook"
        if sys.stdin.isatty() and sys.stderr.isatty():
            variant = typer.prompt(
                told(Say("init.variant", variants=", ".join(VARIANTS))), default="codebook", err=True
            )
    text = codebook_text(codebook) if codebook else ""
    start = Start(
        folder, language or language_of(text) or words().language, title, variant, coder, text, codebook or ""
    )
    study = start_study(start)
    out(told(Say("init.made", folder=study.root)))
    say_next(replace(state_of(ctx), root=study.root))
