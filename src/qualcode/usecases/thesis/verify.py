"""A thesis held against the study: its quotations, and the numbers in its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.documents import read_document
from qualcode.model.manuscript import Block
from qualcode.report.citing import group_word
from qualcode.report.document import Output
from qualcode.report.tables.verification import WRONG, Finding, verification_table
from qualcode.store.files import read_given, write_bytes
from qualcode.thesis.attribution import People
from qualcode.usecases.study import Opened
from qualcode.usecases.thesis.counted import Counted
from qualcode.usecases.thesis.quoted import Quoted

_PERSONS = (
    "respondent", "deelnemer", "geïnterviewde", "participant", "interviewee", "interview", "befragte", "befragter", "teilnehmer", "resp.",
    "r",
)  # fmt: skip


@dataclass(frozen=True)
class Verified:
    """What was found; `terms`: short words in quotation marks that stand nowhere and were taken for terms."""

    findings: tuple[Finding, ...]
    terms: tuple[str, ...]

    @property
    def wrong(self) -> int:
        return sum(one.status in WRONG for one in self.findings)


def verify(opened: Opened, file: Path) -> Verified:
    """Hold a thesis against the study."""
    try:
        blocks = read_document(file.name, read_given(file))
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    return verified(opened, blocks)


def verified(opened: Opened, blocks: Sequence[Block]) -> Verified:
    people = people_of(opened)
    quoted = Quoted(opened, blocks, people)
    found = [*quoted.findings(), *Counted(opened, blocks, people).findings()]
    found.sort(key=lambda one: one.place or (0, 0, 0))
    return Verified((*found, *quoted.unused()), tuple(dict.fromkeys(quoted.terms)))


def people_of(opened: Opened) -> People:
    """The respondents of a study, with the words that stand for them: everybody's, and those of their groups."""
    project, words = opened.project, opened.words
    cases = project.known_cases
    persons = dict.fromkeys((*_PERSONS, words.case, *project.settings.words.get("case", ())), frozenset(cases))
    for forms in project.settings.groups.values():
        for form in forms:
            persons[form] = frozenset(case for case in cases if group_word(project, case) == forms[0])
    return People(cases, persons)


def table_of(opened: Opened, found: Verified) -> Output:
    return verification_table(opened.view(), found.findings)


def check_copy(thesis: Path, targets: Sequence[Path]) -> None:
    """Refuse to write over the thesis itself."""
    if any(target.resolve() == thesis.resolve() for target in targets):
        raise QualcodeError("error.copy_over_thesis", file=thesis)


def write_copy(opened: Opened, found: Verified, thesis: Path, target: Path) -> int:
    """A copy of a thesis in Word with comments at the places; returns how many."""
    from qualcode.report.renderers.checked_docx import render

    data, number = render(read_given(thesis), found.findings, opened.words)
    write_bytes(target, data)
    return number
