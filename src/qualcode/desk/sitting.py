"""One coder at the desk, whatever the face: what follows an action, a decision, a move, and what a face has to do then.

A face (a screen, a prompt, a page) calls `do` with the name of an action, and shows, asks and says what the reply holds, in
its order. A question is data with a token: its answer may come much later, and counts as long as nothing else was asked.
Long work is a job with a ticket, which the face runs; its result is taken back while nothing newer was begun.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from qualcode.desk import session as core
from qualcode.desk.desk import Desk
from qualcode.desk.events import Act, Ask, Decide, DecideAll, Event, Fit, Go, Mark, Open, Recode
from qualcode.desk.judgement import onward
from qualcode.desk.picking import letters
from qualcode.desk.session import Session
from qualcode.desk.steps import STEPS, step
from qualcode.errors import ChangedElsewhere, QualcodeError
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.text import Say
from qualcode.usecases.at_desk import CodeTally


class Fault(NamedTuple):
    """What could not be done."""

    error: QualcodeError


class Faulty(NamedTuple):
    """The study is faulty on disk: the last sound one stays in use."""

    error: QualcodeError


class DeskQuestion(NamedTuple):
    """To be asked; `Sitting.answer` takes the answer."""

    token: int
    ask: Ask


class Recount(NamedTuple):
    """The counts of these transcripts are no longer right; of all where none is named."""

    transcripts: frozenset[str] = frozenset()


class TranscriptShown(NamedTuple):
    """A transcript stands there anew."""


class SearchAgain(NamedTuple):
    """Suggestions are to be looked for anew."""


Reaction = Say | Fault | Faulty | DeskQuestion | Open | Recount | TranscriptShown | SearchAgain


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
        self.counts: dict[str, dict[str, CodeTally]] = {}  # transcript -> code -> what it adds
        self._all_found = False  # whether the search for suggestions is through
        self._asked = 0  # the token of the last question
        self._open: DeskQuestion | None = None  # that question, until it is answered
        self._tickets: dict[str, int] = {}  # of each job, how often it was begun
        self._searched_from: Session | None = None  # while a search is typed: the session before it
        self._typed = ""  # of that search, so far
        self._place = (self.session.transcript, self.session.cursor)  # as last kept

    @property
    def open_question(self) -> DeskQuestion | None:
        """What was asked and is not answered yet, for a face that comes back."""
        return self._open

    @property
    def searching(self) -> bool:
        """Whether suggestions are still being looked for."""
        return not self._all_found

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

    def _question(self, ask: Ask) -> DeskQuestion:
        self._asked += 1
        self._open = DeskQuestion(self._asked, ask)
        return self._open

    def perform(self, act: Act) -> Reply:
        """Carry out an act on disk, and go on to where the next is to be decided.

        What another hand changed meanwhile is taken in first; where that is the text, its words are others now, and
        nothing is done.
        """
        read = self.session.units.transcript
        taken = self.take_in()
        if self.session.units.transcript != read:
            changed = ChangedElsewhere("error.transcript_changed_elsewhere", transcript=read.id)
            return Reply([*taken.reactions, Fault(changed)])
        done = self._carry_out(act)
        return Reply([*taken.reactions, *done.reactions])

    def _carry_out(self, act: Act) -> Reply:
        from qualcode.desk.carried_out import perform  # the desk is painted before anything is done at it

        before = self.session
        try:
            outcome = perform(self.desk, before, act)
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
        return Reply([TranscriptShown()])

    def reread(self, code: str) -> Reply:
        """Begin a pass for one code over the transcripts read before it existed, or end it."""
        if code and not self.desk.read_before(code):
            return Reply([Say("desk.nothing_to_reread", code=self.desk.name(code)), TranscriptShown()])
        self.desk.reread(code)
        name = self.desk.handles[0].id if code else self.session.transcript
        self.session = core.dropped(self.session)
        reply = self.show(name)
        reply.reactions.append(SearchAgain())
        return reply

    def keep_place(self) -> None:
        """Remember where the coder is, where that is elsewhere than it was."""
        if (place := (self.session.transcript, self.session.cursor)) != self._place:
            self._place = place
            self.desk.remember(self.session)

    def take_in(self) -> Reply:
        """What another hand changed, by size and time of the files."""
        if not self.desk.changed(self.session):
            return Reply()
        before = self.session.codebook
        try:
            outcome = self.desk.reload(self.session)
        except QualcodeError as error:
            return Reply([Faulty(error)])
        self.session = outcome.session
        changed = self.session.codebook != before
        anew: list[Reaction] = [Say("desk.reloaded"), SearchAgain()] if changed else []
        return Reply([*outcome.said, *anew, Recount(), TranscriptShown()])

    # Long work is the face's to run. Each job has a ticket; of a kind of job only the last begun counts.

    def _ticket(self, job: str) -> int:
        self._tickets[job] = self._tickets.get(job, 0) + 1
        return self._tickets[job]

    def _counts(self, job: str, ticket: int) -> bool:
        return self._tickets.get(job) == ticket

    def begin_suggestions(self) -> int:
        """Suggestions are looked for anew (`Desk.suggestions`)."""
        self._all_found = False
        return self._ticket("suggestions")

    def found(self, ticket: int, transcript: str, suggestions: tuple[Suggestion, ...]) -> bool:
        """The open suggestions of one transcript."""
        if not self._counts("suggestions", ticket):
            return False  # they were looked for in another codebook or pass
        order = [handle.id for handle in self.desk.handles]
        self.session = core.proposed(self.session, transcript, suggestions, order)
        return True

    def all_found(self, ticket: int) -> bool:
        if self._counts("suggestions", ticket):
            self._all_found = True
        return self._all_found

    def begin_counts(self, transcripts: Iterable[str] = ()) -> Mapping[str, int]:
        """A ticket for each transcript that is to be counted (`Desk.counts`); all where none is named."""
        names = [handle.id for handle in self.desk.handles]
        wanted = frozenset(transcripts) or frozenset(names)
        if wanted >= set(names):
            self.counts = {name: counts for name, counts in self.counts.items() if name in names}
        return {name: self._ticket(f"count {name}") for name in names if name in wanted}

    def counted(self, ticket: int, transcript: str, counts: dict[str, CodeTally]) -> bool:
        if not self._counts(f"count {transcript}", ticket):
            return False
        self.counts[transcript] = counts
        return True

    def search_typed(self, query: str) -> int:
        """Show where the letters typed so far stand; a ticket for the other forms of its words (`Desk.find`)."""
        self._searched_from, self._typed = self._searched_from or self.session, query
        self._preview(letters(self.session.units.transcript.text, query))
        return self._ticket("places")

    def places(self, ticket: int, found: tuple[Span, ...]) -> bool:
        """Where the query stands in other forms of its words."""
        if self._searched_from is None or not self._counts("places", ticket):
            return False
        self._preview(core.together(self.session.hits, found))
        return True

    def search_ended(self, query: str | None) -> tuple[Span, ...] | None:
        """The places of a query, None for none; what was shown while it was typed is let go."""
        before, shown = self._searched_from or self.session, self.session
        self.session = replace(shown, cursor=before.cursor, selection=before.selection, hits=before.hits)
        self._searched_from = None
        if not query or not query.strip():
            return None
        return shown.hits if query == self._typed else letters(before.units.transcript.text, query)

    def _preview(self, hits: tuple[Span, ...]) -> None:
        start = (self._searched_from or self.session).cursor
        ahead = next((hit for hit in hits if hit.start >= start), hits[0] if hits else None)
        self.session = core.previewed(self.session, hits, ahead.start if ahead else start)
