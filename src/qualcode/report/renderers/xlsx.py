"""The data as an Excel workbook: all columns under localised headings, the notes on a second sheet."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counts import Count
from qualcode.errors import QualcodeError
from qualcode.model.controls import has_unwritable, writable
from qualcode.model.settings import Settings
from qualcode.report.document import Data, Mapped, Output, Table, Value
from qualcode.report.renderers.fixed_zip import FixedZip, document_time
from qualcode.text import Words

if TYPE_CHECKING:
    from qualcode.text.keys import Key

# columns whose values are the program's, with a word in each language; `origin` stands in a sheet that is read back
_TERMS = ("kind", "valence", "list", "chosen", "change", "status", "basis", "part", "layer", "fit")
LONGEST_CELL = 32_767  # characters in a cell, a limit of Excel
_NARROW, _WIDE = 9, 60  # characters: the least and the most that a column has
_LINE, _HIGHEST = 15, 409  # points: a line of Calibri 11, and the most that Excel gives a row
_SAMPLE = 500  # rows of which the widths are taken


def render(output: Output, words: Words, settings: Settings) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, data in output.sheets or ((words("sheet.table"), output.data),):
        write_sheet(book, sheet_title(book, title), data, words)
    notes = [note for part in output.report.parts if isinstance(part, Table) for note in (part.title, *part.notes)]
    notes += map(words, _said_of_cells([data for _, data in output.sheets] or [output.data]))
    write_notes(book, notes, words)
    return save(book, output.report.changed, settings.coders.get(settings.coder, settings.coder))


def _said_of_cells(tables: Sequence[Data]) -> "list[Key]":
    """What is to be known of texts that stand otherwise in a cell than they are."""
    replaced = cut = False
    for row in chain.from_iterable(data.rows for data in tables):
        texts = [value for value in row if isinstance(value, str)]
        whole = "".join(texts)
        replaced = replaced or has_unwritable(whole)
        cut = cut or (_too_long(whole) and any(map(_too_long, texts)))
    told: list[Key] = ["note.characters"] if replaced else []
    return [*told, "note.continued"] if cut else told


def write_notes(book: Any, notes: Sequence[str], words: Words) -> None:
    """A sheet with a note on each row."""
    from openpyxl.styles import Alignment

    sheet = book.create_sheet(words("sheet.note"))
    sheet.column_dimensions["A"].width = 110
    on_paper(sheet)
    for number, note in enumerate(notes, 1):
        cell = text_cell(sheet, note)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        append(sheet, number, [cell], [110])


def sheet_title(book: Any, wanted: str) -> str:
    """A name that Excel allows for a sheet: at most 31 characters, none of \\ / * ? : [ ], each once."""
    name = re.sub(r"[\\/*?:\[\]'\s]", " ", writable(wanted).replace("\ufffd", " "))
    name = "".join(one if one <= "\uffff" else "\ufffd" for one in name).strip()[:31] or "-"  # others count as two
    taken = {"history", *(sheet.title.casefold() for sheet in book.worksheets)}  # Excel keeps a name for itself
    longer = (f"{name[:25]} ({number})" for number in range(2, 1000))
    return next(one for one in (name, *longer) if one.casefold() not in taken)


def write_sheet(book: Any, title: str, data: Data, words: Words) -> Any:
    """A sheet with a heading row, frozen and filtered, and the rows of `data`. Returns the sheet.

    Where headings are names of the study, the keys stand above them in a row that is hidden: read back, a name that two have,
    or that was changed meanwhile, is still the code's.

    Cells wrap and begin at the top; columns are as wide as what they hold, up to a limit; on paper the sheet lies on its
    side, is one page wide and has its headings on every page.
    """
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    data = _with_names(data) if data.names else data
    sheet = book.create_sheet(title)
    headings = [_heading(data, column, words) for column in data.columns]
    widths = list(_widths(headings, data))
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    top = 2 if data.headings else 1
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(data.columns))}{len(data.rows) + top}"
    on_paper(sheet, f"{top}:{top}")
    cells = []
    for heading in headings:
        cell = text_cell(sheet, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cells.append(cell)
    if data.headings:
        sheet.row_dimensions[1] = {"hidden": "1"}
        sheet.append([text_cell(sheet, column) for column in data.columns])
        sheet.row_dimensions.pop(1)
    append(sheet, top, cells, widths, bold=True)
    look = text_cell(sheet, "")
    look.alignment = Alignment(wrap_text=True, vertical="top")
    written = top
    for row in data.rows:
        for part in continued(row):
            written += 1
            append(sheet, written, _row(sheet, part, data, words, look), widths)
    return sheet


def append(sheet: Any, number: int, cells: Sequence[Any], widths: Sequence[float], bold: bool = False) -> None:
    """A row as high as its text is when it wraps. Excel finds that itself where no height is given, other programs do not;
    the height is not said to be somebody's own, so that a row grows while it is filled in."""
    lines = 1
    for cell, width in zip(cells, widths, strict=False):
        if cell is not None and isinstance(cell.value, str | list):  # a list: rich text
            room = max(width * (0.8 if bold else 0.95), 1)
            lines = max(lines, sum(max(ceil(len(line) / room), 1) for line in str(cell.value).split("\n")))
    if lines > 1:
        sheet.row_dimensions[number] = {"ht": str(min(lines * _LINE, _HIGHEST))}
    sheet.append(cells)
    sheet.row_dimensions.pop(number, None)


def _heading(data: Data, column: str, words: Words) -> str:
    return data.headings[column] if column in data.headings else words.heading(column)


def _with_names(data: Data) -> Data:
    """The table with a column of names beside each column of ids, `a; b` name by name."""
    columns = [
        key for column in data.columns for key in ((column, f"{column}_name") if column in data.names else (column,))
    ]

    def cells(row: tuple[Value, ...]) -> Iterator[Value]:
        for column, value in zip(data.columns, row, strict=True):
            yield value
            if column in data.names:
                known = data.names[column]
                yield "; ".join(known.get(one, one) for one in str(value or "").split("; "))

    return replace(data, columns=tuple(columns), rows=Mapped(data.rows, lambda row: tuple(cells(row))))


def on_paper(sheet: Any, repeated: str = "") -> None:
    """On its side, one page wide, the rows `repeated` on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if repeated:
        sheet.print_title_rows = repeated


def _widths(headings: Sequence[str], data: Data) -> Iterator[int]:
    """What a line of each column needs, within limits; a heading wraps between its words."""
    rows = data.rows[:: max(1, len(data.rows) // _SAMPLE)]
    for place, heading in enumerate(headings):
        texts = [str(row[place]) for row in rows if isinstance(row[place], str)]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        words = max(map(len, heading.split()), default=0)
        yield min(max(longest, words, _NARROW), _WIDE) + 2


def continued(row: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """A row; where a cell has more than Excel holds, the rest in further rows that begin with the same first cell."""
    if not any(isinstance(value, str) and len(value) > LONGEST_CELL // 2 for value in row):
        yield row
        return
    parts = [pieces(value) if isinstance(value, str) else [value] for value in row]
    for number in range(max(map(len, parts))):
        cells = [one[number] if number < len(one) else None for one in parts]
        yield cells if not number else [cells[0] if cells[0] is not None else row[0], *cells[1:]]


def pieces(text: str) -> list[str]:
    """A text in parts that each fit into a cell, cut between lines or words where there are any."""
    found = []
    while _too_long(text):
        twice = max(text[:LONGEST_CELL]) > "\uffff"  # Excel counts such a character as two
        room = LONGEST_CELL // 2 if twice else LONGEST_CELL
        at = next((place + 1 for mark in "\n " if (place := text.rfind(mark, 1, room)) > 0), room)
        found.append(text[:at])
        text = text[at:]
    return [*found, text]


def _too_long(text: str) -> bool:
    return len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL


def plain_workbook(rows: Sequence[Sequence[str]], changed: str) -> bytes:
    """Rows of text on one sheet, as other programs read them."""
    from openpyxl import Workbook

    for row in rows:
        if any(map(_too_long, row)):
            raise QualcodeError("error.cell_too_long", words=row[0][:40], most=LONGEST_CELL)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in rows:
        sheet.append([text_cell(sheet, text) if text else None for text in row])
    return save(book, changed)


def _row(sheet: Any, row: Sequence[Value], data: Data, words: Words, look: Any) -> list[Any]:
    """The cells of a row, all with the alignment of `look`."""
    from openpyxl.cell import WriteOnlyCell

    cells: list[Any] = []
    for column, value in zip(data.columns, row, strict=True):
        if value is None or value == "":
            cells.append(None)
            continue
        shown: Any = value
        if isinstance(value, Count):
            shown = value.n if value.known else words.figure(value)
        elif column in _TERMS:
            shown = words.value(column, str(value))
        cell: Any = text_cell(sheet, shown) if isinstance(shown, str) else WriteOnlyCell(sheet, shown)
        cell._style = look._style  # setting an alignment cell by cell took three times as long as all else
        cells.append(cell)
    return cells


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text, whatever it begins with; what XML cannot hold becomes U+FFFD."""
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    cell._value, cell.data_type = writable(text)[:LONGEST_CELL], "s"  # what openpyxl would find out costs as much again
    return cell


def save(book: Any, changed: str, author: str = "qualcode") -> bytes:
    """The workbook as bytes that depend on its content and the study's last change alone."""
    from openpyxl.writer.excel import ExcelWriter

    time: datetime = document_time(changed)
    book.properties.created = book.properties.modified = time
    book.properties.creator = author
    out = io.BytesIO()
    with FixedZip(out, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = ExcelWriter(book, archive)
        writer.write_data()
    return out.getvalue()
