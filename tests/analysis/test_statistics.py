"""Statistics against published examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.statistics import log_likelihood, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("score", "both", "first", "second", "neither"),
    [
        (270.72, 110, 2442, 111, 29114),  # the swiss
        (263.90, 29, 13, 123, 31612),  # can be
        (256.84, 31, 23, 139, 31584),  # previous year
        (167.23, 10, 0, 3, 31764),  # mineral water
        (157.21, 76, 104, 2476, 29121),  # at the
    ],
)
def test_log_likelihood_as_published(score: float, both: int, first: int, second: int, neither: int) -> None:
    """Dunning (1993), Computational Linguistics 19(1), 61-74, table of bigrams: k(AB), k(A~B), k(~AB), k(~A~B)."""
    assert log_likelihood(both, second, both + first, second + neither) == pytest.approx(score, abs=0.005)


def test_without_decisions_there_is_no_interval() -> None:
    assert wilson(0, 0) is None


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share_and_narrows_with_more_trials(successes: int, more: int) -> None:
    trials = successes + more
    low, high = wilson(successes, trials) or (1.0, 0.0)
    assert 0 <= low <= successes / trials <= high <= 1
    lower, higher = wilson(2 * successes, 2 * trials) or (0.0, 1.0)
    assert higher - lower < high - low


@given(st.integers(1, 50), st.integers(1, 50))
def test_equal_shares_are_no_surprise(here: int, size: int) -> None:
    assert log_likelihood(here, 3 * here, here + size, 3 * (here + size)) == pytest.approx(0, abs=1e-9)
