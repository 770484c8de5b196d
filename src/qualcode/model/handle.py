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
    member_check: str = ""  # one of MEMBER_CHECKS: what the respondent said of the whole text as it is
    lapsed_check: str = ""  # what was said of an earlier text, where nothing was of this one
    sources: tuple[str, ...] = ()  # sha256 of the files that it was imported from
    kept: Callable[[], TurnColumns] | None = None  # what is counted of it, without reading it

    @property
    def counts_people(self) -> bool:
        return self.kind in PEOPLE

    def turns(self) -> TurnColumns:
        """What is counted of it. Raises TextChanged where the positions of its text do not hold."""
        from qualcode.model.spoken import spoken

        return self.kept() if self.kept else spoken(read_intact(self)).turns()


def read_intact(handle: Handle) -> Transcript:
    """The transcript, when its positions hold: what was coded in a text that changed since can neither be counted nor quoted."""
    transcript = handle.read()
    if not transcript.intact:
        raise TextChanged("error.text_changed", transcript=handle.id)
    return transcript
