"""The codebook's versions, kept in the log: the first whole, each later one as the lines it changed.

An entry of the log that made a version has the key `version`: `{sha, text}`, or `{sha, of, lines}`, where `of` is the
version it was made from and `lines` holds [first line, lines taken out, lines put in]. Versions name what they were
made from, so two copies of a log merge by union like journals do.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from qualcode.store.files import read_text
from qualcode.store.layout import Study
from qualcode.store.log import NOT_CARRIED_OUT, UNDONE, Entry, undone_entries
from qualcode.store.transaction import transaction

BY_HAND = "codebook by hand"
UNDO = "codebook undo"


@dataclass(frozen=True)
class Version:
    """What the codebook said, and the log entry of the change that made it so."""

    at: str
    sha: str
    text: str
    entry: Mapping[str, Any]


def sha_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def read_codebook_text(study: Study) -> str:
    """The codebook with LF, whatever its line ends."""
    return read_text(study.codebook).replace("\r\n", "\n")


def versions(entries: Sequence[Mapping[str, Any]]) -> list[Version]:
    """The versions that the log can tell, by time. A version may come before the one it was made from: clocks differ."""
    texts: dict[str, str] = {}
    waiting = [entry for entry in entries if isinstance(entry.get("version"), Mapping)]
    found: list[Version] = []
    while waiting:
        left = []
        for entry in waiting:
            text = _text(entry["version"], texts)
            if text is None:
                left.append(entry)
            else:
                texts[sha_of(text)] = text
                found.append(Version(entry["at"], sha_of(text), text, entry))
        if len(left) == len(waiting):
            break  # what these were made from is in no log
        waiting = left
    return sorted(found, key=lambda version: version.at)


def lineage(known: Sequence[Version], sha: str) -> list[Version]:
    """The version with this sha and those it was made from, newest first.

    Undoing makes an earlier text anew, so several versions may have one sha; each is passed once, the latest first.
    """
    by_sha: dict[str, list[Version]] = {}
    for version in known:
        by_sha.setdefault(version.sha, []).append(version)
    line: list[Version] = []
    while by_sha.get(sha):
        line.append(by_sha[sha].pop())
        sha = str(line[-1].entry["version"].get("of", ""))
    return line


def _text(change: Mapping[str, Any], texts: Mapping[str, str]) -> str | None:
    """The text of a version; None where the log does not add up."""
    try:
        text = change["text"] if "text" in change else _patched(texts[change["of"]], change["lines"])
        return text if sha_of(text) == change["sha"] else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _patched(text: str, lines: Sequence[tuple[int, int, list[str]]]) -> str:
    old = text.split("\n")
    for start, gone, new in sorted(lines, reverse=True):
        old[start : start + gone] = new
    return "\n".join(old)


def _change(text: str, before: Version | None) -> dict[str, Any]:
    """The key `version` of an entry that makes this version."""
    if before is None:
        return {"sha": sha_of(text), "text": text}
    lines = [[start, gone, new] for start, gone, new in line_changes(before.text, text)]
    return {"sha": sha_of(text), "of": before.sha, "lines": lines}


def line_changes(before: str, after: str) -> list[tuple[int, int, list[str]]]:
    """(first line, lines taken out, lines put in) of every change, from the top.

    What both begin and end with is set aside first: of a large codebook an edit changes a few lines, and comparing all of
    them took seconds.
    """
    old, new = before.split("\n"), after.split("\n")
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    room = min(len(old), len(new)) - start
    tail = next((i for i in range(room) if old[-1 - i] != new[-1 - i]), room)
    inner, changed = old[start : len(old) - tail], new[start : len(new) - tail]
    codes = SequenceMatcher(None, inner, changed, autojunk=False).get_opcodes()
    return [(start + a, b - a, changed[c:d]) for kind, a, b, c, d in codes if kind != "equal"]


def log_codebook(study: Study, what: str, coder: str, text: str, before: str = "", **details: Any) -> str:
    """Log a change of the codebook together with the version it made; returns the id of the entry.

    `before`: the text that was changed.
    """
    with transaction(study) as act:
        known = versions(act.log_entries)
        from_it = (version for version in reversed(known) if version.sha == sha_of(before))
        base = next(from_it, known[-1] if known else None)
        return act.log(what, coder, **details, version=_change(text, base))


def notice_codebook(study: Study, coder: str) -> None:
    """Log what people did to the file by hand since the last version, so that the history has no gap.

    An edit that the log has and that a stop kept from the file is noted as not carried out.
    """
    text = read_codebook_text(study)
    with transaction(study) as act:
        known = versions(act.log_entries)
        if all(version.sha != sha_of(text) for version in known):
            log_codebook(study, BY_HAND, coder, text)
        elif back := _came_after_all(act.log_entries, sha_of(text)):
            act.log(UNDONE, coder, undoes=back)
        elif late := unfinished_edit(act.log_entries, sha_of(text)):
            act.log(UNDONE, coder, undoes=late["id"], because=NOT_CARRIED_OUT)


def _came_after_all(entries: Sequence[Entry], now: str) -> str:
    """The entry that says of the edit which made the codebook as it is that it was not carried out; "" where there is none.

    A synchronised folder may bring the log first, and the file later.
    """
    undone = undone_entries(entries)
    made = {
        entry["id"]
        for entry in entries
        if isinstance(entry.get("version"), Mapping) and entry["version"].get("sha") == now
    }
    told = [entry for entry in entries if entry["what"] == UNDONE and entry.get("because") == NOT_CARRIED_OUT]
    return next((str(entry["id"]) for entry in told if entry["id"] not in undone and entry.get("undoes") in made), "")


def unfinished_edit(entries: Sequence[Entry], now: str) -> Entry | None:
    """The entry of an edit that was made from the codebook as it is, is the last one, and is not in the file."""
    undone = undone_entries(entries)
    made = [entry for entry in entries if isinstance(entry.get("version"), Mapping)]
    last = made[-1] if made else None
    if last is None or last["id"] in undone or last["version"].get("sha") == now:
        return None
    return last if last["version"].get("of") == now else None
