"""`qualcode` alone: where one is, what is left to do, and the command that comes next. And `qualcode help`."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.lazy import no_command
from qualcode.cli.printing import agreed, out, say, warn
from qualcode.cli.speaking import told
from qualcode.cli.state import State
from qualcode.errors import QualcodeError
from qualcode.system import command_line
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key
    from qualcode.usecases.standing import Standing


LED: list[bool] = []  # whether `start` leads, in this process


def here(state: State) -> list[str]:
    """Tell where one is; returns the arguments of the command to run next, where somebody agreed to."""
    from qualcode.usecases.study import study_here, title_of

    root = study_here(state.root)
    if root is None:
        return _without_a_study()
    from qualcode.usecases.standing import standing

    _line("here.study", title=title_of(root), folder=root)  # also where it cannot be read, which is told then
    opened = state.open()
    warn(opened)
    try:
        coder = state.coder(opened)
    except QualcodeError as nobody:  # of whom nothing can be told
        out(f"\n- {told(nobody)}")
        return _offered([*named(state), "--as", Say("here.name")])
    found = standing(opened, coder)
    for line in found.done:
        out(f"  {told(line)}")
    return _left(found, state)


def _line(key: "Key", **values: object) -> None:
    out(told(Say(key, **values)))


def _left(found: "Standing", state: State) -> list[str]:
    out("")
    _line("here.open" if found.left else "here.nothing_open")
    for step in found.left:
        out(f"- {told(step.what)}")
    following = found.left[0].command if found.left else ("report", "-o", "report.docx")
    return _offered([*named(state), *following])


def _without_a_study() -> list[str]:
    """Name the studies below this folder; where there are none, tell how one is made."""
    from qualcode.usecases.study import studies_around

    found = studies_around()
    if not found:
        _line("here.none")
        _line("here.demo", command=typed(["demo"]))
        _line("here.start", command=typed(["start"]))
        _line("here.init", command=typed(["init", told(Say("here.init_folder"))]))
        _line("here.further")
        return []
    out(told(Say.some("here.below", len(found))))
    for title, folder in found:
        out(f"- {title}: {typed(['-C', str(folder)])}")
    return _offered(["-C", str(found[0][1])]) if len(found) == 1 else []


def _offered(command: Sequence[str | Say]) -> list[str]:
    """Print a command; at a terminal ask whether to run it. One with a word to fill in is only printed."""
    _line("here.next", command=typed(command))
    whole = [part for part in command if isinstance(part, str)]
    at_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    return whole if at_terminal and len(whole) == len(command) and agreed(told(Say("here.run"))) else []


def say_next(state: State) -> None:
    """After a command that ended well: what comes next in the method, and with which command.

    Not where `start` leads: it goes there itself.
    """
    if LED:
        return
    from qualcode.usecases.standing import next_step

    opened = state.open()
    if step := next_step(opened, state.coder(opened)):
        say(Say("here.next_step", what=step.what, command=typed([*named(state), *step.command])))


def named(state: State) -> list[str]:
    """The options before a command as somebody gave them: the language, the study, and who codes."""
    study = [] if state.root is None else ["-C", str(state.root)]
    if state.language and not os.environ.get("QUALCODE_LANGUAGE"):
        study = ["--language", state.language, *study]
    return [*study, *([] if state.as_coder is None else ["--as", state.as_coder])]


def typed(command: Sequence[str | Say]) -> str:
    """A command as it is typed in the shell of this system."""
    return command_line(["qualcode", *(part if isinstance(part, str) else told(part) for part in command)])


def help_(
    ctx: typer.Context,
    command: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND…]", help="option.command")] = None,
) -> None:
    """The help of qualcode, or of one command."""
    group: Any = ctx.parent.command if ctx.parent else ctx.command
    context: Any = ctx.parent or ctx
    for name in command or ():
        if not hasattr(group, "resolve_command"):
            raise QualcodeError("error.no_subcommand", command=context.command_path, name=name)
        _, found, _ = group.resolve_command(context, [name])
        if found is None:  # how a group of one file says that it has no such command
            raise no_command(context, name, ())
        context = found.make_context(name, [], parent=context, resilient_parsing=True)
        group = found
    typer.echo(context.get_help())
