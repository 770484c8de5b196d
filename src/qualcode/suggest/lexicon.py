"""What is known of a word form: its lemma, its stem, the words it is made of."""

import unicodedata
from functools import lru_cache

from qualcode.suggest.inflection import undiminished
from qualcode.suggest.languages import Language

APOSTROPHES = "'’‘ʼ´`"  # as people type them: a Dutch keyboard has the last two
HYPHENS = "-‑‐–"  # the last two as a text taken from a PDF has them
_SAME = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-"), "\u00ad": "", "ĳ": "ij"})
LONGEST = 60  # characters; what is longer is no word, and nothing is looked up for it


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A form as it is compared: case folded, composed, apostrophes and hyphens made one kind, the letter ĳ written out."""
    return unicodedata.normalize("NFC", word).casefold().translate(_SAME)


def plain(word: str) -> str:
    """A word without accents, as automatic transcripts often have it: *patient*, *cooperatie*."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class Lexicon:
    """The lemma list (`simplemma`) and stemmer (`PyStemmer`) of a language, with our own corrections before them."""

    def __init__(self, language: Language):
        import Stemmer
        from simplemma.strategies import DictionaryLookupStrategy

        self.language = language
        self._list = DictionaryLookupStrategy()
        self._stemmer = Stemmer.Stemmer(language.stemmer)
        self.lemma = lru_cache(maxsize=1 << 17)(self._lemma)

    def _lemma(self, form: str) -> str:
        """The lemma, or "" where the list does not know the form. Dutch entries such as `op_geven` lose their mark."""
        if own := self.language.lemmas.get(form):
            return own
        if form in self.language.whole:
            return self._listed(form) or form
        if len(form) > LONGEST:
            return ""
        found = self._listed(form)
        if self.language.diminutives and (found or form).removesuffix("s").endswith("je"):
            return next((noun for noun in map(self._listed, undiminished(found or form)) if noun), found)
        return found

    def _listed(self, form: str) -> str:
        found = self._list.get_lemma(form, self.language.code)
        return fold(found.replace("_", "")) if found else ""

    def stem(self, form: str) -> str:
        stem: str = self._stemmer.stemWord(form)
        return stem
