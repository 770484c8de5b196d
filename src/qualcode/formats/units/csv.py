"""Units in a .csv: every cell is text, whatever it looks like; `NA` is a word, and a cell without anything is no answer."""

import csv
import io
from collections.abc import Iterator, Sequence

from qualcode.errors import QualcodeError, reason
from qualcode.formats.decode import encoding_of
from qualcode.formats.tables.sheets import delimiter_of
from qualcode.formats.units import MOST_BYTES, MOST_ROWS, Part

_HEAD = 2**18  # letters, in which the headings are
_NONE = "\x1f"  # a delimiter that no text has


class _Csv:
    def columns(self, file: str) -> Sequence[str]:
        with _Lines(file) as lines:
            return _header(file, csv.reader(lines, delimiter=lines.delimiter))

    def parts(self, file: str) -> Iterator[Part]:
        with _Lines(file) as lines:
            reader = csv.reader(lines, delimiter=lines.delimiter)
            how = (lines.encoding, lines.delimiter, *_header(file, reader))
            begun = last = lines.reached
            first, number = 2, 1
            for number, _ in enumerate(_rows(file, reader, lines.encoding), 2):
                before, last = last, lines.reached
                if number - first + 1 == MOST_ROWS or last - begun >= MOST_BYTES:
                    yield Part(file, begun, last, first, how)
                    begun, first = last, number + 1
        if number > 1:
            _check_closed(file, _text(file, before, last, lines.encoding), lines.delimiter, number)
        if last > begun:
            yield Part(file, begun, last, first, how)

    def rows(self, part: Part, names: Sequence[str]) -> Iterator[tuple[int, Sequence[object]]]:
        encoding, delimiter, *header = part.how
        places = [header.index(name) for name in names]
        text = io.StringIO(_text(part.path, part.start, part.end, encoding), newline="")
        for number, row in enumerate(csv.reader(text, delimiter=delimiter), part.first):
            if any(
                cell.strip() for cell in row[len(header) :]
            ):  # its text is cut in two, or a cell is in another's column
                raise QualcodeError("error.row_too_long", file=part.file, row=number)
            if row:  # a line without anything is no row, as everywhere
                yield number, [row[place] if place < len(row) else None for place in places]


class _Lines(Iterator[str]):
    """The lines of a file behind what says how it is written, and how many bytes of it were read so far."""

    def __init__(self, file: str) -> None:
        with _opened(file) as data:
            try:
                self.encoding, start = encoding_of(data)
            except QualcodeError as error:
                raise QualcodeError("error.in_file", file=file, why=error) from None
        with _decoded(file, start, self.encoding) as text:
            named, self.delimiter = _delimiter(text.read(_HEAD))
        self.reached = start + len(named.encode(self.encoding))
        self._lines = _decoded(file, self.reached, self.encoding)

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def __next__(self) -> str:
        line = next(self._lines)
        self.reached += len(line) if line.isascii() and self.encoding == "utf-8" else len(line.encode(self.encoding))
        return line


def _delimiter(head: str) -> tuple[str, str]:
    """As everywhere, but by the headings alone: the texts below have more commas than columns. One heading is one column,
    whatever stands in the rows."""
    named, delimiter = delimiter_of(head)
    if named:
        return named, delimiter
    headings = head.splitlines()[0] if head.strip() else ""
    found = delimiter_of(headings)[1]
    return "", found if found in headings else _NONE


def _rows(file: str, reader: Iterator[list[str]], encoding: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except UnicodeDecodeError:
        line = _first_not_in(file, encoding)
        raise QualcodeError("error.not_in_encoding", file=file, line=line, encoding=encoding) from None


def _first_not_in(file: str, encoding: str) -> int:
    """The number of the first line that cannot be read so: what was read ahead was refused, wherever in it that is."""
    with _opened(file) as data:
        for number, line in enumerate(data, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 1


def _decoded(file: str, start: int, encoding: str) -> io.TextIOWrapper:
    data = _opened(file)
    data.seek(start)
    return io.TextIOWrapper(data, encoding=encoding, newline="")


def _text(file: str, start: int, end: int, encoding: str) -> str:
    with _opened(file) as data:
        data.seek(start)
        return data.read(end - start).decode(encoding)


def _header(file: str, reader: Iterator[list[str]]) -> list[str]:
    found = next(reader, None)
    if found is None:
        raise QualcodeError("error.empty", name=file)
    header = [cell.strip() for cell in found]
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise QualcodeError("error.two_columns_same_heading", name=file)
    return header


def _check_closed(file: str, text: str, delimiter: str, number: int) -> None:
    """A quotation that is left open takes all rows behind it for one cell: so only the last row can have one."""
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QualcodeError("error.quotation_open_from", file=file, row=number) from None


def _opened(file: str) -> io.BufferedReader:
    try:
        return open(file, "rb")
    except OSError as error:
        raise QualcodeError("error.unreadable", path=file, why=reason(error)) from None


SOURCE = _Csv()
