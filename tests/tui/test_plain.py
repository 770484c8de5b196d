"""The prompt on a real terminal, and its decisions on disk at once."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from rich.console import Console

from qualcode.desk.desk import Desk
from qualcode.desk.sitting import Sitting
from qualcode.model.selection import Filters
from qualcode.tui.plain import Prompt
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran
from tests.needs import needs_tmux

STUDY = """
== codebook.yaml
codes: [{id: trust, name: Trust, definition: To rely on., keywords: [good]}, {id: other, name: Other}]
themes: [{id: t, set: s, name: T, codes: [trust]}]
== P-1.txt
I: Is it good?
P-1: It is good. It rains. Good again.
I: And?
P-1: Yes. Good enough.
"""


def stands(root: Path) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    journals = [journal.read() for journal in open_study(root).project.journals]
    applied = [(c.code, c.quote, c.note) for codings in journals for c in codings.applied]
    return applied, [(r.code, r.because) for codings in journals for r in codings.rejected]


def test_one_key_each_and_undo(make_study: Callable[[str], Opened], cli: Callable[..., Ran]) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "code", stdin="a\nr\nbecause so\nu\nc\nother\nn\nwell said\n")
    assert ran.status == 0, ran
    assert "Suggestion 1 of 3. P-1, turn 2. Code: Trust" in ran.out
    assert "Is it good?" in ran.out
    applied, rejected = stands(root)
    assert applied == [
        ("trust", "It is good.", ""),
        ("other", "Good again.", ""),
        ("trust", "Good enough.", "well said"),
    ]
    assert rejected == [("trust", "")]
    assert "3 decisions saved; 0 suggestions not seen." in ran.err


def test_stopping_keeps_what_was_decided_and_it_is_not_asked_again(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    cli("-C", root, "code", "P-1", stdin="t\nq\n")
    assert stands(root)[0] == [("trust", "It is good. It rains. Good again.", "")]
    assert "Suggestion 1 of 1. P-1, turn 4. Code: Trust" in cli("-C", root, "code", stdin="q\n").out


def test_what_is_skipped_is_asked_once_and_again_after_an_undo_before_it(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "code", stdin="u\na\ns\nu\nr\nno\ns\ns\n")
    asked = re.findall(r"Suggestion (.) of 3", ran.out)
    assert asked == ["1", "2", "3", "1", "2", "3"]  # what was heard is not said again
    assert "There is nothing to undo" in ran.out
    assert stands(root) == ([], [("trust", "no")])
    assert "1 decision saved; 0 suggestions not seen." in ran.err
    assert "Suggestion 1 of 2. P-1, turn 2." in cli("-C", root, "code", stdin="q\n").out  # skipped, so still open


def test_a_suggestion_is_taken_with_the_sentence_beside_it_within_its_turn(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    cli("-C", root, "code", stdin="+\n-\n+\na\n")  # the last + finds no sentence, and accepts nothing
    assert [quote for _, quote, _ in stands(root)[0]] == [
        "It is good. It rains.",
        "It rains. Good again.",
        "Good enough.",
    ]


def test_a_transcript_that_cannot_be_shown_is_told_and_the_rest_is_asked(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """It was there when the suggestions were found, and not when it was to be shown."""
    opened = make_study(STUDY + "== P-2.txt\nI: How?\nP-2: All good.\n")
    found = list(find_all(Finder.make(opened, Filters(), "jan")))
    text = opened.study.root / "transcripts/P-1.txt"
    text.rename(tmp_path / "P-1.txt")
    console = Console(file=StringIO(), width=100)
    prompt = Prompt(Sitting(Desk.start(opened, "jan", Filters()), "P-2"), console, lambda: "a", lambda _: "")
    assert prompt.run(found) == (1, 0)
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue().count("Transcript P-1 cannot be read") == 1
    (tmp_path / "P-1.txt").rename(text)
    assert stands(opened.study.root)[0] == [("trust", "All good.", "")]


def test_a_selective_pass_is_logged_once_a_decision_is_made(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    cli("-C", root, "code", "--theme", "t", stdin="q\n")
    assert "selective pass" not in cli("-C", root, "log").out
    cli("-C", root, "code", "--theme", "t", stdin="a\nq\n")
    assert cli("-C", root, "log").out.count("selective pass") == 1


def spoken(ran: Ran) -> list[str]:
    return [line.strip() for line in ran.out.splitlines()]


def test_what_is_lit_on_a_screen_is_said_in_words(make_study: Callable[[str], Opened], cli: Callable[..., Ran]) -> None:
    root = make_study(STUDY).study.root
    said = spoken(cli("-C", root, "code", stdin="x\n\nh\na\nt\nq\n"))
    assert (
        said.count("Suggestion 1 of 3. P-1, turn 2. Code: Trust") == 1
    )  # neither for a key that does nothing nor for the keys
    assert "Proposed: It is good." in said
    assert "That key does nothing here; h tells the keys." in said
    assert said[said.index("Trust: accepted.") + 1] == "Suggestion 2 of 3. P-1, turn 2. Code: Trust"
    assert "“It is good. It rains. Good again.”" in said  # other words than were proposed


def test_one_reads_and_codes_with_the_keys_of_the_desk(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    """`j` leaves the suggestions for the text; sentence by sentence, a selection, a code by part of its name, and back."""
    root = make_study(STUDY).study.root
    keys = "j\n.\nc\noth\ns\ns\nc\nzzz\nTrust\nk\nx\n,\nn\nWeather\nHow it is\ntop\nj\nq\n"
    ran = cli("-C", root, "code", stdin=keys)
    said = spoken(ran)
    assert said[said.index("P-1, turn 2 of 4, P-1:") + 1] == "It is good."
    assert "It rains." in said
    assert "Coded: Other." in said
    assert "4 words selected: It rains. Good again." in said
    assert "Here already: Other" in said
    assert any(line.endswith("Trust, 2 Other") for line in said)  # zzz is no name: they are named
    assert "Trust: key quote." in said
    assert "Taken away: Trust." in said
    assert "New code Weather, and coded here." in said
    assert stands(root)[0] == [("other", "It rains.", ""), ("weather", "Good again.", "")]
    assert "That key does nothing here; ? tells the keys." not in said


def test_without_suggestions_one_reads_at_once_and_leaving_asks_whether_all_was_read(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY.replace("keywords: [good]", "short: Rely")).study.root
    ran = cli("-C", root, "code", stdin="end\nG\n" + "J\n" * 3 + "q\n\nq\ny\n")
    said = spoken(ran)
    assert said[0] == "There is no suggestion to judge."
    assert said[1:3] == ["P-1, turn 1 of 4, Interviewer:", "Is it good?"]
    assert "P-1, turn 4 of 4, P-1:" in said
    assert ran.out.count("Have you read P-1 in full?") == 2  # Enter stays
    assert any("P-1 read, for 2 codes." in line for line in said)
    assert [read.codes for read in open_study(root).project.journals[0].read().done] == [("trust", "other")]


def test_the_end_of_what_is_typed_ends_it_in_either_mood(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    assert cli("-C", root, "code", stdin="j\nend\nJ\nJ\nJ\n").status == 0
    for begun in ("", "j\nn\n", "j\nn\nName\n", "j\nn\nName\nwhat\n", "j\nc\n", "j\n/\n", "r\n", "c\n", "n\n"):
        assert cli("-C", root, "code", stdin=begun).status == 0, begun  # in the middle of a question too
    assert stands(root)[0] == []


@needs_tmux
def test_in_a_real_terminal_one_key_press_is_enough(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    root = make_study(STUDY).study.root
    tmux = ["tmux", "-L", f"qualcode-{tmp_path.name}", "-f", "/dev/null"]
    command = f"{sys.executable} -m qualcode -C {root} code --plain"
    subprocess.run([*tmux, "new-session", "-d", "-s", "t", "-x", "100", "-y", "40", command], check=True)

    def wait_for(words: str) -> None:
        for _ in range(200):
            shown = subprocess.run(
                [*tmux, "capture-pane", "-p", "-t", "t"], capture_output=True, text=True, check=False
            ).stdout
            if words in shown:
                return
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never showed:\n{shown}")

    try:
        wait_for("Suggestion 1 of 3. P-1, turn 2.")
        subprocess.run([*tmux, "send-keys", "-t", "t", "a"], check=True)
        wait_for("Suggestion 2 of 3. P-1, turn 2.")
        assert stands(root)[0] == [("trust", "It is good.", "")]  # on disk before the next key
        subprocess.run([*tmux, "send-keys", "-t", "t", "aa"], check=True)  # two quick keys are two
        for _ in range(200):
            if len(stands(root)[0]) == 3:
                break
            time.sleep(0.1)
        assert len(stands(root)[0]) == 3
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
