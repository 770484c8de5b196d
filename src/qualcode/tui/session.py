"""The desk without a screen: a state and an action give a state and events. Nothing here reads or writes.

`step` is the one door. What needs an answer (a code, a text) comes back as an `Ask`; the same action with the answer
then does it. Acts come out as values; `desk.Desk.perform` puts them on disk and hands back what then stands.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from qualcode.model.codebook import Codebook
from qualcode.model.coding import READING, Asked, Coding, Codings
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Turn
from qualcode.suggest.decided import Decided
from qualcode.tui.units import Units

_RECENT = 9


class Apply(NamedTuple):
    code: str
    span: Span


class Withdraw(NamedTuple):
    coding: Coding


class Mark(NamedTuple):
    coding: Coding
    name: str
    value: Any


class Decide(NamedTuple):
    """A suggestion accepted on `span` (its own, or as the coder changed it), changed to `code`, or rejected."""

    suggestion: Suggestion
    verdict: str  # accept | change | reject
    span: Span
    code: str = ""
    reason: str = ""
    note: str = ""


class DecideAll(NamedTuple):
    """Every open suggestion of one keyword accepted unseen."""

    suggestions: tuple[Suggestion, ...]
    reason: str


class NewCode(NamedTuple):
    """An inductive code; `parked`: below the code that collects what has no place yet. `span` is coded with it."""

    name: str
    definition: str
    parent: str
    parked: bool
    span: Span
    restores: str = ""  # done again: the id of the coding that it made first


class ReadFor(NamedTuple):
    """This transcript was read in full for these codes."""

    codes: tuple[str, ...]


class AskedIn(NamedTuple):
    """A topic, or a code's interview question, was asked in this turn."""

    subject: str
    turn: Turn


class EditThemes(NamedTuple):
    """An edit of the themes, by the name of its function in `model.theme_edits`, with its arguments.

    `add` takes a name and a set.
    """

    what: str
    arguments: tuple[Any, ...]
    because: str = ""
    out: bool = False


class Fit(NamedTuple):
    """Whether a coding fits a theme (one of FITS)."""

    coding: Coding
    theme: str
    verdict: str
    because: str = ""


class Recode(NamedTuple):
    """Another code on the same fragment."""

    coding: Coding
    code: str


class Undo(NamedTuple):
    pass


class Redo(NamedTuple):
    pass


Act = (
    Apply | Withdraw | Mark | Decide | DecideAll | NewCode | ReadFor | AskedIn | EditThemes | Fit | Recode | Undo | Redo
)


class Ask(NamedTuple):
    """The screen must ask for something, and call the action again with the answer."""

    what: str
    action: str
    given: str = ""


class Say(NamedTuple):
    """A message: the key of a text and its values."""

    key: str
    values: tuple[tuple[str, object], ...] = ()


class Go(NamedTuple):
    """To another transcript, `by` so many further or the one named; at a position, if one is given."""

    by: int = 0
    transcript: str = ""
    position: int | None = None


class Open(NamedTuple):
    """Another part of the screen."""

    what: str


Event = Act | Ask | Say | Go | Open


@dataclass(frozen=True)
class Session:
    """One coder at one transcript."""

    units: Units
    codebook: Codebook
    offered: tuple[str, ...]  # the codes of the pass, in codebook order
    narrowed: bool = False  # it is a selective pass
    mine: Codings = field(default_factory=Codings)
    others: tuple[Coding, ...] = ()
    cursor: int = 0
    selection: Span | None = None
    focus: str = ""  # the id of the coding that acts are about, where several lie here
    only: str = ""  # a code: only the turns that have it are shown
    recent: tuple[str, ...] = ()  # codes, the last applied first
    hits: tuple[Span, ...] = ()  # what the search found
    mode: str = "read"  # read | judge
    queue: tuple[Suggestion, ...] = ()
    closed: frozenset[str] = frozenset()  # ids of suggestions decided meanwhile
    current: str = ""  # the id of the suggestion being judged
    chosen: tuple[tuple[str, str], ...] = ()  # which suggestions: (code | transcript | layer | cue, value)
    touched: bool = False  # something was decided in this transcript
    end_seen: bool = False

    @property
    def transcript(self) -> str:
        return self.units.transcript.id

    @property
    def turn(self) -> Turn | None:
        return self.units.turn(self.cursor)

    @property
    def span(self) -> Span:
        """What a code is applied to: the selection, else the sentence at the cursor."""
        return self.selection or self.units.around("sentence", self.cursor)

    @property
    def here(self) -> tuple[Coding, ...]:
        """The codings at the cursor or selection, the shortest first."""
        place = self.selection or self.units.around("word", self.cursor)
        found = [coding for coding in self.mine.applied if coding.span.overlaps(place)]
        return tuple(sorted(found, key=lambda one: (len(one.span), one.span, one.id)))

    @property
    def others_here(self) -> tuple[Coding, ...]:
        """The codings of other coders at the cursor or selection, where they are shown."""
        place = self.selection or self.units.around("word", self.cursor)
        return tuple(
            sorted((one for one in self.others if one.span.overlaps(place)), key=lambda one: (one.span, one.id))
        )

    @property
    def coding(self) -> Coding | None:
        """The coding that acts are about."""
        here = self.here
        return next((one for one in here if one.id == self.focus), here[0] if here else None)

    @property
    def suggestion(self) -> Suggestion | None:
        return next((one for one in self.queue if one.id == self.current), None)

    def code_of(self, coding: Coding) -> str:
        """The code's id today."""
        return self.codebook.current.get(coding.code, coding.code)

    @property
    def shown_turns(self) -> frozenset[int] | None:
        """The turns with the code that is filtered on, or one below it, each with the turn before; None: all."""
        if not self.only:
            return None
        wanted = set(self.codebook.descendants(self.only))
        spans = [one.span for one in self.mine.applied if self.code_of(one) in wanted]
        turns = {turn.number for span in spans for turn in self.units.transcript.turns_touched(span)}
        return frozenset(turns | {number - 1 for number in turns})

    @property
    def unread(self) -> tuple[str, ...]:
        """The codes offered that this transcript was not yet read in full for."""
        read = {
            self.codebook.current.get(code, code)
            for done in self.mine.done
            if done.reading in READING
            for code in done.codes
        }
        return tuple(code for code in self.offered if code not in read)

    @property
    def asks_read(self) -> bool:
        """Whether leaving asks if it was read in full: not where that is on record, or nothing was done and the end not seen."""
        return bool(self.unread) and (self.touched or self.end_seen)

    def fits(self, suggestion: Suggestion) -> bool:
        """Is it among those chosen? Values of one kind mean or, kinds mean and."""
        kinds = {kind for kind, _ in self.chosen}
        return all(any((kind, value) in self.chosen for value in self.told(suggestion, kind)) for kind in kinds)

    def told(self, suggestion: Suggestion, kind: str) -> tuple[str, ...]:
        """The code, transcript, layers or cues of a suggestion."""
        if kind == "code":
            return (suggestion.code,)
        if kind == "transcript":
            return (suggestion.transcript,)
        values = (hit.layer if kind == "layer" else hit.cue for hit in suggestion.hits)
        return tuple(dict.fromkeys(filter(None, values))) or ("none",)

    @property
    def pending(self) -> tuple[Suggestion, ...]:
        """The suggestions still to be judged, of those chosen."""
        still = [one for one in self.queue if one.id not in self.closed]
        return tuple(one for one in still if self.fits(one)) if self.chosen else tuple(still)


class Step(NamedTuple):
    session: Session
    events: tuple[Event, ...] = ()


def step(session: Session, action: str, answer: Any = None) -> Step:
    """One action in the mode of the session, with the answer that it asked for."""
    made = STEPS[session.mode, action](session, answer)
    return made._replace(session=_seen(made.session))


def _seen(session: Session) -> Session:
    last = session.units.turns[-1]
    return replace(session, end_seen=True) if session.cursor >= last.start and not session.end_seen else session


def at(session: Session, position: int) -> Session:
    """The cursor moved; what was selected is let go."""
    return _seen(replace(session, cursor=position, selection=None, focus=""))


def selected(session: Session, one: int, other: int) -> Session:
    """The words from one position to the other selected, as by a mouse."""
    span = session.units.around("word", one).hull(session.units.around("word", other))
    return replace(session, cursor=session.units.around("word", other).start, selection=span, focus="")


def refreshed(
    session: Session, mine: Codings, others: tuple[Coding, ...] = (), codebook: Codebook | None = None
) -> Session:
    """The session with the codings that stand now; what is decided thereby is no longer asked."""
    codebook = codebook or session.codebook
    if codebook is not session.codebook:
        session = _without_lost_codes(session, codebook)
    decided = Decided(mine, codebook)
    here = [one for one in session.queue if one.transcript == session.transcript]
    closed = session.closed - {one.id for one in here}
    closed |= {one.id for one in here if any(decided.status(hit) != "open" for hit in one.hits)}
    return replace(session, mine=mine, others=others, codebook=codebook, closed=closed)


def _without_lost_codes(session: Session, codebook: Codebook) -> Session:
    """Without suggestions for codes that are gone or retired, nor a filter on one."""
    offered = {code.id for code in codebook.offered()}
    queue = tuple(one for one in session.queue if one.code in offered)
    only = codebook.current.get(session.only, "")
    session = replace(session, queue=queue, only=only)
    if session.mode == "judge" and session.suggestion is None:
        session = replace(session, mode="read", current="", selection=None)
    return session


def proposed(session: Session, suggestions: Iterable[Suggestion], order: Sequence[str]) -> Session:
    """More suggestions found; the queue goes by `order`, that of the transcripts, and by place."""
    places = {name: place for place, name in enumerate(order)}
    queue = {one.id: one for one in (*session.queue, *suggestions)}.values()
    ordered = sorted(queue, key=lambda one: (places.get(one.transcript, len(places)), one.span, one.code))
    return refreshed(replace(session, queue=tuple(ordered)), session.mine, session.others)


def dropped(session: Session) -> Session:
    """Without the suggestions, which are then looked for anew; what was being judged is let go."""
    mode = {"mode": "read", "selection": None} if session.mode == "judge" else {}
    return replace(session, queue=(), closed=frozenset(), current="", chosen=(), **mode)  # type: ignore[arg-type]


def previewed(session: Session, hits: tuple[Span, ...], cursor: int) -> Session:
    """Places found while the search is still being typed."""
    return replace(session, hits=hits, cursor=cursor, selection=None)


def together(one: Iterable[Span], other: Iterable[Span]) -> tuple[Span, ...]:
    """The places of both in text order; one that lies within another is left out."""
    kept: list[Span] = []
    for span in sorted({*one, *other}, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


def applied(session: Session, code: str, coding: str) -> Session:
    """After a coding: it is in focus, and its code the most recent."""
    recent = (code, *(one for one in session.recent if one != code))[:_RECENT]
    return replace(session, recent=recent, focus=coding, touched=True)


# Moving.


def _move(unit: str, by: int) -> Callable[[Session, Any], Step]:
    return lambda session, _: Step(at(session, session.units.step(unit, session.cursor, by).start))


def _goto(session: Session, answer: Any) -> Step:
    if answer is None:
        return Step(session, (Ask("turn", "goto"),))
    number = int(answer) if str(answer).isascii() and str(answer).isdigit() else 0
    turns = session.units.turns
    if not 1 <= number <= len(turns):
        return Step(session, (Say("desk.no_turn", (("n", len(turns)),)),))
    return Step(at(session, turns[number - 1].start))


def _edge(last: bool) -> Callable[[Session, Any], Step]:
    return lambda session, _: Step(at(session, session.units.turns[-1 if last else 0].start))


def _find_turn(coded: bool, by: int) -> Callable[[Session, Any], Step]:
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


def _hit(by: int) -> Callable[[Session, Any], Step]:
    def move(session: Session, _: Any) -> Step:
        if not session.hits:
            return Step(session, (Ask("search", "search"),))
        ahead = [hit for hit in session.hits if (hit.start - session.cursor) * by > 0]
        hit = (ahead or session.hits)[0 if by > 0 else -1]
        return Step(at(session, hit.start))

    return move


def _leave(by: int) -> Callable[[Session, Any], Step]:
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


def _grow(unit: str) -> Callable[[Session, Any], Step]:
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


def _shrink(unit: str) -> Callable[[Session, Any], Step]:
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


def _new_code(words: bool) -> Callable[[Session, Any], Step]:
    """`answer`: name, definition, parent and whether it is parked. `words`: the name begins as the words selected."""

    def make(session: Session, answer: Any) -> Step:
        span = session.span
        if answer is None:
            given = " ".join(span.of(session.units.transcript.text).split()).strip(" .,;:?!…") if words else ""
            return Step(session, (Ask("new-code", "new-code", given),))
        name, definition, parent, parked = answer
        return Step(session, (NewCode(name, definition, parent, parked, span),))

    return make


def _about_coding(make: Callable[[Coding], Event]) -> Callable[[Session, Any], Step]:
    def act(session: Session, _: Any) -> Step:
        coding = session.coding
        return Step(session, (make(coding) if coding else Say("desk.no_coding"),))

    return act


def _valence(value: str) -> Callable[[Session, Any], Step]:
    return _about_coding(lambda coding: Mark(coding, "valence", "" if coding.valence == value else value))


def _flag(name: str) -> Callable[[Session, Any], Step]:
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
        return Step(session, (Say("desk.is_read", (("n", len(session.offered)),)),))
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


def asking_turn(session: Session) -> Turn | None:
    here = session.turn
    before = session.units.transcript.turns[: here.number] if here else ()
    return next((turn for turn in reversed(before) if not turn.is_respondent), None)


def asked_here(session: Session) -> tuple[Asked, ...]:
    turn = session.turn
    return tuple(one for one in session.mine.asked if turn and one.span.overlaps(turn.span))


# Judging.


def _judge(session: Session, _: Any) -> Step:
    """To the first open suggestion from the cursor on, else the first of all."""
    pending = session.pending
    if not pending:
        return Step(session, (Say("desk.no_suggestions"),))
    ahead = [one for one in pending if one.transcript == session.transcript and one.span.end > session.cursor]
    return _show(replace(session, mode="judge"), (ahead or pending)[0])


def _show(session: Session, suggestion: Suggestion) -> Step:
    session = replace(session, current=suggestion.id)
    if suggestion.transcript != session.transcript:
        return Step(session, (Go(transcript=suggestion.transcript, position=suggestion.span.start),))
    return Step(shown(session))


def shown(session: Session) -> Session:
    """The suggestion being judged as the selection, which can then be made wider or narrower."""
    suggestion = session.suggestion
    if suggestion is None or suggestion.transcript != session.transcript:
        return session
    return replace(session, selection=suggestion.span, cursor=suggestion.span.start, focus="")


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


def _skip(by: int) -> Callable[[Session, Any], Step]:
    def skip(session: Session, _: Any) -> Step:
        other = _beside(session, by)
        return _show(session, other) if other else Step(session, (Say("desk.no_more"),))

    return skip


def _decide(verdict: str, *, ask: str = "", whole: bool = False) -> Callable[[Session, Any], Step]:
    """Decide on the suggestion shown, and show the next. `ask`: what must be asked first; `whole`: its turn."""

    def decide(session: Session, answer: Any) -> Step:
        suggestion = session.suggestion
        if suggestion is None:
            return Step(session, (Say("desk.no_suggestions"),))
        if suggestion.transcript != session.transcript:  # it could not be shown: try again
            return _show(session, suggestion)
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
        return Step(replace(session, mode="read", current="", selection=None), (Say("desk.all_judged"),))
    return _show(session, following)


def decided_by(act: Act) -> frozenset[str]:
    """The ids of the suggestions that an act decides."""
    if isinstance(act, Decide):
        return frozenset({act.suggestion.id})
    return frozenset(one.id for one in act.suggestions) if isinstance(act, DecideAll) else frozenset()


def judging(session: Session, wanted: str) -> Session:
    """While judging, after undo or redo: that suggestion shown, or the next in this transcript; else reading goes on."""
    if session.mode != "judge":
        return session
    here = [one for one in session.pending if one.transcript == session.transcript]
    ahead = [one for one in here if one.span.end > session.cursor]
    found = [one for one in here if one.id == wanted] or ahead or here
    if not found:
        return replace(session, mode="read", current="", selection=None)
    return shown(replace(session, current=found[0].id))


def same_keyword(session: Session) -> tuple[Suggestion, ...]:
    """The open suggestions for the same code by the same keyword as the one shown."""
    suggestion = session.suggestion
    if suggestion is None:
        return ()
    wanted = (suggestion.code, suggestion.strongest.keyword)
    return tuple(one for one in session.pending if (one.code, one.strongest.keyword) == wanted)


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
    return Step(session) if session.suggestion in pending else _show(session, pending[0])


def _read(session: Session, _: Any) -> Step:
    return Step(replace(session, mode="read", selection=None))


def _event(event: Event) -> Callable[[Session, Any], Step]:
    return lambda session, _: Step(session, (event,))


_READ: dict[str, Callable[[Session, Any], Step]] = {
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
    "judge": _judge, "tree": _event(Open("tree")), "only": _only, "reread": _event(Open("reread")), "done": _done,
    "asked": _asked, "memo": _event(Open("memo")), "memos": _event(Open("memos")), "board": _event(Open("board")),
    "help": _event(Open("help")), "quit": _quit,
}  # fmt: skip
_JUDGE: dict[str, Callable[[Session, Any], Step]] = {
    "accept": _decide("accept"), "accept-turn": _decide("accept", whole=True), "reject": _decide("reject"),
    "reject-because": _decide("reject", ask="reason"), "change": _decide("change", ask="code"),
    "accept-note": _decide("accept", ask="note"), "skip": _skip(1), "back": _skip(-1), "accept-all": _accept_all,
    "filter": _filter, "read": _read,
    **{name: _READ[name] for name in ("grow-word", "grow-sentence", "shrink-word", "shrink-sentence", "grow-back", "undo", "redo", "help", "quit")},
}  # fmt: skip
STEPS = {("read", name): made for name, made in _READ.items()} | {
    ("judge", name): made for name, made in _JUDGE.items()
}
SCREEN = frozenset({"line-on", "line-back", "page-on", "page-back"})  # moves that depend on the window
