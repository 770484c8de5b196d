"""How codes and themes came to be what they are: each change with its day and the researcher's reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.editing.development import Change
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.listing import Listing, Record, Shown
from qualcode.report.quantities import so_many_of
from qualcode.report.view import View
from qualcode.text import Words

LogEntry = Mapping[str, Any]  # a line of the log
_OF_CODES = ("change", "code", "name", "was", "now", "at", "because", "coder")
_OF_THEMES = ("phase", "change", "theme", "name", "was", "now", "at", "because", "coder")
_EDITS = {  # what the log calls an edit -> the change that it is
    "add": "added", "rename": "renamed", "merge": "merged", "split": "split", "move": "moved", "retire": "retired",
    "keywords accept": "keywords", "keywords drop": "keywords",
}  # fmt: skip
_PHASES = {  # of Braun and Clarke (2006)
    "theme_added": 3, "codes_in": 3, "codes_out": 4, "theme_split": 4, "theme_merged": 4, "theme_dropped": 4,
    "theme_fit": 4, "theme_status": 4, "theme_related": 4, "theme_renamed": 5, "theme_statement": 5, "theme_boundary": 5,
}  # fmt: skip


def code_development(found: Sequence[Change], entries: Iterable[LogEntry], words: Words, changed: str) -> Output:
    """The changes of codes, each with the entry of the log that tells of it; `changed`: when the study last was."""
    log = list(entries)
    rows = []
    for change in found:
        entry = _entry_of(change, log)
        why = (entry.get("at", "")[:10], entry.get("because", ""), entry.get("coder", ""))
        rows.append((change.kind, change.code, change.name, change.before, change.after, *why))
    data = Data("development", _OF_CODES, tuple(rows))
    shown = (("change", 3), ("name", 4), ("was", 6), ("now", 6), ("at", 3), ("because", 5))
    heads = tuple(Column(words.heading("date" if name == "at" else name), share) for name, share in shown)
    printed = []
    for record in data.records():
        if record["change"] == "keywords":
            continue  # of no use in print: a method chapter tells of codes
        told = {name: str(record[name]) for name, _ in shown} | {"change": words.of("change", record["change"])}
        told["at"] = words.day(told["at"]) if told["at"] else ""
        printed.append(Row(tuple(told.values())))
    keywords = sum(change.kind == "keywords" for change in found)
    notes = (words("development.keywords", n=keywords),) if keywords else () if rows else (words("development.none"),)
    table = Table(words("development.title"), heads, tuple(printed), notes)
    return Output(data, Report(table.title, (table,), changed))


def _entry_of(change: Change, entries: Sequence[LogEntry]) -> LogEntry:
    """The last log entry that tells of this change: the same kind of edit of one of its codes, else one that may make it."""
    of_code = [entry for entry in entries if set(change.ids) & {str(one) for one in entry.get("codes", ())}]
    same = [entry for entry in of_code if _kind(entry) == change.kind]
    other = [entry for entry in of_code if _kind(entry) == "" or (change.kind, _kind(entry)) == ("keywords", "merged")]
    return (same or other or [{}])[-1]


def _kind(entry: LogEntry) -> str:
    """The kind of change that an edit is made for; "" where it may be any."""
    return str(entry.get("change", _EDITS.get(str(entry["what"]).removeprefix("codebook "), "")))


def theme_development(view: View, made: Iterable[tuple[Change, LogEntry]], fits: Iterable[LogEntry]) -> Output:
    """Phase, change, reason, by time. `made`: each change of a theme with its entry; `fits`: what was said of codings."""
    words = view.words
    rows = []
    for change, entry in made:
        told = (_PHASES[change.kind], change.kind, change.code, change.name, change.before, change.after)
        rows.append((*told, entry["at"], str(entry.get("because", "")), str(entry.get("coder", ""))))
    for entry in fits:
        for theme in entry["themes"]:
            told = (_PHASES["theme_fit"], "theme_fit", theme, _name(view, theme), "", _fitted(entry, words))
            rows.append((*told, entry["at"], entry.get("because", ""), entry.get("coder", "")))
    rows.sort(key=lambda row: row[_OF_THEMES.index("at")])
    shown = (
        Shown("phase", 1),
        Shown("change", 3, text=lambda record: words.of("change", record["change"])),
        Shown("name", 4, heading=words.heading("theme")),
        Shown("was", 4, text=lambda record: _told(record, "was", words)),
        Shown("now", 5, text=lambda record: _told(record, "now", words)),
        Shown("at", 3, text=lambda record: words.day(str(record["at"])[:10]), heading=words.heading("date")),
        Shown("because", 5),
    )
    notes = [words("themes.development.phases")] if rows else [words("development.none")]
    listing = Listing("theme_development", _OF_THEMES, rows, shown, words("themes.development.title"), notes)
    return listing.output(words, view.project.changed)


def _told(record: Record, key: str, words: Words) -> str:
    value = str(record[key])
    return words.of("status", value) if record["change"] == "theme_status" else value


def _name(view: View, theme: str) -> str:
    codebook = view.codebook
    now = codebook.current_theme.get(theme)
    return next((one.name for one in codebook.themes if one.id == now), theme)


def _fitted(entry: LogEntry, words: Words) -> str:
    return so_many_of("theme.fitted", str(entry["fit"]), int(str(entry["codings"])), words)
