"""The review sheet: suggestions out to a spreadsheet. How it comes back: `review_back`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.report.document import Output, Report
from qualcode.report.renderers import csv, review_sheet
from qualcode.report.tables.suggestions import review_data
from qualcode.store.files import write_bytes
from qualcode.store.journal import read_events
from qualcode.suggest.segments import Proposed
from qualcode.usecases.study import Opened


def write_review(opened: Opened, coder: str, found: Iterable[Proposed], targets: Sequence[Path]) -> None:
    """The review sheet to .xlsx (with a list to choose from) or .csv."""
    for target in targets:
        if target.suffix.casefold() not in (".xlsx", ".csv"):
            raise QualcodeError("error.review_sheet_as", target=target.name)
    output = Output(
        review_data(opened.view(), coder, found, _known_ids(opened, coder)),
        Report("", (), opened.project.changed),
    )
    for target in targets:
        if target.suffix.casefold() == ".csv":
            write_bytes(target, csv.render(output, opened.words, opened.project.settings))
        else:
            write_bytes(target, review_sheet.render(output, opened.words, opened.project.settings))


def _known_ids(opened: Opened, coder: str) -> Iterator[str]:
    """The ids of everything this coder decided so far."""
    for journal in opened.project.journals_of(coder):
        path = opened.study.journal(journal.coder, journal.transcript)
        yield from (event.id for event in read_events(path, journal.coder, journal.transcript)[0])
