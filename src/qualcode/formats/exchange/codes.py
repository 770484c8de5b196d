"""A codebook on its way in or out: a code is a path of names with a description and a colour, whatever the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.text import Say


class Exchanged(NamedTuple):
    """One code: the names from the top down to its own, what it means, `#rrggbb` or "", and other keys of a code."""

    path: tuple[str, ...]
    description: str = ""
    color: str = ""
    more: tuple[tuple[str, str], ...] = ()  # (key, text): include, exclude, examples, keywords, …
    repeats: bool = False  # it goes on with a row before, or is of a group that stands in many rows


class ExchangedSet(NamedTuple):
    """A set of codes, as REFI-QDA has them: its name, what is said of it, and the paths of its codes."""

    name: str
    description: str
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FoundCodes:
    """What a file has; `told` is what was read otherwise than it stands, or not at all."""

    codes: list[Exchanged]
    sets: tuple[ExchangedSet, ...] = ()
    told: tuple[Say, ...] = ()


def with_parents(codes: Iterable[Exchanged]) -> tuple[list[Exchanged], list[Say]]:
    """Each path once, and every path above it before it; of one that stands twice nothing is lost, and it is told."""
    found: dict[tuple[str, ...], Exchanged] = {}
    own: set[tuple[str, ...]] = set()
    told: list[Say] = []
    for code in codes:
        for length in range(1, len(code.path)):
            found.setdefault(code.path[:length], Exchanged(code.path[:length]))
        known = found.get(code.path)
        found[code.path] = _joined(known, code) if known else code._replace(repeats=False)
        if code.path in own and not code.repeats:
            told.append(Say("mind.put_together", code=" > ".join(code.path)))
        own.add(code.path)
    return list(found.values()), told


def _joined(one: Exchanged, other: Exchanged) -> Exchanged:
    more: dict[str, str] = {}
    for key, text in (*one.more, *other.more):
        more[key] = _both(more.get(key, ""), text)
    return Exchanged(one.path, _both(one.description, other.description), one.color or other.color, tuple(more.items()))


def _both(one: str, other: str) -> str:
    lines = dict.fromkeys(line for text in (one, other) for line in text.split("\n") if line)
    return "\n".join(lines)
