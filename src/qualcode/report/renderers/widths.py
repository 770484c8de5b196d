"""How wide the columns of a table are, on paper and on a terminal."""

from qualcode.report.tree import Table


def column_widths(table: Table, total: int, letter: int = 1, padding: int = 0) -> list[int]:
    """The width of each column: its share, but never so little that a word breaks while there is room elsewhere.

    `letter` is the width of a letter and `padding` what a cell needs beside its text, in the unit of `total`.
    """
    cells = list(zip(*(row.cells for row in table.rows if not row.across), strict=True)) or [()] * len(table.columns)
    indent = max((row.level for row in table.rows), default=0) * 2
    least = []
    for place, (column, texts) in enumerate(zip(table.columns, cells, strict=True)):
        letters = max(map(_longest, (column.heading, *texts)))
        least.append((letters + (indent if place == 0 else 0)) * letter + padding)
    shares = [column.share for column in table.columns]
    wanted = [max(total * share // sum(shares), room) for share, room in zip(shares, least, strict=True)]
    spare = [want - room for want, room in zip(wanted, least, strict=True)]
    excess = sum(wanted) - total
    if excess > 0 and sum(spare) >= excess:
        return [want - -(-excess * extra // sum(spare)) for want, extra in zip(wanted, spare, strict=True)]
    while excess > 0 and sum(least) > total and max(least) > letter:
        least[least.index(max(least))] -= letter  # where not every word fits, the longest words break
    return least if excess > 0 else wanted


def _longest(text: str) -> int:
    """The letters of the longest word, as a line may break it: at a space or after a hyphen."""
    words = text.replace("\n", " ").replace("-", "- ").split(" ")
    return max(map(len, words))
