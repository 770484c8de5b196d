"""verify: a thesis held against the study."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.options import OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, say, warn
from qualcode.cli.state import state_of
from qualcode.text import Say
from qualcode.usecases.thesis.verify import check_copy, table_of, verify, write_copy

if TYPE_CHECKING:
    from qualcode.usecases.thesis.verify import Verified


@expanded
def verify_(
    ctx: typer.Context,
    thesis: Annotated[Path, typer.Argument(metavar="THESIS", help="option.thesis")],
    output: OutputOptions,
) -> None:
    """Hold a thesis against the study: its quotations, and the numbers in its text."""

    check_output(output)
    check_copy(thesis, output.output or ())
    opened = state_of(ctx).open()
    warn(opened)
    found = verify(opened, thesis)
    copies = [target for target in output.output or () if _is_copy(thesis, target)]
    for target in copies:
        number = write_copy(opened, found, thesis, target)
        say(Say.some("tell.commented", number, file=target))
    tables = [target for target in output.output or () if target not in copies]
    if tables or not copies:
        emit(opened.project.settings, table_of(opened, found), replace(output, output=tables or None))
    _tell(found)
    if found.wrong:
        raise typer.Exit(1)


def _is_copy(thesis: Path, target: Path) -> bool:
    return thesis.suffix.casefold() == target.suffix.casefold() == ".docx"


def _tell(found: "Verified") -> None:
    quotes = [one for one in found.findings if one.what == "quote"]
    say(
        Say(
            "verified.told",
            quotes=len(quotes),
            verbatim=sum(one.status in ("verbatim", "repeated") for one in quotes),
            literature=sum(one.status == "literature" for one in quotes),
            counts=sum(one.what in ("count", "caption") for one in found.findings),
        )
    )
    if found.terms:
        mind(Say("verified.terms", terms=", ".join(f"“{one}”" for one in found.terms)))
    say(Say.some("verified.wrong", found.wrong) if found.wrong else Say("verified.right"))
