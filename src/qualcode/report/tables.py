"""Builders of the count tables: frequencies, crosstab, themes. Frames in, `Output` out."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from qualcode.analysis.references import Targets
from qualcode.analysis.study import Counted
from qualcode.analysis.tables import (
    basic_counts,
    cases_read,
    code_targets,
    counts_by,
    frequencies,
    read_per_value,
    values_of,
)
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.project import Project
from qualcode.report.notes import count_notes, people, small_cells, warnings
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.text import Words


def plain_rows(frame: pd.DataFrame) -> tuple[tuple[Value, ...], ...]:
    """The rows of a frame as Python values; what is missing is None."""
    columns = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in frame.columns]
    return tuple(zip(*columns, strict=True)) if len(frame) else ()


def frequency_table(project: Project, counted: Counted, codes: Sequence[str], by: str | None, words: Words) -> Output:
    """How often each code, and by how many; with `by`, per value of an attribute."""
    frame = frequencies(counted, project.codebook, codes)
    targets = code_targets(project.codebook, codes)
    values = values_of(counted, by, project.cases.values(by)) if by else []
    if by:
        frame = pd.concat([frame, counts_by(counted, targets, by, values).reset_index(drop=True)], axis=1)
    data = Data(
        "frequencies", tuple(frame.columns), plain_rows(frame), unread_cells(counted, frame, targets, by, values)
    )
    columns = [Column(words.heading("code"), 4)]
    if not by:
        columns.append(Column(words.heading("kind"), 2))
    figures = ("references",) if by else ("references", "turns")
    columns += [Column(words.heading(key), 1, True) for key in figures]
    columns.append(Column(words.heading("cases"), 2, True))
    columns += group_columns(counted, by, values, words)
    rows = []
    for number, record in enumerate(data.records()):
        cells = [str(record["name"])]
        if not by:
            cells.append(words.term(str(record["kind"])))
        cells += [people(data, number, key, str(record[key])) for key in figures]
        cells += [people(data, number, "cases", words.n_of(record["cases"], record["of_cases"]))]
        cells += group_cells(data, number, record, values, words)
        rows.append(Row(tuple(cells), depth(project, str(record["code"]), targets)))
    title = words("frequencies.by_title", attribute=by) if by else words("frequencies.title")
    return _output(project, counted, words, data, title, columns, rows, by)


def depth(project: Project, code: str, targets: Targets) -> int:
    """How many of a code's parents are rows too."""
    return sum(above in targets for above in project.codebook.ancestors(code)) - 1


def unread_cells(
    counted: Counted, frame: pd.DataFrame, targets: Targets, by: str | None, values: Sequence[str]
) -> frozenset[tuple[int, str]]:
    """The zeros that do not mean absence: not every case concerned was read for the row's codes."""
    unread = set()
    for number, codes in enumerate(targets.values()):
        row = frame.iloc[number]
        if row["cases"] == 0 and len(cases_read(counted, codes)) < len(counted.cases):
            unread |= {
                (number, key) for key in ("references", "turns", "cases", "transcripts", "words") if row.get(key) == 0
            }
        for value in values:
            if (
                by
                and row[f"cases_{value}"] == 0
                and read_per_value(counted, codes, by, value) < row[f"of_cases_{value}"]
            ):
                unread |= {(number, f"references_{value}"), (number, f"cases_{value}")}
    return frozenset(unread)


def shown_value(value: str, words: Words) -> str:
    return words("missing") if value == MISSING else value


def group_columns(counted: Counted, by: str | None, values: Sequence[str], words: Words) -> list[Column]:
    if not by:
        return []
    sizes = counted.cases[by].value_counts()
    headings = (words("group_heading", value=shown_value(value, words), n=sizes[value]) for value in values)
    return [Column(heading, 2, True) for heading in headings]


def group_cells(data: Data, number: int, record: dict[str, Value], values: Sequence[str], words: Words) -> list[str]:
    cells = []
    for value in values:
        shown = f"{words.n_of(record[f'cases_{value}'], record[f'of_cases_{value}'])} ({record[f'references_{value}']})"
        cells.append(people(data, number, f"cases_{value}", shown.replace(" ", "\u00a0")))
    return cells


def _output(
    project: Project,
    counted: Counted,
    words: Words,
    data: Data,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    by: str | None,
    extra: Sequence[str] = (),
) -> Output:
    notes = count_notes(counted, words, dashes=bool(data.unread), full=project.settings.notes == "full")
    if by:
        notes = [words("note.cell"), words("note.overlap"), *notes]
    table = Table(title, tuple(columns), tuple(rows), (*extra, *notes))
    alerts = warnings(counted.facts) + small_cells(counted, [by] if by else [])
    return Output(data, Report(title, (table,), project.changed), alerts)


def crosstab_rows(
    project: Project, rows: str, codes: Sequence[str], themes: Sequence[Theme]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """target -> (name, the codes it pools) for the rows of a crosstab."""
    codebook = project.codebook
    if rows == "code":
        return {code: (codebook.by_id[code].name, codebook.descendants(code)) for code in codes}
    if rows == "theme":
        named = {theme.id: (theme.name, codebook.theme_members(theme)) for theme in themes}
    else:
        named = {
            question.id: (question.text, tuple(code.id for code in codebook.codes if code.question == question.id))
            for question in codebook.questions
        }
    chosen = {target: (name, _chosen(members, codes)) for target, (name, members) in named.items()}
    return {target: kept for target, kept in chosen.items() if kept[1] or not named[target][1]}


def _chosen(members: Sequence[str], codes: Sequence[str]) -> tuple[str, ...]:
    """Those of `members` that a filter left."""
    left = set(codes)
    return tuple(code for code in members if code in left)


def crosstab(
    project: Project, counted: Counted, rows: str, named: dict[str, tuple[str, tuple[str, ...]]], by: str, words: Words
) -> Output:
    """Codes, themes or questions against the values of an attribute."""
    targets = {target: codes for target, (_, codes) in named.items()}
    values = values_of(counted, by, project.cases.values(by))
    counts = counts_by(counted, targets, by, values).reset_index(drop=True)
    head = pd.DataFrame([(target, name) for target, (name, _) in named.items()], columns=[rows, "name"])
    frame = pd.concat([head, counts], axis=1)
    totals = basic_counts(counted, targets).reset_index(drop=True)
    data = Data(
        "crosstab",
        tuple(frame.columns),
        plain_rows(frame),
        unread_cells(counted, pd.concat([frame, totals], axis=1), targets, by, values),
    )
    columns = [Column(words.heading(rows), 4), *group_columns(counted, by, values, words)]
    printed = [
        Row(
            (str(record["name"]), *group_cells(data, number, record, values, words)),
            depth(project, str(record[rows]), targets) if rows == "code" else 0,
        )
        for number, record in enumerate(data.records())
    ]
    title = words(f"crosstab.{rows}.title", attribute=by)
    extra = [words("note.themes")] if rows == "theme" else []
    return _output(project, counted, words, data, title, columns, printed, by, extra)


def theme_targets(codebook: Codebook, themes: Sequence[Theme], codes: Sequence[str]) -> Targets:
    """Targets for the theme table: `theme:ID` pools its codes, each code its own and those below it."""
    targets: dict[str, Sequence[str]] = {
        f"theme:{theme.id}": _chosen(codebook.theme_members(theme), codes) for theme in themes
    }
    return targets | dict(code_targets(codebook, codes))


def theme_table(
    project: Project,
    counted: Counted,
    themes: Sequence[Theme],
    codes: Sequence[str],
    examples: dict[str, dict[str, Any]],
    words: Words,
) -> Output:
    """A row for each theme, then its codes with an example quote; codes in no theme last."""
    codebook = project.codebook
    themes = [theme for theme in themes if _chosen(codebook.theme_members(theme), codes) or not theme.codes]
    targets = theme_targets(codebook, themes, codes)
    counts = basic_counts(counted, targets)
    order = [(theme, code) for theme in themes for code in (None, *_chosen(codebook.theme_members(theme), codes))]
    placed = {code for _, code in order if code}
    loose = [code for code in codes if code not in placed and not set(codebook.descendants(code)) & placed]
    pairs: list[tuple[Theme | None, str | None]] = [*order, *((None, code) for code in loose)]
    data_rows = [_theme_row(codebook, theme, code, counts, examples) for theme, code in pairs]
    columns = (
        "theme",
        "code",
        "name",
        "description",
        "cases",
        "of_cases",
        "references",
        "quote",
        "quote_case",
        "chosen",
    )
    unread = frozenset(
        (number, key)
        for number, (theme, code) in enumerate(pairs)
        for key in ("cases", "references")
        if data_rows[number][columns.index("cases")] == 0
        and len(cases_read(counted, targets[code or f"theme:{theme.id if theme else ''}"])) < len(counted.cases)
    )
    data = Data("themes", columns, tuple(data_rows), unread)
    title = words("themes.title")
    printed = list(_theme_print(data, examples, words, has_themes=bool(themes)))
    headings = [Column(words.heading("theme" if themes else "code"), 3), Column(words.heading("description"), 4)]
    headings.append(Column(words.heading("example"), 5))
    headings += [Column(words.heading(key), 2, True) for key in ("references", "cases")]
    extra = [words("note.themes")] if len(themes) > 1 else []
    chosen = {record["chosen"] for record in data.records()}
    extra += [words(note) for how, note in (("key", "note.key"), ("auto", "note.example")) if how in chosen]
    if any("†" in row.cells[2] for row in printed):
        extra.append(words("note.printed"))
    return _output(project, counted, words, data, title, headings, printed, None, extra)


def _whole(counts: pd.DataFrame, target: str, key: str) -> int:
    value: Any = counts.at[target, key]
    return int(value)


def _theme_row(
    codebook: Codebook, theme: Theme | None, code: str | None, counts: pd.DataFrame, examples: dict[str, dict[str, Any]]
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


def _theme_print(data: Data, examples: dict[str, dict[str, Any]], words: Words, has_themes: bool) -> list[Row]:
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
            quote = f"“{record['quote']}” ({record['quote_case']}){mark}"
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
