"""Who or what was studied, with attributes."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

MISSING = "(missing)"


@dataclass(frozen=True)
class Case:
    id: str
    attributes: dict[str, str] = field(default_factory=dict)

    def value(self, attribute: str) -> str:
        return self.attributes.get(attribute, "") or MISSING


@dataclass(frozen=True)
class Cases:
    """The rows of cases.csv in file order; `attributes` are its columns but `case`."""

    attributes: tuple[str, ...] = ()
    rows: tuple[Case, ...] = ()

    def ids(self) -> tuple[str, ...]:
        return tuple(case.id for case in self.rows)

    def get(self, case_id: str) -> Case:
        """The case; one that has no row has no attributes."""
        return self._by_id.get(case_id.casefold()) or Case(case_id)

    @cached_property
    def _by_id(self) -> dict[str, Case]:
        return {case.id.casefold(): case for case in reversed(self.rows)}  # of two alike the first

    def values(self, attribute: str) -> tuple[str, ...]:
        """The attribute's values in order of first appearance."""
        return tuple(dict.fromkeys(case.value(attribute) for case in self.rows))


def spelled_alike(values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The groups of values that differ in capitals, spaces or what nobody sees only, each in order of first appearance."""
    groups: dict[str, dict[str, None]] = {}
    for value in values:
        seen = unicodedata.normalize("NFKC", value).translate(
            dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
        )
        groups.setdefault(" ".join(seen.split()).casefold(), {})[value] = None
    yield from (tuple(group) for group in groups.values() if len(group) > 1)
