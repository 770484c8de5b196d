"""What a study has already of what comes in: the same file, the same words, codings that wait for the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.locate import plain_words
from qualcode.model.project import JournalHandle, Project
from qualcode.model.transcript import Transcript
from qualcode.store.journal import read_events
from qualcode.store.sidecars import sha256
from qualcode.store.transcripts import versions
from qualcode.usecases.study import Opened

_TELLING = 10  # words: that two answers of fewer are the same says nothing


@dataclass
class Already:
    """What the side-cars tell of earlier imports, which holds whatever a stop left of the log."""

    project: Project
    sources: Mapping[str, str]  # sha256 of the file -> transcript
    _speech: dict[int, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> "Already":
        return cls(project, {sha: one.id for one in project.transcripts.values() for sha in one.sources})

    def same_speech(self, speech: str, round_: int, but: str | None = None) -> str:
        """The transcript of this round with the same words, whoever is said to speak them; "" where there is none, `but` for one."""
        if not speech:
            return ""
        if round_ not in self._speech:
            handles = [one for one in self.project.transcripts.values() if one.round == round_]
            self._speech[round_] = {speech_hash(handle.read()): handle.id for handle in handles}
        found = self._speech[round_].get(speech, "")
        return "" if found == but else found


def speech_hash(transcript: Transcript) -> str:
    """A hash of all words spoken, without labels, the same for two programs' files of one text; "" where they are few."""
    spoken = plain_words(" ".join(turn.span.of(transcript.text) for turn in transcript.turns))
    return sha256(spoken.encode("utf-8", "surrogatepass")) if spoken.count(" ") + 1 >= _TELLING else ""


def adrift(opened: Opened, journal: JournalHandle, transcript: Transcript) -> bool:
    """Whether something that the journal says would not stand on the text."""
    study = opened.study
    events = read_events(study.journal(journal.coder, journal.transcript), journal.coder, journal.transcript)[0]
    ground = Ground(transcript, sha256(transcript.text.encode()), partial(versions, study))
    return bool(fold(events, ground).adrift)
