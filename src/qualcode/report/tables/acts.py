"""The trail of codings as a table: one row for each thing that was done."""

from collections.abc import Iterable
from typing import Protocol

from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View

_COLUMNS = ("at", "coder", "transcript", "turn", "what", "code", "name", "reason", "id")
_KNOWN = frozenset(
    "coded accepted imported put-back withdrawn rejected changed marked moved read asked".split()
)  # others are a newer program's


class ActLike(Protocol):
    """What was done (`qualcode.usecases.coding.trail.Act`)."""

    @property
    def at(self) -> str: ...
    @property
    def coder(self) -> str: ...
    @property
    def transcript(self) -> str: ...
    @property
    def turn(self) -> int | None: ...
    @property
    def what(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def quote(self) -> str: ...


def acts_table(view: View, acts: Iterable[ActLike], quotes: bool = False) -> Output:
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
