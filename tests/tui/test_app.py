"""The desk on a screen: keys pressed and what then stands, on the screen and on disk."""

import asyncio
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from textual import events

from qualcode.desk.actions import MODES, actions, bound, keymap
from qualcode.desk.desk import Desk
from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.tui.app import CodingDesk
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.revising import carry_out
from qualcode.usecases.transcripts.revising.correction import correction
from tests.desk.desks import STUDY, Make
from tests.needs import needs_pty, needs_tmux

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
Script = Callable[["AtDesk"], Awaitable[None]]


def _pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pictures"] = module  # dataclasses ask for it
    spec.loader.exec_module(module)
    return module


pictures = _pictures()


class AtDesk:
    """Someone typing at a desk."""

    def __init__(self, app: CodingDesk, pilot: Any):
        self.app, self.pilot = app, pilot

    async def type(self, *keys: str) -> "AtDesk":
        for key in keys:
            await pictures.press(self.pilot, key)
            await pictures.settled(self.app, self.pilot)
        return self

    async def settled_down(self) -> None:
        """What was typed in one go has been taken in."""
        for _ in range(20):
            await self.pilot.pause(0.02)
            await pictures.settled(self.app, self.pilot)

    @property
    def message(self) -> str:
        return self.app.message.plain.strip()

    @property
    def screen(self) -> str:
        """What stands on the screen, as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    @property
    def codings(self) -> list[tuple[str, str]]:
        """Those on disk."""
        journals = open_study(self.app.desk.opened.study.root).project.journals
        mine = [journal.read() for journal in journals if journal.coder == self.app.desk.coder]
        return [(one.code, one.quote) for codings in mine for one in codings.applied]


def at_desk(opened: Opened, script: Script, size: tuple[int, int] = (120, 30), **how: Any) -> None:
    async def run() -> None:
        keys = how.pop("own_keys", {})
        desk = Desk.start(opened, how.pop("coder", "jan"), how.pop("filters", Filters()), **how)
        app = CodingDesk(desk, keys)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.15)
            await pictures.settled(app, pilot)
            await script(AtDesk(app, pilot))

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _a_terminal_with_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in pictures.TERMINAL.items():
        monkeypatch.setenv(name, value)


# Coding.


def test_a_code_is_given_by_part_of_its_name_by_its_number_and_again(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "c", "abu", "enter")
        assert desk.codings == [("fear", "It is good.")]
        assert desk.message == "Coded: Fear of abuse."
        await desk.type(".", "4", "enter", ".", "r")
        assert desk.codings[1:] == [("law", "We rely on one another."), ("law", "It rains.")]
        await desk.type("u", "u")
        assert desk.message == "Undone: code applied (The law)."
        assert len(desk.codings) == 1
        await desk.type("U")
        assert len(desk.codings) == 2

    at_desk(make_study(STUDY), script)


def test_escape_leaves_a_question_and_nothing_is_done(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type(
            "J", "c", "trust", "escape", "n", "Name", "escape", "g", "escape", "/", "good", "escape", "m", "escape"
        )
        assert desk.codings == []
        assert desk.app.session.cursor == desk.app.session.units.turns[1].start
        assert desk.app.session.hits == ()

    at_desk(make_study(STUDY), script)


def test_a_new_code_is_asked_for_in_three_lines(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "n", "Weather", "enter", "How it is outside.", "enter", "rules", "enter")
        assert desk.codings == [("weather", "It is good.")]
        code = desk.app.session.codebook.by_id["weather"]
        assert (code.parent, code.definition, code.origin) == ("rules", "How it is outside.", "inductive")
        await desk.type(
            ".", "i", "enter", "escape", "enter", "enter", "to be placed", "enter"
        )  # Escape: back to the name
        code = desk.app.session.codebook.by_id["we-rely-on-one-another"]
        assert desk.app.session.codebook.by_id[code.parent].name == "To be placed"

    at_desk(make_study(STUDY), script)


def test_words_are_selected_with_the_mouse(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        view = desk.app.main.view
        page = view.page
        assert page
        text = page.transcript.text
        places = []
        for words in ("rely", "another."):
            row = page.row_of(text.index(words))
            line = page.lines[row]
            before = text[line.start : text.index(words)]
            label = "P-1: " if line.first else ""
            places.append((6 + len(label) + len(before), row - round(view.scroll_offset.y)))
        await desk.pilot.mouse_down(view, offset=places[0])
        await desk.pilot.hover(view, offset=places[1])
        await desk.pilot.mouse_up(view, offset=places[1])
        await desk.type("c", "trust", "enter")
        assert desk.codings == [("trust", "rely on one another.")]

    at_desk(make_study(STUDY), script)


def test_keys_typed_ahead_wait_for_the_window_that_they_are_for(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        def at_once(keys: str) -> None:
            for key in keys:
                name = {"\r": "enter", "\x1b": "escape"}.get(key, key)
                desk.app.post_message(events.Key(name, key))

        at_once("Jctrus\rJJcfear\r")
        await desk.settled_down()
        assert desk.codings == [("trust", "It is good."), ("fear", "The law is the law.")]
        at_once("Kcx")  # x is typed into the list, not at the coding
        await desk.settled_down()
        assert len(desk.codings) == 2
        at_once("\x1b")
        await desk.settled_down()
        at_once("nWeather\rOutside.\rrules\r.r")
        await desk.settled_down()
        assert [code for code, _ in desk.codings].count("weather") == 2
        for keys in ("cqqq\r", "??", "mm", "b\x1bc", "bq", "jAA", "Gc"):
            at_once(keys)
            await desk.settled_down()
            at_once("\x1b\x1b\x1b")
            await desk.settled_down()
        assert len(desk.codings) == 4

    at_desk(make_study(STUDY), script)


# Judging.


def test_suggestions_are_judged_one_key_each(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("j")
        assert "1/7" in desk.screen
        assert "Keyword “good”: exactly so" in desk.screen
        assert "Question: How is it, working together?" in desk.screen
        await desk.type("a", "r", "R", "not now", "enter", "c", "trust", "enter")
        assert (
            desk.codings
            == [
                ("trust", "It is good. We rely on one another."),
                ("trust", "Good laws help."),
            ]
            or len(desk.codings) == 2
        )
        await desk.type("escape")
        assert desk.app.session.mode == "read"

    at_desk(make_study(STUDY), script)


def test_accepting_all_shows_how_many_and_asks_why(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("j", "right", "A")
        assert "Accept all 2 open suggestions by “law*” for The law, unseen?" in " ".join(
            desk.screen.replace("│", "").split()
        )
        await desk.type("enter")
        assert desk.message == "Without a reason nothing is accepted in bulk."
        await desk.type("A", "I know them.", "enter")
        assert desk.message == "2 suggestions for The law accepted in bulk."
        assert len(desk.codings) == 2

    at_desk(make_study(STUDY), script)


def test_which_suggestions_are_shown_is_chosen_from_a_list(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("j", "l", "down", "space", "enter")
        assert len({one.code for one in desk.app.session.pending}) == 1
        await desk.type("l", "down", "space", "enter")
        assert len({one.code for one in desk.app.session.pending}) == 3

    at_desk(make_study(STUDY), script)


# Around the text.


def test_the_codebook_has_counts_and_gives_codes(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "tab")
        assert "To rely on others." in desk.screen
        assert "Interview question: Do you" in desk.screen
        await desk.type("down", "enter")
        assert desk.codings == [("fear", "It is good.")]
        await desk.pilot.pause(0.5)
        await pictures.settled(desk.app, desk.pilot)
        await desk.type("tab")
        assert "1·1" in desk.screen
        await desk.type("l")
        assert desk.app.session.only == "fear"
        assert "It is good" in desk.screen
        assert "The law is" not in desk.screen
        await desk.type("escape")
        assert desk.app.session.only == ""

    at_desk(make_study(STUDY), script)


def test_searching_shows_places_while_one_types_and_other_forms_too(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("/", "law")
        text = desk.app.session.units.transcript.text
        assert {hit.of(text).casefold() for hit in desk.app.session.hits} >= {"law", "laws"}
        await desk.type("enter", "f")
        assert desk.app.session.turn.number == 4  # type: ignore[union-attr]

    at_desk(make_study(STUDY), script)


def test_leaving_asks_and_staying_stays(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "c", "trust", "enter", "end", ">")
        assert "Have you read P-1 in full?" in desk.screen
        await desk.type("enter")  # pressed in passing: it says nothing
        assert "Have you read P-1 in full?" in desk.screen
        await desk.type("escape")
        assert desk.app.session.transcript == "P-1"
        await desk.type(">", "y")
        assert desk.app.session.transcript == "P-2"
        await desk.type("<")
        assert desk.app.session.mine.done[0].codes == ("trust", "fear", "rules", "law")
        await desk.type("G", "p-2", "enter")
        assert desk.app.session.transcript == "P-2"

    at_desk(make_study(STUDY), script)


def test_an_asked_question_is_proposed_by_its_words(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "v", "enter")
        assert [one.subject for one in desk.app.session.mine.asked] == ["t1"]
        assert "Asked: How do you work together?" not in desk.screen  # that was the turn before
        await desk.type("K")
        assert "Asked: How do you work together?" in desk.screen

    at_desk(make_study(STUDY), script)


def test_what_was_corrected_is_decided_on_with_old_and_new_side_by_side(make_study: Make) -> None:
    opened = make_study(STUDY + "\n== codings\njan P-1 trust We rely on one another.\n")
    text = opened.project.transcript("P-1").read().text
    file = opened.study.root.parent / "corrected.txt"
    file.write_text(text.replace("We rely on one another.", "We lean on one another."))
    planner = Planner(opened, [file], ImportOptions(revise="P-1"))
    plan = planner.plan()
    carry_out.revise(planner, plan, correction(planner, plan, "els"), {})

    async def script(desk: AtDesk) -> None:
        assert "1 wait since a correction (V)" in desk.screen
        await desk.type("V")
        assert "“We rely on one another.”" in desk.screen
        assert "“We lean on one another.”" in desk.screen
        await desk.type("enter")
        assert desk.codings == [("trust", "We lean on one another.")]
        assert "wait since" not in desk.screen

    at_desk(open_study(opened.study.root), script)


def test_rereading_for_a_code_walks_what_was_read_before_it(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("p", "y", ">", "p", "y", "n", "Late", "enter", "enter", "enter", "R", "late", "enter")
        assert desk.message == ""
        assert desk.app.session.transcript == "P-1"
        assert "re-reading: Late" in desk.screen
        await desk.type("p", "y", ">", "p", "y", "R")
        assert desk.app.desk.rereading == ""
        await desk.type("R", "late", "enter")
        assert desk.message == "Every transcript read was also read for Late."

    at_desk(make_study(STUDY), script)


# Memos.


def test_a_memo_is_written_found_and_changed(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "c", "trust", "enter", "m")
        assert "This coding: Trust, “It is good.”" in desk.screen
        await desk.type("enter", "They lean on it.", "ctrl+s")
        assert desk.message == "Memo kept."
        (memo,) = desk.app.desk.opened.project.memos
        assert (memo.kind, memo.text) == ("interpretation", "They lean on it.")
        await desk.type("m", "bond case p-1", "enter", "ctrl+t", "In short.", "escape", "y")
        kinds = {one.about: one.kind for one in desk.app.desk.opened.project.memos}
        assert kinds["theme:bond", "case:P-1"] == "note"  # the kind after summary
        await desk.type("M", "lean", "enter", " Indeed.", "ctrl+s")
        assert "They lean on it. Indeed." in {one.text for one in desk.app.desk.opened.project.memos}
        await desk.type("m", "whole", "enter", "ctrl+s")  # an empty one is refused, and the editor stays
        assert "The memo is empty." in desk.screen
        await desk.type("escape")
        assert len(desk.app.desk.opened.project.memos) == 2

    at_desk(make_study(STUDY), script)


# Themes.


def test_the_board_and_its_fragments(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "c", "trust", "enter", "b")
        assert "1 The bond" in desk.screen
        await desk.type("down", "1", "w", "They belong.", "enter", "tab", "n", "A third", "enter")
        themes = {theme.name: theme.codes for theme in desk.app.session.codebook.themes}
        assert themes == {"The bond": ("trust", "fear"), "The limits": ("rules",), "A third": ()}
        await desk.type("s", "It claims.", "enter", "t", "up", "up", "enter")
        assert "It is good." in desk.screen
        await desk.type("y")
        (coding,) = desk.app.session.mine.applied
        assert dict(coding.fit) == {"bond": "yes"}
        await desk.type("c", "fear", "enter", "escape", "escape")
        assert desk.codings == [("fear", "It is good.")]
        third = desk.app.session.codebook.themes[-1]
        assert (third.statement, third.status) == ("It claims.", "reviewed")

    at_desk(make_study(STUDY), script)


# Other hands, other windows.


def test_what_another_hand_changes_appears_and_a_fault_is_told(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        path = desk.app.desk.opened.study.root / "codebook.yaml"
        good = path.read_text(encoding="utf-8")
        path.write_text(good.replace("name: Trust", "name: Leaning"), encoding="utf-8")
        desk.app.look()
        await pictures.settled(desk.app, desk.pilot)
        assert desk.message == "The codebook was changed elsewhere, and was read again."
        path.write_text("codes: [", encoding="utf-8")
        desk.app.look()
        await pictures.settled(desk.app, desk.pilot)
        assert "codebook.yaml:" in desk.message
        assert "stays in use" in desk.message
        await desk.type("J", "c", "leaning", "enter")
        journal = desk.app.desk.opened.study.journal("jan", "P-1").read_text(encoding="utf-8")
        assert '"code":"trust"' in journal

    at_desk(make_study(STUDY), script)


def test_a_window_made_narrow_stays_usable(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("J", "c", "trust", "enter")
        for width, height in ((40, 12), (25, 8), (200, 60)):
            await desk.pilot.resize_terminal(width, height)
            await pictures.settled(desk.app, desk.pilot)
            assert all(len(line) <= width for line in desk.screen.splitlines())
            assert "2 P-1:" in desk.screen
        await desk.pilot.resize_terminal(40, 12)
        await desk.type("tab", "down", "escape", ".", "r", "b", "escape", "?", "escape")
        assert len(desk.codings) == 2

    at_desk(make_study(STUDY), script)


def test_another_coder_works_blind(make_study: Make) -> None:
    async def first(desk: AtDesk) -> None:
        await desk.type("J", "c", "trust", "enter")

    async def blind(desk: AtDesk) -> None:
        assert "Trust" not in "\n".join(line[80:] for line in desk.screen.splitlines())

    async def seeing(desk: AtDesk) -> None:
        assert "jan: Trust" in desk.screen

    opened = make_study(STUDY)
    at_desk(opened, first)
    at_desk(open_study(opened.study.root), blind, coder="piet")
    at_desk(open_study(opened.study.root), seeing, coder="piet", show_others=True)


# Keys.


def test_the_help_has_every_key_of_the_moment(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        await desk.type("?")
        for action in actions("read"):
            assert action.en in desk.screen

    at_desk(make_study(STUDY), script, (100, 120))


def test_the_first_time_five_lines_tell_how_to_begin(make_study: Make) -> None:
    async def script(desk: AtDesk) -> None:
        assert len(desk.app.words("desk.hint").splitlines()) == 5
        assert "Whatever you do is on disk at once" in desk.screen
        await desk.type("J")
        assert "Whatever you do" not in desk.screen

    async def again(desk: AtDesk) -> None:
        assert "Whatever you do" not in desk.screen

    opened = make_study(STUDY)
    at_desk(opened, script)
    at_desk(open_study(opened.study.root), lambda desk: desk.type("c", "trust", "enter"))  # type: ignore[arg-type,return-value]
    at_desk(open_study(opened.study.root), again)


def test_keys_of_ones_own_go_before_ours(make_study: Make) -> None:
    own = {"turn-on": "n", "new-code": "N ctrl+n"}
    assert keymap("read", own)["n"] == "turn-on"
    assert "J" not in keymap("read", own)
    told = {action.name: action.keys for several in bound("read", own).values() for action in several}
    assert told["new-code"] == ("N", "ctrl+n")

    async def script(desk: AtDesk) -> None:
        await desk.type("n")
        assert desk.app.session.turn.number == 2  # type: ignore[union-attr]

    at_desk(make_study(STUDY), script, own_keys=own)


def test_keys_that_cannot_be_are_refused() -> None:
    with pytest.raises(QualcodeError, match="turn-on"):
        keymap("read", {"turn-onn": "x"})
    with pytest.raises(QualcodeError, match="no key left"):
        keymap("read", {"turn-on": "q ctrl+q"})


def test_labels_stand_in_both_languages() -> None:
    for mode in MODES:
        for action in actions(mode):
            assert action.nl
            assert action.en


# Pictures.


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = pictures.build_demo(tmp_path_factory.mktemp("pictures"))
    return folder


@pytest.mark.parametrize("picture", pictures.PICTURES, ids=lambda picture: picture.name)
def test_the_pictures_in_the_documents_are_those_of_the_program(picture: Any, demo: Path) -> None:
    known = (ROOT / "docs" / "images" / "desk" / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert pictures.drawn(demo, picture) == known, "make docs"


# A real terminal.


@needs_tmux
def test_in_a_real_terminal(make_study: Make, tmp_path: Path) -> None:
    root = make_study(STUDY).study.root
    tmux = ["tmux", "-L", f"qualcode-{tmp_path.name}", "-f", "/dev/null"]
    command = f"{sys.executable} -m qualcode -C {root} code P-1; sleep 60"
    subprocess.run([*tmux, "new-session", "-d", "-s", "t", "-x", "100", "-y", "30", command], check=True)

    def shown() -> str:
        pane = [*tmux, "capture-pane", "-p", "-t", "t"]
        return subprocess.run(pane, capture_output=True, text=True, check=False).stdout

    def wait_for(words: str) -> None:
        for _ in range(200):
            if words in shown():
                return
            time.sleep(0.05)
        raise AssertionError(f"{words!r} is not on the screen:\n{shown()}")

    def keys(*names: str) -> None:
        subprocess.run([*tmux, "send-keys", "-t", "t", *names], check=True)

    try:
        wait_for("7 open suggestions  jan")
        keys("J", "c")
        wait_for("Which code?")
        keys("-l", "trus")
        keys("Enter")
        wait_for("Coded: Trust.")
        keys("j")
        wait_for("Keyword")
        keys("a")
        wait_for("accepted.")
        keys("u")
        wait_for("Undone")
        keys("Escape", "End", "q")
        wait_for("Have you read P-1 in full?")
        keys("y")
        wait_for("Everything is on disk")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
    (journal,) = open_study(root).project.journals
    said = journal.read()
    assert [one.quote for one in said.applied] == ["It is good."]
    assert len(said.done) == 1


_BUG = """
import sys
from qualcode.desk import carried_out
def fail(desk, session, act):
    raise RuntimeError("words of a respondent")
carried_out.perform = fail
sys.argv = ["qualcode", "-C", sys.argv[1], "code"]
from qualcode.cli.main import main
main()
"""


def _in_a_terminal(command: list[str]) -> tuple[int, int]:
    """A process at a terminal of 100 by 30, and this side of it. One without a size is laid out anew for ever: textual
    then takes it to have 24 rows in one place, and 25 in another."""
    if sys.platform == "win32":
        raise OSError  # the mark skips what would call it there
    import pty
    import termios

    child, terminal = pty.fork()
    if child == 0:
        termios.tcsetwinsize(0, (30, 100))
        os.execve(sys.executable, command, {**os.environ, "TERM": "xterm-256color"})
    return child, terminal


@needs_pty
def test_a_bug_of_ours_is_one_sentence_without_respondents_words(make_study: Make) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    root = make_study(STUDY).study.root
    child, terminal = _in_a_terminal([sys.executable, "-c", _BUG, str(root)])
    seen, typed = b"", 0
    keys = [(b"turn 1 of", b"c"), (b"Which code", b"trust"), (b"To rely", b"\r")]
    try:
        while chunk := os.read(terminal, 65536):
            seen += chunk
            if typed < len(keys) and keys[typed][0] in seen:
                os.write(terminal, keys[typed][1])
                typed += 1
    except OSError:
        pass  # the terminal is closed
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert b"This is a bug in qualcode (RuntimeError" in seen
    assert b"words of a respondent" not in seen
    assert b"Traceback" not in seen
    assert status == 3


@needs_pty
def test_a_system_that_goes_down_leaves_the_terminal_as_it_was(make_study: Make) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    root = make_study(STUDY).study.root
    child, terminal = _in_a_terminal([sys.executable, "-m", "qualcode", "-C", str(root), "code"])
    seen, told = b"", False
    try:
        while chunk := os.read(terminal, 65536):
            seen += chunk
            if not told and b"turn 1 of" in seen:
                os.kill(child, signal.SIGTERM)
                told = True
    except OSError:
        pass  # the terminal is closed
    os.waitpid(child, 0)
    assert seen.rindex(b"\x1b[?1049l") > seen.rindex(b"\x1b[?1049h")


_FIRST = """
import asyncio, sys
from pathlib import Path
from qualcode.usecases.study import open_study
from qualcode.model.selection import Filters
from qualcode.tui import app as tui
from qualcode.desk.desk import Desk

async def run():
    desk = tui.CodingDesk(Desk.start(open_study(Path(sys.argv[1])), "jan", Filters()))
    desk.begin = lambda: None  # what starts after the first paint
    async with desk.run_test() as pilot:
        await pilot.pause()
        assert "good" in "".join(strip.text for strip in desk.screen._compositor.render_strips())

asyncio.run(run())
print(*sorted({"pandas", "spacy", "simplemma", "docx", "openpyxl"} & set(sys.modules)))
"""


def test_nothing_heavy_is_loaded_before_the_first_paint(make_study: Make) -> None:
    root = make_study(STUDY).study.root
    ran = subprocess.run([sys.executable, "-c", _FIRST, str(root)], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
