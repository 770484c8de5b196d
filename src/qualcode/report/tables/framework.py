"""The framework matrix: cases against codes, a table or a sheet a theme (Gale et al., 2013).

N. K. Gale, G. Heath, E. Cameron, S. Rashid & S. Redwood (2013), "Using the framework method for the analysis of
qualitative data in multi-disciplinary health research", BMC Medical Research Methodology 13, 117. Empty cells stay
visible; a summary is a memo about a case and a theme, or a case and a code.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import unknown
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.controls import replaced
from qualcode.report.citing import form, marked, marks_of
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.notes import count_notes
from qualcode.report.view import View
from qualcode.text import UNKNOWN, Words, capital

CELLS = ("presence", "references", "quotes", "summary")
_MOST = 7  # code columns in one printed table; more are spread over several, so that words stay whole


@dataclass(frozen=True)
class _Cells:
    """What each cell says: `value` for machines, `shown` for people; `unread`: case -> codes that it was not read for."""

    value: Mapping[tuple[str, str], Value]
    shown: Mapping[tuple[str, str], str]
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)


def framework(view: View, cell: str = "references") -> Output:
    """One row a case, one column a code, and last the codes that nothing is known of; with summaries a column for each
    theme too, `theme:ID`.
    """
    if cell not in CELLS:
        raise unknown("thing.kind_of_cell", cell, CELLS)
    if cell == "references":
        view.need_numbers()
    cases = view.selection.counted_cases
    themes = [theme for theme in view.themes if view.members(theme)]
    cells = _cells(view, cell, themes)
    whole = [f"theme:{theme.id}" for theme in themes] if cell == "summary" else []
    data = _data(view, cell, cases, [*whole, *view.codes], cells)
    groups = [(theme.name, _columns(view, theme, cell)) for theme in themes]
    placed = {code for _, columns in groups for code in columns}
    if loose := [code for code in view.told if code not in placed]:
        groups.append((view.words("no_theme") if themes else "", loose))
    tables = [table for name, columns in groups for table in _tables(view, name, columns, cells, cell)]
    sheets = tuple(
        (name or view.words("sheet.table"), _data(view, cell, cases, columns, cells)) for name, columns in groups
    )
    title = view.words("framework.title", cell=view.words.of("framework", cell))
    return Output(data, Report(title, tuple(tables), view.project.changed), view.warnings, sheets)


def _columns(view: View, theme: Theme, cell: str) -> list[str]:
    own = [code for code in view.members(theme) if code in view.told]
    return [*([f"theme:{theme.id}"] if cell == "summary" else []), *own]


def _data(view: View, cell: str, cases: Sequence[str], columns: Sequence[str], cells: _Cells) -> Data:
    """Summaries are the researcher's, and read back: they have no column for what is not known."""
    rows: list[tuple[Value, ...]] = []
    for case in cases:
        unread = "; ".join(code for code in cells.unread.get(case, ()) if code in columns)
        last = () if cell == "summary" else (unread,)
        rows.append((case, *(cells.value.get((case, column), "") for column in columns), *last))
    keys = ("case", *columns, *(() if cell == "summary" else ("unread",)))
    headings = column_names(view.codebook, view.words)
    return Data("matrix", keys, tuple(rows), headings, {"unread": {one: headings[one] for one in view.codes}})


def column_names(codebook: Codebook, words: Words) -> dict[str, str]:
    """What the columns of a workbook are headed by: the names of codes, and of themes as a whole; with the id behind it
    where another has that name, or has it as its id.
    """
    names = {code.id: code.name for code in codebook.codes}
    whole = words("framework.whole").lower()
    names |= {f"theme:{theme.id}": f"{theme.name} ({whole})" for theme in codebook.themes}
    often = Counter(map(heading_key, names.values()))
    ids = {heading_key(known): now for known, now in codebook.current.items()}
    return {
        column: name
        if often[heading_key(name)] == 1 and ids.get(heading_key(name), column) == column
        else f"{name} ({column})"
        for column, name in names.items()
    }


def heading_key(text: str) -> str:
    """A heading without what nobody sees: spaces, capitals, characters that a workbook cannot hold."""
    return " ".join(replaced(text).split()).casefold()


def _cells(view: View, cell: str, themes: Sequence[Theme]) -> _Cells:
    if cell == "summary":
        told = _summaries(view, themes)
        return _Cells(told, told)
    found = view.count().cells()
    unread: dict[str, list[str]] = {}
    for (case, code), count in found.items():
        if not count.known:
            unread.setdefault(case, []).append(code)
    unread = {case: [code for code in view.codes if code in codes] for case, codes in unread.items()}
    if cell == "references":
        return _Cells(found, {place: view.words.figure(count) for place, count in found.items()}, unread)
    if cell == "presence":
        value = {place: count.n > 0 for place, count in found.items()}
        marks = {place: "●" if count.n else "" if count.known else UNKNOWN for place, count in found.items()}
        return _Cells(value, marks, unread)
    told = _quotes(view)
    dashes = {place: UNKNOWN for place, count in found.items() if not count.known}
    return _Cells(told, dashes | told, unread)


def _quotes(view: View) -> dict[tuple[str, str], str]:
    """The quotes of a case for a code, key quotes first; a parent shows its own."""
    found: dict[tuple[str, str], list[str]] = {}
    marks = marks_of(view.project)
    rows = view.fragments().sort_values("key", ascending=False, kind="stable").to_dict("records")
    for row in rows:
        for case in str(row["case"]).split("; "):
            text = form(view, {str(key): value for key, value in row.items()})
            if not text:
                found.setdefault((case, str(row["code"])), []).append(f"{view.words('withheld')} ({row['turn']})")
            else:
                against = f" {view.words('quote.against')}" if row["against"] else ""
                found.setdefault((case, str(row["code"])), []).append(f"{marked(text, marks)} ({row['turn']}){against}")
    return {place: "\n".join(texts) for place, texts in found.items()}


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
    tables = []
    for start in range(0, len(columns), wide):
        part = columns[start : start + wide]
        notes = [*view.only, words.of("framework.note", cell)]
        dashes = any(code in part for codes in cells.unread.values() for code in codes)
        if cell in ("presence", "references"):
            notes += count_notes(view, view.count(view.targets(part)), dashes=dashes)
        else:
            notes += [words("note.dash")] if dashes else []
        heads = [Column(capital(words.case), 2), *(Column(_name(view, one), 3) for one in part)]
        rows = tuple(
            Row((case, *(cells.shown.get((case, column), "") for column in part)))
            for case in view.selection.counted_cases
        )
        title = words("framework.title", cell=words.of("framework", cell)) + (f": {name}" if name else "")
        if len(columns) > wide:
            title += f" ({start // wide + 1}/{-(-len(columns) // wide)})"
        tables.append(Table(title, tuple(heads), rows, tuple(notes)))
    return tables


def _name(view: View, column: str) -> str:
    if column.startswith("theme:"):
        return view.words("framework.whole")
    return view.codebook.by_id[column].name
