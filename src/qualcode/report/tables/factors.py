"""Factors: what hinders, what helps, what does both, and the other points (rule 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.analysis.counts import Count
from qualcode.analysis.direction import LISTS, list_of
from qualcode.analysis.readings import readings
from qualcode.errors import unknown
from qualcode.report.counts import folded
from qualcode.report.document import Column, Data, Heading, Items, Output, Part, Prose, Report, Row, Table, Value
from qualcode.report.notes import count_notes
from qualcode.report.notes import warnings as warnings_of
from qualcode.report.tables.appendix import bulleted
from qualcode.report.view import View
from qualcode.text import UNKNOWN, Words, capital

ORDERS = ("rank", "hand")
STYLES = ("table", "list")
_SIDES = ("facilitator", "barrier", "mixed")
COLUMNS = (
    "list", "rank", "code", "name", "cases", "of_cases", "references", "widely_shared", "parent", "respondents",
    "read_cases",
)  # fmt: skip


@dataclass(frozen=True)
class Factor:
    """A code in one of the lists. `parent` is the nearest code above it in that list: then it is an aspect of that."""

    list: str
    code: str
    parent: str
    cases: Count
    references: Count
    who: tuple[str, ...]
    rank: int | None = None


def factors(view: View, order: str = "", aspects: bool = False, style: str = "table") -> Output:
    """The lists, most respondents first (`rank`), or in codebook order without ranks (`hand`); or each factor with its
    aspects. As a table with its figures, or as lists of names: numbered, and of the other points and of aspects bulleted.

    A table is in order of rank unless told otherwise, lists are in that of the codebook.
    """
    if style not in STYLES:
        raise unknown("thing.style", style, STYLES)
    order = order or ("hand" if style == "list" else "rank")
    if order not in ORDERS:
        raise unknown("thing.order", order, ORDERS)
    if not view.numbers:
        order = "hand"
    found = [factor for name in LISTS for factor in _ordered(view, list(_list(view, name)), order)]
    data = Data("factors", COLUMNS, tuple(_values(view, factor) for factor in found))
    title = _title(view.words, aspects)
    if style == "list":
        told = _aspects_listed(view, found) if aspects else _listed(view, found, order)
        note = " ".join((view.words.of("factors.list", order), *(() if aspects else _unfound(view, found))))
        parts = (*map(Prose, view.only), *told, Prose(note))
        return Output(data, Report(title, parts, view.project.changed), view.warnings)
    columns, printed = _aspects(view, found) if aspects else _lists(view, found)
    notes = [*view.only, view.words("factors.note.order" if order == "rank" and not aspects else "factors.note.hand")]
    shared = view.project.settings.widely_shared
    if shared and not aspects:
        notes.append(view.words("factors.note.shared", k=shared))
    counted = view.count()
    dashes = any(UNKNOWN in row.cells for row in printed)
    notes += [] if aspects or not view.numbers else _unfound(view, found)
    notes += count_notes(view, counted, dashes=dashes, against="factors.note.against") if view.numbers else []
    table = Table(title, columns, tuple(printed), tuple(notes))
    return Output(data, Report(title, (table,), view.project.changed), warnings_of(counted.facts))


def _title(words: Words, aspects: bool) -> str:
    """In the study's own words for what hinders and what helps, where it has them."""
    if aspects or not (words.own.get("barrier") or words.own.get("facilitator")):
        return words("factors.aspects.title" if aspects else "factors.title")
    told = words.listed([words.plural("barrier"), words.plural("facilitator")])
    return told[:1].upper() + told[1:]


def _aspects_of(words: Words, side: str) -> str:
    """What the aspects of a side are called."""
    return capital(words.plural(side) if words.own.get(side) else words.of("aspects", side))


def _values(view: View, factor: Factor) -> tuple[Value, ...]:
    name = view.codebook.by_id[factor.code].name
    if not view.numbers:
        return (factor.list, factor.rank, factor.code, name, None, None, None, None, factor.parent, "", None)
    shared = view.project.settings.widely_shared
    figures = (factor.cases, factor.cases.of, factor.references, factor.cases.n >= shared if shared else None)
    head = (factor.list, factor.rank, factor.code, name)
    return (*head, *figures, factor.parent, "; ".join(factor.who), factor.cases.read)


def _list(view: View, name: str) -> Iterator[Factor]:
    """The codes of one list in codebook order: those of that kind; of neither kind, those with a coding of that valence."""
    codebook = view.codebook
    counted = view.count(only=name)
    found = counted.figures()
    own = _own(view, name)
    listed: list[str] = []
    for code in view.codes:
        entry = codebook.by_id[code]
        if entry.kind == "strategy" or (entry.retired and not found[code].references.n):
            continue
        if not (code in own or entry.kind == name):
            continue
        listed.append(code)
        parent = next((up for up in list(codebook.ancestors(code))[1:] if up in listed), "")
        yield Factor(name, code, parent, found[code].cases, found[code].references, tuple(counted.spoken(code)))


def _own(view: View, name: str) -> set[str]:
    """The codes of which a coding of their own counts in this list."""
    codebook = view.codebook
    return {
        codebook.current[coding.code]
        for reading in readings(view.project, view.selection, view.coders)
        for coding in reading.codings
        if list_of(coding, codebook) == name
    }


def _ordered(view: View, found: Sequence[Factor], order: str) -> list[Factor]:
    """Factors by distinct cases (ties 1-2-2-4), then references, then codebook order; each followed by its aspects."""
    if order == "hand":
        return list(found)
    place = {code: number for number, code in enumerate(view.codes)}

    def weight(factor: Factor) -> tuple[int, int, int]:
        return (-factor.cases.n, -factor.references.n, place[factor.code])

    whole = sorted((one for one in found if not one.parent), key=weight)
    ordered: list[Factor] = []
    for factor in whole:
        better = sum(other.cases.n > factor.cases.n for other in whole)
        ordered.append(replace(factor, rank=better + 1 if factor.cases.n and factor.list != "other" else None))
        ordered += sorted((one for one in found if _top(found, one) == factor.code and one.parent), key=weight)
    return ordered


def _top(found: Sequence[Factor], factor: Factor) -> str:
    while factor.parent:
        factor = next(one for one in found if one.code == factor.parent)
    return factor.code


def _lists(view: View, found: Sequence[Factor]) -> tuple[tuple[Column, ...], list[Row]]:
    words, shared = view.words, view.project.settings.widely_shared
    if not view.numbers:
        return (Column(words.heading("factor")),), list(_named(view, found))
    columns = [Column(words.heading("factor"), 5), Column(words.heading("cases"), 2, True)]
    columns.append(Column(words.heading("references"), 2, True))
    columns += [Column(words.heading("widely_shared"), 2)] if shared else []
    columns.append(Column(words.heading("respondents"), 4))
    rows: list[Row] = []
    codes: list[str] = []
    for name in LISTS:
        of_list = [factor for factor in found if factor.list == name and factor.cases.n]
        if of_list:
            head = words.plural(name) if name != "other" else words("factors.other")
            rows.append(Row((capital(head), *("" for _ in columns[1:])), group=True))
            codes.append("")
        for factor in of_list:
            label = view.codebook.by_id[factor.code].name
            cells = [f"{factor.rank}. {label}" if factor.rank else label]
            cells += [words.n_of(factor.cases), words.figure(factor.references)]
            cells += [_is_shared(factor, shared, words)] if shared else []
            rows.append(Row((*cells, ", ".join(factor.who)), 1 + bool(factor.parent)))
            codes.append(factor.code)
    return tuple(columns), list(folded(view, view.count(), rows, codes))


def _unfound(view: View, found: Sequence[Factor]) -> Iterator[str]:
    """The codes that would be factors and that nobody mentions: whether that is known, or not yet."""
    for key, known in (("unfound", True), ("not_yet", False)):
        none = [one.code for one in found if not one.cases.n and one.cases.known is known and one.code in view.told]
        if names := [view.codebook.by_id[code].name for code in dict.fromkeys(none)]:
            yield view.words.of("factors.note", key, names=", ".join(names))


def _listed(view: View, found: Sequence[Factor], order: str) -> Iterator[Part]:
    """The factors that somebody mentions: two numbered lists, what does both as a third, and the other points bulleted.

    Codes that only hold others together are no points of their own.
    """
    if order == "rank":
        found = sorted(found, key=lambda one: (-one.cases.n, -one.references.n))
    for name in LISTS:
        of_list = [one for one in found if one.list == name and one.cases.n and one.code in view.told]
        if of_list:
            head = view.words.plural(name) if name != "other" else view.words("factors.other")
            yield Heading(capital(head), 2)
            names = tuple(view.codebook.by_id[factor.code].name for factor in of_list)
            yield Items(names, "bullet" if name == "other" else "number")


def _aspects_listed(view: View, found: Sequence[Factor]) -> Iterator[Part]:
    """Each factor with its aspects below it, those that help and those that hinder apart."""
    for code in view.codebook.codes:
        sides = [(side, _of_factor(view, code.id, side, found)) for side in _SIDES] if not code.parent else []
        if any(own for _, own in sides):
            yield Heading(code.name, 2)
        for side, own in sides:
            if own:
                yield Prose(f"{_aspects_of(view.words, side)}:")
                yield Items(tuple(view.codebook.by_id[one.code].name for one in own))


def _is_shared(factor: Factor, shared: int, words: Words) -> str:
    """Whether so many mention it; too few says nothing while not everybody was read."""
    if factor.cases.n >= shared:
        return words("yes")
    return words("nay") if factor.cases.read == factor.cases.of else UNKNOWN


def _named(view: View, found: Sequence[Factor]) -> Iterator[Row]:
    """The lists without any numbers."""
    for name in LISTS:
        of_list = [factor for factor in found if factor.list == name and factor.cases.n]
        if of_list:
            head = view.words.plural(name) if name != "other" else view.words("factors.other")
            yield Row((capital(head),), group=True)
        for factor in of_list:
            yield Row((view.codebook.by_id[factor.code].name,), 1 + bool(factor.parent))


def _aspects(view: View, found: Sequence[Factor]) -> tuple[tuple[Column, ...], list[Row]]:
    """A row for each code at the top, its aspects by what they do to it; one side may be empty, if everyone was read."""
    words = view.words
    counted = view.count().figures()
    sides = [name for name in _SIDES if any(one.list == name for one in found)]
    columns = (
        Column(words.heading("factor"), 3),
        *(Column(_aspects_of(words, name), 5) for name in sides),
    )
    rows = []
    for code in (one for one in view.codebook.codes if not one.parent):
        cells = [bulleted([_aspect(view, one) for one in _of_factor(view, code.id, side, found)]) for side in sides]
        if any(cells):
            empty = "" if code.id in counted and counted[code.id].cases.complete else UNKNOWN
            rows.append(Row((code.name, *(cell or empty for cell in cells))))
    return columns, rows


def _of_factor(view: View, code: str, side: str, found: Sequence[Factor]) -> list[Factor]:
    """The aspects of a factor on one side that somebody mentions."""
    parents = {one.parent for one in view.codebook.codes}
    below = set(view.codebook.descendants(code))
    return [
        one
        for one in found
        if one.list == side and one.code in below and one.cases.n and (one.code not in parents or _alone(one, found))
    ]


def _alone(factor: Factor, found: Sequence[Factor]) -> bool:
    """Whether a code with codes below it is its own aspect: none of those is in its list."""
    return not any(one.list == factor.list and one.parent == factor.code and one.cases.n for one in found)


def _aspect(view: View, factor: Factor) -> str:
    name = view.codebook.by_id[factor.code].name
    figures = f" ({view.words.n_of(factor.cases)}: {', '.join(factor.who)})"
    return name + (figures if view.numbers else "")
