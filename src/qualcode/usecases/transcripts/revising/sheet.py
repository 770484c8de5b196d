"""What must be decided of a corrected transcript, out to a sheet and back."""

from pathlib import Path

from qualcode.errors import FaultyInput, Problem, QualcodeError
from qualcode.formats.tables.keyed import read_keyed
from qualcode.model.events.row_hash import changed_cells
from qualcode.report.document import Output
from qualcode.report.renderers import csv, decision_sheet
from qualcode.report.tables.revisions import COLUMNS, revisions_table
from qualcode.store.files import read_given, write_bytes
from qualcode.text import Say
from qualcode.usecases.study import Opened
from qualcode.usecases.transcripts.revising.correction import Correction
from qualcode.usecases.transcripts.revising.decisions import Decision, decision

_NEEDED = ("id", "decision", "text_sha")
_RENDERERS = {".csv": csv.render, ".xlsx": decision_sheet.render}


def table_of(opened: Opened, correction: Correction) -> Output:
    return revisions_table(opened.view(), correction.touched, *correction.shown(opened), correction.shas)


def write_sheet(opened: Opened, correction: Correction, target: Path) -> None:
    """The sheet to .xlsx (with a list to choose from) or .csv."""
    if target.exists():
        raise QualcodeError("error.plan_is_there", target=target)
    render = _RENDERERS.get(target.suffix.casefold())
    if render is None:
        raise QualcodeError("error.revision_sheet_as", target=target.name)
    write_bytes(target, render(table_of(opened, correction), opened.words, opened.project.settings))


def read_decisions(correction: Correction, file: Path) -> dict[str, Decision]:
    """What was decided in a sheet. Raises FaultyInput with every row that cannot be carried out; empty rows are left open."""
    rows, missing = read_keyed(file.name, read_given(file), _NEEDED, decision_sheet.headings(COLUMNS))
    if not rows:
        raise QualcodeError("error.revision_columns", file=file.name, missing=", ".join(missing or _NEEDED))
    waiting = {one.id: one for one in correction.touched}
    strange = (cells["id"] for _, _, cells in rows if cells["decision"] and cells["id"] not in correction.known)
    if not waiting and (other := next(strange, "")):  # of another coder; of this one: it was carried out before
        raise QualcodeError("error.in_file", file=file.name, why=QualcodeError("error.no_row_of_revision", id=other))
    found: dict[str, Decision] = {}
    problems: list[Problem] = []
    for _, number, cells in rows if waiting else ():
        try:
            if not correction.is_of(cells["text_sha"]):
                raise QualcodeError("error.sheet_of_another_revision", transcript=correction.handle.id)
            if cells["id"] not in waiting:
                raise QualcodeError("error.no_row_of_revision", id=cells["id"])
            if cells["decision"] and (changed := changed_cells(cells)):
                raise QualcodeError("error.grey_cell_changed", columns=[Say.of("column", key) for key in changed])
            if cells["decision"]:
                one = waiting[cells["id"]]
                said = decision(correction, one, cells["decision"], cells.get("place", ""))
                if found.setdefault(one.id, said) != said:
                    raise QualcodeError("error.decided_otherwise", id=one.id)
        except QualcodeError as error:
            problems.append(Problem(file.name, number, error))
    if problems:
        raise FaultyInput(problems)
    return found
