"""`qualcode start`: from a folder of interviews to the first table of one's own, asking what is needed.

Every step is a command that is printed before it runs, and could have been typed. How far one is, is read from the study
itself: who stops and starts again goes on there.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.here import LED, named, typed
from qualcode.cli.printing import agreed, out, say
from qualcode.cli.speaking import told, words
from qualcode.cli.state import State, state_of
from qualcode.errors import QualcodeError
from qualcode.system import typed_path, typed_words
from qualcode.text import Say
from qualcode.usecases import first_hour as around

if TYPE_CHECKING:
    from qualcode.text.keys import Key
    from qualcode.usecases.study import Opened

_SHEET = "review.xlsx"


def start(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="option.start.folder")] = None,
) -> None:
    """Make a study step by step, asking what is needed; or go on where you stopped."""
    guide = _Guide(state_of(ctx))
    try:
        guide.lead(folder)
    except typer.Abort:  # nobody answers any more
        out("")
        _line("first.stopped", command=typed([*named(guide.state), "start"]))


@dataclass
class _Guide:
    state: State
    without: bool = False  # somebody said just now that there is no file with codes

    def lead(self, folder: Path | None) -> None:
        from qualcode.usecases.study import study_here

        LED.append(True)
        asked = folder or self.state.root
        if asked is None and (here := study_here(None)):
            _line("first.goes_on", folder=here)
        else:
            self._at(asked or self._choose())
        self._codebook()
        self._interviews()
        self._keywords()
        if self._suggestions():
            self._themes()
            self._table()

    # Where

    def _choose(self) -> Path:
        """One of the studies close by, or a new folder."""
        from qualcode.usecases.study import studies_around

        _line("first.welcome")
        for title, folder in studies_around():
            below = folder.parts[:1] != ("..",)  # who stands in an empty folder beside a study may well want a new one
            if agreed(told(Say("first.this_study", title=title, folder=folder)), enter=below):
                return folder
        return Path(_asked("first.folder", default=told(Say("here.init_folder"))))

    def _at(self, folder: Path) -> None:
        """Go on with the study in a folder, or make it."""
        if folder.is_file():
            raise QualcodeError("error.a_file_is_no_folder", path=folder)
        there = (folder / "qualcode.yaml").is_file()
        codes = None if there else self._codes()
        self.without = not there and codes is None
        if there:
            _line("first.goes_on", folder=folder)
        else:
            language = around.language_of_study(codes, words().language)
            self._run("init", str(folder), "--language", language, "--variant", "codebook")
        self.state = replace(self.state, root=folder)
        if codes:
            self._bring_in(codes)

    # The codebook

    def _codes(self) -> around.CodesFile | None:
        """A file with the operationalisation matrix, or a codebook; None where there is none."""
        for found in around.codes_here():
            what: Key = "first.this_matrix" if found.is_matrix else "first.this_codebook"
            if agreed(told(Say(what, file=found.path, codes=Say.some("count.codes", found.codes)))):
                return found
        while typed_ := typed_path(_asked("first.codes", good=lambda answer: True)):
            try:
                return around.codes_in(typed_)
            except (QualcodeError, OSError) as error:
                say(error if isinstance(error, QualcodeError) else Say("error.no_file", path=typed_))
        return None

    def _codebook(self) -> None:
        if not self._opened().project.codebook.codes:
            if codes := None if self.without else self._codes():
                self._bring_in(codes)
            else:
                _line("first.without_codes")

    def _bring_in(self, codes: around.CodesFile) -> None:
        how = "from-matrix" if codes.is_matrix else "import"
        self._run("codebook", how, str(codes.path), "-o", str(self._opened().study.codebook))

    # The interviews

    def _interviews(self) -> None:
        near = around.interviews_here()
        default = str(near) if near else ""
        while not self._opened().project.transcripts:
            given = typed_words(_asked("first.interviews", default))
            paths = around.to_import(Path(given[0])) if len(given) == 1 else given
            try:
                self._run("import", *map(str, paths))
            except QualcodeError as error:
                say(error)
                _line("first.otherwise")

    # What the keywords find

    def _keywords(self) -> None:
        from qualcode.usecases.codebook.keyword_proposals import waiting

        if sure := waiting(self._opened().study)[0]:
            self._run("codebook", "keywords", "list")
            if agreed(told(Say.some("first.keywords", sure))):
                self._run("codebook", "keywords", "accept", "--all")

    def _suggestions(self) -> bool:
        """Have the suggestions judged; whether there is something to make a table of."""
        from qualcode.usecases.standing import has_suggestions

        opened = self._opened()
        sheet = opened.study.root / _SHEET
        if has_suggestions(opened, self.state.coder(opened)):
            decided = around.decided_in(opened, self.state.coder(opened), sheet)
            if decided and agreed(told(Say.some("first.filled_in", decided, file=sheet))):
                self._run("suggest", "--apply", str(sheet))
            elif decided or (where := self._where_to_judge()) == "2":
                if not decided:
                    self._run("suggest", "-o", str(sheet))
                _line("first.fill_in", file=sheet, command=typed([*named(self.state), "start"]))
                return False
            elif where == "1":
                self._run("code")
        if self._is_coded():
            return True
        _line(
            "first.nothing_coded",
            code=typed([*named(self.state), "code"]),
            command=typed([*named(self.state), "start"]),
        )
        return False

    def _where_to_judge(self) -> str:
        """1 at the desk, 2 in a sheet, 3 later, where a table can be made without."""
        if self._is_coded():
            return _choice("first.where_to_judge_rest", "123") if _at_terminal() else "3"
        return _choice("first.where_to_judge", "12") if _at_terminal() else "2"

    def _is_coded(self) -> bool:
        return any(journal.read().applied for journal in self._opened().project.journals)

    # Themes and their table

    def _themes(self) -> None:
        opened = self._opened()
        codes = around.main_codes(opened)
        if opened.view().themes or not codes:
            return
        names = [name for name, _ in codes]
        if agreed(told(Say.some("first.themes", len(codes), names=names))):
            for name, below in codes:
                self._run("theme", "add", name, *(part for code in below for part in ("--code", code)))

    def _table(self) -> None:
        file = self._opened().study.exports / "themes.docx"
        self._run("themes")
        if file.exists():  # somebody may have written in it
            _line("first.there_already", file=file, command=typed([*named(self.state), "themes", "-o", str(file)]))
            return
        self._run("themes", "-o", str(file))
        _line("first.done", file=file, command=typed(named(self.state)))

    # Commands

    def _opened(self) -> "Opened":
        return self.state.open()

    def _run(self, *command: str) -> None:
        """Print a command as it would be typed, and run it."""
        from qualcode.cli.main import app

        before = named(self.state) if command[0] != "init" else []
        out(f"\n$ {typed([*before, *command])}")
        sys.stdout.flush()
        sys.argv[1:] = [*before, *command]  # what it tells of itself is told of this command
        app(sys.argv[1:], prog_name="qualcode", standalone_mode=False)


def _line(key: "Key", **values: object) -> None:
    out(told(Say(key, **values)))


def _asked(key: "Key", default: str = "", good: Callable[[str], bool] = bool) -> str:
    """What somebody types; asked again until it is something."""
    while True:
        typed_ = str(typer.prompt(told(Say(key)), default=default, show_default=bool(default), err=True)).strip()
        if good(typed_):
            return typed_


def _choice(key: "Key", among: str) -> str:
    return _asked(key, among[0], lambda answer: len(answer) == 1 and answer in among)


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
