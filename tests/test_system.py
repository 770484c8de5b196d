"""What differs between systems, tried here for all of them; what Windows does is imitated."""

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualcode
from qualcode import system
from qualcode.errors import QualcodeError, reason
from qualcode.store.files import put, stage
from qualcode.usecases.study import Opened

Cli = Callable[..., Any]


def test_nothing_else_asks_which_system_it_is() -> None:
    root = Path(qualcode.__file__).parent
    asking = re.compile(r"sys\.platform|os\.name|import (?:msvcrt|fcntl|platform\b)")
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if asking.search(path.read_text("utf-8"))}
    assert found == {"system.py"}


def test_a_command_is_printed_as_the_shell_of_the_system_takes_it() -> None:
    command = ["qualcode", "-C", "mijn studie", "frequencies", "--where", "leeftijd>40", "--case", "P-1"]
    assert system.command_line(command, windows=True) == (
        'qualcode -C "mijn studie" frequencies --where "leeftijd>40" --case P-1'
    )
    assert system.command_line(command, windows=False) == (
        "qualcode -C 'mijn studie' frequencies --where 'leeftijd>40' --case P-1"
    )


@given(st.lists(st.text("ab '\"\\$>é", min_size=1), min_size=1))
def test_what_is_printed_is_understood_by_a_posix_shell(command: list[str]) -> None:
    assert shlex.split(system.command_line(command, windows=False)) == command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["import", "'mijn", "interviews'"], ["import", "mijn interviews"]),
        (["--code", "'vertrouwen'"], ["--code", "vertrouwen"]),
        (["--where", "'leeftijd", "boven", "40'", "-o", "x.docx"], ["--where", "leeftijd boven 40", "-o", "x.docx"]),
        (["--quote", "'s avonds"], ["--quote", "'s avonds"]),  # an apostrophe that a word begins with
        (["--quote", "'s", "avonds"], ["--quote", "'s", "avonds"]),
        (["a", "'"], ["a", "'"]),
        (["''"], [""]),
    ],
)
def test_single_quotes_that_cmd_leaves_are_taken_off(typed: list[str], meant: list[str]) -> None:
    assert system.arguments(typed, windows=True) == meant
    assert system.arguments(typed, windows=False) == typed


@pytest.mark.parametrize(
    ("typed", "windows", "path"),
    [
        (r'"C:\Users\jij\Mijn interviews"', True, r"C:\Users\jij\Mijn interviews"),
        (r"C:\Users\jij\interviews", True, r"C:\Users\jij\interviews"),
        (r"/Users/jij/Mijn\ interviews ", False, "/Users/jij/Mijn interviews"),
        ("'/Users/jij/Mijn interviews'", False, "/Users/jij/Mijn interviews"),
    ],
)
def test_a_path_is_taken_as_it_is_dragged_into_the_window(typed: str, windows: bool, path: str) -> None:
    assert system.typed_path(typed, windows) == Path(path)
    assert system.typed_path("  ", windows) is None


def test_a_file_that_is_open_for_a_moment_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = [PermissionError(13, "Access is denied")] * 3
    real = os.replace

    def replace(one: Path, other: Path) -> None:
        if refused:
            raise refused.pop()
        real(one, other)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(system, "_PAUSE", 0)
    (tmp_path / "new").write_text("new")
    system.put_in_place(tmp_path / "new", tmp_path / "x", windows=True)
    assert (tmp_path / "x").read_text() == "new"


def test_a_file_that_stays_open_in_word_is_told_in_one_sentence_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(one: Path, other: Path) -> None:
        raise PermissionError(13, "Access is denied")

    (tmp_path / "t.docx").write_bytes(b"old")
    staged = stage(tmp_path / "t.docx", b"new")
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(QualcodeError, match=r"t\.docx.*open"):
        put(staged, tmp_path / "t.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["t.docx"]
    assert (tmp_path / "t.docx").read_bytes() == b"old"


class OfWindows(OSError):
    """As Windows raises it: with a number of its own."""

    def __init__(self, winerror: int):
        super().__init__(22, "Invalid argument")
        self.winerror = winerror


def test_what_windows_says_of_a_file_is_told_in_words_of_ours() -> None:
    assert str(reason(OfWindows(32))) == str(reason(OfWindows(33))) == "another program has it open"
    assert str(reason(OfWindows(206))) == "its name is too long"
    assert reason(OfWindows(5)) == "invalid argument"


@pytest.mark.slow
def test_patterns_and_folders_are_expanded_by_the_program(
    cli: Cli, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    """As after cmd.exe, which hands on what was typed; also with a space in the name."""
    root = make_study("").study.root
    folder = tmp_path / "mijn interviews"
    folder.mkdir()
    for name in ("A-1", "A-2", "B-1"):
        (folder / f"{name}.txt").write_text(f"I: Hoe?\n{name}: Goed, {name}.\nI: En?\n{name}: Ja.\n", encoding="utf-8")
    ran = cli("-C", root, "import", folder / "A-*.txt", "--yes")
    assert ran.status == 0, ran
    assert [line.split()[0] for line in ran.out.splitlines()[2:]] == ["A-1", "A-2"]
    none = cli("-C", root, "import", folder / "C-*.txt", "--yes")
    assert (none.status, none.err.count("\n")) == (1, 1)
    assert cli("-C", root, "import", folder, "--yes").status == 0
