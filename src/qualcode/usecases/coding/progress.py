"""How far the coding is."""

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.model.reading import codes_read
from qualcode.model.selection import Filters, select
from qualcode.usecases.study import Opened


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
            if not filters.takes(journal.coder):
                continue
            said = journal.read()
            passes = ", ".join(dict.fromkeys(done.reading for done in said.done))
            yield ProgressRow(*head, journal.coder, len(said.applied), len(said.rejected), passes)
        if not journals:
            yield ProgressRow(*head, "", 0, 0, "")


@dataclass(frozen=True)
class Unread:
    """A transcript that a coder has read in full, though not for these codes: they came later."""

    transcript: str
    coder: str
    at: str  # the day of the last reading
    codes: tuple[str, ...]


def unread_codes(opened: Opened, filters: Filters) -> Iterator[Unread]:
    """The transcripts read whole before a code existed; a selective pass says of other codes nothing."""
    project = opened.project
    selection = select(project, filters)
    offered = [code.id for code in project.codebook.offered() if code.id in set(selection.codes)]
    for handle in selection.transcripts:
        for journal in project.journals:
            if journal.transcript != handle.id or not filters.takes(journal.coder):
                continue
            said = journal.read()
            whole = [one for one in said.done if one.reading == "whole"]
            read = codes_read([said], project.codebook)
            missing = tuple(code for code in offered if code not in read)
            if whole and missing:
                yield Unread(handle.id, journal.coder, max(one.at for one in whole)[:10], missing)
