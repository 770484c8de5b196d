"""What the desk tells, on a terminal: runs of text in its styles, rows of a width, the keys of the moment."""

from collections.abc import Iterable, Mapping, Sequence

from rich.style import Style
from rich.text import Text

from qualcode.desk.actions import SYMBOLS, Action
from qualcode.desk.panels import Listed, Runs
from qualcode.model.codebook import Codebook
from qualcode.text import Words
from qualcode.tui.page import BARS
from qualcode.tui.styles import Inks, colours_of

_LOOKS = {"strong": "bold", "faint": "dim", "note": "italic"}


def shown(told: Runs, inks: Inks, codebook: Codebook) -> Text:
    colours = colours_of(codebook)
    text = Text()
    for run in told:
        style: Style | str = inks.bar(colours[run.code]) if run.code in colours else _LOOKS.get(run.look, "")
        text.append(run.text, style or inks.style(run.look))
    return text


def in_one_line(told: str) -> Text:
    return Text(told, style="bold", no_wrap=True, overflow="ellipsis")


def rows(listed: Iterable[Listed], inks: Inks, codebook: Codebook, width: int) -> list[tuple[str, Text]]:
    """Rows with their figures at the right."""
    found = []
    for one in listed:
        row = shown(one.before, inks, codebook)
        row.no_wrap = True
        name = Text(one.name, no_wrap=True)
        name.truncate(max(width - row.cell_len - len(one.figures) - 1, 6), overflow="ellipsis", pad=True)
        found.append((one.id, row.append_text(name).append(f" {one.figures}")))
    return found


def key_line(actions: Iterable[Action], language: str, width: int) -> Text:
    """The keys of the moment, as many as fit; that of the help always."""
    shown = [action for action in actions if action.shown]
    items = {
        action.name: Text.assemble((f" {action.key} ", "reverse"), f" {action.label(language)}  ") for action in shown
    }
    room = width - items["help"].cell_len
    line = Text(no_wrap=True)
    for name, item in items.items():
        if name == "help" or line.cell_len + item.cell_len <= room:
            line.append_text(item)
            room += item.cell_len if name == "help" else 0
    return line


def key_page(groups: Mapping[str, Sequence[Action]], words: Words) -> Text:
    """The help of a mode: its keys in groups."""
    text = Text()
    for group, actions in groups.items():
        text.append(f"{words.of('desk.keys', group)}\n", "bold")
        for action in actions:
            keys = " ".join(SYMBOLS.get(key, key) for key in action.keys)
            text.append(f"  {keys:<12} ", "bold")
            text.append(f"{action.label(words.language)}\n")
        text.append("\n")
    text.append(words("desk.keys.marks", lanes=BARS))
    return text
