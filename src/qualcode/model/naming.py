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
    if not same and part and len(wanted) >= _PART:
        has = re.compile(
            rf"(?<!\d){re.escape(wanted)}(?!\d)" if wanted[0].isdigit() or wanted[-1].isdigit() else re.escape(wanted)
        )
        same = [
            of for of in names if any(has.search(one) for one in (*called[of], folded(of)))
        ]  # P-3 is no part of P-30
    found = list(dict.fromkeys(same))
    if len(found) == 1:
        return found[0]
    if found:
        told = [f"{of} ({', '.join(filter(None, [(above or {}).get(of, ''), *names.get(of, ())]))})" for of in found]
        raise UnknownName("error.several_named", what=Say(what), word=quoted(typed), named=told)
    every = [name for own in names.values() for name in own if name]
    if not nearest(typed, ids) and (near := nearest(typed, every)):
        raise unknown(what, typed, [near])
    raise unknown(what, typed, names or ids)


def folded(name: str) -> str:
    """A name whatever its capitals, with hyphens, underscores and spaces alike."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
