"""Asking respondents: about the quotes that will be printed, in a letter each, and about their whole transcript."""

from pathlib import Path

from qualcode.errors import QualcodeError, unknown
from qualcode.model.handle import read_intact
from qualcode.model.selection import Filters
from qualcode.model.transcript import MEMBER_CHECKS
from qualcode.model.versions import SHORT
from qualcode.report.builders import BUILDERS
from qualcode.report.view import View
from qualcode.store.files import write_bytes
from qualcode.store.transaction import transaction
from qualcode.store.transcripts import member_checked
from qualcode.usecases.output import deliver, with_template
from qualcode.usecases.study import Opened


def write_letters(
    opened: Opened, filters: Filters, folder: Path, template: bytes = b""
) -> list[tuple[Path, list[str]]]:
    """Write DIR/CASE.docx for every respondent with key quotes that were not refused; returns the files with the ids."""
    view: View = opened.view(filters)
    written = []
    for case in view.selection.counted_cases:
        made = BUILDERS.get("letter")(view, case=case)
        if made.report.parts:
            target = folder / f"{case}.docx"
            deliver(opened.project.settings, with_template(made, template), [target])
            written.append((target, [part for row in made.data.records() for part in str(row["id"]).split("; ")]))
    if not written:
        raise QualcodeError("error.no_key_quotes")
    return written


def member_check(opened: Opened, coder: str, transcript: str, status: str, letter: Path | None = None) -> None:
    """Note in the side-car what the respondent said of the transcript; `letter`: the text itself, to be sent, as .docx."""
    if status not in MEMBER_CHECKS:
        raise unknown("thing.status", status, MEMBER_CHECKS)
    name = opened.project.transcript(transcript).id
    if letter:
        _write_transcript(opened, name, letter)
    with transaction(opened.study) as act:
        act.put(*member_checked(opened.study, name, status))
        act.log("member check", coder, transcript=name, status=status)


def _write_transcript(opened: Opened, name: str, target: Path) -> None:
    """The transcript in Word for who spoke in it, with what is asked in the header: changes in it come back by `revise`."""
    if target.suffix.casefold() != ".docx":
        raise QualcodeError("error.letter_as_word", target=target.name)
    from qualcode.report.renderers.transcript_docx import render

    handle, words = opened.project.transcript(name), opened.words
    transcript = read_intact(handle)
    sha, how = handle.text_sha256[:SHORT], words("transcript.check_how")
    write_bytes(target, render(transcript, transcript.text, (), (), words, opened.project.changed, sha, how))
