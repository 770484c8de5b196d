"""What is counted of a transcript and of a journal, as columns of numbers: a table over 100,000 codings is made of these.

A span of several codings together must be counted in words without its text. So each coding tells how many words of
respondents end before it begins, and how many begin before it ends: of any stretch, the second of its end less the first
of its start is the number of words in it.
"""

from array import array
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from qualcode.model.coding import Coding, ReadPass

Numbers: TypeAlias = "array[int]"  # of 32 bits each; made and counted with numpy, which is not loaded for less


class Sort(NamedTuple):
    """All that a coding says apart from where."""

    code: str  # the id at the time
    valence: str
    deviant: bool
    bulk: bool
    requeued: bool
    confirmed: str
    approval: str  # one of APPROVALS, or `lapsed`

    @classmethod
    def of(cls, coding: Coding) -> "Sort":
        approval = "lapsed" if coding.approval and not coding.standing_approval else coding.approval
        said = (coding.code, coding.valence, coding.deviant, coding.bulk, coding.requeued, coding.confirmed)
        return cls(*said, approval)


@dataclass(frozen=True)
class TurnColumns:
    """The turns that are counted, respondents' and the paragraphs of a document, in text order.

    `words`: those of all counted turns before each of them, and after the last: one more than there are turns.
    `case`: the place of the speaker in `cases`, where "" is nobody.
    """

    number: Numbers
    start: Numbers
    end: Numbers
    case: Numbers
    words: Numbers
    cases: tuple[str, ...]


@dataclass(frozen=True)
class CodingColumns:
    """The codings of a journal, in its order, and what else of it is counted.

    `sort`: the place in `sorts`. `words`: of respondents in the span. `before`: words of respondents that end before the
    span does begin; `upto`: those that begin before it ends; both from the start of the text.
    """

    sort: Numbers
    start: Numbers
    end: Numbers
    words: Numbers
    before: Numbers
    upto: Numbers
    sorts: tuple[Sort, ...]
    done: tuple[ReadPass, ...] = ()
    asked: tuple[str, ...] = ()  # the subjects
    rejected: int = 0
    unread: int = 0
    adrift: int = 0
    waiting: int = 0
    to_read_again: bool = False  # it was read in a text of which too much is new by now
    first: tuple[str, str] = ("", "")  # when the oldest coding in force was made, and its origin
