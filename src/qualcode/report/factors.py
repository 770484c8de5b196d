"""Factors: what hinders, what helps, what does both, and the other points (rule 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.analysis.quoting import valence_of
from qualcode.analysis.references import Targets
from qualcode.analysis.study import readings
from qualcode.analysis.tables import basic_counts, cases_read, code_targets
from qualcode.errors import unknown
from qualcode.report.notes import count_notes
from qualcode.report.notes import warnings as warnings_of
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View

LISTS = ("barrier", "facilitator", "mixed", "other")
ORDERS = ("rank", "hand")
COLUMNS = (
    "list", "rank", "code", "name", "cases", "of_cases", "references", "widely_shared", "parent", "respondents",
)  # fmt: skip


@dataclass(frozen=True)
class Factor:
    """A code in one of the lists. `parent` is the nearest code above it in that list: then it is an aspect of that."""

    list: str
    code: str
    parent: str
    cases: tuple[str, ...]
    references: int
    rank: int | None = None


def factors(view: View, order: str = "rank", aspects: bool = False) -> Output:
    """The lists, most respondents first, or in codebook order without ranks; or each factor with its aspects."""
    if order not in ORDERS:
        raise unknown("order", order, ORDERS)
    if not view.numbers:
        order = "hand"
    found = [factor for name in LISTS for factor in _ordered(view, list(_list(view, name)), order)]
    total, names = len(view.selection.counted_cases), {code.id: code.name for code in view.codebook.codes}
    shared = view.project.settings.widely_shared
    counted = view.count(code_targets(view.codebook, view.codes))
    rows: list[tuple[Value, ...]] = [
        (
            factor.list,
            factor.rank,
            factor.code,
            names[factor.code],
            len(factor.cases),
            total,
            factor.references,
            len(factor.cases) >= shared if shared else None,
            factor.parent,
            "; ".join(factor.cases),
        )
        for factor in found
    ]
    if not view.numbers:
        rows = [(*row[:4], None, None, None, None, row[8], "") for row in rows]
    data = Data("factors", COLUMNS, tuple(rows))
    read = {code: len(cases_read(counted, codes)) for code, codes in code_targets(view.codebook, view.codes).items()}
    silent = {factor.code for factor in found if not factor.cases and read[factor.code] < total}  # nobody read for them
    title = view.words("factors.aspects.title" if aspects else "factors.title")
    columns, printed = _aspects(view, found) if aspects else _lists(view, found, silent)
    notes = [view.words("factors.note.order" if order == "rank" and not aspects else "factors.note.hand")]
    if shared and not aspects:
        notes.append(view.words("factors.note.shared", k=shared))
    notes += count_notes(view, counted, dashes=bool(silent) and not aspects) if view.numbers else []
    table = Table(title, columns, tuple(printed), tuple(notes))
    return Output(data, Report(title, (table,), view.project.changed), warnings_of(counted.facts))


def _list(view: View, name: str) -> Iterator[Factor]:
    """The codes of one list in codebook order: those of that kind, and those with a coding of that valence."""
    codebook = view.codebook
    valence = "" if name == "other" else name
    targets: Targets = code_targets(codebook, view.codes)
    counted = view.count(targets, valence)
    references = basic_counts(counted, targets)["references"].to_dict()
    people = counted.touches[counted.touches["case"].isin(counted.cases["case"])]
    order = {case: place for place, case in enumerate(counted.cases["case"])}
    own = _own(view, valence)
    listed: list[str] = []
    for code in view.codes:
        entry = codebook.by_id[code]
        if entry.kind == "strategy" or (entry.retired and not references[code]):
            continue
        if not (code in own or (entry.kind == name and not entry.retired)):
            continue
        listed.append(code)
        parent = next((up for up in list(codebook.ancestors(code))[1:] if up in listed), "")
        cases = sorted(set(people[people["target"] == code]["case"]), key=order.__getitem__)
        yield Factor(name, code, parent, tuple(cases), int(references[code]))


def _own(view: View, valence: str) -> set[str]:
    """The codes that have a coding of this valence themselves."""
    codebook = view.codebook
    return {
        codebook.current[coding.code]
        for reading in readings(view.project, view.selection, view.coders)
        for coding in reading.codings
        if coding.code in codebook.current and valence_of(coding, codebook) == valence
    }


def _ordered(view: View, found: Sequence[Factor], order: str) -> list[Factor]:
    """Factors by distinct cases (ties 1-2-2-4), then references, then codebook order; each followed by its aspects."""
    if order == "hand":
        return list(found)
    place = {code: number for number, code in enumerate(view.codes)}

    def weight(factor: Factor) -> tuple[int, int, int]:
        return (-len(factor.cases), -factor.references, place[factor.code])

    whole = sorted((one for one in found if not one.parent), key=weight)
    ordered: list[Factor] = []
    for factor in whole:
        better = sum(len(other.cases) > len(factor.cases) for other in whole)
        rank = better + 1 if factor.cases and factor.list != "other" else None
        ordered.append(Factor(factor.list, factor.code, "", factor.cases, factor.references, rank))
        ordered += sorted((one for one in found if _top(found, one) == factor.code and one.parent), key=weight)
    return ordered


def _top(found: Sequence[Factor], factor: Factor) -> str:
    while factor.parent:
        factor = next(one for one in found if one.code == factor.parent)
    return factor.code


def _lists(view: View, found: Sequence[Factor], silent: set[str]) -> tuple[tuple[Column, ...], list[Row]]:
    words, shared = view.words, view.project.settings.widely_shared
    if not view.numbers:
        return (Column(words.heading("factor")),), list(_named(view, found))
    columns = [Column(words.heading("factor"), 5), Column(words.heading("cases"), 2, True)]
    columns.append(Column(words.heading("references"), 2, True))
    columns += [Column(words.heading("widely_shared"), 2)] if shared else []
    columns.append(Column(words.heading("respondents"), 4))
    rows: list[Row] = []
    total = len(view.selection.counted_cases)
    for name in LISTS:
        of_list = [factor for factor in found if factor.list == name]
        if of_list:
            head = words.plural(name) if name != "other" else words("factors.other")
            rows.append(Row((head.capitalize(), *("" for _ in columns[1:])), group=True))
        for factor in of_list:
            label = view.codebook.by_id[factor.code].name
            figures = (
                ["–", "–"] if factor.code in silent else [words.n_of(len(factor.cases), total), str(factor.references)]
            )
            cells = [f"{factor.rank}. {label}" if factor.rank else label, *figures]
            if shared:
                cells.append(words("yes") if len(factor.cases) >= shared else words("nay"))
            rows.append(Row((*cells, ", ".join(factor.cases)), 1 + bool(factor.parent)))
    return tuple(columns), rows


def _named(view: View, found: Sequence[Factor]) -> Iterator[Row]:
    """The lists without any numbers."""
    for name in LISTS:
        of_list = [factor for factor in found if factor.list == name and factor.cases]
        if of_list:
            head = view.words.plural(name) if name != "other" else view.words("factors.other")
            yield Row((head.capitalize(),), group=True)
        for factor in of_list:
            yield Row((view.codebook.by_id[factor.code].name,), 1 + bool(factor.parent))


def _aspects(view: View, found: Sequence[Factor]) -> tuple[tuple[Column, ...], list[Row]]:
    """A row for each code at the top, its aspects by what they do to it; one side may be empty."""
    words = view.words
    sides = [name for name in ("facilitator", "barrier", "mixed") if any(one.list == name for one in found)]
    columns = (
        Column(words.heading("factor"), 3),
        *(Column(words(f"aspects.{name}").capitalize(), 5) for name in sides),
    )
    total = len(view.selection.counted_cases)
    parents = {code.parent for code in view.codebook.codes}
    rows = []
    for code in view.codebook.codes:
        if code.parent:
            continue
        below = set(view.codebook.descendants(code.id))
        cells = [
            "\n".join(
                _aspect(view, one, total)
                for one in found
                if one.list == side
                and one.code in below
                and one.cases
                and (one.code not in parents or _alone(one, found))
            )
            for side in sides
        ]
        if any(cells):
            rows.append(Row((code.name, *cells)))
    return columns, rows


def _alone(factor: Factor, found: Sequence[Factor]) -> bool:
    """Whether a code with codes below it is its own aspect: none of those is in its list."""
    return not any(one.list == factor.list and one.parent == factor.code and one.cases for one in found)


def _aspect(view: View, factor: Factor, total: int) -> str:
    name = view.codebook.by_id[factor.code].name
    figures = f" ({view.words.n_of(len(factor.cases), total)}: {', '.join(factor.cases)})"
    return name + (figures if view.numbers else "")
