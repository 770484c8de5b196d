"""A screen of the desk whose keys come from the table."""

from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.widgets import Static

from qualcode.tui import telling
from qualcode.tui.actions import bound

if TYPE_CHECKING:
    from qualcode.tui.app import CodingDesk


def key_of(event: events.Key) -> str:
    """A character as typed; of other keys their name."""
    typed = event.character
    return typed if typed and typed.isprintable() and typed != " " else event.key


class Keyed(Screen[None], inherit_bindings=False):
    """A screen whose keys come from the table of a mode."""

    app: "CodingDesk"

    @property
    def mode(self) -> str:
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        key = key_of(event)
        name = self.app.keys[self.mode].get(key)
        if name:
            event.stop()
            event.prevent_default()
            self.app.unsay()
            self.act(name, key)

    def act(self, name: str, key: str = "", answer: Any = None) -> None:
        raise NotImplementedError

    def tell_keys(self) -> None:
        groups = bound(self.mode, self.app.own_keys)
        shown = [action for several in groups.values() for action in several]
        line = telling.key_line(shown, self.app.words.language, self.size.width)
        self.query_one("#keys", Static).update(line)

    def show(self) -> None:
        """Show what stands now."""
        raise NotImplementedError
