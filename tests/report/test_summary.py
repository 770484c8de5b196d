"""The draft of the results: how many in words, what is put where, and what a note in the margin says."""

from collections.abc import Callable

import pytest

from qualcode.analysis.counts import Count
from qualcode.model.selection import Filters
from qualcode.report.document import Heading, Proposal, Prose, Quote
from qualcode.report.prose.summary import summary
from qualcode.report.quantities import People, exactly, is_singular, number, roughly, spoken
from qualcode.report.renderers.markdown import as_markdown
from qualcode.text import Words
from qualcode.usecases.study import Opened

NL, EN = Words("nl"), Words("en")
GPS, DOCTORS = People("huisartsen", "de enige huisarts"), People("doctors", "the only doctor")


def found(n: int, total: int) -> Count:
    """Found with n of all, who were all read."""
    return Count("cases", n, total, total)


@pytest.mark.parametrize(
    ("n", "total", "dutch", "english"),
    [
        (0, 8, "geen van de acht huisartsen", "none of the eight doctors"),
        (1, 8, "één van de acht huisartsen", "one of the eight doctors"),
        (2, 8, "enkele huisartsen (2 van de 8)", "a few doctors (2 of the 8)"),
        (3, 8, "minder dan de helft van de huisartsen (3 van de 8)", "fewer than half of the doctors (3 of the 8)"),
        (4, 8, "de helft van de huisartsen (4 van de 8)", "half of the doctors (4 of the 8)"),
        (5, 8, "de meeste huisartsen (5 van de 8)", "most doctors (5 of the 8)"),
        (7, 8, "op één na alle huisartsen (7 van de 8)", "all but one of the doctors (7 of the 8)"),
        (8, 8, "alle acht de huisartsen", "all eight doctors"),
        (4, 5, "de meeste huisartsen (4 van de 5)", "most doctors (4 of the 5)"),  # N - 1 needs N of six or more
        (2, 6, "enkele huisartsen (2 van de 6)", "a few doctors (2 of the 6)"),  # just a third
        (2, 5, "minder dan de helft van de huisartsen (2 van de 5)", "fewer than half of the doctors (2 of the 5)"),
        (3, 4, "drie van de vier huisartsen", "three of the four doctors"),  # below five: numbers only
        (4, 4, "alle vier de huisartsen", "all four doctors"),
        (3, 3, "alle drie de huisartsen", "all three doctors"),
        (2, 2, "beide huisartsen", "both doctors"),
        (1, 2, "één van de twee huisartsen", "one of the two doctors"),
        (0, 2, "geen van beide huisartsen", "neither of the two doctors"),
        (1, 1, "de enige huisarts", "the only doctor"),
        (0, 1, "niemand", "nobody"),
        (21, 40, "de meeste huisartsen (21 van de 40)", "most doctors (21 of the 40)"),
    ],
)
def test_the_rule_for_how_many(n: int, total: int, dutch: str, english: str) -> None:
    assert roughly(found(n, total), GPS, NL) == dutch
    assert roughly(found(n, total), DOCTORS, EN) == english


def test_the_exact_count_is_in_words_up_to_twenty() -> None:
    assert exactly(found(6, 14), GPS, NL) == "zes van de veertien huisartsen"
    assert exactly(found(14, 14), GPS, NL) == "alle veertien de huisartsen"
    assert exactly(found(20, 21), GPS, NL) == "twintig van de 21 huisartsen"
    assert [number(n, EN) for n in (0, 12, 20, 21)] == ["zero", "twelve", "twenty", "21"]


@pytest.mark.parametrize("total", range(2, 30))
def test_law_every_count_has_its_words_and_no_vague_ones(total: int) -> None:
    for n in range(total + 1):
        for words in (NL, EN):
            told = roughly(found(n, total), GPS, words).casefold()
            assert not {"veel", "sommige", "meerdere", "aantal", "many", "some", "several"} & set(told.split())
            exact = str(n) in told or spoken(n, words) in told or n == 0 or n == total == 2
            assert exact, told


def test_the_verb_agrees() -> None:
    assert [is_singular(found(n, 8), NL) for n in (0, 1, 2, 3, 4, 5, 8)] == [
        True,
        True,
        False,
        True,
        True,
        False,
        False,
    ]
    assert [is_singular(found(n, 8), EN) for n in (0, 1, 2, 3, 4, 8)] == [True, True, False, False, False, False]


STUDY = """
== codebook.yaml
codes:
- {id: a, name: Alpha, kind: barrier}
- {id: b, name: Beta}
themes:
- {id: t, name: Theme, codes: [a, b]}
== cases.csv
case,group
P-1,x
P-2,x
P-3,y
== P-1.txt
Interviewer: How?
P-1: one two three four five six
== P-2.txt
Interviewer: How?
P-2: one two three
== P-3.txt
Interviewer: How?
P-3: nothing at all
"""


def told(study: Opened, **options: object) -> str:
    return as_markdown(summary(study.view(), **options), study.words)  # type: ignore[arg-type]


def margins(study: Opened) -> list[str]:
    return [part.margin for part in summary(study.view()).report.parts if isinstance(part, Prose) and part.margin]


def test_a_theme_that_rests_on_one_case_says_so(make_study: Callable[[str], Opened]) -> None:
    study = make_study(
        STUDY + "== codings\njan P-1 a one\n== marks\njan P-1 a one | key=true\n== done\njan P-1\njan P-2\njan P-3\n"
    )
    assert margins(study) == ["This theme rests on one respondent: P-1."]
    assert "The code ‘Alpha’ occurs in extracts from one of the three respondents." in told(study)
    assert "does not mention" not in told(study)  # two of three who are silent are no deviant case


def test_one_case_with_most_fragments_no_key_quote_and_a_keyword_pass_only_are_told(
    make_study: Callable[[str], Opened],
) -> None:
    """Three fragments of P-1 and one of P-2: three of four. Nobody was read in full, so nobody is called silent."""
    study = make_study(STUDY + "== codings\njan P-1 a one\njan P-1 a three\njan P-1 b five\njan P-2 a one\n")
    assert margins(study)[0] == (
        "Most extracts are from P-1 (3 of the 4). Nobody's transcript was read in full for this theme; it rests on "
        "keywords or single extracts. No key quote has been chosen yet."
    )
    assert "None of the transcripts was read in full for this theme." in told(study)
    assert "does not mention" not in told(study)


def test_a_contrast_needs_more_than_half_on_one_side_and_at_most_a_third_on_the_other(
    make_study: Callable[[str], Opened],
) -> None:
    """
    Alpha: both of x, none of y, who were all read for it. Beta: one of two of x, not more than half. P-5 is alone in its
    group and P-6 has none: neither makes a contrast. With P-4 unread nobody knows what y would have said.
    """
    more = STUDY.replace("P-3,y", "P-3,y\nP-4,y\nP-5,z\nP-6,") + "".join(
        f"== P-{number}.txt\nInterviewer: How?\nP-{number}: nothing at all\n" for number in (4, 5, 6)
    )
    codings = "== codings\njan P-1 a one\njan P-2 a one\njan P-1 b two\n"
    study = make_study(more + codings + "== done\njan P-3\njan P-4\n")
    these = (
        "It is mentioned by both respondents with group ‘x’; neither of the two respondents with group ‘y’ mentions it."
    )
    assert f"occurs in extracts from a few respondents (2 of the 6). {these}\n" in told(study, by="group")
    assert "These are" not in told(study, by="group").split("Beta")[1]
    assert "These are" not in told(study)
    assert "These are" not in told(make_study(more + codings + "== done\njan P-3\n"), by="group")


def test_memos_stand_in_their_place_and_nothing_else_interprets(make_study: Callable[[str], Opened]) -> None:
    study = make_study(
        STUDY
        + "== codings\njan P-1 a one\njan P-2 b two\n== marks\njan P-1 a one | key=true\n"
        + "== memos\nsummary theme:t SUMMARY\ninterpretation code:a OF-ALPHA\ninterpretation theme:t OF-THEME\n"
        + "literature theme:t LITERATURE\nnote theme:t PRIVATE\nreflexive theme:t MINE\n"
    )
    text = told(study)
    order = [
        text.index(word) for word in ("SUMMARY", "two of the three", "“one”", "OF-ALPHA", "OF-THEME", "LITERATURE")
    ]
    assert order == sorted(order)
    assert "PRIVATE" not in text
    assert "MINE" not in text


def test_deviant_cases_marked_or_of_opposite_valence_are_apart_and_never_the_example(
    make_study: Callable[[str], Opened],
) -> None:
    study = make_study(
        STUDY
        + "== codings\njan P-1 a one\njan P-1 a three\njan P-2 b two\n"
        + "== marks\njan P-1 a one | valence=facilitator\njan P-2 b two | deviant=true\n"
    )
    parts = summary(study.view()).report.parts
    said = [part.text for part in parts if isinstance(part, Prose)]
    assert said[1:] == [
        "The code ‘Alpha’ occurs in extracts from one of the three respondents; the same person also says "
        "something that does not fit this.",
        "P-1 also says: “one”.",
        "One respondent (P-2) says something that goes against the code ‘Beta’.",
        "P-2 sees this differently: “two”.",
    ]
    assert [part.text for part in parts if isinstance(part, Proposal)] == ["P-1 says: “three”"]
    assert [part.text for part in parts if isinstance(part, Heading)] == ["Theme"]


def test_a_long_quote_is_a_block_without_marks_and_names_go_or_stay(make_study: Callable[[str], Opened]) -> None:
    forty = " ".join(f"w{n}" for n in range(40))
    study = make_study(
        "== codebook.yaml\ncodes: [{id: a, name: A}]\nthemes: [{id: t, name: T, codes: [a]}]\n"
        f"== P-1.txt\nInterviewer: How?\nP-1: {forty} end\n"
        f"== codings\njan P-1 a {forty}\n== marks\njan P-1 a {forty} | key=true\n"
    )
    (block,) = [part for part in summary(study.view()).report.parts if isinstance(part, Quote)]
    assert (block.text, block.label) == (forty, "")
    assert "A respondent says:" in told(study, labels="none")


def test_a_filter_on_one_group_calls_them_by_their_name(make_study: Callable[[str], Opened]) -> None:
    study = make_study(
        "== qualcode.yaml\ngroups: {H: [GP, GPs], B: [manager, managers]}\n"
        "== codebook.yaml\ncodes: [{id: a, name: A}]\nthemes: [{id: t, name: T, codes: [a]}]\n"
        "== H-1.txt\nInterviewer: How?\nH-1: one\n== H-2.txt\nInterviewer: How?\nH-2: one\n"
        "== B-1.txt\nInterviewer: How?\nB-1: one\n== codings\njan H-1 a one\njan B-1 a one\n"
    )
    assert "rests on two coded extracts from two of the three respondents" in told(study)
    narrowed = summary(study.view(Filters(case=("H-1", "H-2"))))
    assert "rests on one coded extract from one of the two GPs in this selection" in as_markdown(narrowed, study.words)


def test_the_answers_to_the_questions_and_the_recommendations(make_study: Callable[[str], Opened]) -> None:
    study = make_study("""
        == codebook.yaml
        questions: [{id: q1, text: Why?}]
        codes: [{id: a, name: A}]
        themes: [{id: t, name: T, names: {q1: T as a cause}, codes: [a]}]
        == P-1.txt
        Interviewer: How?
        P-1: one
        == memos
        summary theme:t,question:q1 Because of this.
        recommendation theme:t Talk.\\n- often\\n- openly
        recommendation code:a Listen.
        summary project In short.
    """)
    assert told(study).split("# Why?")[1].split("[^1]:")[0] == (
        "\n\n1. T as a cause: Because of this.\n\n# Recommendations\n\n1. Talk.\n\n    a. often\n    b. openly\n\n"
        "2. Listen.\n\n# Summary\n\nIn short.\n"
    )


def test_of_some_respondents_nothing_is_said_of_the_whole(make_study: Callable[[str], Opened]) -> None:
    """What the researcher wrote about a theme, a code, the recommendations and the study is of all three respondents."""
    memos = (
        "summary theme:t OF-THEME\ninterpretation code:a OF-ALPHA\nrecommendation theme:t DO\nsummary project CLOSING\n"
    )
    study = make_study(STUDY + "== codings\njan P-1 a one\n== memos\n" + memos)
    parts = {"OF-THEME", "OF-ALPHA", "DO", "CLOSING"}
    assert {one for one in parts if one in told(study)} == parts
    made = summary(study.view(Filters(case=("P-1",))))
    text = as_markdown(made, study.words)
    assert not [one for one in parts if one in text]
    assert "“one”" in text
    assert any("memos about themes and codes as a whole are left out" in str(one) for one in made.warnings)
    of_code = as_markdown(summary(study.view(Filters(code=("a",)))), study.words)
    assert [one for one in ("OF-THEME", "OF-ALPHA", "DO", "CLOSING") if one in of_code] == [
        "OF-THEME",
        "OF-ALPHA",
        "DO",
    ]
