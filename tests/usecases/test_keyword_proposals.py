"""Keywords proposed from a matrix match nothing until a person takes them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.formats.operationalisation.cells import given_keywords
from tests.conftest import Ran

Cli = Callable[..., Ran]
MATRIX = """Concept;Variabele;Indicator;Vraag
A;Angst voor misbruik;Aantal zorgen;Hoe voelt dat?
B;Regels;Aantal boetes;Hoe werkt dat?
C;Tarieven;Aantal klachten;Wat kost dat?
D;Tijd;Aantal uren;Hoe lang?
"""


def test_proposals_are_listed_accepted_and_dropped(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MATRIX, encoding="utf-8")
    assert cli("init", "s", "--coder", "jan", "--language", "en").status == 0
    assert cli("codebook", "from-matrix", "m.csv", "-o", "s/codebook.yaml").status == 0
    listed = cli("-C", "s", "codebook", "keywords", "list", "angst-voor-misbruik")
    assert [line.split() for line in listed.out.splitlines()[2:6]] == [
        ["angst-voor-misbruik", "angst"],
        ["angst-voor-misbruik", "misbruiken"],
        ["angst-voor-misbruik", "zorg"],
        ["angst-voor-misbruik", "aantal", "zorgen", "zegt", "hoe", "er", "gemeten", "wordt"],
    ]
    assert cli("-C", "s", "codebook", "keywords", "accept").status == 1
    unknown = cli("-C", "s", "codebook", "keywords", "accept", "tijd", "--keyword", "tyd")
    assert (unknown.status, "There is no proposed keyword 'tyd'" in unknown.err) == (1, True)
    both = cli("-C", "s", "codebook", "keywords", "accept", "tijd", "--all")
    assert (both.status, "of which codes" in both.err) == (1, True)
    for names, told in (
        (["angst-voor-misbruik"], "3 keywords accepted."),
        (["tijd", "--keyword", "uur"], "1 keyword accepted."),
    ):
        done, following = cli("-C", "s", "codebook", "keywords", "accept", *names).err.splitlines()
        assert done == told
        assert following.endswith("Next: qualcode -C s codebook keywords list")
    shown = cli("-C", "s", "codebook", "show", "angst-voor-misbruik").out
    assert "keywords: angst, misbruiken, zorg" in shown
    text = (tmp_path / "s" / "codebook.yaml").read_text(encoding="utf-8")
    assert "    keywords: [angst, misbruiken, zorg]\n" in text
    assert "- aantal zorgen  # zegt hoe er gemeten wordt\n" in text
    assert cli("-C", "s", "codebook", "keywords", "drop", "--all").status == 0
    assert (
        "keywords_proposed:" not in (tmp_path / "s" / "codebook.yaml").read_text(encoding="utf-8").split("codes:", 1)[1]
    )
    assert cli("-C", "s", "codebook", "undo").status == 0
    assert "- aantal zorgen  # zegt hoe er gemeten wordt\n" in (tmp_path / "s" / "codebook.yaml").read_text(
        encoding="utf-8"
    )


def test_keywords_that_the_matrix_gives_are_proposed_first_as_they_stand(cli: Cli, tmp_path: Path) -> None:
    """They are kept under `other` too, so that the matrix can be written again; what is no keyword stays there alone."""
    (tmp_path / "m.csv").write_text(
        'Concept;Variabele;Indicator;Trefwoorden\nA;Wachten;Dagen;"in de rij, wacht*; dagen, (?)"\nB;Geld;Kosten;\n',
        encoding="utf-8",
    )
    assert cli("init", "s", "--coder", "jan", "--language", "nl").status == 0
    ran = cli("-C", "s", "codebook", "from-matrix", "m.csv", "-o", "s/codebook.yaml")
    assert "De woorden onder Trefwoorden zijn als trefwoord voorgesteld." in ran.err
    assert "wachten: “(?)” is geen trefwoord; het blijft onder `other` staan." in ran.err
    listed = cli("-C", "s", "codebook", "keywords", "list", "wachten").out.splitlines()[2:]
    assert [line.split(maxsplit=1)[1].strip() for line in listed if line.startswith("wachten")] == [
        "in de rij", "wacht*", "dagen", "wacht", "dag",
    ]  # fmt: skip
    assert cli("-C", "s", "codebook", "to-matrix", "again.md").status == 0
    assert "in de rij, wacht\\*; dagen, (?)" in (tmp_path / "again.md").read_text(encoding="utf-8")


def test_a_column_can_be_said_to_hold_keywords(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Concept;Variabele;Indicator;Hint\nA;Wachten;Dagen;rij\n", encoding="utf-8")
    ran = cli("codebook", "from-matrix", "m.csv", "-o", "c.yaml", "--columns", "Hint=trefwoorden")
    assert (ran.status, "keywords" in ran.err) == (1, True)  # the kinds are named
    ran = cli("codebook", "from-matrix", "m.csv", "-o", "c.yaml", "--columns", "Hint=keywords")
    assert ran.status == 0
    assert "keywords_proposed: [rij, wacht, dag]" in (tmp_path / "c.yaml").read_text(encoding="utf-8")
    ran = cli("codebook", "from-matrix", "m.csv", "-o", "c.yaml", "--columns", "Hint=keywords", "--yes")
    assert "c.yaml has all of the matrix." in ran.err


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("exhausted / burned out", ["exhausted", "burned out"]),
        ("boundary | limits", ["boundary", "limits"]),
        ("tired • weary•worn out", ["tired", "weary", "worn out"]),
        ("and/or, 24/7", ["and/or", "24/7"]),  # a slash within a word parts nothing
        ("“in de rij”\nwacht*; 'lang'", ["in de rij", "wacht*", "lang"]),
    ],
)
def test_keywords_are_parted_as_people_part_them(cell: str, words: list[str]) -> None:
    assert given_keywords(cell) == words


def test_a_changed_cell_of_keywords_is_taken_over_and_its_new_words_are_proposed(cli: Cli, tmp_path: Path) -> None:
    """Nobody edited the codebook, so the matrix's value is taken; what was dropped is not proposed again."""

    def matrix(words: str) -> None:
        text = f'Concept;Variabele;Indicator;Trefwoorden\nA;Wachten;Dagen;"{words}"\n'
        (tmp_path / "m.csv").write_text(text, encoding="utf-8")

    matrix("rij; balie")
    assert cli("init", "s", "--coder", "jan", "--language", "en").status == 0
    assert cli("codebook", "from-matrix", "m.csv", "-o", "s/codebook.yaml").status == 0
    assert cli("-C", "s", "codebook", "keywords", "drop", "wachten", "--keyword", "balie").status == 0
    matrix("rij; balie; telefoon")
    ran = cli("codebook", "from-matrix", "m.csv", "-o", "s/codebook.yaml", "--yes")
    assert "yours stays" not in ran.out, ran
    listed = cli("-C", "s", "codebook", "keywords", "list").out
    assert "telefoon" in listed
    assert "balie" not in listed
    again = cli("codebook", "from-matrix", "m.csv", "-o", "s/codebook.yaml", "--yes")
    assert "has all of the matrix" in again.err
