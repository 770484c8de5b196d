"""What a child does that is given little room on its disk."""

from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.events.event import CodeApplied
from qualcode.store.layout import Study
from qualcode.store.lines import append_lines
from qualcode.store.transaction import append as append_events


def append(path: str) -> str:
    """Append one line; "" or why not."""
    try:
        append_lines(Path(path), [{"id": "0123456789ab", "what": "a line of some length, with é and a number", "n": 7}])
    except QualcodeError as error:
        return str(error)
    return ""


def apply(root: str) -> str:
    """Append a coding; its id, or why not."""
    try:
        (new,) = append_events(Study(Path(root)), "jan", "T", CodeApplied(start=0, end=1, code="a", quote="x"))
        return new.id
    except QualcodeError as error:
        return str(error)
