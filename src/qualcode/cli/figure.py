"""figure."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit
from qualcode.cli.state import state_of
from qualcode.errors import NothingToShow, QualcodeError


@expanded
def figure(
    ctx: typer.Context,
    kind_: Annotated[str, typer.Argument(metavar="heatmap|bars|new-codes|timeline|map", help="option.figure.kind")],
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="option.figure.by")] = "",
    counts: Annotated[
        bool,
        typer.Option("--counts", help="option.figure.counts"),
    ] = False,
    of: Annotated[str, typer.Option("--of", metavar="TRANSCRIPT", help="option.of")] = "",
    first: Annotated[bool, typer.Option("--first", help="option.first")] = False,
) -> None:
    """Draw a figure: .png or .svg, or in a document."""
    from qualcode.report.figures import FIGURES, Options

    check_output(output, pictures=True)
    draw = FIGURES.get(kind_)
    opened = state_of(ctx).open()
    view, options = opened.view(filters.filters(opened), counts=counts), Options(by, of)
    if first and kind_ != "map":
        raise QualcodeError("error.first_is_for_map")
    if first:
        from qualcode.usecases.codebook.themes import before_review

        found = before_review(opened, view)
        if found is None:
            raise NothingToShow("error.no_first_map")
        view, options = found[0], Options(then=found[1])
    emit(opened.project.settings, draw(view, options), output)
