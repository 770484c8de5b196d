"""Respondents' speech cut into sentences and words, as it is kept between commands: what is looked for changes oftener than
what was said.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.model.transcript import Transcript
from qualcode.suggest.wanted import Answer, is_wanted

Plain = tuple[Any, ...]  # values that `marshal` knows
Places = list[tuple[int, int]]  # where sentences begin and end, in the text of their turn


class Cut:
    """The sentences of each turn, and their words: four bytes each, and the letters of every word once."""

    def __init__(self, plain: Plain):
        self.sha, self.words, *columns = plain
        self.word, self.upto, self.start, self.end, self.turn = (array("i", one) for one in columns)
        self._may: tuple[object, bytes] = None, b""

    def may_hold(self, answers: Mapping[str, Answer]) -> bytes:
        """Of every word in the text, whether it may be wanted; asked once for each of its forms."""
        if self._may[0] is not answers:
            may = bytes(answers[word] is not False for word in self.words)
            self._may = answers, bytes(map(may.__getitem__, self.word))
        return self._may[1]


class TurnCut(NamedTuple):
    """One turn of it, by its number."""

    cut: Cut
    number: int

    @property
    def places(self) -> Places:
        sentences = slice(self.cut.turn[self.number - 1], self.cut.turn[self.number])
        return list(zip(self.cut.start[sentences], self.cut.end[sentences], strict=True))

    def holding(self, answers: Mapping[str, Answer]) -> list[int]:
        """The sentences that hold a word which is wanted."""
        may, upto, held = self.cut.may_hold(answers), self.cut.upto, []
        first, last = self.cut.turn[self.number - 1], self.cut.turn[self.number]
        for sentence in range(first, last) if any(may[upto[first] : upto[last]]) else ():
            inside = slice(upto[sentence], upto[sentence + 1])
            if any(may[inside]):
                words = [self.cut.words[one] for one in self.cut.word[inside]]
                if is_wanted({answers[word] for word in words}, words):
                    held.append(sentence - first)
        return held


def cut(transcript: Transcript, turns: Iterable[tuple[Places, Iterable[Sequence[str]]]]) -> Plain:
    """What a `Cut` is made from. `turns`: of each the places of its sentences, and their words."""
    number: dict[str, int] = {}
    word, upto, start, end, turn = array("i"), array("i", [0]), array("i"), array("i"), array("i", [0])
    for places, sentences in turns:
        for words in sentences:
            word.extend([number.setdefault(one, len(number)) for one in words])
            upto.append(len(word))
        start.extend([one for one, _ in places])
        end.extend([one for _, one in places])
        turn.append(len(start))
    return (transcript.sha, tuple(number), *(one.tobytes() for one in (word, upto, start, end, turn)))
