"""Going through a corpus, by whichever engine: part after part, and at the end it is known whether all ids differ."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from qualcode.analysis.repeated import repeated
from qualcode.errors import QualcodeError
from qualcode.formats.units import Part, read_units
from qualcode.text import Say
from qualcode.usecases.corpus.data import Corpus, Stamp, sees
from qualcode.usecases.corpus.sinks import Sink
from qualcode.usecases.corpus.task import Piece, Sent, Tally
from qualcode.usecases.workers import Engine, Watch, Work

T = TypeVar("T")


@dataclass(frozen=True)
class Sweep:
    """How a corpus is gone through. `engine`: where so many parts are worked on; `tell`: who hears what travels to others."""

    corpus: Corpus
    engine: Callable[[int], Engine]
    watch: Watch
    tell: Callable[[Say], None] = lambda _: None

    def over(
        self, begin: Callable[..., Callable[[Piece], T]], given: tuple[object, ...], told: Callable[[T], Tally]
    ) -> Tally:
        """What was counted of all parts. `begin(*given)` makes what answers a part; `told` takes each answer, in the order of
        the parts, and says what was counted."""
        stamps, parts = self.corpus.stamps(), self.corpus.parts()
        tally, ends = Tally(), list[int]()
        engine = self.engine(len(parts))
        reads = all(engine.everywhere(sees, stamps))
        self.tell(Say("units.cluster.reads" if reads else "units.cluster.sent"))
        items: Iterable[Piece] = parts if reads else map(self._sent, parts)
        work = Work(_beginning, (begin, given, stamps if reads else ()), _lost)
        for answer in self.watch(engine.run(work, items), len(parts), "searching"):
            tally.add(told(answer))
            ends.append(len(tally.ids))
        _check_unchanged(stamps)
        self._check_ids(parts, tally, ends)
        return tally

    def writes(self, made: Sink) -> bool:
        """Whether what is made there can be written to wherever work is done."""
        found = all(self.engine(0).everywhere(made.is_seen))
        self.tell(Say("units.cluster.writes" if found else "units.cluster.hands_back"))
        return found

    def _sent(self, part: Part) -> Sent:
        return Sent(part, tuple(read_units(part, self.corpus.chosen)))

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


def _beginning(
    begin: Callable[..., Callable[[Piece], T]], given: tuple[object, ...], stamps: Sequence[Stamp]
) -> Callable[[Piece], T]:
    """`stamps`: of the files that are read here; a worker that joined later may see others."""
    _check_unchanged(stamps)
    return begin(*given)


def _check_unchanged(stamps: Sequence[Stamp]) -> None:
    if not sees(stamps):
        raise QualcodeError("error.data_changed", files=", ".join(one.path for one in stamps))


def _lost(item: Piece, times: int) -> QualcodeError:
    part = item.part if isinstance(item, Sent) else item
    return QualcodeError("error.part_ended", n=times, file=part.file, row=part.first)
