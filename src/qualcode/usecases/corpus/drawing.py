"""A random sample of a corpus, the same whenever it is drawn anew, and by whichever engine.

Every unit has a number that a seed and its id make of it, and those with the lowest numbers are the sample: so a part can
be drawn from by itself, and any beginning of the sample is a random sample too.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from qualcode.analysis.sampling import allocation, least_of
from qualcode.errors import QualcodeError
from qualcode.formats.units import Chosen
from qualcode.model.unit import Unit
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.corpus.task import Piece, Sent, Tally, hash_of


class Drawn(NamedTuple):
    """A unit that may be in the sample."""

    number: int  # by which they are ordered
    unit: Unit


@dataclass(frozen=True)
class Found:
    """What was counted of a part, and the first units of each stratum in it."""

    tally: Tally
    first: Mapping[str, Sequence[Drawn]]


@dataclass(frozen=True)
class Sample:
    """Units in the order in which they were drawn, and how many of each stratum there are in all."""

    seed: int
    units: tuple[Unit, ...]
    sizes: Mapping[str, int]
    silent: int  # units without a text, of which none is drawn


def any_seed() -> int:
    """One that nobody chose."""
    return secrets.randbelow(10**9)


def draw(sweep: Sweep, n: int, seed: int) -> Sample:
    """So many units with a text, by strata where the corpus has groups."""
    chosen = sweep.corpus.chosen
    best: dict[str, list[Drawn]] = {}

    def noted(found: Found) -> Tally:
        for stratum, first in found.first.items():
            best[stratum] = nsmallest(n, (*best.get(stratum, ()), *first))
        return found.tally

    tally = sweep.over(drawing, (chosen, sweep.corpus.files, n, seed), noted)
    numbers = allocation(tally.units, n)
    if numbers is None:
        raise QualcodeError(
            "error.sample_size", n=n, least=least_of(tally.units), of=tally.units.total(), groups=len(tally.units)
        )
    drawn = sorted(one for stratum, first in best.items() for one in first[: numbers[stratum]])
    return Sample(seed, tuple(one.unit for one in drawn), dict(sorted(tally.units.items())), tally.silent)


def drawing(chosen: Chosen, files: Sequence[str], n: int, seed: int) -> Callable[[Piece], Found]:
    def drawn(part: Piece) -> Found:
        tally, file = Tally(), part.part.file if isinstance(part, Sent) else part.file
        found: dict[str, list[Drawn]] = {}
        for unit in tally.read(part, chosen):
            own = unit.id if chosen.id else f"{files.index(file)}:{unit.number}"
            found.setdefault(unit.by, []).append(Drawn(hash_of(f"{seed}\n{own}"), unit))
        return Found(tally, {stratum: nsmallest(n, units) for stratum, units in found.items()})

    return drawn
