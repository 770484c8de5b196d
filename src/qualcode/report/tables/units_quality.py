"""How good the hits of each code are, estimated from a sample that people coded."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.analysis.sampling import ENOUGH, Share
from qualcode.model.codebook import Codebook
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.tables.units import depth
from qualcode.text import Words

_COLUMNS = (
    "code", "name", "judged", "right", "precision", "precision_low", "precision_high", "coded", "found", "recall",
    "recall_low", "recall_high",
)  # fmt: skip


@dataclass(frozen=True)
class CodeQuality:
    """`precision` is among the units with a hit, `recall` among those with the code that were read without suggestions."""

    code: str
    precision: Share
    recall: Share


@dataclass(frozen=True)
class Looked:
    """Units of the sample: read whole by hand, with suggestions decided, not read, no longer there."""

    blind: int
    not_blind: int
    unread: int
    gone: int


def quality_table(
    qualities: Sequence[CodeQuality], looked: Looked, whole: int, codebook: Codebook, words: Words
) -> Output:
    """A row for every code with keywords, or with codes below it that have. `whole`: units that the sample stands for."""
    rows = [
        (one.code, codebook.by_id[one.code].name, *_values(one.precision), *_values(one.recall)) for one in qualities
    ]
    printed = [
        Row(
            (codebook.by_id[one.code].name, _of(one.precision, words), _shown(one.precision, words),
             _of(one.recall, words), _shown(one.recall, words)),
            depth(codebook, one.code),
        )
        for one in qualities
    ]  # fmt: skip
    shares = (("code", 4), ("right", 2), ("precision", 3), ("found", 2), ("recall", 3))
    columns = tuple(Column(words.heading(key), share, key != "code") for key, share in shares)
    title = words("units.quality.title")
    table = Table(title, columns, tuple(printed), tuple(_notes(looked, whole, words)))
    return Output(Data("unit-quality", _COLUMNS, tuple(rows)), Report(title, (table,)))


def _values(share: Share) -> tuple[Value, ...]:
    bounds = (None if one is None else round(one, 4) for one in (share.value, share.low, share.high))
    return share.among, share.right, *bounds


def _of(share: Share, words: Words) -> str:
    return words("n_of", n=share.right, total=share.among)


def _shown(share: Share, words: Words) -> str:
    if share.value is None or share.low is None or share.high is None:
        return words("units.not_known")
    return f"{words.decimal(share.value, 2)} [{words.decimal(share.low, 2)}–{words.decimal(share.high, 2)}]"


def _notes(looked: Looked, whole: int, words: Words) -> Sequence[str]:
    drawn = words.whole(looked.blind + looked.not_blind + looked.unread + looked.gone)
    notes = [
        words("units.note.quality", n=drawn, of=words.whole(whole), read=words.whole(looked.blind)),
        words("units.note.shares", least=ENOUGH),
    ]
    if looked.not_blind:
        notes.append(words.some("units.note.not_blind", looked.not_blind, n=words.whole(looked.not_blind)))
    if looked.unread:
        notes.append(words.some("units.note.unread", looked.unread, n=words.whole(looked.unread)))
    if looked.gone:
        notes.append(words.some("units.note.gone", looked.gone, n=words.whole(looked.gone)))
    return notes
