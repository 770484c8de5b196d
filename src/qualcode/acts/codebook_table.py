"""The codebook as a table that people edit, and the edited table back: what a cell changed is changed, nothing else.

A cell that says what the export said changes nothing, whatever its layout; so no notation can spoil a value that
nobody touched.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qualcode.acts.codebook_edits import edit, today
from qualcode.acts.differences import Difference
from qualcode.acts.study import Opened, open_study
from qualcode.errors import QualcodeError, did_you_mean, told, unknown
from qualcode.formats.grids import Grid, read_grids
from qualcode.formats.matrix_cells import items
from qualcode.model import edits
from qualcode.model.codebook import KINDS, Code, Codebook
from qualcode.model.edits import INHERITED, Raw, find, parent_of, put
from qualcode.model.names import is_id
from qualcode.report.codebook import COLUMNS, EDITABLE, code_cells, keyword_cell
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.files import read_bytes
from qualcode.store.history import read_codebook_text
from qualcode.store.plain_yaml import read_yaml
from qualcode.store.yaml_text import document
from qualcode.text import Words

_LISTS = ("examples", "indicator", "interview_question", "source", "keywords", "not")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # formats write U+FFFD in its place
_CELL_LIMIT = 32_767


def read_table(file: Path, words: Words) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """(place, cells by column) of every code in the file, and the headings that are no column of a codebook.

    Headings are in Dutch, English, the study's own words, or the keys themselves.

    Raises QualcodeError with the place where a cell or heading cannot be right.
    """
    headings = _headings(words)
    for grid in read_grids(file.name, read_bytes(file)):
        for number, row in enumerate(grid.rows):
            keys = [headings.get(" ".join(cell.text.casefold().split()), "") for cell in row]
            if "code" in keys and len(set(filter(None, keys))) > 1:
                _once(file.name, keys)
                strange = [
                    " ".join(cell.text.split()) for cell, key in zip(row, keys, strict=True) if cell.text and not key
                ]
                return list(_rows(grid, number, keys)), strange
    raise QualcodeError(f"{file.name}: no table in it has a heading `code` beside others of a codebook.")


def _headings(words: Words) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in (Words("en"), Words("nl"), words):
        for key in COLUMNS:
            known[language.heading(key).casefold()] = key
            known.setdefault(key, key)
    return known


def _once(name: str, keys: Sequence[str]) -> None:
    for key in filter(None, keys):
        if keys.count(key) > 1:
            raise QualcodeError(f"{name}: two columns hold {key!r}.")


def _rows(grid: Grid, header: int, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for number, row in enumerate(grid.rows[header + 1 :], grid.first + header + 1):
        cells = {key: cell.text.strip() for key, cell in zip(keys, row, strict=True) if key}
        if any(cells.values()):
            yield f"{grid.place}, row {number}", cells


class Update:
    """The differences between a codebook and a table, and the codebook with them taken over."""

    def __init__(self, codebook: Codebook, raw: Raw, rows: Sequence[tuple[str, dict[str, str]]], words: Words):
        self.raw = copy.deepcopy(raw)
        self.codebook, self.words = codebook, words
        self.told: list[Difference] = []
        self.unread: list[str] = []  # headings that are no column of a codebook
        self._by_name: dict[str, list[Code]] = {}
        for code in codebook.codes:
            self._by_name.setdefault(code.name.casefold(), []).append(code)
        listed = [(place, cells, self._known(place, cells)) for place, cells in rows]
        self._new: dict[str, str] = {}  # place -> the id of a new code
        seen: dict[str, str] = {}
        for place, cells, known in listed:
            if known and known.id in seen:
                raise QualcodeError(f"{place}: {known.id!r} stands there and in {seen[known.id]}.")
            if known:
                seen[known.id] = place
                self._cells(place, cells, known)
        for place, cells, known in listed:
            if known is None:
                self._add(place, cells)
        self._parents(listed)
        self.told += [Difference("unlisted", code.id) for code in codebook.codes if code.id not in seen]

    def _known(self, place: str, cells: Mapping[str, str]) -> Code | None:
        """The code of a row: by its id, else by its name."""
        name = cells["code"]
        if name in self.codebook.current:
            return self.codebook.by_id[self.codebook.current[name]]
        named = self._by_name.get(name.casefold(), [])
        if len(named) > 1:
            raise QualcodeError(
                f"{place}: {len(named)} codes are called {told(name)}; this table cannot tell them apart."
            )
        if named:
            return named[0]
        alike = self._by_name.get(cells.get("name", "").casefold(), [])
        if alike and name:
            hint = f"{alike[0].name!r} is {alike[0].id!r}"
            raise QualcodeError(f"{place}: there is no code {told(name)} ({hint}); a new code needs a name of its own.")
        return alike[0] if len(alike) == 1 else None

    # ---- cells ----

    def _cells(self, place: str, cells: Mapping[str, str], code: Code) -> None:
        exported = code_cells(code)
        record = find(self.raw, code.id)
        for key, text in cells.items():
            if key in ("code", "parent") or _same(key, text, self._shown(key, exported[key])):
                continue
            if not text and key not in record and key in INHERITED:
                continue  # what it inherits is no value of its own
            if key not in EDITABLE:
                self._retired(record, key, text, code) if key == "retired" else self._kept(code.id, key, text)
                continue
            value = self._value(place, key, text, code) if text else ""
            if key == "name" and not value:
                raise QualcodeError(f"{place}: the name is empty.")
            if value == exported[key]:
                continue
            put(record, key, value)
            self.told.append(Difference("changed", code.id, key.replace("_", " "), exported[key], text))

    def _kept(self, code: str, key: str, text: str) -> None:
        self.told.append(Difference("kept", code, f"{key} (not changed from a table)", "", text))

    def _retired(self, record: Raw, key: str, text: str, code: Code) -> None:
        if text:
            put(record, "retired", {**record.get("retired", {"date": today()}), "because": text})
        else:
            put(record, "retired", {})
        self.told.append(Difference("changed", code.id, key, code.retired, text))

    def _shown(self, key: str, text: str) -> str:
        """What the export put into the cell."""
        return self.words.term(text) if key == "kind" and text else text

    def _value(self, place: str, key: str, text: str, code: Code | None) -> str | list[Any]:
        if key == "kind":
            return self._kind(place, text)
        if key == "question" and text and text not in {question.id for question in self.codebook.questions}:
            hint = did_you_mean(text, [question.id for question in self.codebook.questions])
            raise QualcodeError(f"{place}: there is no question {told(text)}" + (f" ({hint})." if hint else "."))
        if key in ("keywords", "not"):
            return self._keywords(place, text, code, key)
        if key == "source":
            return _one_or_many(items(text))
        if key in _LISTS:
            return _one_or_many([line.strip() for line in text.split("\n") if line.strip()])
        return " ".join(text.split()) if key != "definition" else "\n".join(line.strip() for line in text.split("\n"))

    def _kind(self, place: str, text: str) -> str:
        names = {
            language.term(kind).casefold(): kind
            for language in (Words("en"), Words("nl"), self.words)
            for kind in KINDS
        }
        names |= {kind: kind for kind in KINDS}
        if text.casefold() not in names:
            raise QualcodeError(f"{place}: {unknown('kind of code', text, names)}")
        return names[text.casefold()]

    def _keywords(self, place: str, text: str, code: Code | None, key: str) -> list[Any]:
        """A keyword a line, or between commas or semicolons; those that were there keep their form."""
        kept: dict[str, Any] = {}
        if code:
            record = find(self.raw, code.id)
            parsed = code.keywords if key == "keywords" else code.unless
            kept = {keyword_cell(one): raw for one, raw in zip(parsed, record.get(key) or (), strict=False)}
        found: list[Any] = []
        for part in filter(None, map(str.strip, _parts(text))):
            if part in kept:
                found.append(kept[part])
            elif part.startswith("{"):
                document = read_yaml(part, "")
                if document.problems:
                    raise QualcodeError(f"{place}: {told(part)} is no keyword.")
                found.append(document.value)
            else:
                found.append(part)
        return found

    # ---- new codes, and the tree ----

    def _add(self, place: str, cells: Mapping[str, str]) -> None:
        name = cells.get("name", "") or cells["code"]
        if not name:
            raise QualcodeError(f"{place}: a new code needs a name.")
        wanted = cells["code"] if is_id(cells["code"]) and cells.get("name") else ""
        code: Raw = {"id": edits.new_id(self.raw, name, wanted), "name": name}
        for key in EDITABLE:
            if key not in ("name", "parent") and cells.get(key):
                put(code, key, self._value(place, key, cells[key], None))
        self.raw = edits.add(self.raw, code)
        self._new[place] = code["id"]
        self.told.append(Difference("new", code["id"], after=name))

    def _parents(self, listed: Sequence[tuple[str, dict[str, str], Code | None]]) -> None:
        """Hang codes where the table says. One that cannot go yet, since what it goes below is below it, goes later."""
        waiting = [
            (place, code.id if code else self._new[place], cells["parent"], code)
            for place, cells, code in listed
            if "parent" in cells and not (code and cells["parent"] == code.parent)
        ]
        while waiting:
            left = [one for one in waiting if not self._hang(*one)]
            if len(left) == len(waiting):
                raise QualcodeError(f"{left[0][0]}: {left[0][1]!r} cannot go below itself.")
            waiting = left

    def _hang(self, place: str, name: str, parent: str, code: Code | None) -> bool:
        wanted = self._id_of(place, parent) if parent else ""
        record = find(self.raw, name)
        home = parent_of(self.raw, record)
        if (home.get("id", "") if home is not self.raw else "") == wanted:
            return True
        if wanted == name or any(below["id"] == wanted for below in edits.codes_of(record)):
            return False
        self.raw = edits.move(self.raw, name, wanted)
        if code:
            self.told.append(Difference("changed", name, "parent", code.parent, wanted))
        return True

    def _id_of(self, place: str, name: str) -> str:
        try:
            return str(find(self.raw, name)["id"])
        except QualcodeError:
            named = [code["id"] for code in edits.codes_of(self.raw) if code["name"].casefold() == name.casefold()]
            if len(named) != 1:
                raise QualcodeError(f"{place}: there is no code {told(name)} to go below.") from None
            return str(named[0])


def _same(key: str, one: str, other: str) -> bool:
    """Do two cells say the same? Of a list line by line, of a text whatever its line ends."""
    other = _ILLEGAL.sub("\ufffd", other)[:_CELL_LIMIT]
    if key in _LISTS:
        return _lines(one) == _lines(other)
    return " ".join(one.split()) == " ".join(other.split())


def _lines(text: str) -> list[str]:
    return list(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _one_or_many(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _parts(text: str) -> Iterator[str]:
    """A cell's keywords: parted by line ends, commas and semicolons outside brackets and quotes."""
    depth, quoted, start = 0, False, 0
    for index, character in enumerate(text):
        structured = text[start:index].lstrip().startswith("{") or (character == "{" and not text[start:index].strip())
        quoted = quoted ^ (character == '"' and depth > 0)
        depth += 0 if quoted or not structured else {"{": 1, "[": 1, "}": -1, "]": -1}.get(character, 0)
        if character in ",;\n" and depth <= 0:
            depth = 0
            yield text[start:index]
            start = index + 1
    yield text[start:]


def update(opened: Opened, file: Path) -> Update:
    """What the table would change."""
    raw = read_yaml(read_codebook_text(opened.study), "codebook.yaml").value
    assert isinstance(raw, dict)
    rows, strange = read_table(file, opened.words)
    found = Update(opened.project.codebook, raw, rows, opened.words)
    found.unread = strange
    if errors := [problem for problem in read_codebook(document(found.raw))[1] if problem.severity == "error"]:
        raise QualcodeError(
            f"{file.name}: " + "; ".join(f"{one.message}{f' ({one.hint})' if one.hint else ''}" for one in errors)
        )
    return found


def take_over(opened: Opened, coder: str, file: Path) -> None:
    """Write what `update` told; logged."""

    def change(_: Raw) -> Raw:
        return update(open_study(opened.study.root), file).raw  # once more, now that nobody else can write

    edit(opened.study, coder, "codebook update", change, file=file.name)
