"""Short hashes of the cells of a row that nobody is to fill in, kept in the row: a changed one is known again."""

from collections.abc import Mapping
from zlib import crc32

from qualcode.model.controls import replaced

ROW_HASH = "row_hash"
HASHED = (
    "id", "transcript", "turn", "code", "name", "keyword", "start", "end", "question_before", "passage", "quote", "old",
    "new", "text_sha", "sheet", "coder",
)  # fmt: skip
_LENGTH = 4  # hexadecimal digits: a change goes unseen once in 65,536
_LONG = 30_000  # characters: a program may cut what is longer


def row_hash(cells: Mapping[str, str]) -> str:
    """A hash of each cell of `HASHED`, in that order; dots for a column that the row has not."""
    return "".join(_hash(cells[key]) if key in cells else "." * _LENGTH for key in HASHED)


def changed_cells(cells: Mapping[str, str]) -> list[str]:
    """The columns of which a cell is another than when the row was made; of a column that was taken out nothing is said."""
    made = cells.get(ROW_HASH, "")
    if len(made) != _LENGTH * len(HASHED):
        return []
    hashes = (made[at : at + _LENGTH] for at in range(0, len(made), _LENGTH))
    return [
        key
        for key, then in zip(HASHED, hashes, strict=True)
        if key in cells and then not in ("....", _hash(cells[key]))
    ]


def _hash(text: str) -> str:
    """White space and signs that cannot be written aside: programs write those anew."""
    plain = " ".join(replaced(text).split())[:_LONG]
    return f"{crc32(plain.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"
