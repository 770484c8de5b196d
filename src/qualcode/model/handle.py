"""A transcript that is not yet read: what loading a study keeps of it."""

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.errors import TextChanged
from qualcode.model.columns import TurnColumns
from qualcode.model.transcript import PEOPLE, Transcript


@dataclass(frozen=True)
class Handle:
    """A transcript not yet read: what loading the study keeps of it. `read` reads the text and the turns anew."""

    id: str
    kind: str
    round: int
    format: str
    text_sha256: str
    cases: tuple[str, ...]
    turn_count: int
    read: Callable[[], Transcript]
    turns: Callable[[], TurnColumns]  # what of it is counted; raises TextChanged where the positions do not hold
    member_check: str = ""  # one of MEMBER_CHECKS: what the respondent said of the whole text as it is
    lapsed_check: str = ""  # what was said of an earlier text, where nothing was of this one
    sources: tuple[str, ...] = ()  # sha256 of the files that it was imported from

    @property
    def counts_people(self) -> bool:
        return self.kind in PEOPLE


def read_intact(handle: Handle) -> Transcript:
    """The transcript, when its positions hold: what was coded in a text that changed since can neither be counted nor quoted."""
    return intact(handle.read())


def intact(transcript: Transcript) -> Transcript:
    """The transcript; raises TextChanged where its positions do not hold."""
    if not transcript.intact:
        raise TextChanged("error.text_changed", transcript=transcript.id)
    return transcript
