"""Which files a corpus is made of, which of their columns are read, and how it is cut into parts."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import QualcodeError, unknown
from qualcode.formats.units import SOURCES, Chosen, Part, check_columns, source_of

_TEXT = "text"  # the column of this name, where nobody named another


class Stamp(NamedTuple):
    """A file as it is on one computer."""

    path: str
    size: int
    changed: int  # nanoseconds


@dataclass(frozen=True)
class Corpus:
    """Files in the order in which they were named, those of a folder by name."""

    files: tuple[str, ...]
    chosen: Chosen

    def parts(self) -> list[Part]:
        """All of it, in its order. Raises QualcodeError where there is not one row."""
        here = os.getcwd()
        parts = [part._replace(root=here) for file in self.files for part in source_of(file).parts(file)]
        if not parts:
            raise QualcodeError("error.no_rows_in_data", files=", ".join(self.files))
        return parts

    def stamps(self) -> tuple[Stamp, ...]:
        """What the files are known by wherever they are looked for."""
        return tuple(_stamp(os.path.abspath(file)) for file in self.files)

    def check_target(self, target: Path) -> None:
        """Refuse to write over the data, or among them, where the next search would take it for one."""
        own = target.resolve()
        for file in map(Path, self.files):
            here = file.resolve()
            if own == here or own in here.parents:
                raise QualcodeError("error.target_is_data", target=target)


def corpus(data: Iterable[str], text: str = "", id: str = "", by: str = "") -> Corpus:
    """The corpus that somebody named: files, folders, patterns; and columns, by their headings in any case."""
    files = tuple(dict.fromkeys(file for one in data for file in _files(one)))
    known = source_of(files[0]).columns(files[0])
    if not known:
        raise QualcodeError("error.empty", name=files[0])
    chosen = Chosen(_text(files[0], text, known), _column(id, known), _column(by, known), len(files) > 1)
    for file in files:
        check_columns(file, chosen)
    return Corpus(files, chosen)


def sees(stamps: Iterable[Stamp]) -> bool:
    """Whether these files are there, as they were where the stamps were made."""
    try:
        return all(_stamp(one.path) == one for one in stamps)
    except OSError:
        return False


def _stamp(path: str) -> Stamp:
    found = os.stat(path)
    return Stamp(path, found.st_size, found.st_mtime_ns)


def _files(named: str) -> Iterator[str]:
    if os.path.isdir(named):
        found = sorted(str(path) for path in Path(named).rglob("*") if _is_data(path, Path(named)))
    elif os.path.exists(named):
        found = [named]
    else:
        found = sorted(path for path in glob.glob(named, recursive=True) if os.path.isfile(path))
    if not found:
        raise QualcodeError("error.no_data_there", path=named, formats=", ".join(SOURCES))
    yield from found


def _is_data(path: Path, below: Path) -> bool:
    """Whether a file of a folder is one of the corpus; what other programs leave beside theirs begins with . or _."""
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(below).parts)
    return not hidden and path.suffix.casefold() in SOURCES.entries and path.is_file()


def _text(file: str, named: str, known: Sequence[str]) -> str:
    if found := _column(named, known) or _found(_TEXT, known) or (known[0] if len(known) == 1 else ""):
        return found
    raise QualcodeError("error.say_which_text", file=file, columns=", ".join(known))


def _column(named: str, known: Sequence[str]) -> str:
    if named and not (found := _found(named, known)):
        raise unknown("thing.column", named, known)
    return found if named else ""


def _found(named: str, known: Sequence[str]) -> str:
    if named in known:
        return named
    alike = [one for one in known if one.casefold() == named.casefold()]
    return alike[0] if len(alike) == 1 else ""
