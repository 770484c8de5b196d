"""How wide the columns of a table are, on paper and on a terminal: so that it takes the least room."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import ceil

from qualcode.report.document import Table
from qualcode.report.renderers.ids import IN_ID

_STEPS = 40  # in which what is left is given out
_BOLD = 9 / 8  # times as wide
_INDENT = 2.4  # letters a level
_SAMPLE = 60  # rows that are looked at, evenly over the table
_SHARP = 4  # a row is as high as its highest cell: of lines to this power, the sum is nearly that cell's
# the widths of Times, in thousandths of its size (Adobe's metrics of Times-Roman); others are as wide as most of their kind
_TIMES = {sign: width for width, signs in (
    (250, ".,"), (278, "ijlt:;/"), (333, "frI-\u2011()"), (389, "sJ"), (444, "acez"), (500, "0123456789"),
    (556, "FPS"), (611, "ELTZ"), (667, "BCR"), (722, "w"), (778, "m"), (889, "M"), (944, "W"),
) for sign in signs}  # fmt: skip
_USUAL = 472  # a little less than what `letter` stands for, so that a word has room
_BREAK = re.compile(r"[ \n]|(?<=-)")


def column_widths(table: Table, total: int, letter: int = 1, padding: int = 0) -> list[int]:
    """The width of each column: what its cells need, no word broken while there is room elsewhere; where not all fit on
    one line, such that the rows are lowest together.

    `letter` is the width of a letter and `padding` what a cell needs beside its text, in the unit of `total`.
    """
    cells = _cells(table)
    least = _least(table, letter, padding)
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
    return sum(_least(table, letter, padding)) <= total


def lines_of(table: Table, total: int, letter: int = 1, padding: int = 0) -> float:
    """About how many lines the rows of a table take at this width; infinitely many where words would have to break."""
    cells = _cells(table)
    if sum(_least(table, letter, padding)) > total:
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


def _least(table: Table, letter: int, padding: int) -> list[int]:
    """What the longest word of each column needs. On paper a heading, and the name of a group, is bold and an eighth
    wider, and every line of a cell is as far in as its level says.
    """
    size, bold, indent = (_on_paper, _BOLD, _INDENT) if padding else (len, 1.0, 0.0)
    rows = [row for row in table.rows if not row.across]
    least = []
    for place, column in enumerate(table.columns):
        words = [_longest_word(column.heading, size) * bold]
        words += (
            _longest_word(row.cells[place], size) * (bold if row.group and place == 0 else 1)
            + (indent * row.level if place == 0 else 0)
            for row in rows
        )
        least.append(ceil(max(words) * letter) + padding)
    return least


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


def _longest_word(text: str, size: Callable[[str], float]) -> float:
    """The size of the longest word, as a line may break it: at a space or after a hyphen that is not an id's."""
    return max(map(size, _BREAK.split(IN_ID.sub("\u2011", text))))


@lru_cache(maxsize=100_000)
def _on_paper(word: str) -> float:
    """The width of a word in letters of usual width: `belemmerend` is wider than eleven of them, `willibald` narrower."""
    return sum(_TIMES.get(sign, 500 if sign.islower() else 722) for sign in word) / _USUAL
