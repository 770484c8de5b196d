"""What is to be decided of a corrected transcript: what stood there, beside what stands there now."""

from collections.abc import Iterable
from typing import NamedTuple

from qualcode.model.events.revised import Touched
from qualcode.model.span import collapsed
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View

COLUMNS = ("id", "transcript", "turn", "code", "old", "new", "start", "end", "decision", "place", "text_sha")


class Shown(NamedTuple):
    """A text, and the same as it may be shown: what respondents refused is blacked out."""

    transcript: Transcript
    text: str


def revisions_table(view: View, found: Iterable[Touched], before: Shown, after: Shown, shas: str) -> Output:
    """One row for each, in the order of the text."""
    rows = [_row(view, one, before, after, shas) for one in found]
    words = view.words
    shown = (("id", 2), ("turn", 1), ("code", 3), ("old", 7), ("new", 7))
    places = [COLUMNS.index(name) for name, _ in shown]
    printed = tuple(Row(tuple("" if row[at] is None else str(row[at]) for at in places)) for row in rows)
    columns = tuple(Column(words.heading(name), share) for name, share in shown)
    table = Table(words("revise.title"), columns, printed)
    return Output(Data("revisions", COLUMNS, tuple(rows)), Report(table.title, (table,), view.project.changed))


def _row(view: View, one: Touched, before: Shown, after: Shown, shas: str) -> tuple[Value, ...]:
    start, end = (one.place.start, one.place.end) if one.place else (None, None)
    there, at = (after.transcript, start) if start is not None else (before.transcript, one.span.start)
    turn = there.turn_at(at).number if there.turns else None
    code = view.codebook.current.get(one.subject, one.subject)
    old, new = words_of(view, one, before, after)
    return (one.id, after.transcript.id, turn, code, old, new, start, end, "", "", shas)


def words_of(view: View, one: Touched, before: Shown, after: Shown) -> tuple[str, str]:
    """What was said, and what stands there now; "" where nothing does."""
    old = view.words("revise.question") if one.is_question else one.old
    if before.transcript.sha[:SHORT] == one.made_on[:SHORT] and before.text != before.transcript.text:
        old = one.span.of(before.text)
    return collapsed(old), collapsed(one.place.of(after.text)) if one.place else ""
