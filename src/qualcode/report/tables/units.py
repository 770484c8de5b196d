"""What keywords find in units past a study: how often, in how many, and where. Never cases or references: nothing is coded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.analysis.counts import Count
from qualcode.errors import QualcodeError
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook
from qualcode.report.counts import shown_value
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.text import Say, Words

Pair = tuple[str, str]
_MOST_GROUPS = 50  # columns of them nobody reads, and a column of dates or numbers is soon chosen by mistake


@dataclass(frozen=True)
class Counts:
    """What was counted: of each group ("": not known) the units with an answer; of each code, or keyword of one, the hits
    and the units with at least one.

    `silent`: units without an answer, which are in none of these.
    """

    units: Mapping[str, int]
    hits: Mapping[Pair, int]
    holding: Mapping[Pair, int]
    silent: int

    @property
    def of(self) -> int:
        return sum(self.units.values())

    def groups(self) -> list[str]:
        """The groups by name, those that are not known last. Errors: more than anybody can read."""
        if len(self.units) > _MOST_GROUPS:
            raise QualcodeError("error.many_groups", n=len(self.units), most=_MOST_GROUPS)
        return sorted(self.units, key=lambda group: (not group, group.casefold(), group))


def unit_frequencies(counts: Counts, codebook: Codebook, words: Words, by: str = "") -> Output:
    """How often each code is found, and in how many units; with `by`, per group too."""
    groups = counts.groups() if by else []
    all_hits, all_units = _pooled(counts.hits), _pooled(counts.holding)
    rows: list[tuple[Value, ...]] = []
    printed = []
    for code in (code for code in codebook.codes if not code.retired):
        own = Count("units", all_units[code.id], counts.of, counts.of)
        shares = _shares(counts, code.id, groups)
        rows.append((code.id, code.name, all_hits[code.id], own, own.of, *_values(shares)))
        cells = (code.name, words.whole(all_hits[code.id]), _share(own, words), *(_share(one, words) for one in shares))
        printed.append(Row(cells, depth(codebook, code.id)))
    data = Data("unit-frequencies", ("code", "name", "hits", "units", "of_units", *_keys(groups)), tuple(rows))
    columns = [Column(words.heading("code"), 4), Column(words.heading("hits"), 1, True)]
    columns += [Column(words.heading("units"), 2, True), *_headings(counts, groups, words)]
    return units_output(counts, words, data, words("units.frequencies.title"), columns, printed)


def unit_crosstab(counts: Counts, codebook: Codebook, words: Words, by: str) -> Output:
    """In how many units of each group every code is found."""
    groups = counts.groups()
    rows: list[tuple[Value, ...]] = []
    printed = []
    for code in (code for code in codebook.codes if not code.retired):
        shares = _shares(counts, code.id, groups)
        rows.append((code.id, code.name, *_values(shares)))
        printed.append(Row((code.name, *(_share(one, words) for one in shares)), depth(codebook, code.id)))
    data = Data("unit-crosstab", ("code", "name", *_keys(groups)), tuple(rows))
    columns = [Column(words.heading("code"), 4), *_headings(counts, groups, words)]
    return units_output(counts, words, data, words("units.crosstab.title", column=by), columns, printed)


def unit_keywords(counts: Counts, keywords: Sequence[Pair], codebook: Codebook, words: Words) -> Output:
    """How often each keyword of a code is found, and in how many units. `keywords`: all of them, in their order."""
    rows: list[tuple[Value, ...]] = []
    printed = []
    for code, keyword in keywords:
        own = Count("units", counts.holding.get((code, keyword), 0), counts.of, counts.of)
        hits = counts.hits.get((code, keyword), 0)
        rows.append((code, keyword, hits, own, own.of))
        printed.append(Row((codebook.by_id[code].name, keyword, words.whole(hits), _share(own, words))))
    data = Data("unit-keywords", ("code", "keyword", "hits", "units", "of_units"), tuple(rows))
    shares = (("code", 3), ("keyword", 3), ("hits", 1), ("units", 2))
    columns = [Column(words.heading(key), share, key in ("hits", "units")) for key, share in shares]
    return units_output(counts, words, data, words("units.keywords.title"), columns, printed)


def unit_places(query: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]], counts: Counts, words: Words, told: tuple[Say, ...]) -> Output:  # fmt: skip
    """Where a query stands, with the words around it; `columns`: the unit, its group, and the place."""
    data = Data("unit-places", tuple(columns), tuple(rows))
    headings = {key: words.heading(key) for key in ("unit", "before", "hit", "after", "layer")}
    shares = {"before": 6, "hit": 3, "after": 6}
    shown = [name for name in columns if name not in ("start", "end")]
    heads = [Column(headings.get(name, name), shares.get(name, 2), name == "before") for name in shown]
    places = [columns.index(name) for name in shown]
    printed = [
        Row(tuple(words.term(str(row[at])) if columns[at] == "layer" else str(row[at]) for at in places))
        for row in rows
    ]
    output = units_output(counts, words, data, words("search.title", query=query), heads, printed)
    return Output(output.data, output.report, told)


def _share(count: Count, words: Words) -> str:
    """`75.509 (77%)`: of how many stands in the heading or below the table; a half is rounded up."""
    return f"{words.whole(count.n)} ({(200 * count.n + count.of) // (2 * count.of) if count.of else 0}%)".replace(
        " ", "\u00a0"
    )


def depth(codebook: Codebook, code: str) -> int:
    return sum(1 for _ in codebook.ancestors(code)) - 1


def _pooled(found: Mapping[Pair, int]) -> Counter[str]:
    """Over all groups."""
    pooled = Counter[str]()
    for (code, _), number in found.items():
        pooled[code] += number
    return pooled


def _shares(counts: Counts, code: str, groups: Sequence[str]) -> list[Count]:
    """In how many units of each group."""
    sizes = ((group, counts.units[group]) for group in groups)
    return [Count("units", counts.holding.get((code, group), 0), of, of) for group, of in sizes]


def _keys(groups: Sequence[str]) -> list[str]:
    return [f"{key}_{group or MISSING}" for group in groups for key in ("units", "of_units")]


def _values(shares: Sequence[Count]) -> list[Value]:
    return [value for share in shares for value in (share, share.of)]


def _headings(counts: Counts, groups: Sequence[str], words: Words) -> list[Column]:
    named = ((shown_value(group or MISSING, words), words.whole(counts.units[group])) for group in groups)
    return [Column(words("group_heading", value=value, n=n), 2, True) for value, n in named]


def units_output(
    counts: Counts, words: Words, data: Data, title: str, columns: Sequence[Column], rows: Sequence[Row], note: str = ""
) -> Output:
    """`note`: of a table that is not of hits."""
    notes = [note or words("units.note.hits")]
    if not note and any(row.level for row in rows):
        notes.append(words("units.note.parents"))
    notes.append(words("units.note.of", n=words.whole(counts.of)))
    if counts.silent:
        notes.append(words.some("units.note.silent", counts.silent, n=words.whole(counts.silent)))
    table = Table(title, tuple(columns), tuple(rows), tuple(notes))
    return Output(data, Report(title, (table,)))
