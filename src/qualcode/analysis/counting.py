"""From the columns of a study to what the tables ask (`Counted`)."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from qualcode.analysis.corpus import Column, Corpus, Table, Told, joined
from qualcode.analysis.counted import Counted, Facts, References, Touches
from qualcode.analysis.direction import is_mention
from qualcode.analysis.references import Targets
from qualcode.model.codebook import Codebook
from qualcode.model.columns import Sort
from qualcode.model.project import Project
from qualcode.model.selection import Selection


def count(
    project: Project,
    selection: Selection,
    coders: tuple[str, ...],
    corpus: Corpus,
    targets: Targets,
    only: Callable[[Sort], bool] | None = None,
) -> Counted:
    """Everything the tables need of the selection. `corpus`: of it, and of these coders; `only` leaves codings out."""
    book = project.codebook
    kept = [only is None or only(sort) for sort in corpus.sorts]
    code_of = [book.current.get(sort.code) if known else "" for known, sort in zip(kept, corpus.sorts, strict=True)]
    pooled = {code for codes in targets.values() for code in codes}
    counter = _Counter(corpus, selection)
    sort = corpus.sort[corpus.in_text_order]
    for place, codes in enumerate(targets.values()):
        pool = set(codes)
        counter.add(place, corpus.in_text_order[np.array([code in pool for code in code_of], bool)[sort]])
    read = _ReadCases(selection, corpus.told)
    retired = frozenset(code.id for code in book.codes if code.retired)
    in_full = read.for_all(set(selection.codes) - retired or selection.codes) if selection.narrowed else read.in_full()
    facts = Facts(
        len(selection.counted_cases),
        without_case=counter.lonely,
        against=tuple(_against(corpus, selection, book, pooled)),
        read_in_full=in_full,
        unread_lines=sum(told.unread for told in corpus.told),
        unknown_codes=int(np.array([code is None for code in code_of], bool)[corpus.sort].sum()),
        adrift=tuple((told.handle.id, told.adrift) for told in corpus.told if told.adrift),
        waiting=tuple((told.handle.id, told.waiting) for told in corpus.told if told.waiting),
        strays=project.strays,
        **_codings(corpus, [code in pooled for code in code_of]),
    )
    cases = [project.cases.get(case) for case in selection.counted_cases]
    return Counted(
        targets,
        counter.references,
        counter.touches,
        corpus.cases,
        selection.counted_cases,
        {attribute: tuple(case.value(attribute) for case in cases) for attribute in project.cases.attributes},
        _asked(corpus.told, selection),
        read.readers(),
        retired,
        frozenset(code for told in corpus.told for code in told.applied),
        coders,
        facts,
    )


def _codings(corpus: Corpus, counted: list[bool]) -> dict[str, int]:
    """How many codings some row of the table pools; of these, accepted in bulk, and in documents, notes and pilots."""
    codings = np.array(counted, bool)[corpus.sort]
    bulk = np.array([sort.bulk for sort in corpus.sorts], bool)[corpus.sort]
    apart = np.array([not told.handle.counts_people for told in corpus.told], bool)[corpus.transcript_of(corpus.start)]
    return {
        "codings": int(codings.sum()),
        "bulk": int((codings & bulk).sum()),
        "elsewhere": int((codings & apart).sum()),
    }


class _Hulls(NamedTuple):
    """The references of one target, in text order; `rows`: the codings, `first`: where in them those of each begin."""

    start: Column
    end: Column
    words: Column  # of all who speak there
    before: Column
    rows: Column
    first: Column


def _hulls(corpus: Corpus, rows: Column) -> _Hulls:
    """Maximal groups of codings whose spans share at least one character, transitively (rule 2); `rows` in text order."""
    if not len(rows):
        return _Hulls(rows, rows, rows, rows, rows, rows)
    start, end = corpus.start[rows], corpus.end[rows]
    reached = np.maximum.accumulate(end)
    first = np.flatnonzero(np.append(True, start[1:] >= reached[:-1]))
    before = corpus.before[rows][first]
    words = np.maximum.reduceat(corpus.upto[rows], first) - before
    most = np.maximum.reduceat(corpus.words[rows], first)
    words = np.where(words == 1, most, words)  # what seems one word may be none: of `e-mail` the hyphen alone
    return _Hulls(start[first], np.maximum.reduceat(end, first), words, before, rows, first)


class _Counter:
    """Counts the references of one target after another, and the turns that they touch (rules 2 and 3)."""

    def __init__(self, corpus: Corpus, selection: Selection) -> None:
        self._corpus, self._turns, self._by_case = corpus, corpus.turns, selection.by_case
        selected = np.array([*(case in selection.cases for case in corpus.cases), False])
        people = np.array([told.handle.counts_people for told in corpus.told], bool)
        self._selected = selected[self._turns.case]  # -1, nobody, is the last
        # in a pilot or document nobody is counted, whoever speaks
        self._case = np.where(people[self._turns.transcript], self._turns.case, -1)
        self._lonely = np.zeros(len(corpus.sort), bool)
        self._references: list[Table] = []
        self._touches: list[Table] = []
        self._number = 0

    def add(self, target: int, rows: Column) -> None:
        hulls, turns = _hulls(self._corpus, rows), self._turns
        low = np.searchsorted(turns.end, hulls.start, "right")
        many = np.maximum(np.searchsorted(turns.start, hulls.end, "left") - low, 0)
        ref, turn = _spread(low, many)
        words = hulls.words
        if self._by_case:
            ref, turn = ref[self._selected[turn]], turn[self._selected[turn]]
            words = self._words_of(hulls, ref, turn)
            touched = np.bincount(ref, minlength=len(many)) > 0
            ref = (np.cumsum(touched) - 1)[ref]
        else:
            touched = np.ones(len(many), bool)
            sizes = np.diff(np.append(hulls.first, len(rows)))
            self._lonely[rows[np.repeat(many == 0, sizes)]] = True
        transcript = self._corpus.transcript_of(hulls.start)[touched]
        self._references.append((np.full(len(transcript), target), transcript, words[touched]))
        self._touches.append((np.full(len(ref), target), ref + self._number, turn, self._case[turn]))
        self._number += len(transcript)

    def _words_of(self, hulls: _Hulls, ref: Column, turn: Column) -> Column:
        """The words of these turns in each reference."""
        words = self._turns.words
        upto = np.minimum((hulls.before + hulls.words)[ref], words[turn + 1])
        own = upto - np.maximum(hulls.before[ref], words[turn])
        return np.bincount(ref, own, len(hulls.start)).astype(np.int64)

    @property
    def references(self) -> References:
        return References(*joined(self._references, 3))

    @property
    def touches(self) -> Touches:
        return Touches(*joined(self._touches, 4))

    @property
    def lonely(self) -> int:
        """How many codings lie on nobody's or only an interviewer's speech."""
        return int(self._lonely.sum())


def _spread(low: Column, many: Column) -> tuple[Column, Column]:
    """Of runs that begin at `low` and are so `many` long: the run, and the place, of each member."""
    run = np.repeat(np.arange(len(many)), many)
    return run, np.arange(len(run)) + np.repeat(low - np.cumsum(many) + many, many)


def _against(
    corpus: Corpus, selection: Selection, codebook: Codebook, pooled: set[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each pooled code the counted cases whose words are no mention of it, in codebook order."""
    code_of = [codebook.current.get(sort.code, "") for sort in corpus.sorts]
    denies = [
        code in pooled and not is_mention(sort, codebook) for code, sort in zip(code_of, corpus.sorts, strict=True)
    ]
    rows = np.flatnonzero(np.array(denies, bool)[corpus.sort])
    turns = corpus.turns
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        start, end = corpus.start[row], corpus.end[row]
        place = range(int(np.searchsorted(turns.end, start, "right")), int(np.searchsorted(turns.start, end, "left")))
        counts = corpus.told[int(corpus.transcript_of(start))].handle.counts_people
        speakers = [corpus.cases[turns.case[at]] for at in place if turns.case[at] >= 0]
        people = [case for case in speakers if counts and (not selection.by_case or case in selection.cases)]
        if people or not selection.by_case:
            found.setdefault(code_of[corpus.sort[row]], {}).update(dict.fromkeys(people))
    yield from ((code, tuple(found[code])) for code in codebook.by_id if code in found)


def _asked(told: Iterable[Told], selection: Selection) -> tuple[tuple[str, str], ...]:
    """The counted cases, and what it is on record that they were asked about."""
    counted = set(selection.counted_cases)
    pairs = ((case, subject) for one in told for subject in one.asked for case in one.handle.cases if case in counted)
    return tuple(dict.fromkeys(pairs))


class _ReadCases:
    """Which cases were read for which codes: all their transcripts, in a pass that reads the whole text (rule 4)."""

    def __init__(self, selection: Selection, told: Iterable[Told]) -> None:
        self._counted = selection.counted_cases
        self._codes: dict[str, frozenset[str]] = {}
        self._whole: dict[str, bool] = {}
        for one in told:
            if one.handle.counts_people:
                self._add(one)

    def _add(self, told: Told) -> None:
        offered = told.read_for
        for case in told.handle.cases:
            self._codes[case] = self._codes[case] & offered if case in self._codes else offered
            self._whole[case] = self._whole.get(case, True) and "whole" in told.done

    def readers(self) -> dict[str, frozenset[str]]:
        """code -> the counted cases read for it."""
        found: dict[str, set[str]] = {}
        for case in self._counted:
            for code in self._codes.get(case, ()):
                found.setdefault(code, set()).add(case)
        return {code: frozenset(cases) for code, cases in found.items()}

    def for_all(self, codes: Iterable[str]) -> int:
        """How many cases were read for all these codes, if not for all there are."""
        wanted = set(codes)
        return sum(wanted <= self._codes.get(case, frozenset()) for case in self._counted)

    def in_full(self) -> int:
        return sum(self._whole.get(case, False) for case in self._counted)
