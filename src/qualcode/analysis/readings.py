"""The transcripts of a selection one by one, each with what the counted coders say of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from qualcode.model.coding import Asked, Coding
from qualcode.model.echoes import blacked_out
from qualcode.model.handle import Handle, read_intact
from qualcode.model.project import JournalHandle, Project
from qualcode.model.reading import codes_offered, read_of
from qualcode.model.selection import Selection
from qualcode.model.span import Span, collapsed, merge
from qualcode.model.transcript import Transcript, Turn


@dataclass(frozen=True)
class Reading:
    """One transcript of the selection, with what the counted coders say of it."""

    handle: Handle
    transcript: Transcript
    codings: tuple[Coding, ...]
    done: dict[str, set[str]]  # pass -> codes offered
    unread_lines: int
    asked: tuple[Asked, ...] = ()
    journals: tuple[JournalHandle, ...] = ()  # of all coders, counted or not
    adrift: int = 0  # events of the counted coders that do not stand on the text
    waiting: int = 0  # of these, those that wait since it was revised

    @property
    def read_for(self) -> frozenset[str]:
        """The codes that it was read in full for."""
        return read_of(self.done)

    @cached_property
    def refused(self) -> tuple[Span, ...]:
        """Where respondents did not approve of their words being printed, whoever marked it."""
        return tuple(merge(span for journal in self.journals for span in journal.refused()))

    def is_refused(self, span: Span) -> bool:
        return any(refused.overlaps(span) for refused in self.refused)

    @cached_property
    def printable(self) -> str:
        """The text as outputs may show it, with the same positions."""
        return blacked_out(self.transcript, self.refused)

    def words(self, start: int, end: int) -> str:
        """The words of a stretch of text as they may be printed."""
        return collapsed(self.printable[start:end])

    def question_before(self, turn: Turn) -> str:
        """The interviewer's last words before a turn, as they may be printed."""
        turns = self.transcript.turns
        at = next((at for at in range(turn.number - 2, -1, -1) if turns[at].role == "interviewer"), -1)
        if at >= 0 and at not in self._questions:
            self._questions[at] = self.words(turns[at].span.start, turns[at].span.end)
        return self._questions.get(at, "")

    @cached_property
    def _questions(self) -> dict[int, str]:
        """The words of turns that were asked for: several quotes stand behind one question."""
        return {}


def readings(project: Project, selection: Selection, coders: Iterable[str]) -> Iterator[Reading]:
    """The transcripts of the selection one by one, so that memory does not grow with the corpus."""
    wanted = set(coders)
    for handle in selection.transcripts:
        journals = project.journals_on(handle.id)
        folded = [journal.read() for journal in journals if journal.coder in wanted]
        done = codes_offered(folded, project.codebook)
        applied = tuple(coding for codings in folded for coding in codings.applied)
        asked = tuple(one for codings in folded for one in codings.asked)
        unread = sum(codings.unread for codings in folded)
        adrift = sum(len(codings.adrift) for codings in folded)
        waiting = sum(len(codings.waiting) for codings in folded)
        yield Reading(handle, read_intact(handle), applied, done, unread, asked, journals, adrift, waiting)
