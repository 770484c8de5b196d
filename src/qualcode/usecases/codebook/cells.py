"""What the cells of an exported codebook say: headings to columns, texts to values of the codebook's file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.editing.edits import Raw
from qualcode.errors import QualcodeError, quoted, unknown
from qualcode.formats.exchange.headings import key_of
from qualcode.formats.operationalisation.cells import items, keyword_parts
from qualcode.formats.tables.grids import Grid, read_grids
from qualcode.model.codebook import KINDS, Code, Codebook
from qualcode.model.controls import replaced, writable
from qualcode.model.fields import BY_KEY, COLUMNS, LISTED, keys_of
from qualcode.report.tables.codebook import keyword_cell
from qualcode.store.files import read_bytes
from qualcode.store.yaml.document import read_yaml
from qualcode.text import Words

_LISTS = (*keys_of(*LISTED), *keys_of("keywords"))
_CELL_LIMIT = 32_767


def read_table(file: Path, words: Words) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """(place, cells by column) of every code in the file, and the headings that are no column of a codebook.

    Headings are in Dutch, English, the study's own words, or the keys themselves.

    Raises QualcodeError with the place where a cell or heading cannot be right.
    """
    headings = _headings(words)
    for grid in read_grids(file.name, read_bytes(file)):
        for number, row in enumerate(grid.rows):
            keys = _keys([cell.text for cell in row], headings)
            if "code" in keys and len(set(filter(None, keys))) > 1:
                _once(file.name, keys)
                strange = [
                    " ".join(cell.text.split()) for cell, key in zip(row, keys, strict=True) if cell.text and not key
                ]
                return list(_rows(grid, number, keys)), strange
    raise QualcodeError("error.no_codebook_table", file=file.name)


def _keys(texts: Sequence[str], headings: dict[str, str]) -> list[str]:
    """The column of each heading: as we write it ourselves, else as people do, where no other column is that one."""
    keys = [headings.get(" ".join(text.casefold().split()), "") for text in texts]
    for place, text in enumerate(texts):
        usual = key_of(text) if text and not keys[place] else ""
        if usual in COLUMNS and usual not in keys:
            keys[place] = usual
    return keys


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
            raise QualcodeError("error.two_columns_hold", name=name, key=key)


def _rows(grid: Grid, header: int, keys: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for number, row in enumerate(grid.rows[header + 1 :], grid.first + header + 1):
        cells = {key: cell.text.strip() for key, cell in zip(keys, row, strict=True) if key}
        if any(cells.values()):
            yield f"{grid.place}, row {number}", cells


@dataclass(frozen=True)
class Cells:
    """Reads the cells of a table of this codebook, whose words are these."""

    codebook: Codebook
    words: Words

    def shown(self, key: str, text: str) -> str:
        """What the export put into the cell."""
        return self.words.term(text) if key == "kind" and text else text

    def value(
        self, place: str, key: str, text: str, code: Code | None = None, record: Raw | None = None
    ) -> str | list[Any]:
        """What the file shall say; `code` and its `record` in the file, where the row is one that is there."""
        if key == "kind":
            return self._kind(place, text)
        questions = [question.id for question in self.codebook.questions]
        if key == "question" and text and text not in questions:
            raise QualcodeError("error.at", place=place, why=unknown("thing.question", text, questions))
        if BY_KEY[key].shape == "keywords":
            return self._keywords(place, text, key, code, record)
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
            raise QualcodeError("error.at", place=place, why=unknown("thing.kind_of_code", text, names))
        return names[text.casefold()]

    def _keywords(self, place: str, text: str, key: str, code: Code | None, record: Raw | None) -> list[Any]:
        """A keyword a line, or between commas or semicolons; those that were there keep their form."""
        kept: dict[str, Any] = {}
        if code and record:
            parsed = getattr(code, BY_KEY[key].name)
            kept = {keyword_cell(one): raw for one, raw in zip(parsed, record.get(key) or (), strict=False)}
        found: list[Any] = []
        for part in filter(None, map(str.strip, keyword_parts(text))):
            if part in kept:
                found.append(kept[part])
            elif part.startswith("{"):
                document = read_yaml(part, "")
                if document.problems:
                    raise QualcodeError("error.no_keyword", place=place, part=quoted(part))
                found.append(document.value)
            else:
                found.append(part)
        return found


def same_cell(key: str, one: str, other: str) -> bool:
    """Do two cells say the same? Of a list line by line, of a text whatever its line ends."""
    one, other = replaced(one), replaced(writable(other))[:_CELL_LIMIT]
    if key in keys_of("keywords"):
        return _keywords_of(one) == _keywords_of(other)
    if key in _LISTS:
        return _lines(one) == _lines(other)
    return " ".join(one.split()) == " ".join(other.split())


def _keywords_of(text: str) -> list[str]:
    """However they are parted."""
    return list(filter(None, (" ".join(part.split()) for part in keyword_parts(text))))


def _lines(text: str) -> list[str]:
    return list(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _one_or_many(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values
