"""One interview: its text, and who says what where."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.model.span import Span

KINDS = ("interview", "focus-group", "document", "fieldnotes", "pilot")
PEOPLE = frozenset({"interview", "focus-group"})  # the kinds whose cases make up N
MEMBER_CHECKS = ("asked", "approved", "corrected")
INTERVIEWER = "Interviewer"

CONNECTORS = "'’‑-"  # between letters they are inside a word
MARKS = "\u00ad" + "".join(map(chr, range(0x300, 0x370)))  # soft hyphen and accents: behind a letter, inside a word
_PART = rf"\w[\w{MARKS}]*"
_WORD = re.compile(rf"{_PART}(?:[{CONNECTORS}]{_PART})*")


def count_words(text: str) -> int:
    """Words: runs of letters and digits; inner apostrophes and hyphens do not split (auto's, e-mail)."""
    return sum(map(_WORDS_IN.__getitem__, text.split()))  # no word goes on behind a blank


class _Remembered(dict[str, int]):
    """How many words are in a text without blanks; most are the same few thousand: a third of the time of counting anew."""

    def __missing__(self, text: str) -> int:
        if len(self) > 1 << 16:
            self.clear()
        number = self[text] = len(_WORD.findall(text))
        return number


_WORDS_IN = _Remembered()


class Turn(NamedTuple):
    """One contribution of one speaker. `span` is its speech, without the label."""

    number: int  # from 1, counting all turns
    span: Span
    speaker: str  # the label as written in the text: a case id, `Interviewer`, or "" in a document
    role: str  # respondent | interviewer
    case: str = ""  # "" for an interviewer and in a document
    time: float | None = None  # seconds from the start of the recording

    @property
    def is_respondent(self) -> bool:
        """Respondents' speech, and the paragraphs of a document, are what tables count."""
        return self.role == "respondent"


@dataclass(frozen=True)
class Transcript:
    """A transcript as read: canonical text and turns in text order, which do not overlap."""

    id: str
    text: str
    turns: tuple[Turn, ...]
    intact: bool = True  # the text matches its hash; where not, the transcript is read-only until it is revised
    sha: str = ""  # sha256 of the text as the side-car has it; "" before it is written
    times: tuple[tuple[int, float], ...] = ()  # position -> seconds: times that stood in the file and were left out

    @cached_property
    def _starts(self) -> list[int]:
        return [turn.span.start for turn in self.turns]

    def turn_at(self, position: int) -> Turn:
        """The turn that speaks at `position`, or the last one before it; the first when there is none before."""
        if not self.turns:
            raise QualcodeError("error.no_turns", transcript=self.id)
        return self.turns[max(bisect_right(self._starts, position) - 1, 0)]

    def turns_touched(self, span: Span) -> tuple[Turn, ...]:
        """The turns whose speech shares a character with `span`."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        touched = []
        for turn in self.turns[first:]:
            if turn.span.start >= span.end:
                break
            if turn.span.overlaps(span):
                touched.append(turn)
        return tuple(touched)

    def label_of(self, turn: Turn) -> Span | None:
        """Where the label of a turn stands, up to its speech; only its first stretch of speech has one."""
        reached = self.turns[turn.number - 2].span.end if turn.number > 1 else 0
        at = self.text[reached : turn.span.start].rfind(turn.speaker) if turn.speaker else -1
        return Span(reached + at, turn.span.start) if at >= 0 else None

    def time_at(self, position: int) -> float | None:
        """Seconds into the recording: the last time on record at or before a place; None where none is known."""
        turn = self.turn_at(position)
        at = bisect_right(self.times, position, key=lambda one: one[0]) - 1
        if at >= 0 and (turn.time is None or self.times[at][0] >= turn.span.start):
            return self.times[at][1]
        return turn.time

    def question_before(self, turn: Turn) -> str:
        """The interviewer's last words before `turn`, or ""."""
        for earlier in reversed(self.turns[: turn.number - 1]):
            if earlier.role == "interviewer":
                return earlier.span.of(self.text)
        return ""
