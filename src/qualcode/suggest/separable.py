"""Separable verbs: which verb and which particle of a sentence belong together.

No tags are used, only the lemma list and the order of words, which in Dutch and German says most of it: the particle
closes its clause ("we *werken* goed *samen*"), or stands before *te* ("*samen* te *werken*") or before the verbs at
the end ("*samen* kunnen *werken*").
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qualcode.suggest.languages import Separable
from qualcode.suggest.lexicon import Lexicon
from qualcode.suggest.tokens import Token

_FARTHEST = 25  # words between a verb and its particle
_VOWELS = "aeiou"


class Joined(NamedTuple):
    """A verb in two words: the places of both in the sentence, and the verbs they may be (*stegen uit*: one of them)."""

    verb: int
    particle: int
    infinitives: tuple[str, ...]


class SeparableVerbs:
    """Finds them. `asked` are verbs that count as known whatever the lemma list says: the keywords."""

    def __init__(self, lexicon: Lexicon, rules: Separable, asked: Collection[str] = ()):
        self._lexicon, self._rules, self._asked = lexicon, rules, frozenset(asked)
        self._no_verbs = rules.particles | rules.closers | rules.openers | rules.others
        self.bases = lru_cache(maxsize=1 << 14)(self._bases)
        self._is_verb = lru_cache(maxsize=1 << 14)(self._joined_verb)

    def split(self, word: str) -> tuple[str, str] | None:
        """(particle, verb) of a keyword that may fall apart, or None."""
        for cut in range(len(word) - 3, 1, -1):
            particle, verb = word[:cut], word[cut:]
            if particle in self._rules.particles and verb not in self._rules.never and self._lexicon.lemma(verb):
                return (particle, verb) if verb.endswith("n") else None
        return None

    def find(self, tokens: Sequence[Token]) -> Iterator[Joined]:
        """All separated verbs of a sentence, in the order of their particles; a word belongs to one at most."""
        taken: set[int] = set()
        for place, token in enumerate(tokens):
            if token.form in self._rules.particles and place not in taken:
                found = self._after(tokens, place) or self._before(tokens, place, taken)
                if found:
                    taken |= {found.verb, found.particle}
                    yield found

    def _after(self, tokens: Sequence[Token], place: int) -> Joined | None:
        """The verb behind its particle: *samen te werken*, *samen kunnen werken*, *samen gewerkt*."""
        here = place + 1
        while here + 1 < len(tokens) and not tokens[here].stop and tokens[here].form in self._rules.auxiliaries:
            here += 1
        if here >= len(tokens) or any(token.stop for token in tokens[place:here]):
            return None
        particle = tokens[place]
        for candidate in range(here, place, -1):
            verbs = self._verbs(particle, tokens[candidate])
            if verbs and (candidate > place + 1 or self._written_apart(particle, tokens[candidate], verbs)):
                return Joined(candidate, place, verbs)
        return None

    def _written_apart(self, particle: Token, token: Token, verbs: tuple[str, ...]) -> bool:
        """*samen werken* for samenwerken; a preposition before a verb is one (*denken aan stoppen*)."""
        if particle.form in self._rules.prepositions:
            return False
        joined = particle.form + token.form
        return joined in verbs or self._lexicon.lemma(joined) in verbs

    def _before(self, tokens: Sequence[Token], place: int, taken: Collection[int]) -> Joined | None:
        """The finite verb of the clause that the particle closes."""
        if not self._closes(tokens, place):
            return None
        for here in range(place - 1, max(place - _FARTHEST, -1), -1):
            if tokens[here].form in self._rules.openers:
                return None
            verbs = () if here in taken else self._verbs(tokens[place], tokens[here])
            if verbs and not self._is_noun(tokens, here, verbs):
                return Joined(here, place, verbs)
        return None

    def _is_noun(self, tokens: Sequence[Token], here: int, verbs: tuple[str, ...]) -> bool:
        """*het begin* is no form of beginnen: after an article only what the lemma list calls a verb is one."""
        if not here or tokens[here - 1].form not in self._rules.articles:
            return False
        return not any(verb.endswith(tokens[here].lemma) for verb in verbs)

    def _closes(self, tokens: Sequence[Token], place: int) -> bool:
        token = tokens[place]
        if token.stop or place + 1 == len(tokens) or token.form not in self._rules.prepositions:
            return True
        return tokens[place + 1].form in self._rules.closers

    def _verbs(self, particle: Token, token: Token) -> tuple[str, ...]:
        """The known verbs that this word may make with the particle."""
        bases = self.bases(token.form, token.lemma)
        return tuple(particle.form + base for base in bases if self._is_verb(particle.form, base))

    def _joined_verb(self, particle: str, base: str) -> bool:
        verb = particle + base
        if verb in self._asked:
            return True
        if base in self._rules.never:
            return False
        lemma = self._lexicon.lemma(verb)  # of *oproepen* the list has only the noun, *oproep*
        return lemma == verb or (lemma != "" and not lemma.endswith("n") and self._lexicon.lemma(base) == base)

    def _bases(self, form: str, lemma: str) -> tuple[str, ...]:
        """The infinitives that a form may belong to, likeliest first."""
        if not form.isalpha() or form in self._no_verbs or form.endswith(self._rules.participles):
            return ()
        known = (base for base in _infinitives(form) if len(base) > 3 and self._lexicon.lemma(base))
        return tuple(dict.fromkeys([*([lemma] if lemma.endswith("n") else []), *known]))


def _infinitives(form: str) -> Iterator[str]:
    """The regular Dutch and German infinitives of a present or past form: werkt, werkte -> werken; loop -> lopen."""
    if form.endswith("en"):
        yield form
    if len(form) < 5:
        yield form + "n"  # ga, sta, doe, zie
    for ending in ("", "t", "te", "de", "ten", "den"):
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            yield from _of_stem(form.removesuffix(ending) if ending else form)


def _of_stem(stem: str) -> Iterator[str]:
    yield stem + "en"
    last = stem[-1]
    if last in _VOWELS or len(stem) < 3:
        return
    soft = {"f": "v", "s": "z"}.get(last)
    if stem[-2] == stem[-3] and stem[-2] in _VOWELS:
        yield stem[:-2] + (soft or last) + "en"
    elif stem[-2] in _VOWELS:
        yield stem + last + "en"
    if soft:
        yield stem[:-1] + soft + "en"
