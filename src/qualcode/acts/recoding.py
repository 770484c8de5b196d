"""Codings that a change of the codebook left behind: made under an older definition, or waiting to be coded anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts.coding import apply_draft, find_codings, in_force, list_codings, mark, remember_definitions
from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError, told
from qualcode.model.coding import Coding, Codings
from qualcode.model.selection import Filters
from qualcode.model.transcript import Transcript, read_intact
from qualcode.report.tree import Column, Data, Output, Report, Row, Table
from qualcode.store.journal import Draft, update
from qualcode.store.log import read_log

_CARRIED = ("key", "deviant", "printed", "approval")  # marks that a recoded fragment keeps; note and valence go with it
STALE = ("id", "transcript", "turn", "code", "name", "definition_then", "definition_now", "quote", "coder", "at")
QUEUE = ("id", "transcript", "turn", "code", "name", "reason", "choices", "quote", "coder", "at")


@dataclass(frozen=True)
class Waiting:
    """A coding that waits to be coded anew, why, and the codes it may get."""

    coding: Coding
    transcript: Transcript
    reason: str
    choices: tuple[str, ...] = ()


def stale(opened: Opened, filters: Filters) -> Iterator[tuple[Coding, Transcript]]:
    """The codings that were made, and last confirmed, under another definition than their code has now."""
    codebook = opened.project.codebook
    for coding, transcript in list_codings(opened, filters):
        code = codebook.by_id.get(codebook.current.get(coding.code, ""))
        under = coding.confirmed or coding.definition
        if code and under and under != code.definition_hash:
            yield coding, transcript


def queue(opened: Opened, filters: Filters) -> Iterator[Waiting]:
    """The codings of codes that were split, and those put back on purpose."""
    codebook = opened.project.codebook
    for coding, transcript in list_codings(opened, filters):
        code = codebook.by_id.get(codebook.current.get(coding.code, ""))
        if code and code.split_into:
            choices = tuple(codebook.current.get(one, one) for one in code.split_into)
            yield Waiting(coding, transcript, "split", choices)
        elif code and coding.requeued:
            yield Waiting(coding, transcript, "requeued")


def chosen(found: Sequence[Coding], names: Sequence[str]) -> list[Coding]:
    """Those of the codings found that the names begin the ids of; `all`: every one."""
    if "all" in names:
        return list(found)
    for name in names:
        if sum(coding.id.startswith(name) for coding in found) != 1:
            raise QualcodeError(f"No coding of yours listed by `stale` has an id that begins with {told(name)} alone.")
    return [coding for coding in found if coding.id.startswith(tuple(names))]


def confirm(opened: Opened, coder: str, codings: Iterable[Coding]) -> int:
    """These codings stand under the definition that their code has now."""
    codebook = opened.project.codebook
    by_definition: dict[str, list[str]] = {}
    for coding in codings:
        now = codebook.by_id[codebook.current[coding.code]].definition_hash
        by_definition.setdefault(now, []).append(coding.id)
    marks = {now: {"confirmed": now, "requeued": False} for now in by_definition}
    return sum(mark(opened, coder, ids, marks[now]) for now, ids in by_definition.items())


def requeue(opened: Opened, coder: str, codings: Iterable[Coding]) -> int:
    ids = [coding.id for coding in codings]
    return mark(opened, coder, ids, {"requeued": True}) if ids else 0


def recode(opened: Opened, coder: str, code: str, ids: Sequence[str]) -> int:
    """Give codings another code: the old is withdrawn and the new applied in one go; note and marks stay."""
    code = opened.project.code(code)
    found = find_codings(opened, coder, ids)
    for transcript, codings in found.items():
        handle = opened.project.transcript(transcript)
        text = read_intact(handle)
        for coding in codings:
            extra = {"origin": "hand", "note": coding.note, "valence": coding.valence, "recoded": coding.id}
            draft = apply_draft(opened, handle, text, code, coding.span, **extra)
            written = update(opened.study, coder, handle.id, _replacing(coding, code, draft))
            marks = {name: value for name in _CARRIED if (value := getattr(coding, name))}
            applied = [event.id for event in written if event.event == "apply"]
            if marks and applied:
                update(opened.study, coder, handle.id, _marking(applied, marks))
    remember_definitions(opened, [code], coder)
    return sum(map(len, found.values()))


def _replacing(old: Coding, code: str, draft: Draft) -> Callable[[Codings], list[Draft]]:
    def decide(codings: Codings) -> list[Draft]:
        existing = in_force(codings, code, old.span)
        if existing and existing.id == old.id:  # it keeps its code: looked at again, and no longer waiting
            return [("mark", {"of": [old.id], "set": {"requeued": False}})] if old.requeued else []
        return [("withdraw", {"of": [old.id]}), *([] if existing else [draft])]

    return decide


def _marking(ids: list[str], marks: Mapping[str, Any]) -> Callable[[Codings], list[Draft]]:
    return lambda _: [("mark", {"of": ids, "set": dict(marks)})]


def stale_table(opened: Opened, found: Sequence[tuple[Coding, Transcript]]) -> Output:
    """One row a coding, with the definition it was made under and the one of today."""
    codebook, words = opened.project.codebook, opened.words
    logged = {entry["def"]: entry for entry in read_log(opened.study)[0] if entry["what"] == "definition"}
    rows = []
    for coding, transcript in found:
        code = codebook.by_id[codebook.current[coding.code]]
        then = logged.get(coding.confirmed or coding.definition)
        now = {"definition": code.definition, "include": code.include, "exclude": code.exclude}
        before = _rules(then) if then else words("stale.unknown")
        head = (coding.id, coding.transcript, transcript.turn_at(coding.span.start).number, code.id, code.name)
        rows.append((*head, before, _rules(now), coding.quote, coding.coder, coding.at))
    shown = (("id", 2), ("transcript", 2), ("name", 3), ("definition_then", 6), ("definition_now", 6), ("quote", 6))
    return _table(opened, "stale", STALE, rows, shown)


def _rules(definition: Mapping[str, Any]) -> str:
    """A definition with its rules: what it is, + when to use it, − when not."""
    marks = {"definition": "", "include": "+ ", "exclude": "− "}
    return "\n".join(f"{mark}{definition[key]}" for key, mark in marks.items() if definition.get(key)) or "–"


def queue_table(opened: Opened, found: Iterable[Waiting]) -> Output:
    """One row a coding that waits, with why and what it may become."""
    codebook = opened.project.codebook
    rows = []
    for one in found:
        coding = one.coding
        code = codebook.by_id[codebook.current[coding.code]]
        turn = one.transcript.turn_at(coding.span.start).number
        reason = opened.words(f"queue.{one.reason}")
        head = (coding.id, coding.transcript, turn, code.id, code.name, reason, "; ".join(one.choices))
        rows.append((*head, coding.quote, coding.coder, coding.at))
    shown = (("id", 2), ("transcript", 2), ("name", 3), ("reason", 3), ("choices", 4), ("quote", 7))
    return _table(opened, "queue", QUEUE, rows, shown)


def _table(
    opened: Opened,
    key: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    shown: Iterable[tuple[str, int]],
) -> Output:
    words = opened.words
    data = Data(key, columns, tuple(rows))
    heads = tuple(Column(words.heading(name), share) for name, share in shown)
    names = [name for name, _ in shown]
    printed = tuple(Row(tuple(str(record[name]) for name in names)) for record in data.records())
    table = Table(words(f"{key}.title"), heads, printed)
    return Output(data, Report(table.title, (table,), opened.project.changed), opened.project.left_out())
