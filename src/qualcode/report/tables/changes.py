"""What became of the cells of tables, and of the sentences of a draft, between two states of a study."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from qualcode.analysis.counts import Count
from qualcode.model.codebook import Codebook
from qualcode.report.document import Data, Output, Value
from qualcode.report.listing import Listing, Shown
from qualcode.report.view import View
from qualcode.text import Words

COLUMNS = ("section", "line", "column", "old", "new", "cause")
IDENTITY = {
    "frequencies": ("code",),
    "themes": ("theme", "code"),
    "crosstab": ("theme", "code"),
    "factors": ("list", "code"),
    "coverage": ("code",),
    "matrix": ("case",),
    "sample": ("split", "attribute", "value", "within"),
    "typology": ("typology", "case"),
}
_VALUES = ("kind", "list", "chosen", "origin")  # columns whose values are the program's


def change_table(view: View, moment: str, rows: Sequence[tuple[Value, ...]]) -> Output:
    """Old and new of each cell, under the section it stands in, with what can have caused it. `moment`: when it was old."""
    words = view.words
    shown = (
        Shown("line", 3),
        Shown("column", 2, text=lambda record: _heading(view, str(record["section"]), str(record["column"]))),
        Shown("old", 4, heading=words.heading("was")),
        Shown("new", 4, heading=words.heading("now")),
        Shown("cause", 5),
    )
    notes = [words("changes.note" if rows else "development.none")]
    listing = Listing(
        "changes", COLUMNS, rows, shown, words("changes.title", moment=_in_words(moment, words)), notes,
        group=lambda record: words.of("section", record['section']),
    )  # fmt: skip
    return listing.output(words, view.project.changed)


def _heading(view: View, section: str, column: str) -> str:
    """What a column is called; one of the matrix is a code."""
    code = view.codebook.by_id.get(column) if section == "framework-table" else None
    return code.name if code else view.words.heading(column) if column else ""


def _in_words(moment: str, words: Words) -> str:
    """A moment, or a day that counts to its end."""
    return words.day(moment[:10]) if moment.endswith("T99") else words.moment(moment)


def renamed(data: Data, codebook: Codebook) -> Data:
    """The table of then with the ids that codes and themes have now; what went up in another keeps its own, and is gone."""
    ids = {"code": codebook.current, "theme": codebook.current_theme}
    then = {name: {str(record[name]) for record in data.records()} for name in ids if name in data.columns}

    def now(name: str, value: Value) -> Value:
        new = ids[name].get(str(value), str(value))
        return value if new == value or new in then[name] else new

    columns = data.columns
    if data.key == "matrix":
        columns = tuple(new if (new := codebook.current.get(one, one)) not in columns else one for one in columns)
    rows = tuple(
        tuple(now(name, value) if name in ids else value for name, value in zip(data.columns, row, strict=True))
        for row in data.rows
    )
    return Data(data.key, columns, rows)


def differences(old: Data, new: Data, words: Words) -> Iterator[tuple[tuple[str, str, str, str], tuple[str, str, str]]]:
    """((row, column, old, new), (theme, code, case)) of every cell that differs."""
    keys = [key for key in IDENTITY[new.key] if key in new.columns]
    before = {tuple(record.get(key) for key in keys): record for record in old.records()}
    after = {tuple(record[key] for key in keys): record for record in new.records()}
    for identity in dict.fromkeys((*after, *before)):
        was, now = before.get(identity, {}), after.get(identity, {})
        named = dict(zip(keys, identity, strict=True))
        row = str((now or was).get("name") or ", ".join(dict.fromkeys(str(one) for one in identity if one)))
        if "list" in named:
            row = f"{row} ({words.value('list', str(named['list']))})"
        for column in dict.fromkeys((*new.columns, *old.columns)):
            was_text, now_text = (_text(column, one.get(column), words) for one in (was, now))
            if column in keys or was_text == now_text:
                continue
            code = column if new.key == "matrix" else named.get("code", "")
            of = (str(named.get("theme") or ""), str(code or ""), str(named.get("case") or ""))
            yield (row, column, was_text, now_text), of


def _text(column: str, value: Value, words: Words) -> str:
    if isinstance(value, Count):
        return words.figure(value)
    if isinstance(value, bool):
        return words("yes" if value else "nay")
    if isinstance(value, int):
        return words.whole(value)
    return "" if value is None else words.value(column, str(value)) if column in _VALUES else str(value)


def sentences(old: Output | None, new: Output | None) -> Iterator[tuple[Value, ...]]:
    """The sentences of the draft that are other ones now."""
    before, after = ([(str(row[1]), str(row[2])) for row in one.data.rows] if one else [] for one in (old, new))
    texts = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for kind, a, b, c, d in texts.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        for place in range(max(len(gone), len(come))):
            was = gone[place] if place < len(gone) else ("", "")
            now = come[place] if place < len(come) else ("", "")
            yield ("summary", now[0] or was[0], "", was[1], now[1], "")
