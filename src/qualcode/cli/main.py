"""The entry point: the table of commands, and the one error boundary.

Start-up stays short because a command's module is imported only when that command runs: `--help` knows no more of a
command than its line in `COMMANDS`.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qualcode import __version__, system
from qualcode.cli import interrupt, speaking
from qualcode.cli.lazy import lazy_group
from qualcode.cli.state import State
from qualcode.errors import NoStudyHere, QualcodeError, Stopped, UnknownName, reason
from qualcode.model.controls import visible
from qualcode.text import Say, Sayable

COMMANDS = {
    "demo": "qualcode.cli.start:demo",
    "start": "qualcode.cli.first_hour:start",
    "init": "qualcode.cli.start:init",
    "import": "qualcode.cli.imports:import_",
    "revise": "qualcode.cli.revise:revise_",
    "speakers": "qualcode.cli.transcripts:speakers",
    "cases": "qualcode.cli.transcripts:cases",
    "codebook": "qualcode.cli.codebook:app",
    "suggest": "qualcode.cli.suggest:suggest",
    "search": "qualcode.cli.suggest:search",
    "keywords": "qualcode.cli.suggest:keywords",
    "code": "qualcode.cli.code:code",
    "stale": "qualcode.cli.codings:stale",
    "transcript": "qualcode.cli.transcript:app",
    "codings": "qualcode.cli.codings:app",
    "memo": "qualcode.cli.memo:app",
    "theme": "qualcode.cli.theme:app",
    "frequencies": "qualcode.cli.tables:frequencies",
    "quotes": "qualcode.cli.tables:quotes",
    "themes": "qualcode.cli.tables:themes",
    "crosstab": "qualcode.cli.tables:crosstab",
    "framework": "qualcode.cli.tables:framework",
    "coverage": "qualcode.cli.tables:coverage",
    "factors": "qualcode.cli.tables:factors",
    "typology": "qualcode.cli.tables:typology",
    "sample": "qualcode.cli.tables:sample",
    "answers": "qualcode.cli.tables:answers",
    "summary": "qualcode.cli.tables:summary",
    "figure": "qualcode.cli.figure:figure",
    "rigour": "qualcode.cli.tables:rigour",
    "report": "qualcode.cli.report:report",
    "verify": "qualcode.cli.verify:verify_",
    "corpus": "qualcode.cli.corpus:app",
    "status": "qualcode.cli.study:status",
    "check": "qualcode.cli.study:check",
    "log": "qualcode.cli.study:log",
    "help": "qualcode.cli.here:help_",
}

OLDER_NAMES = {"matrix": "framework"}

app = typer.Typer(
    name="qualcode",
    cls=lazy_group("command", COMMANDS, OLDER_NAMES),
    help="command",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    study: Annotated[Path | None, typer.Option("-C", metavar="STUDY", help="option.C")] = None,
    coder: Annotated[str | None, typer.Option("--as", metavar="CODER", help="option.root.as")] = None,
    language: Annotated[str, typer.Option("--language", metavar="nl|en", help="option.root.language")] = "",
    debug: Annotated[bool, typer.Option("--debug", help="option.debug")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="option.root.version")
    ] = False,
) -> None:
    """The options before a command; without a command: where one is."""
    from qualcode.usecases.language import language_asked

    state = ctx.meta["qualcode"] = State(study, coder, debug, language_asked(language))
    if ctx.invoked_subcommand is None:
        from qualcode.cli.here import here

        if following := here(state):
            app(following, standalone_mode=False)


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 cannot be done, 2 usage, 3 a bug of ours."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Values live as long as the process; looking for cycles among them took a fifth of a large table's time.
    gc.set_threshold(1_000_000)
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy starts in .07 s and not .10: nothing here multiplies matrices
    interrupt.listen()
    sys.argv[1:] = system.arguments(sys.argv[1:])
    try:
        speaking.begin(sys.argv[1:])
        interrupt.say_then(speaking.told(Say("error.stopped")))
        try:
            status = _run()
        except UnknownName as error:
            status = _run_meant(error)
    except BaseException as error:
        interrupt.deaf()
        status = _answer(error)
    sys.exit(status)


def _run() -> int:
    return app(sys.argv[1:], prog_name="qualcode", standalone_mode=False) or 0


def _run_meant(error: UnknownName) -> int:
    """Run the command with the id of what a person meant by a part of its name, where somebody at a terminal says so.

    Nothing was done yet: what is refused changes nothing.
    """
    typed, meant = error.instead or ("", "")
    if sys.argv[1:].count(typed) != 1 or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise error
    from qualcode.cli.printing import agreed

    if not agreed(f"{speaking.told(error)} {speaking.told(Say('ask.this_one', id=meant))}", enter=False):
        return 1
    sys.argv[1:] = [meant if one == typed else one for one in sys.argv[1:]]
    return _run()


def _answer(error: BaseException) -> int:
    """Tell what went wrong; returns the exit status."""
    if interrupt.was_pressed() or isinstance(error, KeyboardInterrupt | Stopped):
        return interrupt.answer()  # what fails then, fails because of it
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, BrokenPipeError):
        sys.stderr.close()
        return 1
    if isinstance(error, NoStudyHere):
        from qualcode.cli.here import typed

        return _complain(error.naming(typed(["-C", Say("here.folder"), *sys.argv[1:]])), 1)
    if isinstance(error, typer.Abort):
        return _complain(Say("usage.aborted"), 1)
    if hasattr(error, "ctx"):  # what was typed is no command of ours
        return _mistyped(error)
    if isinstance(error, QualcodeError):
        return _complain(error, 1)
    if isinstance(error, OSError):
        return _complain(Say("error.system", file=error.filename or Say("a_file"), why=reason(error)), 1)
    if "--debug" in sys.argv:
        raise error
    return _complain(Say("error.bug", error=type(error).__name__, place=_place(error)), 3)


def _complain(what: Sayable, status: int) -> int:
    typer.echo(visible(speaking.told(what)), err=True)
    return status


def _mistyped(error: Any) -> int:
    """Tell how the command is used, and what is wrong with what was typed; the whole help where nothing was."""
    from qualcode.cli.helping import fault

    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.message, err=True)
        return 2
    if error.ctx:
        again = Say("usage.help", command=f"{error.ctx.command_path} {error.ctx.help_option_names[0]}")
        typer.echo(f"{error.ctx.get_usage()}\n{speaking.told(again)}\n", err=True)
    what = fault(error)
    if what.key == "usage.too_many" and (meant := _in_quotes(error)):
        what = Say("usage.too_many.quoted", **dict(what.values), command=meant)
    return _complain(Say("usage.error", what=what), 2)


def _in_quotes(error: Any) -> str:
    """The command with quotes around a name of several words, where it is one; "" where not."""
    from qualcode.cli.here import typed
    from qualcode.cli.quoting import in_quotes

    study = error.ctx.find_root().params.get("study") if error.ctx else None
    quoted = in_quotes(sys.argv[1:], Path(study) if study else None)
    return typed(quoted) if quoted else ""


def _place(error: BaseException) -> str:
    """Where it happened, without any words of the data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def command() -> Any:
    """The whole command tree, for the generated command reference."""
    return typer.main.get_command(app)
