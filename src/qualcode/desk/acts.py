"""What each act of the desk does on disk."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.desk import session as core
from qualcode.desk.desk import Desk
from qualcode.desk.events import (
    Apply,
    AskedIn,
    Decide,
    DecideAll,
    EditThemes,
    Fit,
    Mark,
    NewCode,
    ReadFor,
    Recode,
    Revised,
    Withdraw,
)
from qualcode.desk.session import Session
from qualcode.editing import theme_edits
from qualcode.errors import CodingGone
from qualcode.model.coding import Coding
from qualcode.model.handle import read_intact
from qualcode.model.suggestion import Suggestion
from qualcode.text import Say
from qualcode.usecases import at_desk
from qualcode.usecases.at_desk import codings_on_text, together
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.codebook import themes
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.coding.recode import replace_code
from qualcode.usecases.keywords.decide import decide, decision_of

if TYPE_CHECKING:
    from qualcode.text.keys import Family, Key


class Made(NamedTuple):
    """What an act made: events by transcript, an edit of the codebook, what to say, a line of the log."""

    session: Session
    events: Sequence[tuple[str, Sequence[str]]] = ()
    edit: str = ""
    said: tuple[Say, ...] = ()
    logged: str = ""


def _said(key: "Key", **values: object) -> tuple[Say, ...]:
    return (Say(key, **values),)


def _said_of(family: "Family", name: str, **values: object) -> tuple[Say, ...]:
    return (Say.of(family, name, **values),)


def _apply(desk: Desk, session: Session, act: Apply) -> Made:
    with together(desk.opened):
        made = coding.apply(desk.opened, desk.coder, desk.handle(session), act.code, act.span)
        if not made.already:
            desk.log_pass()
    desk.pass_logged = desk.pass_logged or not made.already
    session = core.applied(session, act.code, made.id)
    name = desk.name(act.code)
    if made.already:
        return Made(session, said=_said("desk.already", code=name))
    spoken = session.units.transcript.turns_touched(act.span)
    by_respondents = any(turn.is_respondent for turn in spoken)
    key: Key = "desk.applied" if by_respondents else "desk.applied.interviewer"
    return Made(session, [(session.transcript, [made.id])], said=_said(key, code=name))


def _check_standing(desk: Desk, coding: Coding) -> None:
    """Raise where another hand took the coding away meanwhile."""
    name = coding.transcript
    if all(one.id != coding.id for one in codings_on_text(desk.opened, desk.coder, name).applied):
        raise CodingGone("error.coding_gone")


def _withdraw(desk: Desk, session: Session, act: Withdraw) -> Made:
    _check_standing(desk, act.coding)
    event = coding.withdraw_events(desk.opened, desk.coder, session.transcript, [act.coding.id])
    return Made(session, [(session.transcript, [event])], said=_said("desk.withdrawn", code=desk.name(act.coding.code)))


def _mark(desk: Desk, session: Session, act: Mark) -> Made:
    _check_standing(desk, act.coding)
    ids = coding.mark_codings(desk.opened, desk.coder, act.coding.transcript, [act.coding], {act.name: act.value})
    session = replace(session, focus=act.coding.id)
    value = desk.opened.words.term(act.value) if act.name == "valence" and act.value else ""
    mark = act.name if act.value else f"{act.name}.off"
    said = _said_of("desk.marked", mark, value=value, code=desk.name(act.coding.code))
    return Made(session, [(act.coding.transcript, ids)], said=said)


def _decide(desk: Desk, session: Session, act: Decide) -> Made:
    suggestion = act.suggestion
    chosen = act.span if act.verdict != "reject" and act.span != suggestion.span else None
    how = {"new_code": act.code, "reason": act.reason, "note": act.note, "chosen": chosen}
    handle = desk.opened.project.transcript(suggestion.transcript)
    with together(desk.opened):
        ids = decide(desk.opened, desk.coder, handle, [decision_of(suggestion, act.verdict, **how)], desk.analyser())
        desk.log_pass()
    desk.pass_logged = True
    closed = session.closed | {suggestion.id}
    code = act.code or suggestion.code
    if act.verdict != "reject":
        session = core.applied(session, code, "")
    session = replace(session, closed=closed)
    said = _said_of("desk", "changed" if act.verdict == "change" else f"{act.verdict}ed", code=desk.name(code))
    return Made(session, [(suggestion.transcript, ids)], said=said)


def _decide_all(desk: Desk, session: Session, act: DecideAll) -> Made:
    first = act.suggestions[0]
    grouped: dict[str, list[Suggestion]] = {}
    for one in act.suggestions:
        grouped.setdefault(one.transcript, []).append(one)
    written: list[tuple[str, list[str]]] = []
    with together(desk.opened) as written_:
        for name, several in grouped.items():
            decisions = [decision_of(one, "accept", reason=act.reason, bulk=True) for one in several]
            handle = desk.opened.project.transcript(name)
            written.append((name, decide(desk.opened, desk.coder, handle, decisions, desk.analyser())))
        details = {
            "code": first.code,
            "keyword": first.strongest.keyword,
            "count": len(act.suggestions),
            "because": act.reason,
        }
        logged = written_.log("accept all", desk.coder, of_events=True, **details)
        desk.log_pass()
    desk.pass_logged = True
    session = replace(session, closed=session.closed | {one.id for one in act.suggestions})
    said = (Say.some("desk.accepted_all", len(act.suggestions), code=desk.name(first.code)),)
    return Made(session, written, said=said, logged=logged)


def _new_code(desk: Desk, session: Session, act: NewCode) -> Made:
    words = desk.opened.words
    new = codebook_edits.CodeGiven(
        act.name, parent=act.parent, definition=act.definition, parked=words("desk.parked") if act.parked else ""
    )
    place = coding.Fragment(session.transcript, str(act.span))
    edited, code, made = codebook_edits.add(desk.fresh(), desk.coder, new, "", place, act.restores)
    session = core.applied(replace(session, selection=None), code, made)
    return Made(session, [(session.transcript, [made])], edited.entry, _said("desk.code_added", code=act.name))


def _read_for(desk: Desk, session: Session, act: ReadFor) -> Made:
    reading = "selective" if session.narrowed else "whole"
    ids = coding.read_for(desk.opened, desk.coder, desk.handle(session), reading, act.codes)
    return Made(
        session,
        [(session.transcript, ids)],
        said=(Say.some("desk.read", len(act.codes), transcript=session.transcript),),
    )


def _asked_in(desk: Desk, session: Session, act: AskedIn) -> Made:
    made = coding.asked(desk.opened, desk.coder, desk.handle(session), act.subject, act.turn.number)
    if made.already:
        return Made(session, said=_said("desk.asked_already"))
    return Made(session, [(session.transcript, [made.id])], said=_said("desk.asked", turn=act.turn.number))


def _revised(desk: Desk, session: Session, act: Revised) -> Made:
    if all(one.id != act.one.id for one in at_desk.waiting(desk.opened, desk.coder, session.transcript)):
        raise CodingGone("error.coding_gone")
    ids, logged = at_desk.decide_on_revised(desk.opened, desk.coder, act.one, session.transcript, act.place)
    key: Key = "desk.revised.moved" if act.place else "desk.revised.withdrawn"
    name = desk.name(act.one.subject)
    return Made(
        replace(session, selection=None), [(session.transcript, ids)], said=_said(key, code=name), logged=logged
    )


def _edit_themes(desk: Desk, session: Session, act: EditThemes) -> Made:
    opened = desk.fresh()
    if act.what == "add":
        name, set_ = act.arguments
        edited = themes.add(opened, desk.coder, name, "", set_, "", (), act.because)
    else:
        how = {"out": True} if act.out else {}
        function: Callable[..., Any] = getattr(theme_edits, act.what)
        what = act.arguments[1] if act.what == "describe" else act.what
        edited = codebook_edits.edit(
            desk.opened.study,
            desk.coder,
            f"theme {what}",
            lambda raw: function(raw, *act.arguments, **how),
            act.because,
        )
    return Made(session, edit=edited.entry, said=_said("desk.themes_changed") if edited.entry else _said("desk.same"))


def _fit(desk: Desk, session: Session, act: Fit) -> Made:
    _check_standing(desk, act.coding)
    name = act.coding.transcript
    with together(desk.opened):
        ids = coding.mark_codings(desk.opened, desk.coder, name, [act.coding], {"fit": {act.theme: act.verdict}})
        logged = themes.log_fit(desk.opened, desk.coder, act.theme, act.verdict, 1, act.because)
    return Made(session, [(name, ids)], said=_said_of("desk.fit", act.verdict), logged=logged)


def _recode(desk: Desk, session: Session, act: Recode) -> Made:
    _check_standing(desk, act.coding)
    name = act.coding.transcript
    handle = desk.opened.project.transcript(name)
    if desk.opened.project.codebook.current.get(act.coding.code) == act.code:
        return Made(session, said=_said("desk.already", code=desk.name(act.code)))
    with together(desk.opened):
        _, ids = replace_code(desk.opened, desk.coder, read_intact(handle), act.coding, act.code)
        coding.remember_definitions(desk.opened, [act.code], desk.coder)
    return Made(session, [(name, ids)], said=_said("desk.recoded", code=desk.name(act.code)))


ACTS: dict[type, Callable[[Desk, Session, Any], Made]] = {
    Apply: _apply, Withdraw: _withdraw, Mark: _mark, Decide: _decide, DecideAll: _decide_all,
    NewCode: _new_code, ReadFor: _read_for, AskedIn: _asked_in, EditThemes: _edit_themes,
    Fit: _fit, Recode: _recode, Revised: _revised,
}  # fmt: skip
