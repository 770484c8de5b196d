"""Who or what was studied, with attributes."""

from dataclasses import dataclass, field

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
        return next((case for case in self.rows if case.id.casefold() == case_id.casefold()), Case(case_id))

    def values(self, attribute: str) -> tuple[str, ...]:
        """The attribute's values in order of first appearance."""
        return tuple(dict.fromkeys(case.value(attribute) for case in self.rows))
