"""figure."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit
from qualcode.cli.state import state_of


@expanded
def figure(
    ctx: typer.Context,
    kind_: Annotated[str, typer.Argument(metavar="heatmap|bars|new-codes|timeline|map", help="What is drawn.")],
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[
        str, typer.Option("--by", metavar="ATTRIBUTE", help="The groups of the bars: an attribute of cases.csv.")
    ] = "",
    counts: Annotated[
        bool,
        typer.Option("--counts", help="Draw numbers in a reflexive study too; the note says why that is contested."),
    ] = False,
    of: Annotated[str, typer.Option("--of", metavar="TRANSCRIPT", help="The interview of the timeline.")] = "",
) -> None:
    """Draw a figure: .png or .svg, or in a document.

    heatmap: codes by respondent; bars: references per code by group; new-codes: new codes over interviews; timeline:
    codes through one interview; map: themes with their codes. Without -o the figure is told in words.

    Examples: qualcode figure heatmap -o heatmap.png; qualcode figure bars --by groep -o bars.svg;
    qualcode figure timeline --of P-1 -o p1.docx
    """
    from qualcode.report.figures import FIGURES, Options

    check_output(output, pictures=True)
    draw = FIGURES.get(kind_)
    opened = state_of(ctx).open()
    emit(opened.project.settings, draw(opened.view(filters.filters(), counts=counts), Options(by, of)), output)
