"""The filters that every command knows, resolved against a study."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, unknown
from qualcode.model.condition import condition, passes
from qualcode.model.handle import Handle
from qualcode.model.naming import meant
from qualcode.model.project import Project
from qualcode.model.settings import LANGUAGES
from qualcode.model.transcript import KINDS, Turn
from qualcode.text import Words

if TYPE_CHECKING:
    from qualcode.text.keys import Key


@dataclass(frozen=True)
class Filters:
    """As typed. The same filter repeated means or; different filters mean and; an empty one is no filter."""

    code: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    transcript: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    round: tuple[int, ...] = ()
    coder: tuple[str, ...] = ()
    themes: str | None = None  # the set of themes

    def takes(self, coder: str) -> bool:
        """Whether what this coder says is looked at; of all where none is named."""
        return not self.coder or "all" in self.coder or coder in self.coder

    def told(self) -> tuple[tuple[str, str], ...]:
        """(filter, value) as typed, for the note of a table. The coders have a sentence of their own."""
        names = ("code", "theme", "question", "case", "where", "transcript", "kind", "round")
        return tuple((name, str(value)) for name in names for value in getattr(self, name))


NO_FILTERS = Filters()


def understood(project: Project, typed: Filters, part: bool = True) -> Filters:
    """The filters as somebody typed them, with ids in the place of names and conditions in their plain form; `part`: whether
    a part of a name is enough, which it is where nothing is written. What is inside knows ids only.
    """
    book = project.codebook
    of = project.theme_set(typed.themes) if typed.themes else book.themes
    return replace(
        typed,
        code=tuple(project.code(name, part) for name in typed.code),
        theme=tuple(book.theme_meant(name, part, of) for name in typed.theme),
        question=tuple(book.question_meant(name, part) for name in typed.question),
        transcript=tuple(_by_id("thing.transcript", name, project.transcripts, part) for name in typed.transcript),
        case=tuple(_by_id("thing.case", name, project.known_cases, part) for name in typed.case),
        kind=tuple(
            meant("thing.kind", name, {kind: kind for kind in KINDS}, _KIND_NAMES, part=part) for name in typed.kind
        ),
        where=tuple(plain for one in typed.where for plain in condition(project, one).each()),
    )


_KIND_NAMES = {kind: tuple(Words(language).term(kind) for language in LANGUAGES) for kind in KINDS}


def _by_id(what: "Key", typed: str, known: Iterable[str], part: bool) -> str:
    """Of what has no name but its id."""
    ids = {one: one for one in known}
    return meant(what, typed, ids, dict.fromkeys(ids, ()), part=part)


@dataclass(frozen=True)
class Selection:
    """What the filters leave of a study."""

    transcripts: tuple[Handle, ...]
    codes: tuple[str, ...]  # in codebook order
    cases: frozenset[str]  # all cases of the selection, counted or not
    counted_cases: tuple[str, ...]  # N: those with an interview or focus group in it
    narrowed: bool  # a filter on codes is set: a selective pass
    by_case: bool  # a filter on cases is set
    told: tuple[tuple[str, str], ...] = ()  # the filters as typed

    def touched(self, turns: Iterable[Turn]) -> tuple[Turn, ...]:
        """Those of the turns that a coding touches whose words are in the selection (docs/counting.md, rule 3)."""
        return tuple([turn for turn in turns if not self.by_case or turn.case in self.cases])

    def includes(self, turns: Iterable[Turn]) -> bool:
        """Whether what touches these turns is in the selection: under a filter on cases, where one of them speaks."""
        return not self.by_case or bool(self.touched(turns))


def select(project: Project, filters: Filters) -> Selection:
    """Resolve `filters`; an unknown name is an error with the nearest one."""
    handles = _transcripts(project, filters)
    wanted = _known_cases(project, filters.case)
    conditions = [condition(project, typed) for typed in filters.where]
    cases = frozenset(
        case
        for handle in handles
        for case in handle.cases
        if (not filters.case or case.casefold() in wanted) and passes(conditions, project.cases.get(case).value)
    )
    by_case = bool(filters.case or filters.where)
    if by_case:
        handles = tuple(handle for handle in handles if cases & set(handle.cases))
    people = {case for handle in handles if handle.counts_people for case in handle.cases} & cases
    order = {case.casefold(): index for index, case in enumerate(project.cases.ids())}
    counted = tuple(sorted(people, key=lambda case: (order.get(case.casefold(), len(order)), case)))
    narrowed = bool(filters.code or filters.theme or filters.question)
    return Selection(handles, _codes(project, filters), cases, counted, narrowed, by_case, filters.told())


def counted_coders(project: Project, asked: Iterable[str]) -> tuple[str, ...]:
    """Whose codings a table counts (rule 1): those asked for; else the only coder, else the study's; `all` pools."""
    wanted = tuple(dict.fromkeys(asked))
    if "all" in wanted:
        return project.coders
    for name in wanted:
        if name not in project.coders:
            raise unknown("thing.coder_with_codings", name, project.coders)
    if wanted:
        return wanted
    if len(project.coders) <= 1 or project.settings.coder in project.coders:
        return project.coders if len(project.coders) <= 1 else (project.settings.coder,)
    raise QualcodeError("error.several_coders", coders=", ".join(project.coders))


def _transcripts(project: Project, filters: Filters) -> tuple[Handle, ...]:
    wanted = {project.transcript(name).id for name in filters.transcript}
    rounds = {handle.round for handle in project.transcripts.values()}
    for number in filters.round:
        if number not in rounds:
            raise unknown("thing.round", str(number), map(str, sorted(rounds)))
    for kind in filters.kind:
        if kind not in KINDS:
            raise unknown("thing.kind", kind, KINDS)
    return tuple(
        handle
        for handle in project.transcripts.values()
        if (not wanted or handle.id in wanted)
        and (not filters.kind or handle.kind in filters.kind)
        and (not filters.round or handle.round in filters.round)
    )


def _known_cases(project: Project, names: Collection[str]) -> set[str]:
    known = {case: case for handle in project.transcripts.values() for case in handle.cases}
    known |= {case: case for case in project.cases.ids()}
    folded = {case.casefold() for case in known}
    for name in names:
        if name.casefold() not in folded:
            raise unknown("thing.case", name, known)
    return {name.casefold() for name in names}


def _codes(project: Project, filters: Filters) -> tuple[str, ...]:
    codebook = project.codebook
    kept = set(codebook.by_id)
    if filters.code:
        kept &= {below for name in filters.code for below in codebook.descendants(project.code(name))}
    if filters.theme:
        kept &= {code for name in filters.theme for code in _theme_codes(project, filters, name)}
    if filters.question:
        kept &= {code for name in filters.question for code in _question_codes(project, name)}
    return tuple(code.id for code in codebook.codes if code.id in kept)


def _theme_codes(project: Project, filters: Filters, name: str) -> tuple[str, ...]:
    of = project.theme_set(filters.themes) if filters.themes else project.codebook.themes
    wanted = project.codebook.theme_meant(name, themes=of)
    return next(project.codebook.theme_members(theme) for theme in of if theme.id == wanted)


def _question_codes(project: Project, name: str) -> tuple[str, ...]:
    wanted = project.codebook.question_meant(name)
    return tuple(code.id for code in project.codebook.codes if code.question == wanted)
