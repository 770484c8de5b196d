"""How far the coding is."""

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.acts.study import Opened
from qualcode.model.selection import Filters, select


@dataclass(frozen=True)
class ProgressRow:
    """One transcript and one coder; a transcript without codings has one row with no coder."""

    transcript: str
    kind: str
    round: int
    turns: int
    cases: str
    coder: str
    codings: int
    rejected: int
    read: str  # the passes, each once


def progress_rows(opened: Opened, filters: Filters) -> Iterator[ProgressRow]:
    project = opened.project
    for handle in select(project, filters).transcripts:
        head = (handle.id, handle.kind, handle.round, handle.turn_count, ", ".join(handle.cases))
        journals = [journal for journal in project.journals if journal.transcript == handle.id]
        for journal in journals:
            if filters.coder and "all" not in filters.coder and journal.coder not in filters.coder:
                continue
            said = journal.read()
            passes = ", ".join(dict.fromkeys(done.reading for done in said.done))
            yield ProgressRow(*head, journal.coder, len(said.applied), len(said.rejected), passes)
        if not journals:
            yield ProgressRow(*head, "", 0, 0, "")
