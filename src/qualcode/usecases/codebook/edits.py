"""Edits of the study's codebook: the file changed where it must, one line in the log, the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from qualcode.editing import edits
from qualcode.editing.development import changes, theme_changes
from qualcode.editing.edits import Raw
from qualcode.errors import ChangedElsewhere, QualcodeError
from qualcode.model.codebook import Codebook
from qualcode.model.handle import read_intact
from qualcode.store.codebook_yaml import possible_codebook, sound_codebook
from qualcode.store.files import read_text
from qualcode.store.history import (
    BY_HAND,
    UNDO,
    Version,
    line_changes,
    lineage,
    log_codebook,
    notice_codebook,
    read_codebook_text,
    sha_of,
    versions,
)
from qualcode.store.layout import Study
from qualcode.store.locks import locked
from qualcode.store.log import read_log, undone_entries
from qualcode.store.transaction import transaction
from qualcode.store.yaml.document import read_yaml
from qualcode.store.yaml.edit import rewrite
from qualcode.text import Say
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.study import Opened, open_study


@dataclass(frozen=True)
class Edited:
    """The codebook before and after; `changed` is how many lines were taken out and put in, `entry` the line in the log."""

    before: Codebook
    after: Codebook
    changed: tuple[int, int] = (0, 0)
    entry: str = ""


def noticed(opened: Opened, coder: str) -> Opened:
    """The study with what people did to its codebook by hand in the log: what tells of versions reads it there."""
    notice_codebook(opened.study, coder)
    return opened.again()


def edit(
    study: Study, coder: str, what: str, change: Callable[[Raw], Raw], because: str = "", **details: Any
) -> Edited:
    """Change the codebook on disk and log it, or change nothing."""
    return _edit_text(study, coder, what, _rewriting(change), because, details)


def _rewriting(change: Callable[[Raw], Raw]) -> Callable[[str, Raw], str]:
    return lambda text, raw: rewrite(text, change(raw))


def _edit_text(
    study: Study, coder: str, what: str, change: Callable[[str, Raw], str], because: str, details: Mapping[str, Any]
) -> Edited:
    with locked(study.codebook):
        return _stage_edit(study, coder, what, change, because, details)


def _stage_edit(
    study: Study, coder: str, what: str, change: Callable[[str, Raw], str], because: str, details: Mapping[str, Any]
) -> Edited:
    """The caller holds the codebook's lock."""
    with transaction(study) as act:
        typed = read_text(study.codebook)
        text = typed.replace("\r\n", "\n")
        before = sound_codebook(text)
        notice_codebook(study, coder)
        raw = read_yaml(text, "codebook.yaml").value
        new = change(text, raw if isinstance(raw, dict) else {})
        after = possible_codebook(new)
        if new == text:
            return Edited(before, after)
        act.put(study.codebook, (new.replace("\n", "\r\n") if "\r\n" in typed else new).encode())
        said = {
            "codes": _touched(before, after),
            "themes": _themes_touched(before, after),
            **details,
            "because": because,
        }
        said = {key: value for key, value in said.items() if value not in ("", [], {}, False)}
        entry = log_codebook(study, what, coder, new, text, **said)
        act.log_definitions(after.codes, coder)
    return Edited(before, after, _lines_changed(text, new), entry)


def _touched(before: Codebook, after: Codebook) -> list[str]:
    """The ids of the codes that changed, old and new."""
    return list(dict.fromkeys(name for change in changes(before, after) for name in change.ids))


def _themes_touched(before: Codebook, after: Codebook) -> list[str]:
    return list(dict.fromkeys(name for change in theme_changes(before, after) for name in change.ids))


def _lines_changed(before: str, after: str) -> tuple[int, int]:
    made = line_changes(before, after)
    return sum(gone for _, gone, _ in made), sum(len(new) for _, _, new in made)


def today() -> str:
    return date.today().isoformat()


@dataclass(frozen=True)
class CodeGiven:
    """What `codebook add` was told."""

    name: str
    id: str = ""
    parent: str = ""
    definition: str = ""
    kind: str = ""
    question: str = ""
    parked: str = ""  # the name of the code that collects what has no place yet; made where there is none


def add(
    opened: Opened,
    coder: str,
    new: CodeGiven,
    because: str,
    fragment: coding.Fragment | None = None,
    restores: str = "",
) -> tuple[Edited, str, str]:
    """An inductive code with its date; the fragment where it was first seen, if one is named, is coded too. Also the ids of the code and the coding.

    `restores`: the id of the coding that is made anew with it.
    """
    place = None
    if fragment:
        handle = opened.project.transcript(fragment.transcript)
        place = coding.place(read_intact(handle), fragment)
    made: list[str] = []

    if fragment:
        open_study(opened.study.root)  # where that fails, nothing is written

    def change(raw: Raw) -> Raw:
        parent = edits.find(raw, new.parent)["id"] if new.parent else ""
        if new.parked:
            raw, parent = edits.parking(raw, new.parked)
        code: Raw = {"id": edits.new_id(raw, new.name, new.id, parent), "name": new.name}
        added = {"date": today()} | ({"fragment": f"{fragment.transcript}:{place}"} if fragment and place else {})
        fields = {"question": new.question, "kind": new.kind, "definition": new.definition}
        for key, value in {**fields, "origin": "inductive", "added": added}.items():
            edits.put(code, key, value)
        made.append(code["id"])
        return edits.add(raw, code, parent)

    study = opened.study
    with locked(study.codebook), transaction(study):  # both, or neither
        edited = _stage_edit(
            study, coder, "codebook add", _rewriting(change), because, {"name": new.name, "of_events": bool(fragment)}
        )
        if not fragment or place is None:
            return edited, made[0], ""
        then = replace(opened, project=replace(opened.project, codebook=edited.after))
        return edited, made[0], coding.apply(then, coder, handle, made[0], place, restores=restores).id


def undo(opened: Opened, coder: str, only: str = "") -> Version:
    """Take back the last edit made by a command and not undone yet; returns the version it had made.

    `only`: that edit, by the id of its log entry; when another came after it, nothing is taken back.
    """
    entries = read_log(opened.study)[0]
    known = versions(entries)
    last = last_edit(opened.study, only)
    before = next(one for one in known if one.sha == last.entry["version"]["of"])

    kept = {name for entry in entries if entry["what"] == UNDO for name in entry.get("kept", ())}
    heirs: dict[str, str] = {}

    def change(text: str, _: Raw) -> str:
        then, made, now = (_without(one, kept) for one in (before.text, last.text, text))
        restored = _taken_back(then, made, now)
        heirs.update(_heirs(opened, text, restored))
        return _with(restored, heirs) if heirs else restored

    details = {"undoes": last.entry["id"], "what_was": last.entry["what"], "kept": heirs}  # heirs: known once changed
    _edit_text(opened.study, coder, UNDO, change, "", details)
    return last


def last_edit(study: Study, only: str = "") -> Version:
    """The version made by the last edit that `undo` would take back; with `only`, it must be that one."""
    entries = read_log(study)[0]
    known = versions(entries)
    undone = undone_entries(entries) | {entry.get("undoes") for entry in entries if entry["what"] == UNDO}
    now = sha_of(read_codebook_text(study))
    line = lineage(known, now) or list(reversed(known))  # changed by hand since: from the last version known
    last = next((one for one in line if _is_edit(one, undone)), None)
    if last is None:
        raise QualcodeError("error.nothing_to_undo")
    if only and last.entry["id"] != only:
        raise ChangedElsewhere("error.codebook_edited_since")
    return last


def _without(text: str, kept: set[str]) -> str:
    """The codebook without the older ids that undoing added, for codings made meanwhile."""
    raw = read_yaml(text, "codebook.yaml").value if kept else None
    if not isinstance(raw, dict):
        return text
    for code in edits.codes_of(raw):
        if kept & set(code.get("was", ())):
            edits.put(code, "was", [name for name in code["was"] if name not in kept])
    return rewrite(text, raw)


def _is_edit(version: Version, undone: set[Any]) -> bool:
    entry = version.entry
    return "of" in entry["version"] and entry["what"] not in (BY_HAND, UNDO) and entry["id"] not in undone


def _taken_back(before: str, after: str, now: str) -> str:
    """`now` without the change before -> after; lines that people changed since in other places stay."""
    if now == after:
        return before
    new, current = after.split("\n"), now.split("\n")
    places: dict[int, int] = {}
    for block in SequenceMatcher(None, new, current, autojunk=False).get_matching_blocks():
        places |= {block.a + i: block.b + i for i in range(block.size)}
    for c, gone, back in reversed(line_changes(after, before)):
        around: list[int | None] = [places.get(line) for line in range(c - 1, c + gone + 1) if 0 <= line < len(new)]
        if around != list(range(around[0] or 0, (around[0] or 0) + len(around))):
            raise ChangedElsewhere("error.same_lines_by_hand")
        start = places[c - 1] + 1 if c else places.get(0, 0)
        current[start : start + gone] = back
    return "\n".join(current)


def _heirs(opened: Opened, now: str, restored: str) -> dict[str, str]:
    """Ids that codings use and `restored` does not know -> the code there that they shall resolve to."""
    after, before = sound_codebook(now), sound_codebook(restored)
    used = {coding.code for journal in opened.project.journals for coding in journal.read().applied}
    found: dict[str, str] = {}
    for name in sorted(used - before.current.keys()):
        if name not in after.current:
            continue  # it was not known before either; `check` tells
        code = after.by_id[after.current[name]]
        heirs = [before.current[one] for one in (code.id, *code.was) if one in before.current]
        if not heirs:
            raise QualcodeError("error.code_in_use", name=name, code=code.id)
        found[name] = heirs[0]
    return found


def _with(text: str, heirs: Mapping[str, str]) -> str:
    """The codebook with older ids added to the codes that stand for them."""
    raw = read_yaml(text, "codebook.yaml").value
    assert isinstance(raw, dict)
    for name, heir in heirs.items():
        code = edits.find(raw, heir)
        edits.put(code, "was", [*code.get("was", []), name])
    return rewrite(text, raw)


def merge_told(before: Codebook, after: Codebook, into: str) -> list[Say]:
    """What merging changes beside the codes themselves, and what it does not take over."""
    target = before.by_id[before.code_meant(into)]
    told: list[Say] = []
    for code in before.codes:
        if code.id == target.id or code.id in after.by_id or after.current.get(code.id) != target.id:
            continue
        if code.question and code.question != after.by_id[target.id].question:
            told.append(Say("mind.question_lost", code=code.id, question=code.question))
        lost = [key for key in ("definition", "include", "exclude") if getattr(code, key)] + ["not"] * bool(code.unless)
        if lost:
            told.append(Say.some("mind.not_taken_over", len(lost), keys=", ".join(lost), name=code.id))
        themes = [theme.name for theme in before.themes if code.id in theme.codes and target.id not in theme.codes]
        if themes:
            told.append(Say("mind.in_themes_too", code=target.id, themes=", ".join(themes)))
    return told
