"""What is asked of respondents by an attribute: `leeftijd>40`, `functie!=arts`, `regio in noord, oost`, `leeftijd boven 40`.

An attribute is a number where every value filled in is one (4,5 and 4.5 alike). What nobody filled in is `(missing)`:
it differs from every value, and lies neither below nor above one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, unknown
from qualcode.model.case import MISSING, Cases
from qualcode.model.naming import meant
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.model.project import Project

_WORDS = {
    "boven": ">", "over": ">", "above": ">", "über": ">", "onder": "<", "under": "<", "below": "<", "unter": "<",
    "≥": ">=", "≤": "<=", "≠": "!=", "<>": "!=", "==": "=",
}  # fmt: skip
_RELATION = re.compile(
    r"\s*(!=|<>|==|>=|<=|≥|≤|≠|=|>|<)\s*|\s+(in|boven|over|above|über|onder|under|below|unter)\s+", re.IGNORECASE
)
_NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?")
_ORDER: Mapping[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Condition:
    """`relation`: =, !=, <, <=, > or >=; of `=` and `!=` the values are alternatives. `typed`: these as somebody gave them,
    where the file has them otherwise (1 for 1,0).
    """

    attribute: str
    relation: str
    values: tuple[str, ...]
    typed: tuple[str, ...]

    def holds(self, value: str) -> bool:
        if self.relation == "=":
            return value in self.values
        if self.relation == "!=":
            return value not in self.values
        return value != MISSING and _ORDER[self.relation](number_of(value) or 0.0, number_of(self.values[0]) or 0.0)

    def each(self) -> tuple[str, ...]:
        """It as one or more conditions in the plain form, which say the same together: `regio=noord`, `regio=oost`."""
        return tuple(f"{self.attribute}{self.relation}{value}" for value in self.typed)


def number_of(value: str) -> float | None:
    """A value as a number, None where it is none."""
    text = value.strip()
    return float(text.replace(",", ".").replace("−", "-")) if _NUMBER.fullmatch(text) else None


def is_numeric(values: Iterable[str]) -> bool:
    """Whether an attribute with these values is a number."""
    filled = [value for value in values if value != MISSING]
    return bool(filled) and all(number_of(value) is not None for value in filled)


def condition(project: "Project", typed: str) -> Condition:
    """What somebody typed behind `--where`; the attribute and the values that it must have are known ones."""
    cases = project.cases
    found = next((one for one in _RELATION.finditer(typed) if typed[: one.start()] in cases.attributes), None)
    found = found or _RELATION.search(typed)
    if not found:
        raise QualcodeError("error.where", typed=typed)
    attribute, rest = attribute_meant(cases, typed[: found.start()]), typed[found.end() :]
    said = (found[1] or found[2]).casefold()
    relation = "=" if said == "in" else _WORDS.get(said, said)
    if relation in _ORDER:
        limit = (_limit(cases, attribute, rest, typed),)
        return Condition(attribute, relation, limit, limit)
    parts = tuple(_listed(cases, attribute, rest)) if said == "in" else (rest,)
    values = tuple(value for part in parts for value in _values(cases, attribute, part))
    return Condition(attribute, relation, values, parts)


def _listed(cases: Cases, attribute: str, typed: str) -> Iterator[str]:
    """The values of a list; one that holds a comma itself (39,5) is known by being a value."""
    known, parts = set(cases.values(attribute)), typed.split(",")
    at = 0
    while at < len(parts):
        ends = (end for end in range(len(parts), at + 1, -1) if ",".join(parts[at:end]).strip() in known)
        end = next(ends, at + 1)
        yield ",".join(parts[at:end]).strip()
        at = end


def attribute_meant(cases: Cases, typed: str) -> str:
    """The attribute that somebody means (`naming.meant`)."""
    known = {name: (name,) for name in cases.attributes}
    return meant("thing.attribute_in_cases_csv", typed, {name: name for name in known}, known, part=True)


def _limit(cases: Cases, attribute: str, typed: str, whole: str) -> str:
    values = cases.values(attribute)
    if not is_numeric(values):
        first = next((value for value in values if value != MISSING and number_of(value) is None), "")
        raise QualcodeError("error.where_no_number", attribute=attribute, value=first, typed=whole)
    if number_of(typed) is None:
        raise QualcodeError("error.where_limit", typed=whole, value=typed)
    return typed


def _values(cases: Cases, attribute: str, typed: str) -> list[str]:
    """The values as the file has them: the one typed, and of a number all that are the same number."""
    values = cases.values(attribute)
    number = number_of(typed) if is_numeric(values) else None
    same = [value for value in values if value == typed or (number is not None and number_of(value) == number)]
    if not same and typed != MISSING:
        raise unknown(Say("thing.value_of", attribute=attribute), typed, values)
    return same or [typed]


def passes(conditions: Iterable[Condition], value_of: Callable[[str], str]) -> bool:
    """Whether somebody meets all conditions; of several `=` on one attribute one is enough."""
    equal: dict[str, set[str]] = {}
    for one in conditions:
        if one.relation == "=":
            equal.setdefault(one.attribute, set()).update(one.values)
        elif not one.holds(value_of(one.attribute)):
            return False
    return all(value_of(attribute) in values for attribute, values in equal.items())
