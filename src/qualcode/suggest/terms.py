"""Words and phrases of a text, as a keyword could be made of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qualcode.suggest.languages import Language
from qualcode.suggest.tokens import Token

_SHORTEST = 3


def words(tokens: Sequence[Token], language: Language) -> Iterator[tuple[str, str]]:
    """(lemma, form) of every word that says something."""
    for token in tokens:
        if _says(token, language):
            yield token.lemma, token.form


def phrases(tokens: Sequence[Token], language: Language) -> Iterator[tuple[str, str]]:
    """(lemmas, forms) of two such words side by side."""
    for one, other in pairwise(tokens):
        if not one.stop and _says(one, language) and _says(other, language):
            yield f"{one.lemma} {other.lemma}", f"{one.form} {other.form}"


def _says(token: Token, language: Language) -> bool:
    long_enough = len(token.lemma) >= _SHORTEST and any(map(str.isalpha, token.lemma))
    return long_enough and token.lemma not in language.common and token.form not in language.common
