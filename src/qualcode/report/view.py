"""A study as one command sees it: through its filters, counted for its coders, told in its words."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.analysis.direction import only as kept
from qualcode.analysis.references import Targets
from qualcode.errors import NothingToShow, unknown
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.condition import condition
from qualcode.model.project import Project
from qualcode.model.selection import NO_FILTERS, Filters, Selection, counted_coders, select
from qualcode.text import Say, Words

_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"(?:(?<=\w )|(?<=\w[,;] ))\w+")  # a word that begins no sentence

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.corpus import Corpus
    from qualcode.analysis.counted import Counted
    from qualcode.analysis.quoting import QuoteRows, Wanted


@dataclass(frozen=True)
class ThemeOrigin:
    """The first version of the codebook that has a theme."""

    at: str
    built: bool  # by a command of `theme`
    theme: Theme  # as it was then


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in their spacing alone."""
    return one.split() == other.split()


_SIGNS = {"=": "", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}  # of a condition, as a note has them


@dataclass(frozen=True)
class View:
    """What every table is made from. What was counted once is kept, so that a report reads each text a few times at most."""

    project: Project
    words: Words
    filters: Filters = NO_FILTERS
    approved_only: bool = False  # print only quotes that respondents approved of
    counts: bool = False  # print numbers that the variant of the analysis would leave out
    log: Sequence[Mapping[str, Any]] = ()  # the trail, by time
    theme_origins: Callable[[], "Mapping[str, ThemeOrigin]"] = dict  # reads the log
    _kept: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def codebook(self) -> Codebook:
        return self.project.codebook

    @cached_property
    def selection(self) -> Selection:
        return select(self.project, self.filters)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the filters leave, in codebook order; a retired one only where it, or one below it, was applied."""
        return tuple(code for code in self.selection.codes if code not in self._unused)

    @cached_property
    def _unused(self) -> frozenset[str]:
        """The retired codes that no counted coder applied anywhere, nor any below them."""
        book = self.codebook
        retired = [code.id for code in book.codes if code.retired]
        if not retired:
            return frozenset()
        coders = set(self.coders)
        said = (one.read() for one in self.project.journals_of(None) if one.coder in coders)
        applied = {book.current.get(coding.code) for codings in said for coding in codings.applied}
        return frozenset(code for code in retired if not applied & set(book.descendants(code)))

    @cached_property
    def expectations(self) -> frozenset[str]:
        """The candidate themes whose statement is the one that they came with: what was expected, and no finding.

        A theme that was built here came from the material.
        """
        candidates = [theme for theme in self.codebook.themes if theme.status == "candidate" and theme.statement]
        origins = self.theme_origins() if candidates else {}
        known = ((theme, origins.get(theme.id)) for theme in candidates)
        return frozenset(
            theme.id
            for theme, origin in known
            if origin and not origin.built and _same(theme.statement, origin.theme.statement)
        )

    def defined(self, what: str) -> tuple[str, ...]:
        """The themes that have a `statement`, `boundary` or `status` given after coding began: not one that they came with."""
        origins = self.theme_origins()
        found = []
        for theme in self.themes:
            origin, text = origins.get(theme.id), getattr(theme, what)
            early = origin and not origin.built and theme.id not in self.themes_of_unknown_time
            if text and not (origin and early and _same(text, getattr(origin.theme, what))):
                found.append(theme.id)
        return tuple(found)

    @property
    def themes_known(self) -> str:
        """Since when themes are there that were not made later: `before` the coding, or `known` when codings of elsewhere
        were read in: whether they came before that coding, nobody knows."""
        first = min(
            (one for journal in self.project.journals for one in journal.read().applied),
            key=lambda one: one.at,
            default=None,
        )
        return "known" if first is not None and first.origin == "import" else "before"

    @cached_property
    def themes_made_later(self) -> frozenset[str]:
        """The themes that were built after the first coding."""
        return frozenset(theme for theme, origin in self._after_coding.items() if origin.built)

    @cached_property
    def themes_of_unknown_time(self) -> frozenset[str]:
        """The themes that were typed into the codebook's file, and first seen there after coding had begun."""
        return frozenset(theme for theme, origin in self._after_coding.items() if not origin.built)

    @cached_property
    def _after_coding(self) -> "Mapping[str, ThemeOrigin]":
        begun = min((one.at for journal in self.project.journals for one in journal.read().applied), default="")
        origins = self.theme_origins() if begun else {}
        return {theme: origin for theme, origin in origins.items() if origin.at > begun}

    @property
    def only(self) -> tuple[str, ...]:
        """The sentence that says of which part of the study this is; none where it is of all of it."""
        return self.only_apart_from()

    def only_apart_from(self, *names: str) -> tuple[str, ...]:
        """The same without some filters: who a letter is to, is none of it."""
        told = [(name, self._in_words(name, value)) for name, value in self.selection.told if name not in names]
        return (self.words("note.filter", filters=self.words.filters(told)),) if told else ()

    def _in_words(self, name: str, value: str) -> str:
        """What a filter chose, as a reader knows it: by name."""
        book = self.codebook
        if name == "code":
            return f"‘{book.by_id[self.project.code(value)].name}’"
        if name == "theme":
            current = book.current_theme.get(value, value)
            return next((f"‘{theme.name}’" for theme in book.themes if theme.id == current), value)
        if name == "question":
            return next((f"‘{one.text}’" for one in book.questions if one.id == value), value)
        if name == "kind":
            return self.words.term(value)
        if name == "where":
            one = condition(self.project, value)
            shown = self.words.listed([f"‘{self.words('missing') if said == MISSING else said}’" for said in one.typed])
            return " ".join(filter(None, (one.attribute, _SIGNS[one.relation], shown)))
        return value

    @cached_property
    def is_part(self) -> bool:
        """Whether the filters leave fewer people than the study has."""
        return len(self.selection.counted_cases) < len(select(self.project, NO_FILTERS).counted_cases)

    @cached_property
    def coders(self) -> tuple[str, ...]:
        """Whose codings count (rule 1)."""
        return counted_coders(self.project, self.filters.coder)

    def names_of(self, coders: Sequence[str]) -> str:
        """Coders as a sentence names them: `coders:` in qualcode.yaml, else *the researcher* of one alone, else their ids."""
        alone = set(self.project.coders) <= set(coders) and len(coders) == 1
        roles = {"onderzoeker", "researcher", *(coders if alone else ())}
        named = self.project.settings.coders
        return self.words.listed(
            [named.get(one) or (self.words("the_researcher") if one in roles else one) for one in coders]
        )

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The themes of the set; with a filter on themes those, of whatever set where none is named."""
        wanted = {self.codebook.current_theme.get(name, name) for name in self.filters.theme}
        if not wanted:
            return self.project.theme_set(self.filters.themes)
        of = self.project.theme_set(self.filters.themes) if self.filters.themes else self.codebook.themes
        return tuple(theme for theme in of if theme.id in wanted)

    def members(self, theme: Theme) -> tuple[str, ...]:
        """The codes of a theme that the filters leave, with those below them, in codebook order."""
        left = set(self.codes)
        return tuple(code for code in self.codebook.theme_members(theme) if code in left)

    def pool(self, theme: Theme) -> tuple[str, ...]:
        """The codes whose codings a theme counts: its members and all below them, so that no code in it counts more."""
        return tuple(dict.fromkeys(below for code in self.members(theme) for below in self.codebook.descendants(code)))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The codes that say something by themselves: those without codes below them, and those that were applied."""
        parents = {code.parent for code in self.codebook.codes}
        return tuple(code for code in self.codes if code not in parents or code in self.applied)

    @cached_property
    def applied(self) -> frozenset[str]:
        """The codes that were applied themselves, in what the filters leave."""
        return frozenset(code for told in self._corpus.told for code in told.applied)

    @cached_property
    def loose(self) -> tuple[str, ...]:
        """The codes that are in no theme of the set; one with such a code below it only where it was applied itself."""
        placed = {
            code for theme in self.project.theme_set(self.filters.themes) for code in self.codebook.theme_members(theme)
        }
        above = {up for code in placed for up in self.codebook.ancestors(code)}
        return tuple(code for code in self.codes if code not in placed and (code not in above or code in self.told))

    def targets(self, codes: Iterable[str] | None = None) -> Targets:
        """Each code, of these or of all that the filters leave: it pools its own codings and those of the codes below it."""
        return {code: self.codebook.descendants(code) for code in (self.codes if codes is None else codes)}

    @cached_property
    def _corpus(self) -> "Corpus":
        from qualcode.analysis.corpus import corpus

        return corpus(self.project, self.selection, self.coders)

    def count(self, targets: Targets | None = None, only: str = "") -> "Counted":
        """What the tables need of the selection for these targets, else for each code; `only` mentions, or a list of
        factors (`direction`)."""
        from qualcode.analysis.counting import count

        targets = self.targets() if targets is None else targets
        wanted = kept(only, self.codebook) if only else None
        key = ("count", only, tuple((target, tuple(codes)) for target, codes in targets.items()))
        if key not in self._kept:
            self._kept[key] = count(self.project, self.selection, self.coders, self._corpus, targets, wanted)
        counted: Counted = self._kept[key]
        return counted

    def fragments(self, themes: Sequence[Theme] | None = None, attributes: Sequence[str] = ()) -> "pd.DataFrame":
        """One row a reference (the quote table)."""
        from qualcode.analysis.quoting import quotes

        themes = self.themes if themes is None else themes
        key = ("quotes", tuple(theme.id for theme in themes), tuple(attributes))
        if key not in self._kept:
            self._kept[key] = quotes(self._wanted(themes, attributes))
        frame: pd.DataFrame = self._kept[key]
        return frame

    def fragment_rows(self, themes: Sequence[Theme], attributes: Sequence[str] = ()) -> "QuoteRows":
        """The same as plain rows, without the words around."""
        from qualcode.analysis.quoting import quote_rows

        return quote_rows(self._wanted(themes, attributes))

    def around_fragments(self, themes: Sequence[Theme], attributes: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """What stands around each of them."""
        from qualcode.analysis.quoting import rows_around

        return rows_around(self._wanted(themes, attributes))

    def _wanted(self, themes: Sequence[Theme], attributes: Sequence[str]) -> "Wanted":
        from qualcode.analysis.quoting import Wanted

        return Wanted(self.project, self.selection, self.coders, themes, attributes, self.approved_only)

    @cached_property
    def examples(self) -> Mapping[str, Mapping[str, Any]]:
        """code -> the quote that stands for it, the same in every table; codes without one are left out."""
        from qualcode.analysis.quoting import examples

        return dict(examples(self.fragments(), self.codes))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that stand somewhere in the transcripts without a capital."""
        texts = (handle.read().text for handle in self.project.transcripts.values())
        return frozenset(word for text in texts for word in _WORD.findall(text) if word == word.lower())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that have a capital inside a sentence of the transcripts or of the codebook; in German every noun."""
        codes = (
            text for code in self.codebook.codes for text in (code.name, code.short, code.definition, code.include)
        )
        texts = (*codes, *(handle.read().text for handle in self.project.transcripts.values()))
        return frozenset(word for text in texts for word in _INSIDE.findall(text) if word[0].isupper())

    @cached_property
    def warnings(self) -> tuple[Say, ...]:
        """What of the journals cannot be counted, for the person at the keyboard."""
        return self.project.left_out(self.coders)

    @property
    def published(self) -> tuple[str, ...]:
        """The attributes that may be printed (`publish:`), as far as cases.csv has them."""
        return tuple(name for name in self.project.settings.publish if name in self.project.cases.attributes)

    @property
    def described(self) -> tuple[str, ...]:
        """Of those, what describes the respondents: not what the researcher judged of them, for a typology or a scale."""
        book = self.codebook
        criteria = (criterion.attribute for typology in book.typologies for criterion in typology.criteria)
        types, scales = (one.attribute for one in book.typologies), (one.attribute for one in book.scales)
        judged = {*criteria, *types, *scales}
        return tuple(name for name in self.published if name not in judged)

    @property
    def numbers(self) -> bool:
        """Whether counts of codes may be printed: in reflexive analysis only when asked for."""
        return self.counts or self.project.settings.variant != "reflexive"

    def need_numbers(self) -> None:
        """Raise where the variant prints no counts."""
        if not self.numbers:
            raise NothingToShow("error.reflexive_counts")

    def attribute(self, name: str) -> str:
        """An attribute of cases.csv that exists; another is an error with the nearest name."""
        if name not in self.project.cases.attributes:
            raise unknown("thing.attribute_in_cases_csv", name, self.project.cases.attributes)
        return name
