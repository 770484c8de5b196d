"""The coding desk on the screen: keys to actions, actions to the session, acts to disk, and what then stands shown."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.timer import Timer
from textual.worker import WorkerFailed, get_current_worker

from qualcode.desk import session as core
from qualcode.desk.actions import MODES, bound, keymap
from qualcode.desk.desk import Desk
from qualcode.desk.events import Ask, Open, ReadFor
from qualcode.desk.sitting import Fault, Faulty, Question, Recount, Reply, Search, Shown, Sitting
from qualcode.errors import QualcodeError
from qualcode.model.controls import visible
from qualcode.model.span import Span
from qualcode.text import Say, Sayable, Words
from qualcode.tui import looks as showing
from qualcode.tui.desk_screen import DeskScreen
from qualcode.tui.keyed import Keyed
from qualcode.tui.styles import Inks
from qualcode.usecases.at_desk import Tally

if TYPE_CHECKING:
    from qualcode.desk.board import Board
    from qualcode.tui.dialogs import Dialog

_PRIMARY = "#2f7fb8"  # frames and the row that is lit
_SOON = 0.1  # seconds
_STILL = 0.3  # seconds without a key
_LOOK = 1.0  # seconds between looks whether another hand changed the study


class Visible(LineFilter):
    """Control characters of names, notes and texts as signs that can be seen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [one if one.control else Segment(visible(one.text), one.style) for one in segments]


class CodingDesk(App[None], inherit_bindings=False):
    """One coder at work."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = [Binding("ctrl+c", "leave_desk", show=False)]
    CSS_PATH = "desk.tcss"

    def __init__(self, desk: Desk, own_keys: Mapping[str, str] | None = None, transcript: str = ""):
        # Asked for here, so that textual leaves all colours to the terminal; later it has made them grey already.
        super().__init__(ansi_color="NO_COLOR" in os.environ or None)
        self._filters.append(Visible())  # whatever a widget shows: nothing that the terminal obeys
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
    def session(self) -> core.Session:
        return self.sitting.session

    @session.setter
    def session(self, session: core.Session) -> None:
        self.sitting.session = session

    @property
    def words(self) -> Words:
        return self.desk.opened.words

    def get_default_screen(self) -> Screen[Any]:
        return DeskScreen()

    @property
    def main(self) -> DeskScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, DeskScreen)
        return screen

    def on_mount(self) -> None:
        self.set_timer(_SOON, self.begin)
        self.set_interval(_LOOK, self.look)
        if sys.platform != "win32":  # a window that is closed, a system that goes down: leave the terminal as it was
            for name in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(name, self.open_quit)

    def begin(self) -> None:
        """What takes a while starts once the text is there to be read."""
        self.begin_search()
        self.count()

    def begin_search(self) -> None:
        self._find_suggestions(self.sitting.begin_suggestions())

    def on_load(self) -> None:
        """Terminals with few colours keep their own; others get ours, dark or light like theirs."""
        few = self.no_color or self.console.color_system not in ("256", "truecolor")
        dark = not self._light_paper()
        self.inks = Inks(not few, dark)
        if few:
            self.theme = "ansi-dark" if dark else "ansi-light"
        else:
            paper, ink = self.inks.paper, self.inks.ink
            self.register_theme(Theme("desk", _PRIMARY, background=paper, foreground=ink, dark=dark))
            self.theme = "desk"

    def _light_paper(self) -> bool:
        """COLORFGBG, set by many terminals: `0;15` is black on white."""
        paper = os.environ.get("COLORFGBG", "").rpartition(";")[2]
        return paper in ("7", "15")

    def _fatal_error(self) -> None:
        """No traceback on the screen: it could show respondents' words. `run_desk` raises what went wrong."""
        self._close_messages_no_wait()

    # Saying.

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
            if isinstance(screen, Keyed):
                screen.show_again()

    async def asked(self, dialog: "Dialog") -> Any:
        """The answer that a window of its own gives."""
        return await self.push_screen_wait(dialog)

    # What the sitting replies.

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
                case Question():
                    self.ask(one)
                case Open(what):
                    self.open(what)
                case Recount(transcripts):
                    self.count_later(transcripts) if transcripts else self.count()
                case Search():
                    self.begin_search()
                case Shown():
                    self.refresh_desk()
        return reply.done

    def ask(self, question: Question) -> None:
        if isinstance(self.screen, Keyed):
            self.converse(self._answered(question, self.screen))

    async def _answered(self, question: Question, screen: Keyed) -> None:
        from qualcode.tui.questions import ASKS  # windows are loaded when the first one opens

        answer = await ASKS[question.ask.what](self, question.ask)
        if answer is not None and screen.is_current:
            screen.answered(question, answer)

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

    # Other parts of the desk.

    def open(self, what: str) -> None:
        opened = getattr(self, f"open_{what}")()
        if opened is not None:
            self.converse(opened)

    def open_tree(self) -> None:
        self.main.open_tree()

    async def open_help(self) -> None:
        from qualcode.tui.dialogs import Page

        mode = self.screen.mode if isinstance(self.screen, Keyed) else "read"
        text = showing.key_page(bound(mode, self.own_keys), self.words)
        await self.asked(Page(self.words("desk.help"), text, self.words("desk.keys.page")))

    async def open_transcripts(self) -> None:
        from qualcode.tui.questions import pick_transcript

        name = await pick_transcript(
            self, tuple(handle.id for handle in self.desk.handles), self.words("desk.ask.transcript")
        )
        if name and name != self.session.transcript and await self.may_leave():
            self.follow(self.sitting.show(name))

    async def may_leave(self) -> bool:
        """Asks whether the transcript was read in full, where that is not on record yet."""
        if not self.session.asks_read:
            return True
        from qualcode.tui.questions import ASKS

        answer = await ASKS["leave"](self, Ask("leave", ""))
        if answer:
            self.follow(self.sitting.perform(ReadFor(self.session.offered)))
        return answer is not None

    async def open_reread(self) -> None:
        from qualcode.tui.questions import pick_code

        if self.desk.rereading:
            self.follow(self.sitting.reread(""))
            return
        code = await pick_code(self, self.words("desk.ask.reread"))
        if code:
            self.follow(self.sitting.reread(code))

    def open_quit(self) -> None:
        self.desk.remember(self.session)
        self.exit()

    def action_leave_desk(self) -> None:
        self.open_quit()

    def open_back(self) -> None:
        self.pop_screen()
        self.refresh_desk()

    @property
    def board(self) -> "Board":
        return next(screen.board for screen in self.screen_stack if isinstance(screen, Keyed) and screen.board)

    def open_board(self) -> None:
        from qualcode.tui.board_screen import BoardScreen

        self.push_screen(BoardScreen.opened(self.desk))

    def open_fragments(self) -> None:
        from qualcode.tui.board_screen import FragmentsScreen

        self.push_screen(FragmentsScreen.opened(self.desk, self.board), lambda _: self.refresh_desk())

    async def open_memo(self) -> None:
        """A memo about what is lit: a coding and its code, or a code and a theme of the board."""
        from qualcode.tui import memo_windows as memoing

        if isinstance(self.screen, Keyed) and self.screen.board:
            await memoing.write(self, None, self.board.code, self.board.theme)
            return
        coding = None if self.main.tree_open else self.session.coding
        code = self.main.tree_code if self.main.tree_open else self.session.code_of(coding) if coding else ""
        await memoing.write(self, coding, code, "")

    async def open_memos(self) -> None:
        from qualcode.tui import memo_windows as memoing

        await memoing.listing(self)

    def after_memo(self) -> None:
        """The memo is on disk."""
        self.take_in()
        if not self.message:
            self.say(Say("desk.memo.kept"))
        self.refresh_desk()

    # Work behind the screen.

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
            self.main.show_again()

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

    def _counted(self, ticket: int, transcript: str, counts: dict[str, Tally]) -> None:
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
        self.main.show_again()

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

    def confirm(self, question: str) -> "Dialog":
        from qualcode.tui.dialogs import Confirm

        return Confirm(question, self.words("desk.keys.confirm"))


def run_desk(desk: Desk, own_keys: Mapping[str, str], transcript: str = "") -> None:
    """Open the desk until the coder leaves it."""
    app = CodingDesk(desk, own_keys, transcript)
    app.run()
    failure: BaseException | None = app._exception
    if isinstance(failure, WorkerFailed):
        failure = failure.error
    if failure:
        raise failure
