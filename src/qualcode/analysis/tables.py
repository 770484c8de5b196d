"""The counts: frequencies, crosstab and the figures of the theme table. Columns are the contract's; all rows, zeros too."""

from collections.abc import Sequence

import pandas as pd

from qualcode.analysis.references import Targets
from qualcode.analysis.study import Counted
from qualcode.model.codebook import Codebook


def code_targets(codebook: Codebook, codes: Sequence[str]) -> Targets:
    """Each code pools its own codings and those of the codes below it."""
    return {code: codebook.descendants(code) for code in codes}


def basic_counts(counted: Counted, targets: Targets) -> pd.DataFrame:
    """One row a target: references, turns, cases, of_cases, read_cases, transcripts, words."""
    index = pd.Index(list(targets), name="target")
    refs = counted.refs.groupby("target")
    touches = counted.touches
    people = touches[touches["case"].isin(counted.cases["case"])]
    frame = pd.DataFrame(index=index)
    frame["references"] = refs.size()
    frame["turns"] = touches.drop_duplicates(["target", "transcript", "turn"]).groupby("target").size()
    frame["cases"] = people.groupby("target")["case"].nunique()
    frame["of_cases"] = len(counted.cases)
    frame["read_cases"] = pd.Series(
        {target: len(cases_read(counted, codes)) for target, codes in targets.items()}, dtype="int64"
    )
    frame["transcripts"] = refs["transcript"].nunique()
    frame["words"] = refs["words"].sum()
    return frame.fillna(0).astype("int64")


def cases_read(counted: Counted, codes: Sequence[str]) -> tuple[str, ...]:
    """The counted cases that were read for every one of `codes`."""
    wanted = set(codes)
    if not wanted:
        return ()
    read = counted.read[counted.read["code"].isin(wanted)]
    per_case = read.groupby("case")["code"].nunique()
    complete = set(per_case[per_case == len(wanted)].index)
    return tuple(case for case in counted.cases["case"] if case in complete)


def counts_by(counted: Counted, targets: Targets, attribute: str, values: Sequence[str]) -> pd.DataFrame:
    """One row a target, and per value V of the attribute: references_V, cases_V, of_cases_V.

    A reference counts once for each group whose speech it touches, so groups may exceed the total.
    """
    index = pd.Index(list(targets), name="target")
    groups = counted.cases[["case", attribute]].set_axis(["case", "value"], axis=1)
    touches = counted.touches.merge(groups, on="case")
    frame = pd.DataFrame(index=index)
    for value in values:
        within = touches[touches["value"] == value].groupby("target")
        frame[f"references_{value}"] = within["ref"].nunique()
        frame[f"cases_{value}"] = within["case"].nunique()
        frame[f"of_cases_{value}"] = int((counted.cases[attribute] == value).sum())
    return frame.fillna(0).astype("int64")


def values_of(counted: Counted, attribute: str, order: Sequence[str]) -> list[str]:
    """The values of an attribute among the counted cases, in order of first appearance in cases.csv."""
    present = set(counted.cases[attribute])
    known = [value for value in order if value in present]
    return known + [value for value in dict.fromkeys(counted.cases[attribute]) if value not in known]


def read_per_value(counted: Counted, codes: Sequence[str], attribute: str, value: str) -> int:
    """How many of a group's cases were read for `codes`."""
    read = set(cases_read(counted, codes))
    return int(counted.cases[counted.cases[attribute] == value]["case"].isin(read).sum())


def frequencies(counted: Counted, codebook: Codebook, codes: Sequence[str]) -> pd.DataFrame:
    """code, name, parent, kind, then the basic counts."""
    targets = code_targets(codebook, codes)
    counts = basic_counts(counted, targets).reset_index(drop=True)
    described = [(code, codebook.by_id[code]) for code in codes]
    head = pd.DataFrame(
        [(code, entry.name, entry.parent, entry.kind) for code, entry in described],
        columns=["code", "name", "parent", "kind"],
    )
    return pd.concat([head, counts], axis=1)
