"""What the desk asks in a window of its own: each gives its answer, or None where the question was left."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea

from qualcode.desk.asking import Confirm, Line, Pick, Question, Several
from qualcode.desk.picking import Choice, matching
from qualcode.tui.widgets import Rows

if TYPE_CHECKING:
    from qualcode.tui.face import Face

_MOST = 200  # rows in a list; who wants another types a letter more


class Dialog(ModalScreen[Any]):
    """A window over the desk; Escape leaves it. Keys typed before it was there are typed into it."""

    app: "Face"
    BINDINGS: ClassVar = [Binding("escape", "leave", show=False)]

    ready = False

    async def on_screen_resume(self) -> None:
        self.ready = True
        await self.app.replay()

    def on_key(self, event: events.Key) -> None:
        if not self.ready:
            self.app.held.append(event)
            event.stop()

    def action_leave(self) -> None:
        self.dismiss(None)


class LineInput(Input):
    """A line to type in. Keys that come after Enter, in one go with it, are for what is asked or shown next."""

    app: "Face"
    entered = False

    async def _on_key(self, event: events.Key) -> None:
        if self.entered or event.key == "enter":
            event.stop()
            event.prevent_default()
        if self.entered:
            self.app.held.append(event)
        elif event.key == "enter":
            self.entered = True
            await self.action_submit()

    async def again(self) -> None:
        """What was entered is no answer; typing goes on."""
        self.entered = False
        await self.app.replay()


class PickDialog(Dialog):
    """One of a list, by typing part of its name or its number."""

    def __init__(self, pick: Pick):
        super().__init__()
        self.pick = pick

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.pick.title, classes="title", markup=False)
            yield LineInput(self.pick.given, select_on_focus=False)
            yield Rows()
            yield Static("", classes="about", markup=False)

    def on_mount(self) -> None:
        self._fill(self.pick.given)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def _fill(self, typed: str) -> None:
        found = matching(self.pick.choices, typed, self.pick.recent)[:_MOST]
        rows = [(choice.id, _choice(choice)) for choice in found]
        self.query_one(Rows).fill(rows, found[0].id if found else "")
        if not rows:
            self.query_one(".about", Static).update(self.pick.none)

    @on(OptionList.OptionHighlighted)
    def lit(self, event: OptionList.OptionHighlighted) -> None:
        text = self.pick.about(event.option.id or "") if self.pick.about else ""
        self.query_one(".about", Static).update(text)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    @on(Input.Submitted)
    async def entered(self) -> None:
        rows = self.query_one(Rows)
        if rows.highlighted is None:
            await self.query_one(LineInput).again()
        else:
            self.dismiss(rows.get_option_at_index(rows.highlighted).id)

    def on_key(self, event: events.Key) -> None:
        moves = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
        if event.key in moves:
            getattr(self.query_one(Rows), f"action_{moves[event.key]}")()
            event.stop()


def _choice(choice: Choice) -> Text:
    number = f"{choice.number:>3}  " if choice.number else ""
    return Text.assemble((number, "dim"), choice.name, (f"  {choice.hint}" if choice.hint else "", "dim"), no_wrap=True)


class LineDialog(Dialog):
    """One line of text. `changed` is told of every letter."""

    def __init__(self, line: Line):
        super().__init__(classes="clear" if line.changed else "")
        self.line = line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog low" if self.line.changed else "dialog"):
            yield Static(self.line.title, classes="title", markup=False)
            yield LineInput(self.line.given)
            yield Static(self.line.note, classes="about", markup=False)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        if self.line.changed:
            self.line.changed(event.value)

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class ConfirmDialog(Dialog):
    """Yes or no, each by its own letter: Enter, pressed in passing, decides nothing. `keys`: the line that tells them."""

    BINDINGS: ClassVar = [
        *Dialog.BINDINGS,
        Binding("y,j", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
    ]

    def __init__(self, question: Confirm):
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.question.title, classes="title", markup=False)
            yield Static(self.question.keys, classes="about", markup=False)

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)


class SeveralDialog(Dialog):
    """Any number of a list; what is chosen has an x."""

    BINDINGS: ClassVar = [
        *Dialog.BINDINGS,
        Binding("enter", "answer", show=False),
        Binding("space", "mark", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, question: Several):
        super().__init__()
        self.question = question
        self.chosen = {place for place, (_, _, chosen) in enumerate(question.choices) if chosen}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.question.title, classes="title", markup=False)
            yield Rows()
            yield Static(self.question.keys, classes="about", markup=False)

    def on_mount(self) -> None:
        self._fill("0")

    def _fill(self, lit: str) -> None:
        rows = []
        for place, (name, _, _) in enumerate(self.question.choices):
            rows.append((str(place), Text(f"[{'x' if place in self.chosen else ' '}] {name}")))
        self.query_one(Rows).refill(rows, lit)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        self._toggle(int(event.option.id or 0))

    def _toggle(self, place: int) -> None:
        self.chosen ^= {place}
        self._fill(str(place))

    def action_mark(self) -> None:
        place = self.query_one(Rows).highlighted
        if place is not None:
            self._toggle(place)

    def action_move(self, where: str) -> None:
        getattr(self.query_one(Rows), f"action_{where}")()

    def action_answer(self) -> None:
        self.dismiss(tuple(self.question.choices[place][1] for place in sorted(self.chosen)))


class EditDialog(Dialog):
    """A text of many lines. Answers (text, kind). `kinds`: (kind, what people call it); the first is the one it has."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+t", "kind", show=False, priority=True),
    ]

    def __init__(self, title: str, given: str, kinds: Sequence[tuple[str, str]], keys: str, lose: Callable[[], Dialog]):
        super().__init__()
        self.heading, self.given, self.kinds, self.keys, self.lose = title, given, list(kinds), keys, lose

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", markup=False)
            yield TextArea(self.given, soft_wrap=True, tab_behavior="focus")
            yield Static(self.keys, classes="about", markup=False)

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._tell()

    def _tell(self) -> None:
        self.query_one(".title", Static).update(f"{self.heading}  [{self.kinds[0][1]}]")

    def action_kind(self) -> None:
        if len(self.kinds) > 1:
            self.kinds.append(self.kinds.pop(0))
            self._tell()

    def action_save(self) -> None:
        self.dismiss((self.query_one(TextArea).text, self.kinds[0][0]))

    def action_leave(self) -> None:
        if self.query_one(TextArea).text.strip() == self.given.strip():
            self.dismiss(None)
        else:
            self.app.push_screen(self.lose(), self._left)

    def _left(self, keep: bool | None) -> None:
        if keep is not None:
            self.dismiss((self.query_one(TextArea).text, self.kinds[0][0]) if keep else None)


class ReadDialog(Dialog):
    """Something to read; any of its keys leaves it."""

    BINDINGS: ClassVar = [
        *Dialog.BINDINGS,
        Binding("q,enter,question_mark,space", "leave", show=False),
    ]

    def __init__(self, title: str, text: Text, keys: str):
        super().__init__()
        self.heading, self.text, self.keys = title, text, keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Static(self.heading, classes="title", markup=False)
            with VerticalScroll():
                yield Static(self.text)
            yield Static(self.keys, classes="about", markup=False)


def window(question: Question) -> Dialog:
    """The window that asks a question."""
    match question:
        case Line():
            return LineDialog(question)
        case Pick():
            return PickDialog(question)
        case Several():
            return SeveralDialog(question)
        case Confirm():
            return ConfirmDialog(question)
