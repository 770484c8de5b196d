"""Keyword in context: where a query stands, with the words around it."""

from collections.abc import Iterable
from typing import NamedTuple

from qualcode.model.span import Span, collapsed
from qualcode.model.suggestion import Hit
from qualcode.model.transcript import Transcript, Turn
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View
from qualcode.text import Say

COLUMNS = ("transcript", "case", "speaker", "turn", "start", "end", "before", "hit", "after", "layer")
_AROUND = 60  # characters on either side


class Occurrence(NamedTuple):
    """Where a query stands."""

    transcript: Transcript
    turn: Turn
    hit: Hit


def concordance(view: View, query: str, found: Iterable[Occurrence], told: tuple[Say, ...] = ()) -> Output:
    """A row a place, in the order found; `told`: for the person at the keyboard."""
    words = view.words
    rows = []
    text, shown = "", ""
    for transcript, turn, hit in found:
        if transcript.text is not text:
            text, shown = transcript.text, view.project.printable(transcript)
        rows.append(_row(transcript, shown, turn, hit))
    shares = (("transcript", 2), ("before", 6), ("hit", 3), ("after", 6), ("layer", 2))
    columns = tuple(Column(words.heading(key), share, numeric=key == "before") for key, share in shares)
    printed = tuple(
        Row((f"{row[0]}, {row[3]}", str(row[6]), str(row[7]), str(row[8]), words.term(str(row[9])))) for row in rows
    )
    texts = len({row[0] for row in rows})
    table = Table(
        words("search.title", query=query),
        columns,
        printed,
        (
            words(
                "search.note",
                places=words.some("search.places", len(rows)),
                transcripts=words.some("count.transcripts", texts),
            ),
        ),
    )
    return Output(Data("search", COLUMNS, tuple(rows)), Report(table.title, (table,), view.project.changed), told)


def _row(transcript: Transcript, text: str, turn: Turn, hit: Hit) -> tuple[Value, ...]:
    """`text`: that of the transcript as it may be shown."""
    place = (transcript.id, turn.case, turn.speaker, turn.number, hit.span.start, hit.span.end)
    return (*place, *in_context(text, turn.span, hit.span), hit.layer)


def in_context(text: str, speech: Span, span: Span) -> tuple[str, str, str]:
    """The words of a place in some speech, each on one line: those before, those that stand there, those after."""
    before = text[max(speech.start, span.start - _AROUND) : span.start]
    after = text[span.end : min(speech.end, span.end + _AROUND)]
    if span.start - _AROUND > speech.start:
        before = "… " + before.partition(" ")[2]
    if span.end + _AROUND < speech.end:
        after = after.rpartition(" ")[0] + " …"
    return _line(before).lstrip(), _line(span.of(text)), _line(after).rstrip()


def _line(text: str) -> str:
    return collapsed(text).replace("\n", " ")
