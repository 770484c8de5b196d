"""The codebook to and from other programs and formats."""

from pathlib import Path

from qualcode.acts.output import deliver
from qualcode.acts.study import Opened
from qualcode.errors import unknown
from qualcode.report import extension_of
from qualcode.report.codebook import FORMS, codebook_table


def check_export(file: Path, form: str, program: str | None) -> None:
    """Refuse what cannot be written before anything is computed."""
    if form not in FORMS:
        raise unknown("form of codebook table", form, FORMS)
    extension_of(file.name)


def export(opened: Opened, file: Path, form: str, program: str | None) -> None:
    project = opened.project
    deliver(project.settings, codebook_table(project.codebook, form, opened.words, project.changed), [file])
