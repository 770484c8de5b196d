"""What was counted of targets (codes, themes, questions), and what a table may ask of it. Every number is a `Count`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

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


@dataclass(frozen=True)
class Counted:
    """What a table is made of. Frames are tidy:

    `refs`: one row a reference: target, ref, transcript, words.
    `touches`: one row for each respondent turn (or paragraph of a document, without a case) that a reference touches:
    target, ref, transcript, turn, case.
    `cases`: one row a counted case, in the order of cases.csv: case, then its attributes.
    `readers`: code -> the counted cases that were read for it; `retired`: the codes that are not offered any more.
    `applied`: the codes that were applied themselves, in all that is selected.
    `asked`: one row a case and topic, or code, that it was asked about: case, subject.
    """

    targets: Targets
    refs: pd.DataFrame
    touches: pd.DataFrame
    cases: pd.DataFrame
    asked: pd.DataFrame
    readers: Mapping[str, frozenset[str]]
    retired: frozenset[str]
    applied: frozenset[str]
    coders: tuple[str, ...]
    facts: Facts

    def figures(self) -> dict[str, Figures]:
        """The figures of each target, zeros too."""
        refs, touches = self.refs.groupby("target"), self.touches
        people = touches[touches["case"].isin(self.cases["case"])]
        found: dict[str, Mapping[str, int]] = {
            "references": _whole(refs.size()),
            "turns": _whole(touches.drop_duplicates(["target", "transcript", "turn"]).groupby("target").size()),
            "cases": _whole(people.groupby("target")["case"].nunique()),
            "transcripts": _whole(refs["transcript"].nunique()),
            "words": _whole(refs["words"].sum()),
        }
        of = len(self.cases)
        read = {target: len(self.cases_read(codes, target)) for target, codes in self.targets.items()}
        return {
            target: Figures(*(Count(unit, found[unit].get(target, 0), of, read[target]) for unit in Figures._fields))
            for target in self.targets
        }

    def shares(self, attribute: str, values: Sequence[str]) -> dict[str, dict[str, Share]]:
        """target -> value of the attribute -> what is counted of it in that group.

        A reference counts once for each group whose speech it touches, so groups may exceed the total.
        """
        groups = self.cases[["case", attribute]].set_axis(["case", "value"], axis=1)
        within = self.touches.merge(groups, on="case").groupby(["target", "value"])
        references, cases = within["ref"].nunique().to_dict(), within["case"].nunique().to_dict()
        members = {value: set(groups[groups["value"] == value]["case"]) for value in values}
        found: dict[str, dict[str, Share]] = {}
        for target, codes in self.targets.items():
            read = set(self.cases_read(codes, target))
            found[target] = {}
            for value in values:
                of = (len(members[value]), len(members[value] & read))
                place = (target, value)
                found[target][value] = Share(
                    Count("references", int(references.get(place, 0)), *of),
                    Count("cases", int(cases.get(place, 0)), *of),
                )
        return found

    def cells(self) -> dict[tuple[str, str], Count]:
        """(case, target) -> the references of the target that this case speaks in."""
        number = self.touches.drop_duplicates(["target", "ref", "case"]).groupby(["case", "target"]).size().to_dict()
        found = {}
        for target, codes in self.targets.items():
            read = frozenset(self.cases_read(codes, target))
            for case in self.cases["case"]:
                found[case, target] = Count("references", int(number.get((case, target), 0)), 1, int(case in read))
        return found

    def values(self, attribute: str, order: Sequence[str]) -> list[str]:
        """The values of an attribute among the counted cases, in order of first appearance in cases.csv."""
        present = set(self.cases[attribute])
        known = [value for value in order if value in present]
        return known + [value for value in dict.fromkeys(self.cases[attribute]) if value not in known]

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
        return tuple(case for case in self.cases["case"] if case in complete)

    def asked_of(self, code: str, subjects: Collection[str], current: Mapping[str, str]) -> Count | None:
        """How many counted cases were asked about a code, by any of these topics or codes; None where nothing is on record.

        Nobody was only where all were read for the code, and it is on record what each of them was asked.
        """
        if self.asked.empty or not subjects:
            return None
        now = self.asked["subject"].map(lambda name: current.get(name, name))
        n = self.asked[now.isin(subjects)]["case"].nunique()
        told = set(self.asked["case"]) & set(self.cases_read([code]))
        return Count("cases", int(n), len(self.cases), len(told))


def _whole(series: pd.Series) -> dict[str, int]:
    return {str(target): int(number) for target, number in series.items()}
