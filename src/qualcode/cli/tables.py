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
    help="option.tables.by",
    autocompletion=names_of("attribute"),
)
_Attributes = Annotated[
    list[str] | None,
    typer.Option("--attributes", metavar="ATTRIBUTE", help="option.attributes"),
]
_Approved = Annotated[bool, typer.Option("--approved-only", help="option.approved-only")]


_Counts = Annotated[bool, typer.Option("--counts", help="option.tables.counts")]


_Percent = Annotated[bool, typer.Option("--percent", help="option.percent")]
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
    """How often each code, and by how many."""
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
        typer.Option("--style", metavar="apa|above|inline", help="option.quotes.style"),
    ] = None,
    labels: Annotated[str, typer.Option("--labels", metavar="id|group|none", help="option.quotes.labels")] = "",
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters",
            metavar="DIR",
            help="option.letters",
        ),
    ] = None,
    approved_only: _Approved = False,
) -> None:
    """Every reference with its source."""
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
            help="option.counts/--no-counts",
        ),
    ] = None,
    quotes: Annotated[int, typer.Option("--quotes", metavar="N", min=0, help="option.themes.quotes")] = 0,
    percent: _Percent = False,
) -> None:
    """The theme table: theme, subtheme or code, description, quotes, and counts."""
    options = {"quotes": quotes, "table_counts": counts is not False}
    _table(ctx, filters, output, "themes", approved_only, counts=bool(counts), percent=percent, **options)


@expanded
def crosstab(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str, _By],
    rows: Annotated[str, typer.Option("--rows", metavar="code|theme|question", help="option.rows")] = "code",
    counts: _Counts = False,
    percent: _Percent = False,
) -> None:
    """Codes, themes or questions against an attribute."""
    _table(ctx, filters, output, "crosstab", counts=counts, percent=percent, by=by, rows=rows)


@expanded
def framework(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    cell: Annotated[
        str, typer.Option("--cell", metavar="presence|references|quotes|summary", help="option.cell")
    ] = "references",
    apply: Annotated[Path | None, typer.Option("--apply", metavar="FILE", help="option.framework.apply")] = None,
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """Respondents against codes (framework method)."""
    if apply:
        from qualcode.usecases.results.framework_sheet import apply_matrix

        state = state_of(ctx)
        opened = state.open()
        applied = apply_matrix(opened, state.coder(opened), apply)
        for conflict in applied.conflicts:
            mind(conflict)
        say(Say.some("tell.memos_written", applied.new))
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
    """Indicators of the matrix: asked of whom, mentioned by whom."""
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
            help="option.order",
        ),
    ] = "",
    aspects: Annotated[bool, typer.Option("--aspects", help="option.aspects")] = False,
    style: Annotated[str, typer.Option("--style", metavar="table|list", help="option.factors.style")] = "table",
    counts: _Counts = False,
) -> None:
    """What hinders, what helps, and the other points."""
    _table(ctx, filters, output, "factors", counts=counts, order=order, aspects=aspects, style=style)


@expanded
def typology(ctx: typer.Context, filters: FilterOptions, output: OutputOptions, attributes: _Attributes = None) -> None:
    """Types of respondents on criteria that you judged."""
    _table(ctx, filters, output, "typologies", attributes=attributes or ())


@expanded
def sample(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="ATTRIBUTE[/ATTRIBUTE]", help="option.sample.by"),
    ] = None,
) -> None:
    """Who was interviewed, and splits that sum to N."""
    _table(ctx, filters, output, "sample", splits=by or ())


@expanded
def answers(
    ctx: typer.Context,
    topic: Annotated[
        str,
        typer.Argument(metavar="TOPIC", help="option.topic", autocompletion=names_of("topic")),
    ],
    filters: FilterOptions,
    output: OutputOptions,
) -> None:
    """All answers to one question under one another."""
    _table(ctx, filters, output, "answers", subject=topic)


@expanded
def summary(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    by: Annotated[str | None, _By] = None,
    style: Annotated[
        str,
        typer.Option("--style", metavar="apa|above|inline", help="option.summary.style"),
    ] = "",
    labels: Annotated[str, typer.Option("--labels", metavar="id|group|none", help="option.summary.labels")] = "",
    per_group: Annotated[bool, typer.Option("--per-group", help="option.per-group")] = False,
    approved_only: _Approved = False,
    counts: _Counts = False,
) -> None:
    """A draft of the results: counts in words, key quotes and your own memos."""
    options: dict[str, Any] = {"by": by, "style": style, "labels": labels, "per_group": per_group}
    _table(ctx, filters, output, "summary", approved_only, counts=counts, **options)


@expanded
def rigour(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="bc|coreq|srqr|rtarg", help="option.list"),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="POINT",
            help="option.answer",
        ),
    ] = None,
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT…]", help="option.rigour.text")] = None,
) -> None:
    """What the study can show for the points that reviewers ask about, and what is left to you."""
    if not answer and not text:
        from qualcode.report.builders import BUILDERS
        from qualcode.usecases.results.logged import logged

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
