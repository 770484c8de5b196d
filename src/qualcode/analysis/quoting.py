"""Quotes: one row a reference, and the choice of an example."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from qualcode.analysis.direction import is_mention, valence
from qualcode.analysis.readings import Reading
from qualcode.analysis.references import Reference, all_references
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.project import Project
from qualcode.model.selection import Selection
from qualcode.model.span import Span

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


def quotes(
    project: Project,
    selection: Selection,
    coders: tuple[str, ...],
    themes: Sequence[Theme],
    attributes: Sequence[str] = (),
    approved_only: bool = False,
) -> pd.DataFrame:
    """One row a reference, in codebook order, then by case and place. Merged codings join with "; ", oldest first.

    The words of a reference, and what the coder noted beside it, are left out where it touches any words that a respondent
    refused to have printed; with `approved_only` also where they were not approved.
    """
    targets = {code: (code,) for code in selection.codes}
    of_code = theme_ids(project.codebook, themes)
    rows = [
        _row(project, reading, reference, of_code, attributes, approved_only)
        for reading, reference in all_references(project, selection, coders, targets)
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *attributes, *CONTEXT]).astype({"key": bool})
    return _ordered(frame, selection)


def theme_ids(codebook: Codebook, themes: Sequence[Theme]) -> dict[str, str]:
    """code -> the ids of its themes, joined with "; "."""
    found: dict[str, list[str]] = {}
    for theme in themes:
        for code in codebook.theme_members(theme):
            found.setdefault(code, []).append(theme.id)
    return {code: "; ".join(ids) for code, ids in found.items()}


def _ordered(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    if frame.empty:
        return frame
    codes = {code: index for index, code in enumerate(selection.codes)}
    cases = {case: index for index, case in enumerate(selection.counted_cases)}
    texts = {handle.id: index for index, handle in enumerate(selection.transcripts)}
    keys = pd.DataFrame(
        {
            "code": frame["code"].map(codes),
            "case": frame["case"].str.split("; ").str[0].map(cases).fillna(len(cases)),
            "transcript": frame["transcript"].map(texts),
            "start": frame["start"],
        }
    )
    order = keys.sort_values(["code", "case", "transcript", "start"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _row(
    project: Project,
    reading: Reading,
    reference: Reference,
    of_code: dict[str, str],
    attributes: Sequence[str],
    approved_only: bool,
) -> tuple[object, ...]:
    code = project.codebook.by_id[reference.target]
    text = reading.transcript.text
    touched = reference.turns or reading.transcript.turns_touched(reference.span)
    first = touched[0] if touched else None
    cases = tuple(dict.fromkeys(turn.case for turn in reference.turns if turn.case))
    parts = reference.codings
    refused = reading.is_refused(reference.span)
    withheld = refused or (approved_only and not all(coding.standing_approval == "approved" for coding in parts))
    return (
        "; ".join(coding.id for coding in parts),
        "; ".join(cases),
        reference.transcript,
        "; ".join(dict.fromkeys(turn.speaker for turn in touched if turn.speaker)),
        first.number if first else None,
        clock(reading.transcript.time_at(reference.span.start) if first else None),
        reference.span.start,
        reference.span.end,
        code.id,
        code.name,
        of_code.get(code.id, ""),
        code.kind,
        joined(valence(coding.valence, code) for coding in parts),
        reading.question_before(first) if first and not approved_only else "",
        "" if withheld else reference.span.of(text),
        "" if withheld else next((coding.printed for coding in reversed(parts) if coding.printed), ""),
        reference.words,
        any(coding.key for coding in parts),
        "refused" if refused else joined(coding.standing_approval for coding in parts),
        "" if withheld else joined(coding.note for coding in parts),
        joined(coding.coder for coding in parts),
        "; ".join(coding.at for coding in parts),
        *(joined(project.cases.get(case).value(attribute) for case in cases) for attribute in attributes),
        reading.words(first.span.start, reference.span.start) if first and not approved_only else "",
        reading.words(reference.span.end, touched[-1].span.end) if touched and not approved_only else "",
        any(not is_mention(coding, project.codebook) for coding in parts),
        () if withheld else tuple(_spoken(reading, reference.span)),
    )


def _spoken(reading: Reading, span: Span) -> Iterator[Spoken]:
    """The words of each turn that a span touches, without labels, whoever speaks."""
    for turn in reading.transcript.turns_touched(span):
        words = reading.words(max(turn.span.start, span.start), min(turn.span.end, span.end))
        if words:
            yield Spoken(turn.role, turn.case, turn.speaker, " ".join(words.split()))


def plain_rows(frame: pd.DataFrame) -> tuple[tuple[Any, ...], ...]:
    """The rows of a frame as Python values; what is missing is None."""
    columns = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in frame.columns]
    return tuple(zip(*columns, strict=True)) if len(frame) else ()


def joined(values: Iterable[str]) -> str:
    """The distinct values that are not empty, in order, with "; "."""
    return "; ".join(dict.fromkeys(value for value in values if value))


def clock(time: float | None) -> str:
    """Seconds as h:mm:ss, "" where none are known."""
    if time is None:
        return ""
    minutes, seconds = divmod(int(time), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def examples(frame: pd.DataFrame, codes: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
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


def best_example(frame: pd.DataFrame, shown: Collection[object] = ()) -> dict[str, Any] | None:
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
