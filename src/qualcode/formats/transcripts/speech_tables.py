"""Who speaks in a table: which of its columns holds speakers, which their words; numbers and notes are neither."""

import re
from collections.abc import Sequence
from statistics import mean

from qualcode.formats.transcripts.draft import Draft, Row
from qualcode.formats.transcripts.openers import LONGEST, Opener, TextLine, folded, key_of
from qualcode.formats.transcripts.times import ANY, seconds
from qualcode.model.span import Span

_NUMBER = re.compile(r"[\d.)\s#-]*")
_TIME = re.compile(rf"\s*{ANY}\s*")


def cell_openers(draft: Draft, lines: Sequence[TextLine]) -> tuple[list[Opener], frozenset[int]]:
    """An opener for every row whose table has a column of speakers, and the lines that such tables take."""
    found: list[Opener] = []
    taken: set[int] = set()
    for table in draft.tables:
        columns = columns_of(draft.text, table)
        if columns is None:
            continue
        whole = _hull(table)
        taken |= {line.number for line in lines if whole.start <= line.start < whole.end}
        found += filter(None, (_opener(draft.text, row, *columns) for row in table))
    return found, frozenset(taken)


def notes_of(draft: Draft) -> list[Span]:
    """What stands in tables and is nobody's speech: numbers, times, notes, the row of headings."""
    outside: list[Span] = []
    for table in draft.tables:
        columns = columns_of(draft.text, table)
        aside = _aside(draft.text, table, columns)
        voices = two_voices(draft.text, table)
        for number, row in enumerate(table):
            heading = number == 0 and _is_heading(draft.text, row, columns or voices)
            outside += [cell for index, cell in enumerate(row) if cell and (heading or index in aside)]
    return outside


def _aside(text: str, table: Sequence[Row], columns: tuple[int, int, int] | None) -> set[int]:
    """The columns that hold no speech: all but speakers and words; where no column holds speakers, numbers and times."""
    found = _columns(text, table)
    if columns:
        return set(range(len(found))) - set(columns[:2])
    return {
        index
        for index, cells in enumerate(found)
        if len(table) > 2 and all(_NUMBER.fullmatch(cell) or _TIME.fullmatch(cell) for cell in cells[1:])
    }


def columns_of(text: str, table: Sequence[Row]) -> tuple[int, int, int] | None:
    """(speakers, words, times or -1): few short values that recur; the longest texts behind them; None where there is none."""
    columns = _columns(text, table)
    for index, cells in enumerate(columns):
        said = [key_of(cell.strip().rstrip(":")) for cell in cells if cell.strip()]
        if len(said) < 2 or all(_NUMBER.fullmatch(one) or _TIME.fullmatch(one) for one in said):
            continue
        short = all(len(one) <= LONGEST and len(one.split()) <= 8 for one in said)
        if short and len(set(said)) <= max(2, (len(said) + 1) // 2):
            times = [at for at, column in enumerate(columns) if at != index and _are_times(column)]
            words = _words_of(columns, index)
            return (index, words, times[0] if times else -1) if words >= 0 else None
    return None


def two_voices(text: str, table: Sequence[Row]) -> tuple[int, int] | None:
    """Two columns of long texts that take turns, questions in the first, as in a table of questions and answers."""
    columns = _columns(text, table)
    if columns_of(text, table) or len(table) < 3:
        return None
    spoken = [
        at for at, cells in enumerate(columns) if at not in _aside(text, table, None) and mean(map(len, cells[1:])) > 12
    ]
    asking = [sum(cell.rstrip().endswith("?") for cell in columns[at][1:]) for at in spoken]
    if len(spoken) != 2 or asking[0] < (len(table) - 1) / 2 or asking[1] > asking[0] / 2:
        return None
    return spoken[0], spoken[1]


def _words_of(columns: Sequence[Sequence[str]], speakers: int) -> int:
    """The column of what is said: the first behind the speakers that is no number, time or role; else the longest before."""
    order: list[int] = [*range(speakers + 1, len(columns)), *range(speakers)]
    for index in order:
        said = [cell.strip() for cell in columns[index][1:] if cell.strip()]
        data = all(_NUMBER.fullmatch(one) or _TIME.fullmatch(one) for one in said)
        role = len(said) > 2 and len(set(said)) <= 1 + len(said) // 3 and mean(len(one) for one in said) <= 30
        if said and not data and not role:
            return index
    return -1


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells[1:] if cell.strip()]
    return bool(filled) and all(_TIME.fullmatch(cell) for cell in filled)


def _columns(text: str, table: Sequence[Row]) -> list[list[str]]:
    width = max(map(len, table), default=0)
    return [[cell.of(text) if at < len(row) and (cell := row[at]) else "" for row in table] for at in range(width)]


def _is_heading(text: str, row: Row, columns: tuple[int, ...] | None) -> bool:
    names = [folded(cell.of(text)).strip().casefold().rstrip(":") if cell else "" for cell in row]
    known = {"person", "persoon", "rol", "role", "rolle", "transkript", "transcript", "transcriptie", "deelnemer", "spreker", "speaker", "sprecher", "wie", "who", "wer", "naam", "name", "vraag", "antwoord", "question", "answer", "frage", "antwort", "tekst", "text", "uitspraak", "tijd", "time", "zeit"}  # fmt: skip
    return columns is not None and not known.isdisjoint(names) and all(len(name.split()) < 4 for name in names)


def _opener(text: str, row: Row, speakers: int, words: int, times: int) -> Opener | None:
    cell = row[speakers] if speakers < len(row) else None
    said = row[words] if words < len(row) else None
    if cell is None or said is None or _is_heading(text, row, (speakers, words, times)):
        return None
    label = cell.of(text).rstrip(" :\u00a0")
    first = next(one for one in row if one)
    clock = row[times] if 0 <= times < len(row) else None
    time = seconds(clock.of(text)) if clock else None
    return Opener("cell", -cell.start, True, first.start, cell.start, cell.start + len(label), said.start, label, key_of(label), time)  # fmt: skip


def _hull(table: Sequence[Row]) -> Span:
    cells = [cell for row in table for cell in row if cell]
    return Span(cells[0].start, cells[-1].end)
