"""The review sheet on its way back: the decisions that are new are carried out, all rows or none.

A row acts when its decision is another than the one applied last from this sheet (`model.sheets`); the others are passed
over, whatever became of their codings, codes and texts since.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import FaultyInput, Problem, QualcodeError, UnknownName, quoted
from qualcode.formats.tables.keyed import KeyedRow, read_keyed
from qualcode.model.codebook import Codebook
from qualcode.model.controls import replaced
from qualcode.model.events.event import CodeApplied, Event, SuggestionRejected, in_order
from qualcode.model.events.row_hash import changed_cells
from qualcode.model.events.sheets import DecidedRow, Row, decided, recoded, sheet_id
from qualcode.model.handle import read_intact
from qualcode.model.names import is_number
from qualcode.model.project import Project
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.model.span import Span, collapsed
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT
from qualcode.report.renderers.decision_sheet import PASSAGE, headings
from qualcode.report.renderers.xlsx import LONGEST_CELL
from qualcode.report.tables.suggestions import REVIEW_COLUMNS
from qualcode.store.files import read_given
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import ground_of
from qualcode.store.versions import read_version
from qualcode.suggest.segments import widen
from qualcode.text import Say
from qualcode.usecases.coding.by_hand import checked_span
from qualcode.usecases.keywords.decide import Decision, FromRow, decide, log_pass
from qualcode.usecases.keywords.finder import analyser_of
from qualcode.usecases.study import Opened

_NEEDED = ("transcript", "start", "end", "code", "decision", "text_sha")
_WORDS = {"ja": "accept", "nee": "reject", "wijzig": "change", "beurt": "turn"}
VERDICTS = {
    "accept": ("accept", ""), "accept turn": ("accept", "turn"), "accept +1": ("accept", "+1"),
    "accept -1": ("accept", "-1"), "change": ("change", ""), "reject": ("reject", ""),
}  # fmt: skip


@dataclass(frozen=True)
class SheetApplied:
    """How many rows have a decision, how many events were written, how many rows are empty; and what is to be known."""

    decided: int
    written: int
    empty: int
    told: tuple[Say, ...] = ()


class _Given(NamedTuple):
    """A row: where it stands in the file, its cells, and the place it names."""

    at: tuple[str, int]  # the worksheet, where several hold rows, and the row
    cells: dict[str, str]
    row: str  # the id of its suggestion


def apply_review(opened: Opened, coder: str, file: Path, filters: Filters = NO_FILTERS) -> SheetApplied:
    """Read the decisions back. Every fault is told by row; with one fault nothing is written.

    A row acts when its decision is another than the one applied last from this sheet (`model.sheets`); the others are
    passed over, whatever became of their codings, codes and texts since. `filters` are those of the selective pass that
    the sheet was made for, if it was; the log records them.
    """
    rows, missing = read_keyed(file.name, read_given(file), _NEEDED, headings((*REVIEW_COLUMNS, PASSAGE)))
    if missing:
        raise QualcodeError("error.review_column_gone", file=file.name, missing=", ".join(missing))
    if not rows:
        raise QualcodeError("error.no_rows_under_headings", file=file.name)
    given = [_given(row) for row in rows]
    sheet, is_old = _sheet_of(given)
    filled = [one for one in given if one.cells["decision"] or one.cells.get("new_code")]
    with transaction(opened.study) as act:
        memory = _Memory(opened, act, coder, sheet, is_old)
        decisions, problems, told = _to_carry_out(opened, memory, filled)
        if problems:
            raise FaultyInput([Problem(_named(file.name, sheet), row, error) for (sheet, row), error in problems])
        written = carried_out = 0
        for (transcript, _), (text, made) in decisions.items():
            handle = opened.project.transcript(transcript)
            on = None if handle.text_sha256 == text.sha else text
            events = decide(opened, coder, handle, made, memory.tool, on)
            written += len(events)
            carried_out += len(made) if events else 0
        if written:
            act.log("sheet", coder, of_events=True, decisions=carried_out)
            log_pass(opened, coder, filters)
    makers = dict.fromkeys(one.cells.get("coder", "") for one in given)
    told += [Say("mind.sheet_of_another", name=name, coder=coder) for name in makers if name not in ("", coder)]
    return SheetApplied(len(filled), written, len(given) - len(filled), tuple(told))


def refuse_to_lose(opened: Opened, coder: str, file: Path) -> None:
    """Refuse to write over a sheet that holds decisions which were not carried out yet."""
    if left := waiting(opened, coder, file):
        raise QualcodeError("error.sheet_has_decisions", file=file, n=left)


def waiting(opened: Opened, coder: str, file: Path) -> int:
    """How many decisions of a sheet were not carried out yet; none of a file that is no such sheet."""
    try:
        rows, missing = read_keyed(file.name, read_given(file), _NEEDED, headings((*REVIEW_COLUMNS, PASSAGE)))
    except QualcodeError:
        return 0
    given = [] if missing else [_given(row) for row in rows]
    filled = [one for one in given if one.cells["decision"]]
    if not filled:
        return 0
    sheet, is_old = _sheet_of(given)
    with transaction(opened.study) as act:
        decisions, problems, _ = _to_carry_out(opened, _Memory(opened, act, coder, sheet, is_old), filled)
    return sum(len(made) for _, made in decisions.values()) + len(problems)


def _named(file: str, sheet: str) -> str:
    return f"{file}, {sheet}" if sheet else file


def _given(row: KeyedRow) -> _Given:
    return _Given((row.sheet, row.number), row.cells, _row_id(row.cells))


def _row_id(cells: dict[str, str]) -> str:
    """The id of the suggestion that a row is about; from its place where the column was deleted."""
    if cells.get("id") or not (is_number(cells["start"]) and is_number(cells["end"])):
        return cells.get("id", "")
    at = int(cells["start"]), int(cells["end"])
    return Suggestion(cells["transcript"], cells["code"], Span(*at), 1, ()).id if at[0] < at[1] else ""


def _sheet_of(given: Sequence[_Given]) -> tuple[str, bool]:
    """The id of a sheet, and whether it was made before sheets had one: then it is of its rows and texts, decisions apart."""
    named = {one.cells.get("sheet", "") for one in given} - {""}
    if len(named) > 1:
        raise QualcodeError("error.several_sheets")
    if named:
        return named.pop(), False
    return sheet_id((f"{one.row} {one.cells['text_sha']}" for one in given), ()), True


class _Memory:
    """What this coder decided before from the rows of a sheet, read once a journal."""

    def __init__(self, opened: Opened, act: Transaction, coder: str, sheet: str, is_old: bool):
        self.tool = analyser_of(opened.project)
        self._opened, self._act, self._coder = opened, act, coder
        self._sheet, self._is_old = sheet, is_old
        self._known: dict[str, dict[Row, DecidedRow]] = {}

    def events(self, transcript: str) -> list[Event]:
        return self._act.events(self._coder, transcript)

    def of(self, row: _Given) -> DecidedRow | None:
        """What was decided last of a row; None where nothing was."""
        name = next(
            (one for one in self._opened.project.transcripts if one.casefold() == row.cells["transcript"].casefold()),
            "",
        )
        if not name:
            return None
        if name not in self._known:
            self._known[name] = decided(self.events(name))
        found = self._known[name].get((self._sheet, row.row))
        return found or (self._from_before(name, row) if self._is_old else None)

    def _from_before(self, name: str, row: _Given) -> DecidedRow | None:
        """Of a sheet without an id: the last event without a sheet at the row's place and code, taken back or not."""
        current = self._opened.project.codebook.current
        code, cells = current.get(row.cells["code"], row.cells["code"]), row.cells
        ground = ground_of(self._opened.study, name)
        if not (ground and is_number(cells["start"]) and is_number(cells["end"])):
            return None
        at = int(cells["start"]), int(cells["end"])
        span = ground.place(Span(*at), cells["text_sha"]) if at[0] < at[1] else None
        if span is None:
            return None
        text = ground.transcript
        spans = {widen(span, text, self.tool, how): word for word, how in _WIDENED.items()}
        for event in reversed(in_order(self.events(name))):
            what = event.what
            if not isinstance(what, CodeApplied | SuggestionRejected) or what.sheet:
                continue
            if current.get(what.code, what.code) != code:
                continue
            place = ground.place(what.span, what.sha)
            if isinstance(what, CodeApplied):
                if place in spans:
                    return DecidedRow(spans[place], (event.id,))
            elif place == span:
                other = what.changed_to
                return DecidedRow(f"change {current.get(other, other)}" if other else "reject", (event.id,))
        return None

    def from_row(self, row: _Given, decision: str) -> FromRow:
        """What an event made from a row carries."""
        return FromRow(self._sheet, row.row, decision)


_WIDENED = {"accept -1": "-1", "accept +1": "+1", "accept turn": "turn", "accept": ""}  # of one span the plainest word


_ByText = dict[tuple[str, str], tuple[Transcript, list[Decision]]]  # (transcript, sha of the text) -> text, decisions


def _to_carry_out(
    opened: Opened, memory: _Memory, filled: Sequence[_Given]
) -> tuple[_ByText, list[tuple[tuple[str, int], QualcodeError]], list[Say]]:
    """The decisions that are new, by transcript and text; what is wrong, by row; and what is left as it is."""
    decisions: _ByText = {}
    problems: list[tuple[tuple[str, int], QualcodeError]] = []
    told: list[Say] = []
    seen: dict[tuple[str, str, Span], tuple[str, int]] = {}
    for row in filled:
        try:
            typed = _typed(opened, row.cells)
            before = memory.of(row)
            if before and _as_now(before.decision, opened.project.codebook) == typed:
                continue
            text, decision = _decision(opened, row.cells)
            transcript = text.id
            first = seen.setdefault((transcript, decision.code, decision.span), row.at)
            if first != row.at:
                raise QualcodeError("error.decided_twice", first=" ".join(map(str, filter(None, first))))
            made = before.events if before else ()
            told += _left(opened, memory, transcript, row, made)
            decision = replace(decision, row=memory.from_row(row, typed), made=made)
            decisions.setdefault((transcript, text.sha), (text, []))[1].append(decision)
        except QualcodeError as error:
            problems.append((row.at, error))
    return decisions, problems, told


def _typed(opened: Opened, cells: dict[str, str]) -> str:
    """A decision in the words that are kept: `accept +1`, `change CODE` with the id of today, `reject`."""
    verdict, how = verdict_of(cells["decision"])
    if verdict != "change":
        return f"{verdict} {how}".strip()
    wanted = cells.get("new_code", "")
    with suppress(UnknownName):  # it is refused where it is decided
        wanted = opened.project.code(wanted)
    return f"change {wanted}"


def _as_now(decision: str, codebook: Codebook) -> str:
    verb, _, rest = decision.partition(" ")
    return f"{verb} {codebook.current.get(rest, rest)}" if verb == "change" else decision


def _left(opened: Opened, memory: _Memory, transcript: str, row: _Given, made: Sequence[str]) -> Iterator[Say]:
    """What an earlier decision of a row made, and that was recoded since: it is named, and left."""
    after = recoded(memory.events(transcript))
    for one in made:
        if one in after:
            yield Say("mind.row_recoded", row=row.at[1], coding=after[one])


def _place(opened: Opened, transcript: Transcript, at: tuple[int, int], made_on: str) -> tuple[Transcript, Span]:
    """The text that a row is about, and where: the sheet may be older than a correction.

    Where that text is kept, it is that; where labels alone were changed since, the place is in the text as it is.
    """
    if made_on == transcript.sha[:SHORT]:
        return transcript, checked_span(transcript, *at)
    if made_on and (earlier := read_version(opened.study, transcript.id, made_on)):
        return earlier, checked_span(earlier, *at)
    ground = ground_of(opened.study, transcript.id)
    found = ground.place(Span(*at), made_on) if ground and made_on and at[0] < at[1] else None
    if found is None:
        raise QualcodeError("error.text_is_another", transcript=transcript.id)
    return transcript, found


def verdict_of(word: str) -> tuple[str, str]:
    """(verdict, how to widen) for a decision as typed, in English or Dutch."""
    english = " ".join(_WORDS.get(part, part) for part in word.casefold().split())
    if english not in VERDICTS:
        dutch = "ja, ja beurt, ja +1, ja -1, wijzig, nee"
        raise QualcodeError("error.decision_unknown", word=quoted(word), verdicts=", ".join(VERDICTS), dutch=dutch)
    return VERDICTS[english]


def _decision(opened: Opened, row: dict[str, str]) -> tuple[Transcript, Decision]:
    """The decision of a row, and the text that it is about."""
    project = opened.project
    verdict, how = verdict_of(row["decision"])
    if changed := changed_cells(row):
        raise QualcodeError("error.grey_cell_changed", columns=[Say.of("column", key) for key in changed])
    handle = project.transcript(row["transcript"])
    transcript = read_intact(handle)
    code = _in_use(project, row["code"])
    if not (is_number(row["start"]) and is_number(row["end"])):
        raise QualcodeError("error.no_positions")
    at = int(row["start"]), int(row["end"])
    named = Suggestion(handle.id, row["code"], Span(*at), 1, ()).id if at[0] < at[1] else ""
    text, span = _place(opened, transcript, at, row["text_sha"])
    if row.get("id") and row["id"] != named:
        raise QualcodeError("error.id_of_another_row")
    words = collapsed(span.of(opened.printable(text)))
    given = replaced(row.get("quote", ""))
    whole = replaced(words)
    if given.split() != whole.split() and not (len(given) >= LONGEST_CELL and whole.startswith(given)):  # cut by Excel
        raise QualcodeError("error.quote_edited")
    new_code = ""
    if row.get("new_code") and verdict == "accept":  # after a no it says nothing
        raise QualcodeError("error.new_code_without_change", word=quoted(row["decision"]))
    if verdict == "change":
        if not row.get("new_code"):
            raise QualcodeError("error.change_needs_code", column=Say.of("column", "new_code"))
        new_code = _in_use(project, row["new_code"])
        if new_code == code:
            raise QualcodeError("error.change_to_same_code")
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
    return text, decision


def _in_use(project: Project, name: str) -> str:
    """A code that may still be applied; of a retired one its successors are named."""
    code = project.codebook.by_id[project.code(name)]
    if not code.retired:
        return code.id
    parts = ", ".join(project.codebook.current.get(part, part) for part in code.split_into)
    if parts:
        raise QualcodeError("error.code_was_split", code=code.id, parts=parts)
    raise QualcodeError("error.code_is_retired", code=code.id)
