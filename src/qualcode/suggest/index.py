"""Words of keywords -> which forms are them. A form is decided once, however often it stands in the texts."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qualcode.suggest.compounds import Compounds
from qualcode.suggest.lexicon import LONGEST, Lexicon, plain
from qualcode.suggest.separable import SeparableVerbs

_REMEMBERED = 1 << 18  # forms; then memory starts anew


class Word(NamedTuple):
    """One word of a keyword, folded, and the layers by which it may be found. It may begin or end with `*`."""

    text: str
    layers: frozenset[str]


class FormMatch(NamedTuple):
    """What a form is: the words it matches, each with its strongest layer; those separable verbs of which it may be the
    verb; and those verbs that it is only beside its subject (*ik werk*)."""

    layers: Mapping[Word, str]
    heads: frozenset[Word]
    beside_subject: frozenset[Word]


NOTHING = FormMatch({}, frozenset(), frozenset())


class WordIndex:
    def __init__(self, words: Iterable[Word], lexicon: Lexicon):
        self._lexicon = lexicon
        self._wild: list[Word] = []
        self._by: dict[str, dict[str, list[Word]]] = {"exact": {}, "lemma": {}, "stem": {}, "compound": {}}
        self._stemmed: dict[str, list[Word]] = {}  # those with the layer stem, by their text
        split: dict[Word, tuple[str, str]] = {}
        rules = lexicon.language.separable
        known = set(words)
        self.subjects = rules.subjects if rules else frozenset()
        self.verbs = SeparableVerbs(lexicon, rules, [word.text for word in known]) if rules else None
        for word in sorted(known):
            if "*" in word.text:
                self._wild.append(word)
                continue
            for layer, table in self._by.items():
                if layer in word.layers:
                    key = plain(lexicon.stem(word.text)) if layer == "stem" else word.text
                    table.setdefault(key, []).append(word)
            if "stem" in word.layers:
                self._stemmed.setdefault(word.text, []).append(word)
            if self.verbs and "separable" in word.layers and (parts := self.verbs.split(word.text)):
                split[word] = parts
        self.particles = {word: particle for word, (particle, _) in split.items()}
        bases = {base for _, base in split.values()}
        self._heads = {base: frozenset(word for word in split if split[word][1] == base) for base in bases}
        # keywords that with a particle are another verb
        self.verbal = {word for word in known if "separable" in word.layers and self._is_verb(word.text)}
        self._compounds = Compounds(lexicon, self._by["compound"])
        self._decided: dict[tuple[str, str], FormMatch] = {}

    def _is_verb(self, text: str) -> bool:
        return text.endswith("n") and self._lexicon.lemma(text) != ""

    def decide(self, form: str, lemma: str) -> FormMatch:
        key = (form, lemma)
        decision = self._decided.get(key)
        if decision is None:
            if len(self._decided) > _REMEMBERED:
                self._decided.clear()
            decision = self._decided[key] = self._decide(form, lemma)
        return decision

    def _decide(self, form: str, lemma: str) -> FormMatch:
        layers: dict[Word, str] = {}
        for layer, found in self._by_layer(form, lemma):
            for word in found:
                layers.setdefault(word, layer)
        bases = self.verbs.bases(form, lemma) if self.verbs else ()
        heads = frozenset(word for base in bases for word in self._heads.get(base, ()))
        finite = {word for base in bases for word in self._by["lemma"].get(base, ()) if word in self.verbal}
        decision = FormMatch(layers, heads, frozenset(finite - layers.keys()))
        return decision if any(decision) else NOTHING

    def _by_layer(self, form: str, lemma: str) -> Iterable[tuple[str, Iterable[Word]]]:
        """Layers strongest first, each with the words found by it; a word with a wildcard has no other layer."""
        yield "exact", self._by["exact"].get(form, ())
        yield "wildcard", (word for word in self._wild if _fits(word.text, form))
        if len(form) > LONGEST:
            return
        yield "lemma", self._by["lemma"].get(lemma, ())
        known = lemma != form or self._lexicon.lemma(form) != ""
        # the list has *geïnteresseerd*, if at all, as a word of its own
        if self.verbs and lemma == form and form not in self._lexicon.language.lemmas:
            layer = "lemma" if known else "stem"
            texts = self._by["lemma"] if known else self._stemmed
            yield (
                layer,
                (word for verb in self.verbs.participle_of(form, finite=not known) for word in texts.get(verb, ())),
            )
        if not known:
            yield "stem", self._by["stem"].get(plain(self._lexicon.stem(form)), ())
        for part in self._compounds.parts(form):
            yield "compound", self._by["compound"][part]


def _fits(pattern: str, form: str) -> bool:
    bare = pattern.strip("*")
    if pattern.startswith("*") and pattern.endswith("*"):
        return bare in form
    return form.endswith(bare) if pattern.startswith("*") else form.startswith(bare)
