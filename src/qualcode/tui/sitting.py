"""One coder at the desk, whatever the face: what follows an action, a decision, a move, and what a face has to do then.

A face (a screen, a prompt, a page) calls `do` with the name of an action, and shows, asks and says what the reply holds, in
its order. A question is data with a token: its answer may come much later, and counts as long as nothing else was asked.
Long work is the face's to run; its result comes back with the ticket that it was begun with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.model.suggestion import Suggestion
from qualcode.text import Say
from qualcode.tui import session as core
from qualcode.tui.desk import Desk, Tally
from qualcode.tui.events import Act, Ask, Decide, DecideAll, Event, Fit, Go, Mark, Open, Recode
from qualcode.tui.judging import onward
from qualcode.tui.session import Session
from qualcode.tui.steps import STEPS, step


class Fault(NamedTuple):
    """What could not be done."""

    error: QualcodeError


class Question(NamedTuple):
    """To be asked; `Sitting.answer` takes the answer."""

    token: int
    ask: Ask


class Recount(NamedTuple):
    """The counts of these transcripts are no longer right; of all where none is named."""

    transcripts: frozenset[str] = frozenset()


class Shown(NamedTuple):
    """A transcript stands there anew."""


class Search(NamedTuple):
    """Suggestions are to be looked for anew."""


Reaction = Say | Fault | Question | Open | Recount | Shown | Search


@dataclass
class Reply:
    """What a face does after an action, in this order."""

    reactions: list[Reaction] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether all of it was done: only an act and a move can fail."""
        return not any(isinstance(one, Fault) or one == _NO_TRANSCRIPT for one in self.reactions)


_NO_TRANSCRIPT = Say("desk.no_transcript")


class Sitting:
    """A session at a desk, and all that moves it."""

    def __init__(self, desk: Desk, transcript: str = ""):
        self.desk = desk
        self.session: Session = desk.session(transcript)
        self.counts: dict[str, dict[str, Tally]] = {}  # transcript -> code -> what it adds
        self._asked = 0  # the token of the last question
        self._open: Question | None = None  # that question, until it is answered
        self._tickets: dict[str, int] = {}  # of each transcript, how often it was counted
        self._place = (self.session.transcript, self.session.cursor)  # as last kept

    # Acting.

    def do(self, action: str, answer: Any = None) -> Reply:
        """An action by its name; one that this moment does not have does nothing."""
        if (self.session.mode, action) not in STEPS:
            return Reply()  # what was asked no longer is the question
        return self.take(step(self.session, action, answer))

    def answer(self, token: int, value: Any) -> Reply:
        """The answer to a question: the action that asked is done with it. To one that is not open any more, nothing."""
        if self._open is None or self._open.token != token:
            return Reply()
        asked, self._open = self._open.ask, None
        return self.do(asked.action, value)

    def take(self, made: core.Step) -> Reply:
        """What a step of the session gave."""
        self.session = made.session
        return self.follow(made.events)

    def follow(self, events: Iterable[Event]) -> Reply:
        """One event after another; where one fails, what was to follow does not."""
        reply = Reply()
        for event in events:
            following = self._event(event)
            reply.reactions += following.reactions
            if not following.done:
                break
        return reply

    def _event(self, event: Event) -> Reply:
        match event:
            case Say() | Open():
                return Reply([event])
            case Ask():
                return Reply([self._question(event)])
            case Go():
                name = event.transcript or self.desk.beside(self.session, event.by)
                return self.show(name, event.position) if name else Reply([_NO_TRANSCRIPT])
            case _:
                return self.perform(event)

    def _question(self, ask: Ask) -> Question:
        self._asked += 1
        self._open = Question(self._asked, ask)
        return self._open

    def perform(self, act: Act) -> Reply:
        """Carry out an act on disk, and go on to where the next is to be decided."""
        before = self.session
        try:
            outcome = self.desk.perform(before, act)
        except QualcodeError as error:
            return Reply([Fault(error)])
        self.session = outcome.session
        names = {outcome.session.transcript}
        if isinstance(act, Recode | Fit | Mark):
            names.add(act.coding.transcript)
        if isinstance(act, DecideAll):
            names |= {one.transcript for one in act.suggestions}
        reply = Reply([*outcome.said, Recount(frozenset(names))])
        if isinstance(act, Decide | DecideAll):
            reply.reactions += self.take(onward(self.session)).reactions
        if outcome.session.transcript != before.transcript or outcome.session.codebook is not before.codebook:
            reply.reactions.append(Recount())
        return reply

    # Moving.

    def show(self, transcript: str, position: int | None = None) -> Reply:
        """Another transcript, or this one at another place."""
        try:
            self.desk.remember(self.session)
            session = self.desk.session(transcript, position if position is not None else 0, self.session)
        except QualcodeError as error:
            return Reply([Fault(error)])
        self.session = core.shown(session) if session.mode == "judge" else session
        return Reply([Shown()])

    def reread(self, code: str) -> Reply:
        """Begin a pass for one code over the transcripts read before it existed, or end it."""
        if code and not self.desk.read_before(code):
            return Reply([Say("desk.nothing_to_reread", code=self.desk.name(code)), Shown()])
        self.desk.reread(code)
        name = self.desk.handles[0].id if code else self.session.transcript
        self.session = core.dropped(self.session)
        reply = self.show(name)
        reply.reactions.append(Search())
        return reply

    def keep_place(self) -> None:
        """Remember where the coder is, where that is elsewhere than it was."""
        if (place := (self.session.transcript, self.session.cursor)) != self._place:
            self._place = place
            self.desk.remember(self.session)

    def take_in(self) -> Reply:
        """What another hand changed, by size and time of the files; a fault is told, and what was there stays in use."""
        if not self.desk.changed(self.session):
            return Reply()
        before = self.session.codebook
        try:
            outcome = self.desk.reload(self.session)
        except QualcodeError as error:
            return Reply([Fault(error)])
        self.session = outcome.session
        changed = self.session.codebook != before
        anew: list[Reaction] = [Say("desk.reloaded"), Search()] if changed else []
        return Reply([*outcome.said, *anew, Recount(), Shown()])

    # What long work found.

    def found(self, transcript: str, suggestions: tuple[Suggestion, ...]) -> None:
        """The open suggestions of a transcript."""
        order = [handle.id for handle in self.desk.handles]
        self.session = core.proposed(self.session, transcript, suggestions, order)

    def count_tickets(self, transcripts: Iterable[str] = ()) -> Mapping[str, int]:
        """A ticket for each transcript that is to be counted; all where none is named."""
        names = [handle.id for handle in self.desk.handles]
        wanted = frozenset(transcripts) or frozenset(names)
        if wanted >= set(names):
            self.counts = {name: counts for name, counts in self.counts.items() if name in names}
        tickets = {name: self._tickets.get(name, 0) + 1 for name in names if name in wanted}
        self._tickets |= tickets
        return tickets

    def counted(self, transcript: str, counts: dict[str, Tally], ticket: int) -> bool:
        """Take a count in; only the last that was asked for of a transcript is. Returns whether it was."""
        if self._tickets.get(transcript) != ticket:
            return False
        self.counts[transcript] = counts
        return True
