"""What is asked of respondents by an attribute."""

from collections.abc import Callable

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters, select, understood
from qualcode.usecases.study import Opened
from tests.conftest import Ran

STUDY = """
== cases.csv
case,leeftijd,functie,dienst jaren,regio
P-1,38,arts,4.5,noord
P-2,52,arts,"4,5",oost
P-3,,verpleegkundige,12,west
P-4,61,,30,noord
== P-1.txt
I: Ja?
P-1: Ja.
== P-2.txt
I: Ja?
P-2: Ja.
== P-3.txt
I: Ja?
P-3: Ja.
== P-4.txt
I: Ja?
P-4: Ja.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


@pytest.mark.parametrize(
    ("conditions", "cases"),
    [
        (["leeftijd>40"], "P-2 P-4"),
        (["leeftijd > 40"], "P-2 P-4"),
        (["leeftijd boven 40"], "P-2 P-4"),
        (["leeftijd over 40"], "P-2 P-4"),
        (["leeftijd onder 52"], "P-1"),
        (["leeftijd under 52"], "P-1"),
        (["leeftijd>=52"], "P-2 P-4"),
        (["leeftijd<=52"], "P-1 P-2"),
        (["leeftijd>38", "leeftijd<61"], "P-2"),
        (["leeftijd!=52"], "P-1 P-3 P-4"),
        (["leeftijd=(missing)"], "P-3"),
        (["leeftijd!=(missing)"], "P-1 P-2 P-4"),
        (["dienst jaren<5"], "P-1 P-2"),
        (["dienst jaren=4,5"], "P-1 P-2"),
        (["dienst jaren=4.50"], "P-1 P-2"),
        (["dienst jaren!=4,5"], "P-3 P-4"),
        (["dienst jaren in 4,5, 12"], "P-1 P-2 P-3"),
        (["leeftijd=52.0"], "P-2"),
        (["functie!=arts"], "P-3 P-4"),
        (["regio in noord, oost"], "P-1 P-2 P-4"),
        (["regio=noord", "regio=oost"], "P-1 P-2 P-4"),
        (["regio=noord", "functie=arts"], "P-1"),
        (["regio=noord", "regio=oost", "leeftijd>40"], "P-2 P-4"),
        (["Leeftijd>40"], "P-2 P-4"),
        (["dienst-jaren<5"], "P-1 P-2"),
        (["dienst<5"], "P-1 P-2"),
    ],
)
def test_who_meets_a_condition(conditions: list[str], cases: str, opened: Opened) -> None:
    found = select(opened.project, Filters(where=tuple(conditions)))
    assert sorted(found.counted_cases) == cases.split()
    plain = understood(opened.project, Filters(where=tuple(conditions)))
    assert sorted(select(opened.project, plain).counted_cases) == cases.split()  # its plain form says the same


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("leeftijd", '--where "leeftijd>40"'),
        ("leeftyd>40", "leeftijd"),
        ("functie>3", "'functie' is no number for everybody ('arts' is none)"),
        ("leeftijd>oud", "'oud', which is no number"),
        ("regio=noort", "did you mean noord?"),
        ("regio in noord, zuid", "zuid"),
    ],
)
def test_what_cannot_be_told_is_refused(typed: str, said: str, opened: Opened) -> None:
    with pytest.raises(QualcodeError) as error:
        select(opened.project, Filters(where=(typed,)))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("leeftijd>40", "leeftijd > ‘40’"),
        ("leeftijd>=40", "leeftijd ≥ ‘40’"),
        ("Leeftijd boven 40", "leeftijd > ‘40’"),
        ("leeftijd<=52", "leeftijd ≤ ‘52’"),
        ("functie!=arts", "functie ≠ ‘arts’"),
        ("functie!=(missing)", "functie ≠ ‘unknown’"),
        ("regio=noord", "regio ‘noord’"),
        ("regio in noord, oost", "regio ‘noord’, regio ‘oost’"),
    ],
)
def test_the_note_tells_the_condition_as_it_was_applied(
    typed: str, told: str, opened: Opened, cli: Callable[..., Ran]
) -> None:
    for command in (["frequencies"], ["crosstab", "--by", "functie"]):
        ran = cli("-C", opened.study.root, *command, "--where", typed, "--format", "md")
        assert ran.status == 0, ran.err
        note = ran.out.replace("\\", "")
        assert f"{told}." in note or f"{told}," in note or f"{told};" in note, note
