"""The data as csv: values verbatim, LF."""

import csv
import io

from qualcode.model.settings import Settings
from qualcode.report.tree import Output, Value
from qualcode.text import Words


def render(output: Output, words: Words, settings: Settings) -> bytes:
    """A file as the study's spreadsheet program opens it (`tables: csv:`)."""
    text = as_csv(output, settings.csv_delimiter)
    return text.encode("utf-8-sig" if settings.csv_bom else "utf-8", "surrogatepass")


def as_csv(output: Output, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(output.data.columns)
    writer.writerows([plain(value) for value in row] for row in output.data.rows)
    return out.getvalue()


def plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
