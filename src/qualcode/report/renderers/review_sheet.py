"""A sheet of decisions as an Excel workbook: English keys with localised comments, and a list to choose the decision from.

The review sheet of suggestions, and that of a corrected transcript.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from qualcode.model.settings import Settings
from qualcode.report.document import Output
from qualcode.report.renderers.xlsx import save, text_cell
from qualcode.text import Words
from qualcode.text.keys import Key

_WIDTHS = {
    "old": 50,
    "new": 50,
    "place": 40,
    "quote": 70,
    "question_before": 40,
    "before": 30,
    "after": 30,
    "decision": 14,
    "reason": 30,
    "name": 28,
    "new_code": 22,
}
_HIDDEN = ("start", "end", "score", "text_sha", "status", "sheet", "coder")  # for the way back


class _Kind(NamedTuple):
    """A kind of sheet: its title, what is told of how to fill it in, and what may be chosen, by language."""

    title: Key
    told: tuple[Key, ...]
    choices: Mapping[str, str]


_KINDS = {
    "review": _Kind(
        "sheet.review",
        (
            "review.help",
            "review.accept",
            "review.turn",
            "review.next",
            "review.previous",
            "review.change",
            "review.reject",
        ),
        {"nl": "ja,ja beurt,ja +1,ja -1,wijzig,nee", "en": "accept,accept turn,accept +1,accept -1,change,reject"},
    ),
    "revisions": _Kind(
        "sheet.revisions",
        ("revise.help.decision",),
        {"nl": "houd,verplaats,trek in", "en": "keep,move,withdraw"},
    ),
}


def render(output: Output, words: Words, settings: Settings) -> bytes:
    from openpyxl import Workbook

    kind = _KINDS[output.data.key]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = words(kind.title)
    _headings(sheet, output.data.columns, words)
    for number, row in enumerate(output.data.rows, 2):
        for index, value in enumerate(row, 1):
            cell = sheet.cell(number, index)
            if isinstance(value, str):
                clean = text_cell(sheet, value)
                cell.value, cell.data_type = clean.value, "s"
            else:
                cell.value = value
    _layout(sheet, output.data.columns, len(output.data.rows) + 1, kind.choices[words.language])
    help_sheet: Any = book.create_sheet(words("sheet.help"))
    names = {"decision": "decision", "new_code": "new_code", "reason": "reason"}
    for told in kind.told:
        help_sheet.append([words(told, **names)])
    help_sheet.column_dimensions["A"].width = 110
    return save(book, output.report.changed)


def _headings(sheet: Any, columns: tuple[str, ...], words: Words) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    for index, column in enumerate(columns, 1):
        cell = sheet.cell(1, index, column)
        cell.font = Font(bold=True)
        cell.comment = Comment(words.heading(column), "qualcode")


def _layout(sheet: Any, columns: tuple[str, ...], last: int, choices: str) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letters = {column: get_column_letter(index) for index, column in enumerate(columns, 1)}
    for column, letter in letters.items():
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 11)
        sheet.column_dimensions[letter].hidden = column in _HIDDEN
        if column in _WIDTHS:
            for cell in sheet[letter][1:]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    choice = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
    sheet.add_data_validation(choice)
    choice.add(f"{letters['decision']}2:{letters['decision']}{max(last, 2)}")
