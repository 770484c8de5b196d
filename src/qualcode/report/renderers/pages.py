"""Which parts share pages, in formats that have pages."""

from collections.abc import Sequence

from qualcode.report.tree import Contents, Cover, Heading, Part, Table

_UPRIGHT = 125  # characters of ten points on the 16 cm of an upright page, wrapping once or twice
_WRAPPED = 40  # a cell longer than this wraps anyhow


def blocks(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts that share pages: a block begins at the cover, the contents, and every heading of the first level."""
    found: list[list[Part]] = []
    for part in parts:
        opens = isinstance(part, (Cover, Contents)) or (isinstance(part, Heading) and part.level == 1)
        if opens or not found:
            found.append([])
        found[-1].append(part)
    return found


def is_wide(parts: Sequence[Part]) -> bool:
    """Whether a table among them needs the page on its side: its longest cells, none counted above 40, want more room."""
    return any(isinstance(part, Table) and _room(part) > _UPRIGHT for part in parts)


def _room(table: Table) -> int:
    """The characters that a line of the table would like to have; a heading may wrap between its words."""
    cells = zip(*(row.cells for row in table.rows if not row.across), strict=True)
    longest = [max(map(len, texts), default=0) for texts in cells] or [0] * len(table.columns)
    headings = [max(map(len, column.heading.split()), default=0) for column in table.columns]
    return sum(min(max(one), _WRAPPED) for one in zip(longest, headings, strict=True))
