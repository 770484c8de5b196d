"""The default analyser: regular expressions for words and sentences, simplemma for lemmas.

It needs nothing installed beside the program, so results are the same on every machine.
"""

import re
import unicodedata
from functools import lru_cache

from qualcode.model.span import Span
from qualcode.suggest.tokens import Analysis, Token

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['’‑-][\w\u0300-\u036f]+)*")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n[ \t]*\n")
_ABBREVIATIONS = frozenset(
    "bijv bv o.a m.b.t d.w.z i.p.v t.o.v e.d enz etc nl ca dr drs mr mw dhr prof ing ir jl st resp evt incl excl max min "
    "nr blz art par vs e.g i.e mrs ms approx fig no p".split()
)


class LightAnalyser:
    """Lemmas are looked up once per distinct form."""

    name = "light"

    def __init__(self, language: str):
        self.language = language
        self._lemmas: dict[str, str] = {}

    def analyse(self, text: str, start: int = 0) -> Analysis:
        sentences = []
        for begin, end in split_sentences(text):
            tokens = tuple(
                self._token(match.group(), match.start() + start, match.end() + start)
                for match in _WORD.finditer(text, begin, end)
            )
            if tokens:
                sentences.append((Span(begin + start, end + start), tokens))
        return Analysis(tuple(sentences))

    def _token(self, word: str, start: int, end: int) -> Token:
        form = fold(word)
        lemma = self._lemmas.get(form)
        if lemma is None:
            lemma = self._lemmas[form] = self._lemma(form)
        return Token(start, end, form, lemma)

    def _lemma(self, form: str) -> str:
        import simplemma

        return simplemma.lemmatize(form, lang=self.language).casefold()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A form as it is compared: case folded, composed, apostrophes and hyphens made one kind."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'").replace("‑", "-").replace("\u00ad", "")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences as (start, end) without the white space around them.

    A sentence ends at . ! ? or … before white space, and at an empty line; not after an abbreviation or an initial,
    nor at an ellipsis or a full stop after which the sentence goes on in lower case.
    """
    sentences: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().strip() and not _ends_here(text, match.start(), match.end()):
            continue
        _add(text, start, match.end(), sentences)
        start = match.end()
    _add(text, start, len(text), sentences)
    return sentences


def _ends_here(text: str, mark: int, end: int) -> bool:
    before = re.search(r"[\w.]+$", text[max(mark - 12, 0) : mark])
    word = before.group().casefold() if before else ""
    if text[mark] == "." and text[mark:end].strip("\"'”’)]") == "." and (word in _ABBREVIATIONS or len(word) == 1):
        return False
    following = text[end : end + 20].lstrip()[:1]
    hesitation = text[mark:end].startswith(("...", "…"))
    return not (hesitation and following.islower())


def _add(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        sentences.append((begin, begin + len(stripped)))


def make(language: str, argument: str) -> LightAnalyser:
    return LightAnalyser(language)
