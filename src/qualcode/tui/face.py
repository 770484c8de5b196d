"""A face of the sitting in textual, before it has any screens: what it replies is shown, said and asked; work is run behind it."""

from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events, work
from textual.app import App
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from qualcode.desk import session as core
from qualcode.desk.actions import MODES, keymap
from qualcode.desk.asking import Question
from qualcode.desk.desk import Desk
from qualcode.desk.events import Open
from qualcode.desk.sitting import DeskQuestion, Fault, Faulty, Recount, Reply, SearchAgain, Sitting, TranscriptShown
from qualcode.errors import QualcodeError
from qualcode.model.span import Span
from qualcode.text import Say, Sayable, Words
from qualcode.tui.styles import Inks
from qualcode.usecases.at_desk import CodeTally

if TYPE_CHECKING:
    from qualcode.desk.board import Board

_STILL = 0.3  # seconds without a key


class Part(Screen[None], inherit_bindings=False):
    """A screen of the desk that is no question."""

    app: "Face"
    board: "Board | None" = None

    @property
    def mode(self) -> str:
        raise NotImplementedError

    def show_again(self) -> None:
        """Show what stands now, unless the screen is not there yet, or no longer."""
        raise NotImplementedError

    def answered(self, question: DeskQuestion, answer: Any) -> None:
        """The answer to a question that an action of this screen asked."""
        raise NotImplementedError


class Face(App[None], inherit_bindings=False):
    """What every part of the desk on the screen knows of the whole."""

    def __init__(self, desk: Desk, own_keys: Mapping[str, str] | None, transcript: str, *, ansi: bool | None):
        super().__init__(ansi_color=ansi)
        self.desk, self.own_keys = desk, own_keys or {}
        self.keys = {mode: keymap(mode, self.own_keys) for mode in MODES}
        self.hint = desk.is_new
        self.sitting: Sitting = Sitting(desk, transcript)
        self.message = Text("")
        self.inks = Inks()
        self._faulty = Text("")  # the fault of the study that was told last
        self.asking = False  # a window is on its way
        self.held: list[events.Key] = []  # keys typed meanwhile
        self._to_count: set[str] = set()
        self._counting: Timer | None = None

    @property
    def first(self) -> Part:
        screen = self.screen_stack[0]
        assert isinstance(screen, Part)
        return screen

    def ask(self, question: DeskQuestion) -> None:
        """Ask in a window, and give the answer to the screen that asked."""
        raise NotImplementedError

    @property
    def session(self) -> core.Session:
        return self.sitting.session

    @session.setter
    def session(self, session: core.Session) -> None:
        self.sitting.session = session

    @property
    def words(self) -> Words:
        return self.desk.opened.words

    def begin(self) -> None:
        """What takes a while starts once the text is there to be read."""
        self.begin_search()
        self.count()

    def begin_search(self) -> None:
        self._find_suggestions(self.sitting.begin_suggestions())

    def say(self, said: Say) -> None:
        if said.key == "desk.no_suggestions" and self.sitting.searching:
            said = Say("desk.still_looking")
        self.message = Text(said.told(self.words), style="bold")

    def fault(self, what: Sayable) -> None:
        self.message = Text(f" ! {what.told(self.words)} ", style="bold reverse")
        self.refresh_desk()

    def unsay(self) -> None:
        self.message, self.hint = Text(""), False

    def refresh_desk(self) -> None:
        """Show what stands now on the screens that are no questions."""
        for screen in self.screen_stack:
            if isinstance(screen, Part):
                screen.show_again()

    async def asked(self, question: Question) -> Any:
        """The answer that a window of its own gives."""
        raise NotImplementedError

    def follow(self, reply: Reply) -> bool:
        """Show, ask and say what the sitting replied; returns whether all was done."""
        for one in reply.reactions:
            match one:
                case Say():
                    self.say(one)
                case Fault(error):
                    self.fault(error)
                case Faulty(error):
                    self.fault(Say("desk.faulty", fault=error))
                    self._faulty = self.message
                case DeskQuestion():
                    self.ask(one)
                case Open(what):
                    self.open(what)
                case Recount(transcripts):
                    self.count_later(transcripts) if transcripts else self.count()
                case SearchAgain():
                    self.begin_search()
                case TranscriptShown():
                    self.refresh_desk()
        return reply.done

    def converse(self, conversation: Coroutine[Any, Any, None]) -> None:
        """Ask something in windows. Keys typed before one is there are kept for it: none acts on the text meanwhile."""
        self.asking = True
        self.run_worker(self._conversation(conversation))

    async def _conversation(self, conversation: Coroutine[Any, Any, None]) -> None:
        try:
            await conversation
        finally:
            self.asking = False
            self.refresh_desk()
            await self.replay()

    async def replay(self) -> None:
        """The keys kept, to the window or screen that is there now."""
        held, self.held = self.held, []
        for event in held:
            await self.on_event(events.Key(event.key, event.character))

    def open(self, what: str) -> None:
        opened = getattr(self, f"open_{what}")()
        if opened is not None:
            self.converse(opened)

    @property
    def board(self) -> "Board":
        return next(screen.board for screen in self.screen_stack if isinstance(screen, Part) and screen.board)

    def after_memo(self) -> None:
        """The memo is on disk."""
        self.take_in()
        if not self.message:
            self.say(Say("desk.memo.kept"))
        self.refresh_desk()

    @work(thread=True, exclusive=True, group="suggestions")
    def _find_suggestions(self, ticket: int) -> None:
        worker = get_current_worker()
        try:
            for name, found in self.desk.suggestions(self.session.transcript):
                if worker.is_cancelled:
                    return
                self.call_from_thread(self._show_if, self.sitting.found, ticket, name, found)
        except QualcodeError as error:
            self.call_from_thread(self.fault, error)
        if not worker.is_cancelled:
            self.call_from_thread(self._show_if, self.sitting.all_found, ticket)

    def _show_if(self, take_back: Callable[..., bool], *result: Any) -> None:
        """Show what a job gave, where the sitting still wants it."""
        if take_back(*result):
            self.first.show_again()

    def count_later(self, transcripts: Collection[str]) -> None:
        """Count anew once the keys are still for a moment: what was done is painted first."""
        self._to_count |= set(transcripts)
        if self._counting:
            self._counting.stop()
        self._counting = self.set_timer(_STILL, self._count_now)

    def _count_now(self) -> None:
        names, self._to_count = self._to_count, set()
        self.count(names)

    def count(self, transcripts: Collection[str] = ()) -> None:
        """Count anew, behind the screen; all where none is named."""
        self._count(self.sitting.begin_counts(transcripts))

    @work(thread=True, group="counts")
    def _count(self, tickets: Mapping[str, int]) -> None:
        worker = get_current_worker()
        for name, ticket in tickets.items():
            if worker.is_cancelled:
                return
            with suppress(QualcodeError):  # a text that does not match is told when it is opened
                self.call_from_thread(self._counted, ticket, name, self.desk.counts(name))

    def _counted(self, ticket: int, transcript: str, counts: dict[str, CodeTally]) -> None:
        if self.sitting.counted(ticket, transcript, counts):
            self.refresh_desk()

    def search_typed(self, query: str) -> None:
        """The places of what is typed so far: those of its letters at once, other forms of its words when found."""
        ticket = self.sitting.search_typed(query)
        self._tell_found()
        if len(query.strip()) >= 3:
            self._find_forms(ticket, query)

    @work(thread=True, exclusive=True, group="search")
    def _find_forms(self, ticket: int, query: str) -> None:
        with suppress(QualcodeError):  # what is typed so far may be no query yet
            if found := self.desk.find(self.session, query):
                self.call_from_thread(self._forms, ticket, found)

    def _forms(self, ticket: int, found: tuple[Span, ...]) -> None:
        if self.sitting.places(ticket, found):
            self._tell_found()

    def _tell_found(self) -> None:
        self.message = Text(self.words.some("desk.found", len(self.session.hits)))
        self.first.show_again()

    def look(self) -> None:
        """Take in what another hand changed; a fault is said, and what was there stays in use. And keep the place."""
        self.sitting.keep_place()
        if not self.asking and not isinstance(self.screen, ModalScreen):  # an answer is about what was asked
            self.take_in()

    def take_in(self) -> None:
        reply = self.sitting.take_in()
        if reply.reactions and self.message is self._faulty:  # it was mended
            self.message = Text("")
        self.follow(reply)
