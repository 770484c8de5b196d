"""The smaller forms of an appendix: questions, topic list, conceptual model, scales, lists, sources, coding tree."""

from collections.abc import Iterator, Sequence

from qualcode.errors import NothingToShow
from qualcode.model.case import MISSING
from qualcode.model.codebook import Scale
from qualcode.model.handle import read_intact
from qualcode.model.transcript import count_words
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.listing import Listing, Record, Shown
from qualcode.report.notes import dash_and_direction
from qualcode.report.view import View
from qualcode.text import capital


def questions(view: View) -> Output:
    """The research questions: kind, method, the section that answers each."""
    rows = [(one.id, one.text, one.kind, one.method, one.section) for one in view.codebook.questions]
    words = view.words
    shown = (
        Shown("text", 7, heading=words.heading("question")),
        Shown("kind", 3, text=lambda record: words.term(f"question.{record['kind']}") if record["kind"] else ""),
        Shown("method", 4),
        Shown("section", 2),
    )
    columns = ("question", "text", "kind", "method", "section")
    return Listing("questions", columns, rows, shown, words("questions.title")).output(words, view.project.changed)


def topics(view: View) -> Output:
    """The topic list: per group of respondents and section, by perspective and letter, with the codes a topic is for."""
    words, codebook = view.words, view.codebook
    names = {code.id: code.name for code in codebook.codes}
    rows = [
        (
            one.id,
            one.group,
            one.section,
            one.perspective,
            one.letter,
            one.text,
            "; ".join(names[codebook.current[code]] for code in one.codes if code in codebook.current),
        )
        for one in codebook.topics
    ]
    shown = [Shown("letter", 1)]
    shown += [Shown("perspective", 3)]
    shown += [Shown("text", 8, heading=words.heading("interview_question")), Shown("codes", 5)]

    def group(record: Record) -> str:
        people = view.project.settings.groups.get(str(record["group"]), (record["group"],))[-1]
        return ": ".join(filter(None, (capital(str(people)), str(record["section"]))))

    columns = ("topic", "group", "section", "perspective", "letter", "text", "codes")
    grouped = any(row[1] or row[2] for row in rows)
    listing = Listing("topics", columns, rows, shown, words("topics.title"), group=group if grouped else None)
    return listing.output(words, view.project.changed)


def model(view: View) -> Output:
    """The conceptual model: in each theme (condition) its barriers, facilitators and strategies, by kind."""
    words, codebook = view.words, view.codebook
    sides = ("barrier", "facilitator", "strategy")
    rows: list[tuple[Value, ...]] = []
    for theme in view.themes:
        codes = [codebook.by_id[code] for code in view.members(theme) if code in codebook.leaves]
        rows.append((theme.name, *(bulleted([code.name for code in codes if code.kind == side]) for side in sides)))
    used = [side for place, side in enumerate(sides, 1) if any(row[place] for row in rows)]
    shown = [Shown("theme", 4), *(Shown(side, 5, heading=capital(words.plural(side))) for side in used)]
    listing = Listing("model", ("theme", *sides), rows, shown, words("model.title"), view.only)
    return listing.output(words, view.project.changed)


def bulleted(names: Sequence[str]) -> str:
    """Names in a cell of a table, a line each; one alone needs no bullet."""
    return "\n".join(f"• {name}" for name in names) if len(names) > 1 else "".join(names)


def item_sets(view: View) -> Output:
    """The plain lists of the codebook, each in its columns."""
    tables = []
    rows: list[tuple[Value, ...]] = []
    for one in view.codebook.sets:
        columns = one.columns or ("",)
        lists = [[item.name for item in one.items if item.column == column or not one.columns] for column in columns]
        height = max(map(len, lists), default=0)
        cells = (tuple(names[line] if line < len(names) else "" for names in lists) for line in range(height))
        tables.append(Table(one.name, tuple(Column(column) for column in columns), tuple(map(Row, cells))))
        rows += [(one.id, item.id, item.name, item.column) for item in one.items]
    data = Data("sets", ("set", "item", "name", "column"), tuple(rows))
    return Output(data, Report(view.words("sets.title"), tuple(tables), view.project.changed))


def scales(view: View) -> Output:
    """Each dimension with its poles, and the cases where the researcher placed them, in order of value."""
    words = view.words
    rows: list[tuple[Value, ...]] = []
    printed = []
    for scale in view.codebook.scales:
        if scale.attribute and scale.attribute not in view.published:
            raise NothingToShow("error.scale_attribute", scale=scale.id, attribute=scale.attribute)
        placed = _placed(view, scale)
        rows += [(scale.id, case, value) for value, cases in placed for case in cases]
        between = "\u2002".join(f"{value}: {', '.join(cases)}" for value, cases in placed)
        printed.append(Row((scale.name, scale.low, between, scale.high)))
    columns = (
        Column(words.heading("scale"), 3),
        Column(words.heading("low"), 3),
        Column(capital(words.cases), 6),
        Column(words.heading("high"), 3),
    )
    notes = (*view.only, words("scales.note")) if rows else ()
    table = Table(words("scales.title"), columns, tuple(printed), notes)
    return Output(
        Data("scales", ("scale", "case", "value"), tuple(rows)), Report(table.title, (table,), view.project.changed)
    )


def _placed(view: View, scale: Scale) -> list[tuple[str, list[str]]]:
    """(value, the cases that have it), from the low pole to the high one: numbers by size, words as cases.csv has them."""
    found: dict[str, list[str]] = {}
    if scale.attribute:
        view.attribute(scale.attribute)
        for case in view.selection.counted_cases:
            value = view.project.cases.get(case).value(scale.attribute)
            if value != MISSING:
                found.setdefault(value, []).append(case)
    order = list(view.project.cases.values(scale.attribute)) if scale.attribute else []

    def place(value: str) -> tuple[float, int]:
        try:
            return (float(value.replace(",", ".")), 0)
        except ValueError:
            return (float("inf"), order.index(value))

    return sorted(found.items(), key=lambda item: place(item[0]))


def sources(view: View) -> Output:
    """All data, by kind: interviews, and beside them documents, field notes and pilots, which are counted apart."""
    words = view.words
    rows: list[tuple[Value, ...]] = []
    for handle in view.selection.transcripts:
        text = read_intact(handle)
        number = sum(count_words(turn.span.of(text.text)) for turn in text.turns if turn.is_respondent)
        cases = "; ".join(case for case in handle.cases)
        rows.append((handle.kind, handle.id, handle.round, cases, number))
    order = list(dict.fromkeys(row[0] for row in rows))
    rows.sort(key=lambda row: order.index(row[0]))
    shown = [Shown("transcript", 3), Shown("cases", 3)]
    shown += [Shown("round", 1, True)] if len({row[2] for row in rows}) > 1 else []
    shown.append(Shown("words", 2, True))
    others = any(row[0] not in ("interview", "focus-group") for row in rows)
    notes = [*view.only, *([words("sources.note")] if others else [])]
    columns = ("kind", "transcript", "round", "cases", "words")
    listing = Listing(
        "sources", columns, rows, shown, words("sources.title"), notes,
        group=lambda record: capital(words.term(str(record["kind"]))),
    )  # fmt: skip
    return listing.output(words, view.project.changed)


def coding_tree(view: View) -> Output:
    """The codes under their themes (or their research questions, without themes), with what each counts."""
    words, codebook = view.words, view.codebook
    counted = view.count()
    found = counted.figures()
    printed = []
    rows: list[tuple[Value, ...]] = []
    for name, codes in _branches(view):
        printed.append(Row((name, "", ""), group=True))
        inside = set(codes)
        for code in map(codebook.by_id.__getitem__, codes):
            level = 1 + sum(above in inside for above in list(codebook.ancestors(code.id))[1:])
            own = found[code.id].references
            kind = words.term(code.kind) + (f", {words('inductive')}" if code.origin == "inductive" else "")
            rows.append((name, code.id, code.name, level, code.kind, code.origin, own, own.read))
            printed.append(Row((code.name, kind, words.figure(own)), level))
    columns = [Column(words.heading("code"), 7), Column(words.heading("kind"), 3)]
    if view.numbers:
        columns.append(Column(words.heading("references"), 2, True))
    else:
        rows = [(*row[:6], None, None) for row in rows]
        printed = [Row(row.cells[:2], row.level, row.group) for row in printed]
    keys = ("branch", "code", "name", "level", "kind", "origin", "references", "read_cases")
    data = Data("tree", keys, tuple(rows))
    notes = [*view.only, *([words("note.reference")] if view.numbers else [])]
    if view.numbers:
        notes += dash_and_direction(view, counted, dashes=data.has_dashes)
    table = Table(words("tree.title"), tuple(columns), tuple(printed), tuple(notes))
    return Output(data, Report(table.title, (table,), view.project.changed), view.warnings)


def _branches(view: View) -> Iterator[tuple[str, list[str]]]:
    themes = [theme for theme in view.themes if view.members(theme)]
    for theme in themes:
        yield theme.name, list(view.members(theme))
    loose = list(view.loose)
    if themes and loose:
        yield view.words("no_theme"), loose
    if not themes:
        names = {question.id: question.text for question in view.codebook.questions}
        of: dict[str, list[str]] = {}
        for code in loose:
            of.setdefault(view.codebook.by_id[code].question, []).append(code)
        for question, codes in of.items():
            yield names.get(question, view.words("no_question") if names else view.words("tree.codes")), codes
