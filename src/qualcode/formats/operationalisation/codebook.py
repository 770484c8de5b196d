"""An operationalisation matrix as a codebook: concepts become parents, rows codes, with their place and fingerprints."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.editing.edits import Raw, codes_of, new_id, put
from qualcode.errors import QualcodeError
from qualcode.formats.operationalisation.cells import distinct, items, names, one_name
from qualcode.formats.operationalisation.headers import EVIDENCE, FIELDS, LEVELS
from qualcode.formats.operationalisation.reader import FoundMatrix, MatrixRow
from qualcode.model.fields import BY_KEY, LISTED
from qualcode.model.fingerprints import fingerprints

_NUMBER = re.compile(
    r"(?i)^(?:(?:deelvraag|subvraag|onderzoeksvraag|dv|sv|research question|sub-?question|rq|sq|q)\s*(\d{1,2})|(\d{1,2})\s*[.:)])"
    r"(?:\s*[.:)])?(?:\s|$)"
)
_PREFIX = {"nl": "dv", "en": "q", "de": "f"}
_TITLES = {"nl": "Operationalisatiematrix", "en": "Operationalisation matrix", "de": "Operationalisierung"}
_LONGEST_HEADING = 500
_ONE = tuple(key for key in ("question", *FIELDS) if BY_KEY[key].shape not in LISTED)  # one text; others are lists


@dataclass
class PlannedCode:
    """A code to be: its name and those above it, its rows, and what the cells say."""

    path: tuple[str, ...]
    question: str
    rows: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)


def codebook_of(matrices: Sequence[FoundMatrix], language: str, roles: Mapping[str, str]) -> Raw:
    """The codebook, as its file will have it, without keywords."""
    raw: Raw = {"language": language, "version": "1.0", "questions": [], "codes": [], "matrices": []}
    rows = [(f"M{m}.{r}", matrix, row) for m, matrix in enumerate(matrices, 1) for r, row in enumerate(matrix.rows, 1)]
    questions = _questions(raw, [row.question for _, _, row in rows], language)
    for number, matrix in enumerate(matrices, 1):
        raw["matrices"].append(_matrix(matrix, number, language, roles))
    nodes: Nodes = {}
    for entry in _entries(rows):
        code = _node(raw, nodes, entry.path, entry.question)
        put(code, "question", questions.get(same(entry.question), ""))
        for key in FIELDS:
            values = entry.fields.get(key, [])
            put(code, key, " ".join(values) if key in _ONE else values[0] if len(values) == 1 else values)
        put(code, "row", ", ".join(entry.rows))
        put(code, "other", entry.other)
    if not raw["questions"]:
        del raw["questions"]
    return raw


# ---- rows to codes ----


def _entries(rows: Iterable[tuple[str, FoundMatrix, MatrixRow]]) -> Iterable[PlannedCode]:
    """A code a row. Rows that name the same thing are told apart by their indicators; else they are one code."""
    groups: dict[tuple[tuple[str, ...], str], list[PlannedCode]] = {}
    order: list[PlannedCode] = []
    for name, matrix, row in rows:
        for path in _paths(matrix, row):
            values = {key: items(matrix.field(row, key)) for key in FIELDS}
            entry = PlannedCode(path, row.question, [name], values, matrix.other(row))
            groups.setdefault((_folded(path), same(row.question)), []).append(entry)
            order.append(entry)
    for group in groups.values():
        if len(group) < 2:
            continue
        indicators = [tuple(entry.fields.get("indicator", ())) for entry in group]
        if all(len(one) == 1 for one in indicators) and len({same(one[0]) for one in indicators}) == len(group):
            for entry, (indicator,) in zip(group, indicators, strict=True):
                entry.path = (*entry.path, indicator)
        else:
            _join(group)
    return [entry for entry in order if entry.rows]


def _join(group: Sequence[PlannedCode]) -> None:
    first = group[0]
    for entry in group[1:]:
        for key, values in entry.fields.items():
            first.fields[key] = distinct([*first.fields.get(key, []), *values])
        for heading, text in entry.other.items():
            known = first.other.get(heading, "")
            first.other[heading] = "\n".join(distinct(filter(None, [*known.split("\n"), *text.split("\n")])))
        first.rows += entry.rows
        entry.rows = []


def _paths(matrix: FoundMatrix, row: MatrixRow) -> list[tuple[str, ...]]:
    """The names of the code of a row and of those above it; several codes where the cell holds a list."""
    filled = [text for text in row.levels if text.strip()]
    if filled:
        above = tuple(one_name(text) for text in filled[:-1])
        return [(*above, name) for name in names(filled[-1])]
    if indicators := items(matrix.field(row, "indicator")):
        return [(name,) for name in indicators]
    raise QualcodeError("error.row_without_names", place=row.place)


Nodes = dict[tuple[tuple[str, ...], str | None], Raw]  # (path, question; None for what is only above others) -> code


def _node(raw: Raw, nodes: Nodes, path: tuple[str, ...], question: str | None) -> Raw:
    """The code at a path, made with those above it where they do not exist. A parent is one, whatever its questions."""
    key = (_folded(path), same(question) if question is not None else None)
    if key in nodes:
        return nodes[key]
    known = next((node for (folded, _), node in nodes.items() if folded == key[0]), None)
    if known is not None and (question is None or "row" not in known):
        nodes[key] = known
        return known
    home = _node(raw, nodes, path[:-1], None) if len(path) > 1 else raw
    code: Raw = {"id": new_id(raw, path[-1], beside=home.get("id", "")), "name": path[-1]}
    home.setdefault("codes", []).append(code)
    nodes[key] = code
    return code


def _questions(raw: Raw, texts: Iterable[str], language: str) -> dict[str, str]:
    """question text, folded -> its id: its own number where it has one, else the next that no question has."""
    distinct_texts = list({same(text): text for text in texts if text}.values())
    prefix = _PREFIX.get(language, "q")
    ids: dict[str, str] = {}
    for text in distinct_texts:
        numbered = _NUMBER.match(text)
        wanted = f"{prefix}{int(numbered[1] or numbered[2])}" if numbered else ""
        if wanted and wanted not in ids.values():
            ids[same(text)] = wanted
    for text in distinct_texts:
        free = (f"{prefix}{number}" for number in range(1, 10_000) if f"{prefix}{number}" not in ids.values())
        if same(text) not in ids:
            ids[same(text)] = next(free)
        raw["questions"].append({"id": ids[same(text)], "text": one_name(text)})
    return ids


# ---- the matrix itself, and the fingerprints of its cells ----


def _matrix(matrix: FoundMatrix, number: int, language: str, roles: Mapping[str, str]) -> Raw:
    columns = [column for column in matrix.columns if column.role != EVIDENCE]
    named = {c.heading: c.role for c in columns if c.heading.casefold() in {h.casefold() for h in roles}}
    for column in columns:
        if len(column.heading) > _LONGEST_HEADING:  # it becomes a key, and YAML has keys of 1,024 characters at most
            raise QualcodeError(
                "error.heading_too_long",
                column=column.index + 1,
                table=number,
                n=len(column.heading),
                most=_LONGEST_HEADING,
            )
    record: Raw = {"id": f"M{number}", "title": matrix.title or _TITLES.get(language, _TITLES["en"])}
    record["columns"] = [column.heading for column in columns]
    if named:
        record["roles"] = named
    record["cells"] = {f"M{number}.{r}": fingerprints(cells_of(matrix, row)) for r, row in enumerate(matrix.rows, 1)}
    return record


def cells_of(matrix: FoundMatrix, row: MatrixRow) -> list[str]:
    """What a row says in each column, whatever the layout of the cell."""
    levels = dict(zip([column.index for column in matrix.levels], row.levels, strict=True))
    last = max((i for i, text in levels.items() if text.strip()), key=lambda i: list(levels).index(i), default=None)
    cells = []
    for column in matrix.columns:
        if column.role == "question":
            cells.append(one_name(row.question))
        elif column.role in LEVELS:
            text = levels[column.index]
            cells.append("\n".join(names(text)) if column.index == last else one_name(text))
        elif column.role != EVIDENCE:
            cells.append((" " if column.role in _ONE else "\n").join(items(row.cells.get(column.index, ""))))
    return cells


def same(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _folded(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(same, path))


def codes_by_row(raw: Raw) -> dict[str, list[Raw]]:
    """row -> the codes that came from it, in codebook order."""
    found: dict[str, list[Raw]] = {}
    for code in codes_of(raw):
        for row in rows_of(code):
            found.setdefault(row, []).append(code)
    return found


def rows_of(code: Mapping[str, Any]) -> list[str]:
    return [row for row in str(code.get("row", "")).split(", ") if row]
