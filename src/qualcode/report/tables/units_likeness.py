"""The units that are likest to what a coder gave a code, with the words that they have in common with it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.model.codebook import Codebook
from qualcode.report.document import Column, Data, Output, Row, Value
from qualcode.report.tables.units import Counts, units_output
from qualcode.text import Words


class Like(NamedTuple):
    """A unit, by its likest sentence. `evidence`: the words that weighed most; `keywords`: those of the code that stand in it."""

    score: float
    unit: str
    by: str
    evidence: tuple[str, ...]
    quote: str
    keywords: tuple[str, ...] = ()


def likeness_table(
    likest: Mapping[str, Sequence[Like]], counts: Counts, codebook: Codebook, words: Words, by: str = ""
) -> Output:
    """A row for each of them, by code, the likest first."""
    rows: list[tuple[Value, ...]] = []
    printed: list[Row] = []
    for code in (code for code in codebook.codes if likest.get(code.id)):
        printed.append(Row((code.name, "", "", "", ""), group=True))
        for one in likest[code.id]:
            evidence, keywords = ", ".join(one.evidence), ", ".join(one.keywords)
            group = (one.by,) if by else ()
            rows.append((one.unit, *group, code.id, code.name, one.score, evidence, keywords, one.quote))
            score = words.decimal(one.score, 2)
            printed.append(Row((one.unit, score, one.quote, evidence, keywords or words("units.no_keyword")), level=1))
    group = (by,) if by else ()
    keys = ("unit", *group, "code", "name", "score", "words", "keyword", "quote")
    shares = (("unit", 2), ("score", 1), ("quote", 6), ("words", 3), ("keyword", 2))
    columns = [Column(words.heading(key), share, key == "score") for key, share in shares]
    data = Data("unit-likeness", keys, tuple(rows))
    title = words("units.likeness.title")
    return units_output(counts, words, data, title, columns, printed, words("units.note.likeness"))
