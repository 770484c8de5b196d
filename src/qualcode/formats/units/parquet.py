"""Units in a .parquet, as Spark, pandas and DuckDB write it: read with pyarrow, one row group or a piece of one at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from qualcode.errors import QualcodeError
from qualcode.formats.units import MOST_BYTES, MOST_ROWS, Part

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

T = TypeVar("T")


class _Parquet:
    def columns(self, file: str) -> Sequence[str]:
        return list(_opened(file).schema_arrow.names)

    def parts(self, file: str) -> Iterator[Part]:
        found = _opened(file)
        first = 1
        for group in range(found.num_row_groups):
            told = found.metadata.row_group(group)
            rows = told.num_rows
            step = max(1, min(MOST_ROWS, MOST_BYTES * rows // max(told.total_byte_size, 1)))
            for start in range(0, rows, step):
                yield Part(file, start, min(start + step, rows), first + start, (str(group),))
            first += rows

    def rows(self, part: Part, names: Sequence[str]) -> Iterator[tuple[int, Sequence[object]]]:
        group = int(part.how[0])
        found = _opened(part.path)
        columns = list(dict.fromkeys(names))
        batches = found.iter_batches(batch_size=MOST_ROWS, row_groups=[group], columns=columns)
        at = 0
        while at < part.end and (batch := _sound(part.file, lambda: next(batches, None), group)):
            piece = batch.slice(max(part.start - at, 0), part.end - max(part.start, at))
            first = max(at, part.start)
            at += batch.num_rows
            if at > part.start:
                values = _sound(part.file, lambda piece=piece: piece.to_pydict(), group)  # type: ignore[misc]
                rows = zip(*(values[name] for name in names), strict=True)
                yield from enumerate(rows, part.first + first - part.start)


def _opened(file: str) -> "ParquetFile":
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise QualcodeError("error.needs_scale", what=".parquet") from None
    return _sound(file, lambda: ParquetFile(file))


def _sound(file: str, read: Callable[[], T], group: int | None = None) -> T:
    """What `read` reads; what pyarrow says of a broken file may have words of it."""
    from pyarrow import ArrowException

    try:
        return read()
    except (ArrowException, OSError, ValueError):
        if group is None:
            raise QualcodeError("error.no_parquet", file=file) from None
        raise QualcodeError("error.row_group_unreadable", file=file, n=group + 1) from None


SOURCE = _Parquet()
