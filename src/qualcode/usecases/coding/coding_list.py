"""The list of codings in force, as a table of plain rows."""

from qualcode.model.selection import Filters
from qualcode.model.span import MASK, collapsed
from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.usecases.coding.by_hand import list_codings
from qualcode.usecases.study import Opened

COLUMNS = ("id", "transcript", "turn", "start", "end", "code", "coder", "valence", "key", "note", "quote", "at")


def coding_table(opened: Opened, filters: Filters) -> Output:
    """One row a coding (not a reference)."""
    words = opened.words
    rows = []
    printed = []
    text, shown = "", ""
    for coding, transcript in list_codings(opened, filters):
        if transcript.text is not text:
            text, shown = transcript.text, opened.project.printable(transcript)
        quote = collapsed(coding.span.of(shown)) if MASK in shown else coding.quote
        note = "" if MASK in coding.span.of(shown) else coding.note  # it may repeat what was refused
        turn = transcript.turn_at(coding.span.start).number if transcript.turns else None
        code = opened.project.codebook.current.get(coding.code, coding.code)
        rows.append(
            (
                coding.id, coding.transcript, turn, coding.span.start, coding.span.end, code, coding.coder,
                coding.valence, coding.key, note, quote, coding.at,
            )
        )  # fmt: skip
        printed.append(Row((coding.id, f"{coding.transcript}, {turn}", code, coding.coder, quote)))
    widths = (("id", 2), ("transcript", 2), ("code", 3), ("coder", 2), ("quote", 8))
    columns = tuple(Column(words.heading(key), share) for key, share in widths)
    table = Table(words("codings.title"), columns, tuple(printed))
    return Output(
        Data("codings", COLUMNS, tuple(rows)),
        Report(table.title, (table,), opened.project.changed),
        opened.project.left_out(),
    )
