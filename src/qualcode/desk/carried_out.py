"""Acts at the desk carried out: each is on disk when `perform` returns, and can be undone and done again, as further events."""

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.desk import session as core
from qualcode.desk.acts import ACTS
from qualcode.desk.desk import Desk, DoneAct, Outcome
from qualcode.desk.events import (
    Act,
    Apply,
    Decide,
    DecideAll,
    EditThemes,
    Fit,
    Mark,
    NewCode,
    Recode,
    Redo,
    Revised,
    Undo,
    Withdraw,
    decided_by,
)
from qualcode.desk.session import Session
from qualcode.errors import ChangedElsewhere, QualcodeError
from qualcode.text import Say
from qualcode.usecases import at_desk

if TYPE_CHECKING:
    from qualcode.text.keys import Key


def perform(desk: Desk, session: Session, act: Act) -> Outcome:
    """Carry out an act; it is on disk when this returns. Raises QualcodeError where it cannot be done."""
    if isinstance(act, Undo):
        return _undo(desk, session)
    if isinstance(act, Redo):
        return _redo(desk, session)
    done, session, said = _do(desk, session, act)
    if done.events or done.edit:
        desk.done.append(done)
        desk.undone.clear()
    return _after(desk, session, said, edited=bool(done.edit))


def _after(desk: Desk, session: Session, said: tuple[Say, ...], *, edited: bool) -> Outcome:
    if edited:
        try:
            said += desk.reopen()
        except QualcodeError as error:  # the act stands; what else is wrong with the study is told
            said += (Say("desk.faulty", fault=error),)
    session = desk.refreshed(session)
    desk.remember(session)
    return Outcome(session, said)


def _do(desk: Desk, session: Session, act: Act) -> tuple[DoneAct, Session, tuple[Say, ...]]:
    if desk.text_changed(session):
        raise ChangedElsewhere("error.transcript_changed_elsewhere", transcript=session.transcript)
    made = ACTS[type(act)](desk, session, act)
    events = tuple((name, tuple(ids)) for name, ids in made.events if ids)
    done = DoneAct(act, session.transcript, session.cursor, events, made.edit, made.logged)
    return done, made.session, made.said


# Undoing. An act stays on its list until it is taken back, so that a failure can be mended and tried again.


def _undo(desk: Desk, session: Session) -> Outcome:
    if not desk.done:
        return Outcome(session, (Say("desk.nothing_to_undo"),))
    last = desk.done[-1]
    session = _there(desk, session, last)
    back = _taken_back(desk, last, desk.done)
    if isinstance(last.act, NewCode):  # to be made anew under the id that later events name
        ((name, ids),) = back.events or ((session.transcript, ()),)
        gone = at_desk.withdrawn_ids(desk.opened, desk.coder, name, ids)
        back = back._replace(act=last.act._replace(restores=gone[0] if gone else ""))
    desk.undone.append(back)
    session = replace(session, closed=session.closed - decided_by(last.act))
    return _moved_on(desk, session, last, "desk.undone" if back.events or back.edit else "desk.gone_already")


def _redo(desk: Desk, session: Session) -> Outcome:
    if not desk.undone:
        return Outcome(session, (Say("desk.nothing_to_redo"),))
    last = desk.undone[-1]
    session = _there(desk, session, last)
    if last.edit:  # an edit of the codebook is made anew
        back, session, _ = _do(desk, session, last.act)
        desk.undone.pop()
    else:
        back = _taken_back(desk, last, desk.undone)
    desk.done.append(back)
    session = replace(session, closed=session.closed | decided_by(last.act))
    return _moved_on(desk, session, last, "desk.redone")


def _moved_on(desk: Desk, session: Session, done: DoneAct, key: "Key") -> Outcome:
    outcome = _after(desk, session, (Say(key, what=_told(done.act, desk)),), edited=bool(done.edit))
    wanted = next(iter(decided_by(done.act)), "")
    return outcome._replace(session=core.still_judging(outcome.session, wanted))


def _there(desk: Desk, session: Session, done: DoneAct) -> Session:
    """The session where the act was done."""
    if done.transcript != session.transcript:
        return desk.session(done.transcript, done.position, session)
    return core.at(session, done.position)


def _taken_back(desk: Desk, done: DoneAct, stack: list[DoneAct]) -> DoneAct:
    """The last of a stack undone by further events, all of them or none, then its edit; gives what undoes that in turn."""
    events, edit, logged = at_desk.take_back_act(desk.opened, desk.coder, done.events, done.edit, done.logged)
    stack.pop()
    return done._replace(events=events, edit=edit, logged=logged)


def _told(act: Act, desk: Desk) -> Say:
    """What an act was, and of which code, for the message that it was undone."""
    match act:
        case EditThemes(what, arguments):
            return Say.of("trail", f"theme {arguments[1] if what == 'describe' else what}")
        case NewCode(name):
            about = name
        case Withdraw(coding) | Mark(coding) | Fit(coding):
            about = desk.name(coding.code)
        case Decide(suggestion):
            about = desk.name(act.code or suggestion.code)
        case DecideAll(suggestions):
            about = desk.name(suggestions[0].code)
        case Revised(one):
            about = desk.name(one.subject)
        case Apply(code) | Recode(_, code):
            about = desk.name(code)
        case _:
            about = ""
    label = Say.of("act", type(act).__name__.lower())
    return Say("desk.act_about", act=label, about=about) if about else label
