"""What a person means by a name: of a code, a theme, a question or a transcript.

The exact id first; then the id or the name whatever its capitals, with hyphens and spaces alike; then, where nothing is
written by it, a part of a name that only one has. What is mistyped is never taken.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from qualcode.errors import UnknownName, nearest, quoted, unknown
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_PART = 3  # letters: fewer are no part of a name


def meant(
    what: "Key",
    typed: str,
    ids: Mapping[str, str],
    names: Mapping[str, Iterable[str]],
    above: Mapping[str, str] | None = None,
    part: bool = False,
) -> str:
    """The id of the thing that is meant.

    `ids`: every id that a thing has or had -> the one it has now; `names`: id -> what it is called; `above`: id -> what it
    stands below, to tell two of one name apart; `part`: whether a part of a name is enough.
    Raises UnknownName: with the nearest name, or with all that may be meant.
    """
    if typed in ids:
        return ids[typed]
    wanted = folded(typed)
    called = {of: {folded(name) for name in own} for of, own in names.items()}
    same = [of for of in names if wanted in called[of] or wanted == folded(of)]
    same += [now for old, now in ids.items() if old not in names and folded(old) == wanted]
    parts = _having(wanted, called) if not same and len(wanted) >= _PART else []
    found = list(dict.fromkeys(same or (parts if part else [])))
    if len(found) == 1:
        return found[0]
    if found:
        told = [f"{of} ({', '.join(filter(None, [(above or {}).get(of, ''), *names.get(of, ())]))})" for of in found]
        raise UnknownName("error.several_named", what=Say(what), word=quoted(typed), named=told)
    if len(parts) == 1:
        (one,) = parts
        name = next(iter(names[one]), "") or one
        error = UnknownName(
            "error.unknown.near", what=Say(what), word=quoted(typed), hint=Say("hint.did_you_mean", name=name)
        )
        error.instead = typed, one
        raise error
    every = [name for own in names.values() for name in own if name]
    if not nearest(typed, ids) and (near := nearest(typed, every)):
        raise unknown(what, typed, [near])
    raise unknown(what, typed, names or ids)


def _having(wanted: str, called: Mapping[str, set[str]]) -> list[str]:
    """The ids of what has this in its id or in a name; P-3 is no part of P-30."""
    part = re.escape(wanted)
    has = re.compile(rf"(?<!\d){part}(?!\d)" if wanted[0].isdigit() or wanted[-1].isdigit() else part)
    return [of for of, own in called.items() if any(has.search(one) for one in (*own, folded(of)))]


def folded(name: str) -> str:
    """A name whatever its capitals, with hyphens, underscores and spaces alike."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
