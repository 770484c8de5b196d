"""A screen of the desk whose keys come from the table."""

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.widgets import Static

from qualcode.desk.actions import bound
from qualcode.desk.panels import Runs
from qualcode.tui import looks
from qualcode.tui.face import Part

if TYPE_CHECKING:
    from qualcode.desk.sitting import DeskQuestion


def key_of(event: events.Key) -> str:
    """A character as typed; of other keys their name."""
    typed = event.character
    return typed if typed and typed.isprintable() and typed != " " else event.key


class Keyed(Part, inherit_bindings=False):
    """A screen whose keys come from the table of a mode."""

    async def on_key(self, event: events.Key) -> None:
        if self.app.asking or not self.is_current:  # typed before what the last key opened was there
            event.stop()
            self.app.held.append(event)
            if not self.app.asking:
                await self.app.replay()
            return
        key = key_of(event)
        name = self.app.keys[self.mode].get(key)
        if name:
            event.stop()
            event.prevent_default()
            self.app.unsay()
            self.act(name, key)

    def act(self, name: str, key: str = "", answer: Any = None) -> None:
        raise NotImplementedError

    def answered(self, question: "DeskQuestion", answer: Any) -> None:
        """The answer to a question that an action of this screen asked."""
        self.act(question.ask.action, answer=answer)

    def tell_keys(self) -> None:
        groups = bound(self.mode, self.app.own_keys)
        shown = [action for several in groups.values() for action in several]
        self.tell("keys", looks.key_line(shown, self.app.words.language, self.size.width))

    def painted(self, told: Runs) -> Text:
        return looks.shown(told, self.app.inks, self.app.session.codebook)

    def tell(self, where: str, text: Text, *, lays_out: bool = False) -> None:
        """Text for a part of the screen. `lays_out`: its height may change; laying out anew takes 10 ms or more."""
        part = self.query_one(f"#{where}", Static)
        if part.content != text:
            part.update(text, layout=lays_out)

    def tell_fitting(self, where: str, text: Text, least: int, most: int) -> None:
        """Text with as many rows as it needs, within bounds; the screen is laid out anew only where that changes."""
        room = max(self.size.width - 2, 1)
        rows = sum(-(-max(line.cell_len, 1) // room) for line in text.split(allow_blank=True)) or 1
        self.query_one(f"#{where}").styles.height = max(least, min(rows, most))
        self.tell(where, text)

    def show(self) -> None:
        """Show what stands now."""
        raise NotImplementedError

    def show_again(self) -> None:
        """Show it, unless the screen is not there yet, or no longer."""
        if self.is_attached and self.query("#keys"):
            self.show()
