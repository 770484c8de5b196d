"""The desk without a screen: the state of one coder at one transcript, and how it is renewed. Nothing here reads or writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from qualcode.desk.events import Event, Go
from qualcode.desk.units import Units
from qualcode.model.codebook import Codebook
from qualcode.model.coding import Asked, Coding, Codings
from qualcode.model.decided import Decided
from qualcode.model.events.revised import Touched
from qualcode.model.reading import codes_read
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Turn

_RECENT = 9


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
    waiting: tuple[Touched, ...] = ()  # what was coded or asked in words that were corrected since
    end_seen: bool = False  # the cursor was in the last turn

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
        """The codings at the cursor or selection, the shortest first; of those on the same words the first applied."""
        place = self.selection or self.units.around("word", self.cursor)
        found = [coding for coding in self.mine.applied if coding.span.overlaps(place)]
        return tuple(sorted(found, key=lambda one: (len(one.span), one.span)))

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
    def revised(self) -> Touched | None:
        """What waits nearest to the selection or cursor, of what was in words that were corrected."""
        here = self.selection.start if self.selection else self.cursor
        return min(
            self.waiting, key=lambda one: (abs((one.place or one.span).start - here), one.span, one.id), default=None
        )

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
        read = codes_read(self.mine.applied, self.mine.done, self.codebook)
        return tuple(code for code in self.offered if code not in read)

    @property
    def asks_read(self) -> bool:
        """Whether leaving asks if it was read in full: where the end was reached, and that is not on record."""
        return bool(self.unread) and self.end_seen

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


def seen(session: Session) -> Session:
    last = session.units.turns[-1]
    return replace(session, end_seen=True) if session.cursor >= last.start and not session.end_seen else session


def at(session: Session, position: int) -> Session:
    """The cursor moved; what was selected is let go."""
    return seen(replace(session, cursor=position, selection=None, focus=""))


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
    return session if session.suggestion else still_judging(session, "")


def proposed(session: Session, transcript: str, suggestions: Iterable[Suggestion], order: Sequence[str]) -> Session:
    """The open suggestions found in one transcript, in the place of those known; what was decided stays.

    The queue goes by `order`, that of the transcripts, and by place.
    """
    places = {name: place for place, name in enumerate(order)}
    kept = (one for one in session.queue if one.transcript != transcript or one.id in session.closed)
    queue = {one.id: one for one in (*kept, *suggestions)}.values()
    ordered = sorted(queue, key=lambda one: (places.get(one.transcript, len(places)), one.span, one.code))
    session = refreshed(replace(session, queue=tuple(ordered)), session.mine, session.others)
    return session if session.suggestion else still_judging(session, "")


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
    return replace(session, recent=recent, focus=coding)


def asking_turn(session: Session) -> Turn | None:
    here = session.turn
    before = session.units.transcript.turns[: here.number] if here else ()
    return next((turn for turn in reversed(before) if not turn.is_respondent), None)


def asked_here(session: Session) -> tuple[Asked, ...]:
    turn = session.turn
    return tuple(one for one in session.mine.asked if turn and one.span.overlaps(turn.span))


def show_suggestion(session: Session, suggestion: Suggestion) -> Step:
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


def still_judging(session: Session, wanted: str) -> Session:
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
