"""Codebooks of other programs, in and out; tables that people make are read in `codebook_tables.py`.

REFI-QDA codebooks (.qdc) are in `qdc.py`. Tables of programs: QualCoder's list (`category>code`, no headings), Taguette's codebook
(tag, description), MAXQDA's code system (Code, Memo; `code > sub-code`, names of at most 63 characters) and ATLAS.ti's
codebook (code, comment, code groups).
"""

from collections.abc import Callable, Mapping, Sequence

from qualcode.errors import QualcodeError
from qualcode.formats.exchange.codes import Exchanged, FoundCodes
from qualcode.formats.exchange.tables import read_tables
from qualcode.formats.tables.grids import read_grids

PROGRAMS = ("qualcoder", "taguette", "atlasti", "maxqda")
_MAXQDA_LONGEST = 63
_READ = (".csv", ".xlsx", ".docx", ".md")


def read_codes(name: str, data: bytes, columns: Mapping[str, str] | None = None) -> FoundCodes:
    """The codes of a .qdc file or of a table, parents before children. `columns`: heading -> key, as the user explains."""
    if name.casefold().endswith(".qdc"):
        from qualcode.formats.exchange.qdc import read

        return read(name, data)
    if not name.casefold().endswith(_READ):
        raise QualcodeError("error.codebook_from", name=name, formats=", ".join(_READ))
    return read_tables(name, read_grids(name, data), columns or {})


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
