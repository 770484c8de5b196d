"""How many, in words: the exact count first or beside, and never *many* or *some*.

With N below five only numbers. Else: n = N all; n = N-1 with N of six or more all but one; more than half most; half
half of the; two up to a third a few; else fewer than half of the; one; none. Numbers up to twenty in words.
"""

from dataclasses import dataclass

from qualcode.analysis.counts import Count
from qualcode.text import Words, entries

FEW = 5  # below this N, numbers only


def number(n: int, words: Words) -> str:
    """`drie`, `twintig`, `21`."""
    named = entries(words.language)["numbers"].split()
    return named[n] if n < len(named) else str(n)


def quantifier(n: int, total: int) -> str:
    """The key of the words that stand for n of N."""
    if n == 0 or n == 1:
        return ("none", "one")[n]
    if total < FEW:
        return "number"
    if n == total:
        return "all"
    if n == total - 1 and total >= 6:
        return "all_but_one"
    if 2 * n > total:
        return "most"
    if 2 * n == total:
        return "half"
    return "few" if 3 * n <= total else "fewer"


@dataclass(frozen=True)
class People:
    """What respondents are called: several of them, and one where there is no other."""

    many: str
    only: str


def exactly(cases: Count, people: People, words: Words) -> str:
    """`Drie van de acht huisartsen`: the exact count alone, as a sentence begins. Of a zero that nobody knows, none can."""
    n, total = _known(cases)
    if n == total == 1:
        return sentence(people.only)
    if n == 0 and total == 1:
        return sentence(words("said.nobody"))
    key = "said.none" if n == 0 else "said.whole" if n == total >= FEW else "said.exact"
    return sentence(words(key, n=spoken(n, words), total=number(total, words), people=people.many))


def roughly(cases: Count, people: People, words: Words) -> str:
    """`De meeste huisartsen (6 van de 8)`: the words of the rule with the count beside; the exact count where that is it."""
    n, total = _known(cases)
    key = quantifier(n, total)
    if key in ("number", "one", "none"):
        return exactly(cases, people, words)
    return sentence(words(f"said.{key}", n=n, total=total, people=people.many))


def _known(cases: Count) -> tuple[int, int]:
    if not cases.known:
        raise ValueError("nobody looked everywhere: no sentence can say that nobody was found")
    return cases.n, cases.of


def spoken(n: int, words: Words) -> str:
    return words("number.one") if n == 1 else number(n, words)


def sentence(text: str) -> str:
    """With a capital."""
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


def is_singular(cases: Count, words: Words) -> bool:
    """Whether the verb behind `roughly` is in the singular: in Dutch also behind *de helft* and *minder dan de helft*."""
    return quantifier(cases.n, cases.of) in words("said.singular").split()
