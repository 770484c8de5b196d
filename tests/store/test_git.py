"""Two copies of a study, coded apart, merge by union; line ends never touch a hash."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.store.check import check
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.study import Opened, open_study
from tests.needs import needs_git

pytestmark = needs_git
TEXT = """
== P-1.txt
I: Hoe gaat het samenwerken?
P-1: Dat gaat goed. Maar het kost tijd.
I: En verder?
P-1: Niets.
"""


def git(root: Path, *args: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args], cwd=root, check=True, capture_output=True
    )


def apply(root: Path, words: str) -> None:
    opened = open_study(root)
    handle = opened.project.transcript("P-1")
    coding.apply(opened, "jan", handle, "a", place_quote(handle.read(), words))


def test_two_copies_coded_apart_merge_into_their_union(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    root = make_study(TEXT).study.root
    apply(root, "Niets.")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "study")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(root), str(other))
    apply(root, "Dat gaat goed.")
    apply(other, "Maar het kost tijd.")
    for place in (root, other):
        git(place, "commit", "-qam", "coded")
    git(root, "pull", "-q", "--no-rebase", "--no-edit", str(other), "main")
    opened = open_study(root)
    words = {one.quote for one, _ in coding.list_codings(opened, Filters())}
    assert words == {"Niets.", "Dat gaat goed.", "Maar het kost tijd."}
    assert list(check(opened.study)) == []


def test_a_checkout_with_windows_line_ends_leaves_every_hash_intact(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study(TEXT).study.root
    apply(root, "Dat gaat goed.")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "study")
    windows = tmp_path / "windows"
    git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", "-c", "core.eol=crlf", str(root), str(windows))
    opened = open_study(windows)
    assert list(check(opened.study)) == []
    assert opened.project.transcript("P-1").read().intact
    assert b"\r" not in (windows / "codings/jan/P-1.jsonl").read_bytes()
    assert b"\r\n" in (windows / "qualcode.yaml").read_bytes()  # the setting did what it does elsewhere
