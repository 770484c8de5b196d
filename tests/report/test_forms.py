"""Every form that theses print, made from one small study and compared whole with a page that a person has looked at.

The forms are those of five Dutch theses on working together in health care. QUALCODE_GOLDEN=write makes the pages anew;
count them by hand against tests/report/forms.py before committing.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.model.selection import Filters
from qualcode.report.document import Output
from qualcode.report.prose.summary import summary
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables import answers, appendix, coverage, factors, framework, quotes, sample, typology
from qualcode.report.tables.crosstab import crosstab
from qualcode.report.tables.frequencies import frequency_table
from qualcode.report.tables.themes import theme_table
from qualcode.report.view import View
from qualcode.usecases.operationalisation.write import matrix_of
from tests.conftest import build_study
from tests.report.forms import HEALTH

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "forms"
FORMS: dict[str, Callable[[View], Output]] = {
    "F01-matrix": lambda view: matrix_of(view.codebook, view.words),
    "F02-conceptual-model": appendix.model,
    "F03-coverage": coverage.coverage,
    "F04-F05-F24-F26-summary": lambda view: summary(narrowed(view, theme=("samen",))),
    "F06-F07-F27-F29-answers-recommendations-closing": summary,
    "F08-F15-sample": lambda view: sample.sample(view, ["groep", "groep/regio"]),
    "F10-quotes-by-group": lambda view: quotes.chosen_quotes(view, "above", "id", "groep"),
    "F10-per-group": lambda view: summary(view, "groep", per_group=True),
    "F10-contrast": lambda view: crosstab(view, "groep", "theme"),
    "F11-verbal-counts-by-group": lambda view: summary(view, "groep"),
    "F12-F17-aspects": lambda view: factors.factors(view, aspects=True),
    "F12-F17-aspects-listed": lambda view: factors.factors(view, aspects=True, style="list"),
    "F13-F19-topics": appendix.topics,
    "F14-questions": appendix.questions,
    "F16-factors": factors.factors,
    "F16-factors-in-hand-order": lambda view: factors.factors(view, "hand"),
    "F16-lists": lambda view: factors.factors(view, style="list"),
    "F18-typology": typology.typologies,
    "F20-sets": appendix.item_sets,
    "F21-motives-side-by-side": lambda view: crosstab(narrowed(view, code=("vertrouwen", "geld")), "groep"),
    "F21-quotes-labelled-by-actor": lambda view: quotes.chosen_quotes(view, "apa", "group"),
    "F22-scales": appendix.scales,
    "F23-answers": lambda view: answers.answers(view, "t1"),
    "F25-inline": lambda view: quotes.chosen_quotes(view, "inline"),
    "F28-sources": appendix.sources,
    "fragments": quotes.quote_table,
    "themes": theme_table,
    "frequencies": frequency_table,
    "coding-tree": appendix.coding_tree,
    "framework-summaries": lambda view: framework.framework(view, "summary"),
    "framework-references": framework.framework,
}


def narrowed(view: View, **filters: tuple[str, ...]) -> View:
    return View(view.project, view.words, Filters(**filters))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.getbasetemp() / "cache")
    return build_study(tmp_path_factory.mktemp("forms") / "study", HEALTH.strip()).view()


@pytest.mark.parametrize("name", list(FORMS))
def test_the_form_is_the_one_that_was_counted_by_hand(view: View, name: str) -> None:
    text = re.sub(r"\b[0-9a-f]{12}\b", "ID", as_markdown(FORMS[name](view), view.words))
    path = GOLDEN / f"{name}.md"
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.is_file(), "QUALCODE_GOLDEN=write makes it; count it by hand then"
    assert text == path.read_bytes().decode("utf-8")


def test_every_form_has_its_page() -> None:
    """F9, the coded transcript, is a Word document with comments and has a test of its own."""
    numbers = {int(number) for name in FORMS for number in re.findall(r"F(\d\d)", name)}
    assert numbers == set(range(1, 30)) - {9}


KEYS = {
    "coverage": "question, concept, code, indicator, interview_question, asked_of, cases, of_cases, references",
    "factors": "list, rank, code, name, cases, of_cases, references, widely_shared",
    "themes": "theme, code, name, description, cases, of_cases, references, quote, quote_case, chosen",
    "crosstab": "theme, name, references_huisarts, cases_huisarts, of_cases_huisarts, references_bestuurder, cases_bestuurder, of_cases_bestuurder",
    "matrix": "case, vertrouwen, angst, openheid, geld, band, koffie",
}


def test_the_keys_of_the_tables_are_the_contract(view: View) -> None:
    for form in ("F03-coverage", "F16-factors", "themes", "F10-contrast", "framework-references"):
        data = FORMS[form](view).data
        wanted = tuple(KEYS[data.key].split(", "))
        assert data.columns[: len(wanted)] == wanted


def rows(output: Output, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(record[key] for key in keys) for record in output.data.plain()]


def test_factors_rank_by_cases_then_references_and_ties_share_a_rank(view: View) -> None:
    """
    Barriers: geld by H-1 and H-2 and in the logbook (3 references, 2 cases); angst by H-1 and H-3 (2 references, 2
    cases): both rank 1. Facilitators: band by H-1 and B-1. What H-2 says of angst and B-1 of geld is of the opposite
    valence: no mention of a barrier, and no facilitator.
    """
    assert rows(factors.factors(view), "list", "rank", "code", "cases", "references", "respondents") == [
        ("barrier", 1, "geld", 2, 3, "H-1; H-2"),
        ("barrier", 1, "angst", 2, 2, "H-1; H-3"),
        ("facilitator", 1, "band", 2, 2, "H-1; B-1"),
        ("other", None, "koffie", 1, 1, "H-1"),
    ]


def test_ties_are_counted_1_2_2_4_and_widely_shared_is_the_researchers(
    make_study: Callable[[str], object],
) -> None:
    study = make_study("""
        == qualcode.yaml
        tables: {widely_shared: 2}
        == codebook.yaml
        codes:
        - {id: a, name: A, kind: barrier}
        - {id: b, name: B, kind: barrier}
        - {id: c, name: C, kind: barrier}
        - {id: d, name: D, kind: barrier}
        - {id: e, name: E, kind: barrier}
        - {id: s, name: S, kind: strategy}
        == P-1.txt
        Interviewer: How?
        P-1: one two three four five
        == P-2.txt
        Interviewer: How?
        P-2: one two three four five
        == P-3.txt
        Interviewer: How?
        P-3: one two three four five
        == codings
        jan P-1 a one
        jan P-2 a one
        jan P-3 a one
        jan P-1 b two
        jan P-2 b two
        jan P-1 c three
        jan P-1 c four
        jan P-2 c three
        jan P-1 d five
        jan P-1 s five
    """)
    table = factors.factors(study.view())  # type: ignore[attr-defined]
    assert rows(table, "code", "rank", "cases", "references", "widely_shared") == [
        ("a", 1, 3, 3, True),
        ("c", 2, 2, 3, True),
        ("b", 2, 2, 2, True),
        ("d", 4, 1, 1, False),
        ("e", None, 0, 0, False),
    ]


def test_coverage_knows_who_was_asked_and_says_when_nothing_is_on_record(
    view: View, make_study: Callable[[str], object]
) -> None:
    """t1, about angst, was asked of the three H; t2, about geld, of B-1; of openheid nothing was asked; the last two have no question."""
    assert rows(coverage.coverage(view), "code", "asked_of", "cases", "of_cases", "references") == [
        ("angst", 3, 3, 4, 3),
        ("openheid", 0, 1, 4, 1),
        ("geld", 1, 3, 4, 4),
        ("band", None, 2, 4, 2),
        ("koffie", None, 1, 4, 1),
    ]
    silent = make_study("== P-1.txt\nInterviewer: How?\nP-1: Fine.")
    assert rows(coverage.coverage(silent.view()), "asked_of") == [(None,)]  # type: ignore[attr-defined]


def test_the_splits_of_the_sample_sum_to_n_at_every_level(view: View) -> None:
    table = rows(sample.sample(view, ["groep", "groep/regio"]), "split", "value", "within", "cases", "of_cases")
    for split in ("groep", "groep/regio"):
        assert sum(int(str(row[3])) for row in table if row[0] == split and not row[2]) == 4
    nested = [row for row in table if row[2] == "groep=huisarts"]
    assert [(row[1], row[3]) for row in nested] == [("noord", 2), ("zuid", 1)]


def test_an_answer_runs_over_follow_up_questions_to_the_next_question_on_record(
    make_study: Callable[[str], object],
) -> None:
    """P-1: t1 in turn 1, t2 in turn 5: the answer to t1 is turns 2 and 4. To t2 it is turn 6: what turn 8 answers is not known.
    P-2 was not asked, and says a of t1 elsewhere. P-3 said nothing of it."""
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A}]
        topics: [{id: t1, text: How?, codes: [a]}, {id: t2, text: Why?}]
        == P-1.txt
        Interviewer: How?
        P-1: Well.
        Interviewer: Go on.
        P-1: Very well.
        Interviewer: Why?
        P-1: Because.
        Interviewer: And?
        P-1: So.
        == P-2.txt
        Interviewer: Tell me.
        P-2: It goes well here.
        == P-3.txt
        Interviewer: Tell me.
        P-3: No.
        == codings
        jan P-2 a goes well
        == asked
        jan P-1 t1 1
        jan P-1 t2 5
    """)
    view = study.view()  # type: ignore[attr-defined]
    keys = ("case", "turn", "basis", "answer")
    first = answers.answers(view, "t1")
    assert rows(first, *keys) == [
        ("P-1", 2, "asked", "Well."),
        ("P-1", 4, "asked", "Very well."),
        ("P-2", 2, "coded", "goes well"),
    ]
    assert "Not read for it yet: P-3." in as_markdown(first, view.words)
    assert rows(answers.answers(view, "t2"), *keys) == [("P-1", 6, "asked", "Because.")]


def test_a_case_of_two_types_is_told_apart_and_the_numbers_still_sum_to_n(make_study: Callable[[str], object]) -> None:
    """P-1 fits both types, P-2 one, P-3 none: rows of 1, 0, 1 and 1."""
    study = make_study("""
        == qualcode.yaml
        publish: [trust]
        == codebook.yaml
        codes: [{id: a, name: A}]
        typologies:
        - id: t
          name: T
          criteria: [{id: c, name: Trust, attribute: trust}]
          types: [{id: x, name: X, values: {c: high}}, {id: y, name: Y, values: {c: high}}, {id: z, name: Z, values: {c: low}}]
        == cases.csv
        case,trust
        P-1,high
        P-2,low
        P-3,
        == P-1.txt
        Interviewer: How?
        P-1: one
        == P-2.txt
        Interviewer: How?
        P-2: one
        == P-3.txt
        Interviewer: How?
        P-3: one
    """)
    table = typology.typologies(study.view())  # type: ignore[attr-defined]
    assert rows(table, "case", "type") == [("P-1", "x; y"), ("P-2", "z"), ("P-3", "")]
    printed = [(row.cells[0], row.cells[3], row.cells[4]) for row in table.report.parts[0].rows]  # type: ignore[union-attr]
    assert printed == [
        ("X", "0", ""),
        ("Y", "0", ""),
        ("Z", "1", "P-2"),
        ("Not classified", "1", "P-3"),
        ("More than one type", "1", "P-1"),
    ]


def test_the_types_and_the_untyped_sum_to_n(view: View) -> None:
    table = typology.typologies(view)
    assert rows(table, "case", "type", "v", "evidence_v", "w", "evidence_w") == [
        ("H-1", "hecht", "ruim", 1, "noord", 1),
        ("H-2", "hecht", "ruim", 2, "noord", 1),
        ("H-3", "", "ruim", 1, "zuid", 0),
        ("B-1", "los", "krap", 0, "noord", 1),
    ]
    types = table.report.parts[0].rows  # type: ignore[union-attr]
    assert sum(int(row.cells[4]) for row in types) == 4
