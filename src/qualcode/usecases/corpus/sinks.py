"""Where rows past counting go: each process writes the rows of a part to a file of its own, and they are joined at the end.

To add a format: `write(path, columns, rows)`, `put(parts, columns, target)`, and a line in `SINKS`.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import QualcodeError, reason
from qualcode.report.document import Data, Output, Value
from qualcode.report.renderers.csv import csv_lines
from qualcode.store.files import write_bytes

if TYPE_CHECKING:
    from pyarrow import Schema

_NUMBERS = ("start", "end")
_SIGN = "sign"
_AT_ONCE = 2**20  # bytes
_Rows = Sequence[tuple[Value, ...]]


class Form(NamedTuple):
    """How rows become a file."""

    write: Callable[[Path, tuple[str, ...], _Rows], None]
    put: Callable[[Sequence[Path], tuple[str, ...], Path], None]


@dataclass(frozen=True)
class Sink:
    """A folder for the parts, beside the file that is made of them."""

    folder: Path
    target: Path
    columns: tuple[str, ...]
    sign: str  # what stands in a file of the folder, by which it is known elsewhere

    def is_seen(self) -> bool:
        """Whether the folder is there, for who asks; on another computer it may be another one or none."""
        try:
            return (self.folder / _SIGN).read_text() == self.sign
        except OSError:
            return False

    def write(self, rows: _Rows) -> str:
        """Write the rows of a part; the name of the file, which is another each time that a part is tried."""
        name = f"{secrets.token_hex(8)}{self.target.suffix}"
        _form(self.target).write(self.folder / name, self.columns, rows)
        return name

    def put(self, names: Sequence[str]) -> None:
        """Make one of the parts, in this order, and put it in its place."""
        _form(self.target).put([self.folder / name for name in names], self.columns, self.target)


@contextmanager
def sink(target: Path, columns: tuple[str, ...]) -> Iterator[Sink]:
    """A sink whose folder is gone at the end, whatever happens. Errors: no such format, or a place that cannot be written."""
    _form(target)
    if target.suffix.casefold() == ".parquet":
        _check_replaceable(target)
    sign = secrets.token_hex(8)
    folder = Path(os.path.abspath(target)).with_name(f".{target.name}.{sign}.parts")
    try:
        folder.mkdir(mode=0o700)
        (folder / _SIGN).write_text(sign)
    except OSError as error:
        raise QualcodeError("error.unwritable", path=target, why=reason(error)) from None
    try:
        yield Sink(folder, target, columns, sign)
    finally:
        gone = folder.with_name(f"{folder.name}.gone")
        with suppress(OSError):  # a worker that has not heard of the end yet writes no more into it
            os.replace(folder, gone)
        for one in (gone, folder):
            shutil.rmtree(one, ignore_errors=True)


def check_sink(target: Path) -> None:
    """Refuse what rows cannot be written to."""
    if target.suffix.casefold() not in SINKS:
        raise QualcodeError("error.extensions", name=target, formats=", ".join(SINKS))


def _form(target: Path) -> Form:
    check_sink(target)
    return SINKS[target.suffix.casefold()]


def _write_csv(path: Path, columns: tuple[str, ...], rows: _Rows) -> None:
    lines = csv_lines(Output(Data("hits", columns, rows)))
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.writelines(islice(lines, 1, None))


def _put_csv(parts: Sequence[Path], columns: tuple[str, ...], target: Path) -> None:
    write_bytes(target, _joined(parts, columns))


def _joined(parts: Sequence[Path], columns: tuple[str, ...]) -> Iterator[bytes]:
    yield from (line.encode() for line in csv_lines(Output(Data("hits", columns, ()))))
    for path in parts:
        with path.open("rb") as file:
            while piece := file.read(_AT_ONCE):
                yield piece


def _write_parquet(path: Path, columns: tuple[str, ...], rows: _Rows) -> None:
    try:
        from pyarrow import Table
        from pyarrow.parquet import write_table
    except ImportError:
        raise QualcodeError("error.needs_scale", what=".parquet") from None
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    write_table(Table.from_arrays(list(map(_told, columns, values)), schema=_schema(columns)), path)


def _told(column: str, values: Sequence[Value]) -> "object":
    import pyarrow as pa

    if column in _NUMBERS:
        return pa.array(values, pa.int64())
    return pa.array([str(value).encode("utf-8", "replace").decode() for value in values], pa.string())


def _schema(columns: tuple[str, ...]) -> "Schema":
    import pyarrow as pa

    return pa.schema([(name, pa.int64() if name in _NUMBERS else pa.string()) for name in columns])


def _put_parquet(parts: Sequence[Path], columns: tuple[str, ...], target: Path) -> None:
    """The folder itself, its parts called so that they stand in their order."""
    folder = parts[0].parent / target.name
    folder.mkdir()
    for number, path in enumerate(parts):
        os.replace(path, folder / f"part-{number:05}.parquet")
    if target.exists():
        os.replace(target, parts[0].parent / "before")
    os.replace(folder, target)


def _check_replaceable(target: Path) -> None:
    """What stands there may be what was made so before, and nothing else."""
    if target.is_dir() and any(not one.match("part-*.parquet") for one in target.iterdir()):
        raise QualcodeError("error.folder_of_others", path=target)


SINKS = {".csv": Form(_write_csv, _put_csv), ".parquet": Form(_write_parquet, _put_parquet)}
