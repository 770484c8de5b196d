"""The thematic map: what joins themes, what is a candidate, what stands beside, and the map of before the reviewing."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.editing import theme_edits
from qualcode.editing.edits import Raw
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Relation
from qualcode.report.document import Figure
from qualcode.report.figures import FIGURES, Options
from qualcode.report.view import View
from qualcode.usecases.codebook.themes import before_review
from qualcode.usecases.results.report import report
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

Make = Callable[[str], Opened]
Cli = Callable[..., Ran]

STUDY = """
    == codebook.yaml
    codes:
    - {id: a, name: Fear, kind: barrier}
    - {id: b, name: Talk, kind: strategy}
    - {id: c, name: Bond, kind: facilitator}
    - {id: d, name: Food}
    themes:
    - {id: trust, name: Trust, status: reviewed, relations: [{to: rules, as: makes possible}], codes: [a, b]}
    - {id: rules, name: Rules, codes: [b, c]}
    == P-1.txt
    Interviewer: How?
    P-1: one two three
    == codings
    jan P-1 a one
    jan P-1 d two
"""


def drawn(view: View, options: Options | None = None) -> Figure:
    (figure,) = FIGURES.get("map")(view, options or Options()).report.parts
    assert isinstance(figure, Figure)
    return figure


def test_what_joins_themes_is_told_and_drawn(make_study: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = drawn(make_study(STUDY).view())
    assert figure.alt == (
        "Themes with their codes. Trust: Fear, Talk; Rules: Talk, Bond; Trust makes possible Rules; "
        "Trust and Rules share Talk; In no theme: Food."
    )
    assert figure.notes == (
        "Dashed edge: candidate theme, not yet reviewed.",
        "Before a code: − barrier, + facilitator, → strategy, • neutral.",
        "Thin line: codes that are in both themes.",
    )
    texts = [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", figure.picture("svg").decode())]
    assert sorted(texts) == sorted([
        "Trust", "− Fear", "→ Talk", "Rules", "→ Talk", "+ Bond", "makes possible", "Talk", "In no theme", "• Food",
    ])  # fmt: skip
    assert figure.picture("svg").count(b"stroke-dasharray") == 1  # Rules alone is a candidate


def test_the_data_have_the_relations_and_what_is_in_no_theme(make_study: Make) -> None:
    rows = FIGURES.get("map")(make_study(STUDY).view(), Options()).data.plain()
    assert [(row["theme"], row["code"], row["other_theme"], row["relation"]) for row in rows] == [
        ("trust", "a", "", ""),
        ("trust", "b", "", ""),
        ("rules", "b", "", ""),
        ("rules", "c", "", ""),
        ("", "d", "", ""),
        ("trust", "", "rules", "makes possible"),
    ]


def test_a_reflexive_study_has_its_map(make_study: Make) -> None:
    opened = make_study("    == qualcode.yaml\n    variant: reflexive\n" + STUDY)
    figures = [part for part in report(opened, sections=("figures",)).report.parts if isinstance(part, Figure)]
    assert [figure.title for figure in figures] == ["Thematic Map"]


@pytest.mark.parametrize("themes", [1, 2, 5, 12])
def test_boxes_never_overlap(themes: int, make_study: Make) -> None:
    from qualcode.report.figures.thematic_map import _placed

    codes = "".join(f"\n    - {{id: c{n}, name: A code with quite a long name that wraps {n}}}" for n in range(12))
    own = "".join(
        f"\n    - {{id: t{n}, name: Theme {n}, codes: [{', '.join(f'c{m}' for m in range(n + 1))}]}}"
        for n in range(themes)
    )
    view = make_study(f"    == codebook.yaml\n    codes:{codes}\n    themes:{own}\n").view()
    boxes = list(_placed(view, view.themes).values())
    for one in boxes:
        for other in boxes:
            apart = one.left != other.left or one.top - one.height > other.top or other.top - other.height > one.top
            assert one is other or apart


def test_a_relation_is_made_changed_and_taken_out(make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root

    def relations() -> dict[str, tuple[Relation, ...]]:
        return {theme.id: theme.relations for theme in open_study(root).project.codebook.themes}

    ran = cli("-C", root, "theme", "relate", "rules", "trust", "--as", "curb", "--because", "P-1 says so")
    assert (ran.status, ran.err) == (0, "Rules (rules): relation to another theme: curb Trust\n")
    assert relations()["rules"] == (Relation("trust", "curb"),)
    assert cli("-C", root, "theme", "relate", "rules", "trust", "--as", "feed").status == 0
    assert relations()["rules"] == (Relation("trust", "feed"),)
    assert cli("-C", root, "theme", "relate", "rules", "trust", "--as", "").status == 0
    assert relations()["rules"] == ()
    assert cli("-C", root, "codebook", "undo").status == 0
    assert relations()["rules"] == (Relation("trust", "feed"),)
    assert "theme_related" in cli("-C", root, "theme", "development", "--format", "csv").out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("trust", "trust", "--as", "x"), "name two themes"),
        (("trust", "rulez", "--as", "x"), "did you mean rules?"),
        (("rules", "trust", "--as", ""), "has no relation to trust"),
        (("rules", "trust", "--as", "a\x1b[31m"), "a few words on one line"),
        (("rules", "trust", "--as", "x" * 61), "60 letters at most"),
    ],
)
def test_a_relation_that_cannot_be_is_refused(args: tuple[str, ...], told: str, make_study: Make, cli: Cli) -> None:
    ran = cli("-C", make_study(STUDY).study.root, "theme", "relate", *args)
    assert ran.status == 1
    assert told in ran.err


def test_a_relation_to_nothing_is_a_fault_of_the_file(make_study: Make) -> None:
    with pytest.raises(QualcodeError, match=r"codebook\.yaml:\d+.*rulez"):
        make_study(STUDY.replace("to: rules", "to: rulez"))


def raw(*relations: tuple[str, str]) -> Raw:
    themes = [{"id": name, "name": name.upper()} for name in "xyz"]
    for one, other in relations:
        theme: dict[str, object] = themes[ord(one) - ord("x")]  # type: ignore[assignment]
        theme.setdefault("relations", []).append({"to": other, "as": f"{one}{other}"})  # type: ignore[attr-defined]
    return {"codes": [], "themes": themes}


def arrows(codebook: Raw) -> set[tuple[str, str, str]]:
    return {(one["id"], to["to"], to["as"]) for one in codebook["themes"] for to in one.get("relations", ())}


def test_relations_follow_a_theme_that_is_renamed_and_go_with_one_that_is_dropped() -> None:
    book = raw(("x", "y"), ("y", "z"), ("z", "y"))
    assert arrows(theme_edits.rename(book, "y", "Why", "why")) == {
        ("x", "why", "xy"), ("why", "z", "yz"), ("z", "why", "zy"),
    }  # fmt: skip
    assert arrows(theme_edits.drop(book, "y")) == set()


@given(st.sets(st.sampled_from([(a, b) for a in "xyz" for b in "xyz" if a != b])))
def test_law_merging_loses_no_relation_but_those_between_the_two(pairs: set[tuple[str, str]]) -> None:
    merged = theme_edits.merge(raw(*sorted(pairs)), ["x"], "y")
    now = {"x": "y"}
    expected = {(now.get(a, a), now.get(b, b), f"{a}{b}") for a, b in pairs if now.get(a, a) != now.get(b, b)}
    assert arrows(merged) == expected


def test_the_map_of_before_the_themes_were_reviewed(make_study: Make, cli: Cli) -> None:
    """Two themes, then a merge: the first map has both, the one of now has one."""
    opened = make_study(STUDY)
    root = opened.study.root
    assert before_review(opened, opened.view()) is None
    assert "There is no first map" in cli("-C", root, "figure", "map", "--first").err
    assert cli("-C", root, "theme", "merge", "rules", "--into", "trust").status == 0
    opened = open_study(root)
    figures = [part for part in report(opened, sections=("figures",)).report.parts if isinstance(part, Figure)]
    titles = [figure.title for figure in figures if "Map" in figure.title]
    assert [re.sub(r"\d+ \w+ \d{4}", "DAY", title) for title in titles] == [
        "First Thematic Map, of DAY",
        "Thematic Map",
    ]
    told = cli("-C", root, "figure", "map", "--first").out.replace("\n", " ")
    assert "Trust makes possible Rules" in told
    assert "Rules" not in cli("-C", root, "figure", "map").out


def test_a_relation_by_an_older_id_goes_and_follows_too() -> None:
    book = raw(("x", "y"))
    book["themes"][1].update({"id": "why", "was": ["y"]})
    assert arrows(theme_edits.drop(book, "why")) == set()
    assert arrows(theme_edits.merge(book, ["x"], "why")) == set()
    assert arrows(theme_edits.rename(book, "z", "Zed", "zed")) == {("x", "why", "xy")}


@pytest.mark.parametrize("relation", ["{to: trust, as: x}", "{to: rules, as: ' '}", "{to: rules}"])
def test_a_relation_that_the_command_refuses_is_a_fault_of_the_file(relation: str, make_study: Make) -> None:
    with pytest.raises(QualcodeError, match=r"codebook\.yaml:\d+"):
        make_study(STUDY.replace("{to: rules, as: makes possible}", relation))


def test_what_is_dropped_with_a_theme_and_what_is_taken_out_is_told(make_study: Make, cli: Cli) -> None:
    root = make_study(STUDY).study.root
    out = cli("-C", root, "theme", "relate", "trust", "rules", "--as", "").err
    assert out == "Trust (trust): relation to another theme: makes possible Rules -> (none)\n"
    assert cli("-C", root, "codebook", "undo").status == 0
    out = cli("-C", root, "theme", "drop", "rules").err
    assert "Trust (trust): relation to another theme: makes possible Rules -> (none)" in out


def test_a_theme_without_codes_is_drawn_and_an_arrow_that_cannot_be_is_told(make_study: Make) -> None:
    opened = make_study(
        STUDY.replace(
            "    == P-1.txt", "    - {id: empty, name: Empty, relations: [{to: trust, as: asks}]}\n    == P-1.txt"
        )
    )
    assert "Empty asks Trust" in drawn(opened.view()).alt
    from qualcode.model.selection import Filters

    alone = drawn(opened.view(Filters(theme=("trust",))))
    assert "Not drawn, as it is to a theme outside this map: Trust makes possible Rules." in alone.notes


def test_first_goes_with_the_map(make_study: Make, cli: Cli) -> None:
    ran = cli("-C", make_study(STUDY).study.root, "figure", "heatmap", "--first")
    assert (ran.status, ran.err) == (1, "--first goes with the map: qualcode figure map --first.\n")


def test_signs_are_explained_where_there_are_several_and_a_long_text_leaves_codes_to_the_table(
    make_study: Make,
) -> None:
    def of(kind: str, many: int) -> Figure:
        codes = ", ".join(f"{{id: c{n}, name: A code with number {n}, kind: {kind}}}" for n in range(many))
        ids = ", ".join(f"c{n}" for n in range(many))
        study = make_study(
            f"== codebook.yaml\ncodes: [{{id: a, name: A}}, {codes}]\nthemes: [{{id: t, name: T, codes: [a, {ids}]}}]"
        )
        return drawn(study.view())

    several = of("barrier", 3)
    assert "Before a code: − barrier, • neutral." in several.notes
    assert "A code with number 2" in several.alt
    assert not [note for note in of("neutral", 3).notes if "Before a code" in note]
    assert of("barrier", 40).alt == "Themes, each in a box with its codes. T."
