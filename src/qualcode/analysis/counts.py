"""A number that a table prints, with what it may be said of (docs/counting.md, rule 4)."""

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Count:
    """`n` of a unit, found among `of` cases, of whom `read` were read for it.

    `of` and `read` are cases for every unit: references, turns, transcripts and words too. Nobody found is only said
    where everybody was read. So it has no text of its own: the catalogue prints it (`Words.figure`, `Words.n_of`), and
    files for machines take `n`.
    """

    unit: str
    n: int
    of: int
    read: int

    @property
    def complete(self) -> bool:
        """Whether it was looked for everywhere."""
        return 0 < self.of <= self.read

    @property
    def known(self) -> bool:
        """Whether `n` may be told: there is some, or it was looked for everywhere."""
        return self.n > 0 or self.complete

    def _not_printed(self, *_: object) -> NoReturn:
        raise TypeError("a Count is printed by the catalogue, which knows a zero from a dash")

    __str__ = __format__ = __int__ = __bool__ = _not_printed
