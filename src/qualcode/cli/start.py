"""demo, init."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.here import say_next, typed
from qualcode.cli.printing import out, progress, say
from qualcode.cli.speaking import told, words
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.model.settings import VARIANTS
from qualcode.text import Say
from qualcode.usecases.first_hour import codes_in, is_codes_file
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

    if codebook and is_codes_file(Path(codebook)):
        how = "from-matrix" if codes_in(Path(codebook)).is_matrix else "import"
        into = typed(["codebook", how, codebook, "-o", str(folder / "codebook.yaml")])
        raise QualcodeError("error.codebook_is_a_table", file=codebook, command=into)
    if variant is None:
        variant = _asked_variant() if sys.stdin.isatty() and sys.stderr.isatty() else VARIANTS[0]
    text = codebook_text(codebook) if codebook else ""
    start = Start(
        folder, language or language_of(text) or words().language, title, variant, coder, text, codebook or ""
    )
    study = start_study(start)
    state = replace(state_of(ctx), root=study.root)
    state.open()  # from here on it speaks as the study does
    out(told(Say("init.made", folder=study.root)))
    say_next(state)


def _asked_variant() -> str:
    """One of the forms of thematic analysis, by its number or its name."""
    say(Say("init.variant"))
    while True:
        typed_ = str(typer.prompt(told(Say("init.which_variant")), default="1", err=True)).strip().casefold()
        if typed_ in VARIANTS:
            return typed_
        if typed_ in map(str, range(1, len(VARIANTS) + 1)):
            return VARIANTS[int(typed_) - 1]
