"""A file as import sees it before anything is written: who speaks in it, how much, and what is doubtful."""

import re
from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts import READERS, detect
from qualcode.formats.transcripts.canonical import Built, Speaker, Utterance, build, paragraphs
from qualcode.formats.transcripts.conversation import Conversation, read_speakers
from qualcode.formats.transcripts.draft import Draft
from qualcode.formats.transcripts.speakers import Given
from qualcode.formats.transcripts.verdicts import Verdict
from qualcode.model.span import collapsed
from qualcode.model.transcript import Transcript, Turn, count_words
from qualcode.store.files import read_given
from qualcode.store.sidecars import sha256
from qualcode.usecases.transcripts.importing.already import speech_hash
from qualcode.usecases.transcripts.importing.remarks import Placed, placed

WITHOUT_LABELS = ("document", "fieldnotes")  # kinds that may have no labels: nobody's speech, counted apart
CHANGES = ("final", "original")
_LONGEST = 20_000_000  # characters; four hundred hours of speech
_LONE = re.compile("[\ud800-\udfff]")
_FIRST_WORDS = 60  # characters


@dataclass(frozen=True)
class Voice:
    """A label of a file, as a speaker or as what was passed over (`turns` is then how often it opens a line)."""

    verdict: Verdict
    turns: int
    words: int
    first_words: str
    asking: float  # share of its turns with a question mark
    mean_words: float


@dataclass(frozen=True)
class Survey:
    """What is kept of a file while the plan is made; its text is not."""

    file: Path
    sha: str
    format: str
    encoding: str
    voices: tuple[Voice, ...]  # speakers in order of first turn, then what is asked; without labels one voice named ""
    passed: tuple[Verdict, ...]
    speech: str  # hash of the words spoken, "" where they are too few to tell
    inserted: int  # tracked changes of the file
    deleted: int
    remarks: tuple[Placed, ...]  # comments in its margin
    times: int  # how many times were cut out
    aside: int  # how many lines of tools, notes and headings are nobody's
    candidates: frozenset[str]  # every label, folded, that was weighed

    @property
    def speakers(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.verdict.speaker]


@dataclass(frozen=True)
class FileReading:
    """What a survey and the import itself make of a file."""

    draft: Draft
    format: str
    conversation: Conversation
    said: tuple[Utterance, ...]

    def built(self, name: str, speakers: Mapping[str, Speaker]) -> Built:
        return build(name, self.draft, self.said, speakers, self.conversation.cuts)


def read_file(
    file: Path,
    data: bytes,
    kind: str,
    format_: str | None,
    changes: str,
    known: Container[str],
    interviewers: Collection[str],
    given: Mapping[str, Given],
    draft: Draft | None = None,
) -> FileReading:
    """A file read with all that is known of its labels. `draft`: what is read already of its text."""
    name = format_ or detect(file.name, data)
    if not data.strip():
        raise QualcodeError("error.file_empty")
    reader = READERS.get(name)
    read = reader.read_original if changes == "original" and reader.read_original else reader.read
    draft = draft or read(data)
    if _LONE.search(draft.text):
        raise QualcodeError("error.half_a_character")
    if not draft.text.strip():
        raise QualcodeError("error.no_text")
    if len(draft.text) > _LONGEST:
        raise QualcodeError("error.text_too_long", most=_LONGEST)
    decided = {key: one.role != "text" for key, one in given.items()}
    conversation = read_speakers(draft, known, interviewers, decided, strangers=kind not in WITHOUT_LABELS)
    said = conversation.said or tuple(paragraphs(draft, conversation.cuts, conversation.outside))
    return FileReading(draft, name, conversation, said)


def survey(file: Path, read: Callable[[Path, bytes], FileReading]) -> tuple[Survey, FileReading]:
    """The facts of one file, and what they were told by."""
    data = read_given(file)
    reading = read(file, data)
    labels = dict.fromkeys(one.label for one in reading.said)
    built = reading.built("-", {label: Speaker(label, label, "respondent") for label in labels})
    transcript = built.transcript
    verdicts = {verdict.label: verdict for verdict in reading.conversation.verdicts if not verdict.same_as}
    voices = [_voice(transcript, verdicts.get(label) or Verdict(label, label, 0, True)) for label in labels]
    voices += [
        Voice(one, one.number, 0, "", 0.0, 0.0)
        for one in reading.conversation.verdicts
        if one.asked and not one.speaker
    ]
    passed = tuple(one for one in reading.conversation.verdicts if (not one.speaker and not one.asked) or one.same_as)
    facts = Survey(
        file,
        sha256(data),
        reading.format,
        reading.draft.encoding,
        tuple(voices),
        passed,
        speech_hash(transcript),
        reading.draft.inserted,
        reading.draft.deleted,
        tuple(placed(reading.draft.remarks, built)),
        sum(cut.seconds is not None for cut in reading.conversation.cuts),
        reading.conversation.aside,
        reading.conversation.candidates,
    )
    return facts, reading


def _voice(transcript: Transcript, verdict: Verdict) -> Voice:
    turns = [turn for turn in transcript.turns if turn.speaker == verdict.label]
    said = [turn.span.of(transcript.text) for turn in turns]
    words = [count_words(one) for one in said]
    return Voice(
        verdict,
        len(turns),
        sum(words),
        first_words(transcript, turns),
        sum("?" in one for one in said) / max(len(said), 1),
        sum(words) / max(len(words), 1),
    )


def first_words(transcript: Transcript, turns: list[Turn]) -> str:
    """The words that somebody begins with, on one line."""
    words = collapsed(turns[0].span.of(transcript.text)) if turns else ""
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rpartition(" ")[0] + " …"
