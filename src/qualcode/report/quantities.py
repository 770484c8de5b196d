"""How many, in words: the exact count first or beside, and never *many* or *some*.

All of N is *alle zes de respondenten*, of two *beide respondenten*, of one *de enige respondent*. Else with N below five
the exact count alone, as with one and none; n = N-1 with N of six or more all but one; more than half most; half half of
the; two up to a third a few; else fewer than half of the. Numbers up to twenty in words.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.counts import Count
from qualcode.text import Words, entries

if TYPE_CHECKING:
    from qualcode.text.keys import Family, Stem

FEW = 5  # below this N, numbers only
_ROUGHLY = ("all_but_one", "most", "half", "few", "fewer")


def number(n: int, words: Words) -> str:
    """`drie`, `twintig`, `21`."""
    named = entries(words.language)["numbers"].split()
    return named[n] if n < len(named) else str(n)


def quantifier(n: int, total: int) -> str:
    """The key of the words that stand for n of N."""
    if n == 0:
        return {0: "nobody", 1: "nobody", 2: "neither"}.get(total, "none")
    if n == total:
        return {1: "only", 2: "both"}.get(total, "all")
    if n == 1 or total < FEW:
        return "exact"
    if n == total - 1 and total >= 6:
        return "all_but_one"
    if 2 * n > total:
        return "most"
    if 2 * n == total:
        return "half"
    return "few" if 3 * n <= total else "fewer"


@dataclass(frozen=True)
class People:
    """What respondents are called: several of them, and one where there is no other (*de enige respondent*, P-1)."""

    many: str
    only: str


def exactly(cases: Count, people: People, words: Words) -> str:
    """`drie van de acht huisartsen`: the exact count alone. Of a zero that nobody knows, none can."""
    return so_many(*_known(cases), people, words)


def roughly(cases: Count, people: People, words: Words) -> str:
    """`de meeste huisartsen (6 van de 8)`: the words of the rule with the count beside; the exact count where that is it."""
    n, total = _known(cases)
    key = quantifier(n, total)
    if key in _ROUGHLY:
        return words.of("said", key, n=n, total=total, people=people.many)
    return so_many(n, total, people, words)


def so_many(n: int, total: int, people: People, words: Words) -> str:
    """So many of so many people, in words."""
    key = quantifier(n, total)
    told = {"n": spoken(n, words), "total": number(total, words)}
    return words.of("said", "exact" if key in _ROUGHLY else key, **told, people=people.many, only=people.only)


def _known(cases: Count) -> tuple[int, int]:
    if not cases.known:
        raise ValueError("nobody looked everywhere: no sentence can say that nobody was found")
    return cases.n, cases.of


def spoken(n: int, words: Words) -> str:
    return words("number.one") if n == 1 else number(n, words)


def in_words(n: int, words: Words) -> str:
    """A number in running text: up to twenty in words, else in figures with the thousands apart."""
    return spoken(n, words) if n < len(entries(words.language)["numbers"].split()) else words.whole(n)


def so_many_things(key: "Stem", n: int, words: Words, **values: object) -> str:
    """A text about n things, with the number as running text has it; its own form for one, `KEY.one`."""
    return (
        words.of(key, "one", n=in_words(n, words), **values) if n == 1 else words(key, n=in_words(n, words), **values)
    )


def is_singular(cases: Count, words: Words) -> bool:
    """Whether the verb behind `roughly` is in the singular: in Dutch also behind *de helft* and *minder dan de helft*."""
    key = quantifier(cases.n, cases.of)
    return (key == "exact" and cases.n == 1) or key in words("said.singular").split()


def so_many_of(family: "Family", name: str, n: int, words: Words) -> str:
    """The text `FAMILY.NAME` about n things, in the same way."""
    return words.of(family, f"{name}.one" if n == 1 else name, n=in_words(n, words))
