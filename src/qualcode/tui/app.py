"""The coding desk on the screen: keys to actions, actions to the session, acts to disk, and what then stands shown."""

import asyncio
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from qualcode.desk.actions import bound
from qualcode.desk.asking import Question
from qualcode.desk.desk import Desk
from qualcode.desk.events import Ask, ReadFor
from qualcode.desk.sitting import DeskQuestion
from qualcode.model.controls import visible
from qualcode.system import signals_to_leave
from qualcode.tui import looks
from qualcode.tui.desk_screen import DeskScreen
from qualcode.tui.face import Face, Part
from qualcode.tui.styles import Inks

if TYPE_CHECKING:
    pass

_PRIMARY = "#2f7fb8"  # frames and the row that is lit
_SOON = 0.1  # seconds
_LOOK = 1.0  # seconds between looks whether another hand changed the study


class Visible(LineFilter):
    """Control characters of names, notes and texts as signs that can be seen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [one if one.control else Segment(visible(one.text), one.style) for one in segments]


class CodingDesk(Face, inherit_bindings=False):
    """One coder at work."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = [Binding("ctrl+c", "leave_desk", show=False)]
    CSS_PATH = "desk.tcss"

    def __init__(self, desk: Desk, own_keys: Mapping[str, str] | None = None, transcript: str = ""):
        # Asked for here, so that textual leaves all colours to the terminal; later it has made them grey already.
        super().__init__(desk, own_keys, transcript, ansi="NO_COLOR" in os.environ or None)
        self._filters.append(Visible())  # whatever a widget shows: nothing that the terminal obeys

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
        for name in signals_to_leave():  # the terminal is left as it was
            asyncio.get_running_loop().add_signal_handler(name, self.open_quit)

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

    def ask(self, question: DeskQuestion) -> None:
        if isinstance(self.screen, Part):
            self.converse(self._answered(question, self.screen))

    async def asked(self, question: Question) -> Any:
        from qualcode.tui.dialogs import window  # windows are loaded when the first one opens

        return await self.push_screen_wait(window(question))

    async def _answered(self, question: DeskQuestion, screen: Part) -> None:
        from qualcode.desk.questions import ASKS, BOARD_ASKS

        answer = await {**ASKS, **BOARD_ASKS}[question.ask.what](self, question.ask)
        if answer is not None and screen.is_current:
            screen.answered(question, answer)

    # Other parts of the desk.

    def open_tree(self) -> None:
        self.main.open_tree()

    async def open_help(self) -> None:
        from qualcode.tui.dialogs import ReadDialog

        mode = self.screen.mode if isinstance(self.screen, Part) else "read"
        text = looks.key_page(bound(mode, self.own_keys), self.words)
        await self.push_screen_wait(ReadDialog(self.words("desk.help"), text, self.words("desk.keys.page")))

    async def open_transcripts(self) -> None:
        from qualcode.desk.questions import pick_transcript

        name = await pick_transcript(
            self, tuple(handle.id for handle in self.desk.handles), self.words("desk.ask.transcript")
        )
        if name and name != self.session.transcript and await self.may_leave():
            self.follow(self.sitting.show(name))

    async def may_leave(self) -> bool:
        """Asks whether the transcript was read in full, where that is not on record yet."""
        if not self.session.asks_read:
            return True
        from qualcode.desk.questions import ASKS

        answer = await ASKS["leave"](self, Ask("leave", ""))
        if answer:
            self.follow(self.sitting.perform(ReadFor(self.session.offered)))
        return answer is not None

    async def open_reread(self) -> None:
        from qualcode.desk.questions import pick_code

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

    def open_board(self) -> None:
        from qualcode.tui.board_screen import BoardScreen

        self.push_screen(BoardScreen.opened(self.desk))

    def open_fragments(self) -> None:
        from qualcode.tui.board_screen import FragmentsScreen

        self.push_screen(FragmentsScreen.opened(self.desk, self.board), lambda _: self.refresh_desk())

    async def open_memo(self) -> None:
        """A memo about what is lit: a coding and its code, or a code and a theme of the board."""
        from qualcode.tui import memo_windows

        if isinstance(self.screen, Part) and self.screen.board:
            await memo_windows.write(self, None, self.board.code, self.board.theme)
            return
        coding = None if self.main.tree_open else self.session.coding
        code = self.main.tree_code if self.main.tree_open else self.session.code_of(coding) if coding else ""
        await memo_windows.write(self, coding, code, "")

    async def open_memos(self) -> None:
        from qualcode.tui import memo_windows

        await memo_windows.listing(self)


def run_desk(desk: Desk, own_keys: Mapping[str, str], transcript: str = "") -> None:
    """Open the desk until the coder leaves it."""
    app = CodingDesk(desk, own_keys, transcript)
    app.run()
    failure: BaseException | None = app._exception
    if isinstance(failure, WorkerFailed):
        failure = failure.error
    if failure:
        raise failure
