"""The columns of all transcripts of a selection under one another: what every count is made of, put together once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.model.codebook import Codebook
from qualcode.model.columns import CodingColumns, Sort, TurnColumns
from qualcode.model.handle import Handle
from qualcode.model.project import Project
from qualcode.model.reading import offered, read_of
from qualcode.model.selection import Selection

Column: TypeAlias = NDArray[np.int64]
Table: TypeAlias = tuple[Column, ...]
_TEXT = 32  # bits of a position in one text; above these stands the number of the transcript


@dataclass(frozen=True)
class Told:
    """What the counted coders say of one transcript, apart from the codings themselves."""

    handle: Handle
    done: dict[str, set[str]]  # pass -> codes offered
    applied: frozenset[str]  # the codes that were applied themselves, by today's id
    asked: tuple[str, ...]  # the subjects
    unread: int  # lines that are no events
    adrift: int  # events that do not stand on the text
    waiting: int  # of these, those that wait since it was revised

    @property
    def read_for(self) -> frozenset[str]:
        """The codes that it was read in full for."""
        return read_of(self.done)


@dataclass(frozen=True)
class Turns:
    """The counted turns of all transcripts, in the order of the selection and of the texts."""

    transcript: Column  # its place in the selection
    number: Column
    start: Column  # in the text, with the place of the transcript above: no two transcripts touch
    end: Column
    case: Column  # its place in `Corpus.cases`, -1 for nobody
    words: Column  # before it; one more at the end


@dataclass(frozen=True)
class Corpus:
    """One row a coding, by transcript, coder and journal; `start` to `upto` as in `CodingColumns`, of all texts together."""

    told: tuple[Told, ...]
    turns: Turns
    cases: tuple[str, ...]
    sorts: tuple[Sort, ...]
    sort: Column
    start: Column
    end: Column
    words: Column
    before: Column
    upto: Column
    in_text_order: Column  # the rows, by start and end

    def transcript_of(self, positions: Column) -> Column:
        """The places in the selection of the transcripts in which positions are."""
        return positions >> _TEXT


def corpus(project: Project, selection: Selection, coders: Iterable[str]) -> Corpus:
    """Raises TextChanged where positions of a text no longer hold."""
    wanted = set(coders)
    told: list[Told] = []
    turns: list[Table] = []
    codings: list[Table] = []
    cases: dict[str, int] = {"": -1}
    sorts: dict[Sort, int] = {}
    spoken = 0
    for place, handle in enumerate(selection.transcripts):
        speech = handle.turns()
        said = [one.columns() for one in project.journals_on(handle.id) if one.coder in wanted]
        told.append(_told(handle, said, project.codebook))
        turns.append(_turns(place, speech, spoken, cases))
        codings += [_codings(place, one, spoken, sorts) for one in said if one.sorts]
        spoken += int(speech.words[-1])
    transcript, number, first, last, case, words_before = joined(turns, 6)
    sort, start, end, words, before, upto = joined(codings, 6)
    return Corpus(
        tuple(told),
        Turns(transcript, number, first, last, case, np.append(words_before, spoken)),
        tuple(cases)[1:],
        tuple(sorts),
        sort,
        start,
        end,
        words,
        before,
        upto,
        np.lexsort((end, start)),
    )


def _told(handle: Handle, said: Sequence[CodingColumns], codebook: Codebook) -> Told:
    sorts = [sort for one in said for sort in one.sorts]
    return Told(
        handle,
        offered(sorts, (done for one in said for done in one.done), codebook),
        frozenset(codebook.current[sort.code] for sort in sorts if sort.code in codebook.current),
        tuple(subject for one in said for subject in one.asked),
        sum(one.unread for one in said),
        sum(one.adrift for one in said),
        sum(one.waiting for one in said),
    )


def _turns(place: int, speech: TurnColumns, spoken: int, cases: dict[str, int]) -> Table:
    who = [cases.setdefault(case, len(cases) - 1) for case in speech.cases]
    start, end = (_wide(column) + (place << _TEXT) for column in (speech.start, speech.end))
    at = np.full(len(start), place, np.int64)
    return at, _wide(speech.number), start, end, _wide(who)[_wide(speech.case)], _wide(speech.words)[:-1] + spoken


def _codings(place: int, said: CodingColumns, spoken: int, sorts: dict[Sort, int]) -> Table:
    known = _wide([sorts.setdefault(sort, len(sorts)) for sort in said.sorts])
    start, end = (_wide(column) + (place << _TEXT) for column in (said.start, said.end))
    before, upto = (_wide(column) + spoken for column in (said.before, said.upto))
    return known[_wide(said.sort)], start, end, _wide(said.words), before, upto


def _wide(column: ArrayLike) -> Column:
    return np.asarray(column, np.int64)


def joined(tables: Sequence[Table], width: int) -> Table:
    """Tables of so many columns, below one another."""
    none = (np.empty(0, np.int64),) * width
    return tuple(np.concatenate(column) for column in zip(none, *tables, strict=True))
