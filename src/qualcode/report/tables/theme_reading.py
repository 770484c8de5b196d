"""A theme read as a whole: all its fragments in context; and the codes that stand in no theme."""

from qualcode.analysis.readings import Reading
from qualcode.analysis.references import Reference, all_references
from qualcode.model.codebook import Theme
from qualcode.model.span import collapsed
from qualcode.model.transcript import Turn
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.listing import Listing, Shown
from qualcode.report.notes import count_notes
from qualcode.report.view import View

COLUMNS = (
    "id", "case", "transcript", "turn", "start", "end", "code", "question_before", "before", "quote", "after", "fit",
    "key",
)  # fmt: skip


def theme_fragments(view: View, name: str) -> Output:
    """Every reference of the theme with the question before it and the rest of its turns; overlapping codes as one."""
    wanted = view.codebook.theme_meant(name, part=True)
    theme = next(one for one in view.codebook.themes if one.id == wanted)
    words = view.words
    targets = {theme.id: view.members(theme)}
    rows: list[tuple[Value, ...]] = []
    shown: dict[tuple[str, int], list[tuple[Reading, Reference]]] = {}
    for reading, reference in all_references(view.project, view.selection, view.coders, targets):
        rows.append(_row(view, theme, reading, reference))
        shown.setdefault((reference.transcript, _turns(reading, reference)[0].number), []).append((reading, reference))
    headings = (("place", 2), ("context", 9), ("code", 3), ("fit", 1))
    columns = tuple(
        Column(words("themes.reading.context") if key == "context" else words.heading(key), share)
        for key, share in headings
    )
    printed = tuple(_read(view, theme, together) for together in shown.values())
    said = words("expectation", statement=theme.statement) if theme.id in view.expectations else theme.statement
    notes = (*view.only, *(text for text in (said, theme.boundary) if text), words("themes.reading.note"))
    table = Table(words("themes.reading.title", theme=theme.name), columns, printed, notes)
    data = Data("theme_fragments", COLUMNS, tuple(rows))
    return Output(data, Report(table.title, (table,), view.project.changed), view.warnings)


def _turns(reading: Reading, reference: Reference) -> tuple[Turn, ...]:
    """The turns a reference lies in, whoever speaks."""
    turns = reading.transcript.turns_touched(reference.span)
    return turns or (reading.transcript.turn_at(reference.span.start),)


def _read(view: View, theme: Theme, together: list[tuple[Reading, Reference]]) -> Row:
    """The turns of references that begin in one turn, the references between guillemets: bold is lost in some formats."""
    text = together[0][0].printable
    turns = [turn for reading, reference in together for turn in _turns(reading, reference)]
    start, end = min(turn.span.start for turn in turns), max(turn.span.end for turn in turns)
    several = len({turn.speaker for turn in turns}) > 1
    pieces, at = [f"{turns[0].speaker}: "] if several else [], start
    for _, reference in together:
        span = reference.span
        pieces += [text[at : span.start], "»", span.of(text), "«"]
        at = span.end
    pieces.append(text[at:end])
    who = dict.fromkeys(turn.case or turn.speaker for turn in turns)
    case = "; ".join(filter(None, who)) or together[0][1].transcript
    codes = dict.fromkeys(name for _, reference in together for name in _codes(view, reference))
    fits = dict.fromkeys(fit for _, reference in together if (fit := _fit(view, theme, reference)))
    told = ", ".join(view.words.of("fit", fit) for fit in fits)
    return Row((f"{case}, {turns[0].number}", collapsed("".join(pieces)), "; ".join(codes), told))


def _codes(view: View, reference: Reference) -> list[str]:
    codes = {view.codebook.current[coding.code] for coding in reference.codings}
    return [view.codebook.by_id[code].name for code in view.codes if code in codes]


def _fit(view: View, theme: Theme, reference: Reference) -> str:
    """The worst verdict on the codings of a reference, where there is one."""
    about = view.codebook.current_theme
    fits = {fit for coding in reference.codings for name, fit in coding.fit if about.get(name) == theme.id}
    return next((fit for fit in ("no", "doubt", "yes") if fit in fits), "")


def _row(view: View, theme: Theme, reading: Reading, reference: Reference) -> tuple[Value, ...]:
    span = reference.span
    turns = _turns(reading, reference)
    return (
        "; ".join(coding.id for coding in reference.codings),
        "; ".join(dict.fromkeys(turn.case for turn in reference.turns if turn.case)),
        reference.transcript,
        (reference.turns or turns)[0].number,
        span.start,
        span.end,
        "; ".join(_codes(view, reference)),
        reading.question_before(turns[0]),
        reading.words(turns[0].span.start, span.start),
        reading.words(span.start, span.end),
        reading.words(span.end, turns[-1].span.end),
        _fit(view, theme, reference),
        any(coding.key for coding in reference.codings),
    )


def unplaced(view: View) -> Output:
    """The codes that stand in no theme, and below none that does, with their counts."""
    words = view.words
    codes = view.loose
    counted = view.count(view.targets(view.loose))
    found = counted.figures()
    rows: list[tuple[Value, ...]] = [
        (code, view.codebook.by_id[code].name, own.cases, own.cases.of, own.references, own.cases.read)
        for code, own in found.items()
    ]
    shown = (
        Shown("name", 6, heading=words.heading("code")),
        Shown("references", 2, True),
        Shown("cases", 2, True, text=lambda record: words.n_of(found[str(record["code"])].cases)),
    )
    columns = ("code", "name", "cases", "of_cases", "references", "read_cases")
    notes = count_notes(view, counted, dashes=not all(own.cases.known for own in found.values()))
    notes = [*view.only, *(notes if codes else [words("themes.unplaced.none")])]
    return Listing("unplaced", columns, rows, shown, words("themes.unplaced.title"), notes).output(
        words, view.project.changed, view.warnings
    )
