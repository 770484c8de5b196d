"""Operationalisation matrices in tables: found among other tables, read row by row, nothing left out unsaid."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.formats.operationalisation.headers import KEYWORDS, LEVELS, is_header, is_second, language_of, roles_of
from qualcode.formats.tables.grids import Cell, Grid
from qualcode.text import Say, Several

_NONE = frozenset({"-", "–", "—", "n.v.t.", "nvt", "n/a"})  # a cell that says it is empty: nothing carries down into it
_QUESTION = re.compile(r"(?i)^(deel|sub|hoofd|onderzoeks?)vraag\b|^(research|sub)[ -]question\b|\?\s*$")
_BELOW = re.compile(r"(?i)^(bron|bronnen|source|noot|note)\s*[:.]|^(sub)?tota(al|l)\s*[:.]?$")
_LONGEST_TITLE = 180  # characters
_CONTINUED = re.compile(r"(?i)\b(vervolg|continued|cont\.)")


@dataclass(frozen=True)
class MatrixColumn:
    heading: str
    role: str  # one of ROLES, or "" for a column that the codebook keeps as it is
    index: int


@dataclass
class MatrixRow:
    """One row with everything that carries down into it. `levels`: the names of the columns that name codes, widest first."""

    place: str
    question: str = ""
    section: str = ""  # a heading across the whole table, above this row
    levels: list[str] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)  # index of any other column -> its cell as it stands


@dataclass
class FoundMatrix:
    title: str
    columns: list[MatrixColumn]
    place: str = ""
    rows: list[MatrixRow] = field(default_factory=list)

    def field(self, row: MatrixRow, role: str) -> str:
        """What a row says in all columns of a role."""
        return "\n".join(row.cells[c.index] for c in self.columns if c.role == role and c.index in row.cells)

    def other(self, row: MatrixRow) -> dict[str, str]:
        """What a row says in the columns that are kept as they stand, by heading."""
        kept = [column for column in self.columns if column.role in ("", KEYWORDS)]
        return {column.heading: row.cells[column.index] for column in kept if column.index in row.cells}

    @property
    def levels(self) -> list[MatrixColumn]:
        """The columns that name codes, from the widest to the narrowest."""
        named = [column for column in self.columns if column.role in LEVELS]
        return sorted(named, key=lambda column: (LEVELS.index(column.role), column.index))


@dataclass
class FoundMatrices:
    """All matrices of a file, and what was passed over."""

    matrices: list[FoundMatrix]
    passed: list[Say]


def find_matrices(grids: Sequence[Grid], named: Mapping[str, str] | None = None) -> FoundMatrices:
    """The matrices among the tables. Raises QualcodeError where there is none, saying which headings were seen."""
    found = FoundMatrices([], [])
    current: FoundMatrix | None = None
    for grid in grids:
        reader = _Reader(grid, current, named)
        made = reader.matrices()
        found.passed += reader.passed
        if not reader.used:
            found.passed.append(Say("passed_over", place=grid.place, what=_told(grid)))
        found.matrices += [matrix for matrix in made if matrix is not current]
        current = made[-1] if made else current
    if not found.matrices:
        raise QualcodeError("error.no_matrix_headings", seen=Several(tuple(found.passed)))
    found.matrices = [_with_sections(matrix) for matrix in _operational(found) if matrix.rows]
    if not found.matrices:
        raise QualcodeError("error.matrix_without_rows")
    return found


def _operational(found: FoundMatrices) -> list[FoundMatrix]:
    """Where some tables have indicators or questions, those without are other tables with like headings."""
    kept = [m for m in found.matrices if any(c.role in ("indicator", "interview_question") for c in m.columns)]
    if not kept:
        return found.matrices
    for matrix in found.matrices:
        if matrix not in kept:
            headings = " | ".join(column.heading for column in matrix.columns)
            found.passed.append(Say("passed_over", place=matrix.place, what=headings))
    return kept


def _with_sections(matrix: FoundMatrix) -> FoundMatrix:
    """Headings across the table become columns of their own, the widest level and the research question."""
    dutch = language_of([column.heading for column in matrix.columns]) != "en"
    if any(row.section for row in matrix.rows):
        matrix.columns.insert(0, MatrixColumn("Thema" if dutch else "Theme", "concept", -1))
        for row in matrix.rows:
            row.levels.insert(0, row.section)
    if any(row.question for row in matrix.rows) and not any(column.role == "question" for column in matrix.columns):
        matrix.columns.insert(0, MatrixColumn("Deelvraag" if dutch else "Research question", "question", -2))
    return matrix


def _told(grid: Grid) -> str | Say:
    """The first row that says something, for a message."""
    row = next(
        (row for row in grid.rows if sum(bool(cell.text) for cell in row) > 1), grid.rows[0] if grid.rows else ()
    )
    texts = [" ".join(cell.text.split()) for cell in row if cell.text]
    return " | ".join(text if len(text) <= 30 else text[:29] + "…" for text in texts[:8]) or Say("empty")


class _Reader:
    """One table, read from the top: titles, headings, rows."""

    def __init__(self, grid: Grid, before: FoundMatrix | None, named: Mapping[str, str] | None):
        self.grid, self.named = grid, named
        goes_on = before is not None and (not grid.apart or bool(_CONTINUED.search(grid.title)))
        self.matrix = before if goes_on else None
        self.used = False
        self.passed: list[Say] = []  # rows that belong to no code: totals, and notes below the table
        self.carried: dict[int, str] = {}
        self.section = self.question = ""
        if self.matrix and self.matrix.rows:
            last = self.matrix.rows[-1]
            self.section = last.section
            self.carried = {column.index: text for column, text in zip(self.matrix.levels, last.levels, strict=True)}
            self.carried |= {c.index: last.question for c in self.matrix.columns if c.role == "question"}

    def matrices(self) -> list[FoundMatrix]:
        made = [self.matrix] if self.matrix else []
        titles: list[str] = []
        below_header = False
        for number, row in enumerate(self.grid.rows, self.grid.first):
            headings = [cell.text for cell in row]
            if not any(headings):
                continue
            roles = roles_of(headings, self.named)
            if below_header and self.matrix and not self.matrix.rows and is_second(headings):
                self.matrix.columns = self._columns(row, self.matrix.columns)
            elif is_header(headings, roles, self.named):
                columns = self._columns(row)
                if not (self.matrix and self._same(columns) and not titles):
                    self.matrix = FoundMatrix(_title(" ".join(titles) or self.grid.title), columns, self.grid.place)
                    self.carried, self.section = {}, ""
                    made.append(self.matrix)
                below_header, titles, self.used = True, [], True
            elif self._announces(number, row):
                titles.append(" ".join(headings).strip())
            elif self.matrix and (below_header or self._fits(row)):
                self._row(number, row)
                self.used = True
            else:
                titles.append(" ".join(filter(None, headings)))
        return made

    def _columns(self, row: Sequence[Cell], above: Sequence[MatrixColumn] = ()) -> list[MatrixColumn]:
        """The columns under a heading row; `above`: the first row of a heading of two. A heading may span columns."""
        texts = {column.index: column.heading for column in above}
        for index, cell in enumerate(row):
            spanned = cell.merged == "right" and not cell.text and not texts.get(index)
            text = " ".join(cell.text.split()) or (texts.get(index - 1, "") if spanned else texts.get(index, ""))
            texts[index] = text
        headings = [texts[index] for index in range(len(row))]
        roles = roles_of(headings, self.named)
        columns: list[MatrixColumn] = []
        for index, (heading, role) in enumerate(zip(headings, roles, strict=True)):
            if heading:
                twice = sum(column.heading == heading for column in columns)
                columns.append(MatrixColumn(f"{heading} ({twice + 1})" if twice else heading, role, index))
        return columns

    def _same(self, columns: list[MatrixColumn]) -> bool:
        assert self.matrix
        return [c.heading.casefold() for c in columns] == [c.heading.casefold() for c in self.matrix.columns]

    def _fits(self, row: Sequence[Cell]) -> bool:
        """A table without headings goes on with the matrix before it when it has as many columns."""
        assert self.matrix
        return not any(is_header([c.text for c in r], roles_of([c.text for c in r])) for r in self.grid.rows) and len(
            row
        ) == len(self.matrix.columns)

    def _announces(self, number: int, row: Sequence[Cell]) -> bool:
        """A line across the table right above a heading row is the title of what comes."""
        if sum(bool(cell.text) for cell in row) != 1:
            return False
        below = [r for r in self.grid.rows[number - self.grid.first + 1 :] if any(cell.text for cell in r)][:1]
        return any(is_header([c.text for c in r], roles_of([c.text for c in r], self.named), self.named) for r in below)

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        assert self.matrix
        place = f"{self.grid.place}, row {number}"
        filled = [(index, cell.text) for index, cell in enumerate(row) if cell.text]
        alone = filled[0][1] if len(filled) == 1 and filled[0][0] == 0 and len(row) > 2 else ""
        if _BELOW.match(filled[0][1]) and (alone or filled[0][1].casefold().startswith("tot")):
            self.passed.append(Say("passed_over", place=place, what=filled[0][1][:40]))
            return
        first = next((column.role for column in self.matrix.columns if column.index == 0), "")
        asks = alone and (first == "question" or (first in LEVELS and _QUESTION.search(alone)))
        if self._is_section(row) or asks:
            text = " ".join(filled[0][1].split())
            if first == "question" and not self._is_section(row):
                self.carried[0] = filled[0][1]
            elif _QUESTION.search(text):
                self.question, self.carried = text, {}
            else:
                self.section, self.carried = text, {}
            return
        self._new_columns(row)
        cells = {
            column.index: row[column.index] if column.index < len(row) else Cell() for column in self.matrix.columns
        }
        read = MatrixRow(place, section=self.section)
        fresh = False  # a wider level is new in this row: nothing carries down into the narrower ones
        for column in self.matrix.levels:
            cell = cells[column.index]
            if cell.text and cell.merged != "down":
                fresh = fresh or cell.text != self.carried.get(column.index)
                self.carried[column.index] = cell.text
            elif not cell.text and (fresh or cell.merged == "right"):
                self.carried[column.index] = ""
            read.levels.append(_said(self.carried.get(column.index, "")))
        for column in self.matrix.columns:
            text = cells[column.index].text
            if column.role == "question":
                self.carried[column.index] = text or self.carried.get(column.index, "")
                read.question = _said(self.carried[column.index])
            elif column.role not in LEVELS and _said(text):
                read.cells[column.index] = text
        read.question = read.question or self.question
        self.matrix.rows.append(read)

    def _new_columns(self, row: Sequence[Cell]) -> None:
        """A cell under no heading gets a column of its own: nothing is dropped."""
        assert self.matrix
        known = {column.index for column in self.matrix.columns}
        for index, cell in enumerate(row):
            if cell.text and index not in known and cell.merged != "right":
                self.matrix.columns.append(MatrixColumn(f"({index + 1})", "", index))

    def _is_section(self, row: Sequence[Cell]) -> bool:
        """One text across all columns."""
        assert self.matrix
        return len(row) > 2 and bool(row[0].text) and all(cell.merged == "right" for cell in row[1:])


def _title(text: str) -> str:
    """A caption without its number; what is longer than a title is none."""
    text = re.sub(r"(?i)^(tabel|table)\s+\d+(\.\d+)*[.:]?\s+", "", " ".join(text.split()))
    return text if len(text) <= _LONGEST_TITLE else ""


def _said(text: str) -> str:
    """The text of a cell; "" where it says that it is empty."""
    return "" if text.strip().casefold() in _NONE else text
