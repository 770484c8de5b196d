"""Start-up is budgeted as modules that a fresh interpreter must not have loaded afterwards."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.usecases.study import Opened

pytestmark = pytest.mark.slow

HEAVY = ("yaml", "pandas", "spacy", "simplemma", "textual", "docx", "openpyxl", "jinja2", "matplotlib")
BUDGET = [
    (["--help"], HEAVY),
    (["--version"], HEAVY),
    (["frequencies", "--help"], HEAVY),
    ([], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["check"], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["codings", "list"], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["codings", "apply", "P-1", "a", "--quote", "Good."], ("pandas", "spacy", "textual", "docx", "openpyxl", "rich")),
    (["codebook", "show"], ("pandas", "spacy", "textual", "docx", "openpyxl", "rich")),
    (["log"], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["frequencies"], ("spacy", "simplemma", "textual", "docx", "openpyxl")),
    (["themes"], ("spacy", "simplemma", "textual", "docx", "openpyxl")),
    *(
        ([name], ("spacy", "simplemma", "textual", "docx", "openpyxl", "matplotlib"))
        for name in ("quotes", "framework", "coverage", "factors", "summary", "rigour")
    ),
    (["figure", "heatmap"], ("spacy", "simplemma", "textual", "docx", "openpyxl")),
    (["memo", "add", "code:a", "--text", "x"], ("pandas", "spacy", "textual", "docx", "openpyxl", "rich")),
    (["memo", "list"], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["theme", "add", "New"], ("pandas", "spacy", "textual", "docx", "openpyxl", "rich")),
    (["theme", "development"], ("pandas", "spacy", "textual", "docx", "openpyxl")),
    (["code"], ("pandas", "spacy", "docx", "openpyxl")),
    (["suggest"], ("pandas", "spacy", "docx", "openpyxl")),
    (["search", "good"], ("pandas", "spacy", "docx", "openpyxl")),
    (["keywords"], ("pandas", "spacy", "docx", "openpyxl")),
]
PROBE = """
import sys
sys.argv = ["qualcode", *sys.argv[1:]]
from qualcode.cli.main import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize(("args", "banned"), BUDGET, ids=[" ".join(args[:2]) for args, _ in BUDGET])
def test_what_a_command_must_not_load(
    args: list[str], banned: tuple[str, ...], make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    text = "== codebook.yaml\ncodes: [{id: a, name: A, keywords: [good]}]\n== P-1.txt\nI: How?\nP-1: Good.\nI: So?\nP-1: So.\n"
    root = make_study(text).study.root
    command = [sys.executable, "-c", PROBE, "-C", str(root), *args]
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
    loaded = set(ran.stdout.rsplit("LOADED", 1)[1].split())
    assert not loaded & set(banned)


@pytest.mark.parametrize(("args", "loads"), [(["check"], False), (["codebook", "show"], False), (["suggest"], True)])
def test_spacy_is_loaded_for_a_pattern_and_only_to_run_it(
    args: list[str], loads: bool, make_study: Callable[[str], Opened]
) -> None:
    text = "== codebook.yaml\ncodes: [{id: a, name: A, keywords: [{pattern: [{LEMMA: good}]}]}]\n== P-1.txt\nI: How?\nP-1: Good.\nI: So?\nP-1: So.\n"
    command = [sys.executable, "-W", "ignore", "-c", PROBE, "-C", str(make_study(text).study.root), *args]
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
    assert ("spacy" in ran.stdout.rsplit("LOADED", 1)[1].split()) == loads
