"""Codings made elsewhere: all rows or none, every fault named by row, twice is a no-op."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import FaultyInput, Problem, QualcodeError, unknown
from qualcode.formats.tables.sheets import read_sheet
from qualcode.model.coding import VALENCES
from qualcode.model.controls import replaced
from qualcode.model.events.event import CodeApplied
from qualcode.model.handle import read_intact
from qualcode.model.locate import place_quote, plain_words
from qualcode.model.names import ID_RULE, is_id, is_number
from qualcode.model.span import OMITTED, Span
from qualcode.model.transcript import Transcript
from qualcode.report.renderers.xlsx import LONGEST_CELL
from qualcode.store.files import read_given
from qualcode.store.transaction import transaction
from qualcode.store.versions import earlier_texts
from qualcode.usecases.coding.by_hand import checked_span, code_applied, in_force, remember_definitions, same_code
from qualcode.usecases.study import Opened, as_known

COLUMNS = ("transcript", "code", "quote", "start", "end", "turn", "coder", "note", "valence")


@dataclass(frozen=True)
class CodingRow:
    """A coding to be written, everything in it known. `text`: of the transcript, or an earlier one that it was made on."""

    coder: str
    text: Transcript
    code: str
    span: Span
    note: str
    valence: str


@dataclass(frozen=True)
class ImportedCodings:
    """How many were written and were there; `passed_over`: headings of columns that say nothing here."""

    new: int
    known: int
    passed_over: tuple[str, ...] = ()


def import_codings(opened: Opened, coder: str, file: Path) -> ImportedCodings:
    """Read transcript, code, and quote or start + end; optionally turn, coder, note, valence."""
    rows = read_sheet(file.name, read_given(file))
    if not rows:
        raise QualcodeError("error.no_rows_under_headings", file=file.name)
    header = set(rows[0][1])
    if not {"transcript", "code"} <= header or not ("quote" in header or {"start", "end"} <= header):
        raise QualcodeError("error.codings_columns", file=file.name)
    parsed: list[CodingRow] = []
    problems: list[Problem] = []
    texts: dict[str, Transcript] = {}
    for number, cells in rows:
        try:
            parsed.append(_row(opened, coder, cells, texts))
        except QualcodeError as error:
            problems.append(Problem(file.name, number, error))
    if problems:
        raise FaultyInput(problems)
    filled = {heading for _, cells in rows for heading, text in cells.items() if text}
    other = tuple(heading for heading in rows[0][1] if heading in filled and heading not in COLUMNS)
    return replace(write_rows(opened, coder, parsed), passed_over=other)


def _row(opened: Opened, coder: str, cells: dict[str, str], texts: dict[str, Transcript]) -> CodingRow:
    handle = opened.project.transcript(cells["transcript"])
    if handle.id not in texts:
        texts[handle.id] = read_intact(handle)
    code = opened.project.code(cells["code"])
    valence = cells.get("valence", "")
    if valence and valence not in VALENCES:
        raise unknown("thing.valence", valence, VALENCES)
    who = cells.get("coder") or coder
    if not is_id(who):
        raise QualcodeError("error.no_coder_name", name=who, rule=ID_RULE)
    text, span = _place(opened, texts[handle.id], cells)
    return CodingRow(as_known(opened.project, who), text, code, span, cells.get("note", ""), valence)


def _place(opened: Opened, now: Transcript, cells: dict[str, str]) -> tuple[Transcript, Span]:
    """The text that a row is about, and where: the one as it is, else the latest earlier one in which its words stand there.

    A table that was made before a correction is so placed in the text that it was made on.
    """
    refused: QualcodeError | None = None
    for text in (now, *earlier_texts(opened.study, now)):
        try:
            return text, _span(text, cells)
        except QualcodeError as error:
            refused = refused or error
    assert refused
    raise refused


def _span(transcript: Transcript, cells: dict[str, str]) -> Span:
    start, end, turn = cells.get("start", ""), cells.get("end", ""), cells.get("turn", "")
    if start or end:
        if not (is_number(start) and is_number(end)):
            raise QualcodeError("error.positions_are_numbers")
        span = checked_span(transcript, int(start), int(end))
        if not _is_quote(cells.get("quote", ""), span.of(transcript.text)):
            raise QualcodeError("error.other_words_there", start=start, end=end, transcript=transcript.id)
        return span
    if turn and not is_number(turn):
        raise QualcodeError("error.turn_is_a_number")
    if not cells.get("quote"):
        raise QualcodeError("error.row_says_no_place")
    return place_quote(transcript, cells["quote"], int(turn) if turn else None)


def _is_quote(quote: str, words: str) -> bool:
    """Whether a row's quote is these words, as a sheet may show them: controls as U+FFFD, cut where a cell ends, blacked out."""
    given, there = (plain_words(replaced(text)) for text in (quote, words))
    return given == there or not given or OMITTED in quote or (len(quote) >= LONGEST_CELL and there.startswith(given))


def write_rows(opened: Opened, coder: str, rows: Sequence[CodingRow]) -> ImportedCodings:
    """Write codings, those in force left as they are."""
    by_text: dict[tuple[str, str, str], list[CodingRow]] = {}
    for row in rows:
        by_text.setdefault((row.coder, row.text.id, row.text.sha), []).append(row)

    new = 0
    with transaction(opened.study) as act:
        for (who, transcript, _), group in by_text.items():
            codings = act.codings(who, transcript, group[0].text)
            standing = (in_force(codings, same_code(opened, row.code), row.span) for row in group)
            fresh = {
                (row.code, row.span): row for row, there in reversed([*zip(group, standing, strict=True)]) if not there
            }
            ordered = [row for row in group if fresh.get((row.code, row.span)) is row]
            new += len(act.append(who, transcript, *(_applied(opened, row) for row in ordered)))
        remember_definitions(opened, list(dict.fromkeys(row.code for row in rows)), coder)
        if new:
            act.log("codings import", coder, of_events=True, codings=new)
    return ImportedCodings(new, len(rows) - new)


def _applied(opened: Opened, row: CodingRow) -> CodeApplied:
    return replace(code_applied(opened, row.text, row.code, row.span, "import"), note=row.note, valence=row.valence)
