"""The two catalogues say the same things."""

import string
from collections.abc import Callable

import pytest

from qualcode.acts.study import Opened
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.text import Words, entries
from tests.report.test_zeros import OPTIONS, made, views

NL, EN = entries("nl"), entries("en")


def test_both_languages_have_every_text_in_one_order() -> None:
    assert list(NL) == list(EN)


@pytest.mark.parametrize("key", sorted(NL))
def test_a_text_takes_the_same_values_in_both(key: str) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert names(NL[key]) - {"case", "cases", "Cases"} == names(EN[key]) - {"case", "cases", "Cases"}


def test_the_studys_own_words_replace_the_terms() -> None:
    words = Words("nl", {"case": ("deelnemer", "deelnemers"), "barrier": ("knelpunt",)})
    assert words("note.n", n=words.count(3)).startswith("N = 3 deelnemers")
    assert words.heading("cases") == "Deelnemers"
    assert words.term("barrier") == "knelpunt"


def test_a_heading_of_a_group_names_its_value() -> None:
    assert Words("nl").heading("cases_huisarts") == "Respondenten: huisarts"


def test_filters_are_told_in_the_studys_language_and_words() -> None:
    told = Filters(case=("P-1",), where=("groep=x",), round=(2,)).told()
    assert Words("nl", {"case": ("deelnemer",)}).filters(told) == "deelnemer P-1, groep=x, ronde 2"


def test_one_respondent_is_no_respondents() -> None:
    assert (Words("nl").count(1), Words("nl").count(2)) == ("1 respondent", "2 respondenten")


@pytest.mark.slow
def test_every_column_has_a_heading_and_an_attribute_its_own_name(make_study: Callable[[str], Opened]) -> None:
    """Of all tables; but for the columns that are named after codes, criteria and attributes."""
    view = views(make_study)[1]
    ours = {"v", "evidence_v", "w", "evidence_w", "groep", "regio", "steun", "gezag", *view.codebook.by_id}
    for name, several in OPTIONS.items():
        for options in several:
            made_ = made(view, BUILDERS.get(name), **options)
            for column in made_.data.columns if made_ else ():
                if (
                    column not in ours
                    and ":" not in column
                    and not column.startswith(("references_", "cases_", "of_cases_", "read_"))
                ):
                    assert {f"column.{column}", f"plural.{column}"} & set(NL), (name, column)
    assert Words("nl").heading("groep") == "Groep"
    assert Words("nl", {"barrier": ("knelpunt", "knelpunten")}).heading("barrier") == "Knelpunten"
