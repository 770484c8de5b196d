"""What was found of a thesis: its quotations, the numbers in its text, the key quotes that it does not use."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.report.document import Column, Data, Output, Report, Row, Table
from qualcode.report.view import View

COLUMNS = ("what", "quote", "status", "transcript", "turn", "respondent", "stated", "found", "difference")
WRONG = (
    "not-found",
    "other-respondent",
    "changed",
    "not-approved",
    "differs",
)  # what a thesis should not be handed in with


@dataclass(frozen=True)
class Finding:
    """One thing that was held against the study.

    `place`: the paragraph of the file, with where in its text it stands; `words`: what stands there, as it is.
    """

    what: str  # quote | count | caption | key-quote
    status: str
    quote: str = ""
    transcript: str = ""
    turn: int | None = None
    respondent: str = ""
    stated: str = ""
    found: str = ""
    difference: str = ""
    place: tuple[int, int, int] | None = None
    words: str = ""


def verification_table(view: View, findings: Iterable[Finding]) -> Output:
    """One row for each, in the order of the thesis; the key quotes that are not used stand behind."""
    findings = list(findings)
    rows = tuple(tuple(getattr(one, name) for name in COLUMNS) for one in findings)
    words = view.words
    shown = (("status", 2), ("quote", 7), ("stated", 2), ("found", 6))
    printed = []
    for one in findings:
        place = f"{one.transcript}, {one.turn}" if one.transcript and one.turn else one.transcript
        told = " ".join(filter(None, (one.difference or one.found, f"({place})" if place else "")))
        printed.append(Row((words.of("verify", one.status), one.quote or one.stated, one.stated, told)))
    columns = tuple(Column(words.heading(name), share) for name, share in shown)
    table = Table(words("verify.title"), columns, tuple(printed))
    return Output(Data("verify", COLUMNS, rows), Report(table.title, (table,), view.project.changed))
