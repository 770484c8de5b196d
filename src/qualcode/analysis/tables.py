"""The counts of targets: codes, themes, questions. Every number is a `Count`; all targets, zeros too."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from qualcode.analysis.counts import Count
from qualcode.analysis.references import Targets
from qualcode.analysis.study import Counted
from qualcode.model.codebook import Codebook


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


def code_targets(codebook: Codebook, codes: Sequence[str]) -> Targets:
    """Each code pools its own codings and those of the codes below it."""
    return {code: codebook.descendants(code) for code in codes}


def figures(counted: Counted, targets: Targets) -> dict[str, Figures]:
    """The figures of each target."""
    refs = counted.refs.groupby("target")
    touches = counted.touches
    people = touches[touches["case"].isin(counted.cases["case"])]
    found: dict[str, Mapping[str, int]] = {
        "references": _whole(refs.size()),
        "turns": _whole(touches.drop_duplicates(["target", "transcript", "turn"]).groupby("target").size()),
        "cases": _whole(people.groupby("target")["case"].nunique()),
        "transcripts": _whole(refs["transcript"].nunique()),
        "words": _whole(refs["words"].sum()),
    }
    of = len(counted.cases)
    read = {target: len(cases_read(counted, codes, target)) for target, codes in targets.items()}
    return {
        target: Figures(*(Count(unit, found[unit].get(target, 0), of, read[target]) for unit in Figures._fields))
        for target in targets
    }


def _whole(series: pd.Series) -> dict[str, int]:
    return {str(target): int(number) for target, number in series.items()}


def cases_read(counted: Counted, codes: Iterable[str], target: str = "") -> tuple[str, ...]:
    """The counted cases that were read for every one of `codes` that is in use.

    A retired code is not offered any more: who was read for the others was read. Of retired ones alone, for all of them;
    and where the `target` itself is a retired code, for that one too: those below it do not stand for what it was.
    """
    pool = set(codes)
    wanted = {code for code in pool if code not in counted.retired or code == target} or pool
    if not wanted:
        return ()
    readers = [counted.readers.get(code, frozenset()) for code in wanted]
    complete = frozenset.intersection(*readers)
    return tuple(case for case in counted.cases["case"] if case in complete)


def figures_by(
    counted: Counted, targets: Targets, attribute: str, values: Sequence[str]
) -> dict[str, dict[str, Share]]:
    """target -> value of the attribute -> what is counted of it in that group.

    A reference counts once for each group whose speech it touches, so groups may exceed the total.
    """
    groups = counted.cases[["case", attribute]].set_axis(["case", "value"], axis=1)
    within = counted.touches.merge(groups, on="case").groupby(["target", "value"])
    references, cases = within["ref"].nunique().to_dict(), within["case"].nunique().to_dict()
    members = {value: set(groups[groups["value"] == value]["case"]) for value in values}
    found: dict[str, dict[str, Share]] = {}
    for target, codes in targets.items():
        read = set(cases_read(counted, codes, target))
        found[target] = {}
        for value in values:
            of = (len(members[value]), len(members[value] & read))
            place = (target, value)
            found[target][value] = Share(
                Count("references", int(references.get(place, 0)), *of), Count("cases", int(cases.get(place, 0)), *of)
            )
    return found


def values_of(counted: Counted, attribute: str, order: Sequence[str]) -> list[str]:
    """The values of an attribute among the counted cases, in order of first appearance in cases.csv."""
    present = set(counted.cases[attribute])
    known = [value for value in order if value in present]
    return known + [value for value in dict.fromkeys(counted.cases[attribute]) if value not in known]


def cells(counted: Counted, targets: Targets) -> dict[tuple[str, str], Count]:
    """(case, target) -> the references of the target that this case speaks in."""
    number = counted.touches.drop_duplicates(["target", "ref", "case"]).groupby(["case", "target"]).size().to_dict()
    found = {}
    for target, codes in targets.items():
        read = frozenset(cases_read(counted, codes, target))
        for case in counted.cases["case"]:
            found[case, target] = Count("references", int(number.get((case, target), 0)), 1, int(case in read))
    return found


def asked_of(counted: Counted, code: str, subjects: Collection[str], current: Mapping[str, str]) -> Count | None:
    """How many counted cases were asked about a code, by any of these topics or codes; None where nothing is on record.

    Nobody was only where all were read for the code, and it is on record what each of them was asked.
    """
    if counted.asked.empty or not subjects:
        return None
    now = counted.asked["subject"].map(lambda name: current.get(name, name))
    n = counted.asked[now.isin(subjects)]["case"].nunique()
    told = set(counted.asked["case"]) & set(cases_read(counted, [code]))
    return Count("cases", int(n), len(counted.cases), len(told))
