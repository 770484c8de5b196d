"""How wide the columns of a table are, on paper and on a terminal: so that it takes the least room."""

import re
from collections.abc import Sequence
from math import ceil

from qualcode.report.renderers.ids import IN_ID
from qualcode.report.tree import Table

_STEPS = 40  # in which what is left is given out
_SAMPLE = 60  # rows that are looked at, evenly over the table
_SHARP = 4  # a row is as high as its highest cell: of lines to this power, the sum is nearly that cell's
_BREAK = re.compile(r"[ \n]|(?<=-)")


def column_widths(table: Table, total: int, letter: int = 1, padding: int = 0) -> list[int]:
    """The width of each column: what its cells need, no word broken while there is room elsewhere; where not all fit on
    one line, such that the rows are lowest together.

    `letter` is the width of a letter and `padding` what a cell needs beside its text, in the unit of `total`.
    """
    cells = _cells(table)
    least = _least(cells, letter, padding)
    if sum(least) >= total:
        return _broken(least, total, letter)
    most = [
        max(max(map(_longest_line, texts)) * letter + padding, room) for texts, room in zip(cells, least, strict=True)
    ]
    if sum(most) <= total:
        return _stretched(most, [column.share for column in table.columns], total)
    widths, step = list(least), max(1, (total - sum(least)) // _STEPS)
    lengths = [[_length(text) * letter for text in _sample(texts)] for texts in cells]
    while (left := total - sum(widths)) > 0:
        more = min(step, left)
        rooms = [max(width - padding, 1) for width in widths]
        sums = [
            sum((one / room) ** _SHARP for one, room in zip(row, rooms, strict=True))
            for row in zip(*lengths, strict=True)
        ]
        gains = {
            place: _gain(sums, lengths[place], rooms[place], rooms[place] + more)
            for place in range(len(widths))
            if widths[place] < most[place]
        }
        widths[max(gains, key=gains.__getitem__)] += more
    return widths


def _gain(sums: Sequence[float], lengths: Sequence[int], now: int, then: int) -> float:
    """How much lower the rows become together where a column has room `then` in place of `now`. `sums`: of a row's cells,
    their lines to the power."""
    pairs = (
        (whole, whole - (one / now) ** _SHARP + (one / then) ** _SHARP)
        for whole, one in zip(sums, lengths, strict=True)
    )
    return sum(float(before ** (1 / _SHARP) - max(after, 0.0) ** (1 / _SHARP)) for before, after in pairs)


def fits(table: Table, total: int, letter: int = 1, padding: int = 0) -> bool:
    """Whether no word has to break."""
    return sum(_least(_cells(table), letter, padding)) <= total


def lines_of(table: Table, total: int, letter: int = 1, padding: int = 0) -> float:
    """About how many lines the rows of a table take at this width; infinitely many where words would have to break."""
    cells = _cells(table)
    if sum(_least(cells, letter, padding)) > total:
        return float("inf")
    widths = column_widths(table, total, letter, padding)
    high = [
        [-(-_length(text) * letter // (width - padding)) for text in texts]
        for texts, width in zip(cells, widths, strict=True)
    ]
    return float(sum(map(max, zip(*high, strict=True))))


def _cells(table: Table) -> list[list[str]]:
    """The texts of each column, its heading first, an indent as spaces; rows that run across are no column's."""
    rows = [row for row in table.rows if not row.across]
    return [
        [column.heading, *(f"{'  ' * row.level * (place == 0)}{row.cells[place]}" for row in rows)]
        for place, column in enumerate(table.columns)
    ]


def _least(cells: Sequence[Sequence[str]], letter: int, padding: int) -> list[int]:
    """What the longest word of each column needs; on paper a heading is bold, and an eighth wider."""
    bold = 9 if padding else 8
    words = ((_longest_word(head) * bold / 8, *map(_longest_word, texts)) for head, *texts in cells)
    return [ceil(max(lengths) * letter) + padding for lengths in words]


def _stretched(most: Sequence[int], shares: Sequence[int], total: int) -> list[int]:
    """What all lines need, and of what is left a part to each by its share; the last has the remainder."""
    left = total - sum(most)
    given = [left * share // sum(shares) for share in shares]
    given[-1] += left - sum(given)
    return [width + more for width, more in zip(most, given, strict=True)]


def _broken(least: list[int], total: int, letter: int) -> list[int]:
    """Where not every word fits, the longest words break."""
    while sum(least) > total and max(least) > letter:
        least[least.index(max(least))] -= letter
    return least


def _sample(texts: Sequence[str]) -> list[str]:
    step = max(1, len(texts) // _SAMPLE)
    return [texts[0], *texts[1::step]]


def _length(text: str) -> int:
    """The letters of a text, a line of its own counted as half a line of forty at least."""
    return sum(max(len(line), 20) for line in text.split("\n")) if "\n" in text else len(text)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _longest_word(text: str) -> int:
    """The letters of the longest word, as a line may break it: at a space or after a hyphen that is not an id's."""
    return max(map(len, _BREAK.split(IN_ID.sub("\u2011", text))))
