"""One sentence as the keywords see it."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from qualcode.suggest.index import NOTHING, Word, WordIndex
from qualcode.suggest.separable import Joined
from qualcode.suggest.tokens import Token


class Place(NamedTuple):
    """Where a keyword was found: the tokens that are it, in text order, and the layer (of several, the weakest)."""

    tokens: tuple[int, ...]
    layer: str

    @property
    def first(self) -> int:
        return self.tokens[0]

    @property
    def last(self) -> int:
        return self.tokens[-1]


class Scan:
    """A sentence with what each of its tokens is; separated verbs and the spaCy documents are made when asked for."""

    def __init__(self, tokens: Sequence[Token], text: str, index: WordIndex):
        self.tokens, self.text = tokens, text
        self._index = index
        self.documents: list[tuple[int, Any]] | None = None
        self._found: dict[Word, list[tuple[int, str]]] = {}  # word -> the tokens it is, each with the layer
        self._heads: set[Word] = set()  # words whose verb is in the sentence
        self._finite: dict[Word, list[int]] = {}  # verbs, and the tokens that are them beside a subject
        for number, token in enumerate(tokens):
            decision = index.decide(token.form, token.lemma)
            if decision is NOTHING:
                continue
            for word, layer in decision.layers.items():
                self._found.setdefault(word, []).append((number, layer))
            self._heads |= decision.heads
            for word in decision.beside_subject:
                self._finite.setdefault(word, []).append(number)

    @property
    def words(self) -> Collection[Word]:
        """The words that may stand in the sentence."""
        return self._found.keys() | self._heads | self._finite.keys()

    @cached_property
    def joined(self) -> list[Joined]:
        return list(self._index.verbs.find(self.tokens)) if self._index.verbs else []

    def single(self, word: Word) -> Sequence[tuple[int, str]]:
        """The tokens that are the word, each with the layer."""
        return self._found.get(word, ())

    def places(self, word: Word) -> list[Place]:
        """Where a single word stands; a verb also in two words, and not where its particle makes it another verb."""
        single = [
            *self.single(word),
            *((number, "lemma") for number in self._finite.get(word, ()) if self._verb(number)),
        ]
        found = [Place((number,), layer) for number, layer in single if not self._other_verb(word, number)]
        if word in self._heads:
            found += [
                Place(tuple(sorted((verb.verb, verb.particle))), "separable")
                for verb in self.joined
                if word.text in verb.infinitives
            ]
        return sorted(found)

    def _verb(self, number: int) -> bool:
        return self._index.verbs is not None and self._index.verbs.has_subject(self.tokens, number)

    def _other_verb(self, word: Word, number: int) -> bool:
        """*gaf … op* is opgeven, not geven."""
        if word not in self._index.verbal:
            return False
        return any(
            verb.verb == number and any(infinitive.endswith(word.text) for infinitive in verb.infinitives)
            for verb in self.joined
        )
