"""log.jsonl: the trail of the study: imports, codebook changes, passes, revisions, definitions."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from qualcode.errors import Problem
from qualcode.model.codebook import Code
from qualcode.store.journal import append_lines, locked, new_id, now, read_lines, set_aside
from qualcode.store.layout import Study

UNDONE = "undone"


def read_log(study: Study) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The entries by time, and a Problem for every line that is none."""
    entries: dict[str, dict[str, Any]] = {}
    problems = []
    for number, line in read_lines(study.log):
        try:
            entry = json.loads(line)
            if any(not isinstance(entry.get(key, ""), str) for key in ("id", "at", "what", "def", "source_sha256")):
                raise ValueError
            datetime.fromisoformat(entry["at"].replace("Z", ""))
            entries[entry["id"]] = {"what": entry["what"], **entry}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            hint = "qualcode check --repair moves it to log.jsonl.bad"
            problems.append(Problem("log.jsonl", number, "this line is torn or no log entry", hint, "warning"))
    return sorted(entries.values(), key=lambda entry: (entry["at"], entry["id"])), problems


def repair_log(study: Study) -> int:
    """Move the lines that are no entries to log.jsonl.bad; returns how many."""
    with locked(study.log):
        bad = {problem.line for problem in read_log(study)[1]}
        if bad:
            set_aside(study.log, bad)
    return len(bad)


def write_log(study: Study, what: str, coder: str = "", **details: Any) -> str:
    """Append one entry; returns its id."""
    entry = _entry(what, coder, details)
    with locked(study.log):
        append_lines(study.log, [entry])
    return str(entry["id"])


def undo_entry(study: Study, coder: str, entry: str) -> str:
    """Record that what an entry tells was taken back; returns the id of that. Undone in turn, the first holds again."""
    return write_log(study, UNDONE, coder, undoes=entry)


def undone_entries(entries: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of the entries that were taken back, and not done again."""
    undone: set[str] = set()
    for entry in reversed(entries):
        if entry["what"] == UNDONE and entry["id"] not in undone:
            undone.add(str(entry.get("undoes", "")))
    return undone


def log_definitions(study: Study, codes: list[Code], coder: str) -> int:
    """Keep the definition, include and exclude of every code whose present wording the log does not have yet.

    Returns how many that were.
    """
    with locked(study.log):
        known = {entry.get("def") for entry in read_log(study)[0] if entry["what"] == "definition"}
        new = {code.definition_hash: code for code in codes if code.definition_hash not in known}
        append_lines(study.log, [_entry("definition", coder, _definition(code)) for code in new.values()])
    return len(new)


def _definition(code: Code) -> dict[str, Any]:
    return {
        "def": code.definition_hash,
        "code": code.id,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
    }


def _entry(what: str, coder: str, details: dict[str, Any]) -> dict[str, Any]:
    return {"v": 1, "id": new_id(), "at": now(), "what": what, "coder": coder, **details}
