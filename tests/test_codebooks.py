"""The shipped codebooks: sound, complete, and tried on interviews they were not written from."""

import csv
import re
from pathlib import Path

import pytest

from qualcode.model.codebook import Code, Codebook
from qualcode.model.selection import Filters
from qualcode.store.codebook_yaml import read_codebook
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.shipped import codebook_text, codebooks, folder
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("coopetitie", "ondernemerschap-zorggroep", "regiomaatschap", "samenwerkingscondities", "zorgcooperatie")


def book(name: str) -> Codebook:
    codebook, problems = read_codebook(codebooks()[name].read_text(encoding="utf-8"))
    assert problems == []
    return codebook


def leaves(codebook: Codebook) -> list[Code]:
    parents = {code.parent for code in codebook.codes}
    return [code for code in codebook.codes if code.id not in parents]


def test_five_codebooks_are_shipped() -> None:
    assert tuple(codebooks()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_code_is_defined_delimited_exemplified_sourced_and_has_keywords(name: str) -> None:
    codebook = book(name)
    assert codebook.source
    assert all(code.definition for code in codebook.codes)
    for code in leaves(codebook):
        assert code.short, code.id
        assert code.include, code.id
        assert code.exclude, code.id
        assert code.examples, code.id
        assert code.source, code.id
        assert len(code.keywords) >= 4, code.id
        assert len(list(codebook.ancestors(code.id))) <= 3, code.id


@pytest.mark.parametrize("name", NAMES)
def test_colours_tell_the_codes_apart(name: str) -> None:
    colours = [code.color.casefold() for code in leaves(book(name))]
    assert all(colours)
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_that_names_another_code_names_one_that_exists(name: str) -> None:
    """`(Botsing van belangen)` in an exclude is a code; other words between brackets begin with a small letter."""
    codebook = book(name)
    names = " | ".join(code.name for code in codebook.codes)
    named = [
        text
        for code in codebook.codes
        for joined in re.findall(r"\(([A-Z][a-z]+ [^()]{8,80})\)", code.exclude)
        for text in re.split(r", | of (?=[A-Z])|; ", joined)
        if not re.search(r"\d{4}", joined)
    ]
    assert len(named) > 5
    assert [text for text in named if text not in names] == []


def test_what_the_models_hold() -> None:
    """The counts of the published models: perspectives, factors, types, conditions, dimensions."""
    entrepreneur, region, conditions = book(NAMES[1]), book(NAMES[2]), book(NAMES[3])
    assert len(entrepreneur.themes_in("factoren")) == 9
    assert len(entrepreneur.themes_in("perspectieven")) == 3 + 5
    assert {topic.group for topic in entrepreneur.topics} == {"H", "B"}
    roots = [code for code in region.codes if not code.parent]
    assert [code.kind for code in roots] == ["barrier"] * 5 + ["facilitator"] * 5
    (typology,) = region.typologies
    assert [len(typology.types), [criterion.id for criterion in typology.criteria]] == [
        3,
        ["vertrouwen", "waakzaamheid"],
    ]
    assert sum(len(items.items) for items in region.sets) == 13
    assert len(conditions.scales) == 8
    forms, generations = conditions.sets
    assert (len(forms.items), len(generations.columns)) == (7, 3)
    assert len(conditions.themes_in("condities")) == 5
    care = book(NAMES[4])
    assert [len(care.descendants(code.id)) - 1 for code in care.codes if not code.parent] == [4, 4, 9, 7, 4]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES[1:])
def test_every_suggestion_in_the_example_interviews_was_judged_and_the_page_has_the_figures(
    name: str, tmp_path: Path
) -> None:
    """tests/data/trials: for every suggestion whether it is right; docs/codebooks.md has the sums."""
    start = Start(tmp_path / "study", coder="jv", codebook_text=codebook_text(name), interviewers=("Sanne de Wit",))
    start_study(start)
    files = [
        path for path in sorted(folder("transcripts_example").iterdir()) if path.suffix in (".docx", ".vtt", ".txt")
    ]
    opened = open_study(start.root)
    bring_in(opened, files, ImportOptions(), "jv")
    finder = Finder.make(open_study(start.root), Filters(), "jv")
    found = {one.id: one.code for proposed in find_all(finder) for one in proposed.suggestions}
    with (ROOT / "tests" / "data" / "trials" / f"{name}.csv").open(encoding="utf-8") as file:
        judged = {row["id"]: row for row in csv.DictReader(file)}
    assert {id_: row["code"] for id_, row in judged.items()} == found
    right = sum(row["right"] == "yes" for row in judged.values())
    heard = set(found.values()) & {code.id for code in leaves(book(name))}
    page = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")
    (line,) = (
        line
        for line in page.splitlines()
        if line.startswith(f"| `{name}` | ") and "of" in line and line.count("|") == 7
    )
    assert line.endswith(f"| {len(found)} | {right} | {len(heard)} of {len(leaves(book(name)))} |")
