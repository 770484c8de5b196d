"""Statistics, each one function with its source. Standard library only."""

from math import log, sqrt

Z_95 = 1.959963984540054  # the normal quantile of a two-sided interval of 95 %


def wilson(successes: float, trials: float, z: float = Z_95) -> tuple[float, float] | None:
    """The score interval of a proportion, (low, high) between 0 and 1; None without trials. Numbers of weighted trials need not be whole.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22, 209-212; recommended for small numbers by R. G. Newcombe (1998), Two-sided
    confidence intervals for the single proportion, Statistics in Medicine 17, 857-872 (method 3).
    """
    if not trials:
        return None
    share = successes / trials
    centre = share + z * z / (2 * trials)
    width = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = (centre - width) / scale if successes else 0.0  # exactly, which the formula misses by rounding
    high = (centre + width) / scale if successes < trials else 1.0
    return low, high


def log_likelihood(here: int, there: int, size_here: int, size_there: int) -> float:
    """The likelihood ratio G² that a word's frequency differs between two texts; above 6.63, p < 0.01.

    `here` and `there` are its occurrences, the sizes are all words of each text. Source: T. Dunning (1993), Accurate
    methods for the statistics of surprise and coincidence, Computational Linguistics 19(1), 61-74, for the table of
    two by two that the four numbers make.
    """
    table = ((here, there), (size_here - here, size_there - there))
    total = size_here + size_there
    columns = (size_here, size_there)
    score = 0.0
    for row in table:
        for observed, column in zip(row, columns, strict=True):
            if observed:
                score += observed * log(observed * total / (sum(row) * column))
    return 2 * score
