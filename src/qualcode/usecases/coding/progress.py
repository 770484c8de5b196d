"""How far the coding is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.model.coding import APPROVALS
from qualcode.model.columns import CodingColumns
from qualcode.model.reading import codes_read
from qualcode.model.selection import Filters, select
from qualcode.report.checks import check_told
from qualcode.text import Words
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
    check: str = ""  # what the respondent said of the transcript
    quotes: str = ""  # of this coder's codings: how many were asked about, approved and refused, and how many lapsed


def progress_rows(opened: Opened, filters: Filters) -> Iterator[ProgressRow]:
    project = opened.project
    for handle in select(project, filters).transcripts:
        head = (handle.id, handle.kind, handle.round, handle.turn_count, ", ".join(handle.cases))
        check = check_told(opened.words, handle)
        journals = project.journals_on(handle.id)
        for journal in journals:
            if not filters.takes(journal.coder):
                continue
            said = journal.columns()
            passes = ", ".join(dict.fromkeys(opened.words.of("pass", done.reading) for done in said.done))
            if said.to_read_again:
                passes = opened.words("status.read_before")
            numbers = len(said.sort), said.rejected
            yield ProgressRow(*head, journal.coder, *numbers, passes, check, _approvals(said, opened.words))
        if not journals:
            yield ProgressRow(*head, "", 0, 0, "", check)


def _approvals(said: CodingColumns, words: Words) -> str:
    """`2 approved, 1 lapsed`."""
    approvals = [sort.approval for sort in said.sorts]
    found = Counter(approvals[sort] for sort in said.sort) if any(approvals) else Counter[str]()
    return ", ".join(words.of("status.quotes", name, n=found[name]) for name in (*APPROVALS, "lapsed") if found[name])


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
        for journal in project.journals_on(handle.id):
            if not filters.takes(journal.coder):
                continue
            said = journal.columns()
            whole = [one for one in said.done if one.reading == "whole"]
            read = codes_read(said.sorts, said.done, project.codebook)
            missing = tuple(code for code in offered if code not in read)
            if whole and missing:
                yield Unread(handle.id, journal.coder, max(one.at for one in whole)[:10], missing)
