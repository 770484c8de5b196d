"""Which segments look like what this coder accepted for a code: Rocchio's relevance feedback over TF-IDF of lemmas.

Source: J. J. Rocchio (1971), Relevance feedback in information retrieval, in: The SMART retrieval system, 313-323; the
weights of what was accepted, rejected and asked are those of G. Salton and C. Buckley (1990), Improving retrieval
performance by relevance feedback, Journal of the American Society for Information Science 41(4), 288-297.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

Vector = Mapping[str, float]  # term -> weight; of length 1, or empty

_ASKED, _ACCEPTED, _REJECTED = 1.0, 0.75, 0.25


class Vocabulary:
    """How telling each term is: rare ones more. Made of all segments of the corpus."""

    def __init__(self) -> None:
        self._segments = 0
        self._holding: Counter[str] = Counter()

    def add(self, terms: Iterable[str]) -> None:
        """One segment."""
        self._segments += 1
        self._holding.update(set(terms))

    def vector(self, terms: Iterable[str]) -> Vector:
        """A segment as a direction: (1 + ln tf) · ln(N / df), normalised."""
        counts = Counter(terms)
        weights = {
            term: (1 + log(count)) * log((self._segments + 1) / (self._holding[term] + 0.5))
            for term, count in counts.items()
        }
        return _unit(weights)


class Profile:
    """What was accepted for one code, less what was rejected, with the code's own words as the question asked."""

    def __init__(self, asked: Vector, accepted: Sequence[Vector], rejected: Sequence[Vector]):
        weights: dict[str, float] = {}
        for weight, vectors in ((_ASKED, [asked]), (_ACCEPTED, accepted), (-_REJECTED, rejected)):
            for vector in vectors:
                for term, value in vector.items():
                    weights[term] = weights.get(term, 0.0) + weight * value / len(vectors)
        self._weights = _unit({term: value for term, value in weights.items() if value > 0})

    def score(self, vector: Vector) -> float:
        """Between 0 (nothing in common) and 1."""
        return sum(value * self._weights.get(term, 0.0) for term, value in vector.items())

    def evidence(self, vector: Vector, most: int = 5) -> list[str]:
        """The terms that weighed most in the score."""
        shares = {term: value * self._weights[term] for term, value in vector.items() if term in self._weights}
        return sorted(shares, key=lambda term: (-shares[term], term))[:most]


def _unit(weights: Mapping[str, float]) -> Vector:
    length = sqrt(sum(value * value for value in weights.values()))
    return {term: value / length for term, value in weights.items()} if length else {}
