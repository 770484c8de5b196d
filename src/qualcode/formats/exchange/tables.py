"""The tables of codes that people make: what every cell says, or that it was passed over. Nothing is dropped in silence.

Groups filled once or merged, a theme on a row of its own or in the line above a table, one small table a code, headings
that return further down, two tables beside one another, totals and notes below: these are read, and where that could be
otherwise it is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.formats.exchange.codes import Exchanged, FoundCodes, with_parents
from qualcode.formats.exchange.headings import Columns, columns_of, key_of
from qualcode.formats.tables.grids import Cell, Grid
from qualcode.text import Say

_HEADER = 5  # rows, of which one may be the headings: titles stand above them
_NOTHING = frozenset({"-", "–", "—", "n.v.t.", "n.v.t", "nvt", "n/a", "/"})
_DITTO = frozenset({"idem", "ditto", "dito", '"', "''", "〃", "”"})
_BAND = re.compile(
    r"(?i)\W*(?:hoofd|sub)?(?:thema|theme|categorie|category|kategorie|cluster)\b\s*[\d.a-z]{0,4}\s*[:.–-]+\s*(?P<name>\S.*)",
    re.DOTALL,
)
_BELOW = re.compile(
    r"(?i)(totaal|totalen|total|totals|summe|gesamt)\b.{0,12}|(noot|note|nb|legenda|legend|bron|source|quelle|anmerkung)\s*[:.].*",
    re.DOTALL,
)
_ARROW = re.compile(r"\s+>\s+|\\+")  # between names, as programs write them; `>65` and `->` are no marks
_ANY_ARROW = re.compile(r"\s*>\s*|\\+")
_NODES = frozenset({"nodes", "codes", "code system", "codesystem"})  # the top of other programs' trees


def read_tables(name: str, grids: Sequence[Grid], named: Mapping[str, str]) -> FoundCodes:
    """The codes of all tables of a file that hold any, parents before children."""
    parts = [part for grid in grids for part in _parts(grid, named)]
    if any(part.columns and part.columns.strong for part in parts):
        parts = [
            part if not part.columns or part.columns.strong else _Part(part.place, part.title, part.head, part.rows)
            for part in parts
        ]
    codes: list[Exchanged] = []
    told: list[Say] = []
    if not any(part.columns for part in parts):
        return FoundCodes(_list_of_codes(name, grids))
    for part in parts:
        if not part.columns:
            words = " | ".join(filter(None, (cell.text for cell in part.rows[0]))) if part.rows else ""
            told.append(Say("mind.no_codes_there", place=part.place, words=words[:60]))
            continue
        reader = _Reader(part, part.columns)
        codes += reader.codes()
        told += [*part.told, *reader.told]
    merged, twice = with_parents(codes)
    if not merged:
        raise QualcodeError("error.no_codes", name=name)
    return FoundCodes(merged, (), tuple(dict.fromkeys((*told, *twice))))


def _list_of_codes(name: str, grids: Sequence[Grid]) -> list[Exchanged]:
    """A list without headings, a code a line, as QualCoder writes it."""
    rows = [[cell.text for cell in row] for row in grids[0].rows if any(cell.text for cell in row)] if grids else []
    if any(cell for row in rows for cell in row[1:]):
        seen = " | ".join(cell for cell in rows[0] if cell)
        raise QualcodeError("error.no_column_of_codes", name=name, seen=seen)
    paths = (tuple(filter(None, map(str.strip, _ANY_ARROW.split(row[0])))) for row in rows)
    codes, _ = with_parents(Exchanged(path) for path in paths if path and path != ("category", "code"))
    if not codes:
        raise QualcodeError("error.no_codes", name=name)
    return codes


@dataclass(frozen=True)
class _Part:
    """A table, or a part of one, below one row of headings; `columns` is None where it has none of a table of codes."""

    place: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    columns: Columns | None = None
    first: int = 1
    told: tuple[Say, ...] = ()


def _parts(grid: Grid, named: Mapping[str, str]) -> Iterator[_Part]:
    for half in _halves(grid, named):
        rows = _turned(half.rows, named)
        start = _header(rows, named)
        if start is None:
            yield _Part(grid.place, grid.title, (), rows, None, grid.first)
            continue
        above = [" ".join(filter(None, (cell.text for cell in row))) for row in rows[:start]]
        told = tuple(Say("mind.above_headings", place=grid.place, text=text[:80]) for text in above if text)
        while start is not None:
            columns = columns_of(_headings(rows[start]), named)
            end = next((at for at in range(start + 1, len(rows)) if _is_header(rows[at], named)), None)
            yield _Part(
                grid.place,
                grid.title,
                _headings(rows[start]),
                rows[start + 1 : end],
                columns,
                grid.first + start + 1,
                told,
            )
            start, told = end, ()


def _headings(row: Sequence[Cell]) -> tuple[str, ...]:
    """The texts of a row of headings; one that is merged over several columns is that of each."""
    found: list[str] = []
    for cell in row:
        found.append(found[-1] if cell.merged == "right" and found else cell.text)
    return tuple(found)


def _header(rows: Sequence[Sequence[Cell]], named: Mapping[str, str]) -> int | None:
    """The row of the headings, among the first: that in which most is understood."""
    found = [
        (columns.known, -at) for at, row in enumerate(rows[:_HEADER]) if (columns := columns_of(_headings(row), named))
    ]
    return -max(found)[1] if found else None


def _is_header(row: Sequence[Cell], named: Mapping[str, str]) -> bool:
    """Headings that return further down: two or more, and nothing but headings."""
    filled = [text for text in _headings(row) if text]
    return len(filled) > 1 and all(map(key_of, filled)) and columns_of(_headings(row), named) is not None


def _halves(grid: Grid, named: Mapping[str, str]) -> list[Grid]:
    """Two tables of codes beside one another, with an empty column between, are two."""
    width = len(grid.rows[0]) if grid.rows else 0
    empty = [at for at in range(1, width - 1) if not any(row[at].text or row[at].merged for row in grid.rows)]
    for at in empty:
        halves = [Grid(grid.place, tuple(row[:at] for row in grid.rows), grid.title, grid.apart, grid.first)]
        halves.append(Grid(grid.place, tuple(row[at + 1 :] for row in grid.rows), grid.title, grid.apart, grid.first))
        if all(_header(half.rows, named) is not None for half in halves):
            return [halves[0], *_halves(halves[1], named)]
    return [grid]


def _turned(rows: tuple[tuple[Cell, ...], ...], named: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    """A table with its headings in the first column, a column a code, lies on its side: MacQueen's, one a code."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return rows
    first = [row[0].text for row in rows]
    known = sum(bool(key_of(text)) for text in first)
    top = columns_of(_headings(rows[0]), named)
    lies = columns_of(first, named) and known > 1 and 2 * known > sum(map(bool, first))
    if lies and (top is None or top.known < 2):
        return tuple(zip(*rows, strict=True))
    return rows


@dataclass
class _Reader:
    """Reads the rows of one part; `told` takes up what was read otherwise than it stands, or not at all."""

    part: _Part
    columns: Columns
    told: list[Say] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)  # column of names -> the last name in it
    band: str = ""  # the group of the rows below a row of its own
    carried: dict[str, list[int]] = field(default_factory=dict)

    def codes(self) -> list[Exchanged]:
        head, place = self.part.head, self.part.place
        for heading in self.columns.passed_over:
            self.told.append(Say("mind.no_column", heading=heading))
        self.told += [Say("mind.column_read_as", heading=heading, key=key) for heading, key in self.columns.guessed]
        bare = [at for at, heading in enumerate(head) if not heading and any(row[at].text for row in self.part.rows)]
        if bare:
            self.told.append(Say("mind.no_heading", place=place))
        title = _BAND.fullmatch(self.part.title)
        if title and len(self.columns.names) == 1:
            self.band = title["name"].strip()
            self.told.append(Say("mind.under_the_line", place=place, group=self.band))
        found: list[Exchanged] = []
        for number, row in enumerate(self.part.rows, self.part.first):
            found += self._row(number, row, found[-1].path if found else ())
        for heading, rows in self.carried.items():
            which = ", ".join(map(str, rows[:8])) + (" …" if len(rows) > 8 else "")
            self.told.append(Say.some("mind.carried_down", len(rows), heading=heading, rows=which))
        return found

    def _row(self, number: int, row: Sequence[Cell], last: tuple[str, ...]) -> Iterator[Exchanged]:
        cells = [_clean(cell.text) for cell in row]
        filled = [text for text in cells if text]
        if not filled:
            return
        if _BELOW.fullmatch(filled[0]):
            self.told.append(Say("mind.row_passed_over", row=number, words=filled[0][:60]))
            return
        if band := self._band(row, cells):
            self.band = band
            self.told.append(Say("mind.row_is_group", row=number, group=band))
            return
        names = list(self._names(number, row, cells))
        continues = all(not cells[at] or row[at].merged == "down" for at in self.columns.names)
        path = last if continues and last else tuple(names)
        if continues and last and not any(row[at].merged for at in self.columns.names):
            self.told.append(Say("mind.row_without_name", row=number, code=" > ".join(last)))
        if not path:
            self.told.append(Say("mind.row_without_code", row=number, words=filled[0][:30]))
            return
        yield from self._texts(path, cells, whole=continues)

    def _band(self, row: Sequence[Cell], cells: Sequence[str]) -> str:
        """The group that a row names which is merged across the table, or that has a theme and nothing else."""
        if len(self.columns.names) > 1 or not cells[0] or any(cells[1:]) or len(cells) < 2:
            return ""
        titled = _BAND.fullmatch(cells[0])
        if titled:
            return titled["name"].strip()
        return cells[0] if all(cell.merged == "right" for cell in row[1:]) else ""

    def _names(self, number: int, row: Sequence[Cell], cells: Sequence[str]) -> Iterator[str]:
        """The names of a row from the widest to its own; those of groups filled once are those above."""
        columns, head = self.columns, self.part.head
        own = [at for at in columns.names if cells[at]]
        path = [self.band] if self.band else []
        for at in columns.names:
            text = self.above.get(at, "") if cells[at].casefold() in _DITTO else cells[at]
            if not text and own and at != columns.names[-1] and self.above.get(at) and not self._stands_empty(at):
                text = self.above[at]
                self.carried.setdefault(" ".join(head[at].split()), []).append(number)
            if text != self.above.get(at):
                for narrower in columns.names[columns.names.index(at) + 1 :]:
                    self.above.pop(narrower, None)
            if text:
                self.above[at] = text
            path += self._split(text, at, number)
        yield from (one for place, one in enumerate(path) if not place or one != path[place - 1])

    def _stands_empty(self, at: int) -> bool:
        """Other programs leave these empty where a code stands under nothing."""
        own = self.part.head[self.columns.names[-1]].casefold()
        return at in self.columns.flat or own in ("codename", "tag") or "parent" in self.part.head[at].casefold()

    def _split(self, text: str, at: int, number: int) -> list[str]:
        """The names of a cell: `A > B` and `A\\\\B` are two, Taguette's `a.b` where `a` is a tag, groups of ATLAS.ti by commas."""
        text = " ".join(text.split())
        if at in self.columns.flat:
            first, *others = (one.strip() for one in text.split(",")) if text else [""]
            if others:
                self.told.append(Say("mind.one_parent", row=number, others=", ".join(others)))
            return [first] if first else []
        if self.part.head[at].casefold().strip() == "tag":
            return list(_dotted(text, {row[at].text.strip() for row in self.part.rows}))
        names = [one.strip() for one in _ARROW.split(text) if one.strip()]
        if len(names) > 1 and names[0].casefold() in _NODES:
            names = names[1:]
        listed = {" ".join(row[at].text.split()) for row in self.part.rows}
        if len(names) > 1 and ">" in text and " > ".join(names[:-1]) not in listed:
            self.told.append(
                Say("mind.name_split", row=number, text=text, name=names[-1], parent=" > ".join(names[:-1]))
            )
        return names

    def _texts(self, path: tuple[str, ...], cells: Sequence[str], whole: bool) -> Iterator[Exchanged]:
        """What the row says of its code; and of a group, in a column that stands between its names."""
        owned: dict[int, dict[str, str]] = {}
        for at, key in self.columns.texts.items():
            if cells[at]:
                level = len(path) if whole else min(self._level(at), len(path))
                texts = owned.setdefault(level, {})
                texts[key] = "\n".join(filter(None, (texts.get(key, ""), cells[at])))
        for level in sorted({*owned, len(path)}):
            texts = owned.get(level, {})
            more = tuple((key, text) for key, text in texts.items() if key not in ("definition", "color"))
            yield Exchanged(
                path[:level],
                texts.get("definition", ""),
                texts.get("color", ""),
                more,
                repeats=whole or level < len(path),
            )

    def _level(self, at: int) -> int:
        """How many names there are up to that which a column of texts stands behind: all, unless narrower ones follow it."""
        order = self.columns.names
        left = [name for name in order if name < at]
        narrower = [name for name in order if name > at and left and order.index(name) > order.index(max(left))]
        texts = [other for other, key in self.columns.texts.items() if key == self.columns.texts[at]]
        if narrower and len(texts) > 1:
            return order.index(max(left)) + 1 + bool(self.band)
        return 1_000


def _clean(text: str) -> str:
    text = text.strip()
    return "" if text.casefold() in _NOTHING else text


def _dotted(text: str, names: set[str]) -> tuple[str, ...]:
    """Taguette writes a hierarchy with points; a point parts names only where what stands before it is a tag itself."""
    for index in (index for index, character in enumerate(text) if character == "."):
        if text[:index] in names and text[index + 1 :]:
            return (*_dotted(text[:index], names), text[index + 1 :])
    return (text,) if text else ()
