"""Codings that a change of the codebook left behind: made under an older definition, or waiting to be coded anew."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qualcode.errors import QualcodeError, UnknownName, quoted
from qualcode.model.coding import Coding
from qualcode.model.events.event import CodingsMarked, EventsWithdrawn, NewEvent
from qualcode.model.events.ground import Ground
from qualcode.model.events.revised import Touched, touched
from qualcode.model.handle import read_intact
from qualcode.model.reading import Waiting, waits
from qualcode.model.selection import Filters, select
from qualcode.model.transcript import Transcript
from qualcode.store.journal import read_events
from qualcode.store.lines import new_id
from qualcode.store.log import read_log
from qualcode.store.transaction import transaction
from qualcode.store.transcripts import ground_of
from qualcode.usecases.coding.by_hand import (
    code_applied,
    find_codings,
    in_force,
    list_codings,
    mark,
    remember_definitions,
    same_code,
)
from qualcode.usecases.study import Opened

_CARRIED = (
    "key",
    "deviant",
    "printed",
    "approval",
    "approved_form",
)  # marks that a recoded fragment keeps; note and valence go with it


def stale(opened: Opened, filters: Filters) -> Iterator[tuple[Coding, Transcript]]:
    """The codings that were made, and last confirmed, under another definition than their code has now."""
    codebook = opened.project.codebook
    for coding, transcript in list_codings(opened, filters):
        code = codebook.by_id.get(codebook.current.get(coding.code, ""))
        if code and coding.under and coding.under != code.definition_hash and not coding.requeued:
            yield coding, transcript


def definitions(opened: Opened) -> dict[str, Mapping[str, Any]]:
    """The definitions that codes have had, of which the log keeps the text, by their hash."""
    return {entry["def"]: entry for entry in read_log(opened.study)[0] if entry["what"] == "definition"}


def queue(opened: Opened, filters: Filters) -> Iterator[Waiting]:
    """The codings of codes that were split, and those put back on purpose."""
    codebook = opened.project.codebook
    for coding, transcript in list_codings(opened, filters):
        reason = waits(coding, codebook)
        if reason == "split":
            parts = codebook.by_id[codebook.current[coding.code]].split_into
            yield Waiting(coding, transcript, reason, tuple(codebook.current.get(one, one) for one in parts))
        elif reason:
            yield Waiting(coding, transcript, reason)


def revised(opened: Opened, filters: Filters) -> Iterator[tuple[str, Transcript, Touched]]:
    """Coder, transcript and what waits there for a decision since the text was revised; of the codes that were chosen."""
    project, study = opened.project, opened.study
    selection = select(project, filters)
    for handle in selection.transcripts:
        for journal in project.journals:
            if journal.transcript != handle.id or not filters.takes(journal.coder) or not journal.read().waiting:
                continue
            events = read_events(study.journal(journal.coder, handle.id), journal.coder, handle.id)[0]
            for one in touched(events, ground_of(study, handle.id) or Ground(handle.read(), "")):
                code = project.codebook.current.get(one.subject, one.subject)
                if code in selection.codes or (one.is_question and not selection.narrowed):
                    yield journal.coder, handle.read(), one


def chosen(found: Sequence[Coding], names: Sequence[str]) -> list[Coding]:
    """Those of the codings found that the names begin the ids of; `all`: every one."""
    if "all" in names:
        return list(found)
    for name in names:
        if sum(coding.id.startswith(name) for coding in found) != 1:
            raise QualcodeError("error.no_stale_coding", name=quoted(name))
    return [coding for coding in found if coding.id.startswith(tuple(names))]


def confirm(opened: Opened, coder: str, codings: Iterable[Coding]) -> int:
    """These codings stand under the definition that their code has now, which the log then keeps."""
    codebook = opened.project.codebook
    by_code: dict[str, list[str]] = {}
    for coding in codings:
        by_code.setdefault(codebook.current[coding.code], []).append(coding.id)
    marks = {code: {"confirmed": codebook.by_id[code].looked_at, "requeued": False} for code in by_code}
    with transaction(opened.study):
        remember_definitions(opened, list(by_code), coder)
        return sum(mark(opened, coder, ids, marks[code]) for code, ids in by_code.items())


def requeue(opened: Opened, coder: str, codings: Iterable[Coding]) -> int:
    ids = [coding.id for coding in codings]
    return mark(opened, coder, ids, {"requeued": True}) if ids else 0


def code_first(opened: Opened, words: Sequence[str]) -> list[str]:
    """A code and ids of codings, whichever of the two was typed first."""
    try:
        return [opened.project.code(words[0]), *words[1:]]
    except UnknownName:
        if not _is_of_coding(words[0]):
            raise
    return [opened.project.code(words[-1]), *words[:-1]]


def _is_of_coding(word: str) -> bool:
    """Whether a word looks like the id of a coding, or its beginning."""
    return bool(re.fullmatch(r"[0-9a-f]{3,}", word))


def recode(opened: Opened, coder: str, code: str, ids: Sequence[str]) -> int:
    """Give codings another code; note and marks stay. With the code they have: looked at again, and left as they are."""
    code = opened.project.code(code)
    found = find_codings(opened, coder, ids)
    with transaction(opened.study):
        for transcript, codings in found.items():
            text = read_intact(opened.project.transcript(transcript))
            same = [one for one in codings if opened.project.codebook.current.get(one.code) == code]
            confirm(opened, coder, same)
            for coding in codings:
                if coding not in same:
                    replace_code(opened, coder, text, coding, code)
        remember_definitions(opened, [code], coder)
    return sum(map(len, found.values()))


def replace_code(opened: Opened, coder: str, text: Transcript, old: Coding, code: str) -> tuple[str, list[str]]:
    """Another code on the same fragment; returns the id of its coding, and those of the events.

    In one write: the new coding with its marks, and the old one withdrawn.
    """
    anew = code_applied(opened, text, code, old.span, "hand")
    anew = replace(anew, note=old.note, valence=old.valence, recoded=old.id)
    marks = {name: value for name in _CARRIED if (value := getattr(old, name))}
    with transaction(opened.study) as act:
        there = in_force(act.codings(coder, text.id), same_code(opened, code), old.span)
        target = there.id if there else new_id()
        if there:  # the code was applied there already: it gets the note and marks that it lacks
            marks |= {name: value for name in ("note", "valence") if (value := getattr(old, name))}
            marks = {name: value for name, value in marks.items() if not getattr(there, name)}
        marked = [CodingsMarked(of=(target,), marks=marks)] if marks else []
        applied = [] if there else [NewEvent(anew, target)]
        written = act.append(coder, text.id, *applied, *marked, EventsWithdrawn(of=(old.id,)))
    return target, [event.id for event in written]
