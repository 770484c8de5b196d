"""The review sheet: suggestions out to a spreadsheet, or to the terminal as a table. How it comes back: `reviewed`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.events.sheets import sheet_id
from qualcode.model.span import MASK, collapsed
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.renderers import csv, review_sheet
from qualcode.store.files import write_bytes
from qualcode.store.journal import read_events
from qualcode.text import Words
from qualcode.usecases.keywords.finder import Proposed
from qualcode.usecases.study import Opened

SUGGEST_COLUMNS = (
    "id", "case", "transcript", "speaker", "turn", "start", "end", "code", "name", "keyword", "form", "layer", "cue",
    "score", "quote", "status",
)  # fmt: skip
REVIEW_COLUMNS = (
    *SUGGEST_COLUMNS, "question_before", "before", "after", "decision", "new_code", "reason", "text_sha",
    "sheet", "coder",
)  # fmt: skip
_AROUND = 160  # characters of context in the sheet


def suggestion_row(opened: Opened, transcript: Transcript, text: str, suggestion: Suggestion) -> tuple[Value, ...]:
    """A suggestion in the columns of the contract; `text`: that of the transcript as it may be shown."""
    quote = suggestion.span.of(text)
    turn = transcript.turns[suggestion.turn - 1]
    hit = suggestion.strongest
    return (
        suggestion.id,
        turn.case,
        transcript.id,
        turn.speaker,
        turn.number,
        suggestion.span.start,
        suggestion.span.end,
        suggestion.code,
        opened.project.codebook.by_id[suggestion.code].name,
        hit.keyword,
        "" if MASK in quote else suggestion.forms,
        hit.layer,
        suggestion.cue,
        suggestion.score,
        collapsed(quote),
        suggestion.status,
    )


def review_data(opened: Opened, coder: str, found: Iterable[Proposed]) -> Data:
    """The rows of the review sheet, decisions empty."""
    rows: list[tuple[Value, ...]] = []
    for handle, transcript, suggestions, _ in found:
        text = opened.project.printable(transcript)
        for suggestion in suggestions:
            turn = transcript.turns[suggestion.turn - 1]
            span = suggestion.span
            before = collapsed(text[max(turn.span.start, span.start - _AROUND) : span.start])
            after = collapsed(text[span.end : min(turn.span.end, span.end + _AROUND)])
            head = suggestion_row(opened, transcript, text, suggestion)
            context = (transcript.question_before(turn), before, after)
            rows.append((*head, *context, "", "", "", handle.text_sha256[:12]))
    ordered = _best_first(rows)
    sheet = sheet_id((str(row[0]) for row in ordered), _known_ids(opened, coder))
    return Data("review", REVIEW_COLUMNS, tuple((*row, sheet, coder) for row in ordered))


def _known_ids(opened: Opened, coder: str) -> Iterator[str]:
    """The ids of everything this coder decided so far."""
    for journal in opened.project.journals_of(coder):
        path = opened.study.journal(journal.coder, journal.transcript)
        yield from (event.id for event in read_events(path, journal.coder, journal.transcript)[0])


def _best_first(rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """Scored rows by score, the others after them in text order."""
    place = SUGGEST_COLUMNS.index("score")

    def key(row: tuple[Value, ...]) -> float:
        score = row[place]
        return -score if isinstance(score, float) else 1.0

    return sorted(rows, key=key)


def write_review(opened: Opened, coder: str, found: Iterable[Proposed], targets: Sequence[Path]) -> None:
    """The review sheet to .xlsx (with a list to choose from) or .csv."""
    for target in targets:
        if target.suffix.casefold() not in (".xlsx", ".csv"):
            raise QualcodeError("error.review_sheet_as", target=target.name)
    output = Output(review_data(opened, coder, found), Report("", (), opened.project.changed))
    for target in targets:
        if target.suffix.casefold() == ".csv":
            write_bytes(target, csv.render(output, opened.words, opened.project.settings))
        else:
            write_bytes(target, review_sheet.render(output, opened.words, opened.project.settings))


def suggestion_data(opened: Opened, found: Iterable[Proposed]) -> Data:
    """The suggestions in the columns of the contract."""
    rows = [
        suggestion_row(opened, proposed.transcript, text, one)
        for proposed in found
        for text in (opened.project.printable(proposed.transcript),)
        for one in proposed.suggestions
    ]
    return Data("suggest", SUGGEST_COLUMNS, tuple(_best_first(rows)))


def suggestion_table(opened: Opened, data: Data) -> Output:
    """The suggestions as people read them."""
    printed = tuple(_printed(dict(zip(data.columns, map(_text, row), strict=True)), opened.words) for row in data.rows)
    words = opened.words
    keys = (("id", 2), ("transcript", 2), ("code", 3), ("form", 3), ("quote", 7), ("status", 2))
    columns = tuple(Column(words.heading(key), share) for key, share in keys)
    table = Table(words("suggestions.title"), columns, printed)
    return Output(data, Report(table.title, (table,), opened.project.changed), opened.project.left_out())


def _printed(row: dict[str, str], words: Words) -> Row:
    """As people read it: the form with its reason, the cue, the score."""
    layer = words.term(row["layer"])
    evidence = f"{row['form']} ({layer}: {row['keyword']})" if row["keyword"] else f"{row['form']} ({layer})"
    marks = "".join(f" [{mark}]" for mark in (row["cue"], row["score"]) if mark)
    place = f"{row['transcript']}, {row['turn']}"
    return Row((row["id"], place, row["code"], evidence + marks, row["quote"], row["status"]))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
