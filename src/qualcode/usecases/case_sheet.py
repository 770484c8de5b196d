"""Attributes of respondents from a sheet that somebody filled in, to cases.csv."""

from pathlib import Path

from qualcode.errors import FaultyInput, Problem, QualcodeError, did_you_mean
from qualcode.formats.tables.sheets import read_sheet
from qualcode.model.case import MISSING
from qualcode.store.files import read_bytes
from qualcode.store.sidefiles import with_attributes
from qualcode.store.transaction import transaction
from qualcode.text import Say
from qualcode.usecases.study import Opened

_NOT_ATTRIBUTES = ("case", "transcripts")


def apply_cases(opened: Opened, file: Path) -> int:
    """Take over what a sheet says of respondents; returns how many values changed.

    A column that is not known becomes an attribute; a column, or a row, that the sheet does not have stays as it is; an
    emptied cell empties the value. With a fault in any row nothing is written.
    """
    project = opened.project
    rows = read_sheet(file.name, read_bytes(file))
    if not rows or "case" not in rows[0][1]:
        raise QualcodeError("error.no_sheet_of_cases", file=file.name)
    known = {case.casefold(): case for case in project.known_cases}
    named = {attribute.casefold(): attribute for attribute in project.cases.attributes}
    wanted: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        name = cells["case"].strip()
        if name.casefold() not in known:
            if (
                number == 2
                and not any(one.casefold() == name.casefold() for one in known)
                and _is_headings(cells, named)
            ):
                continue  # what people see, below the hidden keys
            hint = did_you_mean(name, project.known_cases)
            problems.append(Problem(file.name, number, Say("fault.no_case", sheet=file.name, name=name), hint))
            continue
        values = {
            named.get(heading, heading): "" if text.strip() == MISSING else text.strip()
            for heading, text in cells.items()
            if heading and heading not in _NOT_ATTRIBUTES
        }
        if known[name.casefold()] in wanted:
            problems.append(Problem(file.name, number, Say("fault.case_stands_twice", case=name)))
        wanted[known[name.casefold()]] = values
    if problems:
        raise FaultyInput(problems)
    changed = sum(
        (project.cases.get(case).attributes.get(attribute, "") != value)
        for case, values in wanted.items()
        for attribute, value in values.items()
    )
    if changed:
        with transaction(opened.study) as act:
            act.put(opened.study.cases, with_attributes(opened.study, wanted, project.settings.csv_delimiter))
    return changed


def _is_headings(cells: dict[str, str], named: dict[str, str]) -> bool:
    """Whether a row holds the names of the columns, as a workbook shows them below their keys."""
    own = [heading for heading in cells if heading in named]
    return all(cells[heading].strip().casefold() == heading for heading in own)
