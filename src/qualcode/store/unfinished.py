"""What the log tells and a stop kept from the study: such an entry counts for nothing, and doing it again completes it.

The log is written first (`store/transaction.py`), so after a kill it may be ahead of the files; never behind them.
"""

from collections.abc import Iterator, Mapping, Sequence

from qualcode.errors import Problem
from qualcode.model.project import Project
from qualcode.store.history import read_codebook_text, sha_of, unfinished_edit
from qualcode.store.journal import read_events
from qualcode.store.layout import Study
from qualcode.store.log import Entry, undone_entries
from qualcode.text import Say


def unfinished(study: Study, project: Project, entries: Sequence[Entry]) -> dict[str, Say]:
    """id -> what is missing, of the entries whose act did not get to its end and was not noted as undone."""
    undone = undone_entries(entries)
    found: dict[str, Say] = {}
    known: dict[str, set[str]] = {}
    last = {entry.get("transcript"): entry["id"] for entry in entries if isinstance(entry.get("revision"), Mapping)}
    gone = {  # transcript -> where in the log it was last removed or renamed
        str(entry.get("renamed") or entry.get("transcript")): at
        for at, entry in enumerate(entries)
        if entry["what"] in ("removed", "renamed")
    }
    for at, entry in enumerate(entries):
        if entry["id"] in undone or at <= gone.get(str(entry.get("transcript")), -1):
            continue
        if why := _lacks(study, project, entry, known):
            found[entry["id"]] = why
    for transcript, entry_id in last.items():  # of the last one alone: a correction may have been taken back by another
        entry = next(one for one in entries if one["id"] == entry_id)
        handle = project.transcripts.get(str(transcript))
        if handle and entry_id not in undone and entry["revision"].get("old") == handle.text_sha256:
            found[entry_id] = Say("fault.lacks_it", file=f"transcripts/{transcript}.txt")
    if study.codebook.is_file() and (late := unfinished_edit(entries, sha_of(read_codebook_text(study)))):
        found[late["id"]] = Say("fault.lacks_it", file="codebook.yaml")
    return found


def carried_out(study: Study, entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those that a stop kept from coming to anything: of whose events none is there, or that the
    codebook never had. What people may have taken away by hand since (a memo, a transcript) was done and stays."""
    known: dict[str, set[str]] = {}
    late = unfinished_edit(entries, sha_of(read_codebook_text(study))) if study.codebook.is_file() else None

    def came(entry: Entry) -> bool:
        events = entry.get("events")
        if isinstance(events, Mapping) and events and "version" not in entry:
            return any(last in _ids(study, str(name), known) for name, last in events.items())
        return entry is not late

    return [entry for entry in entries if came(entry)]


def _lacks(study: Study, project: Project, entry: Entry, known: dict[str, set[str]]) -> Say | None:
    if isinstance(entry.get("events"), Mapping):
        missing = [name for name, last in entry["events"].items() if last not in _ids(study, str(name), known)]
        return Say("fault.lacks_it", file=", ".join(f"codings/{name}.jsonl" for name in missing)) if missing else None
    name = str(entry.get("transcript", ""))
    if entry["what"] in ("import", "restored") and name not in project.transcripts:
        return Say("fault.no_transcript", name=name)
    if entry["what"] == "memo" and not (study.memos / f"{entry.get('memo', '')}.md").is_file():
        return Say("fault.no_file", file=f"memos/{entry.get('memo', '')}.md")
    return None


def _ids(study: Study, name: str, known: dict[str, set[str]]) -> set[str]:
    """The ids of the events of the journal CODER/TRANSCRIPT."""
    if name not in known:
        coder, _, transcript = name.partition("/")
        events = read_events(study.journal(coder, transcript), coder, transcript)[0] if transcript else []
        known[name] = {event.id for event in events}
    return known[name]


def problems(study: Study, project: Project, entries: Sequence[Entry]) -> Iterator[Problem]:
    lacking = unfinished(study, project, entries)
    for entry in entries:
        if why := lacking.get(entry["id"]):
            told = Say("fault.unfinished", what=entry["what"], at=entry["at"][:19], why=why)
            yield Problem("log.jsonl", 0, told, Say("hint.unfinished"), "warning")
