"""A search of a whole corpus, by whichever engine: counted, and as rows where they are wanted."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from qualcode.analysis.repeated import repeated
from qualcode.errors import QualcodeError
from qualcode.formats.units import Part, read_units
from qualcode.usecases.corpus.data import Corpus
from qualcode.usecases.corpus.sinks import sink
from qualcode.usecases.corpus.task import Listed, Query, Rows, Tally, Wanted, columns, counting, listing
from qualcode.usecases.workers import Engine, Here, Watch, Work, engine

T = TypeVar("T")
MOST_ROWS = 10_000  # that are handed back to be printed; nobody reads more


@dataclass(frozen=True)
class Run:
    """How a corpus is gone through: by so many processes, 0 for as many as there are processors."""

    corpus: Corpus
    query: Query
    workers: int
    watch: Watch

    def count(self) -> Tally:
        """What is found in all of it."""
        return self._all(Work(counting, (self.query,), _lost), lambda found: found)

    def write(self, wanted: Wanted, target: Path) -> Tally:
        """Write the rows to a file or, where that is a .parquet, to a folder of parts; what was counted on the way.

        Nothing stands there before all of it does.
        """
        names: list[str] = []
        self.corpus.check_target(target)

        def noted(found: Listed) -> Tally:
            names.append(found.file)
            return found.tally

        with sink(target, columns(self.corpus.chosen, wanted.columns)) as made:
            tally = self._all(Work(listing, (self.query, wanted, made), _lost), noted)
            made.put(names)
        return tally

    def list(self, wanted: Wanted) -> tuple[tuple[str, ...], Rows, Tally]:
        """The columns, the first MOST_ROWS rows and one that tells that there are more, and what was counted."""
        kept = Rows()

        def noted(found: Listed) -> Tally:
            kept.extend(islice(found.rows, MOST_ROWS + 1 - len(kept)))
            return found.tally

        names = columns(self.corpus.chosen, wanted.columns)
        tally = self._all(Work(listing, (self.query, wanted), _lost), noted)
        return names, kept, tally

    def _all(self, work: Work[Part, T], told: Callable[[T], Tally]) -> Tally:
        parts = self.corpus.parts()
        tally, ends = Tally(), list[int]()
        for found in self.watch(self._engine(parts).run(work, parts), len(parts), "searching"):
            tally.add(told(found))
            ends.append(len(tally.ids))
        self._check_ids(parts, tally, ends)
        return tally

    def _engine(self, parts: Sequence[Part]) -> Engine:
        return Here() if len(parts) == 1 else engine(self.workers)

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
