"""The operationalisation matrix again, every cell as it came, with the evidence of the interviews beside it on request."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from qualcode.formats.operationalisation.cells import items
from qualcode.formats.operationalisation.headers import KEYWORDS, LEVELS
from qualcode.model.codebook import Code, Codebook, Matrix
from qualcode.model.fields import BY_KEY, FIELDS, LISTED
from qualcode.model.fingerprints import EMPTY, fingerprint
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.proposals import filled
from qualcode.text import Say, Words, capital

EVIDENCE_COLUMNS = ("references", "cases", "quote")
_SHARES = {
    "question": 4,
    "indicator": 4,
    "interview_question": 5,
    "definition": 5,
    "quote": 6,
    "references": 1,
    "cases": 2,
}
_MEASURE = re.compile(r"(?i)^(aantal|frequentie|mate|number of|frequency|degree|extent)\b")
_NOTHING = "–"
_FEW = 15  # values of which every choice is tried (32,767 fingerprints); of more, only neighbours


@dataclass(frozen=True)
class MatrixLine:
    """A row to print: its codes (several where a cell named several), and which of their rows it is.

    `marks` are the fingerprints of its cells, where the matrix has them.
    """

    codes: tuple[Code, ...]
    part: int = 0
    parts: int = 1
    marks: tuple[str, ...] = ()

    def mark(self, column: int) -> str:
        return self.marks[column] if column < len(self.marks) else ""


def matrix_report(
    codebook: Codebook,
    roles: Mapping[str, Sequence[str]],
    words: Words,
    evidence: Mapping[str, Mapping[str, str]],
    wanted: Sequence[str],
    counted: tuple[str, ...] = (),
    changed: str = "",
    warnings: tuple[Say, ...] = (),
) -> Output:
    """A table a matrix. `roles`: matrix id -> the role of each column; `evidence`: code -> what the `wanted` columns say;
    `counted`: the notes on how was counted.
    """
    matrices = [matrix for matrix in codebook.matrices if matrix.columns]
    printed = {code for matrix in matrices for line in _lines(codebook, matrix) for code in line.codes}
    parents = {code.parent for code in codebook.codes}
    left = [code.name for code in codebook.codes if code not in printed and code.id not in parents]
    tables = []
    for matrix in matrices:
        last = matrix is matrices[-1]
        notes = (*_notes(codebook, words, wanted, left if last else []), *(counted if last else ()))
        tables.append(_table(codebook, matrix, roles[matrix.id], words, evidence, wanted, notes))
    columns = tuple(dict.fromkeys(column.heading for table in tables for column in table.columns))
    rows = [
        tuple(
            dict(zip([c.heading for c in table.columns], filled(row, words).cells, strict=True)).get(name, "")
            for name in columns
        )
        for table in tables
        for row in table.rows
    ]
    title = codebook.title or words("matrix.title")
    return Output(Data("matrix", columns, tuple(rows)), Report(title, tuple(tables), changed), warnings)


def default_matrix(codebook: Codebook, words: Words) -> tuple[Codebook, dict[str, list[str]]]:
    """A codebook that was not made of a matrix: the columns it has something for."""
    rows = list(dict.fromkeys(row.split(".")[0] for code in codebook.codes for row in code.row.split(", ") if row))
    deepest = max((len(list(codebook.ancestors(code.id))) for code in codebook.codes if code.row), default=1)
    levels = (
        ["concept", "dimension", "variable"]
        if deepest > 2
        else ["concept", "variable"]
        if deepest == 2
        else ["concept"]
    )
    told = [
        field.key for field in FIELDS if field.matrix and field.key not in ("definition", KEYWORDS)
    ]  # a codebook has its own table
    filled = [key for key in told if any(getattr(code, key) for code in codebook.codes)]
    roles = [*(["question"] if codebook.questions else []), *levels, *filled]
    headings = tuple(words.of("matrix", role) for role in roles)
    matrices = tuple(Matrix(row, words("matrix.title"), headings) for row in rows)
    return replace(codebook, matrices=matrices), dict.fromkeys(rows, roles)


def _lines(codebook: Codebook, matrix: Matrix) -> list[MatrixLine]:
    """The rows of a matrix in their order."""
    found: dict[int, list[tuple[Code, int, int]]] = {}
    for code in codebook.codes:
        rows = [row for row in code.row.split(", ") if row]
        for part, row in enumerate(rows):
            name, _, number = row.rpartition(".")
            if name == matrix.id and number.isdecimal():
                found.setdefault(int(number), []).append((code, part, len(rows)))
    return [
        MatrixLine(
            tuple(c for c, _, _ in one), one[0][1], one[0][2], tuple(matrix.cells.get(f"{matrix.id}.{row}", "").split())
        )
        for row, one in sorted(found.items())
    ]


def _table(
    codebook: Codebook,
    matrix: Matrix,
    roles: Sequence[str],
    words: Words,
    evidence: Mapping[str, Mapping[str, str]],
    wanted: Sequence[str],
    notes: tuple[str, ...],
) -> Table:
    lines = _lines(codebook, matrix)
    levels = sorted(
        (place for place, role in enumerate(roles) if role in LEVELS), key=lambda p: (LEVELS.index(roles[p]), p)
    )
    told = [_cells(codebook, matrix, roles, levels, line) for line in lines]
    rows = []
    for line, cells in zip(lines, _shown(told, roles, levels), strict=True):
        found = [evidence.get(line.codes[0].id, {}).get(name, "") if not line.part else "" for name in wanted]
        proposal = evidence.get(line.codes[0].id, {}).get("proposal", "") if not line.part else ""
        place = len(cells) + list(wanted).index("quote") if proposal and "quote" in wanted else 0
        rows.append(Row((*cells, *found), proposals=((place, proposal),) if place else ()))
    columns = [Column(heading, _SHARES.get(role, 3)) for heading, role in zip(matrix.columns, roles, strict=True)]
    columns += [
        Column(capital(words.of("matrix", name)), _SHARES[name], name in ("references", "cases")) for name in wanted
    ]
    return Table(matrix.title or words("matrix.title"), tuple(columns), tuple(rows), notes)


def _cells(
    codebook: Codebook, matrix: Matrix, roles: Sequence[str], levels: Sequence[int], line: MatrixLine
) -> list[str]:
    """What a row says in full, nothing left to be carried down."""
    code = line.codes[0]
    chain = [codebook.by_id[name].name for name in reversed(list(codebook.ancestors(code.id)))][:-1]
    named = [one.name for one in line.codes]
    if not _named_by_indicator(code, line, chain, levels, roles):
        chain.append(named[0] if len(named) == 1 else "\n".join(f"• {name}" for name in named))
    filled = [place for place in levels if line.mark(place) != EMPTY] if line.marks else []
    at = dict(zip(filled if len(filled) == len(chain) else levels, chain, strict=False))
    cells = []
    questions = {question.id: question.text for question in codebook.questions}
    above = codebook.by_id.get(code.parent, Code("", ""))
    for place, role in enumerate(roles):
        inherited = role in ("question", "source") and getattr(code, role) == getattr(above, role)
        if inherited and line.mark(place) == EMPTY:
            cells.append("")  # the cell was empty: the value is that of the code above
        elif role == "question":
            cells.append(questions.get(code.question, ""))
        elif role in LEVELS:
            cells.append(at.get(place, ""))
        elif role not in ("", KEYWORDS):
            value = getattr(code, role)
            values = value.split(" ") if isinstance(value, str) else list(value)
            several = line.parts > 1 or list(roles).count(role) > 1
            cells.append(
                _joined(
                    role, _part(values, line, place, " " if isinstance(value, str) else "\n") if several else values
                )
            )
        else:
            values = code.other.get(matrix.columns[place], "").split("\n")
            cells.append("\n".join(_part(values, line, place, "\n") if line.parts > 1 else values))
    return cells


def _named_by_indicator(
    code: Code, line: MatrixLine, chain: Sequence[str], levels: Sequence[int], roles: Sequence[str]
) -> bool:
    """Rows that name the same are told apart by their indicators, and a row that names nothing by its own."""
    if "indicator" not in roles or code.name not in code.indicator:
        return False
    if line.marks:
        return sum(line.mark(place) != EMPTY for place in levels) <= len(chain)
    return len(chain) == len(levels) and len(code.indicator) == 1


def _part(values: list[str], line: MatrixLine, place: int, between: str) -> list[str]:
    """Of values that stood in several cells (a code with several rows, two columns of one kind): those of this cell."""
    if line.mark(place) == EMPTY:
        return []
    if len(values) <= _FEW:
        some = (list(one) for size in range(1, len(values) + 1) for one in combinations(values, size))
    else:
        some = (values[i:j] for i in range(len(values)) for j in range(i + 1, len(values) + 1))
    known = next((one for one in some if fingerprint(between.join(one)) == line.mark(place)), None)
    last = line.part == line.parts - 1
    return known if known is not None else values[line.part :] if last else values[line.part : line.part + 1]


def _joined(role: str, values: Sequence[str]) -> str:
    """Items one a line, each with a bullet; sources on one, where a semicolon can part them."""
    if role in BY_KEY and BY_KEY[role].shape not in LISTED:
        return " ".join(values)
    if role == "source" and items("; ".join(values)) == list(values):
        return "; ".join(values)
    return "\n".join(f"• {value}" for value in values) if len(values) > 1 else "".join(values)


def _shown(told: Sequence[list[str]], roles: Sequence[str], levels: Sequence[int]) -> Iterator[list[str]]:
    """Repeated questions and concepts are left blank, as merged cells are; a cell that is empty by itself says so."""
    above: dict[int, str] = {}
    asked = [place for place, role in enumerate(roles) if role == "question"]
    for cells in told:
        shown = list(cells)
        own = [place for place in levels if cells[place]][-1:]  # the row's own name is always printed
        fresh = False  # a wider level is new: nothing carries down into the narrower ones
        for place in levels:
            if cells[place]:
                fresh = fresh or cells[place] != above.get(place, "")
                shown[place] = cells[place] if fresh or place in own else ""
            elif above.get(place) and not fresh:
                shown[place], fresh = _NOTHING, True
        for place in asked:
            if cells[place] == above.get(place, ""):
                shown[place] = ""
            elif not cells[place]:
                shown[place] = _NOTHING
        above = dict(enumerate(cells))
        yield shown


def _notes(codebook: Codebook, words: Words, wanted: Sequence[str], left: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if "references" in wanted and any(_MEASURE.match(text) for code in codebook.codes for text in code.indicator):
        notes.append(words("matrix.measure"))
    if left:
        notes.append(words("matrix.left", names=", ".join(left)))
    return tuple(notes)
