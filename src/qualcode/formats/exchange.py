"""Codebooks of other programs and people: a code is a path of names with a description and a colour, whatever the file.

REFI-QDA codebooks (.qdc) are in `qdc.py`. Tables: QualCoder's list (`category>code`, no headings), Taguette's codebook
(tag, description), MAXQDA's code system (Code, Memo; `code > sub-code`, names of at most 63 characters) and ATLAS.ti's
codebook (code, comment, code groups).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.formats.codebook_headings import columns_of
from qualcode.formats.grids import Grid, read_grids

PROGRAMS = ("qualcoder", "taguette", "atlasti", "maxqda")
_MAXQDA_LONGEST = 63
_READ = (".csv", ".xlsx", ".docx", ".md")
_ARROW = re.compile(r"\s*>\s*")
_FILLED_ONCE = re.compile(
    r"(?i)code ?groe?u?p|parent|bovenliggend"
)  # other programs leave these empty where there is none


class Exchanged(NamedTuple):
    """One code: the names from the top down to its own, what it means, `#rrggbb` or "", and other keys of a code."""

    path: tuple[str, ...]
    description: str = ""
    color: str = ""
    more: tuple[tuple[str, str], ...] = ()  # (key, text): include, exclude, examples, keywords, …


class ExchangedSet(NamedTuple):
    """A set of codes, as REFI-QDA has them: its name, what is said of it, and the paths of its codes."""

    name: str
    description: str
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """What a file has; `told` are sentences on what was read otherwise than it stands, or not at all."""

    codes: list[Exchanged]
    sets: tuple[ExchangedSet, ...] = ()
    told: tuple[str, ...] = ()


def read_codes(name: str, data: bytes, columns: Mapping[str, str] | None = None) -> Found:
    """The codes of a .qdc file or of a table, parents before children. `columns`: heading -> key, as the user explains."""
    if name.casefold().endswith(".qdc"):
        from qualcode.formats.qdc import read

        return read(name, data)
    if not name.casefold().endswith(_READ):
        raise QualcodeError(
            f"{name}: a codebook is read from .qdc, {', '.join(_READ)}; a matrix is read with from-matrix."
        )
    codes: list[Exchanged] = []
    told: dict[str, None] = {}
    for grid in _of_a_codebook(name, read_grids(name, data), columns or {}):
        found = _of_table(grid, columns or {})
        codes += found.codes
        told |= dict.fromkeys(found.told)
    if not codes:
        raise QualcodeError(f"{name}: there are no codes in it.")
    merged, twice = with_parents(codes)
    return Found(merged, (), (*told, *twice))


def with_parents(codes: Iterable[Exchanged]) -> tuple[list[Exchanged], list[str]]:
    """Each path once, and every path above it before it; of one that stands twice nothing is lost, and it is told."""
    found: dict[tuple[str, ...], Exchanged] = {}
    own: set[tuple[str, ...]] = set()
    told: list[str] = []
    for code in codes:
        for length in range(1, len(code.path)):
            found.setdefault(code.path[:length], Exchanged(code.path[:length]))
        known = found.get(code.path)
        found[code.path] = _joined(known, code) if known else code
        if code.path in own and known and found[code.path] != known:
            told.append(f"{' > '.join(code.path)} stands there twice; what both say was put together")
        own.add(code.path)
    return list(found.values()), told


def _joined(one: Exchanged, other: Exchanged) -> Exchanged:
    more: dict[str, str] = {}
    for key, text in (*one.more, *other.more):
        more[key] = _both(more.get(key, ""), text)
    return Exchanged(one.path, _both(one.description, other.description), one.color or other.color, tuple(more.items()))


def _both(one: str, other: str) -> str:
    lines = dict.fromkeys(line for text in (one, other) for line in text.split("\n") if line)
    return "\n".join(lines)


def _of_a_codebook(name: str, grids: Sequence[Grid], named: Mapping[str, str]) -> list[Grid]:
    """The tables of a file that hold codes: those with a heading for them; a list without headings is one of codes."""
    with_codes = [grid for grid in grids if _header(grid, named) is not None]
    if with_codes:
        return with_codes
    rows = [[cell.text for cell in row] for row in grids[0].rows if any(cell.text for cell in row)] if grids else []
    if any(cell for row in rows for cell in row[1:]):
        seen = " | ".join(cell for cell in rows[0] if cell)
        raise QualcodeError(
            f"{name}: no column is called code, tag or name (seen: {seen}); say which one is with --columns HEADING=code; "
            "a matrix is read with codebook from-matrix."
        )
    return list(grids[:1])


def _header(grid: Grid, named: Mapping[str, str]) -> int | None:
    """The row of the headings, among the first: that in which most is understood, and a column of codes."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(grid.rows[:_HEADER]):
        headings = [cell.text for cell in row]
        columns = columns_of(headings, named)
        filled = sum(bool(heading.strip()) for heading in headings)
        if columns.names and (columns.known > 1 or filled == 1) and (best is None or columns.known > best[0]):
            best = columns.known, number
    if best:
        return best[1]
    first = [cell.text for cell in grid.rows[0]] if grid.rows else []
    return 0 if columns_of(first, named).names else None


_HEADER = 4  # rows, of which one may be the headings: titles stand above them


def _of_table(grid: Grid, named: Mapping[str, str]) -> Found:
    header = _header(grid, named)
    if header is None:
        return Found([Exchanged(path) for row in grid.rows if (path := _path(row[0].text.strip()))])
    headings = [cell.text for cell in grid.rows[header]]
    columns = columns_of(headings, named)
    told = [f"passed over, for it is no column of a codebook: {heading}" for heading in columns.passed_over]
    told += [f"the column {heading!r} was read as {key}" for heading, key in columns.guessed]
    rows = [[cell.text.strip() for cell in row] for row in grid.rows[header + 1 :]]
    rows = [row for row in rows if any(row)]
    carried = _carry_down(rows, [at for at in columns.names[:-1] if not _FILLED_ONCE.search(headings[at])])
    told += [f"an empty cell under {' '.join(headings[at].split())!r} was read as the one above it" for at in carried]
    is_tag = headings[columns.names[-1]].casefold().strip() == "tag"
    tags = {row[columns.names[-1]] for row in rows}
    codes = []
    for row in rows:
        names: list[str] = []
        for at in columns.names:
            own = _dotted(row[at], tags) if is_tag else _path(row[at])
            names += [one for one in own if not names or one != names[-1]]
        texts = {key: "\n".join(filter(None, (row[at] for at in places))) for key, places in columns.texts.items()}
        more = tuple((key, text) for key, text in texts.items() if text and key not in ("definition", "color"))
        if names:
            codes.append(Exchanged(tuple(names), texts.get("definition", ""), texts.get("color", ""), more))
        elif any(texts.values()):
            told.append(f"a row without a code was passed over (it begins: {next(filter(None, row))[:20]!r})")
    return Found(codes, (), tuple(told))


def _carry_down(rows: list[list[str]], places: Sequence[int]) -> list[int]:
    """A group that is named once stands for the rows below it, too; returns the columns where that was so."""
    carried = []
    for at in places:
        above = ""
        for row in rows:
            if not row[at] and above and any(row[other] for other in range(len(row)) if other != at):
                row[at] = above
                carried.append(at)
            above = row[at]
    return list(dict.fromkeys(carried))


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
