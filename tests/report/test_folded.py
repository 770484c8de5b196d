"""A parent with one code below it and the same figures is one row with it."""

from collections.abc import Callable

import pytest

from qualcode.report.builders import BUILDERS
from qualcode.report.document import Row, Table
from qualcode.usecases.study import Opened

Make = Callable[[str], Opened]
STUDY = """
== codebook.yaml
codes:
- {id: trust, name: Trust, codes: [{id: open, name: Openness}]}
- {id: law, name: Law, codes: [{id: gdpr, name: GDPR rules}]}
- {id: care, name: Care, codes: [{id: dutch, name: Dutch habits}]}
- {id: money, name: Money, codes: [{id: pay, name: Pay}, {id: cost, name: Cost}]}
- {id: time, name: Time, codes: [{id: haste, name: Haste, codes: [{id: late, name: Late}]}]}
- {id: team, name: Team, codes: [{id: boss, name: Boss}]}
- {id: food, name: Food}
== cases.csv
case,side
P-1,left
P-2,right
== P-1.txt
I: Well?
P-1: one two three four, as the Dutch do
I: So?
P-1: five six seven
== P-2.txt
I: Well?
P-2: eight nine
I: So?
P-2: ten
== codings
jan P-1 open one
jan P-1 gdpr two
jan P-2 dutch eight
jan P-1 pay three
jan P-1 late four
jan P-2 late nine
jan P-1 team five
jan P-2 boss ten
jan P-1 food six
== done
jan P-1
jan P-2
"""


def rows(study: Opened, name: str, **options: object) -> list[Row]:
    (table,) = (part for part in BUILDERS.get(name)(study.view(), **options).report.parts if isinstance(part, Table))
    return list(table.rows)


@pytest.fixture
def study(make_study: Make) -> Opened:
    return make_study(STUDY)


def test_a_name_behind_a_colon_is_small_unless_it_is_an_abbreviation_or_a_name(study: Opened) -> None:
    """`the Dutch` stands in an interview. Team was coded itself: its figures are others than Boss has."""
    printed = rows(study, "frequencies")
    assert [(row.level, row.cells[0], row.cells[2]) for row in printed] == [
        (0, "Trust: openness", "1"),
        (0, "Law: GDPR rules", "1"),
        (0, "Care: Dutch habits", "1"),
        (0, "Money", "1"),
        (1, "Pay", "1"),
        (1, "Cost", "0"),
        (0, "Time: haste: late", "2"),
        (0, "Team", "2"),
        (1, "Boss", "1"),
        (0, "Food", "1"),
    ]


def test_the_data_keep_a_row_for_every_code(study: Opened) -> None:
    data = BUILDERS.get("frequencies")(study.view()).data
    assert [row["code"] for row in data.records()] == [code.id for code in study.view().codebook.codes]


def test_it_is_so_against_an_attribute_too(study: Opened) -> None:
    names = [row.cells[0] for row in rows(study, "crosstab", by="side")]
    assert names[:4] == ["Trust: openness", "Law: GDPR rules", "Care: Dutch habits", "Money"]
    assert [row.cells[0] for row in rows(study, "frequencies", by="side")][-3:] == ["Team", "Boss", "Food"]


def test_what_a_parent_does_itself_and_what_nobody_mentions_keep_a_row(make_study: Make) -> None:
    """Own was applied to the words of its child; Bar has a second code, that nobody mentions; the names of Same are one."""
    study = make_study("""
        == codebook.yaml
        codes:
        - {id: own, name: Own, codes: [{id: child, name: Child}]}
        - {id: bar, name: Bar, kind: barrier, codes: [{id: hinder, name: Hinder, kind: barrier}, {id: not, name: Unmentioned, kind: barrier}]}
        - {id: same, name: Same, codes: [{id: same2, name: Same}]}
        - {id: why, name: "Why?", codes: [{id: self, name: Self}]}
        - {id: winter, name: Winter, codes: [{id: v, name: V&D}]}
        - {id: deep, name: Deep, kind: barrier, codes: [{id: deeper, name: Deeper, kind: barrier, codes: [{id: deepest, name: Deepest, kind: barrier}]}]}
        == P-1.txt
        I: Well?
        P-1: one two three four
        == codings
        jan P-1 own one
        jan P-1 child one
        jan P-1 hinder two
        jan P-1 deepest three
        == done
        jan P-1
    """)
    assert [row.cells[0] for row in rows(study, "frequencies")] == [
        "Own", "Child", "Bar", "Hinder", "Unmentioned", "Same", "Same", "Why?", "Self", "Winter: V&D", "Deep: deeper: deepest",
    ]  # fmt: skip
    assert [row.cells[0] for row in rows(study, "factors")][:4] == [
        "Barriers",
        "1. Bar",
        "Hinder",
        "1. Deep: deeper: deepest",
    ]


def test_it_is_so_in_the_lists_of_factors_with_the_rank_before_it(make_study: Make) -> None:
    study = make_study("""
        == codebook.yaml
        codes:
        - {id: p, name: Pressure, kind: barrier, codes: [{id: h, name: Hurry}]}
        - {id: q, name: Quiet, kind: facilitator}
        == P-1.txt
        I: Well?
        P-1: one two
        == codings
        jan P-1 h one
        jan P-1 q two
        == done
        jan P-1
    """)
    assert [row.cells[0] for row in rows(study, "factors")] == [
        "Barriers",
        "1. Pressure: hurry",
        "Facilitators",
        "1. Quiet",
    ]
