"""Themes and codes with an example quote and counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.references import Targets
from qualcode.analysis.tables import Figures, code_targets, figures
from qualcode.model.codebook import Theme
from qualcode.report.citing import cited
from qualcode.report.counts import count_output
from qualcode.report.notes import warnings
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
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
    example: Mapping[str, Any] | None = None
    expectation: bool = False


def theme_table(view: View) -> Output:
    """A row for each theme, then its codes with an example quote; codes in no theme last."""
    words = view.words
    themes = [theme for theme in view.themes if view.members(theme) or not theme.codes]
    targets = theme_targets(view, themes)
    counted = view.count(targets)
    lines = list(_lines(view, themes, figures(counted, targets)))
    data = Data("themes", COLUMNS, tuple(_values(view, line) for line in lines))
    title = words("themes.title")
    printed = list(_printed(view, lines, has_themes=bool(themes)))
    headings = [Column(words.heading("theme" if themes else "code"), 3), Column(words.heading("description"), 4)]
    headings.append(Column(words.heading("example"), 5))
    extra = [words("note.themes")] if len(themes) > 1 else []
    chosen = {record["chosen"] for record in data.records()}
    extra += [words(note) for how, note in (("key", "note.key"), ("auto", "note.example")) if how in chosen]
    if any("†" in row.cells[2] for row in printed):
        extra.append(words("note.printed"))
    if not view.numbers:
        table = Table(title, tuple(headings), tuple(printed), (*view.only, *extra))
        return Output(data, Report(title, (table,), view.project.changed), warnings(counted.facts))
    headings += [Column(words.heading(key), 2, True) for key in ("references", "cases")]
    return count_output(view, counted, data, title, headings, printed, None, extra)


def theme_targets(view: View, themes: Sequence[Theme]) -> Targets:
    """Targets for the theme table: `theme:ID` pools its codes, each code its own and those below it."""
    targets: dict[str, Sequence[str]] = {f"theme:{theme.id}": view.pool(theme) for theme in themes}
    return targets | dict(code_targets(view.codebook, view.codes))


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
    return _Line(theme, code, entry.name, entry.short or entry.definition, found[code], view.examples.get(code))


def _values(view: View, line: _Line) -> tuple[Value, ...]:
    quote = line.example
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


def _printed(view: View, lines: Sequence[_Line], has_themes: bool) -> Iterator[Row]:
    words = view.words
    opened = False
    for line in lines:
        if has_themes and not line.theme and not opened:
            opened = True
            yield Row((words("no_theme"), *[""] * (4 if view.numbers else 2)), group=True)
        told = words("expectation", statement=line.description) if line.expectation else line.description
        cells = [line.name, told, _quote(view, line)]
        if view.numbers:
            cells += [words.figure(line.figures.references), words.n_of(line.figures.cases)]
        yield Row(tuple(cells), 1 if line.code and has_themes else 0, group=not line.code)


def _quote(view: View, line: _Line) -> str:
    """The example of a code; without one nothing, or a dash where nobody can know whether there is one."""
    own = view.fragments()
    if line.example is None and line.code and (own[own["code"] == line.code]["quote"] == "").any():
        return view.words("withheld")
    if line.example is None:
        return UNKNOWN if line.code and not line.figures.references.complete else ""
    mark = ("*" if line.example["key"] else "") + ("†" if line.example["printed"] else "")
    return cited(view, line.example) + mark
