"""The transcript, its codebook and the panel below, on the screen."""

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static

from qualcode.desk import panels
from qualcode.desk import session as core
from qualcode.desk.session import Session
from qualcode.desk.sitting import DeskQuestion
from qualcode.desk.steps import SCREEN
from qualcode.model.suggestion import Suggestion
from qualcode.text import Say
from qualcode.tui import looks
from qualcode.tui.keyed import Keyed
from qualcode.tui.widgets import Rows, TranscriptView

_WIDE = 130  # cells; from here on the codebook stands beside the text
_HIGH = 24  # rows; in fewer, the panel takes no more than it needs
_SIDE = 38  # cells that it then takes, as in desk.tcss
_BESIDE = {"transcript-on": 1, "transcript-back": -1}


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
        self.tell("head", looks.in_one_line(panels.head(app.desk, session, app.sitting.searching)))
        self.view.show(session, self.size.width - (_SIDE if self.wide else 0))
        suggestion = session.suggestion if session.mode == "judge" else None
        if app.hint:
            panel = Text(app.words("desk.hint"))
        elif suggestion:
            panel = self.painted(panels.judging_panel(app.desk, session, suggestion))
        else:
            panel = self.painted(panels.reading_panel(app.desk, session))
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
        tree.refill(self._rows(session), code)
        self._describe(code)

    def _rows(self, session: Session) -> list[tuple[str, Text]]:
        listed = panels.codes(session, self.app.sitting.counts)
        return looks.rows(listed, self.app.inks, session.codebook, self.side_room)

    def _describe(self, code: str) -> None:
        text = self.painted(panels.in_full(self.app.session, code, self.app.words))
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
        if name in SCREEN:
            app.session = core.at(app.session, self.view.position_on(name, app.session.cursor))
            self.show()
            return
        digit = key if name == "number" and key.isdigit() else None
        app.follow(app.sitting.do(name, digit if answer is None else answer))
        self.show()

    def answered(self, question: DeskQuestion, answer: Any) -> None:
        self.app.follow(self.app.sitting.answer(question.token, answer))
        self.show()

    def _in_tree(self, name: str) -> None:
        if name in _ON_TREE:
            _ON_TREE[name](self)
            return
        code = self.tree_code
        self.close_tree()
        if code or name == "quit":
            _FROM_TREE[name](self, code)

    def _move_in_tree(self, by: int) -> None:
        tree = self.query_one("#tree", Rows)
        (tree.action_cursor_down if by > 0 else tree.action_cursor_up)()
        self._describe(self.tree_code)

    def _read_on(self, by: int) -> None:
        about = self.query_one("#about")
        (about.scroll_page_down if by > 0 else about.scroll_page_up)(animate=False)

    def open_tree(self) -> None:
        """The cursor goes to the tree, to the code of the coding here, else the first."""
        app = self.app
        about = app.session.coding
        rows = self._rows(app.session)
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


# What is done at the tree, and what with the code that is lit there when it is left.
_ON_TREE: dict[str, Callable[[DeskScreen], object]] = {
    "next": lambda screen: screen._move_in_tree(1),
    "previous": lambda screen: screen._move_in_tree(-1),
    "more": lambda screen: screen._read_on(1),
    "less": lambda screen: screen._read_on(-1),
    "help": lambda screen: screen.app.open("help"),
    "memo": lambda screen: screen.app.open("memo"),
}
_FROM_TREE: dict[str, Callable[[DeskScreen, str], object]] = {
    "apply": lambda screen, code: screen.act("code", answer=code),
    "only": lambda screen, code: screen.act("only", answer=code),
    "reread": lambda screen, code: screen.app.follow(screen.app.sitting.reread(code)),
    "read": lambda screen, code: None,
    "quit": lambda screen, code: screen.act("quit"),
}
