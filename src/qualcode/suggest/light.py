"""The default analyser: regular expressions for words and sentences, a lemma list for lemmas.

It needs nothing installed beside the program, so results are the same on every machine.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.suggest.cut import Plain, TurnCut, cut
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.lexicon import APOSTROPHES, HYPHENS, Lexicon, fold
from qualcode.suggest.sentences import split_sentences
from qualcode.suggest.tokens import Token
from qualcode.suggest.wanted import Answer, Wanted, is_wanted

T = TypeVar("T")

_INSIDE = re.escape(APOSTROPHES + HYPHENS)
WORD = re.compile(rf"[^\W_][\w\u00ad\u0300-\u036f]*(?:[{_INSIDE}][\w\u00ad\u0300-\u036f]+)*")
_MARK = re.compile(r"[^\w\s'’‑-]|(?<!\w)['’](?!\w{1,2}\b)|(?<!\w)-|['’-](?!\w)")  # but for 't, 'n, 'm
_NOTHING: set[Answer] = {False}
_REMEMBERED = 1 << 18  # distinct words; then a cache starts anew


class Piece(NamedTuple):
    """A word, or a part of a contraction (*don't*, *I've*): its place in the word, its form and lemma."""

    start: int
    end: int
    form: str
    lemma: str


class LightAnalyser:
    """Words, lemmas and sentences by rule."""

    name = "light"
    tags = False

    def __init__(self, language: str):
        self.language = LANGUAGES.get(language)
        self.lexicon = Lexicon(self.language)
        endings = "|".join(self.language.clitics)
        self._clitic = re.compile(f"(?:{endings})$") if endings else None
        self.pieces: Mapping[str, tuple[Piece, ...]] = _Remembered(self._pieces)
        self.asked: dict[Wanted, Mapping[str, Answer]] = {}

    def analyse(self, text: str, start: int = 0, known: TurnCut | None = None) -> "LightAnalysis":
        return LightAnalysis(self, text, start, known)

    def cut(self, transcript: Transcript) -> Plain:
        """The respondents' speech in sentences and words: what of an analysis is the same whatever is looked for."""
        said = [turn.span.of(transcript.text) if turn.is_respondent else "" for turn in transcript.turns]
        places = [split_sentences(text, self.language) for text in said]
        words = ((WORD.findall(text, *one) for one in found) for text, found in zip(said, places, strict=True))
        return cut(transcript, zip(places, words, strict=True))

    def forms(self, words: str) -> tuple[str, ...]:
        return tuple(piece.form for word in WORD.findall(words) for piece in self.pieces[word])

    def answers(self, wanted: Wanted) -> Mapping[str, Answer]:
        """word -> is it, or a piece of it, wanted?"""
        if wanted not in self.asked:
            self.asked[wanted] = _Remembered(lambda word: self._answer(word, wanted))
        return self.asked[wanted]

    def _answer(self, word: str, wanted: Wanted) -> Answer:
        answers = [wanted(piece.form, piece.lemma) for piece in self.pieces[word]]
        return True if True in answers else next((answer for answer in answers if answer), False)

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        form = fold(word)
        if self._clitic is None or "'" not in form or len(form) != len(word):
            return (Piece(0, len(word), form, self._lemma(form)),)
        found: list[Piece] = []
        end = len(form)
        while (match := self._clitic.search(form, 0, end)) and match.start():
            hosts = self.language.clitic_hosts.get(match.group())
            lemma = match.group() if hosts and form[: match.start()] not in hosts else self._lemma(match.group())
            found.append(Piece(match.start(), end, match.group(), lemma))
            end = match.start()
        return (Piece(0, end, form[:end], self._lemma(form[:end])), *reversed(found))

    def _lemma(self, form: str) -> str:
        return self.lexicon.lemma(form) or form


class _Remembered(dict[str, T]):
    """Answers of a function by word; forgotten when there are very many, so that memory does not grow."""

    def __init__(self, function: Callable[[str], T]):
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> T:
        if len(self) > _REMEMBERED:
            self.clear()
        answer = self[word] = self._function(word)
        return answer


class LightAnalysis:
    """Only the sentences that hold a wanted word are looked at closely."""

    def __init__(self, analyser: LightAnalyser, text: str, start: int, known: TurnCut | None):
        self._analyser, self._text, self._start, self._known = analyser, text, start, known

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        if self._known:
            return self._known.places
        return split_sentences(self._text, self._analyser.language)

    def __len__(self) -> int:
        return len(self._places)

    @cached_property
    def sentences(self) -> list[Span]:
        return [Span(begin + self._start, end + self._start) for begin, end in self._places]

    def tokens(self, index: int) -> tuple[Token, ...]:
        begin, end = self._places[index]
        text, pieces, offset, new = self._text, self._analyser.pieces, self._start, tuple.__new__
        tokens: list[Token] = []
        last = begin
        for match in WORD.finditer(text, begin, end):
            start, after = match.span()
            if (start - last != 1 or text[last] != " ") and tokens and _MARK.search(text, last, after):
                tokens[-1] = tokens[-1]._replace(stop=True)
            last = after
            start += offset
            for piece_start, piece_end, form, lemma in pieces[match.group()]:
                # half the time of Token(…), on the path that every sentence with a hit takes
                tokens.append(new(Token, (start + piece_start, start + piece_end, form, lemma, False, "", "")))
        if tokens and last < end and _MARK.search(text, last, end):
            tokens[-1] = tokens[-1]._replace(stop=True)
        return tuple(tokens)

    def opening(self, index: int) -> str:
        begin, end = self._places[index]
        match = WORD.search(self._text, begin, end)
        return self._analyser.pieces[match.group()][0].form if match else ""

    def lemmas(self) -> set[str]:
        pieces = self._analyser.pieces
        return {piece.lemma for word in set(WORD.findall(self._text)) for piece in pieces[word]}

    def holding(self, wanted: Wanted) -> list[int]:
        if self._known:
            return self._known.holding(self._analyser.answers(wanted))
        answer, text, find = self._analyser.answers(wanted).__getitem__, self._text, WORD.findall
        if "_places" not in vars(self):  # a text without the words need not be split: of a rare one most are
            words = find(text)
            if not is_wanted(set(map(answer, words)), words):
                return []
        held = []
        for index, (begin, end) in enumerate(self._places):
            words = find(text, begin, end)
            answers = set(map(answer, words))
            if answers != _NOTHING and is_wanted(answers, words):
                held.append(index)
        return held


def make(language: str, argument: str) -> LightAnalyser:
    return LightAnalyser(language)
