"""Codebooks of other programs: a code is a path of names with a description and a colour, whatever the file.

REFI-QDA codebooks (.qdc) are in `qdc.py`. Tables: QualCoder's list (`category>code`, no headings), Taguette's codebook
(tag, description), MAXQDA's code system (Code, Memo; `code > sub-code`, names of at most 63 characters) and ATLAS.ti's
codebook (code, comment, code groups).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.formats.grids import Grid, read_grids

PROGRAMS = ("qualcoder", "taguette", "atlasti", "maxqda")
_MAXQDA_LONGEST = 63
_CODE = frozenset("code codes codename codenaam codesystem codesysteem tag name naam path".split())
_TEXT = frozenset(
    ["memo", "description", "comment", "code definition", "definition", "omschrijving", "kommentar", "opmerking"]
)
_ABOVE = ("code group", "codegroep", "parent code", "parent", "bovenliggende code", "category", "categorie")
_ARROW = re.compile(r"\s*>\s*")


class Exchanged(NamedTuple):
    """One code: the names from the top down to its own, what it means, `#rrggbb` or ""."""

    path: tuple[str, ...]
    description: str = ""
    color: str = ""


def read_codes(name: str, data: bytes) -> list[Exchanged]:
    """The codes of a .qdc file or of a table, parents before children."""
    if name.casefold().endswith(".qdc"):
        from qualcode.formats.qdc import read

        return read(name, data)
    if not name.casefold().endswith((".csv", ".xlsx")):
        raise QualcodeError(
            f"{name}: a codebook of another program is .qdc, .xlsx or .csv; a matrix is read with from-matrix."
        )
    codes = [code for grid in read_grids(name, data)[:1] for code in _of_table(name, grid)]
    if not codes:
        raise QualcodeError(f"{name}: there are no codes in it.")
    return with_parents(codes)


def with_parents(codes: Iterable[Exchanged]) -> list[Exchanged]:
    """Each path once, and every path above it before it."""
    found: dict[tuple[str, ...], Exchanged] = {}
    for code in codes:
        for length in range(1, len(code.path)):
            found.setdefault(code.path[:length], Exchanged(code.path[:length]))
        known = found.get(code.path, code)
        found[code.path] = Exchanged(code.path, known.description or code.description, known.color or code.color)
    return list(found.values())


def _of_table(name: str, grid: Grid) -> list[Exchanged]:
    rows = [[cell.text.strip() for cell in row] for row in grid.rows]
    rows = [row for row in rows if any(row)]
    headings = [cell.casefold() for cell in rows[0]] if rows else []
    own = next((index for index, heading in enumerate(headings) if heading in _CODE), -1)
    if own < 0:
        if any(cell for row in rows for cell in row[1:]):
            seen = " | ".join(cell for cell in rows[0] if cell)
            raise QualcodeError(
                f"{name}: no column is called code, tag or name (seen: {seen}); a matrix is read with codebook from-matrix."
            )
        return [Exchanged(path) for row in rows if (path := _path(row[0]))]
    text = next((index for index, heading in enumerate(headings) if heading in _TEXT), -1)
    above = next((index for index, heading in enumerate(headings) if heading.startswith(_ABOVE)), -1)
    names = {row[own] for row in rows}
    codes = []
    for row in rows[1:]:
        path = _path(row[own]) if headings[own] != "tag" else _dotted(row[own], names)
        wider = _path(row[above]) if above >= 0 and row[above] != row[own] else ()
        codes.append(Exchanged((*wider, *path), row[text] if text >= 0 else ""))
    return [code for code in codes if code.path]


def _path(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, _ARROW.split(text.replace("\\", ">")))))


def _dotted(text: str, names: set[str]) -> tuple[str, ...]:
    """Taguette writes a hierarchy with points; a point parts names only where what stands before it is a tag itself."""
    for index in (index for index, character in enumerate(text) if character == "."):
        if text[:index] in names and text[index + 1 :]:
            return (*_dotted(text[:index], names), text[index + 1 :])
    return (text,) if text else ()


def _arrowless(name: str) -> str:
    """A name that a path cannot cut: `>` and `\\` are the marks between names."""
    return name.replace(">", "›").replace("\\", "/")


def _qualcoder(codes: Sequence[Exchanged]) -> list[list[str]]:
    return [[">".join(map(_arrowless, code.path))] for code in codes]


def _taguette(codes: Sequence[Exchanged]) -> list[list[str]]:
    rows = [[".".join(name.replace(".", " ").strip() for name in code.path), code.description] for code in codes]
    return [["tag", "description"], *rows]


def _maxqda(codes: Sequence[Exchanged]) -> list[list[str]]:
    rows = [
        [" > ".join(_arrowless(name)[:_MAXQDA_LONGEST].strip() for name in code.path), code.description]
        for code in codes
    ]
    return [["Code", "Memo"], *rows]


def _atlasti(codes: Sequence[Exchanged]) -> list[list[str]]:
    rows = [
        [_arrowless(code.path[-1]), code.description, " > ".join(map(_arrowless, code.path[:-1]))] for code in codes
    ]
    return [["Code", "Comment", "Code Group 1"], *rows]


LAYOUTS: Mapping[str, Callable[[Sequence[Exchanged]], list[list[str]]]] = {
    "qualcoder": _qualcoder, "taguette": _taguette, "atlasti": _atlasti, "maxqda": _maxqda,
}  # fmt: skip
