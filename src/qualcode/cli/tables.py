"""The tables: frequencies, quotes, themes, crosstab, framework, coverage, factors, typology, sample, answers."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, out, say
from qualcode.cli.state import state_of
from qualcode.model.condition import attribute_meant
from qualcode.report.formats import printed_format
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.report.view import View

_By = typer.Option(
    "--by",
    metavar="ATTRIBUTE",
    help="Split into the values of an attribute of cases.csv.",
    autocompletion=names_of("attribute"),
)
_Attributes = Annotated[
    list[str] | None,
    typer.Option("--attributes", metavar="ATTRIBUTE", help="Print this column of cases.csv too; repeatable."),
]
_Approved = Annotated[bool, typer.Option("--approved-only", help="Print only the quotes that respondents approved of.")]


_Counts = Annotated[
    bool, typer.Option("--counts", help="Print numbers in a reflexive study too; the note says why that is contested.")
]


_Percent = Annotated[bool, typer.Option("--percent", help="Percentages beside n of N.")]
_FEW = 20  # respondents: a percentage of fewer says more than there is (5% is one person)


def _table(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    name: str,
    approved_only: bool = False,
    counts: bool = False,
    percent: bool = False,
    **options: object,
) -> None:
    """Make the table called `name` (`report.builders`) and print it."""
    from qualcode.report.builders import BUILDERS

    check_output(output)
    opened = state_of(ctx).open()
    build = BUILDERS.get(name)
    view = opened.view(filters.filters(opened), approved_only, counts)
    if percent:
        view = replace(view, words=replace(view.words, percent=True))
        printed = printed_format(output.format)
        if view.selection.counted_cases and (output.output or not (printed and printed.data)):
            _mind_few(view, str(options.get("by") or ""))
    if options.get("by"):
        options["by"] = attribute_meant(opened.project.cases, str(options["by"]))
    emit(opened.project.settings, build(view, **options), output)


def _mind_few(view: "View", by: str) -> None:
    """Tell where a percentage is of few: of all, or of the smallest group that it is of."""
    cases, known = view.selection.counted_cases, view.project.cases
    attribute = attribute_meant(known, by) if by else ""
    sizes = Counter(known.get(case).value(attribute) for case in cases) if by else {"": len(cases)}
    if min(sizes.values()) < _FEW:
        mind(Say.some("mind.percent_of_few", min(sizes.values())))


@expanded
def frequencies(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str | None, _By] = None,
    counts: _Counts = False,
    percent: _Percent = False,
) -> None:
    """How often each code, and by how many.

    Examples: qualcode frequencies --by group; qualcode frequencies -o frequencies.docx -o frequencies.xlsx
    """
    _table(ctx, filters, output, "frequencies", counts=counts, percent=percent, by=by)


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
        typer.Option(
            "--letters",
            metavar="DIR",
            help="A letter per respondent with the quotes that the results print, to be approved.",
        ),
    ] = None,
    approved_only: _Approved = False,
) -> None:
    """Every reference with its source.

    Examples: qualcode quotes --theme vertrouwen-en-autonomie -o quotes.docx; qualcode quotes --style apa --by group;
    qualcode quotes --letters letters
    """
    from qualcode.errors import QualcodeError

    if letters:
        from qualcode.usecases.output import school_file
        from qualcode.usecases.transcripts.approval import write_letters

        if output.output or style or by or attributes or approved_only:
            raise QualcodeError("error.letters_go_alone")
        look = school_file(output.template, [letters / "letter.docx"])
        opened = state_of(ctx).open()
        written = write_letters(opened, filters.filters(opened), letters, look)
        for file, ids in written:
            out(f"{file.name}: {' '.join(ids)}")
        say(Say("tell.letters", n=len(written), folder=letters))
        return
    if labels and not style:
        raise QualcodeError("error.labels_without_style")
    if style and attributes:
        raise QualcodeError("error.attributes_with_style")

    if style:
        _table(ctx, filters, output, "chosen-quotes", approved_only, style=style, labels=labels, by=by)
    else:
        _table(ctx, filters, output, "quotes", approved_only, attributes=attributes or (), by=by)


@expanded
def themes(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    approved_only: _Approved = False,
    counts: Annotated[
        bool | None,
        typer.Option(
            "--counts/--no-counts",
            help="With the counts (also in a reflexive study, where the note says why that is contested) or without.",
        ),
    ] = None,
    quotes: Annotated[
        int, typer.Option("--quotes", metavar="N", min=0, help="At most so many key quotes a code; else one.")
    ] = 0,
    percent: _Percent = False,
) -> None:
    """The theme table: theme, subtheme or code, description, quotes, and counts.

    Quotes are the key quotes. Where a code has none, its place stays empty in .docx, .tex and .html, and a comment in Word
    has a proposal; elsewhere the proposal stands there, marked.

    Examples: qualcode themes --themes voorwaarden -o themes.docx; qualcode themes --quotes 3 --no-counts -o themes.docx
    """
    options = {"quotes": quotes, "table_counts": counts is not False}
    _table(ctx, filters, output, "themes", approved_only, counts=bool(counts), percent=percent, **options)


@expanded
def crosstab(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str, _By],
    rows: Annotated[str, typer.Option("--rows", metavar="code|theme|question", help="What the rows are.")] = "code",
    counts: _Counts = False,
    percent: _Percent = False,
) -> None:
    """Codes, themes or questions against an attribute.

    Example: qualcode crosstab --by group --rows theme
    """
    _table(ctx, filters, output, "crosstab", counts=counts, percent=percent, by=by, rows=rows)


@expanded
def framework(
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
    cells, and read them back; what a memo says already is never overwritten. In a report this is the section
    `framework-table`. The command was called `matrix`, and is understood by that name.

    Examples: qualcode framework --cell summary -o framework.xlsx; qualcode framework --apply framework.xlsx
    """
    if apply:
        from qualcode.usecases.results.framework_sheet import apply_matrix

        state = state_of(ctx)
        opened = state.open()
        applied = apply_matrix(opened, state.coder(opened), apply)
        for conflict in applied.conflicts:
            mind(conflict)
        say(Say("tell.memos_written", n=applied.new))
        if applied.conflicts:
            raise typer.Exit(1)
        return
    _table(ctx, filters, output, "framework", approved_only, counts=counts, cell=cell)


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
    _table(ctx, filters, output, "coverage", counts=counts)


@expanded
def factors(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    order: Annotated[
        str,
        typer.Option(
            "--order",
            metavar="rank|hand",
            help="Most respondents first, or in codebook order; lists are in that order.",
        ),
    ] = "",
    aspects: Annotated[bool, typer.Option("--aspects", help="Each factor with what helps and what hinders.")] = False,
    style: Annotated[
        str, typer.Option("--style", metavar="table|list", help="A table with figures, or numbered lists of names.")
    ] = "table",
    counts: _Counts = False,
) -> None:
    """What hinders, what helps, and the other points.

    Examples: qualcode factors -o factors.docx; qualcode factors --aspects; qualcode factors --style list -o lists.docx
    """
    _table(ctx, filters, output, "factors", counts=counts, order=order, aspects=aspects, style=style)


@expanded
def typology(ctx: typer.Context, filters: FilterOptions, output: OutputOptions, attributes: _Attributes = None) -> None:
    """Types of respondents on criteria that you judged.

    Example: qualcode typology --attributes vertrouwen --attributes waakzaamheid -o typology.docx
    """
    _table(ctx, filters, output, "typologies", attributes=attributes or ())


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
    _table(ctx, filters, output, "sample", splits=by or ())


@expanded
def answers(
    ctx: typer.Context,
    topic: Annotated[
        str,
        typer.Argument(
            metavar="TOPIC", help="A topic of the interview guide, or a code.", autocompletion=names_of("topic")
        ),
    ],
    filters: FilterOptions,
    output: OutputOptions,
) -> None:
    """All answers to one question under one another.

    Example: qualcode answers t3 -o answers.docx
    """
    _table(ctx, filters, output, "answers", subject=topic)


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
    per_group: Annotated[
        bool, typer.Option("--per-group", help="First each group of --by by itself, then what sets them apart.")
    ] = False,
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """A draft of the results: counts in words, key quotes and your own memos.

    No sentence interprets: what it means is for your memos. Notes in the margin say where the data are thin.

    Examples: qualcode summary --by groep -o results.docx; qualcode summary --by groep --per-group -o groups.docx
    """
    options: dict[str, Any] = {"by": by, "style": style, "labels": labels, "per_group": per_group}
    _table(ctx, filters, output, "summary", approved_only, counts=counts, **options)


@expanded
def rigour(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="bc|coreq|srqr|rtarg", help="Which list; repeatable. Else bc and coreq."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="POINT",
            help="Answer this point with TEXT, or answer it anew: coreq.9, or rtarg.theory (variant, reflexivity, method, "
            "themes, quality); repeatable, each with its TEXT.",
        ),
    ] = None,
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT…]", help="The answers.")] = None,
) -> None:
    """What the study can show for the points that reviewers ask about, and what is left to you.

    Braun and Clarke's fifteen points (bc) and COREQ, of a reflexive study bc and RTARG, or SRQR, with evidence from the
    study where a program can know it. Your own answers are kept in the study, and printed with the rest.

    Examples: qualcode rigour -o rigour.docx; qualcode rigour --list srqr;
    qualcode rigour --answer coreq.1 "De onderzoeker zelf."
    """
    if not answer and not text:
        from qualcode.report.builders import BUILDERS
        from qualcode.usecases.results.report import logged

        check_output(output)
        opened = state_of(ctx).open()
        view = logged(opened, opened.view(filters.filters(opened)))
        emit(opened.project.settings, BUILDERS.get("rigour")(view, lists=lists or ()), output)
        return
    from qualcode.errors import QualcodeError
    from qualcode.usecases import memos

    if len(answer or ()) != len(text or ()) or lists or output.output or filters != FilterOptions():
        raise QualcodeError("error.answer_without_point")
    state = state_of(ctx)
    opened = state.open()
    for name in memos.answer(opened, state.coder(opened), list(zip(answer or (), text or (), strict=True))):
        say(Say("tell.memo_written", name=name))
