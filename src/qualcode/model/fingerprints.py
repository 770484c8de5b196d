"""Fingerprints of matrix cells: enough to see whether a cell has changed, too little to read it."""

import hashlib
from collections.abc import Iterable

EMPTY = "-"


def fingerprint(cell: str) -> str:
    """Eight hex digits; "-" for an empty cell. White space, capitals and the order of the lines say nothing."""
    lines = (" ".join(line.split()) for line in cell.casefold().split("\n"))
    text = "\n".join(sorted(filter(None, lines)))
    return hashlib.sha256(text.encode()).hexdigest()[:8] if text else EMPTY


def fingerprints(cells: Iterable[str]) -> str:
    """A row's cells, spaces between."""
    return " ".join(map(fingerprint, cells))
