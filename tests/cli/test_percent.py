"""Percentages beside n of N: where they were asked for, and never on a dash."""

from collections.abc import Callable

import pytest

from qualcode.analysis.counts import Count
from qualcode.text import Words
from qualcode.usecases.study import Opened
from tests.conftest import Ran

Cli = Callable[..., Ran]


def study(people: int, mentioned: int, read: int) -> str:
    """So many respondents, of whom so many mention the code, and so many are read in full."""
    texts = "\n".join(f"== P-{n}.txt interview 1 P-{n}\nI: Hoe?\nP-{n}: Met geld." for n in range(1, people + 1))
    coded = "\n".join(f"jan P-{n} a Met geld." for n in range(1, mentioned + 1))
    done = "\n".join(f"jan P-{n}" for n in range(1, read + 1))
    book = "codes: [{id: a, name: Geld}, {id: b, name: Tijd}]\nthemes: [{id: t, name: Middelen, codes: [a]}]"
    cases = "case,groep\n" + "\n".join(f"P-{n},{'oost' if n % 2 else 'west'}" for n in range(1, people + 1))
    return (
        f"== qualcode.yaml\nlanguage: nl\n== codebook.yaml\n{book}\n== cases.csv\n{cases}\n{texts}\n"
        f"== codings\n{coded}\n== done\n{done}\n"
    )


def test_percentages_stand_beside_n_of_n_where_they_were_asked_for(
    make_study: Callable[[str], Opened], cli: Cli
) -> None:
    root = make_study(study(20, 7, 20)).study.root
    assert "7 van 20 (35%)" in cli("-C", root, "frequencies", "--percent", "--format", "md").out
    plain = cli("-C", root, "frequencies", "--format", "md")
    assert "7 van 20" in plain.out
    assert "%" not in plain.out
    assert "7 van 20 (35%)" in cli("-C", root, "themes", "--percent", "--format", "md").out
    groups = cli("-C", root, "crosstab", "--by", "Groep", "--percent", "--format", "md")
    assert "4 van 10 (40%)" in groups.out.replace("\u00a0", " ")
    assert "percentages van 10 respondenten" in groups.err  # the smallest group that one is of
    assert "Let op" not in cli("-C", root, "frequencies", "--percent", "--format", "csv").err  # where none is printed


def test_of_fewer_than_twenty_it_is_minded(make_study: Callable[[str], Opened], cli: Cli) -> None:
    ran = cli("-C", make_study(study(3, 1, 3)).study.root, "frequencies", "--percent", "--format", "md")
    assert "1 van 3 (33%)" in ran.out
    assert "Let op: percentages van 3 respondenten" in ran.err


def test_a_dash_has_none_and_data_are_as_they_were(make_study: Callable[[str], Opened], cli: Cli) -> None:
    root = make_study(study(4, 2, 2)).study.root
    shown = cli("-C", root, "frequencies", "--percent", "--format", "md").out
    (row,) = [line for line in shown.splitlines() if line.startswith("| Tijd")]
    assert "%" not in row
    data = [cli("-C", root, "frequencies", *more, "--format", "csv").out for more in ((), ("--percent",))]
    assert data[0] == data[1]


@pytest.mark.parametrize(
    ("n", "of", "told"), [(1, 8, "13%"), (1, 3, "33%"), (2, 3, "67%"), (0, 5, "0%"), (5, 5, "100%")]
)
def test_a_half_is_rounded_up(n: int, of: int, told: str) -> None:
    assert Words("nl", percent=True).n_of(Count("cases", n, of, of)) == f"{n} van {of} ({told})"
