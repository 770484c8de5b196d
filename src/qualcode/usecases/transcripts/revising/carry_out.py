"""A correction, carried out: the text, the version that it takes the place of, the log and this coder's decisions, in one act."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from qualcode.model.events.revised import Touched
from qualcode.model.versions import SHORT
from qualcode.store.locks import locked
from qualcode.store.memos import stage_memos
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.versions import kept_version
from qualcode.usecases.study import Opened
from qualcode.usecases.transcripts.importing.bring_in import Imported, Revising, write
from qualcode.usecases.transcripts.importing.plan import Plan, Planner
from qualcode.usecases.transcripts.importing.remarks import memos_of, new_memos
from qualcode.usecases.transcripts.revising.correction import DECIDED, REVISED, Correction
from qualcode.usecases.transcripts.revising.decisions import Decision, Decisions, check_complete, events_of


def revise(planner: Planner, plan: Plan, correction: Correction, decisions: Decisions) -> Imported:
    """Put the corrected text in place, with everything that was decided on it."""
    check_complete(correction, decisions)
    revising = Revising(correction.after, partial(_staged, correction=correction, decisions=decisions))
    (written,) = write(planner, plan, correction.coder, revising)
    return written


def take_remarks(planner: Planner, plan: Plan, coder: str) -> None:
    """The comments in the margin of a file whose text is the same, as memos."""
    study, entry = planner.opened.study, plan.entries[0]
    with locked(study.memos), transaction(study) as act:
        stage_memos(act, new_memos(planner.opened.project, memos_of(entry.survey.remarks, entry.id, coder, 0)))


def decide(opened: Opened, correction: Correction, decisions: Decisions) -> None:
    """Carry out decisions on what waits since earlier revisions."""
    check_complete(correction, decisions)
    with transaction(opened.study) as act:
        details = _staged(act, correction, decisions)
        if details:
            act.log(REVISED, correction.coder, transcript=correction.handle.id, **details)


def decide_one(opened: Opened, correction: Correction, one: Touched, decision: Decision) -> tuple[list[str], str]:
    """Carry out one decision, the others left open; returns the ids of its events, and of the log's entry."""
    part = replace(correction, touched=(one,))
    with transaction(opened.study) as act:
        return _decided(act, part, {one.id: decision})


def _decided(act: Transaction, correction: Correction, decisions: Decisions) -> tuple[list[str], str]:
    """Stage the events of decisions, and what the log says of them."""
    name, coder = correction.handle.id, correction.coder
    made = [event.id for event in act.append(coder, name, *events_of(correction, decisions))]
    text = correction.after.sha[:SHORT]
    entry = act.log(DECIDED, coder, of_events=True, transcript=name, text=text, decided=made) if made else ""
    return made, entry


def _staged(act: Transaction, correction: Correction, decisions: Decisions) -> Mapping[str, Any]:
    """Stage all but the text itself; returns what the log says of that."""
    name, coder = correction.handle.id, correction.coder
    if correction.before.intact and correction.before.text != correction.after.text:
        for path, data in kept_version(act.study, correction.before):
            act.put(path, data)
    act.take_back(coder, name, correction.taken_back)
    _decided(act, correction, decisions)
    first, *more = correction.revisions or (None,)
    for revision in more:
        act.log(REVISED, coder, transcript=name, revision=revision.to_json())
    return {"revision": first.to_json()} if first else {}
