"""The data as csv: values verbatim but for control characters, LF."""

import csv
from collections.abc import Iterator
from itertools import chain, islice

from qualcode.analysis.counts import Count
from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import Output, Value, plain
from qualcode.text import Words

_AT_ONCE = 200  # lines


def render(output: Output, words: Words, settings: Settings) -> bytes:
    """A file as the study's spreadsheet program opens it (`tables: csv:`)."""
    return b"".join(pieces(output, words, settings))


def pieces(output: Output, words: Words, settings: Settings) -> Iterator[bytes]:
    """The same, some lines at a time."""
    if settings.csv_bom:
        yield b"\xef\xbb\xbf"
    lines = csv_lines(output, settings.csv_delimiter)
    while some := "".join(islice(lines, _AT_ONCE)):
        yield some.encode("utf-8", "surrogatepass")


def printed(output: Output, words: Words, settings: Settings) -> Iterator[str]:
    """What a program that reads it takes: commas, whatever the study's files have."""
    return csv_lines(output)


def csv_lines(output: Output, delimiter: str = ",") -> Iterator[str]:
    """Line by line, so that a large table is never in memory twice."""
    writer = csv.writer(_Line(), delimiter=delimiter, lineterminator="\n")
    for row in chain((output.data.columns,), output.data.rows):
        cells = [_text(value) if type(value) in (bool, Count) else value for value in row]
        yield replaced(writer.writerow(cells))  # what `write` of the file returned


class _Line:
    """The file that csv.writer wants: it gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _text(value: Value) -> str:
    """What csv would write otherwise."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(plain(value))
