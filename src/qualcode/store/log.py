"""log.jsonl: the trail of the study: imports, codebook changes, passes, revisions, definitions.

It is written by a transaction. An entry whose act has events in journals too names them in `events`: journal -> the id
of the last event it was to get. Where a stop came between, that event is not there, and the entry tells of nothing.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from qualcode.errors import Problem
from qualcode.model.codebook import Code
from qualcode.store.layout import Study
from qualcode.store.lines import new_id, now, read_lines, set_aside
from qualcode.store.locks import locked
from qualcode.text import Say

UNDONE = "undone"
NOT_CARRIED_OUT = "the file that it tells of was not there"
Entry = dict[str, Any]


def read_log(study: Study) -> tuple[list[Entry], list[Problem]]:
    """The entries by time, those of one moment as they were written; and a Problem for every line that is none."""
    entries: dict[str, Entry] = {}
    problems = []
    for number, line in read_lines(study.log):
        if entry := entry_of(line):
            entries[entry["id"]] = entry
        else:
            hint = Say("hint.repair_sets_aside_log")
            problems.append(Problem("log.jsonl", number, Say("fault.no_log_entry"), hint, "warning"))
    return sorted(entries.values(), key=lambda entry: str(entry["at"])), problems


def entries_with(study: Study, words: str) -> list[Entry]:
    """The entries in whose line these words stand, in the order of the file: of 10,000, few are looked at."""
    sought = words.encode()
    return [entry for _, line in read_lines(study.log) if sought in line and (entry := entry_of(line))]


def entry_of(line: bytes) -> Entry | None:
    """The entry that a line holds; None for anything else."""
    try:
        entry = json.loads(line)
        if any(not isinstance(entry.get(key, ""), str) for key in ("id", "at", "what", "def", "source_sha256")):
            return None
        datetime.fromisoformat(entry["at"].replace("Z", ""))
        return entry if entry.keys() >= {"what", "id"} else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def repair_log(study: Study) -> int:
    """Move the lines that are no entries to log.jsonl.bad; returns how many."""
    with locked(study.log):
        bad = {problem.line for problem in read_log(study)[1]}
        if bad:
            set_aside(study.log, bad)
    return len(bad)


def undone_entries(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of the entries that were taken back, and not done again."""
    undone: set[str] = set()
    for entry in reversed(entries):
        if entry["what"] == UNDONE and entry["id"] not in undone:
            undone.add(str(entry.get("undoes", "")))
    return undone


def definitions(codes: Iterable[Code], known: Collection[Any]) -> list[dict[str, Any]]:
    """The definition, include and exclude of every code whose present wording is not known yet."""
    new = {code.definition_hash: code for code in codes if code.definition_hash not in known}
    return [
        {
            "def": code.definition_hash,
            "code": code.id,
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
        }
        for code in new.values()
    ]


def make_entry(what: str, coder: str, details: Mapping[str, Any]) -> Entry:
    return {"v": 1, "id": new_id(), "at": now(), "what": what, "coder": coder, **details}
