"""A name of several words that was typed without quotes: the command as it should have been typed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.model.naming import folded
from qualcode.usecases.completing import THINGS, offered


def in_quotes(arguments: Sequence[str], root: Path | None) -> list[str] | None:
    """The arguments with words made one that are together a name in the study, or the condition behind --where; None where
    there are none such. `root`: what -C names, else the study is looked for upwards."""
    names = {folded(one) for thing in THINGS for pair in offered(thing, root) for one in pair if one}
    for start, end in _runs(arguments):
        for stop in range(end, start + 1, -1):
            joined = " ".join(arguments[start:stop])
            is_condition = arguments[start - 1] == "--where" and stop == end
            if is_condition or folded(joined) in names:
                return [*arguments[:start], joined, *arguments[stop:]]
    return None


def _runs(arguments: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where two or more words stand together behind an option."""
    for start, one in enumerate(arguments):
        if start and arguments[start - 1].startswith("-") and not one.startswith("-"):
            end = next((n for n in range(start, len(arguments)) if arguments[n].startswith("-")), len(arguments))
            if end - start > 1:
                yield start, end
