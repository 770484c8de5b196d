"""Everything that the program says is in the language of the study, or in the one that was asked for this once."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import qualcode
from qualcode.cli.main import command
from qualcode.text import entries
from qualcode.usecases.study import Opened

Cli = Callable[..., Any]
STUDY = """
== qualcode.yaml
language: nl
== codebook.yaml
codes:
- {id: vertrouwen, name: Vertrouwen, keywords: [vertrouw*]}
== P-1.txt
I: Hoe gaat het?
P-1: We vertrouwen elkaar.
I: En verder?
P-1: Goed.
"""


def commands(at: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    at = at or command()
    yield path, at
    context = at.make_context("qualcode", [], resilient_parsing=True)
    for name in at.list_commands(context) if hasattr(at, "list_commands") else ():
        yield from commands(at.get_command(context, name), (*path, name))


def test_every_option_and_command_is_told_by_a_key_of_both_catalogues() -> None:
    used = {"command"}
    for path, found in commands():
        used.add(found.help)
        assert found.help == ".".join(("command", *path))
        used |= {one.help for one in found.params if not one.hidden and "completion" not in one.name}
    for language in ("nl", "en"):
        told = {key for key in entries(language) if key.split(".")[0] in ("command", "option")}
        assert used - told == set()
        assert told - used == set(), "a help text of nothing"


SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}")
NO_SPEECH = (
    "usecases/study.py", "usecases/demo.py", "usecases/operationalisation/read.py", "store/schema.py",  # files that it writes
    "usecases/transcripts/importing/files.py", "usecases/keywords/propose.py",  # lists of words
    "store/log.py", "store/yaml/document.py",  # a reason in the log; what a library says
)  # fmt: skip


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told:
            yield one.lineno, one.value


def test_no_sentence_bypasses_the_catalogue() -> None:
    """In the rooms that speak to people."""
    root = Path(qualcode.__file__).parent
    found = []
    for room in ("cli", "tui", "usecases", "editing", "store"):
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if name in NO_SPEECH:
                continue
            found += [f"{name}:{line} {text}" for line, text in literals(path) if SENTENCE.search(text)]
    assert found == []


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    return make_study(STUDY).study.root


def test_a_dutch_study_speaks_dutch_and_an_english_reader_is_answered_in_english(cli: Cli, root: Path) -> None:
    dutch = {
        ("codings", "apply", "P-9", "vertrouwen", "--quote", "x"): "Er is geen transcript 'P-9'",
        ("frequencies", "--by"): "Fout: achter --by hoort een waarde.",
        ("frequncies",): "Fout: er is geen opdracht 'frequncies' (bedoel je frequencies?).",
        ("theme", "add"): "Fout: NAAM ontbreekt.",
        ("sample", "--cde"): "Fout: een optie --cde is er hier niet (bedoel je --code?).",
        ("sample", "--round", "x"): "Fout: achter --round hoort een heel getal.",
        ("log", "a"): "Fout: er staat meer dan deze opdracht aanneemt: a.",
        ("sample", "--percent=3"): "Fout: een optie --percent is er hier niet.",
        ("frequencies", "--percent=3"): "Fout: achter --percent hoort geen waarde.",
        ("sample", "--themes", "a", "--themes", "b"): "Fout: --themes staat er 2 keer; er hoort één waarde bij.",
    }
    for typed, told in dutch.items():
        ran = cli("-C", root, *typed)
        assert told in ran.err, ran
        english = cli("--language", "en", "-C", root, *typed)
        assert (ran.status, told in english.err) == (english.status, False)
        assert "Error:" in english.err or "There is no" in english.err


def test_a_name_without_quotes_is_answered_with_the_command_as_it_should_be(
    cli: Cli, make_study: Callable[[str], Opened]
) -> None:
    root = make_study(STUDY.replace("name: Vertrouwen", "name: Elkaar kennen")).study.root
    for typed, meant in (
        (("frequencies", "--code", "elkaar", "kennen", "--percent"), "frequencies --code 'elkaar kennen' --percent"),
        (("frequencies", "--where", "leeftijd", "boven", "40"), "frequencies --where 'leeftijd boven 40'"),
    ):
        ran = cli("-C", root, *typed)
        assert ran.status == 2
        assert f"(met aanhalingstekens: qualcode -C {root} {meant})." in ran.err
    assert "aanhalingstekens" not in cli("-C", root, "frequencies", "--code", "elkaar", "haten").err


def test_help_is_printed_in_the_language_of_the_study_wherever_it_is_named(
    cli: Cli, root: Path, tmp_path: Path
) -> None:
    assert "Gebruik: qualcode frequencies [OPTIES]" in cli("-C", root, "frequencies", "--help").out
    assert "Gebruik: qualcode frequencies [OPTIES]" in cli("frequencies", "--help", "-C", root).out
    assert "Gebruik: qualcode [OPTIES] OPDRACHT" in cli("--help", cwd=root).out
    assert "Usage: qualcode frequencies [OPTIONS]" in cli("--language=en", "-C", root, "help", "frequencies").out
    assert "Usage: qualcode frequencies [OPTIONS]" in cli("-C", root, "frequencies", "-h", QUALCODE_LANGUAGE="en").out
    assert "Usage:" in cli("--help", cwd=tmp_path, LANG="C", LC_ALL="C").out


def test_a_language_that_is_not_ours_is_refused_before_the_command_and_its_own_behind_it(cli: Cli, root: Path) -> None:
    assert cli("--language", "fr", "-C", root, "frequencies").status == 1
    assert "Er is geen taal 'fr'" in cli("--language", "fr", "-C", root, "frequencies").err
    made = cli("--language", "nl", "init", root.parent / "new", "--language", "en")
    assert made.out.startswith("Studie gemaakt in ")
    assert "language: en" in (root.parent / "new" / "qualcode.yaml").read_text(encoding="utf-8")


def test_tables_and_documents_of_that_call_are_in_it_and_nothing_is_stored(
    cli: Cli, root: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert "Code" in cli("-C", root, "frequencies", "--format", "md").out
    assert "respondenten" in cli("-C", root, "frequencies", "--format", "md").out
    assert "respondenten" not in cli("--language", "en", "-C", root, "frequencies", "--format", "md").out
    assert cli("--language", "en", "-C", root, "frequencies", "-o", tmp_path / "f.html").status == 0
    assert '<html lang="en">' in (tmp_path / "f.html").read_text(encoding="utf-8")
    csv = [cli(*how, "-C", root, "frequencies", "--format", "csv").out for how in ((), ("--language", "en"))]
    assert csv[0] == csv[1]
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_the_keywords_find_does_not_depend_on_who_reads(cli: Cli, root: Path) -> None:
    """The codebook names no language here, so the interviews have that of the study."""
    found = [cli(*how, "-C", root, "suggest", "--format", "csv").out for how in ((), ("--language", "en"))]
    assert [one.splitlines()[1].split(",")[:4] for one in found] == [found[0].splitlines()[1].split(",")[:4]] * 2


def test_a_language_that_is_not_ours_is_refused_wherever_it_was_said(cli: Cli) -> None:
    for args, env in ((("--language", "xx", "status"), {}), (("status",), {"QUALCODE_LANGUAGE": "xx"})):
        ran = cli(*args, **env)
        assert (ran.status, "xx" in ran.err, "nl, en" in ran.err) == (1, True, True), ran


def test_a_command_that_stands_in_a_group_is_found(cli: Cli) -> None:
    for args in (("mark",), ("help", "mark")):
        ran = cli(*args)
        assert (ran.status, "codings mark" in ran.err) == (2, True), ran
