"""Reading and writing whole files: text as UTF-8 with LF, writes put in place at once or not at all."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from qualcode.errors import QualcodeError


def read_text(path: Path) -> str:
    """The file as UTF-8 text, line ends as they are."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QualcodeError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from None


def read_bytes(path: Path) -> bytes:
    """The file's bytes."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise QualcodeError(f"There is no file {path}.") from None
    except OSError as error:
        raise QualcodeError(f"{path} cannot be read: {_reason(error)}.") from None


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` through a temporary file beside it, so that no reader ever sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise QualcodeError(f"{path} cannot be written: {_reason(error)}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode if path.exists() else 0o644)
        os.replace(name, path)
    except PermissionError:
        os.unlink(name)
        raise QualcodeError(
            f"{path} cannot be replaced: if it is open in Word or Excel, close it and try again."
        ) from None
    except OSError as error:
        os.unlink(name)
        raise QualcodeError(f"{path} cannot be written: {_reason(error)}.") from None


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode("utf-8"))


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


csv.field_size_limit(2**31 - 1)  # a cell may hold a whole text


def decode_csv(data: bytes) -> str:
    """Text of a csv as people save it: UTF-8 with or without BOM, else Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The delimiter of a csv: the one of `;` tab `,` that its header has most of."""
    header = text.split("\n", 1)[0]
    return max(";\t,", key=header.count) if any(mark in header for mark in ";\t,") else ","


def parse_csv(data: bytes) -> list[list[str]]:
    """The rows of a csv, whatever its delimiter and encoding; empty rows left out."""
    text = decode_csv(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    return [row for row in rows if any(cell.strip() for cell in row)]


def format_csv(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as csv text with LF."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
