"""Copies that synchronised folders leave behind: "P-1 (conflicted copy).jsonl", "jan (1)/", "codebook-LAPTOP.yaml".

A copy is known by what it holds, not by its name alone, since every program names them otherwise: the events of a
journal say whose they are, a side-car has an id, an entry of a log is one. Only of codebook.yaml, cases.csv,
qualcode.yaml and texts there is nothing but the name. Journals and logs are made to be united; what else differs is
told, and never decided here.
"""

import json
import os
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from qualcode.errors import Problem, QualcodeError
from qualcode.model.events.event import VERSION, Event, event_from_json
from qualcode.model.memo import Memo
from qualcode.model.names import is_id
from qualcode.store.catalogue import sidecar_copies
from qualcode.store.files import drop, entries, listed, read_bytes, write_bytes
from qualcode.store.journal import read_events
from qualcode.store.kept import Stamp, stamp
from qualcode.store.layout import Study, named_after
from qualcode.store.lines import append_lines, read_lines, set_aside
from qualcode.store.locks import locked
from qualcode.store.log import entry_of, read_log
from qualcode.store.memos import read_memos
from qualcode.text import Say


class Copy(NamedTuple):
    """A file that holds what belongs in another."""

    path: Path
    of: Path


_JOURNAL = ".jsonl"


class JournalFile(NamedTuple):
    """A file with events, and whose journal its place makes it; "" for both where no journal stands there."""

    folder: Path
    name: str
    coder: str = ""
    transcript: str = ""

    @property
    def path(self) -> Path:
        """Made when it is asked for: of 10,000 journals that is seldom."""
        return self.folder / self.name

    def is_own(self, event: Event) -> bool:
        """Whether an event belongs here; names that differ in capitals are one file on Windows and macOS."""
        named = (event.coder.casefold(), event.transcript.casefold())
        return named == (self.coder.casefold(), self.transcript.casefold())


def journal_files(study: Study) -> list[JournalFile]:
    """Every .jsonl file below codings/, and below a copy of that folder. Raises QualcodeError where a folder cannot be read."""
    found = []
    for top in [study.codings, *(copy.path for copy in folder_copies(study) if copy.of == study.codings)]:
        for one in _below(top, follow=True):
            here = top == study.codings and one.folder.parent == top
            if here and (one.name.endswith(_JOURNAL) or _is_same(one.path, one.path.with_suffix(_JOURNAL))):
                one = one._replace(coder=one.folder.name, transcript=one.name[: -len(_JOURNAL)])
            found.append(one)
    return found


def _below(folder: Path, *, follow: bool = False) -> Iterator[JournalFile]:
    """The .jsonl files below a folder. `follow`: links to folders, in this one; deeper they may lead in circles."""
    for entry in entries(folder):
        if entry.is_dir():
            yield from _below(folder / entry.name) if follow or not entry.is_symlink() else ()
        elif entry.name.casefold().endswith(_JOURNAL) and entry.name.casefold() != _JOURNAL:
            yield JournalFile(folder, entry.name)


def folder_copies(study: Study) -> Iterator[Copy]:
    """Folders beside those of the study that are called after one of them."""
    for folder in (study.codings, study.transcripts, study.memos):
        for path in listed(study.root, ""):
            if path.is_dir() and named_after(path.name, folder.name):
                yield Copy(path, folder)


def elsewhere(study: Study) -> Iterator[Problem]:
    """Files that are not on this computer: what a cloud left in their place is a name alone."""
    folders = [study.root, study.transcripts, study.memos, *(path for path in _folders(study.codings) if path.is_dir())]
    for folder in folders:
        for name in _names(folder):
            if name.endswith(".icloud") and (matched := re.fullmatch(r"\.(.+)\.icloud", name)):
                path = study.relative(folder / matched[1])
                yield Problem(path, 0, Say("fault.in_the_cloud"), Say("hint.download"))


def _folders(folder: Path) -> list[Path]:
    try:
        return listed(folder, "")
    except QualcodeError:
        return []  # told by loading


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def is_copy(file: JournalFile) -> bool:
    """Whether the first event of a file belongs to another journal than its place says."""
    first = _first(file.path, stamp(file.path))
    return first is not None and not file.is_own(first)


@lru_cache(256)  # loading asks, and `check` once more
def _first(path: Path, stamp: Stamp) -> Event | None:
    return next(_events(path), None)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, by a link or by another spelling: what is united with itself would be lost."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _events(path: Path) -> Iterator[Event]:
    for _, line in read_lines(path):
        if event := _event(line):
            yield event


def _event(line: bytes) -> Event | None:
    try:
        return event_from_json(json.loads(line))
    except (ValueError, RecursionError):
        return None


def missing(study: Study, file: JournalFile) -> list[Event]:
    """The events of a copy that are in none of the journals they belong to."""
    strangers = [event for event in _events(file.path) if not file.is_own(event)]
    known = {name: _known(study, name) for name in {(one.coder, one.transcript) for one in strangers}}
    return [one for one in strangers if _whole(one) not in known[one.coder, one.transcript]]


def _known(study: Study, name: tuple[str, str]) -> set[str]:
    """What a journal holds; nothing where the names are none of a journal."""
    return {_whole(one) for one in read_events(study.journal(*name), *name)[0]} if all(map(is_id, name)) else set()


def _whole(event: Event) -> str:
    return json.dumps(event.to_json(), sort_keys=True)


def unite_journal(study: Study, file: JournalFile) -> tuple[int, int]:
    """Bring each event of a file to the journal it belongs to, and what is no event to a .bad file; how many of both.

    The events are on disk where they belong before they are taken from here, so a stop loses nothing; a line that came
    meanwhile stays, and so does one that a newer version wrote. A file of which nothing is left is removed; what lies beside
    codings/, or where a link leads, may be somebody's backup, and is only read.
    """
    with locked(study.log):
        lines = [line for _, line in read_lines(file.path)]
        events = {line: event for line in lines if (event := _event(line))}
        strangers: dict[tuple[str, str], list[bytes]] = {}
        for line, event in events.items():
            name = event.coder, event.transcript
            if not file.is_own(event) and all(map(is_id, name)) and not _is_same(file.path, study.journal(*name)):
                strangers.setdefault(name, []).append(line)
        moved = 0
        for name, theirs in strangers.items():
            known = _known(study, name)
            new = [json.loads(line) for line in theirs if _whole(events[line]) not in known]
            if new:
                append_lines(study.journal(*name), new)
            moved += len(new)
        if not _is_below(file.path, study.codings):
            return moved, 0
        gone = {line for theirs in strangers.values() for line in theirs}
        bad = {line for line in lines if line not in events and not _is_newer(line)}
        numbers = {number for number, line in read_lines(file.path) if line in bad}
        if numbers:
            set_aside(file.path, numbers)
        if gone:
            kept = [line for _, line in read_lines(file.path) if line not in gone]
            if kept:
                write_bytes(file.path, b"".join(kept))
            else:
                drop(file.path)
    return moved, len(numbers)


def _is_below(path: Path, folder: Path) -> bool:
    """Whether a file lies below a folder, with no link on the way."""
    return path.is_relative_to(folder) and path.resolve() == folder.resolve() / path.relative_to(folder)


def _is_newer(line: bytes) -> bool:
    """Whether a line is an event of a version after this one."""
    try:
        return int(json.loads(line)["v"]) > VERSION
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def log_copies(study: Study) -> list[Copy]:
    """Files beside log.jsonl that hold entries of a log: of this one, or called after it."""
    known = {entry["id"] for entry in read_log(study)[0]}
    found = []
    for path in listed(study.root, ".jsonl"):
        if path != study.log and path.is_file() and not _is_same(path, study.log):
            entries = [
                entry for _, line in read_lines(path) if (entry := entry_of(line)) and entry.keys() >= {"v", "coder"}
            ]
            if entries and (named_after(path.stem, "log") or any(entry["id"] in known for entry in entries)):
                found.append(Copy(path, study.log))
    return found


def missing_entries(study: Study, path: Path) -> list[dict[str, Any]]:
    """The entries of a copy of the log that are not in it, word for word."""
    known = {json.dumps(entry, sort_keys=True) for _, line in read_lines(study.log) if (entry := entry_of(line))}
    entries = [entry for _, line in read_lines(path) if (entry := entry_of(line))]
    return [entry for entry in entries if json.dumps(entry, sort_keys=True) not in known]


def unite_log(study: Study, path: Path) -> tuple[int, int]:
    """Bring the entries of a copy to the log, and what is none to a .bad file; how many of both."""
    with locked(study.log):
        new = missing_entries(study, path)
        if new:
            append_lines(study.log, new)
        bad = {number for number, line in read_lines(path) if not entry_of(line)}
        if bad:
            set_aside(path, bad)
        drop(path)
    return len(new), len(bad)


def file_copies(study: Study) -> Iterator[Copy]:
    """Files that by their name are copies of one that the study has once, or of a text."""
    for one in (study.settings, study.codebook, study.cases):
        for path in listed(study.root, one.suffix):
            if path != one and named_after(path.stem, one.stem):
                yield Copy(path, one)
    copies = sidecar_copies(study)
    names = {path.stem for path in listed(study.transcripts, ".json")} - copies.keys()
    for path in listed(study.transcripts, ".txt"):
        if path.stem not in names:
            of = max((name for name in names if named_after(path.stem, name)), key=len, default="")
            if of:
                yield Copy(path, study.text(of))


def memo_copies(memos: tuple[Memo, ...]) -> Iterator[tuple[Memo, Memo]]:
    """(copy, original): memos of the same coder about the same things that were begun in the same millisecond."""
    begun: dict[tuple[object, ...], Memo] = {}
    for memo in sorted(memos, key=lambda one: (len(one.name), one.name)):
        original = begun.setdefault((memo.at, memo.coder, memo.about), memo)
        if memo.at and original is not memo and named_after(memo.name, original.name):
            yield memo, original


def problems(study: Study, strays: Collection[str]) -> Iterator[Problem]:
    """What `check` says of copies; `strays`: the files under codings/ that loading took for copies."""
    for file in journal_files(study):
        first = next(_events(file.path), None) if study.relative(file.path) in strays else None
        if first:
            yield _journal_problem(study, file, first)
    for copy in log_copies(study):
        number = len(missing_entries(study, copy.path))
        told = Say("fault.copy_of_log_with", n=number) if number else Say("fault.copy_of", of="log.jsonl")
        yield Problem(study.relative(copy.path), 0, told, Say("hint.repair_unites"), "warning")
    of_sidecars = [Copy(study.sidecar(name), study.sidecar(of)) for name, of in sidecar_copies(study).items()]
    for copy in folder_copies(study):
        told = Say("fault.copy_of_folder", of=copy.of.name)
        yield Problem(study.relative(copy.path), 0, told, Say("hint.keep_what_is_right"), "warning")
    for copy in (*of_sidecars, *file_copies(study)):
        told = Say("fault.copy_not_read", of=study.relative(copy.of), difference=difference(copy))
        yield Problem(study.relative(copy.path), 0, told, Say("hint.keep_one_of_two"), "warning")
    for memo, original in memo_copies(read_memos(study)[0]):
        same = Say("fault.same_words" if memo.text == original.text else "fault.not_same_words")
        told = Say("fault.copy_of_memo", of=original.name, same=same)
        yield Problem(f"memos/{memo.name}.md", 0, told, Say("hint.keep_one_of_two"), "warning")


def _journal_problem(study: Study, file: JournalFile, first: Event) -> Problem:
    of = study.relative(study.journal(first.coder, first.transcript))
    number = len(missing(study, file))
    told = Say.some("fault.copy_of_journal_with", number, of=of) if number else Say("fault.copy_of", of=of)
    severity = "error" if number else "warning"
    return Problem(study.relative(file.path), 0, told, Say("hint.repair_unites"), severity)


def difference(copy: Copy) -> Say:
    """What a copy differs in, in numbers of lines, never words."""
    try:
        one, other = (read_bytes(path).removeprefix(b"\xef\xbb\xbf").splitlines() for path in (copy.path, copy.of))
    except QualcodeError:
        return Say("fault.copy_of_nothing", of=copy.of.name)
    if one == other:
        return Say("fault.copy_same")
    places = [number for number, (a, b) in enumerate(zip(one, other, strict=False), 1) if a != b]
    first = places[0] if places else min(len(one), len(other)) + 1
    return Say("fault.copy_differs", lines=len(one), there=len(other), first=first)
