"""Suggestions as people read them, and as they judge them in a spreadsheet."""

import marshal
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

from qualcode.model.events.sheets import sheet_id
from qualcode.model.span import MASK, collapsed, merge
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.report.document import Column, Data, Mapped, Output, Report, Row, Table, Value, plain
from qualcode.report.view import View
from qualcode.suggest.segments import Proposed
from qualcode.text import Words

COLUMNS = (
    "id", "case", "transcript", "speaker", "turn", "start", "end", "code", "name", "keyword", "form", "layer", "cue",
    "score", "quote", "status",
)  # fmt: skip
REVIEW_COLUMNS = (
    *COLUMNS, "question_before", "before", "after", "decision", "new_code", "reason", "text_sha",
    "sheet", "coder",
)  # fmt: skip
_SCORE = COLUMNS.index("score")
LIT = "lit"  # where in the words that are judged what was found stands: for a sheet that shows it
_AROUND = 160  # characters of context in the sheet


def _row(view: View, transcript: Transcript, text: str, suggestion: Suggestion) -> tuple[Value, ...]:
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
        view.codebook.by_id[suggestion.code].name,
        hit.keyword,
        "" if MASK in quote else suggestion.forms,
        hit.layer,
        suggestion.cue,
        suggestion.score,
        collapsed(quote),
        suggestion.status,
    )


def suggestion_data(view: View, found: Iterable[Proposed]) -> Data:
    """The suggestions in the columns of the contract."""
    rows = [
        _row(view, proposed.transcript, text, one)
        for proposed in found
        for text in (view.project.printable(proposed.transcript),)
        for one in proposed.suggestions
    ]
    return Data("suggest", COLUMNS, tuple(sorted(rows, key=_order)))


def review_data(view: View, coder: str, found: Iterable[Proposed], decided: Iterable[str]) -> Data:
    """The rows of the review sheet, packed and decisions empty; `decided`: as `sheet_id` takes it."""
    packed = [(_order(row), str(row[0]), marshal.dumps([*map(plain, row)])) for row in _review_rows(view, found)]
    packed.sort(key=itemgetter(0))
    sheet = sheet_id((name for _, name, _ in packed), decided)

    def told(of: tuple[float, str, bytes]) -> tuple[Value, ...]:
        *row, lit = marshal.loads(of[2])
        return (*row, sheet, coder, lit)

    codes = {"new_code": _choosable(view)}
    return Data("review", (*REVIEW_COLUMNS, LIT), Mapped(packed, told), names=codes)


def _review_rows(view: View, found: Iterable[Proposed]) -> Iterator[tuple[Value, ...]]:
    """Without what all rows have in common."""
    for handle, transcript, suggestions, _ in found:
        text = view.project.printable(transcript)
        questions: dict[int, str] = {}  # one stands before all that is found in a turn
        for suggestion in suggestions:
            turn = transcript.turns[suggestion.turn - 1]
            span = suggestion.span
            before = collapsed(text[max(turn.span.start, span.start - _AROUND) : span.start])
            after = collapsed(text[span.end : min(turn.span.end, span.end + _AROUND)])
            head = _row(view, transcript, text, suggestion)
            if turn.number not in questions:
                questions[turn.number] = transcript.question_before(turn)
            context = (questions[turn.number], before, after)
            lit = "" if MASK in span.of(text) else " ".join(_lit(suggestion))
            yield (*head, *context, "", "", "", handle.text_sha256[:12], lit)


def _lit(suggestion: Suggestion) -> Iterator[str]:
    """What was found, as places in the words that are judged: `3:9`."""
    start, end = suggestion.span.start, suggestion.span.end
    for span in merge([lit for hit in suggestion.hits for lit in hit.lit]):
        if start <= span.start and span.end <= end:
            yield f"{span.start - start}:{span.end - start}"


def _choosable(view: View) -> dict[str, str]:
    """The codes that may be chosen, each by its name; by its id where another has that name."""
    offered = view.codebook.offered()
    names = Counter(code.name.casefold() for code in view.codebook.codes)
    return {code.id: code.name if names[code.name.casefold()] == 1 else code.id for code in offered}


def _order(row: tuple[Value, ...]) -> float:
    """Scored rows by score, the others after them in text order."""
    score = row[_SCORE]
    return -score if isinstance(score, float) else 1.0


def suggestion_table(view: View, data: Data) -> Output:
    """The suggestions as people read them."""
    printed = tuple(_printed(dict(zip(data.columns, map(_text, row), strict=True)), view.words) for row in data.rows)
    words = view.words
    keys = (("id", 2), ("transcript", 2), ("code", 3), ("form", 3), ("quote", 7), ("status", 2))
    columns = tuple(Column(words.heading(key), share) for key, share in keys)
    table = Table(words("suggestions.title"), columns, printed)
    return Output(data, Report(table.title, (table,), view.project.changed), view.project.left_out())


def _printed(row: dict[str, str], words: Words) -> Row:
    """As people read it: the form with its reason, the cue, the score."""
    layer = words.term(row["layer"])
    evidence = f"{row['form']} ({layer}: {row['keyword']})" if row["keyword"] else f"{row['form']} ({layer})"
    marks = "".join(f" [{mark}]" for mark in (row["cue"], row["score"]) if mark)
    place = f"{row['transcript']}, {row['turn']}"
    return Row((row["id"], place, row["code"], evidence + marks, row["quote"], row["status"]))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
