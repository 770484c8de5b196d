"""What a process does that works on a corpus: it is made ready once, and then given one part after another."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.formats.decode import unix_lines
from qualcode.formats.units import Chosen, Part, read_units
from qualcode.model.codebook import Code, Codebook
from qualcode.model.coding import Codings
from qualcode.model.decided import Decided
from qualcode.model.settings import Matching
from qualcode.model.span import Span, collapsed
from qualcode.model.suggestion import Suggestion
from qualcode.model.unit import Unit
from qualcode.report.document import Value
from qualcode.report.tables.concordance import in_context
from qualcode.suggest import analyser
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Search, find
from qualcode.usecases.corpus.sinks import Sink

Pair = tuple[str, str]
Rows = list[tuple[Value, ...]]
HITS = ("code", "name", "keyword", "form", "layer", "cue", "start", "end", "quote")
PLACES = ("start", "end", "before", "hit", "after", "layer")


class Query(NamedTuple):
    """What is looked for, and how: sent to every process once."""

    codes: tuple[Code, ...]
    pools: Mapping[str, tuple[str, ...]]  # a code -> those in which it counts: itself and those above it
    language: str
    analyser: str
    matching: Matching
    chosen: Chosen


def query_for(codebook: Codebook, language: str, tool: str, matching: Matching, chosen: Chosen) -> Query:
    """For the keywords of all codes that are in use."""
    codes = tuple(code for code in codebook.codes if code.keywords and not code.retired)
    if not codes:
        raise QualcodeError("error.no_keywords")
    pools = {code.id: tuple(codebook.ancestors(code.id)) for code in codes}
    return Query(codes, pools, codebook.language or language, tool, matching, chosen)


@dataclass
class Tally:
    """What is counted of some units. A hit is a matched place: what two keywords of a code find in one place is one."""

    units: Counter[str] = field(default_factory=Counter)  # group -> units with an answer
    silent: int = 0  # units without one
    hits: Counter[Pair] = field(default_factory=Counter)  # code, group; a code pools those below it
    holding: Counter[Pair] = field(default_factory=Counter)  # code, group -> units with at least one
    of_keyword: Counter[Pair] = field(default_factory=Counter)  # code, keyword -> hits
    with_keyword: Counter[Pair] = field(default_factory=Counter)  # code, keyword -> units
    ids: "array[int]" = field(
        default_factory=lambda: array("Q")
    )  # a hash of the id of each unit with an answer, in their order

    def add(self, other: "Tally") -> None:
        for name in ("units", "hits", "holding", "of_keyword", "with_keyword"):
            getattr(self, name).update(getattr(other, name))
        self.silent += other.silent
        self.ids.extend(other.ids)


class Listed(NamedTuple):
    """What was found in a part: counted, and as rows or as the name of the file that they were written to."""

    tally: Tally
    rows: Rows
    file: str = ""


_query: Query
_search: Search
_sink: Sink | None


def ready(query: Query, sink: Sink | None = None) -> None:
    """`sink`: where rows are written; without one they are handed back."""
    global _query, _search, _sink
    tool = analyser(query.analyser, query.language)
    _query, _sink = query, sink
    _search = Search(Matcher(list(query.codes), query.matching.layers, tool), tool, query.matching.unit)


def count(part: Part) -> Tally:
    """What is found in a part, counted."""
    tally = Tally()
    for _ in _searched(part, tally):
        pass
    return tally


def list_hits(part: Part) -> Listed:
    """A row for every hit, with its reasons and the words that are proposed."""
    names = {code.id: code.name for code in _query.codes}
    tally, rows = Tally(), Rows()
    for unit, suggestions in _searched(part, tally):
        for one in suggestions:
            quote = collapsed(unix_lines(one.span.of(unit.text)))
            rows += (
                (
                    *_place(unit), hit.code, names[hit.code], hit.keyword, unix_lines(hit.form), hit.layer, hit.cue,
                    hit.span.start, hit.span.end, quote,
                )
                for hit in one.hits
            )  # fmt: skip
    return _listed(part, tally, rows)


def list_places(part: Part) -> Listed:
    """A row for every place, with the words around it."""
    tally, rows = Tally(), Rows()
    for unit, suggestions in _searched(part, tally):
        speech = Span(0, len(unit.text))
        for hit in (hit for one in suggestions for hit in one.hits):
            around = map(unix_lines, in_context(unit.text, speech, hit.span))
            rows.append((*_place(unit), hit.span.start, hit.span.end, *around, hit.layer))
    return _listed(part, tally, rows)


def columns(chosen: Chosen, own: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of such rows: the unit, its group where there are groups, and what was found."""
    if chosen.by in (*own, "unit"):
        raise QualcodeError("error.column_is_ours", column=chosen.by)
    return ("unit", *filter(None, (chosen.by,)), *own)


def _place(unit: Unit) -> tuple[Value, ...]:
    return (unit.id, unit.by) if _query.chosen.by else (unit.id,)


def _listed(part: Part, tally: Tally, rows: Rows) -> Listed:
    return Listed(tally, [], _sink.write(rows)) if _sink else Listed(tally, rows)


def _searched(part: Part, tally: Tally) -> Iterator[tuple[Unit, tuple[Suggestion, ...]]]:
    """The units in which something is found, counted."""
    nothing = Decided(Codings(), Codebook())
    for unit in read_units(part, _query.chosen):
        if not unit.is_answered:
            tally.silent += 1
            continue
        if _query.chosen.id:
            tally.ids.append(id_hash(unit.id))
        tally.units[unit.by] += 1
        if suggestions := find(unit.transcript(), _search, nothing).suggestions:
            _count(unit, suggestions, tally)
            yield unit, suggestions


def _count(unit: Unit, suggestions: Iterable[Suggestion], tally: Tally) -> None:
    places: dict[str, set[Span]] = {}
    keywords: dict[Pair, set[Span]] = {}
    for hit in (hit for one in suggestions for hit in one.hits):
        keywords.setdefault((hit.code, hit.keyword), set()).add(hit.span)
        for code in _query.pools[hit.code]:
            places.setdefault(code, set()).add(hit.span)
    for code, found in places.items():
        tally.hits[code, unit.by] += len(found)
        tally.holding[code, unit.by] += 1
    for keyword, found in keywords.items():
        tally.of_keyword[keyword] += len(found)
        tally.with_keyword[keyword] += 1


def id_hash(id: str) -> int:
    """64 bits of an id; that two ids have one is looked into, so that it decides nothing."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
