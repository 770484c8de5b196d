"""The tables: frequencies, quotes, themes, crosstab, matrix, coverage, factors, typology, sample, answers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, out, say
from qualcode.cli.state import state_of

if TYPE_CHECKING:
    from qualcode.report.tree import Output
    from qualcode.report.view import View

_By = typer.Option("--by", metavar="ATTRIBUTE", help="Split into the values of an attribute of cases.csv.")
_Attributes = Annotated[
    list[str] | None,
    typer.Option("--attributes", metavar="ATTRIBUTE", help="Print this column of cases.csv too; repeatable."),
]
_Approved = Annotated[bool, typer.Option("--approved-only", help="Print only the quotes that respondents approved of.")]


_Counts = Annotated[
    bool, typer.Option("--counts", help="Print numbers in a reflexive study too; the note says why that is contested.")
]


def _table(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    build: "Callable[[View], Output]",
    approved_only: bool = False,
    counts: bool = False,
) -> None:
    check_output(output)
    opened = state_of(ctx).open()
    emit(opened.project.settings, build(opened.view(filters.filters(), approved_only, counts)), output)


@expanded
def frequencies(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str | None, _By] = None,
    counts: _Counts = False,
) -> None:
    """How often each code, and by how many.

    Examples: qualcode frequencies --by group; qualcode frequencies -o frequencies.docx -o frequencies.xlsx
    """
    from qualcode.report.frequencies import frequency_table

    _table(ctx, filters, output, lambda view: frequency_table(view, by), counts=counts)


@expanded
def quotes(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    attributes: _Attributes = None,
    by: Annotated[str | None, _By] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="apa|above|inline", help="The chosen quotes as a thesis prints them."),
    ] = None,
    labels: Annotated[
        str, typer.Option("--labels", metavar="id|group|none", help="Who is named with a quote; with --style.")
    ] = "",
    letters: Annotated[
        Path | None,
        typer.Option("--letters", metavar="DIR", help="A letter per respondent with their key quotes, to be approved."),
    ] = None,
    approved_only: _Approved = False,
) -> None:
    """Every reference with its source.

    Examples: qualcode quotes --theme vertrouwen-en-autonomie -o quotes.docx; qualcode quotes --style apa --by group;
    qualcode quotes --letters letters
    """
    if letters:
        from qualcode.acts.approval import write_letters

        written = write_letters(state_of(ctx).open(), filters.filters(), letters)
        for file, ids in written:
            out(f"{file.name}: {' '.join(ids)}")
        say(f"{len(written)} letters in {letters}. When they are sent: qualcode codings mark ID… --approval asked")
        return
    from qualcode.errors import QualcodeError
    from qualcode.report.quotes import chosen_quotes, quote_table

    if labels and not style:
        raise QualcodeError("--labels goes with --style: in the table every fragment has its source.")
    if style and attributes:
        raise QualcodeError("--attributes are columns of the table; they do not go with --style.")

    def build(view: "View") -> "Output":
        return chosen_quotes(view, style, labels, by) if style else quote_table(view, attributes or (), by)

    _table(ctx, filters, output, build, approved_only)


@expanded
def themes(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """Themes and codes with an example quote and counts.

    Example: qualcode themes --themes voorwaarden -o themes.docx
    """
    from qualcode.report.themes import theme_table

    _table(ctx, filters, output, theme_table, approved_only, counts=counts)


@expanded
def crosstab(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str, _By],
    rows: Annotated[str, typer.Option("--rows", metavar="code|theme|question", help="What the rows are.")] = "code",
    counts: _Counts = False,
) -> None:
    """Codes, themes or questions against an attribute.

    Example: qualcode crosstab --by group --rows theme
    """
    from qualcode.report.crosstab import crosstab as build

    _table(ctx, filters, output, lambda view: build(view, by, rows), counts=counts)


@expanded
def matrix(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    cell: Annotated[
        str, typer.Option("--cell", metavar="presence|references|quotes|summary", help="What the cells hold.")
    ] = "references",
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", help="Read filled-in summaries back as memos.")
    ] = None,
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """Respondents against codes (framework method).

    A workbook has a sheet for each theme. Summaries are memos about a respondent and a theme or code: fill in the empty
    cells, and read them back; what a memo says already is never overwritten.

    Examples: qualcode matrix --cell summary -o framework.xlsx; qualcode matrix --apply framework.xlsx
    """
    if apply:
        from qualcode.acts.framework import apply_matrix

        state = state_of(ctx)
        opened = state.open()
        applied = apply_matrix(opened, state.coder(opened), apply)
        for conflict in applied.conflicts:
            say(f"Mind: {conflict}.")
        say(f"{applied.new} memos written.")
        if applied.conflicts:
            raise typer.Exit(1)
        return
    from qualcode.report.framework import framework

    _table(ctx, filters, output, lambda view: framework(view, cell), approved_only, counts=counts)


@expanded
def coverage(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    counts: _Counts = False,
) -> None:
    """Indicators of the matrix: asked of whom, mentioned by whom.

    Example: qualcode coverage -o coverage.docx
    """
    from qualcode.report.coverage import coverage as build

    _table(ctx, filters, output, build, counts=counts)


@expanded
def factors(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    order: Annotated[
        str, typer.Option("--order", metavar="rank|hand", help="Most respondents first, or in codebook order.")
    ] = "rank",
    aspects: Annotated[bool, typer.Option("--aspects", help="Each factor with what helps and what hinders.")] = False,
    counts: _Counts = False,
) -> None:
    """What hinders, what helps, and the other points.

    Examples: qualcode factors -o factors.docx; qualcode factors --aspects
    """
    from qualcode.report.factors import factors as build

    _table(ctx, filters, output, lambda view: build(view, order, aspects), counts=counts)


@expanded
def typology(ctx: typer.Context, filters: FilterOptions, output: OutputOptions, attributes: _Attributes = None) -> None:
    """Types of respondents on criteria that you judged.

    Example: qualcode typology --attributes vertrouwen --attributes waakzaamheid -o typology.docx
    """
    from qualcode.report.typology import typologies

    _table(ctx, filters, output, lambda view: typologies(view, attributes or ()))


@expanded
def sample(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="ATTRIBUTE[/ATTRIBUTE]", help="A split, nested with /; repeatable. Else those published."
        ),
    ] = None,
) -> None:
    """Who was interviewed, and splits that sum to N.

    Example: qualcode sample --by groep --by groep/ervaring
    """
    from qualcode.report.sample import sample as build

    _table(ctx, filters, output, lambda view: build(view, by or ()))


@expanded
def answers(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="A topic of the interview guide, or a code.")],
    filters: FilterOptions,
    output: OutputOptions,
) -> None:
    """All answers to one question under one another.

    Example: qualcode answers t3 -o answers.docx
    """
    from qualcode.report.answers import answers as build

    _table(ctx, filters, output, lambda view: build(view, topic))


@expanded
def summary(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str | None, _By] = None,
    style: Annotated[
        str,
        typer.Option("--style", metavar="apa|above|inline", help="How quotes are printed; else as the study has it."),
    ] = "",
    labels: Annotated[str, typer.Option("--labels", metavar="id|group|none", help="Who is named with a quote.")] = "",
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """A draft of the results: counts in words, key quotes and your own memos.

    No sentence interprets: what it means is for your memos. Notes in the margin say where the data are thin.

    Example: qualcode summary --by groep -o results.docx
    """
    from qualcode.report.summary import summary as build

    _table(ctx, filters, output, lambda view: build(view, by, style, labels), approved_only, counts=counts)


@expanded
def rigour(ctx: typer.Context, filters: FilterOptions, output: OutputOptions) -> None:
    """What the study can show for the points that reviewers ask about, and what is left to you.

    Braun and Clarke's fifteen points and the COREQ list, with evidence from the study where a program can know it.

    Example: qualcode rigour -o rigour.docx
    """
    from qualcode.report.rigour import rigour as build

    _table(ctx, filters, output, build)
