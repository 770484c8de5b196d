"""Which parts share pages, in formats that have pages."""

from collections.abc import Sequence
from math import isinf

from qualcode.report.document import Contents, Cover, Heading, Part, Table
from qualcode.report.renderers.widths import lines_of

Size = tuple[int, int]  # letters a line and lines a page, ten points
UPRIGHT, SIDE = (84, 52), (130, 33)  # A4, upright and on its side
_PADDING = 1  # letters beside the text of a cell
_WORTH = 1.25  # times as many pages upright, from which a page is turned


def blocks(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts that share pages: a block begins at the cover, the contents, and every heading of the first level."""
    found: list[list[Part]] = []
    for part in parts:
        opens = isinstance(part, (Cover, Contents)) or (isinstance(part, Heading) and part.level == 1)
        if opens or not found:
            found.append([])
        found[-1].append(part)
    return found


def is_wide(parts: Sequence[Part], upright: Size = UPRIGHT, side: Size = SIDE) -> bool:
    """Whether a table among them needs the page on its side: its words do not fit, or it would take many more pages."""
    return any(isinstance(part, Table) and _is_wide(part, upright, side) for part in parts)


def _is_wide(table: Table, *sizes: Size) -> bool:
    upright, side = (lines_of(table, letters, 1, _PADDING) / lines for letters, lines in sizes)
    return isinf(upright) or upright > _WORTH * side
