"""The data as csv: values verbatim but for control characters, LF."""

import csv
from collections.abc import Iterator

from qualcode.analysis.counts import Count
from qualcode.model.controls import replaced
from qualcode.model.settings import Settings
from qualcode.report.document import Output, Value, plain
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    """A file as the study's spreadsheet program opens it (`tables: csv:`)."""
    mark = b"\xef\xbb\xbf" if settings.csv_bom else b""
    return mark + b"".join(line.encode("utf-8", "surrogatepass") for line in csv_lines(output, settings.csv_delimiter))


def printed(output: Output, words: Words, settings: Settings) -> Iterator[str]:
    """What a program that reads it takes: commas, whatever the study's files have."""
    return csv_lines(output)


def csv_lines(output: Output, delimiter: str = ",") -> Iterator[str]:
    """Line by line, so that a large table is never in memory twice."""
    writer = csv.writer(_Line(), delimiter=delimiter, lineterminator="\n")
    for row in (output.data.columns, *output.data.rows):
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
