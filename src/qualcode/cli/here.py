"""`qualcode` alone: where one is, what is left to do, and the command that comes next. And `qualcode help`."""

import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.printing import agreed, out, say, warn
from qualcode.cli.state import State
from qualcode.errors import QualcodeError
from qualcode.text import Say, Words

if TYPE_CHECKING:
    from qualcode.usecases.standing import Standing


def here(state: State) -> list[str]:
    """Tell where one is; returns the arguments of the command to run next, where somebody agreed to."""
    from qualcode.usecases.study import open_study, study_here, title_of

    root = study_here(state.root)
    if root is None:
        return _without_a_study()
    from qualcode.usecases.standing import standing

    words = _words(root)
    out(words("here.study", title=title_of(root), folder=root))  # also where it cannot be read, which is told then
    opened = open_study(state.root)
    warn(opened)
    found = standing(opened, state.coder(opened))
    for line in found.done:
        out(f"  {line.told(words)}")
    return _left(found, words, state)


def _left(found: "Standing", words: Words, state: State) -> list[str]:
    out("")
    if not found.left:
        out(words("here.nothing_open"))
    else:
        out(words("here.open"))
    for step in found.left:
        out(f"- {step.what.told(words)}")
    following = found.left[0].command if found.left else ("report", "-o", "report.docx")
    return _offered([*_named(state), *following], words)


def _without_a_study() -> list[str]:
    """Name the studies below this folder; where there are none, tell how one is made."""
    from qualcode.usecases.language import language_here
    from qualcode.usecases.study import studies_around

    words = Words(language_here(None))
    found = studies_around()
    if not found:
        out(words("here.none"))
        out(words("here.demo", command=typed(["demo"])))
        out(words("here.init", command=typed(["init", words("here.init_folder")])))
        out(words("here.further"))
        return []
    out(words.some("here.below", len(found)))
    for title, folder in found:
        out(f"- {title}: {typed(['-C', str(folder)])}")
    return _offered(["-C", str(found[0][1])], words) if len(found) == 1 else []


def _offered(command: list[str], words: Words) -> list[str]:
    """Print a command; at a terminal ask whether to run it. One with a word to fill in is only printed."""
    out(words("here.next", command=typed(command)))
    to_fill_in = {"FOLDER", "MATRIX.docx"} & set(command)
    at_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    return command if at_terminal and not to_fill_in and agreed(words("here.run")) else []


def say_next(state: State) -> None:
    """After a command that ended well: what comes next in the method, and with which command."""
    from qualcode.usecases.standing import next_step

    opened = state.open()
    words = _words(opened.study.root)
    if step := next_step(opened, state.coder(opened)):
        say(Say("here.next_step", what=step.what, command=typed([*_named(state), *step.command])), words)


def _named(state: State) -> list[str]:
    """The options before a command that say of which study it is, and who codes, as somebody gave them."""
    study = [] if state.root is None else ["-C", str(state.root)]
    return [*study, *([] if state.as_coder is None else ["--as", state.as_coder])]


def _words(root: Path) -> Words:
    from qualcode.usecases.language import language_here

    return Words(language_here(root))


def typed(command: Sequence[str]) -> str:
    """A command as it is typed in the shell of this system."""
    words = ["qualcode", *command]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def help_(
    ctx: typer.Context,
    command: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND…]", help="The command.")] = None,
) -> None:
    """The help of qualcode, or of one command.

    Example: qualcode help codings apply
    """
    group: Any = ctx.parent.command if ctx.parent else ctx.command
    context: Any = ctx.parent or ctx
    for name in command or ():
        if not hasattr(group, "resolve_command"):
            raise QualcodeError("error.no_subcommand", command=context.command_path, name=name)
        _, found, _ = group.resolve_command(context, [name])
        if found is None:  # how a group of one file says that it has no such command
            context.fail(f"There is no command {name!r} in {context.command_path}.")
        context = found.make_context(name, [], parent=context, resilient_parsing=True)
        group = found
    typer.echo(context.get_help())
