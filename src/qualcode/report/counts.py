"""What count tables share in print: indents, a column a group, notes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.analysis.counted import Counted, Share
from qualcode.analysis.references import Targets
from qualcode.model.case import MISSING
from qualcode.model.codebook import Codebook
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.report.notes import count_notes, small_cells, split_groups, warnings
from qualcode.report.view import View
from qualcode.text import Words, capital


def depth(codebook: Codebook, code: str, targets: Targets) -> int:
    """How many of a code's parents are rows too."""
    return sum(above in targets for above in codebook.ancestors(code)) - 1


def folded(view: View, counted: Counted, rows: Sequence[Row], codes: Sequence[str]) -> tuple[Row, ...]:
    """The printed rows of a tree of codes, a parent with one code below it and the same figures as one: `Trust: openness`.

    `codes`: the code of each row, empty for another. A parent that was applied itself keeps its row.
    """
    kept: list[tuple[Row, str]] = []
    for row, code in zip(reversed(rows), reversed(codes), strict=True):
        below, child = kept[-1] if kept else (row, "")
        holds = bool(code) and code not in counted.applied and _is_parent_of_one(view, code, child)
        if holds and below.cells[1:] == row.cells[1:] and _joins(row.cells[0], below.cells[0]):
            kept.pop()
            row = replace(row, cells=(f"{row.cells[0]}: {_behind_colon(view, below.cells[0])}", *row.cells[1:]))
        kept.append((row, code))
    return tuple(row for row, _ in reversed(kept))


def _is_parent_of_one(view: View, code: str, child: str) -> bool:
    """Whether a code has one below it, which is this."""
    return [one.id for one in view.codebook.codes if one.parent == code] == [child]


def _joins(parent: str, child: str) -> bool:
    return parent[-1:].isalnum() and not parent.endswith(child)


def _behind_colon(view: View, name: str) -> str:
    """A name with a small first letter, but where its first word is an abbreviation or a name itself."""
    first, small = re.match(r"[^\W\d_]{2,}(?=[\s:]|$)", name), name[:1].lower()
    if not first or first[0][1:] != first[0][1:].lower() or first[0] in view.names or len(small) > 1:
        return name
    return small + name[1:]


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
    sizes = counted.sizes(by)
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
