"""The review sheet: suggestions out to a spreadsheet. How it comes back: `review_back`."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.report.document import Data, Mapped, Output, Report, Value
from qualcode.report.renderers import csv, decision_sheet
from qualcode.report.tables.suggestions import LIT, REVIEW_COLUMNS, review_data
from qualcode.store.files import write_bytes
from qualcode.suggest.segments import Proposed
from qualcode.usecases.keywords.review_back import refuse_to_lose
from qualcode.usecases.study import Opened


def write_review(
    opened: Opened, coder: str, found: Iterable[Proposed], targets: Sequence[Path], per_code: bool = False
) -> None:
    """The review sheet to .xlsx (for people) or .csv. `per_code`: a worksheet for each code in one workbook."""
    for target in targets:
        if target.suffix.casefold() not in (".xlsx", ".csv"):
            raise QualcodeError("error.review_sheet_as", target=target.name)
        if per_code and target.suffix.casefold() == ".csv":
            raise QualcodeError("error.per_code_is_for_excel", target=target.name)
        if target.exists():
            refuse_to_lose(opened, coder, target)
    data = review_data(opened.view(), coder, found, _decided(opened, coder))
    output = Output(data, Report("", (), opened.project.changed), sheets=_by_code(data) if per_code else ())
    for target in targets:
        if target.suffix.casefold() == ".csv":
            write_bytes(target, csv.pieces(_for_machines(output), opened.words, opened.project.settings))
        else:
            write_bytes(target, decision_sheet.render(output, opened.words, opened.project.settings))


def _for_machines(output: Output) -> Output:
    """Without what only a sheet for people shows."""
    at = output.data.columns.index(LIT)
    rows = Mapped(output.data.rows, lambda row: row[:at] + row[at + 1 :])
    return replace(output, data=replace(output.data, columns=REVIEW_COLUMNS, rows=rows))


def _by_code(data: Data) -> tuple[tuple[str, Data], ...]:
    """The rows of each code under its name, in the order of the codes' first rows."""
    code, name = data.columns.index("code"), data.columns.index("name")
    found: dict[str, list[tuple[Value, ...]]] = {}
    for row in data.rows:
        found.setdefault(str(row[code]), []).append(row)
    return tuple((str(rows[0][name]), replace(data, rows=tuple(rows))) for rows in found.values())


def _decided(opened: Opened, coder: str) -> Iterator[str]:
    """What grows with everything that this coder decides: the journals, by their size."""
    for journal in opened.project.journals_of(coder):
        path = opened.study.journal(journal.coder, journal.transcript)
        with suppress(FileNotFoundError):
            yield f"{journal.transcript} {path.stat().st_size}"
