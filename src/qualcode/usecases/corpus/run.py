"""A search of a whole corpus: counted, and as rows where they are wanted."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qualcode.usecases.corpus.sinks import sink
from qualcode.usecases.corpus.sweep import Sweep
from qualcode.usecases.corpus.task import Listed, Query, Rows, Tally, Wanted, columns, counting, listing

MOST_ROWS = 10_000  # that are handed back to be printed; nobody reads more


@dataclass(frozen=True)
class Run:
    """What is looked for, and how the corpus is gone through."""

    sweep: Sweep
    query: Query

    def count(self) -> Tally:
        """What is found in all of it."""
        return self.sweep.over(counting, (self.query,), lambda found: found)

    def write(self, wanted: Wanted, target: Path) -> Tally:
        """Write the rows to a file or, where that is a .parquet, to a folder of parts; what was counted on the way.

        Nothing stands there before all of it does.
        """
        names: list[str] = []
        self.sweep.corpus.check_target(target)

        with sink(target, columns(self.query.chosen, wanted.columns)) as made:

            def noted(found: Listed) -> Tally:
                names.append(found.file or made.write(found.rows))
                return found.tally

            given = (self.query, wanted, made) if self.sweep.writes(made) else (self.query, wanted)
            tally = self.sweep.over(listing, given, noted)
            made.put(names)
        return tally

    def list(self, wanted: Wanted) -> tuple[tuple[str, ...], Rows, Tally]:
        """The columns, the first MOST_ROWS rows and one that tells that there are more, and what was counted."""
        names, kept = columns(self.query.chosen, wanted.columns), Rows()

        def noted(found: Listed) -> Tally:
            kept.extend(islice(found.rows, MOST_ROWS + 1 - len(kept)))
            return found.tally

        tally = self.sweep.over(listing, (self.query, wanted), noted)
        return names, kept, tally
