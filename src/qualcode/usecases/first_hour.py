"""What lies around somebody who begins: a matrix, interviews, a study; and how far a study is that was begun."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.tables.grids import GRIDS
from qualcode.formats.transcripts import READERS
from qualcode.model.settings import LANGUAGES
from qualcode.store.layout import SETTINGS
from qualcode.usecases.operationalisation.read import read_matrix
from qualcode.usecases.study import Opened

_FILES = 30  # of a folder that are looked into for a matrix


@dataclass(frozen=True)
class Matrix:
    """A file that holds an operationalisation matrix."""

    path: Path
    language: str
    codes: int


def matrix_in(file: Path) -> Matrix:
    """Raises QualcodeError where the file holds none."""
    read = read_matrix(file, {})
    return Matrix(file, str(read.raw.get("language", "")), read.codes)


def matrices_here(folder: Path = Path()) -> Iterator[Matrix]:
    """The files of a folder that hold a matrix, by name."""
    files = [one for one in _visible(folder) if one.is_file() and one.suffix.casefold() in GRIDS.entries]
    for file in files[:_FILES]:
        try:
            yield matrix_in(file)
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
    """What to import of a folder: itself; where a matrix lies among the interviews, its other files that may be transcripts."""
    matrices = {one.path for one in matrices_here(given)} if given.is_dir() else set[Path]()
    if not matrices:
        return [given]
    return [
        one for one in _visible(given) if one.is_file() and one.suffix.casefold() in _endings() and one not in matrices
    ]


def language_of_study(matrix: Matrix | None, spoken: str) -> str:
    """The language of a new study: that of its matrix where it is one of ours, else the one that is spoken."""
    return matrix.language if matrix and matrix.language in LANGUAGES else spoken


def sure_keywords(opened: Opened) -> int:
    """How many proposed keywords nothing speaks against."""
    from qualcode.usecases.codebook.keyword_proposals import proposals

    return sum(not one.remark for one in proposals(opened.study))


def main_codes(opened: Opened) -> list[tuple[str, list[str]]]:
    """The names of the codes that have codes below them and none above, each with the ids of those right below it: what a
    first theme may be made of."""
    codes = opened.project.codebook.offered()
    below = {code.id: [one.id for one in codes if one.parent == code.id] for code in codes if not code.parent}
    return [(code.name, below[code.id]) for code in codes if below.get(code.id)]
