"""Judging suggestions: what each action of the desk makes of a session there."""

from dataclasses import replace
from typing import Any

from qualcode.desk.coding_steps import Doing
from qualcode.desk.events import Ask, Decide, DecideAll
from qualcode.desk.session import Session, Step, same_keyword, show_suggestion
from qualcode.model.suggestion import Suggestion
from qualcode.text import Say


def judge(session: Session, _: Any) -> Step:
    """To the first open suggestion from the cursor on, else the first of all."""
    if session.chosen and not session.pending:
        session = replace(session, chosen=())
    pending = session.pending
    if not pending:
        return Step(session, (Say("desk.no_suggestions"),))
    ahead = [one for one in pending if one.transcript == session.transcript and one.span.end > session.cursor]
    return show_suggestion(replace(session, mode="judge"), (ahead or pending)[0])


def _beside(session: Session, by: int) -> Suggestion | None:
    """The next open suggestion in the queue, or the one before; round the end."""
    pending = [
        one
        for one in session.queue
        if one.id == session.current or (one.id not in session.closed and session.fits(one))
    ]
    here = next((place for place, one in enumerate(pending) if one.id == session.current), -1)
    if len(pending) < 2:
        return pending[0] if pending and pending[0].id != session.current else None
    return pending[(here + by) % len(pending)]


def _skip(by: int) -> Doing:
    def skip(session: Session, _: Any) -> Step:
        other = _beside(session, by)
        return show_suggestion(session, other) if other else Step(session, (Say("desk.no_more"),))

    return skip


def _decide(verdict: str, *, ask: str = "", whole: bool = False) -> Doing:
    """Decide on the suggestion shown, and show the next. `ask`: what must be asked first; `whole`: its turn."""

    def decide(session: Session, answer: Any) -> Step:
        suggestion = session.suggestion
        if suggestion is None:
            return Step(session, (Say("desk.no_suggestions"),))
        if suggestion.transcript != session.transcript:  # it could not be shown: try again
            return show_suggestion(session, suggestion)
        if ask and answer is None:
            return Step(session, (Ask(ask, _ACTION[verdict, ask]),))
        span = session.selection or suggestion.span
        if whole:
            span = session.units.transcript.turn_at(suggestion.span.start).span
        said = {"code": "", "reason": "", "note": ""} | ({ask: str(answer)} if ask else {})
        return Step(session, (Decide(suggestion, verdict, span, **said),))

    return decide


_ACTION = {("reject", "reason"): "reject-because", ("change", "code"): "change", ("accept", "note"): "accept-note"}


def onward(session: Session) -> Step:
    """After a decision: the next open suggestion; where there is none, reading goes on."""
    order = [one.id for one in session.queue]
    here = order.index(session.current) if session.current in order else -1
    pending = session.pending
    following = next((one for one in pending if order.index(one.id) > here), pending[0] if pending else None)
    if following is None:
        session = replace(session, mode="read", current="", selection=None, chosen=())
        others = len(session.pending)
        return Step(session, (Say.some("desk.chosen_judged", others) if others else Say("desk.all_judged"),))
    return show_suggestion(session, following)


def _accept_all(session: Session, answer: Any) -> Step:
    """`answer`: the reason, and the ids of those that it was given for."""
    if not same_keyword(session):
        return Step(session, (Say("desk.no_suggestions"),))
    if answer is None:
        return Step(session, (Ask("accept-all", "accept-all"),))
    reason, ids = answer
    same = tuple(one for one in same_keyword(session) if one.id in ids)
    if not reason.strip():
        return Step(session, (Say("desk.reason_needed"),))
    return Step(session, (DecideAll(same, reason.strip()),) if same else ())


def _filter(session: Session, answer: Any) -> Step:
    """`answer`: which suggestions, as (kind, value) pairs; none: all."""
    if answer is None:
        return Step(session, (Ask("filter", "filter"),))
    session = replace(session, chosen=tuple(answer))
    pending = session.pending
    if not pending:
        return Step(replace(session, chosen=()), (Say("desk.none_chosen"),))
    return Step(session) if session.suggestion in pending else show_suggestion(session, pending[0])


def _read(session: Session, _: Any) -> Step:
    return Step(replace(session, mode="read", selection=None))


JUDGE: dict[str, Doing] = {
    "accept": _decide("accept"), "accept-turn": _decide("accept", whole=True), "reject": _decide("reject"),
    "reject-because": _decide("reject", ask="reason"), "change": _decide("change", ask="code"),
    "accept-note": _decide("accept", ask="note"), "skip": _skip(1), "back": _skip(-1), "accept-all": _accept_all,
    "filter": _filter, "read": _read,
}  # fmt: skip
