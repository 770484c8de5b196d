"""One act on several files of a study: all of it on disk, or every file as it was.

What a block stages is carried out at its end, in this order: whole files are on disk beside their places already; the
log's lines; the files put in place; those that go; the journals. Where a step is refused (disk full, a file open in Excel) or the act
is stopped, the steps before it are taken back: only bytes that were never confirmed. Where the program is killed between
two steps, the log is ahead: such an entry tells of nothing (`store/log.py`, `store/unfinished.py`), and doing it again
completes it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.coding import Codings
from qualcode.model.events.event import Event, NewEvent, What
from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.events.undoing import inverse
from qualcode.model.transcript import Transcript
from qualcode.store.files import drop, put, read_bytes, remove, stage
from qualcode.store.journal import make_events, read_events
from qualcode.store.layout import Study
from qualcode.store.lines import Undo, append_lines, new_id
from qualcode.store.locks import locked
from qualcode.store.log import UNDONE, Entry, definitions, entries_with, make_entry, read_log
from qualcode.store.transcripts import ground_of, versions
from qualcode.system import undisturbed
from qualcode.text import Several


class Transaction:
    """What one act will do. Made by `transaction`, which carries it out."""

    def __init__(self, study: Study):
        self.study = study
        self._known: list[Entry] | None = None
        self._entries: list[Entry] = []
        self._of_events: list[Entry] = []
        self._files: list[tuple[Path, Path]] = []  # staged, place
        self._gone: list[Path] = []
        self._private: set[Path] = set()
        self._backups: dict[Path, Path | None] = {}
        self._read: dict[tuple[str, str], list[Event]] = {}  # journal -> its events, those staged too
        self._events: dict[tuple[str, str], list[Event]] = {}

    @property
    def log_entries(self) -> list[Entry]:
        """The log as it will be, oldest first."""
        if self._known is None:
            self._known = read_log(self.study)[0]
        return [*self._known, *self._entries]

    def log(self, what: str, coder: str = "", *, of_events: bool = False, **details: Any) -> str:
        """Stage an entry; returns its id. `of_events`: it tells of what this act writes in journals, and of nothing else."""
        entry = make_entry(what, coder, details)
        self._entries.append(entry)
        if of_events:
            self._of_events.append(entry)
        return str(entry["id"])

    def log_definitions(self, codes: Sequence[Code], coder: str) -> int:
        """Keep the wording of every code that the log does not have yet; returns how many those were."""
        entries = [*entries_with(self.study, '"definition"'), *self._entries]
        known = {entry.get("def") for entry in entries if entry["what"] == "definition"}
        new = definitions(codes, known)
        for definition in new:
            self.log("definition", coder, **definition)
        return len(new)

    def put(self, path: Path, data: bytes, *, private: bool = False) -> None:
        """Stage a whole file."""
        target = path.resolve() if path.is_symlink() else path
        if private:
            self._private.add(target)
        self._files.append((stage(target, data, private=private), target))

    def bytes_of(self, path: Path) -> bytes:
        """A file as it will be: what was staged for it last, else what is there."""
        target = path.resolve() if path.is_symlink() else path
        staged = [copy for copy, place in self._files if place == target]
        return read_bytes(staged[-1] if staged else target)

    def staged(self, folder: Path) -> list[Path]:
        """The files of a folder that are staged."""
        return [place for _, place in self._files if place.parent == folder.resolve()]

    def remove(self, path: Path) -> None:
        """Stage that a file goes. What is removed is removed in this order, after the files that are put."""
        self._gone.append(path.resolve() if path.is_symlink() else path)

    def append(self, coder: str, transcript: str, *said: What | NewEvent) -> list[Event]:
        """Stage events at the end of one journal; returns them."""
        known = self.events(coder, transcript)
        new = [one if isinstance(one, NewEvent) else NewEvent(one) for one in said]
        made = make_events(new, known, coder, transcript)
        known += made
        self._events.setdefault((coder, transcript), []).extend(made)
        return made

    def take_back(self, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
        """Undo events of one journal by further events; returns their ids, with which that is undone in turn."""
        written = self.append(coder, transcript, *inverse(self.events(coder, transcript), ids, new_id))
        return [event.id for event in written]

    def codings(self, coder: str, transcript: str, on: Transcript | None = None) -> Codings:
        """What a journal adds up to, with what was staged; `on`: an earlier text of the transcript."""
        ground = Ground(on, on.sha, partial(versions, self.study)) if on else ground_of(self.study, transcript)
        return fold(self.events(coder, transcript), ground)

    def events(self, coder: str, transcript: str) -> list[Event]:
        """Everything in a journal, with what was staged."""
        name = (coder, transcript)
        if name not in self._read:
            self._read[name] = list(read_events(self.study.journal(coder, transcript), coder, transcript)[0])
        return self._read[name]

    def commit(self) -> None:
        """Carry it all out, or nothing of it."""
        journals = {name: events for name, events in self._events.items() if events}
        if len(journals) > 1 and not self._of_events:  # so that a stop between two of them is told
            self.log("decisions", next(iter(journals))[0], of_events=True, decisions=sum(map(len, journals.values())))
        for entry in self._of_events:
            entry["events"] = {"/".join(name): events[-1].id for name, events in journals.items()}
        done: list[Undo] = [partial(_put_back, copy, path) for path, copy in self._copies().items()]
        try:
            if self._entries:
                append_lines(self.study.log, self._entries, done)
            for staged, path in self._files:
                put(staged, path)
            for path in self._gone:
                remove(path)
            for (coder, transcript), events in journals.items():
                path = self.study.journal(coder, transcript)
                append_lines(path, [event.to_json() for event in events], done)
        except BaseException as error:
            _take_back(done, error)
            raise

    def _copies(self) -> dict[Path, Path | None]:
        """Copies, on disk, of the files that will be replaced; None: there was none."""
        for path in dict.fromkeys([*(path for _, path in self._files), *self._gone]):
            there = path.exists()
            self._backups[path] = stage(path, read_bytes(path), private=path in self._private) if there else None
        return dict(self._backups)

    def close(self) -> None:
        """Take away what was staged and not put in place."""
        for staged in (*(staged for staged, _ in self._files), *filter(None, self._backups.values())):
            drop(staged)


def _put_back(copy: Path | None, path: Path) -> None:
    if copy is None:
        drop(path)
    elif copy.exists():
        put(copy, path)


def _take_back(done: Sequence[Undo], error: BaseException) -> None:
    """Undo what was done, the last first; what cannot be undone is told with the error."""
    failed = []
    for undo in reversed(done):
        try:
            undo()
        except QualcodeError as again:
            failed.append(again)
    if failed:
        raise QualcodeError("error.not_put_back", why=error, failed=Several(tuple(failed))) from None


_open: ContextVar[Transaction | None] = ContextVar("transaction", default=None)


@contextmanager
def transaction(study: Study) -> Iterator[Transaction]:
    """The block stages one act; it is carried out when the block ends, and on disk then. An error in it leaves all as it was.

    Within another block on the same study it joins that act, which is carried out at the end of the outer block.
    """
    outer = _open.get()
    if outer is not None and outer.study == study:
        yield outer
        return
    with locked(study.log):
        act = Transaction(study)
        token = _open.set(act)
        try:
            yield act
            with undisturbed():  # Ctrl-C waits: it finds the act done, or not begun
                act.commit()
        finally:
            _open.reset(token)
            act.close()


def append(study: Study, coder: str, transcript: str, *said: What | NewEvent) -> list[Event]:
    """Write events at the end of one journal; returns them."""
    with transaction(study) as act:
        return act.append(coder, transcript, *said)


def take_back(study: Study, coder: str, transcript: str, ids: Sequence[str]) -> list[str]:
    """Undo events of one journal by further events; returns their ids, with which that is undone in turn."""
    with transaction(study) as act:
        return act.take_back(coder, transcript, ids)


def write_log(study: Study, what: str, coder: str = "", *, of_events: bool = False, **details: Any) -> str:
    """Append one entry; returns its id."""
    with transaction(study) as act:
        return act.log(what, coder, of_events=of_events, **details)


def undo_entry(study: Study, coder: str, entry: str) -> str:
    """Record that what an entry tells was taken back; returns the id of that. Undone in turn, the first holds again."""
    return write_log(study, UNDONE, coder, undoes=entry)


def log_definitions(study: Study, codes: Sequence[Code], coder: str) -> int:
    """Keep the wording of every code that the log does not have yet; returns how many those were."""
    with transaction(study) as act:
        return act.log_definitions(codes, coder)
