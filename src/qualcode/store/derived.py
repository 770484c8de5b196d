"""What was derived from the files of a study, kept for the next command in the user's own cache; never in the study.

It may be deleted at any time, and what is in it is used only while it is surely of the files as they are:

- where size, times and inode are those of then, and the times lay more than two seconds before the files were read: a file
  system that tells the time in whole seconds does not tell a change within one;
- else, and on Windows, which tells no time of a change, and whenever somebody wants it certain, where the contents are.

Whatever goes wrong with it (no room, no right, a torn file, another process that writes) is no error: it is derived anew.
"""

import atexit
import hashlib
import marshal
import os
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from qualcode import __version__
from qualcode.errors import QualcodeError
from qualcode.store.files import read_bytes
from qualcode.store.kept import AnyPath, Stamps, stamp
from qualcode.store.layout import Study
from qualcode.system import WINDOWS

_FORM = 4  # raise it when what is kept, or how it is derived, changes; a test tells
_WHERE = "study.txt"  # the path of the study
_SURE = 2 * 10**9  # nanoseconds
_ERRORS = (OSError, sqlite3.Error, ValueError, EOFError, TypeError)
_COLUMNS = (
    "(kind TEXT, name TEXT, crc INTEGER, stamps BLOB, read INTEGER, sha BLOB, data BLOB, PRIMARY KEY (kind, name))"
)
_TABLES = {"derived": "WITHOUT ROWID", "apart": ""}  # of what is small and many, and of what is large
_ROW = "name, crc, stamps, read, sha, data"
_PENDING = 8 * 2**20  # bytes of large things that wait to be written


class _Entry(NamedTuple):
    stamps: bytes  # of the files
    read: int  # when they were read, in nanoseconds since 1970
    sha: bytes  # of their contents, where these were looked at
    data: bytes


_New = dict[str, dict[tuple[str, str], _Entry]]  # table -> (kind, name) -> what is to be written


class Derived:
    """The cache of one study. Of a kind all is read when the first of it is asked for; what is large is read *apart*."""

    def __init__(self, study: Study, certain: bool = False) -> None:
        """`certain`: look at the contents of every file."""
        self._root, self.certain = study.root.resolve(), certain
        self._known: dict[str, dict[str, _Entry]] = {}
        self._new: _New = {table: {} for table in _TABLES}
        self._gone: set[str] = set()
        self._changed: set[str] = set()  # of these nothing that is kept apart holds any more

    def get(
        self, kind: str, name: str, files: Sequence[AnyPath], derive: Callable[[], Any], *, apart: bool = False
    ) -> Any:
        """What `derive` makes of these files: values that `marshal` knows. What it raises is not kept."""
        if not self._file:
            return derive()
        read, stamps = time.time_ns(), tuple(map(stamp, files))
        packed, known = _packed(stamps), self._one(kind, name) if apart else self._of(kind).get(name)
        if known and known.stamps == packed and not self.certain and _is_sure(stamps, known.read):
            return marshal.loads(known.data)
        try:
            sha = _sha(files) if known or self.certain else b""
        except QualcodeError:  # no plain file, or one too large: who reads it tells
            return derive()
        if known and known.sha == sha != b"":
            made, data = marshal.loads(known.data), known.data
        else:
            made = derive()
            data = marshal.dumps(made)
        if stamps == tuple(map(stamp, files)):
            if known and known.data != data:
                self._changed.add(name)
            self._put(kind, name, _Entry(packed, read, sha, data), apart)
        return made

    def _put(self, kind: str, name: str, entry: _Entry, apart: bool) -> None:
        self._new["apart" if apart else "derived"][kind, name] = entry
        if not apart:
            self._known[kind][name] = entry
        elif sum(len(one.data) for one in self._new["apart"].values()) > _PENDING:
            self.keep()

    def hold(self, kind: str, names: Collection[str]) -> None:
        """Forget what is kept of this kind under other names, and of every kind what belongs to these (`…/name`)."""
        if self._file:
            self._gone |= self._of(kind).keys() - set(names)

    def _one(self, kind: str, name: str) -> _Entry | None:
        with suppress(*_ERRORS), closing(self._open()) as found:
            rows = found.execute(f"SELECT {_ROW} FROM apart WHERE kind = ? AND name = ?", (kind, name))
            return dict(_sound(kind, rows)).get(name)
        return None

    def _of(self, kind: str) -> dict[str, _Entry]:
        if kind not in self._known:
            self._known[kind] = {}
            with suppress(*_ERRORS), closing(self._open()) as found:
                rows = found.execute(f"SELECT {_ROW} FROM derived WHERE kind = ?", (kind,))
                self._known[kind] = dict(_sound(kind, rows))
        return self._known[kind]

    @cached_property
    def _file(self) -> Path | None:
        """Where it is; None where there is to be none."""
        if os.environ.get("QUALCODE_CACHE") == "off":
            return None
        from platformdirs import user_cache_path

        name = hashlib.sha256(os.fsencode(self._root)).hexdigest()[:24]
        folder = user_cache_path("qualcode", appauthor=False)
        if not folder.is_absolute():  # of a user without a home: it would be made where one happens to be
            return None
        return folder / "studies" / name / f"derived-{_FORM}-{__version__}.sqlite3"

    def _open(self) -> sqlite3.Connection:
        if not self._file or not self._file.exists():
            raise FileNotFoundError
        return sqlite3.connect(self._file, timeout=0.2)

    def keep(self) -> None:
        """Write what is new, as far as it can be."""
        new, self._new = self._new, {table: {} for table in _TABLES}
        gone, self._gone = self._gone, set()
        changed, self._changed = self._changed, set()
        with suppress(*_ERRORS):
            if (any(new.values()) or gone) and self._file:
                self._make(self._file)
                self._write(self._file, new, gone, changed)

    def _write(self, file: Path, new: _New, gone: set[str], changed: set[str]) -> None:
        try:
            with closing(self._open()) as found:
                found.execute("PRAGMA synchronous = OFF")  # what a power cut tears is derived anew
                with found:
                    for table, how in _TABLES.items():
                        found.execute(f"CREATE TABLE IF NOT EXISTS {table} {_COLUMNS} {how}")
                    forget = "DELETE FROM derived WHERE name = ?1 OR name LIKE '%/' || ?1"
                    found.executemany(forget, [(one,) for one in gone])
                    words = [(one,) for one in gone | changed]  # whoever asks next
                    taken = found.executemany("DELETE FROM apart WHERE name = ?", words).rowcount
                    for table, entries in new.items():
                        rows = ((*name, _crc(*name, one), *one) for name, one in entries.items())
                        found.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
                if taken > 0:  # words that were taken out of a study may stand in the gaps of its pages
                    found.execute("VACUUM")
        except sqlite3.OperationalError:  # another process writes, or there is no room
            return
        except sqlite3.DatabaseError:  # torn: the next command makes it anew
            file.unlink()

    def _make(self, file: Path) -> None:
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for earlier in file.parent.glob("derived-*"):
            if earlier.name != file.name:  # of another version; another process may have begun with this one
                earlier.unlink(missing_ok=True)
        (file.parent / _WHERE).write_bytes(os.fsencode(self._root))
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        _clear(file.parent.parent)


def derived(study: Study) -> Derived:
    """The cache of a study in this process; it is written when the process ends."""
    root = os.path.abspath(study.root)
    if root not in _OPEN:
        if not _OPEN:
            atexit.register(keep_all)
        _OPEN[root] = Derived(study)
    return _OPEN[root]


_OPEN: dict[str, Derived] = {}


def keep_all() -> None:
    for one in _OPEN.values():
        one.keep()


def _sound(kind: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, _Entry]]:
    """Without those in which a bit fell over."""
    return ((name, one) for name, crc, *rest in rows if crc == _crc(kind, name, one := _Entry(*rest)))


def _crc(kind: str, name: str, entry: _Entry) -> int:
    head = f"{kind}\n{name}\n{entry.read}\n{len(entry.stamps)}\n".encode()
    return zlib.crc32(entry.data, zlib.crc32(entry.stamps + entry.sha, zlib.crc32(head)))


def _packed(stamps: Stamps) -> bytes:
    return marshal.dumps(stamps, 2)  # later forms tell what stands in two places, so that equals differ


def _is_sure(stamps: Stamps, read: int) -> bool:
    return not WINDOWS and all(max(one[:2], default=0) < read - _SURE for one in stamps)


def _sha(files: Sequence[AnyPath]) -> bytes:
    found = hashlib.blake2b(digest_size=20)
    for file in files:
        data = read_bytes(Path(file)) if os.path.exists(file) else None
        found.update(b"-" if data is None else b"%d:%b" % (len(data), data))
    return found.digest()


def _clear(studies: Path) -> None:
    """Remove the caches of studies that are no longer where they were."""
    for folder in studies.iterdir():
        told = folder / _WHERE
        if told.exists() and not Path(os.fsdecode(told.read_bytes())).exists():
            shutil.rmtree(folder, ignore_errors=True)
