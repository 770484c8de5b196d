"""What a study has already of what comes in: the same file, the same words, codings that wait for the text."""

from dataclasses import dataclass
from functools import partial

from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError
from qualcode.model.events import fold
from qualcode.model.ground import Ground
from qualcode.model.locate import plain_words
from qualcode.model.project import JournalHandle, Project
from qualcode.model.transcript import Transcript
from qualcode.store.journal import read_events
from qualcode.store.sidecars import sha256
from qualcode.store.transcripts import versions

_TELLING = 10  # words: that two answers of fewer are the same says nothing


@dataclass
class Known:
    """What the side-cars tell of earlier imports, which holds whatever a stop left of the log."""

    project: Project
    sources: dict[str, str]  # sha256 of the file -> transcript
    speech: dict[str, str] | None = None  # hash of the words spoken -> transcript

    @classmethod
    def of(cls, project: Project) -> "Known":
        return cls(project, {one.source_sha256: one.id for one in project.transcripts.values() if one.source_sha256})

    def same_speech(self, transcript: Transcript) -> str:
        """The transcript with the same words, whoever is said to speak them; "" where there is none."""
        spoken = _spoken(transcript)
        if spoken.count(" ") + 1 < _TELLING:
            return transcript.id
        if self.speech is None:
            self.speech = {_hash(_spoken(handle.read())): handle.id for handle in self.project.transcripts.values()}
        return self.speech.setdefault(_hash(spoken), transcript.id)


def _spoken(transcript: Transcript) -> str:
    """All words spoken, without labels, in the form in which two programs' files of one text are the same."""
    return plain_words(" ".join(turn.span.of(transcript.text) for turn in transcript.turns))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass"))


def refuse_same_speech(known: Known, transcript: Transcript) -> None:
    """An interview that was saved again is other bytes with the same words: counted twice, it is one respondent too many."""
    earlier = known.same_speech(transcript)
    if earlier != transcript.id:
        raise QualcodeError(
            f"this is the same interview as {earlier}: all words spoken are the same. "
            "If it must stand in the study twice all the same, import it with --again."
        )


def adrift(opened: Opened, journal: JournalHandle, transcript: Transcript) -> bool:
    """Whether something that the journal says would not stand on the text."""
    study = opened.study
    events = read_events(study.journal(journal.coder, journal.transcript), journal.coder, journal.transcript)[0]
    ground = Ground(transcript, sha256(transcript.text.encode()), partial(versions, study))
    return bool(fold(events, ground).adrift)
