"""A file that is a corrected text of a transcript: read as what was made of it here, with who speaks there already."""

from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.draft import Draft
from qualcode.formats.transcripts.openers import key_of, keys_of
from qualcode.formats.transcripts.speakers import Given
from qualcode.formats.word_comments import exported
from qualcode.model.settings import LANGUAGES
from qualcode.model.transcript import Transcript
from qualcode.text import Words
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.survey import read_file


def as_exported(options: ImportOptions, data: bytes) -> Draft | None:
    """A corrected text that is the Word document which was made of the transcript here; None for any other file."""
    if not data.startswith(b"PK"):
        return None
    behind = {Words(language)("section.codebook") for language in LANGUAGES}
    made = exported(data, behind, original=options.changes == "original")
    named = options.revise or ""
    if made and made.transcript.casefold() != named.casefold():
        raise QualcodeError("error.of_another_transcript", there=made.transcript, named=named)
    return made.draft if made else None


def as_now(transcript: Transcript, kind: str) -> dict[str, Given]:
    """Who speaks in a transcript under which label; and what opens lines of it and is nobody."""
    found = {key_of(turn.speaker): Given(turn.role, turn.case) for turn in transcript.turns}
    if len(found) == 1:
        found[""] = next(iter(found.values()))  # its text may have no labels
    if not transcript.text.strip():
        return found  # it was emptied outside the program
    said = tuple(turn.speaker for turn in transcript.turns if turn.speaker)
    text = transcript.text.encode()
    reading = read_file(Path(f"{transcript.id}.txt"), text, kind, "txt", "final", keys_of(said), (), found)
    others = [one.key for one in reading.conversation.verdicts if one.key not in found]
    return {**dict.fromkeys(others, Given("text")), **found}
