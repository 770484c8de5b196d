"""How often each code, and by how many."""

import pandas as pd

from qualcode.analysis.references import Targets
from qualcode.analysis.tables import code_targets, counts_by, frequencies, values_of
from qualcode.report.counts import count_output, depth, group_cells, group_columns, plain_rows, unread_cells
from qualcode.report.notes import people
from qualcode.report.tree import Column, Data, Output, Row
from qualcode.report.view import View


def frequency_table(view: View, by: str | None = None, targets: Targets | None = None) -> Output:
    """How often each code, and by how many; with `by`, per value of an attribute. `targets`: what each code pools."""
    view.need_numbers()
    words = view.words
    values_by = view.project.cases.values(view.attribute(by)) if by else ()
    targets = targets or code_targets(view.codebook, view.codes)
    counted = view.count(targets)
    frame = frequencies(counted, view.codebook, view.codes)
    values = values_of(counted, by, values_by) if by else []
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
        rows.append(Row(tuple(cells), depth(view.codebook, str(record["code"]), targets)))
    title = words("frequencies.by_title", attribute=by) if by else words("frequencies.title")
    return count_output(view, counted, data, title, columns, rows, by)
