"""What matching knows of a language: word lists, each in a file of its own. Another language is one file and one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.registry import Registry

LANGUAGES: Registry["Language"] = Registry(
    "thing.language_of_a_codebook",
    {
        "nl": "qualcode.suggest.languages.nl:DUTCH",
        "en": "qualcode.suggest.languages.en:ENGLISH",
        "de": "qualcode.suggest.languages.de:GERMAN",
    },
)


@dataclass(frozen=True)
class Separable:
    """Verbs that fall apart: *samenwerken* in "we werken goed samen".

    A particle that is no preposition has its verb in the clause before it wherever it stands; one of `prepositions` is
    a particle only where the clause ends, or goes on with one of `closers`. `openers` begin a clause: no verb has its
    particle beyond one. `auxiliaries` stand between particle and verb (*op kunnen lossen*); the verbs of `never` have
    no particle of their own.
    """

    particles: frozenset[str]
    prepositions: frozenset[str]
    to: str
    auxiliaries: frozenset[str]
    never: frozenset[str]
    openers: frozenset[str]
    closers: frozenset[str]
    asides: frozenset[str]  # verbs that close as well: *dat lossen we op* denk ik
    others: frozenset[str]  # function words that look like verbs
    articles: frozenset[str]
    participles: tuple[str, ...]  # endings of present participles, which stand apart from no particle
    objects: frozenset[str] = frozenset()  # openers that are also pronouns: *dat*
    subjects: frozenset[str] = frozenset()  # pronouns beside a finite verb
    possessives: frozenset[str] = frozenset()  # those of them that before a noun say whose it is: *je*
    starts: frozenset[str] = frozenset()  # words after which a clause begins with its verb: *en*, *dan*
    nouns: frozenset[str] = frozenset()  # particles that are also nouns: *deel*
    adverbs: frozenset[str] = frozenset()  # and adverbs: *samen*, *goed*
    there: frozenset[str] = frozenset()  # *daar*, *waar*: with one of `pronominal`, daarmee and its like in two words
    pronominal: frozenset[str] = frozenset()
    with_there: frozenset[str] = frozenset()  # verbs that have *er* of their own: *ziet er goed uit*
    purpose: Mapping[str, frozenset[str]] = field(default_factory=dict)  # *om te*, but for after these words


@dataclass(frozen=True)
class Language:
    """Data only; what a language leaves empty does nothing."""

    code: str
    stemmer: str  # the algorithm of the Snowball stemmers
    abbreviations: frozenset[str] = frozenset()  # without their last full stop
    lemmas: Mapping[str, str] = field(default_factory=dict)  # form -> lemma, before the lemma list; spoken forms too
    clitics: tuple[str, ...] = ()  # endings that are words of their own, as in I've
    clitic_hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # after other words the ending is itself
    diminutives: bool = False  # are they made as in Dutch?
    links: tuple[str, ...] = ()  # letters between the parts of a compound
    no_heads: frozenset[str] = frozenset()  # what never is the first part of a compound
    no_tails: frozenset[str] = frozenset()  # endings that look like words
    whole: frozenset[str] = frozenset()  # words that look like compounds and are none
    separable: Separable | None = None
    cues: tuple[str, ...] = ()  # what is absent or scarce, before a hit in its clause; lemmas
    cue_verbs: tuple[str, ...] = ()  # those of them that may follow it, too: *vertrouwen ontbreekt*
    weak_cues: tuple[str, ...] = ()
    weak_after: tuple[str, ...] = ()  # weak cues that may follow: *we vertrouwen ze niet*
    weakly: str = ""  # how a weak cue is told
    turning: frozenset[str] = frozenset()  # a sentence that opens so turns against the one before
    turn_follows: str = ""  # how that is told
    echo: str = ""  # how it is told that a hit repeats the interviewer's words
    joins: frozenset[str] = frozenset()  # words that begin a new clause
    common: frozenset[str] = frozenset()  # function words, which are no candidates for a keyword
