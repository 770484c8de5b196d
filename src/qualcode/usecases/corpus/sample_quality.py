"""What a coded sample tells of the keywords: of what they find in all that it was drawn from, and what they miss."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.sampling import Stratum, share
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Codebook
from qualcode.model.coding import Codings
from qualcode.model.reading import codes_read
from qualcode.model.selection import Filters
from qualcode.model.suggestion import Suggestion
from qualcode.report.document import Output
from qualcode.report.tables.units_quality import CodeQuality, Looked, quality_table
from qualcode.store.log import read_log, undone_entries
from qualcode.usecases.corpus.into import SAMPLED
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened
from qualcode.usecases.workers import Watch


@dataclass
class _Cell:
    """Units of the sample in one stratum, for one code."""

    hit: int = 0  # with a hit of the code
    judged: int = 0  # of those: it is known whether the code applies
    right: int = 0  # of those: it does
    blind: int = 0  # read whole by hand, no suggestion decided
    coded: int = 0  # of those, with the code
    found: int = 0  # of those, with a hit of it


class _Sheet:
    """What is known of the sample: of each stratum how many units it has and how many of them are there, of each code and
    stratum a cell."""

    def __init__(self, entry: Mapping[str, Any], codebook: Codebook) -> None:
        self.seed = int(entry["seed"])
        self.sizes = {str(one["value"]): int(one["units"]) for one in entry["strata"]}
        self.stratum_of = {str(id_): str(one["value"]) for one in entry["strata"] for id_ in one["sample"]}
        self.there: Counter[str] = Counter()
        self.looked: Counter[str] = Counter()  # blind, not_blind, unread
        self._codebook = codebook
        searched = {code.id: _searched(codebook, code.id) for code in codebook.codes if not code.retired}
        self.searched = {code: below for code, below in searched.items() if below}
        self.cells = {code: {stratum: _Cell() for stratum in self.sizes} for code in self.searched}

    def add(self, transcript: str, suggestions: Iterable[Suggestion], codings: Codings) -> None:
        """A unit: what was found in it, and what was decided."""
        book, stratum = self._codebook, self.stratum_of[transcript]
        self.there[stratum] += 1
        read, blind = codes_read(codings.applied, codings.done, book), _is_blind(codings)
        self.looked["not_blind" if not blind else "blind" if read else "unread"] += 1
        applied = {code for one in codings.applied for code in book.ancestors(book.current.get(one.code, one.code))}
        statuses: dict[str, set[str]] = {}
        for one in suggestions:
            for code in book.ancestors(one.code):
                statuses.setdefault(code, set()).add(one.status)
        for code, below in self.searched.items():
            is_read = read.issuperset(below)
            _note(self.cells[code][stratum], statuses.get(code, set()), code in applied, is_read, blind)

    def quality(self, code: str) -> CodeQuality:
        cells, sizes, there = self.cells[code], self.sizes, self.there
        precision = [
            Stratum(sizes[name] / there[name] * one.hit / one.judged, there[name], one.judged, one.right)
            for name, one in cells.items()
            if one.judged
        ]
        recall = [
            Stratum(sizes[name] / one.blind, one.blind, one.coded, one.found)
            for name, one in cells.items()
            if one.blind
        ]
        return CodeQuality(code, share(precision, self.seed), share(recall, self.seed))


def sample_quality(opened: Opened, coder: str, watch: Watch) -> Output:
    """Precision and recall of the hits of every code, by what this coder decided on the sample."""
    codebook = opened.project.codebook
    sheet = _Sheet(_sampled(opened), codebook)
    known = tuple(one for one in opened.project.transcripts if one in sheet.stratum_of)
    if not known:
        raise QualcodeError("error.no_sample_here")
    finder = Finder.make(opened, Filters(transcript=known), coder)
    for proposed in watch(find_all(finder, again=True), len(known), "matching"):
        transcript = proposed.handle.id
        sheet.add(transcript, proposed.suggestions, opened.project.codings_of(coder, transcript))
    looked = Looked(sheet.looked["blind"], sheet.looked["not_blind"], sheet.looked["unread"])
    qualities = [sheet.quality(code) for code in sheet.searched]
    return quality_table(qualities, looked, sum(sheet.sizes.values()), codebook, opened.words)


def _note(cell: _Cell, statuses: set[str], applied: bool, read: bool, blind: bool) -> None:
    hit = bool(statuses)
    cell.hit += hit
    if hit and (read or applied or "open" not in statuses):
        cell.judged += 1
        cell.right += applied
    if read and blind:
        cell.blind += 1
        cell.coded += applied
        cell.found += applied and hit


def _is_blind(codings: Codings) -> bool:
    """Whether this coder decided on no suggestion here; what was only looked at is not on record."""
    suggested = any(one.origin == "suggestion" or one.recoded in ("suggestion", "bulk") for one in codings.applied)
    return not (suggested or codings.rejected or any(one.reading == "keyword" for one in codings.done))


def _searched(codebook: Codebook, code: str) -> list[str]:
    """The code and those below it that keywords are looked for of."""
    below = (codebook.by_id[one] for one in codebook.descendants(code))
    return [one.id for one in below if one.keywords and not one.retired]


def _sampled(opened: Opened) -> Mapping[str, Any]:
    """The log's entry of how the sample was drawn."""
    entries = read_log(opened.study)[0]
    undone = undone_entries(entries)
    for entry in entries:
        if entry["what"] == SAMPLED and entry["id"] not in undone:
            return entry
    raise QualcodeError("error.no_sample_here")
