"""What can be said of a segment: codes in a tree, and everything the operationalisation matrix knows of them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from qualcode.model.keyword.keyword import Keyword
from qualcode.model.naming import meant

KINDS = ("barrier", "facilitator", "strategy", "neutral")
ORIGINS = ("deductive", "inductive")
STATUSES = ("candidate", "reviewed", "final")  # of a theme
CLAUSES = {  # language -> how `said` begins
    "nl": ("dat", "hoe", "of", "wat"),
    "en": ("that", "how", "whether", "what"),
    "de": ("dass", "wie", "ob", "was"),
}
SPEAKERS = {  # words of a clause that stand for who says it
    "nl": frozenset("ik hij zij ze wij we mij mijn ons onze hen hun henzelf zichzelf".split()),
    "en": frozenset("i he she they we me my our us them their themselves".split()),
    "de": frozenset("ich er sie wir mich mein uns unser".split()),
}


@dataclass(frozen=True)
class Question:
    """A research question (deelvraag)."""

    id: str
    text: str
    kind: str = ""  # literature | empirical
    method: str = ""
    section: str = ""


@dataclass(frozen=True)
class Code:
    """A code, flat: `parent` says where it hangs. question, kind and source are the parent's where absent."""

    id: str
    name: str
    parent: str = ""
    question: str = ""
    kind: str = "neutral"
    short: str = ""
    said: str = (
        ""  # a clause that tells what people said: "dat men elkaar kent"; for sentences, no part of the definition
    )
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    interview_question: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    row: str = ""
    keywords: tuple[Keyword, ...] = ()
    keywords_proposed: tuple[Keyword, ...] = ()
    unless: tuple[Keyword, ...] = ()  # `not` in the file: a sentence that matches is no suggestion
    other: dict[str, str] = field(default_factory=dict, hash=False)  # further columns of the matrix: heading -> cell
    origin: str = "deductive"  # one of ORIGINS
    added: str = ""  # the date of an inductive code
    fragment: str = ""  # the place it was first seen: transcript:start:end
    color: str = ""
    was: tuple[str, ...] = ()
    retired: str = ""  # the reason; a retired code is no longer offered, still counted
    split_into: tuple[str, ...] = ()  # the codes that a retired one was split into

    @cached_property
    def definition_hash(self) -> str:
        """12 hex digits of the sha256 of definition, include and exclude, white space normalised."""
        parts = [" ".join(part.split()) for part in (self.definition, self.include, self.exclude)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    @property
    def looked_at(self) -> str:
        """What a coding is marked with when it was held against this definition; after a split, once more."""
        return f"{self.definition_hash}:split" if self.split_into else self.definition_hash


@dataclass(frozen=True)
class Relation:
    """What a theme does to another, in the researcher's word: an arrow of the thematic map."""

    to: str  # the id of the other theme
    label: str


@dataclass(frozen=True)
class Theme:
    """An analytic grouping of codes, in a named set of themes."""

    id: str
    name: str
    set: str = ""
    names: dict[str, str] = field(default_factory=dict)  # question id -> the theme's name there
    statement: str = ""
    boundary: str = ""
    status: str = "candidate"  # one of STATUSES
    relations: tuple[Relation, ...] = ()
    codes: tuple[str, ...] = ()
    was: tuple[str, ...] = ()  # older ids


@dataclass(frozen=True)
class Topic:
    """An entry of the interview guide."""

    id: str
    text: str
    group: str = ""
    section: str = ""
    perspective: str = ""
    letter: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    id: str
    name: str
    attribute: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseType:
    id: str
    name: str
    description: str = ""
    values: dict[str, str] = field(default_factory=dict)  # criterion id -> value


@dataclass(frozen=True)
class Typology:
    id: str
    name: str
    attribute: str = ""
    criteria: tuple[Criterion, ...] = ()
    types: tuple[CaseType, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A bipolar dimension on which cases are placed; `attribute` is a column of cases.csv."""

    id: str
    name: str
    low: str = ""
    high: str = ""
    attribute: str = ""


@dataclass(frozen=True)
class Item:
    id: str
    name: str
    column: str = ""


@dataclass(frozen=True)
class ItemSet:
    """A plain list, printed in columns."""

    id: str
    name: str
    columns: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """An operationalisation matrix as it was read: its title, its headings in order, and fingerprints of its cells."""

    id: str
    title: str = ""
    columns: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)  # heading -> what the user said the column is
    cells: dict[str, str] = field(default_factory=dict)  # row -> a fingerprint a column, spaces between


@dataclass(frozen=True)
class Codebook:
    """All codes in codebook order (a parent stands before its children), and what is built on them."""

    title: str = ""
    language: str = ""
    version: str = ""
    source: str = ""
    questions: tuple[Question, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    codes: tuple[Code, ...] = ()
    themes: tuple[Theme, ...] = ()
    topics: tuple[Topic, ...] = ()
    typologies: tuple[Typology, ...] = ()
    scales: tuple[Scale, ...] = ()
    sets: tuple[ItemSet, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def current(self) -> dict[str, str]:
        """Every id a code has or had -> the id it has now."""
        older = {old: code.id for code in self.codes for old in code.was}
        return older | {code.id: code.id for code in self.codes}

    def code_meant(self, typed: str, part: bool = False) -> str:
        """The id of the code that somebody means (`naming.meant`)."""
        if typed in self.current:
            return self.current[typed]
        names = {code.id: (code.name,) for code in self.codes}
        above = {code.id: self.by_id[code.parent].name for code in self.codes if code.parent in self.by_id}
        return meant("thing.code", typed, self.current, names, above, part)

    def theme_meant(self, typed: str, part: bool = False, themes: "Iterable[Theme] | None" = None) -> str:
        """The id of the theme that somebody means; `themes`: of these only."""
        own = self.themes if themes is None else tuple(themes)
        names = {theme.id: (theme.name, *theme.names.values()) for theme in own}
        ids = {old: now for old, now in self.current_theme.items() if now in names}
        return meant("thing.theme", typed, ids, names, {theme.id: theme.set for theme in own}, part)

    def question_meant(self, typed: str, part: bool = False) -> str:
        """The id of the research question that somebody means."""
        names = {question.id: (question.text,) for question in self.questions}
        return meant("thing.question", typed, {one: one for one in names}, names, part=part)

    @cached_property
    def current_theme(self) -> dict[str, str]:
        """Every id a theme has or had -> the id it has now."""
        older = {old: theme.id for theme in self.themes for old in theme.was}
        return older | {theme.id: theme.id for theme in self.themes}

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The codes without codes below them."""
        return frozenset(self.by_id) - {code.parent for code in self.codes}

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {code.id: [] for code in self.codes}
        for code in self.codes:
            for above in self.ancestors(code.id):
                found.setdefault(above, []).append(code.id)
        return {code: tuple(below) for code, below in found.items()}

    def ancestors(self, code_id: str) -> Iterator[str]:
        """The code itself, its parent, and so on up."""
        while code_id:
            yield code_id
            code_id = self.by_id[code_id].parent if code_id in self.by_id else ""

    def descendants(self, code_id: str) -> tuple[str, ...]:
        """The code itself and all below it, in codebook order."""
        return self._below.get(code_id, ())

    def themes_in(self, set_id: str) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.themes if theme.set == set_id)

    @cached_property
    def theme_sets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(theme.set for theme in self.themes))

    def theme_members(self, theme: Theme) -> tuple[str, ...]:
        """The codes of a theme with all below them, in codebook order."""
        wanted = {below for code in theme.codes for below in self.descendants(code)}
        return tuple(code.id for code in self.codes if code.id in wanted)

    def offered(self) -> tuple[Code, ...]:
        """The codes that may still be applied."""
        return tuple(code for code in self.codes if not code.retired)
