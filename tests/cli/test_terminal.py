"""What is asked at a real terminal: a doubtful word, whether differences are taken over, and who speaks."""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

pytestmark = pytest.mark.slow

pty = pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

ONE = "Concept;Variabele;Indicator\nVertrouwen;Angst voor mis- bruikxx;zorgen\n"
OTHER = ONE.replace("zorgen", "klachten")


def at_terminal(folder: Path, arguments: Sequence[str], answers: Sequence[str]) -> tuple[int, str]:
    """Run the program at a terminal and answer each prompt, which ends in `: `; (status, all that was shown)."""
    child, descriptor = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "qualcode", *arguments])
    shown, left = "", list(answers)
    while select.select([descriptor], [], [], 60)[0]:
        try:
            data = os.read(descriptor, 4096)
        except OSError:
            break  # the terminal closes with its program
        if not data:
            break
        shown += data.decode()
        if shown.endswith(": ") and left:
            os.write(descriptor, f"{left.pop(0)}\n".encode())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


def test_a_doubtful_word_and_the_differences_are_asked(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(ONE, encoding="utf-8")
    (tmp_path / "other.csv").write_text(OTHER, encoding="utf-8")
    made = at_terminal(tmp_path, ["codebook", "from-matrix", "one.csv", "-o", "c.yaml"], ["2"])
    assert (made[0], "1 misbruikxx, 2 mis-bruikxx, 3 leave it" in made[1]) == (0, True)
    before = (tmp_path / "c.yaml").read_text(encoding="utf-8")
    assert "name: Angst voor mis-bruikxx\n" in before
    no = at_terminal(tmp_path, ["codebook", "from-matrix", "other.csv", "-o", "c.yaml"], ["2", "n"])
    assert (no[0], "Take 1 difference over?" in no[1]) == (0, True)
    assert (tmp_path / "c.yaml").read_text(encoding="utf-8") == before
    yes = at_terminal(tmp_path, ["codebook", "from-matrix", "other.csv", "-o", "c.yaml"], ["2", "y"])
    assert yes[0] == 0
    after = (tmp_path / "c.yaml").read_text(encoding="utf-8")
    assert "indicator: klachten\n" in after


NAMES = "Sanne: Hoe gaat het?\n\nRuud: Goed.\n\nSanne: Waarom?\n\nRuud: Rust.\n\nWil: Niet waar.\n\nSanne: Nee?\n\nRuud: Nee.\n"


@pytest.mark.parametrize(
    ("answers", "cases", "asking"),
    [
        (["r", ""], {"P-1-1", "P-1-2"}, "Sanne"),  # Enter takes the proposal; Wil is a respondent
        (["t", ""], {"P-1"}, "Sanne"),  # Wil is a word of the text
        (["?", "t", ""], {"P-1"}, "Sanne"),  # what is no answer is asked again
        (["t", "n"], {"P-1"}, "Ruud"),  # no: the other one asks
    ],
)
def test_who_speaks_is_asked_and_the_answers_are_taken(
    answers: list[str], cases: set[str], asking: str, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study("").study.root
    (tmp_path / "P-1.txt").write_text(NAMES, encoding="utf-8")
    status, shown = at_terminal(tmp_path, ["-C", str(root), "import", "P-1.txt"], answers)
    assert status == 0, shown
    assert set(open_study(root).project.transcript("P-1").cases) == cases
    key = (root.parent / f"{root.name}.key.csv").read_text("utf-8-sig")
    assert f"P-1,{asking},Interviewer" in key.splitlines()


def test_who_does_not_ask_is_not_asked_about_again(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    root = make_study("").study.root
    text = "Els: Hoe dus?\n\nKees: Goed dus.\n\nJan: Wat?\n\nEls: En ja dus?\n\nKees: Ja dus.\n\nJan: Nee.\n"
    (tmp_path / "T-3.txt").write_text(text, encoding="utf-8")
    status, shown = at_terminal(tmp_path, ["-C", str(root), "import", "T-3.txt"], ["n", ""])
    assert (status, "“Els” the interviewer?" in shown, "“Jan” the interviewer?" in shown) == (0, True, True), shown
    assert open_study(root).project.transcript("T-3").cases == ("T-3-1", "T-3-2")


CODED = """
== P-1.txt interview 1 P-1
I: Hoe werken jullie samen in de wijk?

P-1: We vertrouwen elkaar al heel lang, en dat werkt prima.

I: En met de anderen erbij?

P-1: Dat is lastiger, want die kennen we niet zo goed.
== codings
jan P-1 a vertrouwen elkaar al heel lang
jan P-1 a die kennen we niet zo goed
"""


def test_corrected_words_are_asked_about_old_above_new(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study(CODED)
    file = tmp_path / "nieuw.txt"
    text = opened.project.transcript("P-1").read().text
    file.write_text(
        text.replace("vertrouwen elkaar al heel lang", "bellen elkaar al jaren").replace(
            "die kennen we niet zo goed", "die zien we nooit"
        )
    )
    command = ["-C", str(opened.study.root), "revise", "P-1", str(file)]
    status, shown = at_terminal(tmp_path, command, ["?", "k", "m", "nergens", "m", "Dat is lastiger"])
    assert status == 0, shown
    assert shown.index("was: vertrouwen elkaar al heel lang") < shown.index("now: bellen elkaar al jaren")
    assert "do not stand in the new text" in shown
    said = open_study(opened.study.root).project.codings_of("jan", "P-1")
    assert [one.quote for one in said.applied] == ["bellen elkaar al jaren", "Dat is lastiger"]


def test_who_stops_leaves_the_old_text(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    opened = make_study(CODED)
    file = tmp_path / "nieuw.txt"
    text = opened.project.transcript("P-1").read().text
    file.write_text(text.replace("vertrouwen elkaar al heel lang", "bellen elkaar al jaren"))
    status, shown = at_terminal(tmp_path, ["-C", str(opened.study.root), "revise", "P-1", str(file)], ["s"])
    assert (status, "Nothing was changed." in shown) == (1, True)
    assert open_study(opened.study.root).project.transcript("P-1").read().text == text


def test_a_part_of_a_name_is_asked_about_before_anything_is_written(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran], tmp_path: Path
) -> None:
    """At a terminal; elsewhere, and for what is mistyped, it is refused."""
    text = "== codebook.yaml\ncodes: [{id: knowing, name: Knowing each other}, {id: b, name: Money}]\n== P-1.txt\nI: How?\nP-1: We know.\n"
    root = make_study(text).study.root
    command = ["-C", str(root), "codings", "apply", "P-1", "each", "--quote", "We know."]
    refused = cli(*command)
    assert (refused.status, "did you mean Knowing each other?" in refused.err) == (1, True)
    status, shown = at_terminal(tmp_path, command, [""])  # Enter is no yes
    assert (status, "Go on with knowing? [y/N]" in shown) == (1, True)
    assert open_study(root).project.journals == ()
    status, shown = at_terminal(tmp_path, [*command[:5], "kowing", *command[6:]], [])
    assert (status, "[y/N]" in shown) == (1, False)
    status, shown = at_terminal(tmp_path, command, ["y"])
    assert status == 0, shown
    (coding,) = open_study(root).project.journals[0].read().applied
    assert coding.code == "knowing"


@pytest.mark.parametrize(("pause", "number", "shown"), [(0.6, 4, True), (0.0, 400, False), (1.2, 1, False)])
def test_a_bar_comes_after_a_second_and_never_for_what_is_done_by_then(pause: float, number: int, shown: bool) -> None:
    code = (
        "import time; from qualcode.cli.printing import progress\n"
        f"for item in progress(range({number}), {number}, 'searching'): time.sleep({pause})\n"
        "assert item == " + str(number - 1)
    )
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        running = subprocess.run([sys.executable, "-c", code], stderr=terminal, check=False)
        assert running.returncode == 0
        terminal.write(b"end")
    with os.fdopen(ours, "rb", buffering=0) as screen:
        said = screen.read(100_000)
    assert (b"%" in said) == shown
