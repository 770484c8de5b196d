"""frequencies, quotes, themes, crosstab."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit
from qualcode.cli.state import state_of

_By = typer.Option("--by", metavar="ATTRIBUTE", help="Split into the values of an attribute of cases.csv.")


@expanded
def frequencies(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str | None, _By] = None,
) -> None:
    """How often each code, and by how many.

    Examples: qualcode frequencies --by group; qualcode frequencies -o frequencies.docx -o frequencies.xlsx
    """
    from qualcode.report.frequencies import frequency_table

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, frequency_table(opened.view(filters.filters()), by), output)


@expanded
def quotes(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    attributes: Annotated[
        list[str] | None,
        typer.Option("--attributes", metavar="ATTRIBUTE", help="Add a column of cases.csv; repeatable."),
    ] = None,
) -> None:
    """Every reference with its source.

    Example: qualcode quotes --theme vertrouwen-en-autonomie -o quotes.docx
    """
    from qualcode.report.quotes import quote_table

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, quote_table(opened.view(filters.filters()), attributes or ()), output)


@expanded
def themes(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """Themes and codes with an example quote and counts.

    Example: qualcode themes --themes voorwaarden -o themes.docx
    """
    from qualcode.report.themes import theme_table

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, theme_table(opened.view(filters.filters())), output)


@expanded
def crosstab(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str, _By],
    rows: Annotated[str, typer.Option("--rows", metavar="code|theme|question", help="What the rows are.")] = "code",
) -> None:
    """Codes, themes or questions against an attribute.

    Example: qualcode crosstab --by group --rows theme
    """
    from qualcode.report.crosstab import crosstab as build

    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, build(opened.view(filters.filters()), by, rows), output)
