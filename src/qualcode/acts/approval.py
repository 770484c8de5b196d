"""Asking respondents about the quotes that will be printed: a letter each, with their key quotes."""

from pathlib import Path

from qualcode.acts.output import deliver
from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.letters import letter
from qualcode.report.view import View


def write_letters(opened: Opened, filters: Filters, folder: Path) -> list[tuple[Path, list[str]]]:
    """Write DIR/CASE.docx for every respondent with key quotes that were not refused; returns the files with the ids."""
    view: View = opened.view(filters)
    written = []
    for case in view.selection.counted_cases:
        made = letter(view, case)
        if made is not None:
            target = folder / f"{case}.docx"
            deliver(opened.project.settings, made, [target])
            written.append((target, [part for row in made.data.records() for part in str(row["id"]).split("; ")]))
    if not written:
        raise QualcodeError("There are no key quotes to ask about; choose them with: qualcode codings mark ID --key.")
    return written
