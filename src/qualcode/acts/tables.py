"""The tables: filters in, `Output` out."""

from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Theme
from qualcode.model.selection import Filters, Selection, check_attribute, select
from qualcode.report.tree import Output

ROWS = ("code", "theme", "question")


def frequency_table(opened: Opened, filters: Filters, by: str | None = None) -> Output:
    from qualcode.analysis.study import count, counted_coders
    from qualcode.analysis.tables import code_targets
    from qualcode.report import tables

    project = opened.project
    selection = _selection(opened, filters, by)
    targets = code_targets(project.codebook, selection.codes)
    counted = count(project, selection, counted_coders(project, filters.coder), targets)
    return tables.frequency_table(project, counted, selection.codes, by, opened.words)


def crosstab(opened: Opened, filters: Filters, by: str, rows: str = "code") -> Output:
    from qualcode.analysis.study import count, counted_coders
    from qualcode.report import tables

    if rows not in ROWS:
        raise QualcodeError(f"--rows is one of {', '.join(ROWS)}.")
    project = opened.project
    selection = _selection(opened, filters, by)
    themes = project.theme_set(filters.themes) if rows == "theme" else ()
    named = tables.crosstab_rows(project, rows, selection.codes, _themes_of(themes, filters))
    targets = {target: codes for target, (_, codes) in named.items()}
    counted = count(project, selection, counted_coders(project, filters.coder), targets)
    return tables.crosstab(project, counted, rows, named, by, opened.words)


def theme_table(opened: Opened, filters: Filters) -> Output:
    from qualcode.analysis.quoting import examples, quotes
    from qualcode.analysis.study import count, counted_coders
    from qualcode.report import tables

    project = opened.project
    selection = select(project, filters)
    themes = _themes_of(project.theme_set(filters.themes), filters)
    coders = counted_coders(project, filters.coder)
    counted = count(project, selection, coders, tables.theme_targets(project.codebook, themes, selection.codes))
    frame = quotes(project, selection, coders, themes)
    chosen = dict(examples(frame, selection.codes))
    return tables.theme_table(project, counted, themes, selection.codes, chosen, opened.words)


def quote_table(opened: Opened, filters: Filters, attributes: tuple[str, ...] = ()) -> Output:
    from qualcode.analysis.quoting import COLUMNS, quotes
    from qualcode.analysis.study import Facts, counted_coders
    from qualcode.report import quotes as builder

    project = opened.project
    for attribute in attributes:
        check_attribute(project, attribute)
    published = tuple(name for name in project.settings.publish if name in project.cases.attributes)
    shown = tuple(dict.fromkeys((*published, *attributes)))
    for attribute in shown:
        if attribute in COLUMNS:
            raise QualcodeError(
                f"The attribute {attribute!r} has the name of a column of the quote table; rename it in cases.csv."
            )
    selection = select(project, filters)
    coders = counted_coders(project, filters.coder)
    several = len(project.codebook.theme_sets) > 1 and not (filters.themes or project.settings.themes)
    themes = project.codebook.themes if several else project.theme_set(filters.themes)
    frame = quotes(project, selection, coders, themes, shown)
    return builder.quote_table(
        project, frame, themes, coders, Facts(len(selection.counted_cases), selection.told), opened.words
    )


def _selection(opened: Opened, filters: Filters, by: str | None) -> Selection:
    if by is not None:
        check_attribute(opened.project, by)
    return select(opened.project, filters)


def _themes_of(themes: tuple[Theme, ...], filters: Filters) -> tuple[Theme, ...]:
    """The themes of the set, or of these the ones filtered on."""
    return tuple(theme for theme in themes if not filters.theme or theme.id in filters.theme)
