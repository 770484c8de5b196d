"""The quote table, every reference with where it comes from; and the chosen quotes as a thesis prints them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from qualcode.analysis.quoting import COLUMNS, CONTEXT, QuoteRows, is_exchange, plain_rows
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Theme
from qualcode.report.citing import form, inline, proposed, quote_parts, style_of, with_margin
from qualcode.report.counts import shown_value
from qualcode.report.document import Column, Data, Heading, LaterRows, Mapped, Output, Part, Prose, Report, Row, Table
from qualcode.report.view import View
from qualcode.text import Words

Record = dict[str, Any]
T = TypeVar("T")


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
    found = view.fragment_rows(themes, attributes)
    names = {"theme": {theme.id: theme.name for theme in themes}}
    data = Data("quotes", (*COLUMNS, *attributes), found.rows, names=names)
    behind = tuple(name for name in attributes if name in behind)
    made = _Quotes(view, themes, attributes, found, behind)
    if by is None:
        tables = [made.table(view.words("quotes.title"), range(len(found.rows)))]
    else:
        made = made if by in behind else replace(made, behind=(*behind, by))
        at = data.columns.index(by)
        tables = [
            made.table(f"{view.words('quotes.title')}: {by} {shown_value(value, view.words)}", own)
            for value in project.cases.values(by)
            if (own := [place for place, row in enumerate(found.rows) if value in row[at].split("; ")])
        ]
    return Output(data, Report(view.words("quotes.title"), tuple(tables), project.changed), view.warnings)


def _themes(view: View) -> Sequence[Theme]:
    """Those of the view; all where the study has several sets and none was chosen: the column names those of each."""
    chosen = view.filters.themes or view.filters.theme or view.project.settings.themes
    return view.themes if chosen or len(view.codebook.theme_sets) < 2 else view.codebook.themes


@dataclass(frozen=True)
class _Quotes:
    """The quotes of a view, for its tables; `behind`: the attributes that stand behind a quote."""

    view: View
    themes: Sequence[Theme]
    attributes: Sequence[str]
    found: QuoteRows
    behind: tuple[str, ...]

    def table(self, title: str, places: Sequence[int]) -> Table:
        """Of the quotes at these places."""
        words, pooled = (
            self.view.words,
            len(self.view.coders) > 1,
        )  # whose coding each is, where they are several people's
        columns = [Column(words.heading("fragment"), 7), Column(words.heading("place"), 2)]
        if self.themes:
            columns.insert(1, Column(words.heading("code"), 3))
        if pooled:
            columns.append(Column(words.heading("coder"), 2))
        rows = LaterRows(lambda: Mapped(list(self._lines(places)), partial(self._row, pooled)))
        return Table(title, tuple(columns), rows, tuple(self._notes(places)))

    def _lines(self, places: Sequence[int]) -> Iterator[str | int]:
        """The name of each group, and the places of its quotes."""
        rows, key = self.found.rows, COLUMNS.index("theme" if self.themes else "code")
        for name, own in _grouped(self.view, places, self.themes, lambda place: str(rows[place][key])):
            yield name
            yield from own

    def _row(self, pooled: bool, line: str | int) -> Row:
        view = self.view
        if isinstance(line, str):
            return Row((line, *[""] * (1 + bool(self.themes) + pooled)), group=True)
        record = dict(zip(self._keys, (*self.found.rows[line], *self._around[line]), strict=True))
        mark = "".join(sign for sign, key in (("*", "key"), ("†", "printed"), ("‡", "against")) if record[key])
        text = form(view, record) if record["printed"] or is_exchange(record) else str(record["quote"])
        code = (str(record["name"]),) if self.themes else ()
        who = (str(record["coder"]),) if pooled else ()
        source = _source(record, self.behind, view.words)
        return Row((f"{text or view.words('withheld')}{mark}", *code, source, *who), context=_context(record))

    @cached_property
    def _around(self) -> Sequence[tuple[Any, ...]]:
        return self.view.around_fragments(self.themes, self.attributes)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return (*COLUMNS, *self.attributes, *CONTEXT)

    def _notes(self, places: Sequence[int]) -> Iterator[str]:
        words, view = self.view.words, self.view
        key, printed, quote, theme = (COLUMNS.index(name) for name in ("key", "printed", "quote", "theme"))
        rows = [self.found.rows[place] for place in places]
        yield from view.only
        if any(row[key] for row in rows):
            yield words("note.key")
        if any(row[printed] for row in rows):
            yield words("note.printed")
        if any(self.found.against[place] for place in places):
            yield words("note.against.mark")
        if not all(row[quote] for row in rows):
            yield words("note.withheld")
        if self.themes and any("; " in row[theme] for row in rows):
            yield words("note.several_themes")
        yield words("note.reference")
        if view.coders:
            yield words("note.coders", coders=view.names_of(view.coders))


def _grouped(
    view: View, fragments: Iterable[T], themes: Sequence[Theme], stands: Callable[[T], str]
) -> Iterator[tuple[str, list[T]]]:
    """(theme, its fragments), those in no theme last; without themes (code, its fragments). `stands`: the ids of where one does."""
    names = {theme.id: theme.name for theme in themes} if themes else {}
    order = list(names) or list(view.codes)
    found: dict[str, list[T]] = {name: [] for name in (*order, "")}
    for fragment in fragments:
        for name in stands(fragment).split("; "):
            found[name].append(fragment)
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
    key = "theme" if themes else "code"
    for name, own in _grouped(view, records, themes, lambda record: str(record[key])):
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
