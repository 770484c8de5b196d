"""`qualcode` alone: which study, what is done, what is left, and the next command."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.model.selection import NO_FILTERS
from qualcode.store.nearby import said_in, studies_below
from qualcode.text import Say, Words
from qualcode.usecases.language import language_of_call
from qualcode.usecases.standing import standing
from qualcode.usecases.study import Opened, Start, open_study, start_study, studies_around
from tests.conftest import Ran, set_marks

Cli = Callable[..., Ran]

STUDY = """
== qualcode.yaml
language: nl
== codebook.yaml
codes:
- {id: vertrouwen, name: Vertrouwen, keywords: [vertrouw*]}
- {id: geld, name: Geld}
themes:
- {id: samen, name: Samen sterker, codes: [vertrouwen]}
== P-1.txt interview 1 P-1
I: Hoe gaat het?

P-1: Wij vertrouwen elkaar. De cijfers delen we niet.
== P-2.txt interview 1 P-2
I: Hoe gaat het?

P-2: Het geld is op.
"""


def left(opened: Opened) -> list[tuple[str, tuple[object, ...]]]:
    found = standing(open_study(opened.study.root), "jan")
    return [(step.what.told(Words("nl")), step.command) for step in found.left]


def test_what_is_left_comes_in_the_order_of_the_method(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY)
    assert left(opened) == [
        ("1 suggestie wacht op een beslissing", ("code",)),
        ("2 transcripten zijn nog niet helemaal gelezen: P-1, P-2", ("code", "P-1")),
    ]


def test_what_is_done_is_told_and_no_longer_left(make_study: Callable[[str], Opened]) -> None:
    coded = "== codings\njan P-1 vertrouwen Wij vertrouwen elkaar.\n== done\njan P-1\njan P-2\n"
    opened = make_study(STUDY + coded)
    done = [one.told(Words("nl")) for one in standing(opened, "jan").done]
    assert done == ["2 transcripten, waarvan 2 gelezen door jan", "1 codering van jan", "2 codes", "1 thema"]
    assert left(opened) == [("1 thema heeft nog geen kerncitaat: Samen sterker", ("code",))]
    set_marks(opened, "jan P-1 vertrouwen Wij vertrouwen elkaar.", {"key": "true"})
    assert left(opened) == []


def test_a_new_study_begins_with_its_codebook_and_its_transcripts(tmp_path: Path) -> None:
    start_study(Start(tmp_path / "s"))
    found = standing(open_study(tmp_path / "s"), "jan")
    assert found.done == ()
    assert [step.command[:2] for step in found.left] == [("codebook", "from-matrix"), ("import", Say("here.folder"))]


def test_keywords_that_were_proposed_are_told(make_study: Callable[[str], Opened]) -> None:
    opened = make_study(STUDY.replace("keywords: [vertrouw*]", "keywords_proposed: [vertrouw*, elkaar]"))
    assert left(opened)[0] == (
        "2 voorgestelde trefwoorden zijn nog niet aangenomen",
        ("codebook", "keywords", "list"),
    )


def test_the_study_is_told_with_the_next_command(make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(STUDY).study.root
    ran = cli("-C", root, "--as", "jan")
    assert ran.status == 0, ran.err
    assert ran.out.splitlines()[0] == f"De studie “study-0” in {root}"
    assert ran.out.splitlines()[-1] == f"Verder met: qualcode -C {root} --as jan code"
    assert "Nog te doen:" in ran.out


def test_a_study_that_cannot_be_loaded_is_told_with_its_problems(make_study: Callable[[str], Opened], cli: Cli) -> None:
    opened = make_study(STUDY)
    opened.study.codebook.write_text("codes:\n- {id: a, name: [}\n", encoding="utf-8")
    ran = cli("-C", opened.study.root)
    assert (ran.status, ran.out.splitlines()) == (1, [f"De studie “study-0” in {opened.study.root}"])
    assert "codebook.yaml:2" in ran.err


@pytest.mark.parametrize("inside", [".", "transcripts"])
def test_from_inside_a_study_it_is_found_upwards(inside: str, make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(STUDY).study.root
    ran = cli("--as", "jan", cwd=root / inside)
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "Verder met: qualcode --as jan code")


def test_studies_close_by_are_named_and_not_opened(tmp_path: Path, cli: Cli) -> None:
    start_study(Start(tmp_path / "werk" / "mijn studie", title="Over zorg"))
    for place, folder in ((tmp_path, "werk/mijn studie"), (tmp_path / "werk", "mijn studie")):
        ran = cli(cwd=place, QUALCODE_LANGUAGE="nl")
        assert ran.status == 0
        assert ran.out.splitlines()[1:] == [
            f"- Over zorg: qualcode -C '{folder}'",
            f"Verder met: qualcode -C '{folder}'",
        ]
    beside = tmp_path / "werk" / "interviews"
    beside.mkdir()
    assert "qualcode -C '../mijn studie'" in cli(cwd=beside).out


def test_where_no_study_is_it_tells_how_to_make_one(tmp_path: Path, cli: Cli) -> None:
    empty = tmp_path / "a" / "b"
    empty.mkdir(parents=True)
    ran = cli(cwd=empty, QUALCODE_LANGUAGE="en")
    assert ran.status == 0
    assert "qualcode demo" in ran.out
    assert "qualcode init my-study" in ran.out
    assert "Begin een studie: qualcode init mijn-studie" in cli(cwd=empty, QUALCODE_LANGUAGE="nl").out


def test_the_printed_command_writes_the_codebook_of_that_study(tmp_path: Path, cli: Cli) -> None:
    assert cli("init", "s", "--coder", "jan").status == 0
    (tmp_path / "MATRIX.docx").write_bytes(b"")
    (tmp_path / "m.csv").write_text("Concept;Variabele;Indicator\nVertrouwen;Openheid;delen\n")
    for place, study in ((tmp_path, ["-C", "s"]), (tmp_path / "s" / "transcripts", [])):
        last = cli(*study, cwd=place).out.splitlines()[-1]
        words = last.partition(": qualcode ")[2].replace("MATRIX.docx", str(tmp_path / "m.csv")).split()
        assert cli(*words, cwd=place).status == 0, last
        assert "openheid" in (tmp_path / "s" / "codebook.yaml").read_text().casefold()
        (tmp_path / "s" / "codebook.yaml").write_text("codes: []\n")


def test_what_is_not_counted_is_not_told_as_done_and_doubts_are_told(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    coded = "== codings\njan P-1 vertrouwen Wij vertrouwen elkaar.\njan P-2 geld Het geld is op.\n"
    opened = make_study(STUDY + coded)
    for end in ("txt", "json"):
        (opened.study.transcripts / f"P-1.{end}").unlink()
    ran = cli("-C", opened.study.root, "--as", "jan")
    assert ran.status == 0, ran.err
    assert "1 codering van jan" in ran.out
    assert "`check` twijfelt over" in ran.out


def test_another_command_is_refused_with_the_line_that_names_a_study(tmp_path: Path, cli: Cli) -> None:
    start_study(Start(tmp_path / "s"))
    ran = cli("quotes", "--code", "een code")
    assert (ran.status, ran.out) == (1, "")
    assert "`qualcode -C FOLDER quotes --code 'een code'`" in ran.err


def test_a_command_that_ends_well_names_what_comes_next(tmp_path: Path, cli: Cli) -> None:
    made = cli("init", "s", "--codebook", "coopetitie", "--coder", "jan")
    assert made.err.splitlines()[-1] == "Nu: er zijn nog geen transcripten. Verder met: qualcode -C s import MAP"
    (tmp_path / "P-1.txt").write_text("I: Hoe gaat het?\n\nP-1: Wij vertrouwen elkaar.\n")
    ran = cli("-C", "s", "import", "P-1.txt", "--yes")
    assert ran.err.splitlines()[-1].startswith("Nu: ")
    assert ran.err.splitlines()[-1].endswith("Verder met: qualcode -C s code P-1")


def test_where_nobody_codes_yet_it_says_how_to_say_who(make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A}]\n== P-1.txt\nI: Hoe?\nP-1: Goed.\nI: En?\nP-1: Ja.\n"
    ).study.root
    (root / "qualcode.yaml").write_text("language: en\n", encoding="utf-8")
    ran = cli("-C", root, XDG_CONFIG_HOME=str(root.parent / "none"), QUALCODE_CODER="")
    assert (ran.status, ran.err) == (0, "")
    assert "- Say who codes: --as NAME" in ran.out
    assert ran.out.splitlines()[-1] == f"Next: qualcode -C {root} --as NAME"


def test_suggest_tells_of_keywords_that_find_nothing_yet(make_study: Callable[[str], Opened], cli: Cli) -> None:
    text = STUDY.replace("{id: geld, name: Geld}", "{id: geld, name: Geld, keywords_proposed: [geld*]}")
    ran = cli("-C", make_study(text).study.root, "suggest")
    assert "1 voorgesteld trefwoord is nog niet aangenomen" in ran.err


def test_hidden_and_linked_and_deep_folders_are_not_looked_into(tmp_path: Path) -> None:
    for folder in ("een/twee/drie", ".verborgen", "een/b"):
        start_study(Start(tmp_path / folder))
    (tmp_path / "elders").mkdir()
    os.symlink(tmp_path / "een" / "b", tmp_path / "elders" / "link")
    assert [one.relative_to(tmp_path).as_posix() for one in studies_below(tmp_path)] == ["een/b"]


def test_no_more_than_a_thousand_folders_are_looked_into(tmp_path: Path) -> None:
    for number in range(1_001):
        (tmp_path / f"{number:04}").mkdir()
    start_study(Start(tmp_path / "x"))
    assert list(studies_below(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('title: "Over: zorg"  # zo heet het\n', "Over: zorg"),
        ("language: nl\ntitle: Over zorg # naam\n", "Over zorg"),
        ("title: 'Over zorg'\r\nlanguage: nl\r\n", "Over zorg"),
        ("# title: niet deze\n", ""),
        ("words:\n  title: ook niet\n", ""),
    ],
)
def test_a_line_of_the_settings_is_read_without_a_library(text: str, title: str, tmp_path: Path) -> None:
    file = tmp_path / "qualcode.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    assert said_in(file, "title") == title


def test_the_language_is_that_of_the_environment_the_study_the_user_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert language_of_call("", None) == "nl"
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert language_of_call("", None) == "en"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "qualcode").mkdir(parents=True)
    (tmp_path / "config" / "qualcode" / "config.yaml").write_text("language: nl\n")
    assert language_of_call("", None) == "nl"
    (tmp_path / "qualcode.yaml").write_text("language: en\n")
    assert language_of_call("", tmp_path) == "en"
    (tmp_path / "qualcode.yaml").write_text("title: x\n")
    assert language_of_call("", tmp_path) == "nl"
    assert language_of_call("", None) == "nl"  # the study is found upwards
    monkeypatch.setenv("QUALCODE_LANGUAGE", "en-GB")
    assert language_of_call("", tmp_path) == "en"
    assert language_of_call("nl", tmp_path) == "nl"


def test_help_is_asked_by_a_word(cli: Cli) -> None:
    assert "Commands:" in cli("help").out
    assert cli("help", "codings", "apply").out == cli("codings", "apply", "--help").out
    assert cli("help", "codings").out == cli("codings", "--help").out
    assert cli("help", "nope").status == 2
    for group in ("codings", "codebook", "theme"):
        ran = cli("help", group, "nope")
        assert (ran.status, "there is no command 'nope'" in ran.err) == (2, True)
    assert "no commands of its own" in cli("help", "status", "apply").err


@pytest.mark.slow
def test_at_a_terminal_it_offers_to_run_the_next_command(make_study: Callable[[str], Opened]) -> None:
    pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")
    from tests.cli.test_terminal import at_terminal

    opened = make_study(STUDY.replace("keywords: [vertrouw*]", "keywords_proposed: [vertrouw*]"))
    status, shown = at_terminal(opened.study.root, ["--as", "jan"], ["wat", "ja"])
    assert status == 0
    assert shown.count("Nu uitvoeren? [J/n]: ") == 2
    assert "1 keyword" in shown or "vertrouw*" in shown.rsplit("[J/n]", 1)[1]
    status, shown = at_terminal(opened.study.root, ["--as", "jan"], ["nee"])
    assert (status, "vertrouw*" in shown.rsplit("[J/n]", 1)[1]) == (0, False)


def test_the_studies_around_have_their_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_study(Start(tmp_path / "s", title="Zorg"))
    monkeypatch.chdir(tmp_path)
    assert studies_around() == [("Zorg", Path("s"))]
    assert open_study(Path("s")).view(NO_FILTERS).themes == ()
