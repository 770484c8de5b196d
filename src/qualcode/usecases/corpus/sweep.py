"""Going through a corpus, by whichever engine: part after part, and at the end it is known whether all ids differ."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from qualcode.analysis.repeated import repeated
from qualcode.errors import QualcodeError
from qualcode.formats.units import Part, read_units
from qualcode.usecases.corpus.data import Corpus
from qualcode.usecases.corpus.task import Tally
from qualcode.usecases.workers import Engine, Watch, Work

T = TypeVar("T")


@dataclass(frozen=True)
class Sweep:
    """How a corpus is gone through. `engine`: where so many parts are worked on."""

    corpus: Corpus
    engine: Callable[[int], Engine]
    watch: Watch

    def over(
        self, begin: Callable[..., Callable[[Part], T]], given: tuple[object, ...], told: Callable[[T], Tally]
    ) -> Tally:
        """What was counted of all parts. `begin(*given)` makes what answers a part; `told` takes each answer, in the order of
        the parts, and says what was counted."""
        parts = self.corpus.parts()
        tally, ends = Tally(), list[int]()
        work = Work(begin, given, _lost)
        for answer in self.watch(self.engine(len(parts)).run(work, parts), len(parts), "searching"):
            tally.add(told(answer))
            ends.append(len(tally.ids))
        self._check_ids(parts, tally, ends)
        return tally

    def _check_ids(self, parts: Sequence[Part], tally: Tally, ends: Sequence[int]) -> None:
        """Refuse two units of one id; that two others have one hash is no fault."""
        for one, other in repeated(tally.ids):
            (first, id_), (second, same) = (self._unit(parts, ends, at) for at in (one, other))
            if id_ == same:
                raise QualcodeError("error.two_units_one_id", first=first, second=second, column=self.corpus.chosen.id)

    def _unit(self, parts: Sequence[Part], ends: Sequence[int], at: int) -> tuple[str, str]:
        """Where the unit at this place of all stands, and its id."""
        number = bisect_right(ends, at)
        units = (one for one in read_units(parts[number], self.corpus.chosen) if one.is_answered)
        unit = next(islice(units, at - (ends[number - 1] if number else 0), None))
        return f"{parts[number].file}:{unit.number}", unit.id


def _lost(part: Part, times: int) -> QualcodeError:
    return QualcodeError("error.part_ended", n=times, file=part.file, row=part.first)
