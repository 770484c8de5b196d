"""The board of themes, and the fragments of a theme, on the screen."""

from dataclasses import replace
from typing import Any

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static

from qualcode.desk import board as core
from qualcode.desk import panels
from qualcode.desk.desk import Desk
from qualcode.desk.events import Fit, Mark, Open, Recode
from qualcode.errors import QualcodeError
from qualcode.text import Say
from qualcode.tui import looks
from qualcode.tui.keyed import Keyed
from qualcode.tui.widgets import Rows
from qualcode.usecases.codebook.themes import default_set

_BOTH = 70  # cells; in fewer, only the side where one is


class BoardScreen(Keyed):
    """Codes on the left, the themes of a set on the right."""

    board: core.Board

    def __init__(self, board: core.Board) -> None:
        super().__init__()
        self.board = board

    @classmethod
    def opened(cls, desk: Desk) -> "BoardScreen":
        """With the study's set of themes, else the first there is."""
        codebook = desk.opened.project.codebook
        try:
            chosen = default_set(desk.opened.project)
        except QualcodeError:  # several, and the study names none
            chosen = codebook.theme_sets[0]
        return cls(core.opened(codebook, chosen))

    @property
    def mode(self) -> str:
        return "board"

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        with Horizontal(id="middle"):
            for side in ("codes", "themes"):
                with Vertical(classes="column", id=side):
                    yield Static("", classes="title", markup=False)
                    yield Rows(id=f"{side}-rows")
        yield Static("", id="panel")
        yield Static("", id="message")
        yield Static("", id="keys")

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_again)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_again)

    def show(self) -> None:
        app, board = self.app, core.refreshed(self.board, self.app.session.codebook)
        self.board = board
        self.tell("head", looks.in_one_line(panels.board_head(app.desk, board)))
        for side, listed, lit in (
            (
                "codes",
                panels.board_codes(app.desk, board, app.sitting.counts),
                board.code,
            ),
            ("themes", panels.board_themes(app.desk, board, app.sitting.counts), board.theme),
        ):
            column = self.query_one(f"#{side}")
            here = side == board.side
            column.set_class(not here, "elsewhere")
            column.display = here or self.size.width >= _BOTH
            title = app.words.of("desk.board", side)
            column.query_one(".title", Static).update(f"▸ {title}" if here else f"  {title}")
            rows = looks.rows(listed, app.inks, board.codebook, self._room(side))
            column.query_one(Rows).refill(rows, lit)
        self.tell_fitting("panel", self.painted(panels.board_panel(app.desk, board)), 3, 8)
        self.tell_fitting("message", app.message, 1, 4)
        self.tell_keys()

    def _room(self, side: str) -> int:
        return max(self.query_one(f"#{side}").size.width - 4, 10)

    def act(self, name: str, key: str = "", answer: Any = None) -> None:
        if name == "put" and answer is None and not key.isdigit():
            name = "put-choose"  # a key of one's own has no number
        made = core.step(self.board, name, key if name == "put" and answer is None else answer)
        self.board = made.board
        before = {theme.id for theme in self.board.codebook.themes}
        self.app.follow(self.app.sitting.follow(made.events))
        new = [theme.id for theme in self.app.session.codebook.themes if theme.id not in before]
        if new and name in ("add", "split"):
            self.board = core.lighting(core.refreshed(self.board, self.app.session.codebook), new[0])
        if self.is_current:
            self.show_again()

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        side = "codes" if event.option_list.id == "codes-rows" else "themes"
        self.board = core.lighting(self.board, event.option.id or "", side)
        self.show()


class FragmentsScreen(Keyed):
    """The fragments of a theme in their context."""

    def __init__(self, fragments: core.Fragments) -> None:
        super().__init__()
        self.fragments = fragments

    @classmethod
    def opened(cls, desk: Desk, board: core.Board) -> "FragmentsScreen":
        return cls(core.Fragments(board.theme, desk.fragments(board.theme), because=board.because))

    @property
    def mode(self) -> str:
        return "fragments"

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        with VerticalScroll(id="reading", can_focus=False):
            yield Static("", id="fragment")
        yield Static("", id="panel")
        yield Static("", id="message")
        yield Static("", id="keys")

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        app = self.app
        now = app.session.codebook.current_theme.get(self.fragments.theme)
        if now is None:
            app.say(Say("desk.theme_gone"))
            self.dismiss()
            return
        self.fragments = replace(self.fragments, theme=now)
        if not app.asking:  # an answer is about what was shown when it was asked
            self.fragments = core.with_items(self.fragments, app.desk.fragments(self.fragments.theme))
        self.tell("head", looks.in_one_line(panels.fragments_head(app.desk, self.fragments)))
        try:
            shown = self.painted(panels.fragment_in_context(app.desk, self.fragments))
        except QualcodeError as error:  # the text does not match its hash
            shown = Text(error.told(app.words))
        self.tell("fragment", shown, lays_out=True)
        self.tell_fitting("panel", self.painted(panels.fragment_panel(app.desk, self.fragments)), 3, 8)
        self.tell_fitting("message", app.message, 1, 4)
        self.tell_keys()

    def act(self, name: str, key: str = "", answer: Any = None) -> None:
        made = core.read_step(self.fragments, name, answer)
        undone = self.app.desk.done[-1].act if name == "undo" and self.app.desk.done else None
        moved = made.fragments.at != self.fragments.at
        self.fragments = made.fragments
        for event in made.events:
            if isinstance(event, Open) and event.what == "back":
                self.dismiss()
                return
            done = self.app.follow(self.app.sitting.follow([event]))
            if isinstance(event, Fit) and done:
                self.fragments = core.onward(self.fragments)
                moved = True
        if isinstance(undone, Fit | Recode | Mark):
            items = self.app.desk.fragments(self.fragments.theme)
            self.fragments, moved = core.back_to(self.fragments, items, undone.coding), True
        if self.is_current:
            self.show_again()
        if moved:
            self.query_one("#reading").scroll_home(animate=False)
