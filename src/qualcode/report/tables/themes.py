"""Themes and codes with what they are, quotes, and counts: the table that Braun & Clarke's readers print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.analysis.counted import Figures
from qualcode.analysis.references import Targets
from qualcode.model.codebook import Theme
from qualcode.report.citing import cited
from qualcode.report.counts import count_output
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.notes import warnings
from qualcode.report.prose.draft import named
from qualcode.report.view import View
from qualcode.text import UNKNOWN

COLUMNS = (
    "theme", "code", "name", "description", "cases", "of_cases", "references", "quote", "quote_case", "chosen",
    "read_cases", "expectation",
)  # fmt: skip


@dataclass(frozen=True)
class _Line:
    """A row: a theme, or a code under it; `theme` is None for a code that stands in none."""

    theme: Theme | None
    code: str
    name: str
    description: str
    figures: Figures
    expectation: bool = False


def theme_table(view: View, quotes: int = 0, table_counts: bool = True) -> Output:
    """A row for each theme, with its boundary below, then its codes with their quotes; codes in no theme last.

    `quotes`: at most so many key quotes a code, 0 for one of them; they are then a column of the data too. A code without
    a key quote has an empty place, for which one is proposed. `table_counts`: whether the printed table has the counts.
    """
    words = view.words
    themes = [theme for theme in view.themes if view.members(theme) or not theme.codes]
    counted = view.count(theme_targets(view, themes))
    lines = list(_lines(view, themes, counted.figures()))
    names = {"theme": {theme.id: theme.name for theme in themes}}
    data = Data("themes", COLUMNS, tuple(_values(view, line) for line in lines), names=names)
    if quotes:
        told = ("\n".join(_told_quotes(view, line, quotes)) for line in lines)
        rows = ((*row, texts) for row, texts in zip(data.rows, told, strict=True))
        data = replace(data, columns=(*COLUMNS, "quotes"), rows=tuple(rows))
    title = words("themes.title")
    counts = view.numbers and table_counts
    printed = list(_printed(view, lines, quotes or 1, counts, has_themes=bool(themes)))
    headings = [Column(words.heading("theme"), 3), Column(words("themes.subtheme"), 3)]
    headings = headings if themes else [Column(words.heading("code"), 3)]
    headings += [Column(words.heading("description"), 5), Column(words("quotes.chosen.title"), 6)]
    extra = [words("note.themes")] if len(themes) > 1 and counts else []
    if any("†" in cell for row in printed for cell in row.cells):
        extra.append(words("note.printed"))
    if not counts:
        table = Table(title, tuple(headings), tuple(printed), (*view.only, *extra))
        return Output(data, Report(title, (table,), view.project.changed), warnings(counted.facts))
    headings += [Column(words.heading(key), 2, True) for key in ("references", "cases")]
    return count_output(view, counted, data, title, headings, printed, None, extra)


def theme_targets(view: View, themes: Sequence[Theme]) -> Targets:
    """Targets for the theme table: `theme:ID` pools its codes, each code its own and those below it."""
    pooled = {f"theme:{theme.id}": view.pool(theme) for theme in themes}
    return {**pooled, **view.targets()}


def _lines(view: View, themes: Sequence[Theme], found: Mapping[str, Figures]) -> Iterator[_Line]:
    placed = {code for theme in themes for code in view.members(theme)}
    for theme in themes:
        expected = theme.id in view.expectations
        yield _Line(theme, "", theme.name, theme.statement, found[f"theme:{theme.id}"], expectation=expected)
        for code in view.members(theme):
            yield _code_line(view, theme, code, found)
    for code in view.loose:
        if code not in placed:
            yield _code_line(view, None, code, found)


def _code_line(view: View, theme: Theme | None, code: str, found: Mapping[str, Figures]) -> _Line:
    entry = view.codebook.by_id[code]
    return _Line(theme, code, entry.name, entry.short or entry.definition, found[code])


def _values(view: View, line: _Line) -> tuple[Value, ...]:
    quote = view.examples.get(line.code)
    chosen = (
        (quote["printed"] or quote["quote"], quote["case"], "key" if quote["key"] else "auto")
        if quote
        else ("", "", "")
    )
    own = line.figures
    counts = (own.cases, own.cases.of, own.references) if view.numbers else (None, None, None)
    read = own.cases.read if view.numbers else None
    head = (line.theme.id if line.theme else "", line.code, line.name, line.description)
    return (*head, *counts, *chosen, read, line.expectation)


def _printed(view: View, lines: Sequence[_Line], quotes: int, counts: bool, has_themes: bool) -> Iterator[Row]:
    words = view.words
    opened = False
    for line in lines:
        if has_themes and not line.theme and not opened:
            opened = True
            yield Row((words("no_theme"), *[""] * (5 if counts else 3)), group=True)
        told = words("expectation", statement=line.description) if line.expectation else line.description
        name = ((line.name, "") if not line.code else ("", line.name)) if has_themes else (line.name,)
        own, proposal = _quotes(view, line, quotes) if line.code else ([], "")
        figures = [words.figure(line.figures.references), words.n_of(line.figures.cases)] if counts else []
        cells = (*name, told, "\n".join(own), *figures)
        yield Row(cells, group=not line.code, proposals=((len(name) + 1, proposal),) if proposal else ())
        if line.theme and not line.code and line.theme.boundary:
            yield Row(("", words("themes.boundary"), line.theme.boundary, *[""] * (len(cells) - 3)))


def _quotes(view: View, line: _Line, most: int) -> tuple[list[str], str]:
    """What stands in the place for quotes, and what is proposed for it where that is empty.

    The key quotes, first the one that other tables have; where words were not released, that; a dash where nobody can know
    whether there is anything.
    """
    frame, example = view.fragments(), view.examples.get(line.code)
    own = frame[frame["code"] == line.code]
    keys = [named(row) for row in own[own["key"] & (own["quote"] != "")].to_dict("records")]
    if keys:
        keys.sort(key=lambda row: (row["id"] != (example or row)["id"], bool(row["against"])))
        return [cited(view, row) + ("†" if row["printed"] else "") for row in keys[:most]], ""
    if example:
        return [], cited(view, example) + ("†" if example["printed"] else "")
    if (own["quote"] == "").any():
        return [view.words("withheld")], ""
    return ([] if line.figures.references.complete else [UNKNOWN]), ""


def _told_quotes(view: View, line: _Line, most: int) -> list[str]:
    """For machines: the quotes of a code, or the one that is proposed, marked as that."""
    own, proposal = _quotes(view, line, most) if line.code else ([], "")
    return [view.words("proposal.marked", text=proposal)] if proposal else [one for one in own if one != UNKNOWN]
