"""Parts of compounds: *samenwerkingsafspraken* holds *afspraak*.

A keyword is a part of a form when what is left of the form on either side is made of known words, with a linking s, e,
en, n or er between them. Endings (*-heid*), prefixes (*ver-*) and words that only look like compounds (*belangrijk*)
are listed with the language.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache

from qualcode.suggest.lexicon import LONGEST, Lexicon

SHORTEST_KEYWORD = 5
_SHORTEST_PART = 3
_INDEXED = 3  # letters that a keyword and its inflections begin with


class Compounds:
    """The keywords that may be parts; asked once per distinct form."""

    def __init__(self, lexicon: Lexicon, keywords: Iterable[str]):
        self._lexicon, self._language = lexicon, lexicon.language
        self._by_letters: dict[str, list[str]] = {}
        self._short: list[str] = []  # found only where a hyphen sets them apart: *EPD-leverancier*, *covid-tijd*
        for keyword in keywords:
            if keyword.isalnum() and 1 < len(keyword) < SHORTEST_KEYWORD:
                self._short.append(keyword)
            if len(keyword) >= SHORTEST_KEYWORD and keyword.isalpha():
                self._by_letters.setdefault(keyword[:_INDEXED], []).append(keyword)
        self._known = lru_cache(maxsize=1 << 15)(self.is_word)

    def parts(self, form: str) -> Collection[str]:
        """The keywords that are a part of the form, in the order they stand in it."""
        if len(form) > LONGEST or not (self._by_letters or self._short):
            return ()
        found: dict[str, None] = {}
        if "-" in form and self._short:
            pieces = form.split("-")
            found |= {short: None for short in self._short if any(self._is_whole(short, piece) for piece in pieces)}
        if len(form) < SHORTEST_KEYWORD + _SHORTEST_PART:
            return found
        if form in self._language.whole or self._lexicon.lemma(form) in self._language.whole:
            return found
        for piece in (form, *(form.split("-") if "-" in form else ())):
            for start in range(len(piece) - SHORTEST_KEYWORD + 2):
                for keyword in self._by_letters.get(piece[start : start + _INDEXED], ()):
                    if self._is_part(keyword, piece, start) or (piece != form and self._is_whole(keyword, piece)):
                        found[keyword] = None
        return found

    def _is_whole(self, keyword: str, piece: str) -> bool:
        """What a hyphen sets apart is a word whatever the other words are: *PSV-trainer*."""
        return self._inflected(piece, keyword, final=True)

    def _is_part(self, keyword: str, form: str, start: int) -> bool:
        before, rest = form[:start], form[start:]
        if before and (not self._head(before) or self._other_verb(before, keyword)):
            return False
        if before and self._inflected(rest, keyword, final=True):
            return True
        if rest[len(keyword) :] in self._language.no_tails:
            return False
        lengths = range(min(len(keyword) + 4, len(rest) - 1), len(keyword) - 3, -1)
        return any(
            self._inflected(rest[:length], keyword, final=False) and self._tail(rest[length:]) for length in lengths
        )

    def _other_verb(self, before: str, keyword: str) -> bool:
        """*samenwerken* is no kind of *werken*: a verb with a particle is another verb."""
        rules = self._language.separable
        return rules is not None and before in rules.particles and keyword.endswith("n")

    def _inflected(self, word: str, keyword: str, *, final: bool) -> bool:
        """The word is a form of the keyword; before another part also with a linking letter."""
        if word == keyword or self._lexicon.lemma(word) == keyword:
            return True
        return not final and any(word == keyword + link for link in self._language.links)

    def _head(self, text: str) -> bool:
        """Known words that may stand before the keyword, with the link."""
        return any(self._known(text.removesuffix(link)) for link in self._language.links if text.endswith(link))

    def _tail(self, text: str) -> bool:
        return text not in self._language.no_tails and self._known(text)

    def is_word(self, text: str) -> bool:
        """A known word, or two of them."""
        if self._word(text):
            return True
        return any(
            text[cut:] not in self._language.no_tails
            and self._word(text[cut:])
            and any(self._word(text[:cut].removesuffix(link)) for link in self._language.links)
            for cut in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1)
        )

    def _word(self, text: str) -> bool:
        return len(text) >= _SHORTEST_PART and text not in self._language.no_heads and self._lexicon.lemma(text) != ""
