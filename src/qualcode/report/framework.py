"""The framework matrix: cases against codes, a table or a sheet a theme (Gale et al., 2013).

N. K. Gale, G. Heath, E. Cameron, S. Rashid & S. Redwood (2013), "Using the framework method for the analysis of
qualitative data in multi-disciplinary health research", BMC Medical Research Methodology 13, 117. Empty cells stay
visible; a summary is a memo about a case and a theme, or a case and a code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.analysis.tables import cases_read, code_targets
from qualcode.errors import unknown
from qualcode.model.codebook import Theme
from qualcode.report.citing import form, marked, marks_of
from qualcode.report.notes import count_notes
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View

CELLS = ("presence", "references", "quotes", "summary")
NOT_READ = "–"  # a zero that nobody read for
_MOST = 7  # code columns in one printed table; more are spread over several, so that words stay whole


@dataclass(frozen=True)
class _Cells:
    """What each cell says: `value` for machines, `shown` for people."""

    value: Mapping[tuple[str, str], Value]
    shown: Mapping[tuple[str, str], str]


def framework(view: View, cell: str = "references") -> Output:
    """One row a case, one column a code; with summaries a column for each theme too, `theme:ID`."""
    if cell not in CELLS:
        raise unknown("kind of cell", cell, CELLS)
    if cell == "references":
        view.need_numbers()
    cases = view.selection.counted_cases
    themes = [theme for theme in view.themes if view.members(theme)]
    cells = _cells(view, cell, themes)
    whole = [f"theme:{theme.id}" for theme in themes] if cell == "summary" else []
    data = _data("matrix", cases, [*whole, *view.codes], cells)
    groups = [(theme.name, _columns(view, theme, cell)) for theme in themes]
    placed = {code for _, columns in groups for code in columns}
    if loose := [code for code in view.told if code not in placed]:
        groups.append((view.words("no_theme") if themes else "", loose))
    tables = [table for name, columns in groups for table in _tables(view, name, columns, cells, cell)]
    sheets = tuple(
        (name or view.words("sheet.table"), _data("matrix", cases, columns, cells)) for name, columns in groups
    )
    title = view.words("framework.title", cell=view.words(f"framework.{cell}"))
    return Output(data, Report(title, tuple(tables), view.project.changed), view.warnings, sheets)


def _columns(view: View, theme: Theme, cell: str) -> list[str]:
    own = [code for code in view.members(theme) if code in view.told]
    return [*([f"theme:{theme.id}"] if cell == "summary" else []), *own]


def _data(key: str, cases: Sequence[str], columns: Sequence[str], cells: _Cells) -> Data:
    rows = tuple((case, *(cells.value.get((case, column), "") for column in columns)) for case in cases)
    unread = frozenset(
        (line, column)
        for line, case in enumerate(cases)
        for column in columns
        if cells.shown.get((case, column)) == NOT_READ
    )
    return Data(key, ("case", *columns), rows, unread)


def _cells(view: View, cell: str, themes: Sequence[Theme]) -> _Cells:
    if cell == "summary":
        told = _summaries(view, themes)
        return _Cells(told, told)
    if cell == "quotes":
        return _quotes(view)
    targets = code_targets(view.codebook, view.codes)
    counted = view.count(targets)
    number = counted.touches.drop_duplicates(["target", "ref", "case"]).groupby(["case", "target"]).size().to_dict()
    read = {code: set(cases_read(counted, codes)) for code, codes in targets.items()}
    value: dict[tuple[str, str], Value] = {}
    shown: dict[tuple[str, str], str] = {}
    for case in view.selection.counted_cases:
        for code in view.codes:
            found = int(number.get((case, code), 0))
            value[case, code] = (found > 0) if cell == "presence" else found
            said, nothing = ("●", "") if cell == "presence" else (str(found), "0")
            shown[case, code] = said if found else nothing if case in read[code] else NOT_READ
    return _Cells(value, shown)


def _quotes(view: View) -> _Cells:
    """The quotes of a case for a code, key quotes first; a parent shows its own."""
    found: dict[tuple[str, str], list[str]] = {}
    marks = marks_of(view.project)
    rows = view.fragments().sort_values("key", ascending=False, kind="stable").to_dict("records")
    for row in rows:
        for case in str(row["case"]).split("; "):
            if text := form({str(key): value for key, value in row.items()}):
                found.setdefault((case, str(row["code"])), []).append(f"{marked(text, marks)} ({row['turn']})")
    told = {place: "\n".join(texts) for place, texts in found.items()}
    return _Cells(told, told)


def _summaries(view: View, themes: Sequence[Theme]) -> dict[tuple[str, str], str]:
    """The summary memos about a case and a theme, or a case and a code."""
    found = {}
    for case in view.selection.counted_cases:
        for target in (*(f"theme:{theme.id}" for theme in themes), *(f"code:{code}" for code in view.codes)):
            memos = view.project.memos_on(f"case:{case}", target, kind="summary")
            if memos:
                found[case, target.removeprefix("code:")] = "\n\n".join(memo.text for memo in memos)
    return found


def _tables(view: View, name: str, columns: Sequence[str], cells: _Cells, cell: str) -> list[Table]:
    """The printed tables of a theme: cases against its codes, so many columns that words stay whole."""
    words = view.words
    wide = 4 if cell in ("quotes", "summary") else _MOST
    notes = [words(f"framework.note.{cell}")]
    if cell in ("presence", "references"):
        counted = view.count(code_targets(view.codebook, view.codes))
        notes += count_notes(view, counted, dashes=NOT_READ in cells.shown.values())
    tables = []
    for start in range(0, len(columns), wide):
        part = columns[start : start + wide]
        heads = [Column(words.case.capitalize(), 2), *(Column(_name(view, one), 3) for one in part)]
        rows = tuple(
            Row((case, *(cells.shown.get((case, column), "") for column in part)))
            for case in view.selection.counted_cases
        )
        title = words("framework.title", cell=words(f"framework.{cell}")) + (f": {name}" if name else "")
        if len(columns) > wide:
            title += f" ({start // wide + 1}/{-(-len(columns) // wide)})"
        tables.append(Table(title, tuple(heads), rows, tuple(notes), long=cell in ("quotes", "summary")))
    return tables


def _name(view: View, column: str) -> str:
    if column.startswith("theme:"):
        return view.words("framework.whole")
    return view.codebook.by_id[column].name
