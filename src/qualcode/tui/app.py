"""The coding desk on the screen: keys to actions, actions to the session, acts to disk, and what then stands shown."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.widgets import OptionList, Static
from textual.worker import Worker, WorkerFailed, get_current_worker

from qualcode.errors import QualcodeError
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.text import Words
from qualcode.tui import session as core
from qualcode.tui import telling
from qualcode.tui.actions import MODES, bound, keymap
from qualcode.tui.desk import Count, Desk
from qualcode.tui.keyed import Keyed
from qualcode.tui.painting import Inks
from qualcode.tui.session import Ask, Event, Go, Open, Say, Session
from qualcode.tui.widgets import Rows, TranscriptView

if TYPE_CHECKING:
    from qualcode.tui.board import Board
    from qualcode.tui.dialogs import Dialog

_WIDE = 130  # cells; from here on the codebook stands beside the text
_HIGH = 24  # rows; in fewer, the panel takes no more than it needs
_SIDE = 38  # cells that it then takes, as in desk.tcss
_PRIMARY = "#2f7fb8"  # frames and the row that is lit
_SOON = 0.1  # seconds
_BESIDE = {"transcript-on": 1, "transcript-back": -1}
_LOOK = 1.0  # seconds between looks whether another hand changed the study


class DeskScreen(Keyed):
    """The transcript, its codebook, and the panel below."""

    def __init__(self) -> None:
        super().__init__()
        self.tree_open = False

    @property
    def mode(self) -> str:
        return "tree" if self.tree_open else self.app.session.mode

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        with Horizontal(id="middle"):
            with Vertical(id="side"):
                yield Rows(id="tree")
                with VerticalScroll(id="about", can_focus=False):
                    yield Static("", id="code")
            yield TranscriptView(self.app.inks)
        yield Static("", id="panel")
        yield Static("", id="message")
        yield Static("", id="keys")

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    @property
    def wide(self) -> bool:
        return self.size.width >= _WIDE

    @property
    def side_room(self) -> int:
        """Cells for a row of the codebook; a scroll bar may take two."""
        return (_SIDE if self.wide else self.size.width) - 4

    def on_mount(self) -> None:
        self.lay_out()

    def on_resize(self) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """The codebook beside the text where there is room, else over it."""
        self.query_one("#side").display = self.wide or self.tree_open
        self.view.display = self.wide or not self.tree_open
        self.query_one("#side").set_class(not self.wide, "alone")
        self.show()
        self.call_after_refresh(self.show_again)  # now that heights are known, with the cursor in sight

    def show(self) -> None:
        app, session = self.app, self.app.session
        self.tell("head", telling.head(app.desk, session, app.searching))
        self.view.show(session, self.size.width - (_SIDE if self.wide else 0))
        suggestion = session.suggestion if session.mode == "judge" else None
        if app.hint:
            panel = Text(app.words("desk.hint"))
        elif suggestion:
            panel = telling.judging_panel(app.desk, session, suggestion, app.inks)
        else:
            panel = telling.reading_panel(app.desk, session, app.inks)
        self.tell_fitting("panel", panel, 3 if self.size.height >= _HIGH else 1, 8)
        self.tell_fitting("message", app.message, 1, 4)
        self.tell_keys()
        self._show_side(session, suggestion)

    def _show_side(self, session: Session, suggestion: Suggestion | None) -> None:
        side, tree = self.query_one("#side"), self.query_one("#tree", Rows)
        if not side.display:
            return
        about = session.coding
        code = suggestion.code if suggestion else session.code_of(about) if about else ""
        if self.tree_open:
            code = self.tree_code
        rows = telling.tree_rows(self.app.desk, session, self.app.counts, self.app.inks, self.side_room)
        tree.refill(rows, code)
        self._describe(code)

    def _describe(self, code: str) -> None:
        text = telling.in_full(self.app.session, code, self.app.words)
        if self.query_one("#code", Static).content != text:
            self.tell("code", text, lays_out=True)
            self.query_one("#about").scroll_home(animate=False)

    @property
    def tree_code(self) -> str:
        tree = self.query_one("#tree", Rows)
        return "" if tree.highlighted is None else tree.get_option_at_index(tree.highlighted).id or ""

    # Acting.

    def act(self, name: str, key: str = "", answer: Any = None) -> None:
        app = self.app
        if self.tree_open and answer is None:
            self._in_tree(name)
            return
        if name in _BESIDE and not app.desk.beside(app.session, _BESIDE[name]):
            app.say(Say("desk.no_transcript"))
            self.show()
            return
        if name in core.SCREEN:
            app.session = core.at(app.session, self.view.position_on(name, app.session.cursor))
            self.show()
            return
        if (app.session.mode, name) not in core.STEPS:
            return  # what was asked no longer is the question
        digit = key if name == "number" and key.isdigit() else None
        app.take(core.step(app.session, name, digit if answer is None else answer))
        self.show()

    def _in_tree(self, name: str) -> None:
        app, tree = self.app, self.query_one("#tree", Rows)
        if name in ("next", "previous"):
            (tree.action_cursor_down if name == "next" else tree.action_cursor_up)()
            self._describe(self.tree_code)
            return
        if name in ("more", "less"):
            about = self.query_one("#about")
            (about.scroll_page_down if name == "more" else about.scroll_page_up)(animate=False)
            return
        if name == "help":
            app.open("help")
            return
        if name == "memo":
            app.open("memo")
            return
        code = self.tree_code
        self.close_tree()
        if name == "apply" and code:
            self.act("code", answer=code)
        elif name == "only" and code:
            self.act("only", answer=code)
        elif name == "reread" and code:
            app.reread(code)
        elif name == "quit":
            self.act("quit")

    def open_tree(self) -> None:
        """The cursor goes to the tree, to the code of the coding here, else the first."""
        app = self.app
        about = app.session.coding
        rows = telling.tree_rows(app.desk, app.session, app.counts, app.inks, self.side_room)
        here = app.session.code_of(about) if about else ""
        self.query_one("#tree", Rows).fill(rows, here if here in app.session.offered else rows[0][0] if rows else "")
        self.tree_open = True
        self.lay_out()

    def close_tree(self) -> None:
        self.tree_open = False
        self.lay_out()

    @on(OptionList.OptionSelected, "#tree")
    def clicked(self, event: OptionList.OptionSelected) -> None:
        self.act("change" if self.app.session.mode == "judge" else "code", answer=event.option.id)

    @on(OptionList.OptionHighlighted, "#tree")
    def lit(self) -> None:
        if self.tree_open:
            self._describe(self.tree_code)

    @on(TranscriptView.Drawn)
    def drawn(self, event: TranscriptView.Drawn) -> None:
        app = self.app
        if app.session.mode == "read" and event.one == event.other:
            app.session = core.at(app.session, app.session.units.around("word", event.one).start)
        else:
            app.session = core.selected(app.session, event.one, event.other)
        app.unsay()
        self.show()


class CodingDesk(App[None], inherit_bindings=False):
    """One coder at work."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = [Binding("ctrl+c", "leave_desk", show=False)]
    CSS_PATH = "desk.tcss"

    def __init__(self, desk: Desk, own_keys: Mapping[str, str] | None = None, transcript: str = ""):
        # Asked for here, so that textual leaves all colours to the terminal; later it has made them grey already.
        super().__init__(ansi_color="NO_COLOR" in os.environ or None)
        self.desk, self.own_keys = desk, own_keys or {}
        self.keys = {mode: keymap(mode, self.own_keys) for mode in MODES}
        self.hint = desk.is_new
        self.session = desk.session(transcript)
        self.counts: dict[str, dict[str, Count]] = {}
        self.message = Text("")
        self.searching = True
        self.inks = Inks()
        self.asking = False  # a window is on its way
        self.held: list[events.Key] = []  # keys typed meanwhile
        self._tickets: dict[str, int] = {}  # of each transcript, how often it was counted
        self._place = (self.session.transcript, self.session.cursor)  # as last kept

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
        self.find_suggestions()
        self.count_all()

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
        if said.key == "desk.no_suggestions" and self.searching:
            said = Say("desk.still_looking")
        values = dict(said.values)
        n = values.get("n")
        text = (
            self.words.some(said.key, n, **{k: v for k, v in values.items() if k != "n"})
            if isinstance(n, int)
            else self.words(said.key, **values)
        )
        self.message = Text(text, style="bold")

    def fault(self, text: str) -> None:
        self.message = Text(f" ! {text} ", style="bold reverse")
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

    # Events of the session.

    def take(self, step: core.Step) -> None:
        self.session = step.session
        for event in step.events:
            if not self.handle_event(event):
                break  # what was to follow does not

    def handle_event(self, event: Event) -> bool:
        """Whether it was done: only an act can fail."""
        if isinstance(event, Say):
            self.say(event)
        elif isinstance(event, Ask):
            self.ask(event)
        elif isinstance(event, Go):
            return self.go(event)
        elif isinstance(event, Open):
            self.open(event.what)
        else:
            return self.perform(event)
        return True

    def perform(self, act: core.Act) -> bool:
        """Carry out an act on disk; what cannot be done is said. Returns whether it was done."""
        before = self.session.codebook
        try:
            outcome = self.desk.perform(self.session, act)
        except QualcodeError as error:
            self.fault(str(error))
            return False
        moved = outcome.session.transcript != self.session.transcript
        self.session = outcome.session
        for said in outcome.said:
            self.say(said)
        names = {outcome.session.transcript}
        if isinstance(act, core.Recode | core.Fit | core.Mark):
            names.add(act.coding.transcript)
        if isinstance(act, core.DecideAll):
            names |= {one.transcript for one in act.suggestions}
        self.set_timer(_SOON, partial(self.count, names))  # what was done is painted first
        if isinstance(act, core.Decide | core.DecideAll):
            following = core.onward(self.session)
            self.session = following.session
            for event in following.events:
                self.handle_event(event)
        if moved or outcome.session.codebook is not before:
            self.count_all()
        return True

    def ask(self, ask: Ask) -> None:
        if isinstance(self.screen, Keyed):
            self.converse(self._answered(ask, self.screen))

    async def _answered(self, ask: Ask, screen: Keyed) -> None:
        from qualcode.tui.asking import ASKS  # windows are loaded when the first one opens

        answer = await ASKS[ask.what](self, ask)
        if answer is not None and screen.is_current:
            screen.act(ask.action, answer=answer)

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

    def go(self, event: Go) -> bool:
        name = event.transcript or self.desk.beside(self.session, event.by)
        if not name:
            self.say(Say("desk.no_transcript"))
            return False
        return self.show_transcript(name, event.position)

    def show_transcript(self, name: str, position: int | None = None) -> bool:
        try:
            self.desk.remember(self.session)
            session = self.desk.session(name, position if position is not None else 0, self.session)
        except QualcodeError as error:
            self.fault(str(error))
            return False
        self.session = core.shown(session) if session.mode == "judge" else session
        self.refresh_desk()
        return True

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
        text = telling.key_page(bound(mode, self.own_keys), self.words)
        await self.asked(Page(self.words("desk.help"), text, self.words("desk.keys.page")))

    async def open_transcripts(self) -> None:
        from qualcode.tui.asking import pick_transcript

        name = await pick_transcript(
            self, tuple(handle.id for handle in self.desk.handles), self.words("desk.ask.transcript")
        )
        if name and name != self.session.transcript and await self.may_leave():
            self.show_transcript(name)

    async def may_leave(self) -> bool:
        """Asks whether the transcript was read in full, where that is not on record yet."""
        if not self.session.asks_read:
            return True
        from qualcode.tui.asking import ASKS

        answer = await ASKS["leave"](self, Ask("leave", ""))
        if answer:
            self.perform(core.ReadFor(self.session.offered))
        return answer is not None

    async def open_reread(self) -> None:
        from qualcode.tui.asking import pick_code

        if self.desk.rereading:
            self.reread("")
            return
        code = await pick_code(self, self.words("desk.ask.reread"))
        if code:
            self.reread(code)

    def reread(self, code: str) -> None:
        """Begin a pass for one code over the transcripts read before it existed, or end it."""
        if code and not self.desk.read_before(code):
            self.say(Say("desk.nothing_to_reread", (("code", self.desk.name(code)),)))
            self.refresh_desk()
            return
        self.desk.reread(code)
        name = self.desk.handles[0].id if code else self.session.transcript
        self.session = core.dropped(self.session)
        self.show_transcript(name)
        self.find_suggestions()

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
        from qualcode.tui.theming import BoardScreen

        self.push_screen(BoardScreen.opened(self.desk))

    def open_fragments(self) -> None:
        from qualcode.tui.theming import FragmentsScreen

        self.push_screen(FragmentsScreen.opened(self.desk, self.board), lambda _: self.refresh_desk())

    async def open_memo(self) -> None:
        """A memo about what is lit: a coding and its code, or a code and a theme of the board."""
        from qualcode.tui import memoing

        if isinstance(self.screen, Keyed) and self.screen.board:
            await memoing.write(self, None, self.board.code, self.board.theme)
            return
        coding = None if self.main.tree_open else self.session.coding
        code = self.main.tree_code if self.main.tree_open else self.session.code_of(coding) if coding else ""
        await memoing.write(self, coding, code, "")

    async def open_memos(self) -> None:
        from qualcode.tui import memoing

        await memoing.listing(self)

    def after_memo(self) -> None:
        """The memo is on disk."""
        self.take_in()
        if not self.message:
            self.say(Say("desk.memo.kept"))
        self.refresh_desk()

    # Work behind the screen.

    @work(thread=True, exclusive=True, group="suggestions")
    def find_suggestions(self) -> None:
        worker = get_current_worker()
        self.searching = True
        try:
            for found in self.desk.suggestions(self.session.transcript):
                if worker.is_cancelled:
                    return
                self.call_from_thread(self._found, found, worker)
        except QualcodeError as error:
            self.call_from_thread(self.fault, str(error))
        if not worker.is_cancelled:
            self.call_from_thread(self._all_found)

    def _all_found(self) -> None:
        self.searching = False
        self.main.show_again()

    def _found(self, suggestions: tuple[Suggestion, ...], worker: Worker[None]) -> None:
        if worker.is_cancelled:
            return  # they were looked for in another codebook or pass
        order = [handle.id for handle in self.desk.handles]
        self.session = core.proposed(self.session, suggestions, order)
        self.main.show_again()

    def count_all(self) -> None:
        names = [handle.id for handle in self.desk.handles]
        self.counts = {name: counts for name, counts in self.counts.items() if name in names}
        self.count(names)

    def count(self, transcripts: Collection[str]) -> None:
        """Count anew, behind the screen; only the last count asked for of each transcript is taken in."""
        known = {handle.id for handle in self.desk.handles}
        tickets = {name: self._tickets.get(name, 0) + 1 for name in transcripts if name in known}
        self._tickets |= tickets
        self._count(tickets)

    @work(thread=True, group="counts")
    def _count(self, tickets: Mapping[str, int]) -> None:
        worker = get_current_worker()
        for name, ticket in tickets.items():
            if worker.is_cancelled:
                return
            with suppress(QualcodeError):  # a text that does not match is told when it is opened
                self.call_from_thread(self._counted, name, self.desk.counts(name), ticket)

    def _counted(self, transcript: str, counts: dict[str, Count], ticket: int) -> None:
        if self._tickets.get(transcript) == ticket:
            self.counts[transcript] = counts
            self.refresh_desk()

    def preview(self, start: int, hits: tuple[Span, ...]) -> None:
        """The places found so far, from where the search began."""
        ahead = next((hit for hit in hits if hit.start >= start), hits[0] if hits else None)
        self.session = core.previewed(self.session, hits, ahead.start if ahead else start)
        self.message = Text(self.words.some("desk.found", len(hits)))
        self.main.show_again()

    @work(thread=True, exclusive=True, group="search")
    def find_forms(self, start: int, query: str, still: Callable[[], bool]) -> None:
        """The places of a query in other forms of its words, added to those of its letters."""
        if len(query.strip()) < 3:
            return
        with suppress(QualcodeError):  # what is typed so far may be no query yet
            found = self.desk.find(self.session, query)
            if found and still():
                self.call_from_thread(self._forms, start, found, still)

    def _forms(self, start: int, found: tuple[Span, ...], still: Callable[[], bool]) -> None:
        if still() and isinstance(self.screen, ModalScreen):
            self.preview(start, core.together(self.session.hits, found))

    def look(self) -> None:
        """Take in what another hand changed; a fault is said, and what was there stays in use. And keep the place."""
        if (place := (self.session.transcript, self.session.cursor)) != self._place:
            self._place = place
            self.desk.remember(self.session)
        if not self.asking and not isinstance(self.screen, ModalScreen):  # an answer is about what was asked
            self.take_in()

    def take_in(self) -> None:
        if not self.desk.changed(self.session):
            return
        before = self.session.codebook
        try:
            outcome = self.desk.reload(self.session)
        except QualcodeError as error:
            self.fault(self.words("desk.faulty", fault=str(error)))
            return
        self.session = outcome.session
        for said in outcome.said:
            self.say(said)
        if self.session.codebook != before:
            self.say(Say("desk.reloaded"))
            self.session = core.dropped(self.session)
            self.find_suggestions()
        self.count_all()
        self.refresh_desk()

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
