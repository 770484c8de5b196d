"""Which files an import reads, and what each becomes in the study."""

import re
from collections.abc import Collection, Sequence
from glob import glob
from itertools import count
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts import READERS
from qualcode.model.names import slug
from qualcode.store.files import read_given
from qualcode.store.sidecars import sha256
from qualcode.usecases.transcripts.importing.already import Already
from qualcode.usecases.transcripts.importing.options import ImportOptions

_NAMELESS = frozenset(
    "interview interviews transcript transcriptie transcripties verslag gesprek opname opnamen meeting notes notities "
    "veldnotities fieldnotes focusgroep focus group groep groepsgesprek respondent deelnemer participant huisarts arts "
    "bestuurder praktijkhouder manager patient client verpleegkundige zorgverlener expert pilot proef ronde round deel "
    "part final definitief versie version copy kopie zoom teams recording audio nr no logboek document".split()
)


def files_of(
    paths: Sequence[Path], already: Already, options: ImportOptions
) -> tuple[list[Path], tuple[tuple[Path, str], ...]]:
    """The files to import; and those passed over, with why. A folder gives the files in it that read as transcripts."""
    extensions = {end for name in READERS for end in READERS.get(name).extensions}
    files: list[Path] = []
    passed: list[tuple[Path, str]] = []
    for path in (one for given in paths for one in _expanded(given)):
        if not path.is_dir():
            files.append(path)
            continue
        before = len(files)
        for file in sorted(one for one in path.iterdir() if one.is_file()):
            if file.name.startswith((".", "~$")):
                passed.append((file, "hidden"))
            elif file.suffix.casefold() not in extensions:
                passed.append((file, "no transcript"))
            else:
                files.append(file)
        if len(files) == before:
            known = ", ".join(sorted(extensions))
            raise QualcodeError("error.no_transcript_in_folder", path=path, formats=known)
    wanted: list[Path] = []
    own = (options.replace or options.revise or "").casefold()  # a transcript may be read anew from its own file
    seen: dict[str, str] = {sha: name for sha, name in already.sources.items() if name.casefold() != own}
    for file in dict.fromkeys(files):
        sha = sha256(read_given(file))
        if sha in seen and not options.again:
            passed.append((file, seen[sha]))
        else:
            wanted.append(file)
            seen[sha] = file.name
    return wanted, tuple(passed)


def _expanded(path: Path) -> list[Path]:
    """The files that a pattern names, where a shell left that to the program (cmd.exe, or quotes around it)."""
    if path.exists() or not any(mark in str(path) for mark in "*?["):
        return [path]
    return [Path(one) for one in sorted(glob(str(path), recursive=True))] or [path]


def transcript_id(stem: str, kind: str, taken: Collection[str]) -> str:
    """The id that a file name gives: itself where it is one; T-1, T-2, … where it looks like somebody's name.

    `taken`: folded ids that nobody new is given; that of a file's name stays itself.
    """
    return own_id(stem, kind) or next(f"T-{number}" for number in count(1) if f"t-{number}" not in taken)


def own_id(stem: str, kind: str) -> str:
    """The id that a file name is; "" where it looks like somebody's name."""
    words = [word for word in re.split(r"[\W_\d]+", stem) if len(word) > 2 or (len(word) == 2 and word.istitle())]
    looks_like_name = kind != "document" and any(word.casefold() not in _NAMELESS for word in words)
    name = slug(stem)
    return "" if looks_like_name else name
