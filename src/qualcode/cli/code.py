"""code."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.completing import names_of
from qualcode.cli.here import say_next
from qualcode.cli.options import FilterOptions, expanded
from qualcode.cli.printing import console, say
from qualcode.cli.state import state_of
from qualcode.system import key_pressed
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.model.selection import Filters
    from qualcode.usecases.study import Opened


@expanded
def code(
    ctx: typer.Context,
    filters: FilterOptions,
    transcript_id: Annotated[
        str | None,
        typer.Argument(metavar="[TRANSCRIPT]", help="option.code.transcript_id", autocompletion=names_of("transcript")),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="option.plain")] = False,
    show_others: Annotated[bool, typer.Option("--show-others", help="option.show-others")] = False,
) -> None:
    """Open the coding desk: read, code, judge suggestions, write memos, build themes."""
    state = state_of(ctx)
    opened = state.open()
    chosen, coder = filters.filters(opened, part=False), state.coder(opened)
    if transcript_id:
        opened.project.transcript(transcript_id)
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        _plain(opened, chosen, coder, transcript_id)
        say_next(state)
        return

    from qualcode.desk.desk import Desk
    from qualcode.tui.app import run_desk
    from qualcode.usecases.at_desk import own_keys

    desk = Desk.start(opened, coder, chosen, show_others=show_others)
    run_desk(desk, own_keys(), transcript_id or "")
    say(Say("tell.on_disk", acts=Say.some("count.acts", len(desk.done))))
    say_next(state)


def _plain(opened: "Opened", chosen: "Filters", coder: str, transcript: str | None) -> None:
    from dataclasses import replace

    from qualcode.desk.desk import Desk
    from qualcode.desk.sitting import Sitting
    from qualcode.tui.plain import Prompt
    from qualcode.usecases.at_desk import own_keys
    from qualcode.usecases.keywords.finder import Finder, find_all

    if transcript:
        chosen = replace(chosen, transcript=(*chosen.transcript, transcript))
    finder = Finder.make(opened, chosen, coder, needs_keywords=False)
    sitting = Sitting(Desk.start(opened, coder, chosen), transcript or "")
    prompt = Prompt(sitting, console(), _read_key, _read_line, own_keys())
    decided, left = prompt.run(find_all(finder))
    say(
        Say("tell.prompt_ended", decided=Say.some("count.decisions", decided), left=Say.some("count.suggestions", left))
    )


_KEYS = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1b[5~": "pageup", "\x1b[6~": "pagedown",
    "\x1b[H": "home", "\x1b[F": "end", "\x1b[3~": "delete", "\x1b": "escape", "\r": "enter", "\n": "enter",
    " ": "space",
}  # fmt: skip


def _read_key() -> str | None:
    """The key pressed, without Enter; from a pipe the first character of each line. None at the end of input."""
    if sys.stdin.isatty():
        try:
            key = key_pressed() or typer.getchar()
        except EOFError:
            return None
        return _KEYS.get(key, key)
    line = sys.stdin.readline()
    return line.strip()[:1] if line else None


def _read_line(prompt: str) -> str | None:
    """A line of text; None at the end of input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
