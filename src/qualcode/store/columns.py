"""What is counted of a transcript and of a journal, as it is kept between commands: without reading either."""

from array import array
from functools import partial
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.coding import ReadPass
from qualcode.model.columns import CodingColumns, Numbers, Sort, TurnColumns
from qualcode.model.handle import intact
from qualcode.model.transcript import Transcript
from qualcode.store.derived import derived
from qualcode.store.journal import read_codings
from qualcode.store.layout import Study
from qualcode.store.spoken import spoken
from qualcode.store.transcripts import read_transcript

Plain = tuple[Any, ...]


def read_turns(study: Study, transcript: str) -> TurnColumns:
    """Raises TextChanged where the positions of the text do not hold."""
    files = (study.text(transcript), study.sidecar(transcript))
    columns, cases = derived(study).get("turns", transcript, files, partial(_turns, study, transcript))
    number, start, end, case, words = map(_numbers, columns)
    return TurnColumns(number, start, end, case, words, cases)


def _turns(study: Study, transcript: str) -> Plain:
    return plain_turns(spoken(intact(read_transcript(study, transcript))).turns())


def plain_turns(found: TurnColumns) -> Plain:
    columns = (found.number, found.start, found.end, found.case, found.words)
    return tuple(column.tobytes() for column in columns), found.cases


def read_columns(study: Study, coder: str, transcript: str) -> CodingColumns:
    name, cache = f"{coder}/{transcript}", derived(study)
    files = (study.journal(coder, transcript), study.text(transcript), study.sidecar(transcript))
    made = cache.get("codings", name, files, partial(_codings, study, coder, transcript, carried=False))
    if made is None:  # they came along from a text that was replaced: how, the log tells
        made = cache.get(
            "carried", name, (*files, study.log), partial(_codings, study, coder, transcript, carried=True)
        )
    columns, sorts, done, asked, rest = made
    sort, start, end, words, before, upto = map(_numbers, columns)
    of_sorts = tuple(Sort(*sort) for sort in sorts)
    passes = tuple(ReadPass(one, coder, transcript, *how) for one, *how in done)
    return CodingColumns(sort, start, end, words, before, upto, of_sorts, passes, asked, *rest)


def _codings(study: Study, coder: str, transcript: str, carried: bool) -> Plain | None:
    """None where some were made on another text than the one that is there, and `carried` is not set."""
    try:
        text = read_transcript(study, transcript)
    except QualcodeError:  # told by who reads it; its codings stand nowhere
        text = Transcript(transcript, "", (), False)
    said = read_codings(study, coder, transcript)
    if said.carried and not carried:
        return None
    return plain_codings(spoken(text).codings(said))


def plain_codings(found: CodingColumns) -> Plain:
    columns = (found.sort, found.start, found.end, found.words, found.before, found.upto)
    return (
        tuple(column.tobytes() for column in columns),
        tuple(tuple(sort) for sort in found.sorts),
        tuple((one.id, one.reading, one.codes, one.at) for one in found.done),
        found.asked,
        (found.rejected, found.unread, found.adrift, found.waiting, found.to_read_again, found.first),
    )


def _numbers(packed: bytes) -> Numbers:
    return array("i", packed)
