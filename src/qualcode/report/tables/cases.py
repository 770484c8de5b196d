"""The respondents with their attributes: a sheet that can be filled in and read back."""

from qualcode.model.case import MISSING
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View


def case_table(view: View) -> Output:
    """One row a respondent, known from cases.csv or from a transcript; what nobody filled in is empty."""
    project, words = view.project, view.words
    attributes = project.cases.attributes
    rows = []
    for name in project.known_cases:
        case = project.cases.get(name)
        where = [handle.id for handle in project.transcripts.values() if name in handle.cases]
        values = (value if (value := case.value(one)) != MISSING else "" for one in attributes)
        rows.append((name, ", ".join(where), *values))
    columns = ("case", "transcripts", *attributes)
    heads = (
        Column(words.heading("case"), 2),
        Column(words.heading("transcripts"), 3),
        *(Column(one, 2) for one in attributes),
    )
    table = Table(words("cases.title"), heads, tuple(Row(row) for row in rows))
    headings = {one: one for one in attributes}
    return Output(
        Data("cases", columns, tuple(rows), headings=headings), Report(table.title, (table,), project.changed)
    )
