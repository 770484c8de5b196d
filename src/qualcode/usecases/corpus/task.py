"""What a process does that searches a corpus: it is made once, and then given one part after another."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from qualcode.text import Say
from qualcode.usecases.corpus.sinks import Sink

Pair = tuple[str, str]
Rows = list[tuple[Value, ...]]


class Query(NamedTuple):
    """What is looked for, and how: sent to every process once."""

    codes: tuple[Code, ...]
    pools: Mapping[str, tuple[str, ...]]  # a code -> those in which it counts: itself and those above it
    language: str
    analyser: str
    matching: Matching
    chosen: Chosen

    @property
    def offered(self) -> Collection[str]:
        """The codes that are in use, with keywords or without."""
        return self.pools.keys()


def query_of(codebook: Codebook, language: str, tool: str, matching: Matching, chosen: Chosen) -> Query:
    """For the keywords of all codes that are in use."""
    offered = codebook.offered()
    pools = {code.id: tuple(codebook.ancestors(code.id)) for code in offered}
    codes = tuple(code for code in offered if code.keywords)
    return Query(codes, pools, codebook.language or language, tool, matching, chosen)


def search_of(query: Query) -> Search:
    tool = analyser(query.analyser, query.language)
    return Search(Matcher(list(query.codes), query.matching.layers, tool), tool, query.matching.unit)


class Sent(NamedTuple):
    """A part with what is in it, for who does not see the file."""

    part: Part
    units: tuple[Unit, ...]


Piece = Part | Sent


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

    def read(self, part: Piece, chosen: Chosen) -> Iterator[Unit]:
        """The units of a part that have an answer, counted."""
        for unit in part.units if isinstance(part, Sent) else read_units(part, chosen):
            if not unit.is_answered:
                self.silent += 1
                continue
            if chosen.id:
                self.ids.append(hash_of(unit.id))
            self.units[unit.by] += 1
            yield unit


class Listed(NamedTuple):
    """What was found in a part: counted, and as rows or as the name of the file that they were written to."""

    tally: Tally
    rows: Rows
    file: str = ""


class Searcher:
    """What is looked for, ready to be found in one part after another."""

    def __init__(self, query: Query) -> None:
        self._query, self._search = query, search_of(query)

    def count(self, part: Piece) -> Tally:
        """What is found in a part, counted."""
        tally = Tally()
        for _ in self._searched(part, tally):
            pass
        return tally

    def hits(self, part: Piece) -> Listed:
        """A row for every hit, with its reasons and the words that are proposed."""
        names = {code.id: code.name for code in self._query.codes}
        tally, rows = Tally(), Rows()
        for unit, suggestions in self._searched(part, tally):
            for one in suggestions:
                quote = collapsed(unix_lines(one.span.of(unit.text)))
                rows += (
                    (
                        *self._place(unit), hit.code, names[hit.code], hit.keyword, unix_lines(hit.form), hit.layer,
                        hit.cue, hit.span.start, hit.span.end, quote,
                    )
                    for hit in one.hits
                )  # fmt: skip
        return Listed(tally, rows)

    def places(self, part: Piece) -> Listed:
        """A row for every place, with the words around it."""
        tally, rows = Tally(), Rows()
        for unit, suggestions in self._searched(part, tally):
            speech = Span(0, len(unit.text))
            for hit in (hit for one in suggestions for hit in one.hits):
                around = map(unix_lines, in_context(unit.text, speech, hit.span))
                rows.append((*self._place(unit), hit.span.start, hit.span.end, *around, hit.layer))
        return Listed(tally, rows)

    def _place(self, unit: Unit) -> tuple[Value, ...]:
        return (unit.id, unit.by) if self._query.chosen.by else (unit.id,)

    def _searched(self, part: Piece, tally: Tally) -> Iterator[tuple[Unit, tuple[Suggestion, ...]]]:
        """The units in which something is found, counted."""
        nothing = Decided(Codings(), Codebook())
        for unit in tally.read(part, self._query.chosen):
            if suggestions := find(unit.transcript(), self._search, nothing).suggestions:
                self._count(unit, suggestions, tally)
                yield unit, suggestions

    def _count(self, unit: Unit, suggestions: Iterable[Suggestion], tally: Tally) -> None:
        places: dict[str, set[Span]] = {}
        keywords: dict[Pair, set[Span]] = {}
        for hit in (hit for one in suggestions for hit in one.hits):
            keywords.setdefault((hit.code, hit.keyword), set()).add(hit.span)
            for code in self._query.pools[hit.code]:
                places.setdefault(code, set()).add(hit.span)
        for code, found in places.items():
            tally.hits[code, unit.by] += len(found)
            tally.holding[code, unit.by] += 1
        for keyword, found in keywords.items():
            tally.of_keyword[keyword] += len(found)
            tally.with_keyword[keyword] += 1


class Wanted(NamedTuple):
    """Rows of one kind: their columns, and what makes them."""

    columns: tuple[str, ...]
    rows: Callable[[Searcher, Piece], Listed]


HITS = Wanted(("code", "name", "keyword", "form", "layer", "cue", "start", "end", "quote"), Searcher.hits)
PLACES = Wanted(("start", "end", "before", "hit", "after", "layer"), Searcher.places)


def counting(query: Query) -> Callable[[Piece], Tally]:
    return Searcher(query).count


def listing(query: Query, wanted: Wanted, sink: Sink | None = None) -> Callable[[Piece], Listed]:
    """`sink`: where rows are written; without one they are handed back."""
    if sink and not sink.is_seen():
        raise QualcodeError("error.unwritable", path=sink.folder, why=Say("not_there"))
    searcher = Searcher(query)

    def listed(part: Piece) -> Listed:
        found = wanted.rows(searcher, part)
        return Listed(found.tally, [], sink.write(found.rows)) if sink else found

    return listed


def columns(chosen: Chosen, own: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of such rows: the unit, its group where there are groups, and what was found."""
    if chosen.by in (*own, "unit"):
        raise QualcodeError("error.column_is_ours", column=chosen.by)
    return ("unit", *filter(None, (chosen.by,)), *own)


def hash_of(text: str) -> int:
    """64 bits of an id; that two ids have one is looked into, so that it decides nothing."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
