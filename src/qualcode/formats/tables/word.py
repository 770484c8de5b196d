"""The tables of a Word file, with their merged cells and the line above each."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qualcode.errors import QualcodeError
from qualcode.formats.tables.grids import Cell, Grid, squared
from qualcode.formats.word import W, body_of, inside, paragraphs, read_word, text_of

_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_BELOW = re.compile(r"(?i)(bron|bronnen|source|noot|note)\s*[:.]")  # what stands below a table, not above the next
_LONGEST_TITLE = 200  # characters; what is longer is a paragraph of the text


def read(data: bytes) -> list[Grid]:
    return read_word(data, _grids)


def _grids(archive: zipfile.ZipFile) -> list[Grid]:
    body = body_of(archive)
    grids: list[Grid] = []
    above, apart = "", True
    for block in _blocks(body):
        if block.tag == f"{W}p":
            text = " ".join(text_of(block).split())
            if text and not _BELOW.match(text):
                above, apart = text, True
            continue
        title = above if len(above) <= _LONGEST_TITLE else ""
        grids.append(Grid(f"table {len(grids) + 1}", squared(list(_rows(block))), title, apart))
        above, apart = "", False
    if not grids:
        picture = any(next(body.iter(tag), None) is not None for tag in _PICTURES)
        if picture:
            raise QualcodeError("error.table_is_picture")
        raise QualcodeError("error.no_table")
    return grids


def _blocks(node: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, those inside content controls too."""
    for child in node:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
            yield from (
                inner for inner in child.iter(f"{W}tbl") if inner is not child
            )  # in text boxes, in layout tables
        else:
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[list[Cell]]:
    above: list[Cell] = []
    for row in inside(table, f"{W}tr"):
        cells: list[Cell] = [Cell()] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in inside(row, f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if continues and len(cells) < len(above):
                cells.append(Cell(above[len(cells)].text, "down"))
            else:
                cells.append(Cell(_text(cell)))
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            cells += [Cell("", "right")] * (span - 1)
        above = cells
        yield cells


def _number(node: Element | None, default: int) -> int:
    value = node.get(f"{W}val", "") if node is not None else ""
    return min(int(value), 1000) if value.isdecimal() else default


def _text(cell: Element) -> str:
    """Its paragraphs, one a line; those of a list begin with a bullet. A hyphen that holds an id together is a hyphen."""
    lines = []
    for paragraph in paragraphs(cell):
        if text := text_of(paragraph).replace("\u2011", "-").strip():
            listed = paragraph.find(f"{W}pPr/{W}numPr") is not None
            lines.append(f"• {text}" if listed else text)
    return "\n".join(lines)
