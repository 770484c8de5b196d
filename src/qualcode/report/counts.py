"""What count tables share: rows of values, zeros that nobody read for, columns a group, notes."""

from collections.abc import Sequence

import pandas as pd

from qualcode.analysis.references import Targets
from qualcode.analysis.study import Counted
from qualcode.analysis.tables import cases_read, read_per_value
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook
from qualcode.report.notes import count_notes, people, small_cells, split_groups, warnings
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View
from qualcode.text import Words


def plain_rows(frame: pd.DataFrame) -> tuple[tuple[Value, ...], ...]:
    """The rows of a frame as Python values; what is missing is None."""
    columns = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in frame.columns]
    return tuple(zip(*columns, strict=True)) if len(frame) else ()


def depth(codebook: Codebook, code: str, targets: Targets) -> int:
    """How many of a code's parents are rows too."""
    return sum(above in targets for above in codebook.ancestors(code)) - 1


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


def count_output(
    view: View,
    counted: Counted,
    data: Data,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    by: str | None,
    extra: Sequence[str] = (),
    long: bool = False,
) -> Output:
    """A count table under its title, with the notes that its numbers need."""
    words = view.words
    notes = count_notes(view, counted, dashes=bool(data.unread))
    if by:
        notes = [words("note.cell"), words("note.overlap"), *notes]
    table = Table(title, tuple(columns), tuple(rows), (*extra, *notes), long)
    by_ = [by] if by else []
    alerts = warnings(counted.facts) + small_cells(counted, by_) + split_groups(counted, by_)
    return Output(data, Report(title, (table,), view.project.changed), alerts)
