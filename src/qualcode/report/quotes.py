"""The quote table: every reference with where it comes from."""

from collections.abc import Sequence

from qualcode.analysis.quoting import COLUMNS
from qualcode.analysis.study import Facts
from qualcode.errors import QualcodeError
from qualcode.report.counts import plain_rows
from qualcode.report.tree import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View


def quote_table(view: View, attributes: Sequence[str] = ()) -> Output:
    """Fragment | source | theme, under a row for each code. `attributes` are columns beside those in `publish:`."""
    project, coders, words = view.project, view.coders, view.words
    attributes = list(dict.fromkeys((*view.published, *map(view.attribute, attributes))))
    for attribute in attributes:
        if attribute in COLUMNS:
            raise QualcodeError(
                f"The attribute {attribute!r} has the name of a column of the quote table; rename it in cases.csv."
            )
    several = len(view.codebook.theme_sets) > 1 and not (view.filters.themes or project.settings.themes)
    themes = view.codebook.themes if several else project.theme_set(view.filters.themes)
    frame = view.fragments(themes, attributes)
    facts = Facts(len(view.selection.counted_cases), view.selection.told)
    data = Data("quotes", tuple(frame.columns), plain_rows(frame))
    names = {theme.id: theme.name for theme in themes}
    width = 3 if themes else 2
    rows: list[Row] = []
    current = None
    for record in data.records():
        if record["code"] != current:
            current = record["code"]
            rows.append(Row((str(record["name"]), "", "")[:width], group=True))
        shown = [record["case"] or record["speaker"] or record["transcript"], record["turn"]]
        shown += [record[attribute] for attribute in attributes if record[attribute]]
        source = ", ".join(map(str, shown))
        mark = ("*" if record["key"] else "") + ("†" if record["printed"] else "")
        theme = "; ".join(names.get(name, name) for name in str(record["theme"]).split("; ") if name)
        rows.append(Row((f"{record['printed'] or record['quote']}{mark}", source, theme)[:width]))
    columns = (
        Column(words.heading("fragment"), 7),
        Column(words.heading("place"), 2),
        Column(words.heading("theme"), 3),
    )
    notes = [words("note.reference")]
    if coders:
        notes.append(words("note.coders", coders=", ".join(coders)))
    if any(record["printed"] for record in data.records()):
        notes.insert(0, words("note.printed"))
    if any(record["key"] for record in data.records()):
        notes.insert(0, words("note.key"))
    if facts.filters:
        notes.insert(0, words("note.filter", filters=words.filters(facts.filters)))
    table = Table(words("quotes.title"), columns[:width], tuple(rows), tuple(notes))
    return Output(data, Report(table.title, (table,), project.changed), project.left_out(coders))
