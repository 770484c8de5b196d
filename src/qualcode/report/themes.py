"""Themes and codes with an example quote and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from qualcode.analysis.references import Targets
from qualcode.analysis.tables import basic_counts, cases_read, code_targets
from qualcode.model.codebook import Codebook, Theme
from qualcode.report.citing import cited
from qualcode.report.counts import count_output
from qualcode.report.notes import people, warnings
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View

COLUMNS = (
    "theme", "code", "name", "description", "cases", "of_cases", "references", "quote", "quote_case", "chosen",
)  # fmt: skip


def theme_table(view: View) -> Output:
    """A row for each theme, then its codes with an example quote; codes in no theme last."""
    codebook, words = view.codebook, view.words
    themes = [theme for theme in view.themes if view.members(theme) or not theme.codes]
    targets = theme_targets(view, themes)
    counted = view.count(targets)
    chosen_quotes = view.examples
    counts = basic_counts(counted, targets)
    order = [(theme, code) for theme in themes for code in (None, *view.members(theme))]
    placed = {code for _, code in order if code}
    loose = [code for code in view.loose if code not in placed]
    pairs: list[tuple[Theme | None, str | None]] = [*order, *((None, code) for code in loose)]
    data_rows = [_theme_row(codebook, theme, code, counts, chosen_quotes) for theme, code in pairs]
    unread = frozenset(
        (number, key)
        for number, (theme, code) in enumerate(pairs)
        for key in ("cases", "references")
        if data_rows[number][COLUMNS.index("cases")] == 0
        and len(cases_read(counted, targets[code or f"theme:{theme.id if theme else ''}"])) < len(counted.cases)
    )
    data = Data("themes", COLUMNS, tuple(data_rows), unread)
    title = words("themes.title")
    printed = list(_theme_print(view, data, chosen_quotes, has_themes=bool(themes)))
    headings = [Column(words.heading("theme" if themes else "code"), 3), Column(words.heading("description"), 4)]
    headings.append(Column(words.heading("example"), 5))
    if view.numbers:
        headings += [Column(words.heading(key), 2, True) for key in ("references", "cases")]
    else:
        printed = [replace(row, cells=row.cells[:3]) for row in printed]
        data = replace(
            data, rows=tuple((*row[:4], None, None, None, *row[7:]) for row in data.rows), unread=frozenset()
        )
    extra = [words("note.themes")] if len(themes) > 1 else []
    chosen = {record["chosen"] for record in data.records()}
    extra += [words(note) for how, note in (("key", "note.key"), ("auto", "note.example")) if how in chosen]
    if any("†" in row.cells[2] for row in printed):
        extra.append(words("note.printed"))
    if not view.numbers:
        table = Table(title, tuple(headings), tuple(printed), tuple(extra))
        return Output(data, Report(title, (table,), view.project.changed), warnings(counted.facts))
    return count_output(view, counted, data, title, headings, printed, None, extra)


def theme_targets(view: View, themes: Sequence[Theme]) -> Targets:
    """Targets for the theme table: `theme:ID` pools its codes, each code its own and those below it."""
    targets: dict[str, Sequence[str]] = {f"theme:{theme.id}": view.pool(theme) for theme in themes}
    return targets | dict(code_targets(view.codebook, view.codes))


def _whole(counts: pd.DataFrame, target: str, key: str) -> int:
    value: Any = counts.at[target, key]
    return int(value)


def _theme_row(
    codebook: Codebook,
    theme: Theme | None,
    code: str | None,
    counts: pd.DataFrame,
    examples: Mapping[str, Mapping[str, Any]],
) -> tuple[Value, ...]:
    target = code or f"theme:{theme.id if theme else ''}"
    figures = (*(_whole(counts, target, key) for key in ("cases", "of_cases", "references")),)
    theme_id = theme.id if theme else ""
    if code is None:
        return (theme_id, "", theme.name if theme else "", theme.statement if theme else "", *figures, "", "", "")
    entry = codebook.by_id[code]
    example = examples.get(code)
    quote: tuple[str, str, str] = ("", "", "")
    if example:
        quote = (example["printed"] or example["quote"], example["case"], "key" if example["key"] else "auto")
    return (theme_id, code, entry.name, entry.short or entry.definition, *figures, *quote)


def _theme_print(view: View, data: Data, examples: Mapping[str, Mapping[str, Any]], has_themes: bool) -> list[Row]:
    words = view.words
    rows = []
    opened = False
    for number, record in enumerate(data.records()):
        if has_themes and not record["theme"] and not opened:
            opened = True
            rows.append(Row((words("no_theme"), "", "", "", ""), group=True))
        quote = ""
        if record["quote"]:
            mark = "*" if record["chosen"] == "key" else ""
            mark += "†" if examples.get(str(record["code"]), {}).get("printed") else ""
            quote = cited(view, examples[str(record["code"])]) + mark
        figures = (str(record["references"]), words.n_of(record["cases"], record["of_cases"]))
        shown = tuple(
            people(data, number, key, figure) for key, figure in zip(("references", "cases"), figures, strict=True)
        )
        is_theme = not record["code"]
        rows.append(
            Row(
                (str(record["name"]), str(record["description"]), quote, *shown),
                0 if is_theme or not has_themes else 1,
                is_theme,
            )
        )
    return rows
