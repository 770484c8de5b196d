"""code."""

from typing import Annotated

import typer

from qualcode.cli.options import FilterOptions, expanded
from qualcode.cli.printing import console, say
from qualcode.cli.state import state_of


@expanded
def code(
    ctx: typer.Context,
    filters: FilterOptions,
    transcript_id: Annotated[str | None, typer.Argument(metavar="[TRANSCRIPT]", help="Only this transcript.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="The plain prompt (the only one yet).")] = False,
) -> None:
    """Judge the open suggestions one by one in the terminal.

    Each is shown in its context; one key accepts, rejects, changes, notes, skips or takes back. Every decision is saved
    at once, so you can stop at any moment.

    Example: qualcode code P-1 --theme vertrouwen-en-autonomie
    """
    from dataclasses import replace

    from qualcode.acts.finding import Finder
    from qualcode.tui.keyboard import read_key, read_line
    from qualcode.tui.plain import Prompt

    state = state_of(ctx)
    opened = state.open()
    chosen = filters.filters()
    if transcript_id:
        chosen = replace(chosen, transcript=(*chosen.transcript, transcript_id))
    prompt = Prompt(Finder.make(opened, chosen, state.coder(opened)), console(), read_key, read_line)
    decided = prompt.run()
    say(f"{decided} decisions saved; {len(prompt.queue) - prompt.at} suggestions not seen.")
