"""What lies around somebody who begins: a matrix or a codebook, interviews, a study; and how far a study is."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.tables.grids import GRIDS
from qualcode.formats.transcripts import READERS
from qualcode.model.settings import LANGUAGES
from qualcode.store.layout import SETTINGS
from qualcode.usecases.codebook.exchange import read_exchange
from qualcode.usecases.operationalisation.read import read_matrix
from qualcode.usecases.study import Opened

_FILES = 30  # of a folder that are looked into for codes
_PROGRAMS = (".qdc",)  # codebooks of other programs, beside tables


@dataclass(frozen=True)
class CodesFile:
    """A file that holds the codes of a study: an operationalisation matrix, or a codebook of one's own."""

    path: Path
    language: str
    codes: int
    is_matrix: bool


def is_codes_file(file: Path) -> bool:
    """By its ending: a table, or a codebook of another program."""
    return file.suffix.casefold() in (*GRIDS.entries, *_PROGRAMS)


def codes_in(file: Path) -> CodesFile:
    """Raises QualcodeError where the file holds neither; then of the matrix, which most have."""
    try:
        return _table_of_codes(file)
    except QualcodeError as no_matrix:
        try:
            return CodesFile(file, "", len(read_exchange(file).codes), is_matrix=False)
        except QualcodeError:
            raise no_matrix from None


def _table_of_codes(file: Path) -> CodesFile:
    """A matrix, or a codebook whose headings say that it is one."""
    read = read_matrix(file, {})
    language = str(read.raw.get("language", ""))
    if read.left_to_import:
        with suppress(QualcodeError):
            return CodesFile(file, language, len(read_exchange(file).codes), is_matrix=False)
    return CodesFile(file, language, read.codes, is_matrix=True)


def codes_here(folder: Path = Path()) -> Iterator[CodesFile]:
    """The files of a folder that hold codes beyond doubt, by name."""
    files = [one for one in _visible(folder) if one.is_file() and is_codes_file(one)]
    for file in files[:_FILES]:
        try:
            yield codes_in(file) if file.suffix.casefold() in _PROGRAMS else _table_of_codes(file)
        except (QualcodeError, OSError):
            continue  # a file of another kind


def interviews_here(folder: Path = Path()) -> Path | None:
    """The folder below with most files that could be transcripts, else this one where it has several; None where neither."""
    below = [one for one in _visible(folder) if one.is_dir() and not (one / SETTINGS).exists()]
    counted = [(_transcripts(one), one) for one in below]
    most, best = max(counted, default=(0, folder), key=lambda pair: pair[0])
    if most:
        return best
    return folder if _transcripts(folder) > 1 else None


def _transcripts(folder: Path) -> int:
    return sum(one.suffix.casefold() in _endings() for one in _visible(folder) if one.is_file())


def _endings() -> set[str]:
    return {end for name in READERS for end in READERS.get(name).extensions}


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if not one.name.startswith((".", "~$")))
    except OSError:  # one that may not be looked into holds nothing for this reader
        return []


def to_import(given: Path) -> list[Path]:
    """What to import of a folder: itself; where a file with codes lies among the interviews, its other files that may be transcripts."""
    codes = {one.path for one in codes_here(given)} if given.is_dir() else set[Path]()
    if not codes:
        return [given]
    return [
        one for one in _visible(given) if one.is_file() and one.suffix.casefold() in _endings() and one not in codes
    ]


def language_of_study(codes: CodesFile | None, spoken: str) -> str:
    """The language of a new study: that of its codes where it is one of ours, else the one that is spoken."""
    return codes.language if codes and codes.language in LANGUAGES else spoken


def decided_in(opened: Opened, coder: str, sheet: Path) -> int:
    """How many decisions of a review sheet wait to be taken over; none where there is no such file."""
    from qualcode.usecases.keywords.review_back import waiting

    return waiting(opened, coder, sheet) if sheet.is_file() else 0


def main_codes(opened: Opened) -> list[tuple[str, list[str]]]:
    """The names of the codes that have codes below them and none above, each with the ids of those right below it: what a
    first theme may be made of."""
    codes = opened.project.codebook.offered()
    below = {code.id: [one.id for one in codes if one.parent == code.id] for code in codes if not code.parent}
    return [(code.name, below[code.id]) for code in codes if below.get(code.id)]
