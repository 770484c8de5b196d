"""Sheets of decisions as Excel workbooks: what people read and fill in first, what the program needs hidden to the right.

The keys stand in a hidden first row, the headings in the reader's language in the second. Cells that are not to be filled
in are grey, and a row carries short hashes of them (`model.events.row_hash`), so that a changed one is refused. How a
sheet comes back: `formats.tables.keyed`.

To add a sheet: a line in `FORMS`, whose key is that of the data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.model.controls import writable
from qualcode.model.events.row_hash import HASHED, ROW_HASH, row_hash
from qualcode.model.settings import LANGUAGES, Settings
from qualcode.report.document import Data, Output, Plain, plain
from qualcode.report.renderers.xlsx import LONGEST_CELL, append, on_paper, save, sheet_title, text_cell
from qualcode.text import Words
from qualcode.text.keys import Key

PASSAGE = "passage"  # the words before, those that are judged with what was found lit, and those after
_LAST_COLUMN = 16_384
_GREY = "F2F2F2"
_FONT: dict[str, Any] = {"rFont": "Calibri", "sz": 11}  # that of all other cells; without it a program takes its own


@dataclass(frozen=True)
class Form:
    """A kind of sheet. `shown`: the columns that are seen, in their order, and how wide; `filled`: those that people fill
    in; `told`: the legend; `choices`: the words of a decision, by language."""

    title: Key
    shown: Mapping[str, int]
    filled: tuple[str, ...]
    told: tuple[Key, ...]
    choices: Mapping[str, tuple[str, ...]]

    def columns(self, data: Data) -> list[str]:
        return [*self.shown, *(column for column in data.columns if column not in self.shown), ROW_HASH]


FORMS = {
    "review": Form(
        "sheet.review",
        {
            "question_before": 30, PASSAGE: 62, "name": 20, "decision": 12, "reason": 24,
            "new_code": 20, "keyword": 16, "transcript": 12, "turn": 7,
        },
        ("decision", "reason", "new_code"),
        (
            "review.help", "review.accept", "review.turn", "review.next", "review.previous", "review.change",
            "review.reject", "review.free",
        ),
        {
            "nl": ("ja", "ja beurt", "ja +1", "ja -1", "wijzig", "nee"),
            "en": ("accept", "accept turn", "accept +1", "accept -1", "change", "reject"),
        },
    ),
    "revisions": Form(
        "sheet.revisions",
        {"old": 50, "new": 50, "code": 22, "decision": 14, "place": 30, "transcript": 12, "turn": 7},
        ("decision", "place"),
        ("revise.help.decision", "review.free"),
        {"nl": ("houd", "verplaats", "trek in"), "en": ("keep", "move", "withdraw")},
    ),
}  # fmt: skip


def headings(columns: Iterable[str]) -> dict[str, str]:
    """What the columns are called in each language, in small letters -> their key."""
    both = (Words(language) for language in LANGUAGES)
    return {heading(column, words).casefold(): column for words in both for column in columns}


def heading(column: str, words: Words) -> str:
    """A heading of such a sheet: of a code people know the name, so that is what is called code here."""
    return words.known(f"sheet.column.{column}", words.heading(column))


def render(output: Output, words: Words, settings: Settings) -> bytes:
    """A workbook with one sheet, or one for each of `output.sheets`; then the legend."""
    from openpyxl import Workbook

    form = FORMS[output.data.key]
    book = Workbook(write_only=True)
    looks = _Looks(book)
    lists = _write_lists(book, output.data, words) if output.data.names else {}
    for title, data in output.sheets or ((words(form.title), output.data),):
        _write(book, title, data, form, lists, looks, words)
    _legend(book, form, words)
    if lists:  # the sheet of names stands last, hidden
        book.move_sheet(book.worksheets[0].title, len(book.worksheets) - 1)
    book.active = 0
    return save(book, output.report.changed)


class _Looks:
    """The styles of cells, made once: setting them cell by cell took three times as long as all else."""

    def __init__(self, book: Any):
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        scratch = book.create_sheet("-")
        wrapped, free = Alignment(wrap_text=True, vertical="top"), Protection(locked=False)
        self.heading, self.grey, self.fill = (text_cell(scratch, "") for _ in range(3))
        lined = Border(bottom=Side("thin", color="BFBFBF"))
        for look in (self.heading, self.grey, self.fill):
            look.border = lined
        self.heading.font, self.heading.alignment = Font(bold=True), wrapped
        self.grey.alignment, self.grey.protection, self.grey.fill = wrapped, free, PatternFill("solid", fgColor=_GREY)
        self.fill.alignment, self.fill.protection = wrapped, free
        book.remove(scratch)


def _write(
    book: Any, title: str, data: Data, form: Form, lists: Mapping[str, str], looks: _Looks, words: Words
) -> None:
    columns = form.columns(data)
    sheet = book.create_sheet(sheet_title(book, title))
    widths = [form.shown.get(column, 9) for column in columns]
    _dimensions(sheet, columns, widths, form)
    last = len(data.rows) + 2
    _choices(sheet, columns, last, {"decision": _inline(form.choices[words.language]), **lists})
    _protect(sheet)
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{_letter(len(columns))}{last}"
    on_paper(sheet, "2:2")
    sheet.row_dimensions[1] = {"hidden": "1"}
    sheet.append([_cell(sheet, column, looks.heading) for column in columns])
    sheet.row_dimensions.pop(1)
    append(sheet, 2, [_cell(sheet, heading(column, words), looks.heading) for column in columns], widths, bold=True)
    for number, row in enumerate(data.rows, 3):
        values = dict(zip(data.columns, map(plain, row), strict=True))
        append(sheet, number, list(_row(sheet, columns, values, form, looks)), widths[: len(form.shown)])


def _dimensions(sheet: Any, columns: Sequence[str], widths: Sequence[int], form: Form) -> None:
    """Widths; what is not shown is hidden; whatever stands right of the sheet is the reader's own."""
    from openpyxl.styles import Protection
    from openpyxl.worksheet.dimensions import ColumnDimension

    for index, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        dimension = sheet.column_dimensions[_letter(index)]
        dimension.width, dimension.hidden = width, column not in form.shown
        dimension.protection = Protection(locked=False)
    free = _letter(len(columns) + 1)
    beyond = ColumnDimension(sheet, index=free, min=len(columns) + 1, max=_LAST_COLUMN, width=14)
    beyond.protection = Protection(locked=False)
    sheet.column_dimensions[free] = beyond


def _protect(sheet: Any) -> None:
    """Only the keys and the headings are locked, without a password; all else that Excel offers may be done."""
    guard = sheet.protection
    guard.sheet = True
    for act in (
        "sort", "autoFilter", "deleteRows", "deleteColumns", "insertRows", "insertColumns", "formatCells",
        "formatColumns", "formatRows", "insertHyperlinks", "objects", "scenarios",
    ):  # fmt: skip
        setattr(guard, act, False)  # False: it is not kept from anybody


def _choices(sheet: Any, columns: Sequence[str], last: int, lists: Mapping[str, str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, formula in lists.items():
        if column in columns:
            letter = _letter(columns.index(column) + 1)
            choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
            choice.add(f"{letter}3:{letter}{max(last, 3)}")
            sheet.data_validations.append(choice)


def _inline(choices: Sequence[str]) -> str:
    return f'"{",".join(choices)}"'


def _write_lists(book: Any, data: Data, words: Words) -> dict[str, str]:
    """A hidden sheet with what may be chosen in a column (`data.names`); a list within a cell ends at 255 characters."""
    sheet = book.create_sheet(sheet_title(book, words("sheet.choices")))
    sheet.sheet_state = "hidden"
    known = [list(names.values()) for names in data.names.values()]
    for number in range(max(map(len, known), default=0)):
        sheet.append([text_cell(sheet, one[number]) if number < len(one) else None for one in known])
    name = sheet.title.replace("'", "''")
    return {
        column: f"'{name}'!${_letter(index)}$1:${_letter(index)}${len(names)}"
        for index, (column, names) in enumerate(zip(data.names, known, strict=True), 1)
        if names
    }


def _row(sheet: Any, columns: Sequence[str], values: Mapping[str, Plain], form: Form, looks: _Looks) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell

    shown: dict[str, str] = {}
    for column in columns:
        look = looks.fill if column in form.filled else looks.grey
        if column == ROW_HASH:
            yield _cell(sheet, row_hash(shown), looks.grey)
            return
        value = values[column] if column != PASSAGE else None
        if column == PASSAGE:
            cell = _passage(sheet, values, look)
        elif isinstance(value, int | float):
            cell = _styled(WriteOnlyCell(sheet, value), look)
        elif value or column in form.shown:
            cell = _cell(sheet, value or "", look)
        else:
            cell = None  # nobody sees it: no look is kept for it
        if column in HASHED:
            shown[column] = str(cell.value or "") if cell is not None else ""
        yield cell


def _cell(sheet: Any, text: str, look: Any) -> Any:
    """A cell of text in a look; an empty one keeps it, so that it is seen where to write."""
    from openpyxl.cell import WriteOnlyCell

    return _styled(text_cell(sheet, text) if text else WriteOnlyCell(sheet, None), look)


def _styled(cell: Any, look: Any) -> Any:
    cell._style = look._style
    return cell


def _passage(sheet: Any, values: Mapping[str, Plain], look: Any) -> Any:
    """The words judged between those around them; what was found is bold and underlined, what is around is grey."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    around = InlineFont(color=Color("FF6E6E6E"), **_FONT)
    lit, plain_ = InlineFont(b=True, u="single", **_FONT), InlineFont(**_FONT)
    before, quote, after = (writable(str(values[column] or "")) for column in ("before", "quote", "after"))
    if len(before) + len(quote) + len(after) > LONGEST_CELL // 2:  # characters beyond U+FFFF count as two
        return _cell(sheet, quote, look)
    blocks: list[Any] = [TextBlock(around, before)] if before else []
    at = 0
    for start, end in _lit(str(values["lit"] or "")):
        blocks += [TextBlock(plain_, quote[at:start])] if start > at else []
        blocks.append(TextBlock(lit, quote[start:end]))
        at = end
    blocks += [TextBlock(plain_, quote[at:])] if quote[at:] else []
    blocks += [TextBlock(around, after)] if after else []
    rich: Any = CellRichText(blocks)
    return _styled(WriteOnlyCell(sheet, rich), look)


def _lit(places: str) -> Iterator[tuple[int, int]]:
    """`3:9 14:20`: stretches of the words that are judged, in their order."""
    for place in places.split():
        start, _, end = place.partition(":")
        yield int(start), int(end)


def _legend(book: Any, form: Form, words: Words) -> None:
    sheet = book.create_sheet(sheet_title(book, words("sheet.help")))
    sheet.column_dimensions["A"].width = 110
    names = {column: heading(column, words) for column in ("decision", "new_code", "reason", "place")}
    for told in form.told:
        sheet.append([text_cell(sheet, words(told, **names))])


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(index)
