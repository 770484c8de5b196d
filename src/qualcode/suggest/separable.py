"""Separable verbs: which verb and which particle of a sentence belong together.

No tags are used, only the lemma list and the order of words, which in Dutch and German says most of it: the particle
closes its clause ("we *werken* goed *samen*"), or stands before *te* ("*samen* te *werken*") or before the verbs at
the end ("*samen* kunnen *werken*"). Speech has few commas, so much hangs on the words after a particle.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qualcode.suggest.inflection import infinitives
from qualcode.suggest.languages import Separable
from qualcode.suggest.lexicon import LONGEST, Lexicon
from qualcode.suggest.tokens import Token

_FARTHEST = 25  # words between a verb and its particle
_INFINITIVE = ("en", "aan", "oen", "ien", "ern", "eln")


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

    def participle_of(self, form: str, *, finite: bool) -> Iterator[str]:
        """The verbs of which this may be a participle: opgezet, geïnformeerd; with `finite` also opschaalt."""
        if form.startswith("ge"):
            yield from infinitives(form)
        for cut in range(2, len(form) - 2):
            if form[:cut] in self._rules.particles and (finite or form.startswith("ge", cut)):
                yield from (form[:cut] + base for base in infinitives(form[cut:]))

    def find(self, tokens: Sequence[Token]) -> list[Joined]:
        """All separated verbs of a sentence; a word belongs to one at most.

        From the end, since of two particles in a clause the last is the verb's: "daar denken we *over* **na**".
        """
        found: list[Joined] = []
        taken: set[int] = set()
        for place in range(len(tokens) - 1, -1, -1):
            if tokens[place].form in self._rules.particles and place not in taken and self._may_be(tokens, place):
                joined = self._after(tokens, place, taken) or self._before(tokens, place, taken)
                if joined:
                    taken |= {joined.verb, joined.particle}
                    found.append(joined)
        return found[::-1]

    def _may_be(self, tokens: Sequence[Token], place: int) -> bool:
        """Not *een groot deel van*, where the particle is a noun."""
        if tokens[place].form not in self._rules.nouns:
            return True
        return not any(token.form in self._rules.articles for token in tokens[max(place - 2, 0) : place])

    def _after(self, tokens: Sequence[Token], place: int, taken: Collection[int]) -> Joined | None:
        """The verb behind its particle: *samen te werken*, *samen kunnen werken*, *samen gewerkt*."""
        here = place + 1
        while here + 1 < len(tokens) and not tokens[here].stop and tokens[here].form in self._rules.auxiliaries:
            here += 1
        if here >= len(tokens) or any(token.stop for token in tokens[place:here]) or self._purpose(tokens, place):
            return None
        particle = tokens[place]
        for candidate in range(here, place, -1):
            verbs = () if candidate in taken else self._verbs(particle, tokens, candidate, final=True)
            if verbs and (candidate > place + 1 or self._written_apart(particle, tokens[candidate], verbs)):
                return None if self._pronominal(tokens, place) else Joined(candidate, place, verbs)
        return None

    def _purpose(self, tokens: Sequence[Token], place: int) -> bool:
        """*om te werken* has no omwerken; *hoe om te gaan* has omgaan."""
        before = self._rules.purpose.get(tokens[place].form)
        follows = tokens[place + 1].form == self._rules.to
        return before is not None and follows and (place == 0 or tokens[place - 1].form not in before)

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
        pronominal = self._pronominal(tokens, place)
        for here in range(place - 1, max(place - _FARTHEST, -1), -1):
            if here in taken or (tokens[here].form in self._rules.openers and not self._object(tokens, here, place)):
                return None
            if verbs := self._verbs(tokens[place], tokens, here, final=False):
                if pronominal and self._rules.with_there.isdisjoint(verbs):
                    return None
                return None if self._has_surer(tokens, here, place) else Joined(here, place, verbs)
        return None

    def _has_surer(self, tokens: Sequence[Token], verb: int, place: int) -> bool:
        """*kwam neer op nog één ronde*: a preposition in mid-clause gives way to a particle that is none."""
        rules = self._rules
        if tokens[place].stop or place + 1 == len(tokens) or tokens[place].form not in rules.prepositions:
            return False
        surer = rules.particles - rules.prepositions - rules.adverbs
        between = [token for token in tokens[verb + 1 : place] if token.form in surer]
        return any(self._verbs(token, tokens, verb, final=False) for token in between)

    def _object(self, tokens: Sequence[Token], here: int, place: int) -> bool:
        """*dat* right after the verb, or after verb and pronoun, is an object: "we leggen *dat* vast"."""
        if tokens[here].form not in self._rules.objects or not here:
            return False
        verb = here - 1
        if tokens[verb].form in self._rules.subjects and verb:
            verb -= 1
        return bool(self._verbs(tokens[place], tokens, verb, final=False))

    def _pronominal(self, tokens: Sequence[Token], place: int) -> bool:
        """*daar … mee*, *waar … aan*: with *daar* in the clause, a single preposition belongs to it, not to the verb."""
        rules = self._rules
        if tokens[place].form not in rules.pronominal:
            return False
        if place and tokens[place - 1].form in rules.pronominal and not tokens[place - 1].stop:
            return False  # *daar … over na*: the one before is taken by *daar*
        for here in range(place - 1, max(place - _FARTHEST, -1), -1):
            if tokens[here].stop or tokens[here].form in rules.openers:
                return False
            if tokens[here].form in rules.there:
                return True
        return False

    def _closes(self, tokens: Sequence[Token], place: int) -> bool:
        token = tokens[place]
        if token.stop or place + 1 == len(tokens):
            return True
        following = tokens[place + 1].form
        if following == self._rules.to:
            return False
        return token.form not in self._rules.prepositions or following in self._rules.closers | self._rules.asides

    def _verbs(self, particle: Token, tokens: Sequence[Token], here: int, *, final: bool) -> tuple[str, ...]:
        """The known verbs that the word at `here` may make with the particle.

        What the lemma list calls no verb (*werk*, *stem*) is one beside its subject (*ik werk*) or at the start of a
        clause (*draag* dat over); `final` words stand behind their particle, where nouns do not.
        """
        token = tokens[here]
        bases = self.bases(token.form, token.lemma)
        verbs = tuple(particle.form + base for base in bases if self._is_verb(particle.form, base))
        if not verbs or final or any(verb.endswith(token.lemma) for verb in verbs):
            return verbs
        return verbs if self.has_subject(tokens, here) or self._begins(tokens, here) else ()

    def has_subject(self, tokens: Sequence[Token], here: int) -> bool:
        """A pronoun beside the word makes it a finite verb: *ik werk*, *werk je*; *je werk* may be a noun."""
        before = tokens[here - 1] if here else None
        if before and not before.stop and before.form in self._rules.subjects - self._rules.possessives:
            return True
        return here + 1 < len(tokens) and not tokens[here].stop and tokens[here + 1].form in self._rules.subjects

    def _begins(self, tokens: Sequence[Token], here: int) -> bool:
        return here == 0 or tokens[here - 1].stop or tokens[here - 1].form in self._rules.starts

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
        if (
            len(form) > LONGEST
            or not form.isalpha()
            or form in self._no_verbs
            or form.endswith(self._rules.participles)
        ):
            return ()
        known = (base for base in infinitives(form) if len(base) > 3 and self._lexicon.lemma(base))
        return tuple(dict.fromkeys([*([lemma] if lemma.endswith(_INFINITIVE) else []), *known]))
