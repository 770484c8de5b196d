"""A study as one command sees it: through its filters, counted for its coders, told in its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.errors import NothingToShow
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.project import Project
from qualcode.model.selection import NO_FILTERS, Filters, Selection, check_attribute, select
from qualcode.text import Words

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.references import Targets
    from qualcode.analysis.study import Counted


@dataclass(frozen=True)
class View:
    """What every table is made from. What was counted once is kept, so that a report reads each text a few times at most."""

    project: Project
    words: Words
    filters: Filters = NO_FILTERS
    approved_only: bool = False  # print only quotes that respondents approved of
    counts: bool = False  # print numbers that the variant of the analysis would leave out
    log: Sequence[Mapping[str, Any]] = ()  # the trail, by time
    _kept: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def codebook(self) -> Codebook:
        return self.project.codebook

    @cached_property
    def selection(self) -> Selection:
        return select(self.project, self.filters)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the filters leave, in codebook order."""
        return self.selection.codes

    @cached_property
    def coders(self) -> tuple[str, ...]:
        """Whose codings count (rule 1)."""
        from qualcode.analysis.study import counted_coders

        return counted_coders(self.project, self.filters.coder)

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

    def readable(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes that can be read for: those in use; a retired one is not offered any more."""
        return tuple(code for code in codes if not self.codebook.by_id[code].retired)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The codes that say something by themselves: those without codes below them, and those that were applied."""
        from qualcode.analysis.study import readings

        current = self.codebook.current
        every = readings(self.project, self.selection, self.coders)
        applied = {current.get(coding.code) for reading in every for coding in reading.codings}
        parents = {code.parent for code in self.codebook.codes}
        return tuple(code for code in self.codes if code not in parents or code in applied)

    @cached_property
    def loose(self) -> tuple[str, ...]:
        """The codes that are in no theme of the set, and have none below them that is."""
        placed = {
            code for theme in self.project.theme_set(self.filters.themes) for code in self.codebook.theme_members(theme)
        }
        above = {up for code in placed for up in self.codebook.ancestors(code)}
        return tuple(code for code in self.codes if code not in placed | above)

    def count(self, targets: "Targets", valence: str | None = None) -> "Counted":
        """What the tables need of the selection for these targets; of the codings of one valence ("" for none), or of all."""
        from qualcode.analysis.quoting import valence_of
        from qualcode.analysis.study import count

        only = None if valence is None else lambda coding: valence_of(coding, self.codebook) == valence
        key = ("count", valence, tuple((target, tuple(codes)) for target, codes in targets.items()))
        if key not in self._kept:
            self._kept[key] = count(self.project, self.selection, self.coders, targets, only)
        counted: Counted = self._kept[key]
        return counted

    def fragments(self, themes: Sequence[Theme] | None = None, attributes: Sequence[str] = ()) -> "pd.DataFrame":
        """One row a reference (the quote table)."""
        from qualcode.analysis.quoting import quotes

        themes = self.themes if themes is None else themes
        key = ("quotes", tuple(theme.id for theme in themes), tuple(attributes))
        if key not in self._kept:
            self._kept[key] = quotes(self.project, self.selection, self.coders, themes, attributes, self.approved_only)
        frame: pd.DataFrame = self._kept[key]
        return frame

    @cached_property
    def examples(self) -> Mapping[str, Mapping[str, Any]]:
        """code -> the quote that stands for it, the same in every table; codes without one are left out."""
        from qualcode.analysis.quoting import examples

        return dict(examples(self.fragments(), self.codes))

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What of the journals cannot be counted, for the person at the keyboard."""
        return self.project.left_out(self.coders)

    @property
    def published(self) -> tuple[str, ...]:
        """The attributes that may be printed (`publish:`), as far as cases.csv has them."""
        return tuple(name for name in self.project.settings.publish if name in self.project.cases.attributes)

    @property
    def numbers(self) -> bool:
        """Whether counts of codes may be printed: in reflexive analysis only when asked for."""
        return self.counts or self.project.settings.variant != "reflexive"

    def need_numbers(self) -> None:
        """Raise where the variant prints no counts."""
        if not self.numbers:
            raise NothingToShow(
                "This study is a reflexive thematic analysis, in which counts of codes are no results (Braun & Clarke, "
                "2021): this table is made with --counts alone, which says so below it."
            )

    def attribute(self, name: str) -> str:
        """An attribute of cases.csv that exists; another is an error with the nearest name."""
        check_attribute(self.project, name)
        return name
