"""The codebook as a table that people edit, and the edited table back: what a cell changed is changed, nothing else.

A cell that says what the export said changes nothing, whatever its layout; so no notation can spoil a value that
nobody touched.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qualcode.editing import edits
from qualcode.editing.differences import Difference
from qualcode.editing.edits import Raw, find, parent_of, put
from qualcode.errors import QualcodeError, UnknownName, quoted
from qualcode.model.codebook import Code, Codebook
from qualcode.model.fields import EDITABLE, INHERITED
from qualcode.model.names import is_id
from qualcode.report.tables.codebook import code_cells
from qualcode.store.codebook_yaml import possible_codebook
from qualcode.store.history import read_codebook_text
from qualcode.store.yaml.document import read_yaml
from qualcode.store.yaml.text import document
from qualcode.text import Words
from qualcode.usecases.codebook.cells import Cells, read_table, same_cell
from qualcode.usecases.codebook.edits import edit, today
from qualcode.usecases.study import Opened


class Update:
    """The differences between a codebook and a table, and the codebook with them taken over."""

    def __init__(self, codebook: Codebook, raw: Raw, rows: Sequence[tuple[str, dict[str, str]]], words: Words):
        self.raw = copy.deepcopy(raw)
        self.codebook, self.cells = codebook, Cells(codebook, words)
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
                raise QualcodeError("error.stands_twice", place=place, code=known.id, other=seen[known.id])
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
            raise QualcodeError("error.codes_of_one_name", place=place, n=len(named), name=quoted(name))
        if named:
            return named[0]
        alike = self._by_name.get(cells.get("name", "").casefold(), [])
        if alike and name:
            near = alike[0]
            raise QualcodeError("error.no_code_near", place=place, name=quoted(name), near=near.name, id=near.id)
        return alike[0] if len(alike) == 1 else None

    # ---- cells ----

    def _cells(self, place: str, cells: Mapping[str, str], code: Code) -> None:
        exported = code_cells(code)
        record = find(self.raw, code.id)
        for key, text in cells.items():
            if key in ("code", "parent") or same_cell(key, text, self.cells.shown(key, exported[key])):
                continue
            if not text and key not in record and key in INHERITED:
                continue  # what it inherits is no value of its own
            if key not in EDITABLE:
                self._retired(record, key, text, code) if key == "retired" else self._kept(code.id, key, text)
                continue
            value = self.cells.value(place, key, text, code, record) if text else ""
            if key == "name" and not value:
                raise QualcodeError("error.name_empty_at", place=place)
            if value == exported[key]:
                continue
            put(record, key, value)
            self.told.append(Difference("changed", code.id, key.replace("_", " "), exported[key], text))

    def _kept(self, code: str, key: str, text: str) -> None:
        self.told.append(Difference("kept_shown", code, key, "", text))

    def _retired(self, record: Raw, key: str, text: str, code: Code) -> None:
        if text:
            put(record, "retired", {**record.get("retired", {"date": today()}), "because": text})
        else:
            put(record, "retired", {})
        self.told.append(Difference("changed", code.id, key, code.retired, text))

    # ---- new codes, and the tree ----

    def _add(self, place: str, cells: Mapping[str, str]) -> None:
        name = cells.get("name", "") or cells["code"]
        if not name:
            raise QualcodeError("error.new_code_needs_name", place=place)
        wanted = cells["code"] if is_id(cells["code"]) and cells.get("name") else ""
        code: Raw = {"id": edits.new_id(self.raw, name, wanted), "name": name}
        for key in EDITABLE:
            if key not in ("name", "parent") and cells.get(key):
                put(code, key, self.cells.value(place, key, cells[key]))
        self.raw = edits.add(self.raw, code)
        self._new[place] = code["id"]
        self.told.append(Difference("new", code["id"], after=name))

    def _parents(self, listed: Sequence[tuple[str, dict[str, str], Code | None]]) -> None:
        """Hang codes where the table says. One that cannot go yet, since what it goes below is below it, goes later."""
        waiting = [
            (place, code.id if code else self._new[place], parent, code)
            for place, parent, code in self._groups(listed)
            if not (code and parent == code.parent)
        ]
        while waiting:
            left = [one for one in waiting if not self._hang(*one)]
            if len(left) == len(waiting):
                raise QualcodeError("error.below_itself_at", place=left[0][0], code=left[0][1])
            waiting = left

    def _groups(
        self, listed: Sequence[tuple[str, dict[str, str], Code | None]]
    ) -> Iterator[tuple[str, str, Code | None]]:
        """(place, what the code stands below, the code) of every row with a column for that.

        In a table where groups are filled once, and are no rows themselves, an empty cell is of the group above it; not of
        a code that the codebook has elsewhere.
        """
        rows = {cells.get(key, "").casefold() for _, cells, _ in listed for key in ("code", "name")}
        above = ""
        for place, cells, code in listed:
            if "parent" not in cells:
                continue
            parent = cells["parent"]
            if parent:
                above = "" if parent.casefold() in rows else parent
            elif above and (code is None or code.parent == self._id_of(place, above)):
                parent = above
            yield place, self._id_of(place, parent) if parent else "", code

    def _hang(self, place: str, name: str, wanted: str, code: Code | None) -> bool:
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
        except UnknownName:
            named = [code["id"] for code in edits.codes_of(self.raw) if code["name"].casefold() == name.casefold()]
            if len(named) != 1:
                raise QualcodeError("error.no_code_to_go_below", place=place, name=quoted(name)) from None
            return str(named[0])


def update(opened: Opened, file: Path) -> Update:
    """What the table would change."""
    raw = read_yaml(read_codebook_text(opened.study), "codebook.yaml").value
    assert isinstance(raw, dict)
    rows, strange = read_table(file, opened.words)
    found = Update(opened.project.codebook, raw, rows, opened.words)
    found.unread = strange
    try:
        possible_codebook(document(found.raw))
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    return found


def take_over(opened: Opened, coder: str, file: Path) -> None:
    """Write what `update` told; logged."""

    def change(_: Raw) -> Raw:
        return update(opened.again(), file).raw  # once more, now that nobody else can write

    edit(opened.study, coder, "codebook update", change, file=file.name)
