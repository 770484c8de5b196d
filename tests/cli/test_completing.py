"""Names that the shell completes, with what they are called beside them; and what completing must not load."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from qualcode.usecases.study import Opened
from tests.conftest import Ran

STUDY = """
== codebook.yaml
questions: [{id: dv1, text: Hoe gaat het?}]
codes:
- {id: vertrouwen, name: Onderling vertrouwen}
- {id: verdeling, name: Verdeling van werk}
- {id: geld, name: Geld}
themes: [{id: samen, name: Samen sterker, codes: [geld]}]
== cases.csv
case,groep
P-1,oost
P-2,west
== P-1.txt
I: Ja?
P-1: Ja.
== P-2.txt
I: Ja?
P-2: Nee.
== codings
jan P-1 geld Ja.
"""

Completed = Callable[..., str]


@pytest.fixture
def completed(make_study: Callable[[str], Opened], cli: Callable[..., Ran]) -> Completed:
    root = make_study(STUDY).study.root

    def run(typed: str, shell: str = "zsh") -> str:
        line = f"qualcode {typed}"
        words = {"_TYPER_COMPLETE_ARGS": line, "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        ran = cli(cwd=root, _QUALCODE_COMPLETE=f"complete_{shell}", **words)
        assert ran.err == ""
        return ran.out

    return run


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("frequencies --code ver", ['"vertrouwen":"Onderling vertrouwen"', '"verdeling":"Verdeling van werk"']),
        ("quotes --theme s", ['"samen":"Samen sterker"']),
        ("quotes --question dv", ['"dv1":"Hoe gaat het?"']),
        ("quotes --case P-2", ['"P-2"']),
        ("codings list --coder j", ['"jan"']),
        ("codebook rename ge", ['"geld":"Geld"']),
        ("theme read sa", ['"samen":"Samen sterker"']),
        ("transcript versions P-", ['"P-1"', '"P-2"']),
        ("code P-1", ['"P-1"']),
        ("crosstab --by g", ['"groep"']),
    ],
)
def test_a_name_is_completed_with_what_it_is_called(typed: str, names: list[str], completed: Completed) -> None:
    found = completed(typed)
    assert all(name in found for name in names), found
    assert found.count('"P-') <= 2


def test_another_shell_gets_the_ids(completed: Completed) -> None:
    assert completed("frequencies --code ver", "bash").split() == ["vertrouwen", "verdeling"]


def test_outside_a_study_and_in_a_broken_one_nothing_is_offered_and_nothing_said(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    opened = make_study(STUDY)
    opened.study.codebook.write_text("codes: [", encoding="utf-8")
    for folder in (opened.study.root, opened.study.root.parent):
        line = "qualcode frequencies --code ver"
        ran = cli(cwd=folder, _QUALCODE_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
        assert (ran.err, "vertrouwen" in ran.out) == ("", False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "banned"),
    [("freq", ("yaml", "pandas", "spacy", "textual")), ("frequencies --code v", ("pandas", "spacy", "textual"))],
)
def test_completing_loads_no_more_than_it_needs(
    typed: str, banned: tuple[str, ...], make_study: Callable[[str], Opened]
) -> None:
    probe = (
        "import sys, os\nfrom qualcode.cli.main import app\n"
        "try:\n    app(prog_name='qualcode')\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    env = {
        **__import__("os").environ,
        "_QUALCODE_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": f"qualcode {typed}",
    }
    root = make_study(STUDY).study.root
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, env=env, cwd=root, check=True)
    loaded = set(ran.stdout.rsplit("LOADED", 1)[1].split())
    assert not loaded & set(banned)
