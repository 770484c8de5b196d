"""Quotes that the program chose: marked where a report is read on a screen, left out of a document to hand in."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from qualcode.report.document import Mapped, Part, Proposal, Prose, Report, Row, Table
from qualcode.text import Words


def marked(report: Report, words: Words) -> Report:
    """The report with every proposal in its place, marked as one."""
    return replace(report, parts=tuple(_marked(part, words) for part in report.parts))


def proposals(report: Report) -> Iterator[str]:
    """All that the program proposes in a report."""
    for part in report.parts:
        if isinstance(part, Proposal):
            yield part.text
        elif isinstance(part, Table):
            yield from (text for row in part.rows for _, text in row.proposals)


def _marked(part: Part, words: Words) -> Part:
    if isinstance(part, Proposal):
        return Prose(words("proposal.marked", text=part.text))
    if isinstance(part, Table):
        return replace(part, rows=Mapped(part.rows, partial(filled, words=words)))
    return part


def filled(row: Row, words: Words) -> Row:
    if not row.proposals:
        return row
    told = dict(row.proposals)
    cells = (words("proposal.marked", text=told[at]) if at in told else cell for at, cell in enumerate(row.cells))
    return replace(row, cells=tuple(cells), proposals=())
