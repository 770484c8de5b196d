"""The quote table, every reference with where it comes from; and the chosen quotes as a thesis prints them."""

from collections.abc import Iterator, Sequence
from typing import Any

from qualcode.analysis.quoting import COLUMNS, is_exchange, plain_rows
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Theme
from qualcode.report.citing import form, inline, proposed, quote_parts, style_of, with_margin
from qualcode.report.counts import shown_value
from qualcode.report.document import Column, Data, Heading, Output, Part, Prose, Report, Row, Table
from qualcode.report.view import View
from qualcode.text import Words

Record = dict[str, Any]


def quote_table(view: View, attributes: Sequence[str] = (), by: str | None = None) -> Output:
    """Fragment | code | source under a row for each theme, or for each code where there are no themes.

    `attributes` are columns beside those in `publish:`; with `by` there is a table for each value of an attribute.
    """
    project = view.project
    behind = (
        *view.described,
        *attributes,
    )  # what the researcher judged stands in the data, and behind a quote on demand
    attributes = list(dict.fromkeys((*view.published, *map(view.attribute, (*attributes, *([by] if by else []))))))
    for attribute in attributes:
        if attribute in COLUMNS:
            raise QualcodeError("error.attribute_is_column", attribute=attribute)
    themes = _themes(view)
    frame = view.fragments(themes, attributes)
    names = {"theme": {theme.id: theme.name for theme in themes}}
    data = Data("quotes", (*COLUMNS, *attributes), plain_rows(frame[[*COLUMNS, *attributes]]), names=names)
    records: list[Record] = frame.to_dict("records")  # type: ignore[assignment]
    title = view.words("quotes.title")
    behind = tuple(name for name in attributes if name in behind)
    if by is None:
        tables = [_table(view, records, themes, behind, title)]
    else:
        tables = [
            _table(
                view,
                own,
                themes,
                (*behind, by) if by not in behind else behind,
                f"{title}: {by} {shown_value(value, view.words)}",
            )
            for value in project.cases.values(by)
            if (own := [row for row in records if value in str(row[by]).split("; ")])
        ]
    return Output(data, Report(title, tuple(tables), project.changed), view.warnings)


def _themes(view: View) -> Sequence[Theme]:
    """Those of the view; all where the study has several sets and none was chosen: the column names those of each."""
    chosen = view.filters.themes or view.filters.theme or view.project.settings.themes
    return view.themes if chosen or len(view.codebook.theme_sets) < 2 else view.codebook.themes


def _table(
    view: View, records: Sequence[Record], themes: Sequence[Theme], attributes: Sequence[str], title: str
) -> Table:
    words = view.words
    pooled = len(view.coders) > 1  # whose coding each is, where they are several people's
    rows: list[Row] = []
    for name, own in _grouped(view, records, themes):
        rows.append(Row((name, *[""] * (1 + bool(themes) + pooled)), group=True))
        for record in own:
            mark = "".join(sign for sign, key in (("*", "key"), ("†", "printed"), ("‡", "against")) if record[key])
            text = (form(view, record) if record["printed"] or is_exchange(record) else str(record["quote"])) or words(
                "withheld"
            )
            code = (str(record["name"]),) if themes else ()
            who = (str(record["coder"]),) if pooled else ()
            cells = (f"{text}{mark}", *code, _source(record, attributes, words), *who)
            rows.append(Row(cells, context=_context(record)))
    columns = [Column(words.heading("fragment"), 7), Column(words.heading("place"), 2)]
    if themes:
        columns.insert(1, Column(words.heading("code"), 3))
    if pooled:
        columns.append(Column(words.heading("coder"), 2))
    return Table(title, tuple(columns), tuple(rows), tuple(_notes(view, records, themes)))


def _grouped(view: View, records: Sequence[Record], themes: Sequence[Theme]) -> Iterator[tuple[str, list[Record]]]:
    """(theme, its fragments), those in no theme last; without themes (code, its fragments)."""
    names = {theme.id: theme.name for theme in themes} if themes else {}
    key = "theme" if themes else "code"
    order = list(names) or list(view.codes)
    found: dict[str, list[Record]] = {name: [] for name in (*order, "")}
    for record in records:
        for name in str(record[key]).split("; "):
            found[name].append(record)
    for name, own in found.items():
        if own:
            label = names.get(name, view.words("no_theme")) if themes else view.codebook.by_id[name].name
            yield label, own


def _source(record: Record, attributes: Sequence[str], words: Words) -> str:
    shown = [*place(record)]
    shown += [shown_value(record[attribute], words) for attribute in attributes if record[attribute]]
    return ", ".join(map(str, shown))


def place(record: Record) -> Iterator[object]:
    """Where a fragment stands: who, the transcript where that is called otherwise, the turn."""
    who = record["case"] or record["speaker"]
    yield from (
        one for one in (who, record["transcript"] if record["transcript"] != who else "", record["turn"]) if one
    )


def _context(record: Record) -> str:
    """What stands around a fragment: the question, and the rest of the turn."""
    if not (record["before"] or record["after"] or record["question_before"]) or not record["quote"]:
        return ""
    turn = f"{record['before']}»{record['quote']}«{record['after']}"
    return "\n\n".join(filter(None, (str(record["question_before"]), turn)))


def _notes(view: View, records: Sequence[Record], themes: Sequence[Theme]) -> Iterator[str]:
    words = view.words
    yield from view.only
    if any(record["key"] for record in records):
        yield words("note.key")
    if any(record["printed"] for record in records):
        yield words("note.printed")
    if any(record["against"] for record in records):
        yield words("note.against.mark")
    if any(not record["quote"] for record in records):
        yield words("note.withheld")
    if any("; " in str(record["theme"]) for record in records) and themes:
        yield words("note.several_themes")
    yield words("note.reference")
    if view.coders:
        yield words("note.coders", coders=view.names_of(view.coders))


def chosen_quotes(view: View, style: str = "", labels: str = "", by: str | None = None) -> Output:
    """The key quotes, as a thesis prints them, under headings by theme and code; with `by`, first by group.

    Where a code has no key quote, one of its fragments is proposed.
    """
    style, labels = style_of(view.project, style, labels)
    themes = _themes(view)
    frame = view.fragments(themes, [view.attribute(by)] if by else ())
    records: list[Record] = frame.to_dict("records")  # type: ignore[assignment]
    parts: list[Part] = [*map(Prose, view.only)]
    printed: set[str] = set()  # the ids of what is printed: the data hold no more
    if by is None:
        parts += _by_theme(view, records, themes, style, labels, 1, printed)
    else:
        for value in view.project.cases.values(by):
            own = [row for row in records if value in str(row[by]).split("; ")]
            under = _by_theme(view, own, themes, style, labels, 2, printed)
            parts += [Heading(shown_value(value, view.words)), *under] if under else []
    data = Data("quotes", COLUMNS, plain_rows(frame[frame["id"].isin(printed)][list(COLUMNS)]))
    return Output(data, Report(view.words("quotes.chosen.title"), tuple(parts), view.project.changed), view.warnings)


def _by_theme(
    view: View, records: Sequence[Record], themes: Sequence[Theme], style: str, labels: str, level: int,
    printed: set[str],
) -> list[Part]:  # fmt: skip
    parts: list[Part] = []
    for name, own in _grouped(view, records, themes):
        chosen: list[Record] = []
        for code in dict.fromkeys(str(row["code"]) for row in own):
            of_code = [row for row in own if row["code"] == code and row["quote"]]
            usual = view.examples.get(code)
            others = [row for row in of_code if usual and row["id"] == usual["id"]]
            chosen += [row for row in of_code if row["key"]] or others or of_code[:1]
        if not chosen:
            continue
        printed |= {str(row["id"]) for row in chosen}
        parts.append(Heading(name, level))
        parts += inline(view, chosen, labels) if style == "inline" else _quotes(view, chosen, style, labels)
    return parts


def _quotes(view: View, records: Sequence[Record], style: str, labels: str) -> Iterator[Part]:
    for record in records:
        if not record["key"]:
            yield proposed(view, record, labels)
            continue
        *before, last = quote_parts(view, record, style, labels)
        yield from before
        against = view.words("chosen.against", code=record["name"]) if record["against"] else ""
        yield with_margin(last, against)
