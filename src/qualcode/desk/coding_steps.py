"""Reading and coding: what each action of the desk makes of a session. What needs an answer comes back as an `Ask`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from qualcode.desk.events import (
    Apply,
    Ask,
    AskedIn,
    Event,
    Go,
    Mark,
    NewCode,
    Open,
    ReadFor,
    Redo,
    Revised,
    Undo,
    Withdraw,
)
from qualcode.desk.session import Session, Step, asking_turn, at
from qualcode.model.coding import Coding
from qualcode.model.span import Span
from qualcode.text import Say

Doing = Callable[[Session, Any], Step]  # a session and the answer, None where nothing was asked yet

# Moving.


def _move(unit: str, by: int) -> Doing:
    return lambda session, _: Step(at(session, session.units.step(unit, session.cursor, by).start))


def _goto(session: Session, answer: Any) -> Step:
    if answer is None:
        return Step(session, (Ask("turn", "goto"),))
    number = int(answer) if str(answer).isascii() and str(answer).isdigit() else 0
    turns = session.units.turns
    if not 1 <= number <= len(turns):
        return Step(session, (Say.some("desk.no_turn", len(turns)),))
    return Step(at(session, turns[number - 1].start))


def _edge(last: bool) -> Doing:
    return lambda session, _: Step(at(session, session.units.turns[-1 if last else 0].start))


def _find_turn(coded: bool, by: int) -> Doing:
    """To the next turn with a coding, or the next respondent's without."""

    def find(session: Session, _: Any) -> Step:
        turns, here = session.units.transcript.turns, session.turn
        with_codes = {
            turn.number for one in session.mine.applied for turn in session.units.transcript.turns_touched(one.span)
        }
        wanted = [
            turn
            for turn in turns
            if (turn.number in with_codes if coded else turn.is_respondent and turn.number not in with_codes)
        ]
        number = here.number if here else 0
        beyond = [turn for turn in wanted if (turn.number - number) * by > 0]
        if not beyond:
            return Step(session, (Say("desk.no_more"),))
        turn = beyond[0] if by > 0 else beyond[-1]
        starts = [one.span.start for one in session.mine.applied if one.span.overlaps(turn.span)]
        return Step(at(session, max(min(starts, default=0), turn.span.start)))

    return find


def _search(session: Session, answer: Any) -> Step:
    """`answer`: the places found, in text order."""
    if answer is None:
        return Step(session, (Ask("search", "search"),))
    session = replace(session, hits=tuple(answer))
    if not session.hits:
        return Step(session, (Say("desk.not_found"),))
    ahead = next((hit for hit in session.hits if hit.start >= session.cursor), session.hits[0])
    return Step(at(session, ahead.start))


def _hit(by: int) -> Doing:
    def move(session: Session, _: Any) -> Step:
        if not session.hits:
            return Step(session, (Ask("search", "search"),))
        ahead = [hit for hit in session.hits if (hit.start - session.cursor) * by > 0]
        hit = (ahead or session.hits)[0 if by > 0 else -1]
        return Step(at(session, hit.start))

    return move


def _leave(by: int) -> Doing:
    """To another transcript; asks whether this one was read in full where that may be."""

    def leave(session: Session, answer: Any) -> Step:
        return leaving(session, "transcript-on" if by > 0 else "transcript-back", answer, Go(by))

    return leave


def leaving(session: Session, action: str, answer: Any, then: Event) -> Step:
    """`answer`: was it read in full?"""
    if answer is None and session.asks_read:
        return Step(session, (Ask("leave", action),))
    events: tuple[Event, ...] = (ReadFor(session.offered),) if answer else ()
    return Step(session, (*events, then))


def _quit(session: Session, answer: Any) -> Step:
    return leaving(session, "quit", answer, Open("quit"))


# Selecting.


def _grow(unit: str) -> Doing:
    """The unit at the cursor; then whole units; then the next one too."""

    def grow(session: Session, _: Any) -> Step:
        units, span = session.units, session.selection
        if span is None:
            return Step(_select(session, units.around(unit, session.cursor)))
        covered = units.covered(unit, span)
        whole = covered[0].hull(covered[-1]).hull(span)
        if whole == span:
            following = units.around(unit, span.end)
            if unit != "turn" and not units.same_turn(span.end - 1, following.start):
                return Step(session, (Say("desk.turn_end"),))
            whole = span.hull(following)
        return Step(_select(session, whole))

    return grow


def _shrink(unit: str) -> Doing:
    """Without its last unit; one unit stays."""

    def shrink(session: Session, _: Any) -> Step:
        if session.selection is None:
            return Step(session)
        covered = session.units.covered(unit, session.selection)
        if len(covered) < 2:
            return Step(session)
        return Step(_select(session, Span(session.selection.start, covered[-2].end)))

    return shrink


def _grow_back(session: Session, _: Any) -> Step:
    if session.selection is None:
        return Step(_select(session, session.units.around("sentence", session.cursor)))
    before = session.units.step("sentence", session.selection.start, -1)
    if not session.units.same_turn(before.start, session.selection.start):
        return Step(session, (Say("desk.turn_start"),))
    return Step(replace(session, selection=session.selection.hull(before), cursor=before.start))


def _select(session: Session, span: Span) -> Session:
    last = session.units.covered("word", span)[-1]
    return replace(session, selection=span, cursor=max(last.start, span.start), focus="")


def _clear(session: Session, _: Any) -> Step:
    if session.selection is None and session.hits:
        return Step(replace(session, hits=()))
    if session.selection is None and session.only:
        return Step(replace(session, only=""))
    return Step(replace(session, selection=None, focus=""))


# Coding.


def _code(session: Session, answer: Any) -> Step:
    if answer is None:
        return Step(session, (Ask("code", "code"),))
    return Step(session, (Apply(str(answer), session.span),))


def _number(session: Session, answer: Any) -> Step:
    """`answer`: the digit typed, with which the list of codes opens."""
    return Step(session, (Ask("code", "code", str(answer or "")),))


def _repeat(session: Session, _: Any) -> Step:
    recent = next((code for code in session.recent if code in session.offered), "")
    return Step(session, (Apply(recent, session.span),) if recent else (Ask("code", "code"),))


def _new_code(words: bool) -> Doing:
    """`answer`: name, definition, parent and whether it is parked. `words`: the name begins as the words selected."""

    def make(session: Session, answer: Any) -> Step:
        span = session.span
        if answer is None:
            given = " ".join(span.of(session.units.transcript.text).split()).strip(" .,;:?!…") if words else ""
            return Step(session, (Ask("new-code", "new-code", given),))
        name, definition, parent, parked = answer
        return Step(session, (NewCode(name, definition, parent, parked, span),))

    return make


def _about_coding(make: Callable[[Coding], Event]) -> Doing:
    def act(session: Session, _: Any) -> Step:
        coding = session.coding
        return Step(session, (make(coding) if coding else Say("desk.no_coding"),))

    return act


def _valence(value: str) -> Doing:
    return _about_coding(lambda coding: Mark(coding, "valence", "" if coding.valence == value else value))


def _flag(name: str) -> Doing:
    return _about_coding(lambda coding: Mark(coding, name, not getattr(coding, name)))


def _note(session: Session, answer: Any) -> Step:
    coding = session.coding
    if coding is None:
        return Step(session, (Say("desk.no_coding"),))
    if answer is None:
        return Step(session, (Ask("note", "note", coding.note),))
    return Step(session, (Mark(coding, "note", str(answer).strip()),) if str(answer).strip() != coding.note else ())


def _next_coding(session: Session, _: Any) -> Step:
    here, coding = session.here, session.coding
    if coding is None:
        return Step(session, (Say("desk.no_coding"),))
    return Step(replace(session, focus=here[(here.index(coding) + 1) % len(here)].id))


def _only(session: Session, answer: Any) -> Step:
    """`answer`: a code; without one, that of the coding here. Again: everything."""
    coding = session.coding
    code = str(answer) if answer else session.code_of(coding) if coding else ""
    if session.only and code in ("", session.only):
        return Step(replace(session, only=""))
    if not code:
        return Step(session, (Say("desk.no_coding"),))
    filtered = replace(session, only=code)
    return Step(filtered) if filtered.shown_turns else Step(session, (Say("desk.nothing_shown"),))


def _done(session: Session, answer: Any) -> Step:
    if not session.unread:
        return Step(session, (Say.some("desk.is_read", len(session.offered)),))
    if answer is None:
        return Step(session, (Ask("leave", "done"),))
    return Step(session, (ReadFor(session.offered),) if answer else ())


def _asked(session: Session, answer: Any) -> Step:
    """`answer`: a topic or code. On the interviewer's turn at the cursor, else the one before it."""
    turn = asking_turn(session)
    if turn is None:
        return Step(session, (Say("desk.no_question"),))
    if answer is None:
        return Step(session, (Ask("asked", "asked"),))
    return Step(session, (AskedIn(str(answer), turn),))


def _revised(session: Session, answer: Any) -> Step:
    """`answer`: keep, move (to the selection) or withdraw, of what waits nearest; first its place is shown."""
    one = session.revised
    if one is None:
        return Step(session, (Say("desk.none_revised"),))
    if answer is None:
        shown = at(session, one.place.start) if one.place and session.selection is None else session
        return Step(shown, (Ask("revised", "revised", one.id),))
    places = {"keep": one.place, "move": session.selection, "withdraw": None}
    return Step(session, (Revised(one, places[str(answer)]),))


def _event(event: Event) -> Doing:
    return lambda session, _: Step(session, (event,))


READ: dict[str, Doing] = {
    "word-on": _move("word", 1), "word-back": _move("word", -1), "sentence-on": _move("sentence", 1),
    "sentence-back": _move("sentence", -1), "turn-on": _move("turn", 1), "turn-back": _move("turn", -1),
    "start": _edge(False), "end": _edge(True), "goto": _goto,
    "coded-on": _find_turn(True, 1), "coded-back": _find_turn(True, -1),
    "uncoded-on": _find_turn(False, 1), "uncoded-back": _find_turn(False, -1),
    "transcript-on": _leave(1), "transcript-back": _leave(-1), "transcript-choose": _event(Open("transcripts")),
    "search": _search, "hit-on": _hit(1), "hit-back": _hit(-1),
    "grow-word": _grow("word"), "grow-sentence": _grow("sentence"), "grow-turn": _grow("turn"),
    "shrink-word": _shrink("word"), "shrink-sentence": _shrink("sentence"), "shrink-turn": _shrink("turn"),
    "grow-back": _grow_back, "clear": _clear,
    "code": _code, "number": _number, "repeat": _repeat, "new-code": _new_code(False), "in-vivo": _new_code(True),
    "withdraw": _about_coding(Withdraw), "undo": _event(Undo()), "redo": _event(Redo()),
    "facilitator": _valence("facilitator"), "barrier": _valence("barrier"), "mixed": _valence("mixed"),
    "key": _flag("key"), "deviant": _flag("deviant"), "note": _note, "next-coding": _next_coding,
    "tree": _event(Open("tree")), "only": _only, "reread": _event(Open("reread")), "done": _done,
    "asked": _asked, "revised": _revised, "memo": _event(Open("memo")), "memos": _event(Open("memos")), "board": _event(Open("board")),
    "help": _event(Open("help")), "quit": _quit,
}  # fmt: skip
