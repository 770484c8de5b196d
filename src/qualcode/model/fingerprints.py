"""Fingerprints: enough to see whether a text has changed, too little to read it."""

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


def form_hash(form: str) -> str:
    """What an approval is bound to: 12 hex digits of the sha256 of the printed form, white space aside."""
    return hashlib.sha256(" ".join(form.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
