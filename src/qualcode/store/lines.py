"""Append-only files of one JSON record a line: read without a lock, appended whole or not at all."""

import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError, reason
from qualcode.store.files import make_folder, read_bytes, sync_folder, write_all, write_bytes

_LARGEST = 2**30  # bytes; a million events are some 600 MiB
Undo = Callable[[], None]


def now() -> str:
    """The time of a record: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """48 random bits: among 100,000 records the chance of two alike is one in 50,000."""
    return secrets.token_hex(6)


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, those without anything left out."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise QualcodeError("error.journal_too_large", path=path, mib=_LARGEST // 2**20)
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")  # some program meant well
                if line.strip():
                    yield number, line
    except FileNotFoundError:
        return
    except OSError as error:
        raise QualcodeError("error.unreadable", path=path, why=reason(error)) from None


def append_lines(path: Path, records: Sequence[Mapping[str, Any]], done: list[Undo] | None = None) -> None:
    """Append records, on disk when this returns. The caller holds the lock. To `done` is added what takes them away again.

    Where not all of it can be written (a full disk, a quota), the file is cut back to what it was and the append refused:
    a line that was told as written and is not there is the worst that can happen to a coding.
    """
    lines = "".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    try:
        make_folder(path.parent)
        size = path.stat().st_size if path.exists() else None
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise QualcodeError("error.unwritable", path=path, why=reason(error)) from None
    undo = partial(_cut_back, path, size)
    try:
        if done is not None:
            done.append(undo)
        torn = bool(size) and _last_byte(handle, size or 0) != b"\n"
        # a torn line before stays a line of its own
        write_all(handle, b"\n" * torn + lines.encode("utf-8", "surrogatepass"))
    except BaseException as error:
        os.close(handle)
        undo()
        if isinstance(error, OSError):
            raise QualcodeError("error.unwritable", path=path, why=reason(error)) from None
        raise
    os.close(handle)
    if size is None:
        sync_folder(path.parent)


def _cut_back(path: Path, size: int | None) -> None:
    """Give a file the size it had; None: there was none."""
    try:
        if size is None:
            path.unlink(missing_ok=True)
        elif path.stat().st_size > size:
            handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                os.ftruncate(handle, size)
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        raise QualcodeError("error.not_cut_back", path=path, why=reason(error)) from None


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def set_aside(path: Path, bad: set[int]) -> None:
    """Move lines by number to a .bad file beside; what is there already stays. The caller holds the lock."""
    lines = [(number, line if line.endswith(b"\n") else line + b"\n") for number, line in read_lines(path)]
    beside = path.with_name(path.name + ".bad")
    earlier = read_bytes(beside) if beside.exists() else b""
    write_bytes(beside, earlier + b"".join(line for number, line in lines if number in bad))
    write_bytes(path, b"".join(line for number, line in lines if number not in bad))
