"""The trail of codings as a table: one row for each thing that was done."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View

_COLUMNS = ("at", "coder", "transcript", "turn", "what", "code", "name", "reason", "id")
_KNOWN = frozenset(
    "coded accepted imported put-back withdrawn rejected changed marked moved read asked".split()
)  # others are a newer program's


@dataclass(frozen=True)
class Act:
    """One thing that was done. `what`: coded, accepted, imported, put-back, withdrawn, rejected, changed, marked, moved,
    read, asked, or the kind of an event of a newer program. `id`: of the coding that it is about, where it is about one.
    """

    at: str
    coder: str
    transcript: str
    turn: int | None
    what: str
    code: str
    reason: str
    id: str
    quote: str


def acts_table(view: View, acts: Iterable[Act], quotes: bool = False) -> Output:
    """`quotes`: with the words that each is about, where they may be shown."""
    words, book = view.words, view.codebook
    columns = (*_COLUMNS, *(("quote",) if quotes else ()))
    topics = {topic.id: topic.text for topic in book.topics}
    rows, printed = [], []
    for act in acts:
        name = book.by_id[act.code].name if act.code in book.by_id else topics.get(act.code, "")
        told = words.of("acted", act.what) if act.what in _KNOWN else act.what
        why = words.of("pass", act.reason) if act.what == "read" else act.reason
        rows.append(
            (
                act.at, act.coder, act.transcript, act.turn, act.what, act.code, name, act.reason, act.id,
                *((act.quote,) if quotes else ()),
            )
        )  # fmt: skip
        place = f"{act.transcript}, {act.turn}" if act.turn else act.transcript
        day = act.at[:16].replace("T", " ")
        printed.append(Row((day, act.coder, place, told, name or act.code, why, *((act.quote,) if quotes else ()))))
    shown = (("at", 3), ("coder", 2), ("transcript", 2), ("what", 2), ("name", 4), ("reason", 4))
    heads = tuple(Column(words.heading(key), share) for key, share in (*shown, *((("quote", 8),) if quotes else ())))
    table = Table(words("acted.title"), heads, tuple(printed))
    return Output(
        Data("acts", columns, tuple(rows)),
        Report(table.title, (table,), view.project.changed),
        view.project.left_out(),
    )
