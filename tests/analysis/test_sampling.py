"""Samples by strata: how many of each, and what they tell of the whole."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.sampling import Share, Stratum, allocation, share


def test_a_stratum_is_drawn_in_proportion_and_a_small_one_twice() -> None:
    # two of the 2 in c are drawn; the other 8 are shared out as 60 to 38: 4.9 and 3.1
    assert allocation({"a": 60, "b": 38, "c": 2}, 10) == {"a": 5, "b": 3, "c": 2}
    assert allocation({"": 7}, 1) == {"": 1}
    assert allocation({"a": 1, "b": 1, "c": 9}, 4) == {"a": 1, "b": 1, "c": 2}


@pytest.mark.parametrize(("sizes", "n"), [({"a": 5, "b": 5}, 3), ({"a": 5, "b": 5}, 11), ({}, 1), ({"a": 5}, 6)])
def test_a_sample_that_cannot_be_is_none(sizes: dict[str, int], n: int) -> None:
    assert allocation(sizes, n) is None


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10_000), min_size=1, max_size=20), st.integers(1, 20_000))
def test_all_are_drawn_that_were_asked_for_and_none_that_is_not_there(sizes: dict[str, int], n: int) -> None:
    drawn = allocation(sizes, n)
    least = {name: min(2, size) if len(sizes) > 1 else 1 for name, size in sizes.items()}
    possible = sum(least.values()) <= n <= sum(sizes.values())
    assert (drawn is not None) == possible
    if drawn is not None:
        assert sum(drawn.values()) == n
        assert all(least[name] <= number <= sizes[name] for name, number in drawn.items())


def test_of_units_that_stand_for_as_many_the_interval_is_wilsons() -> None:
    """10 of 12: the centre (10 + 1.92) / (12 + 3.84) = .7525, the half width 1.96 √(12 · .1389 + .9604) / 15.84 = .2005."""
    known = share([Stratum(5.0, 20, 8, 7), Stratum(5.0, 10, 4, 3)], seed=1)
    assert (known.among, known.right) == (12, 10)
    assert [round(one or 0, 4) for one in (known.value, known.low, known.high)] == [0.8333, 0.5520, 0.9530]


def test_fewer_than_ten_units_tell_nothing() -> None:
    assert share([Stratum(5.0, 20, 9, 7)], seed=1) == Share(9, 7)
    assert share([], seed=1) == Share(0, 0)


def test_each_unit_counts_as_many_as_it_stands_for() -> None:
    """(10 · 9 + 1 · 1) / (10 · 10 + 1 · 10)."""
    strata = [Stratum(10.0, 20, 10, 9), Stratum(1.0, 20, 10, 1)]
    known = share(strata, seed=1)
    assert round(known.value or 0, 4) == round(91 / 110, 4)
    assert share(strata, seed=1) == known  # the same seed, the same interval
    assert share(strata, seed=2**70 + 1) == known  # and a seed may be as long as anybody types it
    low, high = _drawn_by_hand(strata)
    assert [known.low, known.high] == pytest.approx([low, high], abs=0.02)


def test_where_all_are_right_the_interval_is_that_of_as_many_as_the_weighted_are_worth() -> None:
    """110² / (10 · 100 + 10 · 1) = 11.98: Wilson's of all of them begins at 11.98 / (11.98 + 3.84)."""
    known = share([Stratum(10.0, 20, 10, 10), Stratum(1.0, 20, 10, 10)], seed=1)
    assert [round(one or 0, 4) for one in (known.value, known.low, known.high)] == [1.0, 0.7572, 1.0]
    none = share([Stratum(10.0, 20, 10, 0), Stratum(1.0, 20, 10, 0)], seed=1)
    assert [round(one or 0, 4) for one in (none.value, none.low, none.high)] == [0.0, 0.0, 0.2428]


def _drawn_by_hand(strata: list[Stratum]) -> tuple[float, float]:
    """The same bootstrap, one unit at a time and by another generator."""
    chance = random.Random(5)
    shares = []
    for _ in range(4000):
        right = among = 0.0
        for one in strata:
            units = [(1, 1)] * one.right + [(1, 0)] * (one.among - one.right) + [(0, 0)] * (one.n - one.among)
            for is_among, is_right in chance.choices(units, k=one.n):
                among += one.stands_for * is_among
                right += one.stands_for * is_right
        shares.append(right / among)
    shares.sort()
    return shares[100], shares[-100]
