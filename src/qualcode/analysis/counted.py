"""What was counted of targets (codes, themes, questions), and what a table may ask of it. Every number is a `Count`."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from qualcode.analysis.corpus import Column
from qualcode.analysis.counts import Count
from qualcode.analysis.references import Targets
from qualcode.model.project import Stray


class Figures(NamedTuple):
    """What is counted of one target."""

    references: Count
    turns: Count
    cases: Count
    transcripts: Count
    words: Count


class Share(NamedTuple):
    """What is counted of one target in one group of cases."""

    references: Count
    cases: Count


@dataclass(frozen=True)
class Facts:
    """What the note of a table tells beside its numbers."""

    n: int
    codings: int = 0
    bulk: int = 0  # codings accepted in bulk
    without_case: int = 0  # codings on nobody's or only an interviewer's speech
    elsewhere: int = 0  # codings in documents, field notes and pilots
    against: tuple[tuple[str, tuple[str, ...]], ...] = ()  # code, the cases that speak against it: counted, no mention
    read_in_full: int = 0  # cases whose transcripts were read whole, or for all codes that a filter chose
    unread_lines: int = 0  # journal lines that are no events
    unknown_codes: int = 0  # codings of a code that the codebook does not have
    adrift: tuple[tuple[str, int], ...] = ()  # transcript, events in its journals that do not stand on its text
    waiting: tuple[tuple[str, int], ...] = ()  # of these, those that wait since it was revised
    strays: tuple[Stray, ...] = ()  # files with events that no journal has


class References(NamedTuple):
    """One row a reference: the places of its target and of its transcript, and its words."""

    target: Column
    transcript: Column
    words: Column


class Touches(NamedTuple):
    """One row for each respondent turn, or paragraph of a document, that a reference touches.

    The places of the target, the reference, the turn, and the case: -1 in a document, and where nobody is counted.
    """

    target: Column
    ref: Column
    turn: Column
    case: Column


@dataclass(frozen=True)
class Counted:
    """What a table is made of.

    `speakers`: the cases of `touches`. `cases`: those that are counted, in the order of cases.csv, and `attributes` what
    they are, in the same order. `asked`: a case, and a topic or code that it was asked about.
    `readers`: code -> the counted cases that were read for it; `retired`: the codes that are not offered any more.
    `applied`: the codes that were applied themselves, in all that is selected.
    """

    targets: Targets
    references: References
    touches: Touches
    speakers: tuple[str, ...]
    cases: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    asked: tuple[tuple[str, str], ...]
    readers: Mapping[str, frozenset[str]]
    retired: frozenset[str]
    applied: frozenset[str]
    coders: tuple[str, ...]
    facts: Facts

    @cached_property
    def _people(self) -> Touches:
        """The touches of counted cases."""
        counted = set(self.cases)
        is_counted = np.array([*(case in counted for case in self.speakers), False])[self.touches.case]
        return Touches(*(column[is_counted] for column in self.touches))

    def figures(self) -> dict[str, Figures]:
        """The figures of each target, zeros too."""
        references, touches, people, size = self.references, self.touches, self._people, len(self.targets)
        columns = (
            np.bincount(references.target, minlength=size),
            _distinct(touches.target, touches.turn, size),
            _distinct(people.target, people.case, size),
            _distinct(references.target, references.transcript, size),
            np.bincount(references.target, references.words, size).astype(np.int64),
        )
        found = {}
        for (target, codes), row in zip(self.targets.items(), np.stack(columns, 1).tolist(), strict=True):
            of = (len(self.cases), len(self.cases_read(codes, target)))
            found[target] = Figures(*(Count(unit, n, *of) for unit, n in zip(Figures._fields, row, strict=True)))
        return found

    def shares(self, attribute: str, values: Sequence[str]) -> dict[str, dict[str, Share]]:
        """target -> value of the attribute -> what is counted of it in that group.

        A reference counts once for each group whose speech it touches, so groups may exceed the total.
        """
        value_of = dict(zip(self.cases, self.attributes[attribute], strict=True))
        found: dict[str, dict[str, Share]] = {target: {} for target in self.targets}
        for value in values:
            members = {case for case, own in value_of.items() if own == value}
            inside = np.array([*(case in members for case in self.speakers), False])[self.touches.case]
            target, ref, _, case = (column[inside] for column in self.touches)
            references, cases = (_distinct(target, what, len(self.targets)).tolist() for what in (ref, case))
            for place, (name, codes) in enumerate(self.targets.items()):
                of = (len(members), len(members.intersection(self.cases_read(codes, name))))
                found[name][value] = Share(
                    Count("references", references[place], *of), Count("cases", cases[place], *of)
                )
        return found

    def cells(self) -> dict[tuple[str, str], Count]:
        """(case, target) -> the references of the target that this case speaks in."""
        size = len(self.speakers) or 1
        each = _different(self._people.ref * size + self._people.case)
        target = self.references.target[each // size]
        number = np.bincount(target * size + each % size, minlength=len(self.targets) * size).tolist()
        at = {case: place for place, case in enumerate(self.speakers)}
        found = {}
        for place, (name, codes) in enumerate(self.targets.items()):
            read = frozenset(self.cases_read(codes, name))
            for case in self.cases:
                n = number[place * size + at[case]] if case in at else 0
                found[case, name] = Count("references", n, 1, int(case in read))
        return found

    def spoken(self, target: str) -> dict[str, int]:
        """case -> the references of the target that it speaks in, of the counted cases that do, in their order."""
        people, place = self._people, list(self.targets).index(target) if target in self.targets else -1
        own = people.target == place
        size = len(self.speakers) or 1
        each = _different(people.ref[own] * size + people.case[own])
        number = dict(zip(self.speakers, np.bincount(each % size, minlength=size).tolist(), strict=False))
        return {case: number[case] for case in self.cases if number.get(case)}

    def spoken_in(self, target: str) -> int:
        """In how many references of the target a counted case speaks: those of documents are nobody's."""
        people, place = self._people, list(self.targets).index(target)
        return len(_different(people.ref[people.target == place]))

    def sizes(self, attribute: str) -> Counter[str]:
        """value -> how many counted cases have it."""
        return Counter(self.attributes[attribute])

    def values(self, attribute: str, order: Sequence[str]) -> list[str]:
        """The values of an attribute among the counted cases, in order of first appearance in cases.csv."""
        present = self.sizes(attribute)
        known = [value for value in order if value in present]
        return known + [value for value in present if value not in known]

    def cases_read(self, codes: Iterable[str], target: str = "") -> tuple[str, ...]:
        """The counted cases that were read for every one of `codes` that is in use.

        A retired code is not offered any more: who was read for the others was read. Of retired ones alone, for all of
        them; and where the `target` itself is a retired code, for that one too: those below it do not stand for what it
        was.
        """
        pool = set(codes)
        wanted = {code for code in pool if code not in self.retired or code == target} or pool
        if not wanted:
            return ()
        complete = frozenset.intersection(*(self.readers.get(code, frozenset()) for code in wanted))
        return tuple(case for case in self.cases if case in complete)

    def asked_of(self, code: str, subjects: Collection[str], current: Mapping[str, str]) -> Count | None:
        """How many counted cases were asked about a code, by any of these topics or codes; None where nothing is on record.

        Nobody was only where all were read for the code, and it is on record what each of them was asked.
        """
        if not self.asked or not subjects:
            return None
        n = len({case for case, subject in self.asked if current.get(subject, subject) in subjects})
        told = {case for case, _ in self.asked}.intersection(self.cases_read([code]))
        return Count("cases", n, len(self.cases), len(told))


def _distinct(target: Column, what: Column, size: int) -> Column:
    """How many different ones there are of each of so many targets."""
    width = int(what.max(initial=0)) + 1
    return np.bincount(_different(target * width + what) // width, minlength=size)


def _different(numbers: Column) -> Column:
    """`np.unique` takes four times as long."""
    found = np.sort(numbers)
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found
