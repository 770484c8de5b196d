"""Whole files, read and put in place: text as UTF-8 with LF, a write that is done at once or not at all.

A file is written beside its place (`stage`), forced to disk, and then put in place (`put`) with os.replace, after which
the folder is forced to disk too: without that a power cut may undo the renaming.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from qualcode.errors import QualcodeError, reason
from qualcode.system import put_in_place

LARGEST = 200 * 2**20  # bytes of one file that is read whole; a thousand hours of speech are about 50 MiB
_LEFT_BEHIND = re.compile(r"\.(.+)\.[0-9a-f]{12}\.tmp")


def read_text(path: Path) -> str:
    """The file as UTF-8 text, line ends as they are."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QualcodeError("error.not_utf8", path=path) from None


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Nothing endless or huge is read: a link may lead anywhere."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise QualcodeError("error.no_plain_file", path=path)
        if found.st_size > LARGEST:
            raise QualcodeError("error.too_large", path=path, mib=LARGEST // 2**20)
        return path.read_bytes()
    except FileNotFoundError:
        raise QualcodeError("error.no_file", path=path) from None
    except OSError as error:
        raise QualcodeError("error.unreadable", path=path, why=reason(error)) from None


def listed(folder: Path, *endings: str) -> list[Path]:
    """What a folder holds, by name, of these endings; [] where there is no such folder.

    `glob` takes a folder that it may not read for an empty one, and a study of nothing is printed as zeros.
    """
    return [folder / entry.name for entry in entries(folder) if entry.name.endswith(endings)]


def entries(folder: Path) -> "list[os.DirEntry[str]]":
    """What a folder holds, by name, but for hidden files; [] where there is no such folder."""
    try:
        with os.scandir(folder) as found:
            return sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise QualcodeError("error.unreadable", path=folder, why=reason(error)) from None


def stage(path: Path, data: bytes | Iterable[bytes], *, private: bool = False) -> Path:
    """Write `data`, whole or in pieces, beside `path`, on disk when this returns; returns where.

    A file that exists keeps its mode; a new one follows the umask. `private`: for its owner alone, whatever either says.
    """
    staged = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        make_folder(path.parent)
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _mode(private))
    except OSError as error:
        raise QualcodeError("error.unwritable", path=path, why=reason(error)) from None
    try:
        try:
            write_all(handle, data)
        finally:
            os.close(handle)
        if not private and path.exists():
            os.chmod(staged, stat.S_IMODE(path.stat().st_mode))
    except BaseException as error:
        drop(staged)
        if isinstance(error, OSError):
            raise QualcodeError("error.unwritable", path=path, why=reason(error)) from None
        raise
    return staged


def write_all(handle: int, data: bytes | Iterable[bytes]) -> None:
    """Write everything and force it to disk. A write that takes only a part is no error to the system: the rest is tried,
    and what is refused then is one."""
    for piece in (data,) if isinstance(data, bytes) else data:
        view = memoryview(piece)
        while view:
            view = view[os.write(handle, view) :]
    os.fsync(handle)


def _mode(private: bool) -> int:
    return 0o600 if private else 0o666  # of which the umask takes its part


def put(staged: Path, path: Path) -> None:
    """Put a staged file in its place. Raises QualcodeError where that is refused; then the file there is as it was."""
    try:
        put_in_place(staged, path)
    except BaseException as error:
        drop(staged)
        if isinstance(error, PermissionError):
            raise QualcodeError("error.open_elsewhere", path=path) from None
        if isinstance(error, OSError):
            raise QualcodeError("error.unwritable", path=path, why=reason(error)) from None
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk. Where the system knows no such thing (Windows, some shares) it is left."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """The folder, and those above it that are missing; their names are forced to disk too. `private`: for its owner alone."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700 if private else 0o777, exist_ok=True)
        sync_folder(folder.parent)


def drop(path: Path) -> None:
    """Take a file away if it is there and that can be done."""
    with suppress(OSError):
        os.unlink(path)


def remove(path: Path) -> None:
    """Take a file away. Raises QualcodeError where that is refused."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise QualcodeError("error.unremovable", path=path, why=reason(error)) from None
    sync_folder(path.parent)


def write_bytes(path: Path, data: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Put `data` at `path`, so that no reader ever sees half a file. A link is followed: what it leads to is written."""
    target = path.resolve() if path.is_symlink() else path
    put(stage(target, data, private=private), target)


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode("utf-8"))


def read_given(path: Path) -> bytes:
    """The bytes of a file that somebody named, also of a pipe or a device; none of those without end."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise QualcodeError("error.no_file", path=path) from None
    except IsADirectoryError:
        raise QualcodeError("error.a_folder", path=path) from None
    except OSError as error:
        raise QualcodeError("error.unreadable", path=path, why=reason(error)) from None
    if len(data) > LARGEST:
        raise QualcodeError("error.too_large_for_this", path=path, mib=LARGEST // 2**20)
    return data


def left_behind(folder: Path, name: str = "") -> Iterator[Path]:
    """Files that a stop left in a folder between `stage` and `put`; of one name, or all."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return  # told where the folder itself is read
    for found in names:
        matched = _LEFT_BEHIND.fullmatch(found)
        if matched and name in ("", matched[1]):
            yield folder / found
