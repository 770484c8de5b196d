"""The desk's parts on the screen."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.desk.panels import label_of
from qualcode.desk.session import Session
from qualcode.tui.page import NUMBER, TranscriptPage
from qualcode.tui.styles import Inks, Margin, Painter

_KEEP = 3  # rows kept in sight above and below the cursor


class TranscriptView(ScrollView, can_focus=False):
    """A transcript with its codings. Draws only the rows in sight, so its length does not matter."""

    class Drawn(Message):
        """Words chosen with the mouse, by two positions."""

        def __init__(self, one: int, other: int):
            super().__init__()
            self.one, self.other = one, other

    def __init__(self, inks: Inks):
        super().__init__(id="text")
        self.inks = inks
        self.painter: Painter | None = None
        self._anchor: int | None = None
        self._made_for: tuple[object, ...] = ()

    @property
    def page(self) -> TranscriptPage | None:
        return self.painter.page if self.painter else None

    def show(self, session: Session, width: int) -> None:
        """Show a session as it stands now, with the cursor in sight. `width`: cells, with one for the scroll bar."""
        width = max(width - 1, 1)
        page = self.page
        turns = session.shown_turns
        if page is None or (page.transcript, page.width, page.turns) != (session.units.transcript, width, turns):
            page = TranscriptPage(session.units.transcript, width, turns)
            self.virtual_size = Size(width, len(page.lines))
        made_for = (page, session.mine, session.others, session.codebook)
        margin = self.painter.margin if self.painter and self._same(made_for) else Margin.of(page, session)
        self._made_for = made_for
        suggestion = session.suggestion if session.mode == "judge" else None
        here = suggestion and suggestion.transcript == session.transcript
        lit = tuple(span for hit in suggestion.hits for span in hit.lit) if suggestion and here else ()
        self.painter = Painter(page, margin, session, self.inks, lit)
        self._follow(page, session)
        self.refresh()

    def _same(self, made_for: tuple[object, ...]) -> bool:
        return len(self._made_for) == len(made_for) and all(
            one is other for one, other in zip(self._made_for, made_for, strict=True)
        )

    def _follow(self, page: TranscriptPage, session: Session) -> None:
        height = max(self.scrollable_content_region.height, 1)
        last = session.selection.end - 1 if session.selection else session.cursor
        first_row, last_row = page.row_of(session.cursor), page.row_of(last)
        if session.mode == "judge" and session.turn:  # with the question before it, where that fits
            asked = page.row_of_turn(max(session.turn.number - 1, 1))
            first_row = asked if asked is not None and last_row - asked < height - _KEEP else first_row
        top = round(self.scroll_offset.y)
        keep = min(_KEEP, height // 4)
        if not top - height < first_row < top + 2 * height:  # a jump: into the upper third, with what follows in sight
            top = first_row - height // 3
        if last_row > top + height - 1 - keep:
            top = last_row - height + 1 + keep
        if first_row < top + keep:
            top = first_row - keep
        self._scroll(top)

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=max(top, 0), animate=False, immediate=True, force=True)

    def position_on(self, action: str, cursor: int) -> int:
        """Where the cursor comes by a move that depends on the window."""
        page, height = self.page, self.scrollable_content_region.height
        if page is None:
            return cursor
        by = {"line-on": 1, "line-back": -1, "page-on": max(height - 2, 1), "page-back": -max(height - 2, 1)}[action]
        row = page.row_of(cursor)
        line = page.lines[row]
        text = page.text
        cell = cell_len(text[line.start : cursor])
        if line.first and line.turn:
            cell += cell_len(label_of(page.transcript.turns[line.turn - 1], page.transcript))
        aim = max(0, min(row + by, len(page.lines) - 1))
        if abs(by) > 1:
            self._scroll(round(self.scroll_offset.y) + by)
        onward = range(aim, len(page.lines)) if by > 0 else range(aim, -1, -1)
        found = (page.position_at(one, cell) for one in onward)
        return next((position for position in found if position is not None), cursor)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if self.painter is None:
            return Strip.blank(width)
        pieces: list[Segment] = self.painter.row(y + round(self.scroll_offset.y))
        return Strip(pieces).adjust_cell_length(width).apply_style(self.rich_style)

    # The mouse.

    def _position(self, event: events.MouseEvent) -> int | None:
        if self.page is None:
            return None
        return self.page.position_at(event.y + round(self.scroll_offset.y), event.x - NUMBER)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._anchor = self._position(event)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        position = self._position(event)
        if self._anchor is not None and position is not None and position != self._anchor:
            self.post_message(self.Drawn(self._anchor, position))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        position = self._position(event)
        if self._anchor is not None and position == self._anchor:
            self.post_message(self.Drawn(position, position))
        self._anchor = None


class Rows(OptionList, can_focus=False):
    """A list with one row lit; its keys are those of the mode, so it takes none itself."""

    def fill(self, rows: list[tuple[str, Text]], chosen: str = "") -> None:
        """Rows by their ids; the one chosen is lit."""
        self.clear_options()
        self.add_options([Option(text, id=name or None) for name, text in rows])
        places = [place for place, (name, _) in enumerate(rows) if name == chosen]
        self.highlighted = places[0] if places else None

    def refill(self, rows: list[tuple[str, Text]], chosen: str) -> None:
        """New texts for the rows; only what is different is drawn anew."""
        if [name for name, _ in rows] != [option.id for option in self.options]:
            self.fill(rows, chosen)
            return
        for place, (_, text) in enumerate(rows):
            if self.get_option_at_index(place).prompt != text:
                self.replace_option_prompt_at_index(place, text)
        self.highlighted = self.get_option_index(chosen) if chosen in {name for name, _ in rows} else None
