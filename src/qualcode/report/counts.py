"""What count tables share in print: indents, a column a group, notes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.analysis.references import Targets
from qualcode.analysis.study import Counted
from qualcode.analysis.tables import Share
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook
from qualcode.report.notes import count_notes, small_cells, split_groups, warnings
from qualcode.report.tree import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.view import View
from qualcode.text import Words, capital


def depth(codebook: Codebook, code: str, targets: Targets) -> int:
    """How many of a code's parents are rows too."""
    return sum(above in targets for above in codebook.ancestors(code)) - 1


def folded(view: View, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The printed rows of a tree of codes, a parent with one row below it and the same figures as one: `Trust: openness`."""
    kept: list[Row] = []
    for row in reversed(rows):
        below = next((at for at, one in enumerate(reversed(kept)) if one.level <= row.level), len(kept))
        if below == 1 and not row.group and kept[-1].cells[1:] == row.cells[1:]:
            name = f"{row.cells[0]}: {_behind_colon(view, kept.pop().cells[0])}"
            row = replace(row, cells=(name, *row.cells[1:]))
        kept.append(row)
    return tuple(reversed(kept))


def _behind_colon(view: View, name: str) -> str:
    """A name with a small first letter, but where its first word is an abbreviation or a name itself."""
    first = re.match(r"\w*", name)
    word = first[0] if first else ""
    return name if word[1:] != word[1:].lower() or word in view.names else name[:1].lower() + name[1:]


def shown_value(value: str, words: Words) -> str:
    return words("missing") if value == MISSING else value


def share_columns(values: Sequence[str]) -> tuple[str, ...]:
    """The keys of what `share_values` gives: per value three, and behind those of all what was read."""
    counted = (f"{key}_{value}" for value in values for key in ("references", "cases", "of_cases"))
    return (*counted, *(f"read_cases_{value}" for value in values))


def share_values(shares: Mapping[str, Share]) -> tuple[Value, ...]:
    """Per group: references, cases, N; then of how many cases each was read in full."""
    counted = (value for share in shares.values() for value in (share.references, share.cases, share.cases.of))
    return (*counted, *(share.cases.read for share in shares.values()))


def share_headings(counted: Counted, by: str, values: Sequence[str], words: Words) -> list[Column]:
    sizes = counted.cases[by].value_counts()
    headings = (words("group_heading", value=capital(shown_value(value, words)), n=sizes[value]) for value in values)
    return [Column(heading, 2, True) for heading in headings]


def share_cells(shares: Mapping[str, Share], words: Words) -> list[str]:
    """Per group `3 van 4 (7)`: cases of all its cases, and references; a dash alone for a zero that nobody knows."""
    return [
        f"{words.n_of(share.cases)} ({words.figure(share.references)})".replace(" ", "\u00a0")
        if share.cases.known or share.references.known
        else words.figure(share.cases)
        for share in shares.values()
    ]


def count_output(
    view: View,
    counted: Counted,
    data: Data,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    by: str | None,
    extra: Sequence[str] = (),
) -> Output:
    """A count table under its title, with the notes that its numbers need."""
    words = view.words
    notes = count_notes(view, counted, dashes=data.has_dashes)
    if by:
        notes = [words("note.cell"), words("note.overlap"), *notes]
    table = Table(title, tuple(columns), tuple(rows), (*view.only, *extra, *notes))
    by_ = [by] if by else []
    alerts = warnings(counted.facts) + small_cells(counted, by_) + split_groups(counted, by_)
    return Output(data, Report(title, (table,), view.project.changed), alerts)
