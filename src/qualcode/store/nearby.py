"""Studies found by looking: those below a folder, and what the settings of one say without a yaml library."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from qualcode.store.layout import SETTINGS

_DEPTH, _FOLDERS = 2, 1_000  # levels below, and folders that are looked into
_SAID = r"(?m)^{name}:[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^#\n\"']*?))[ \t]*(?:#.*)?$"


def studies_below(folder: Path, depth: int = _DEPTH) -> Iterator[Path]:
    """The folders below one that are studies, so many levels deep, without hidden and linked ones, by name."""
    looked, level = 0, [folder]
    for _ in range(depth):
        following: list[Path] = []
        for parent in level:
            for below in _folders(parent):
                looked += 1
                if looked > _FOLDERS:
                    return
                if (below / SETTINGS).is_file():
                    yield below
                else:
                    following.append(below)
        level = following


def _folders(parent: Path) -> list[Path]:
    try:
        with os.scandir(parent) as entries:
            found = [Path(one.path) for one in entries if one.is_dir(follow_symlinks=False)]
    except OSError:  # one that may not be looked into holds no study for this reader
        return []
    return sorted(one for one in found if not one.name.startswith("."))


def said_in(file: Path, name: str) -> str:
    """What a line `name: value` of a settings file says, "" where there is none; the rest of the file may be anything."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
    found = re.search(_SAID.format(name=re.escape(name)), text)
    return next((one.strip() for one in found.groups() if one), "") if found else ""
