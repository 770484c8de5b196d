"""Which parts share pages, in formats that have pages."""

from collections.abc import Sequence

from qualcode.report.tree import Contents, Cover, Heading, Part, Table

_WIDE = 4  # more columns than this turn the page


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
    """Whether a table among them needs the page on its side."""
    return any(isinstance(part, Table) and len(part.columns) > _WIDE for part in parts)
