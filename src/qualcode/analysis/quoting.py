"""Quotes: one row a reference, and the choice of an example."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from qualcode.analysis.direction import is_mention, valence
from qualcode.analysis.readings import Reading
from qualcode.analysis.references import Reference, all_references
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.project import Project
from qualcode.model.selection import Selection
from qualcode.model.span import Span
from qualcode.model.transcript import Turn

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
COLUMNS = (
    "id", "case", "transcript", "speaker", "turn", "time", "start", "end", "code", "name", "theme", "kind", "valence",
    "question_before", "quote", "printed", "words", "key", "approval", "note", "coder", "at",
)  # fmt: skip
CONTEXT = (
    "before",
    "after",
    "against",
    "spoken",
)  # kept beside the columns: the rest of the turns, whether any of it is
# no mention, and who says which of the words


class Spoken(NamedTuple):
    """What one turn has of a reference."""

    role: str  # respondent | interviewer
    case: str
    speaker: str
    words: str


IDEAL_WORDS = 25  # an example of one or two sentences; among quotes the researcher did not choose, the nearest to it


class QuoteRows(NamedTuple):
    """The rows of the quote table, a column each of COLUMNS and of the attributes; `against`: which are no mention."""

    rows: tuple[tuple[Any, ...], ...]
    against: tuple[bool, ...]


@dataclass(frozen=True)
class Wanted:
    """Which quotes, and what of them: see `quotes`."""

    project: Project
    selection: Selection
    coders: tuple[str, ...]
    themes: Sequence[Theme]
    attributes: Sequence[str] = ()
    approved_only: bool = False


def quotes(wanted: Wanted) -> "pd.DataFrame":
    """One row a reference, in codebook order, then by case and place. Merged codings join with "; ", oldest first.

    The words of a reference, and what the coder noted beside it, are left out where it touches any words that a respondent
    refused to have printed; with `approved_only` also where they were not approved.
    """
    import pandas as pd  # a third of a second, which plain rows do without

    of_code = theme_ids(wanted.project.codebook, wanted.themes)
    rows = _in_order(wanted, lambda *of: (*_row(wanted, of_code, *of), *_around(wanted, *of)))
    return pd.DataFrame(rows, columns=[*COLUMNS, *wanted.attributes, *CONTEXT]).astype({"key": bool})


def quote_rows(wanted: Wanted) -> QuoteRows:
    """The same as plain rows, without what stands around the words: half the memory of the frame."""
    of_code = theme_ids(wanted.project.codebook, wanted.themes)
    made = _in_order(wanted, lambda *of: (_row(wanted, of_code, *of), _is_against(wanted, of[1])))
    return QuoteRows(tuple(row for row, _ in made), tuple(against for _, against in made))


def rows_around(wanted: Wanted) -> list[tuple[Any, ...]]:
    """What stands around the words of each, a column each of CONTEXT."""
    return _in_order(wanted, partial(_around, wanted))


def _in_order(wanted: Wanted, make: Callable[[Reading, Reference], T]) -> list[T]:
    selection = wanted.selection
    targets = {code: (code,) for code in selection.codes}
    codes = {code: index for index, code in enumerate(selection.codes)}
    cases = {case: index for index, case in enumerate(selection.counted_cases)}
    texts = {handle.id: index for index, handle in enumerate(selection.transcripts)}
    made: list[tuple[tuple[int, int, int, int], T]] = []
    for reading, reference in all_references(wanted.project, selection, wanted.coders, targets):
        first = next((turn.case for turn in reference.turns if turn.case), "")
        place = (
            codes[reference.target],
            cases.get(first, len(cases)),
            texts[reference.transcript],
            reference.span.start,
        )
        made.append((place, make(reading, reference)))
    made.sort(key=itemgetter(0))
    return [one for _, one in made]


def _is_against(wanted: Wanted, reference: Reference) -> bool:
    return any(not is_mention(coding, wanted.project.codebook) for coding in reference.codings)


def theme_ids(codebook: Codebook, themes: Sequence[Theme]) -> dict[str, str]:
    """code -> the ids of its themes, joined with "; "."""
    found: dict[str, list[str]] = {}
    for theme in themes:
        for code in codebook.theme_members(theme):
            found.setdefault(code, []).append(theme.id)
    return {code: "; ".join(ids) for code, ids in found.items()}


def _touched(reading: Reading, reference: Reference) -> tuple[Turn, ...]:
    """The turns of respondents that it touches; where there are none, those of whoever speaks."""
    return reference.turns or reading.transcript.turns_touched(reference.span)


def _is_withheld(wanted: Wanted, reading: Reading, reference: Reference) -> bool:
    approved = not wanted.approved_only or all(one.standing_approval == "approved" for one in reference.codings)
    return not approved or reading.is_refused(reference.span)


def _row(wanted: Wanted, of_code: dict[str, str], reading: Reading, reference: Reference) -> tuple[Any, ...]:
    code = wanted.project.codebook.by_id[reference.target]
    touched = _touched(reading, reference)
    first = touched[0] if touched else None
    cases = tuple(dict.fromkeys([turn.case for turn in reference.turns if turn.case]))
    parts, span = reference.codings, reference.span
    withheld = _is_withheld(wanted, reading, reference)
    return (
        "; ".join([coding.id for coding in parts]),
        "; ".join(cases),
        reference.transcript,
        joined([turn.speaker for turn in touched]),
        first.number if first else None,
        clock(reading.transcript.time_at(span.start) if first else None),
        span.start,
        span.end,
        code.id,
        code.name,
        of_code.get(code.id, ""),
        code.kind,
        joined([valence(coding.valence, code) for coding in parts]),
        reading.question_before(first) if first and not wanted.approved_only else "",
        "" if withheld else span.of(reading.transcript.text),
        "" if withheld else next((coding.printed for coding in reversed(parts) if coding.printed), ""),
        reference.words,
        any(coding.key for coding in parts),
        "refused" if reading.is_refused(span) else joined([coding.standing_approval for coding in parts]),
        "" if withheld else joined([coding.note for coding in parts]),
        joined([coding.coder for coding in parts]),
        "; ".join([coding.at for coding in parts]),
        *(
            joined([wanted.project.cases.get(case).value(attribute) for case in cases])
            for attribute in wanted.attributes
        ),
    )


def _around(wanted: Wanted, reading: Reading, reference: Reference) -> tuple[Any, ...]:
    span, touched = reference.span, _touched(reading, reference)
    shown = bool(touched) and not wanted.approved_only
    return (
        reading.words(touched[0].span.start, span.start) if shown else "",
        reading.words(span.end, touched[-1].span.end) if shown else "",
        _is_against(wanted, reference),
        () if _is_withheld(wanted, reading, reference) else tuple(_spoken(reading, span)),
    )


def _spoken(reading: Reading, span: Span) -> Iterator[Spoken]:
    """The words of each turn that a span touches, without labels, whoever speaks."""
    for turn in reading.transcript.turns_touched(span):
        words = reading.words(max(turn.span.start, span.start), min(turn.span.end, span.end))
        if words:
            yield Spoken(turn.role, turn.case, turn.speaker, " ".join(words.split()))


def plain_rows(frame: "pd.DataFrame") -> tuple[tuple[Any, ...], ...]:
    """The rows of a frame as Python values; what is missing is None."""
    columns = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in frame.columns]
    return tuple(zip(*columns, strict=True)) if len(frame) else ()


def joined(values: Sequence[str]) -> str:
    """The distinct values that are not empty, in order, with "; "."""
    return values[0] if len(values) == 1 else "; ".join(dict.fromkeys(filter(None, values)))


def clock(time: float | None) -> str:
    """Seconds as h:mm:ss, "" where none are known."""
    if time is None:
        return ""
    minutes, seconds = divmod(int(time), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def examples(frame: "pd.DataFrame", codes: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(code, the row of `quotes` to show for it), each from a case not yet shown where there is one."""
    shown: set[object] = set()
    by_code = dict(iter(frame.groupby("code", sort=False)))
    for code in codes:
        best = best_example(by_code[code], shown) if code in by_code else None
        if best:
            shown.add(best["case"])
            yield code, best


def is_exchange(row: Mapping[str, Any]) -> bool:
    """Whether several people speak in a fragment."""
    return len({(one.role, one.case, one.speaker) for one in row["spoken"]}) > 1


def _poor(row: Mapping[str, Any]) -> bool:
    """Whether a fragment is no example of its code: against it, of another valence too, or an exchange."""
    other = row["kind"] in ("barrier", "facilitator") and row["valence"] != row["kind"]
    return bool(row["against"] or other or is_exchange(row))


def best_example(frame: "pd.DataFrame", shown: Collection[object] = ()) -> dict[str, Any] | None:
    """The quote to print of a frame of quotes: one that does not speak against its code where there is any; then a key
    quote, else one of its code's kind, from a case not in `shown`, nearest to 25 words; None where none may be.
    """
    usable = frame[(frame["quote"] != "") & (frame["case"] != "")]
    rows = [{str(key): value for key, value in row.items()} for row in usable.to_dict("records")]
    order = (
        (row["against"], not row["key"], _poor(row), row["case"] in shown, abs(row["words"] - IDEAL_WORDS))
        for row in rows
    )
    return min(zip(order, range(len(rows)), rows, strict=True), default=(None, 0, None))[2]
