"""Sheets of decisions as they come back: rows by the keys in their own row, wherever it ended up, else by their headings."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.formats.tables.sheets import tables_of


class KeyedRow(NamedTuple):
    """A row: the title of its worksheet where several hold rows, its number there, and its cells by key."""

    sheet: str
    number: int
    cells: dict[str, str]


class Keyed(NamedTuple):
    """The rows, and the keys that are missing where no sheet has them all."""

    rows: list[KeyedRow]
    missing: list[str]


def read_keyed(name: str, data: bytes, needed: Collection[str], headings: Mapping[str, str]) -> Keyed:
    """The rows of every worksheet that has the `needed` keys; a csv is one. `headings`: in small letters -> key.

    Worksheets without them (a legend, a list of names, somebody's own) are passed over. Columns without a key are the
    reader's own. Rows above the keys count too: who sorts a sheet may move them.
    """
    tables = tables_of(name, data)
    found = [(title, rows, keys) for title, rows in tables if (keys := _keys(rows, needed, headings))]
    damaged = [
        one
        for one in tables
        if one[0] not in {title for title, _, _ in found} and _is_damaged(one[1], needed, headings)
    ]
    if damaged or not found:
        return Keyed([], _missing(damaged or tables, needed))
    several = len(found) > 1
    rows: list[KeyedRow] = []
    for title, lines, keys in found:
        named = [key for key in keys if key]
        if len(set(named)) < len(named):
            raise QualcodeError("error.two_columns_same_heading", name=name)
        for number, line in enumerate(lines, 1):
            if any(line) and not _is_head(line, needed, headings):
                cells = {key: cell.strip() for key, cell in zip(keys, [*line, *[""] * len(keys)], strict=False) if key}
                rows.append(KeyedRow(title if several else "", number, cells))
    return Keyed([one for one in rows if any(one.cells.values())], [])


def _small(line: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()).casefold() for cell in line]


def _keys(rows: Sequence[Sequence[str]], needed: Collection[str], headings: Mapping[str, str]) -> list[str]:
    """The key of each column, "" where it has none: from the row of keys, else from that of headings."""
    for line in rows:
        if set(needed) <= set(_small(line)):
            return _small(line)
    for line in rows:
        keys = [headings.get(cell, "") for cell in _small(line)]
        if set(needed) <= set(keys):
            return keys
    return []


def _is_head(line: Sequence[str], needed: Collection[str], headings: Mapping[str, str]) -> bool:
    cells = _small(line)
    return set(needed) <= set(cells) or set(needed) <= {headings.get(cell, "") for cell in cells}


def _is_damaged(rows: Sequence[Sequence[str]], needed: Collection[str], headings: Mapping[str, str]) -> bool:
    """Whether a worksheet was one of decisions: it still has a row with half of the keys, or of their headings."""
    half = len(needed) / 2
    return any(
        len({cell if cell in needed else headings.get(cell, "") for cell in _small(line)} & set(needed)) >= half
        for line in rows
    )


def _missing(tables: Sequence[tuple[str, Sequence[Sequence[str]]]], needed: Collection[str]) -> list[str]:
    """What the row that has most of the keys lacks."""
    rows = [set(_small(line)) for _, lines in tables for line in lines]
    nearest = max(rows, key=lambda cells: len(cells & set(needed)), default=set[str]())
    return [key for key in needed if key not in nearest]
