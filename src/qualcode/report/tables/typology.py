"""Typologies: cases put into types by what the researcher judged of them; codings are the evidence, never the criterion."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from qualcode.analysis.counts import Count
from qualcode.analysis.quoting import best_example
from qualcode.errors import NothingToShow
from qualcode.model.case import MISSING
from qualcode.model.codebook import CaseType, Typology
from qualcode.report.citing import cited
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View
from qualcode.text import UNKNOWN, capital


def typologies(view: View, attributes: Sequence[str] = ()) -> Output:
    """Each typology of the codebook; `attributes` are those that may be printed beside those in `publish:`."""
    if not view.codebook.typologies:
        raise NothingToShow("error.no_typologies")
    outputs = [_typology(view, typology, attributes) for typology in view.codebook.typologies]
    columns = tuple(dict.fromkeys(column for data, _ in outputs for column in data.columns))
    rows = tuple(
        tuple(record.get(column, "") for column in columns) for data, _ in outputs for record in data.records()
    )
    tables = tuple(table for _, tables in outputs for table in tables)
    report = Report(tables[0].title, tables, view.project.changed)
    return Output(Data("typology", columns, rows), report, view.warnings)


def _typology(view: View, typology: Typology, attributes: Sequence[str]) -> tuple[Data, list[Table]]:
    judged = [typology.attribute, *(criterion.attribute for criterion in typology.criteria)]
    for name in filter(None, judged):
        if view.attribute(name) not in (*view.published, *attributes):
            raise NothingToShow("error.typology_attribute", typology=typology.id, name=name)
    cases = {case: typed(typology, view.project.cases.get(case).value) for case in view.selection.counted_cases}
    frame = view.fragments()
    counts = _counts(view, typology, frame, list(cases))
    rows: list[tuple[Value, ...]] = []
    for case, found in cases.items():
        values: list[Value] = []
        for criterion in typology.criteria:
            values += [_value(view, case, criterion.attribute), counts[case, criterion.id]]
        unread = "; ".join(one.id for one in typology.criteria if one.codes and not counts[case, one.id].known)
        rows.append((typology.id, case, "; ".join(one.id for one in found), *values, unread))
    keys = [key for criterion in typology.criteria for key in (criterion.id, f"evidence_{criterion.id}")]
    data = Data("typology", ("typology", "case", "type", *keys, "unread"), tuple(rows))
    return data, [_types(view, typology, cases, frame, counts), _cases(view, typology, counts, cases)]


def _counts(view: View, typology: Typology, frame: pd.DataFrame, cases: Sequence[str]) -> dict[tuple[str, str], Count]:
    """(case, criterion) -> the fragments of the case that bear on it."""
    targets = {criterion.id: tuple(sorted(_codes(view, criterion.codes))) for criterion in typology.criteria}
    counted = view.count(targets)
    found = {}
    for criterion in typology.criteria:
        read = set(counted.cases_read(targets[criterion.id]))
        for case in cases:
            n = len(_evidence(view, frame, case, criterion.codes))
            found[case, criterion.id] = Count("references", n, 1, int(case in read))
    return found


def typed(typology: Typology, value: Callable[[str], str]) -> tuple[CaseType, ...]:
    """The types a case belongs to: that which its attribute names, else all whose criterion values are its own.

    `value` gives the value of an attribute of the case.
    """
    if typology.attribute and (named := value(typology.attribute)) != MISSING:
        return tuple(one for one in typology.types if named in (one.id, one.name))
    places = {criterion.id: criterion.attribute for criterion in typology.criteria}
    return tuple(
        one
        for one in typology.types
        if one.values and all(value(places[name]) == wanted for name, wanted in one.values.items())
    )


def _value(view: View, case: str, attribute: str) -> str:
    value = view.project.cases.get(case).value(attribute) if attribute else MISSING
    return "" if value == MISSING else value


def _codes(view: View, codes: Sequence[str]) -> set[str]:
    """The codes of a criterion with all below them."""
    return {below for code in codes for below in view.codebook.descendants(view.codebook.current.get(code, code))}


def _evidence(view: View, frame: pd.DataFrame, case: str, codes: Sequence[str]) -> pd.DataFrame:
    """The fragments of a case that bear on a criterion."""
    wanted = _codes(view, codes)
    return frame[frame["code"].isin(wanted) & frame["case"].str.split("; ").map(lambda cases: case in cases)]


def _types(
    view: View,
    typology: Typology,
    cases: Mapping[str, tuple[CaseType, ...]],
    frame: pd.DataFrame,
    counts: Mapping[tuple[str, str], Count],
) -> Table:
    """A row a type: what it is, who is of it, and a quote; cases of no or of two types stand below, so that it sums to N."""
    words = view.words
    names = [criterion.name for criterion in typology.criteria]
    columns = (
        Column(words.heading("type"), 3),
        *(Column(name, 2) for name in names),
        Column(words.heading("description"), 5),
        Column("n", 1, True),
        Column(capital(words.cases), 3),
        Column(words.heading("example"), 6),
    )
    codes = [code for criterion in typology.criteria for code in criterion.codes]
    rows = []
    for one in typology.types:
        members = [case for case, found in cases.items() if found == (one,)]
        values = [one.values.get(criterion.id, "") for criterion in typology.criteria]
        evidence = pd.concat([_evidence(view, frame, case, codes) for case in members] or [frame.iloc[:0]])
        known = all(
            counts[case, criterion.id].complete
            for case in members
            for criterion in typology.criteria
            if criterion.codes
        )
        best = best_example(evidence)
        quote = cited(view, best) if best and best["key"] else "" if best or known else UNKNOWN
        cells = (one.name, *values, one.description, str(len(members)), ", ".join(members), quote)
        proposal = cited(view, best) if best and not best["key"] else ""
        rows.append(Row(cells, proposals=((len(cells) - 1, proposal),) if proposal else ()))
    for key, wanted in (("untyped", 0), ("doubly_typed", 2)):
        members = [case for case, found in cases.items() if min(len(found), 2) == wanted]
        if members:
            blank = [""] * len(names)
            rows.append(
                Row((capital(words.of("typology", key)), *blank, "", str(len(members)), ", ".join(members), ""))
            )
    note = words("typology.note", n=words.count(len(cases)))
    return Table(typology.name, columns, tuple(rows), (*view.only, note))


def _cases(
    view: View,
    typology: Typology,
    counts: Mapping[tuple[str, str], Count],
    cases: Mapping[str, tuple[CaseType, ...]],
) -> Table:
    """A row a case: what was judged of it on each criterion, and how many fragments bear on that."""
    words = view.words
    columns = (
        Column(capital(words.case), 2),
        *(Column(criterion.name, 3) for criterion in typology.criteria),
        Column(words.heading("type"), 3),
    )
    rows = []
    for case, found in cases.items():
        judged = [
            (_value(view, case, criterion.attribute) or words("missing"))
            + (f" ({words.fragments(counts[case, criterion.id])})" if criterion.codes else "")
            for criterion in typology.criteria
        ]
        told = "; ".join(one.name for one in found) or capital(words("typology.untyped"))
        rows.append(Row((case, *judged, told)))
    title = words("typology.cases.title", typology=typology.name)
    dash = (
        []
        if all(counts[c, one.id].known for c in cases for one in typology.criteria if one.codes)
        else [words("note.dash")]
    )
    return Table(title, columns, tuple(rows), (*view.only, words("typology.evidence"), *dash))
