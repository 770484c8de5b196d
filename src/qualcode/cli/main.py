"""The entry point: the table of commands, and the one error boundary.

Start-up stays short because a command's module is imported only when that command runs: `--help` knows no more of a
command than its line in `COMMANDS`.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qualcode import __version__
from qualcode.cli import interrupt
from qualcode.cli.lazy import lazy_group
from qualcode.cli.state import State
from qualcode.errors import NoStudyHere, QualcodeError, Stopped
from qualcode.model.controls import visible
from qualcode.text import ENGLISH, Say, Sayable

COMMANDS = {
    "demo": ("qualcode.cli.start:demo", "Build the example study and all its tables."),
    "init": ("qualcode.cli.start:init", "Start a new study."),
    "import": ("qualcode.cli.imports:import_", "Bring transcripts into the study."),
    "revise": ("qualcode.cli.revise:revise_", "Put a corrected text in the place of a transcript, coded or not."),
    "speakers": ("qualcode.cli.transcripts:speakers", "Show who speaks in the transcripts, or set it right."),
    "cases": ("qualcode.cli.transcripts:cases", "List the respondents with their attributes."),
    "codebook": ("qualcode.cli.codebook:app", "The codebook: show, check, edit, exchange."),
    "suggest": ("qualcode.cli.suggest:suggest", "Propose segments by keyword, and decide on them."),
    "search": ("qualcode.cli.suggest:search", "Print a keyword in its context."),
    "keywords": (
        "qualcode.cli.suggest:keywords",
        "How good each keyword is by your own decisions, and what no keyword found.",
    ),
    "code": (
        "qualcode.cli.code:code",
        "Open the coding desk: read, code, judge suggestions, write memos, build themes.",
    ),
    "stale": ("qualcode.cli.codings:stale", "Codings made under an older definition."),
    "transcript": ("qualcode.cli.transcript:app", "A transcript with its codes, or to be coded, in Word."),
    "codings": ("qualcode.cli.codings:app", "Apply, withdraw, mark and list codings."),
    "memo": ("qualcode.cli.memo:app", "The researcher's own words: add, list, export."),
    "theme": ("qualcode.cli.theme:app", "Build the themes, and read them."),
    "frequencies": ("qualcode.cli.tables:frequencies", "How often each code, and by how many."),
    "quotes": ("qualcode.cli.tables:quotes", "Every reference with its source."),
    "themes": (
        "qualcode.cli.tables:themes",
        "The theme table: theme, subtheme or code, description, quotes, and counts.",
    ),
    "crosstab": ("qualcode.cli.tables:crosstab", "Codes, themes or questions against an attribute."),
    "framework": ("qualcode.cli.tables:framework", "Respondents against codes (framework method)."),
    "coverage": ("qualcode.cli.tables:coverage", "Indicators of the matrix: asked of whom, mentioned by whom."),
    "factors": ("qualcode.cli.tables:factors", "What hinders, what helps, and the other points."),
    "typology": ("qualcode.cli.tables:typology", "Types of respondents on criteria that you judged."),
    "sample": ("qualcode.cli.tables:sample", "Who was interviewed, and splits that sum to N."),
    "answers": ("qualcode.cli.tables:answers", "All answers to one question under one another."),
    "summary": (
        "qualcode.cli.tables:summary",
        "A draft of the results: counts in words, key quotes and your own memos.",
    ),
    "figure": ("qualcode.cli.figure:figure", "Draw a figure: .png or .svg, or in a document."),
    "rigour": (
        "qualcode.cli.tables:rigour",
        "What the study can show for the points that reviewers ask about, and what is left to you.",
    ),
    "report": ("qualcode.cli.report:report", "The whole results appendix, in one document."),
    "verify": (
        "qualcode.cli.verify:verify_",
        "Hold a thesis against the study: its quotations, and the numbers in its text.",
    ),
    "status": ("qualcode.cli.study:status", "Progress per transcript."),
    "check": ("qualcode.cli.study:check", "Every problem of the study at once."),
    "log": ("qualcode.cli.study:log", "The trail: imports, passes, changes."),
    "help": ("qualcode.cli.here:help_", "The help of qualcode, or of one command."),
}

OLDER_NAMES = {"matrix": "framework"}

app = typer.Typer(
    name="qualcode",
    cls=lazy_group(COMMANDS, OLDER_NAMES),
    epilog="Start with: qualcode demo. A command's own help: qualcode COMMAND --help.",
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
    study: Annotated[
        Path | None, typer.Option("-C", metavar="STUDY", help="The study folder; else the nearest one upwards.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--as", metavar="CODER", help="Who codes; else the study's coder.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Code and analyse qualitative interviews: transcripts in, thesis tables out.

    Alone it says where you are in a study, what is left to do, and what comes next.
    """
    state = ctx.meta["qualcode"] = State(study, coder, debug)
    if ctx.invoked_subcommand is None:
        from qualcode.cli.here import here

        if following := here(state):
            app(following)


def main() -> None:
    """Run the command line. Exit status: 0 done, 1 cannot be done, 2 usage, 3 a bug of ours."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Values live as long as the process; looking for cycles among them took a fifth of a large table's time.
    gc.set_threshold(1_000_000)
    interrupt.listen()
    try:
        app(prog_name="qualcode")
        status = 0
    except BaseException as error:
        interrupt.deaf()
        status = _answer(error)
    sys.exit(status)


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

        return _complain(error.naming(typed(["-C", "DIR", *sys.argv[1:]])), 1)
    if isinstance(error, QualcodeError):
        return _complain(error, 1)
    if isinstance(error, OSError):
        file, why = error.filename or Say("a_file"), (error.strerror or "").lower() or Say("unusable")
        return _complain(Say("error.system", file=file, why=why), 1)
    if "--debug" in sys.argv:
        raise error
    return _complain(Say("error.bug", error=type(error).__name__, place=_place(error)), 3)


def _complain(what: Sayable, status: int) -> int:
    typer.echo(visible(what.told(ENGLISH)), err=True)
    return status


def _place(error: BaseException) -> str:
    """Where it happened, without any words of the data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def command() -> Any:
    """The whole command tree, for the generated command reference."""
    return typer.main.get_command(app)
