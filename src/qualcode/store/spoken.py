"""The columns of a transcript and of its codings (`columns`), made from the text.

The words are those of `count_words`, found in all turns at once: 8,000 words take half the time that the regular
expression needs for them, and how many lie before a place is then known of every place.
"""

from array import array
from functools import cache, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.model.coding import Codings
from qualcode.model.columns import CodingColumns, Numbers, Sort, TurnColumns
from qualcode.model.transcript import CONNECTORS, MARKS, Transcript

_COMMON = 0x2100  # characters up to here are looked up; others, of which a text has few kinds, are asked one by one
_NOTHING, _LETTER, _CONNECTOR, _INSIDE = range(4)
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Spoken:
    """Where the words are in the turns that are counted: respondents' and the paragraphs of a document."""

    def __init__(self, transcript: Transcript) -> None:
        last = len(transcript.text)  # turns of a text that was cut short may lie behind it
        self._turns = [turn for turn in transcript.turns if turn.is_respondent and turn.span.start < last]
        self._start: Places = np.array([turn.span.start for turn in self._turns], np.intp)
        self._end: Places = np.array([min(turn.span.end, last) for turn in self._turns], np.intp)
        letters, begins = _words(transcript.text, self._start, self._end)
        self._letters: Places = np.flatnonzero(letters)
        self._begun: Places = np.append(0, np.cumsum(begins, dtype=np.int32))

    def turns(self) -> TurnColumns:
        cases: dict[str, int] = {}
        return TurnColumns(
            _numbers([turn.number for turn in self._turns]),
            _numbers(self._start),
            _numbers(self._end),
            _numbers([cases.setdefault(turn.case, len(cases)) for turn in self._turns]),
            _numbers(np.append(self._begun[self._start], self._begun[-1])),
            tuple(cases),
        )

    def codings(self, said: Codings) -> CodingColumns:
        sorts: dict[Sort, int] = {}
        sort = [sorts.setdefault(Sort.of(coding), len(sorts)) for coding in said.applied]
        start = np.array([coding.span.start for coding in said.applied], np.intp)
        end = np.array([coding.span.end for coding in said.applied], np.intp)
        last = len(self._begun) - 1  # codings of a text that is not there lie behind it
        # the first letter from a position on, and whether no word begins up to it: then its word ends behind the position
        first = np.searchsorted(self._letters, start)
        letter = np.append(self._letters, -1)[first]
        begun = self._begun[np.minimum(start, last)]
        cut = (letter >= 0) & (self._begun[letter + 1] == begun)
        before, upto = begun - cut, self._begun[np.minimum(end, last)]
        silent = np.searchsorted(self._letters, end) == first  # of `e-mail` the hyphen alone
        oldest = min(said.applied, key=lambda coding: coding.at, default=None)
        return CodingColumns(
            _numbers(sort),
            _numbers(start),
            _numbers(end),
            _numbers(np.where(silent, 0, upto - before)),
            _numbers(before),
            _numbers(upto),
            tuple(sorts),
            said.done,
            tuple(one.subject for one in said.asked),
            len(said.rejected),
            said.unread,
            len(said.adrift),
            len(said.waiting),
            said.to_read_again,
            (oldest.at, oldest.origin) if oldest else ("", ""),
        )


@lru_cache(1)  # its journals are held against it, one after another
def spoken(transcript: Transcript) -> Spoken:
    return Spoken(transcript)


def _numbers(found: ArrayLike) -> Numbers:
    return array("i", np.array(found, np.int32).tobytes())


def _words(text: str, start: Places, end: Places) -> tuple[Flags, Flags]:
    """Of each character, whether it is a letter or digit in one of these stretches, and whether a word begins with it."""
    kinds = _kinds(text)
    steps = np.zeros(len(kinds) + 1, np.int8)
    np.add.at(steps, start, 1)
    np.add.at(steps, end, -1)
    kinds[np.cumsum(steps[:-1], dtype=np.int8) == 0] = _NOTHING
    fresh = np.zeros(len(kinds), bool)  # no word goes on from one turn into the next
    fresh[start] = True
    letter = kinds == _LETTER
    part = letter
    if _INSIDE in kinds:
        last = np.maximum.accumulate(np.where((kinds != _INSIDE) | fresh, np.arange(len(kinds)), 0))
        part = letter | ((kinds == _INSIDE) & letter[last])
    after_part = _before(part) & ~fresh
    after_link = _before(after_part & (kinds == _CONNECTOR)) & ~fresh
    return letter, letter & ~after_part & ~after_link


def _before(flags: Flags) -> Flags:
    """Whether it holds of the character before each."""
    return np.append(False, flags)[:-1]


def _kinds(text: str) -> NDArray[np.uint8]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _table()[np.minimum(codes, _COMMON)]
    for code in np.unique(codes[codes >= _COMMON]).tolist():
        kinds[codes == code] = _kind(chr(code))
    return kinds


@cache
def _table() -> NDArray[np.uint8]:
    return np.array([_kind(chr(code)) for code in range(_COMMON + 1)], np.uint8)


def _kind(character: str) -> int:
    if character == "_" or character.isalnum():
        return _LETTER
    if character in CONNECTORS:
        return _CONNECTOR
    return _INSIDE if character in MARKS else _NOTHING
