"""What a coded sample tells of the keywords: of what they find in all that it was drawn from, and what they miss."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.analysis.sampling import Stratum, share
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Codebook
from qualcode.model.coding import Codings
from qualcode.model.reading import codes_read
from qualcode.model.selection import Filters
from qualcode.model.suggestion import Suggestion
from qualcode.report.document import Output
from qualcode.report.tables.units_quality import CodeQuality, Looked, quality_table
from qualcode.usecases.corpus.sampled import Sampled, sampled
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

    def __init__(self, sample: Sampled, codebook: Codebook) -> None:
        self.seed, self.sizes, self.stratum_of = sample.seed, sample.sizes, sample.stratum_of
        self.there: Counter[str] = Counter()
        self.looked: Counter[str] = Counter()  # blind, not_blind, unread
        self._codebook, self._offered = codebook, {code.id for code in codebook.offered()}
        self.searched = {code.id: below for code in codebook.offered() if (below := _searched(codebook, code.id))}
        self.cells = {code: {stratum: _Cell() for stratum in self.sizes} for code in self.searched}

    def add(self, transcript: str, suggestions: Iterable[Suggestion], codings: Codings) -> None:
        """A unit: what was found in it, and what was decided."""
        book, stratum = self._codebook, self.stratum_of[transcript]
        self.there[stratum] += 1
        read, blind = codes_read(codings.applied, codings.done, book), _is_blind(codings)
        self.looked["not_blind" if not blind else "blind" if read else "unread"] += 1
        used = (book.current.get(one.code, one.code) for one in codings.applied)
        applied = {above for code in used if code in self._offered for above in book.ancestors(code)}
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
    codebook, sample = opened.project.codebook, sampled(opened.study)
    known = tuple(one for one in opened.project.transcripts if sample and one in sample.stratum_of)
    if not (sample and known):
        raise QualcodeError("error.no_sample_here")
    sheet = _Sheet(sample, codebook)
    finder = Finder.make(opened, Filters(transcript=known), coder)
    for proposed in watch(find_all(finder, again=True), len(known), "matching"):
        transcript = proposed.handle.id
        sheet.add(transcript, proposed.suggestions, opened.project.codings_of(coder, transcript))
    looked = Looked(sheet.looked["blind"], sheet.looked["not_blind"], sheet.looked["unread"], sample.drawn - len(known))
    qualities = [sheet.quality(code) for code in sheet.searched]
    return quality_table(qualities, looked, sum(sheet.sizes.values()), codebook, opened.words)


def _note(cell: _Cell, statuses: set[str], applied: bool, read: bool, blind: bool) -> None:
    hit = bool(statuses)
    cell.hit += hit
    if hit and (read or not (blind or "open" in statuses)):  # what is only coded so far is no judgement of the others
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
    """The code and those below it that are in use; none where keywords are looked for of none of them."""
    below = [one for one in map(codebook.by_id.__getitem__, codebook.descendants(code)) if not one.retired]
    return [one.id for one in below] if any(one.keywords for one in below) else []
