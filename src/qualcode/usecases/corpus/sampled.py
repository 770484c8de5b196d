"""What the log of a study knows of the sample that it was made of."""

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.store.layout import Study
from qualcode.store.log import entries_with, read_log, undone_entries

SAMPLED = "sampled"  # the log's word


class Sampled(NamedTuple):
    """`sizes`: how many units each stratum has in all; `stratum_of`: those of the sample that are there still, by what their
    transcripts are called now; `drawn`: how many there were."""

    seed: int
    sizes: Mapping[str, int]
    stratum_of: Mapping[str, str]
    drawn: int


def sampled(study: Study) -> Sampled | None:
    """None of a study that is no sample."""
    if not is_sample(study):
        return None
    found: Sampled | None = None
    of: dict[str, str] = {}
    entries = read_log(study)[0]
    undone = undone_entries(entries)
    for entry in (one for one in entries if one["id"] not in undone):
        if entry["what"] == SAMPLED and found is None:
            sizes = {str(one["value"]): int(one["units"]) for one in entry["strata"]}
            of = {str(id_): str(one["value"]) for one in entry["strata"] for id_ in one["sample"]}
            found = Sampled(int(entry["seed"]), sizes, of, len(of))
        elif entry["what"] == "removed":
            of.pop(str(entry["transcript"]), None)
        elif entry["what"] == "renamed" and (stratum := of.pop(str(entry["renamed"]), None)) is not None:
            of[str(entry["transcript"])] = stratum
    return found


def is_sample(study: Study) -> bool:
    return any(entry["what"] == SAMPLED for entry in entries_with(study, f'"{SAMPLED}"'))
