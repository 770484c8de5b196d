"""Samples by strata: how many of each are drawn, and what they tell of all that they were drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.statistics import wilson

ENOUGH = 10  # of the units that a share is of; from fewer nobody knows it
_LEAST = 2  # drawn of each stratum: one alone does not tell how much it varies
_DRAWS = 2000  # of the bootstrap
_BOUNDS = (0.025, 0.975)


def allocation(sizes: Mapping[str, int], n: int) -> dict[str, int] | None:
    """How many are drawn of each stratum: in proportion to its size, by largest remainders, and where there are several at least two
    where it has them. None: `n` is too few for that, or more than there are.
    """
    if not least_of(sizes) <= n <= sum(sizes.values()):
        return None
    least = _least(sizes)
    small: set[str] = set()
    while True:
        rest = {name: size for name, size in sizes.items() if name not in small}
        left, total = n - sum(least[name] for name in small), sum(rest.values())
        below = {name for name, size in rest.items() if left * size < least[name] * total}
        if not below:
            break
        small |= below
    drawn = {name: left * size // total for name, size in rest.items()}
    by_remainder = sorted(rest, key=lambda name: (-(left * rest[name] % total), name))
    for name in by_remainder[: left - sum(drawn.values())]:
        drawn[name] += 1
    return {name: drawn.get(name, least[name]) for name in sizes}


def least_of(sizes: Mapping[str, int]) -> int:
    """How many a sample of these strata has at least."""
    return max(sum(_least(sizes).values()), 1)


def _least(sizes: Mapping[str, int]) -> dict[str, int]:
    return {name: min(_LEAST, size) if len(sizes) > 1 else 1 for name, size in sizes.items()}


@dataclass(frozen=True)
class Stratum:
    """What was looked at of a stratum.

    `stands_for`: how many units of the whole each of `n` stands for. Of those n, `among` are those that a share is of, and
    `right` those of them that it counts.
    """

    stands_for: float
    n: int
    among: int
    right: int


@dataclass(frozen=True)
class Share:
    """A share of the whole, estimated: `value` between `low` and `high` (95 %); all None where it is not known."""

    among: int
    right: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def share(strata: Sequence[Stratum], seed: int) -> Share:
    """The share of `right` among `among` in all that the strata were drawn from.

    Each unit counts as many as it stands for (a ratio estimate: W. G. Cochran (1977), Sampling techniques, 3rd ed.,
    section 6.11). Where all stand for as many, the interval is Wilson's; else it is the percentiles of a bootstrap that
    draws anew within each stratum (B. Efron & R. J. Tibshirani (1993), An introduction to the bootstrap, sections 8.4 and
    13.3), or, where that cannot vary because all or none are right, Wilson's for as many units as the weighted ones are worth
    (L. Kish (1965), Survey sampling, section 11.7).
    """
    among, right = sum(one.among for one in strata), sum(one.right for one in strata)
    if among < ENOUGH:
        return Share(among, right)
    weights = np.array([one.stands_for for one in strata])
    value = float(weights @ [one.right for one in strata] / (weights @ [one.among for one in strata]))
    counted = [one.stands_for for one in strata if one.among]
    if max(counted) - min(counted) < 1e-9 * max(counted):
        low, high = wilson(right, among) or (0.0, 1.0)
    elif right in (0, among):
        low, high = _worth(strata, right > 0)
    else:
        low, high = _bootstrapped(strata, weights, seed)
    return Share(among, right, value, low, high)


def _worth(strata: Sequence[Stratum], all_right: bool) -> tuple[float, float]:
    first = sum(one.stands_for * one.among for one in strata)
    second = sum(one.stands_for**2 * one.among for one in strata)
    worth = first**2 / second
    return wilson(worth if all_right else 0, worth) or (0.0, 1.0)


def _bootstrapped(strata: Sequence[Stratum], weights: "np.ndarray", seed: int) -> tuple[float, float]:
    random = np.random.RandomState(
        seed % 2**32
    )  # its numbers are the same in every version of numpy; it takes no higher seed
    among, right = np.zeros(_DRAWS), np.zeros(_DRAWS)
    for one, weight in zip(strata, weights, strict=True):
        if one.n:
            chances = np.array([one.right, one.among - one.right, one.n - one.among]) / one.n
            drawn = random.multinomial(one.n, chances, size=_DRAWS)
            right += weight * drawn[:, 0]
            among += weight * (drawn[:, 0] + drawn[:, 1])
    shares = right[among > 0] / among[among > 0]
    low, high = np.quantile(shares, _BOUNDS)
    return float(low), float(high)
