"""The sample: who was interviewed, and splits that sum to N, nested ones too."""

from collections.abc import Iterator, Sequence

from qualcode.errors import NothingToShow, QualcodeError
from qualcode.model.case import MISSING
from qualcode.model.handle import read_intact
from qualcode.model.transcript import count_words
from qualcode.report.counts import shown_value
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.listing import Listing, Shown
from qualcode.report.view import View
from qualcode.text import capital

COLUMNS = ("split", "attribute", "value", "within", "cases", "of_cases")


def sample(view: View, splits: Sequence[str] = ()) -> Output:
    """A split for each attribute named, as `a`, or `a/b` for b within each value of a; else for each that may be printed
    and describes the respondents.
    """
    words = view.words
    wanted = list(splits) or list(view.described)
    if not wanted:
        raise NothingToShow("error.no_attribute_to_print")
    for split in wanted:
        if len(set(split.split("/"))) < len(split.split("/")):
            raise QualcodeError("error.attribute_twice", attributes=split)
    wanted = list(dict.fromkeys(wanted))
    rows = [row for split in wanted for row in _split(view, split, split.split("/"), "", _cases(view))]
    data = Data("sample", COLUMNS, tuple(rows))
    columns = (Column(words.heading("attribute"), 3), Column(words.heading("value"), 4), Column("n", 1, True))
    printed: list[Row] = []
    opened = ""
    for record in data.records():
        level = len(str(record["within"]).split("; ")) if record["within"] else 0
        value = shown_value(str(record["value"]), words)
        shown = "\u2003" * level + (words("of_which", value=value) if level else value)
        printed.append(
            Row(("" if record["split"] == opened else capital(str(record["attribute"])), shown, str(record["cases"])))
        )
        opened = str(record["split"])
    total = words("note.sample", n=words.count(len(view.selection.counted_cases)))
    table = Table(words("sample.title"), columns, tuple(printed), (*view.only, total))
    return Output(data, Report(table.title, (table, respondents(view)), view.project.changed), view.warnings)


def sample_or_respondents(view: View) -> Output:
    """The sample; where no attribute may be printed, the respondents without any."""
    if view.described:
        return sample(view)
    table = respondents(view)
    return Output(Data("sample", COLUMNS, ()), Report(table.title, (table,), view.project.changed), view.warnings)


def _cases(view: View) -> list[str]:
    return list(view.selection.counted_cases)


def _split(
    view: View, split: str, attributes: Sequence[str], within: str, cases: Sequence[str]
) -> Iterator[tuple[Value, ...]]:
    """The values of the first attribute among `cases`, each followed by the split of the rest within it."""
    attribute = view.attribute(attributes[0])
    known = view.project.cases
    of_case = {case: known.get(case).value(attribute) for case in cases}
    order = [*known.values(attribute), MISSING]
    for value in sorted(set(of_case.values()), key=order.index):
        members = [case for case in cases if of_case[case] == value]
        yield (split, attribute, value, within, len(members), len(view.selection.counted_cases))
        if attributes[1:]:
            inside = "; ".join(filter(None, (within, f"{attribute}={value}")))
            yield from _split(view, split, attributes[1:], inside, members)


def respondents(view: View, attributes: Sequence[str] = ()) -> Table:
    """Who was interviewed: transcripts, words spoken, duration where it is known, and attributes that may be printed."""
    words = view.words
    names = list(dict.fromkeys((*view.described, *map(view.attribute, attributes))))
    spoken: dict[str, list[tuple[str, int, float]]] = {}
    for handle in view.selection.transcripts:
        if not handle.counts_people:
            continue
        transcript = read_intact(handle)
        times = [turn.time for turn in transcript.turns if turn.time is not None]
        length = times[-1] - times[0] if len(times) > 1 else 0.0
        for case in handle.cases:
            own = sum(count_words(turn.span.of(transcript.text)) for turn in transcript.turns if turn.case == case)
            spoken.setdefault(case, []).append((handle.id, own, length))
    rows: list[tuple[Value, ...]] = []
    for case in _cases(view):
        said = spoken.get(case, [])
        minutes = round(sum(length for *_, length in said) / 60)
        values = (view.project.cases.get(case).value(name) for name in names)
        told = (shown_value(value, words) for value in values)
        texts = ", ".join(name for name, *_ in said)
        rows.append((case, *told, texts, sum(number for _, number, _ in said), minutes or None))
    shown = [Shown("case", 2), *(Shown(name, 3, heading=words.heading(name)) for name in names), Shown("transcript", 3)]
    shown.append(Shown("words", 2, True))
    if any(row[-1] for row in rows):
        shown.append(Shown("minutes", 2, True))
    columns = ("case", *names, "transcript", "words", "minutes")
    notes = [*view.only, *([words("note.words")] if rows else [])]
    return Listing("respondents", columns, rows, shown, capital(words.cases), notes).table(words)
