"""The review sheet: suggestions out to a spreadsheet, decisions back. All rows or none; applying twice changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.acts.coding import checked_span
from qualcode.acts.finding import Proposed, analyser_of
from qualcode.acts.study import Opened
from qualcode.acts.suggesting import Decision, decide, log_pass
from qualcode.errors import FaultyInput, Problem, QualcodeError, told
from qualcode.formats.sheets import read_sheet
from qualcode.model.controls import replaced
from qualcode.model.names import is_number
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.model.span import MASK, Span, collapsed
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript, read_intact
from qualcode.model.versions import SHORT
from qualcode.report.renderers import csv, review_sheet
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.store.files import read_given, write_bytes
from qualcode.store.transaction import transaction
from qualcode.store.transcripts import ground_of
from qualcode.text import Words

SUGGEST_COLUMNS = (
    "id", "case", "transcript", "speaker", "turn", "start", "end", "code", "name", "keyword", "form", "layer", "cue",
    "score", "quote", "status",
)  # fmt: skip
REVIEW_COLUMNS = (
    *SUGGEST_COLUMNS, "question_before", "before", "after", "decision", "new_code", "reason", "text_sha",
)  # fmt: skip
_NEEDED = ("transcript", "start", "end", "code", "decision", "text_sha")
_AROUND = 160  # characters of context in the sheet
_WORDS = {"ja": "accept", "nee": "reject", "wijzig": "change", "beurt": "turn"}
VERDICTS = {
    "accept": ("accept", ""), "accept turn": ("accept", "turn"), "accept +1": ("accept", "+1"),
    "accept -1": ("accept", "-1"), "change": ("change", ""), "reject": ("reject", ""),
}  # fmt: skip


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


def review_data(opened: Opened, found: Iterable[Proposed]) -> Data:
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
    return Data("review", REVIEW_COLUMNS, tuple(_best_first(rows)))


def _best_first(rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """Scored rows by score, the others after them in text order."""
    place = SUGGEST_COLUMNS.index("score")

    def key(row: tuple[Value, ...]) -> float:
        score = row[place]
        return -score if isinstance(score, float) else 1.0

    return sorted(rows, key=key)


@dataclass(frozen=True)
class Applied:
    decided: int
    written: int
    empty: int


def apply_review(opened: Opened, coder: str, file: Path, filters: Filters = NO_FILTERS) -> Applied:
    """Read the decisions back. Every fault is told by row; with one fault nothing is written.

    `filters` are those of the selective pass that the sheet was made for, if it was; the log records them.
    """
    rows = read_sheet(file.name, read_given(file))
    if not rows:
        raise QualcodeError(f"{file.name} has no rows under its headings.")
    missing = [column for column in _NEEDED if column not in rows[0][1]]
    if missing:
        raise QualcodeError(
            f"{file.name} has no column {', '.join(missing)}; the headings of the review sheet must stay."
        )
    problems: list[Problem] = []
    decisions: dict[str, list[Decision]] = {}
    seen: dict[tuple[str, str, Span], int] = {}
    empty = 0
    for number, row in rows:
        if not row["decision"]:
            empty += 1
            continue
        try:
            transcript, decision = _decision(opened, row)
            before = seen.setdefault((transcript, decision.code, decision.span), number)
            if before != number:
                raise QualcodeError(f"this segment is decided in row {before} already; keep one of the two")
            decisions.setdefault(transcript, []).append(decision)
        except QualcodeError as error:
            problems.append(Problem(file.name, number, str(error)))
    if problems:
        raise FaultyInput(problems)
    tool = analyser_of(opened.project)
    written = 0
    with transaction(opened.study) as act:
        for transcript, made in decisions.items():
            written += len(decide(opened, coder, opened.project.transcript(transcript), made, tool))
        if written:
            act.log("sheet", coder, of_events=True, decisions=written)
            log_pass(opened, coder, filters)
    return Applied(sum(map(len, decisions.values())), written, empty)


def _now(opened: Opened, transcript: Transcript, at: tuple[int, int], made_on: str) -> Span:
    """Where a row's segment is in the text as it is; the sheet may be older than a correction of the speakers."""
    if made_on == transcript.sha[:SHORT]:
        return checked_span(transcript, *at)
    ground = ground_of(opened.study, transcript.id)
    found = ground.place(Span(*at), made_on) if ground and made_on and at[0] < at[1] else None
    if found is None:
        raise QualcodeError(f"the text of {transcript.id} is another one now; make a new review sheet")
    return found


def verdict_of(word: str) -> tuple[str, str]:
    """(verdict, how to widen) for a decision as typed, in English or Dutch."""
    english = " ".join(_WORDS.get(part, part) for part in word.casefold().split())
    if english not in VERDICTS:
        dutch = "ja, ja beurt, ja +1, ja -1, wijzig, nee"
        raise QualcodeError(f"the decision {told(word)} is unknown (one of: {', '.join(VERDICTS)}; or {dutch})")
    return VERDICTS[english]


def _decision(opened: Opened, row: dict[str, str]) -> tuple[str, Decision]:
    project = opened.project
    verdict, how = verdict_of(row["decision"])
    handle = project.transcript(row["transcript"])
    transcript = read_intact(handle)
    code = project.code(row["code"])
    if not (is_number(row["start"]) and is_number(row["end"])):
        raise QualcodeError("start and end are no positions")
    at = int(row["start"]), int(row["end"])
    named = Suggestion(handle.id, row["code"], Span(*at), 1, ()).id if at[0] < at[1] else ""
    span = _now(opened, transcript, at, row["text_sha"])
    if row.get("id") and row["id"] != named:
        raise QualcodeError(
            "the id does not belong to this transcript, place and code; these columns must stay as they were"
        )
    words = collapsed(span.of(project.printable(transcript)))
    if replaced(row.get("quote", "")).split() != replaced(words).split():
        raise QualcodeError(
            "the quote was edited, but the segment is what counts; use `accept +1`, or code it with codings apply"
        )
    new_code = ""
    if verdict == "change":
        if not row.get("new_code"):
            raise QualcodeError("`change` (wijzig) needs the id of another code in the column new_code")
        new_code = project.code(row["new_code"])
        if new_code == code:
            raise QualcodeError("the new code is the code that was proposed; `accept` it, or name another")
    decision = Decision(
        verdict,
        code,
        span,
        how,
        new_code,
        row.get("reason", ""),
        keyword=row.get("keyword", ""),
        layer=row.get("layer", ""),
    )
    return handle.id, decision


def write_review(opened: Opened, found: Iterable[Proposed], targets: Sequence[Path]) -> None:
    """The review sheet to .xlsx (with a list to choose from) or .csv."""
    for target in targets:
        if target.suffix.casefold() not in (".xlsx", ".csv"):
            raise QualcodeError(f"{target.name}: the review sheet is .xlsx or .csv.")
    output = Output(review_data(opened, found), Report("", (), opened.project.changed))
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
