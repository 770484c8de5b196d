"""Codings themselves, as a table of plain rows: those in force, and those that a change of the codebook left behind."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from qualcode.editing.development import rules, told_rules
from qualcode.model.coding import Coding
from qualcode.model.events.revised import Touched
from qualcode.model.reading import Waiting
from qualcode.model.span import MASK, OMITTED, collapsed
from qualcode.model.transcript import Transcript
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View

_LIST = ("id", "transcript", "turn", "start", "end", "code", "coder", "valence", "key", "note", "quote", "at")
_STALE = ("id", "transcript", "turn", "code", "name", "definition_then", "definition_now", "quote", "coder", "at")
_QUEUE = ("id", "transcript", "turn", "code", "name", "reason", "choices", "quote", "coder", "at")


def coding_table(view: View, codings: Iterable[tuple[Coding, Transcript]]) -> Output:
    """One row a coding (not a reference)."""
    words, project = view.words, view.project
    rows = []
    printed = []
    text, shown = "", ""
    for coding, transcript in codings:
        if transcript.text is not text:
            text, shown = transcript.text, project.printable(transcript)
        quote = collapsed(coding.span.of(shown)) if MASK in shown else coding.quote
        note = "" if MASK in coding.span.of(shown) else coding.note  # it may repeat what was refused
        turn = transcript.turn_at(coding.span.start).number if transcript.turns else None
        code = project.codebook.current.get(coding.code, coding.code)
        rows.append(
            (
                coding.id, coding.transcript, turn, coding.span.start, coding.span.end, code, coding.coder,
                coding.valence, coding.key, note, quote, coding.at,
            )
        )  # fmt: skip
        printed.append(Row((coding.id, f"{coding.transcript}, {turn}", code, coding.coder, quote)))
    widths = (("id", 2), ("transcript", 2), ("code", 3), ("coder", 2), ("quote", 8))
    columns = tuple(Column(words.heading(key), share) for key, share in widths)
    table = Table(words("codings.title"), columns, tuple(printed))
    return Output(
        Data("codings", _LIST, tuple(rows)),
        Report(table.title, (table,), project.changed),
        project.left_out(),
    )


def stale_table(
    view: View, found: Iterable[tuple[Coding, Transcript]], defined: Mapping[str, Mapping[str, Any]]
) -> Output:
    """One row a coding, with the definition it was made under and the one of today. `defined`: the log's, by their hash."""
    codebook, words = view.codebook, view.words
    rows = []
    for coding, transcript in found:
        code = codebook.by_id[codebook.current[coding.code]]
        then = defined.get(coding.under)
        before = words("stale.unknown")
        if then is not None:
            before = told_rules(*(str(then.get(key, "")) for key in ("definition", "include", "exclude"))) or "–"
        head = (coding.id, coding.transcript, transcript.turn_at(coding.span.start).number, code.id, code.name)
        rows.append((*head, before, rules(code) or "–", _words(view, coding, transcript), coding.coder, coding.at))
    shown = (("id", 2), ("transcript", 2), ("name", 3), ("definition_then", 6), ("definition_now", 6), ("quote", 6))
    return _table(view, "stale", _STALE, rows, shown)


def _words(view: View, coding: Coding, transcript: Transcript) -> str:
    return collapsed(coding.span.of(view.project.printable(transcript)))


def queue_table(
    view: View, found: Iterable[Waiting], revised: Iterable[tuple[str, Transcript, Touched]] = ()
) -> Output:
    """One row a coding that waits, with why and what it may become; `revised`: coder, transcript and what waits since a
    revision, with its words as they were.
    """
    codebook = view.codebook
    rows: list[tuple[Any, ...]] = []
    for one in found:
        coding = one.coding
        code = codebook.by_id[codebook.current[coding.code]]
        turn = one.transcript.turn_at(coding.span.start).number
        reason = view.words.of("queue", one.reason)
        head = (coding.id, coding.transcript, turn, code.id, code.name, reason, "; ".join(one.choices))
        rows.append((*head, _words(view, coding, one.transcript), coding.coder, coding.at))
    for coder, transcript, item in revised:
        code_id = codebook.current.get(item.subject, item.subject)
        name = codebook.by_id[code_id].name if code_id in codebook.by_id else item.subject
        number = transcript.turn_at(item.place.start).number if item.place else None
        refused = item.coding is not None and item.coding.approval == "refused"
        quote = OMITTED if refused else item.old or view.words("revise.question")
        at = item.coding.at if item.coding else ""
        reason = view.words("queue.revised")
        rows.append((item.id, transcript.id, number, code_id, name, reason, "", quote, coder, at))
    shown = (("id", 2), ("transcript", 2), ("name", 3), ("reason", 3), ("choices", 4), ("quote", 7))
    return _table(view, "queue", _QUEUE, rows, shown)


def _table(
    view: View,
    key: Literal["stale", "queue"],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    shown: Iterable[tuple[str, int]],
) -> Output:
    words = view.words
    data = Data(key, columns, tuple(rows))
    heads = tuple(Column(words.heading(name), share) for name, share in shown)
    names = [name for name, _ in shown]
    printed = tuple(Row(tuple(str(record[name]) for name in names)) for record in data.records())
    table = Table(words.of(key, "title"), heads, printed)
    return Output(data, Report(table.title, (table,), view.project.changed), view.project.left_out())
