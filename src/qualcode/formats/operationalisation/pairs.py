"""Which row of a changed matrix is which row of the matrix as it was read before."""

from collections.abc import Mapping, Sequence

from qualcode.editing.edits import Raw, chains
from qualcode.formats.operationalisation.codebook import same
from qualcode.formats.operationalisation.headers import KEYWORDS, LEVELS, roles_of
from qualcode.model.fingerprints import EMPTY

Key = tuple[str, str]  # (role, "") or ("level", number) or ("other", heading)
_SIMILAR = 0.5  # of the other cells: a row in which the name changed


def rows_then(raw: Raw) -> dict[str, dict[Key, str]]:
    """row -> the fingerprints of its cells, by what the column is."""
    found: dict[str, dict[Key, str]] = {}
    for matrix in raw.get("matrices") or ():
        columns = matrix.get("columns", [])
        roles = roles_of(columns, matrix.get("roles"))
        levels = sorted((LEVELS.index(role), i) for i, role in enumerate(roles) if role in LEVELS)
        numbers = {i: str(number) for number, (_, i) in enumerate(levels)}
        keys = [
            ("level", numbers[i]) if i in numbers else (role, "") if role not in ("", KEYWORDS) else ("other", heading)
            for i, (heading, role) in enumerate(zip(columns, roles, strict=True))
        ]
        for row, cells in (matrix.get("cells") or {}).items():
            found[row] = dict(zip(keys, cells.split(), strict=False))
    return found


def pair(then: Mapping[str, Mapping[Key, str]], now: Mapping[str, Mapping[Key, str]]) -> dict[str, str]:
    """row now -> row then: by the names and the question, by the names, else by the rest of the cells."""
    pairs: dict[str, str] = {}

    def levels(cells: Mapping[Key, str]) -> tuple[str, ...]:
        return tuple(cells[key] for key in filled(cells))

    def names_and_more(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")), cells.get(("indicator", "")))

    def names_and_question(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")))

    def own_and_more(cells: Mapping[Key, str]) -> tuple[object, ...]:
        """Its own name, whatever stands above it now."""
        return (levels(cells)[-1:], cells.get(("indicator", "")), cells.get(("interview_question", "")))

    for key in (names_and_more, names_and_question, levels, own_and_more):
        free: dict[object, list[str]] = {}
        taken = set(pairs.values())
        for row, cells in then.items():
            if row not in taken:
                free.setdefault(key(cells), []).append(row)
        for row, cells in now.items():
            if row not in pairs and free.get(key(cells)):
                pairs[row] = free[key(cells)].pop(0)
    for row, cells in now.items():
        if row in pairs:
            continue
        taken = set(pairs.values())
        left = [old for old in then if old not in taken and len(filled(then[old])) == len(filled(cells))]
        best = max(left, key=lambda old: _likeness(then[old], cells), default=None)
        if best and _likeness(then[best], cells) >= _SIMILAR:
            pairs[row] = best
    apart_then, apart_now = _by_indicator(then), _by_indicator(now)
    return {row: old for row, old in pairs.items() if (row in apart_now) == (old in apart_then)}


def filled(cells: Mapping[Key, str]) -> list[Key]:
    """The columns that name codes and say something, widest first."""
    return sorted(key for key in cells if key[0] == "level" and cells[key] != EMPTY)


def _by_indicator(rows: Mapping[str, Mapping[Key, str]]) -> set[str]:
    """The rows whose codes are their indicators, since several rows name the same."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for row, cells in rows.items():
        groups.setdefault((*(cells[key] for key in filled(cells)), cells.get(("question", ""))), []).append(row)
    found: set[str] = set()
    for group in groups.values():
        indicators = [rows[row].get(("indicator", ""), EMPTY) for row in group]
        if len(group) > 1 and EMPTY not in indicators and len(set(indicators)) == len(group):
            found.update(group)
    return found


def _likeness(then: Mapping[Key, str], now: Mapping[Key, str]) -> float:
    """The share of the filled cells beside the question that are the same."""
    keys = [key for key in then.keys() | now.keys() if key[0] != "question"]
    said = [key for key in keys if then.get(key, EMPTY) != EMPTY or now.get(key, EMPTY) != EMPTY]
    return sum(then.get(key) == now.get(key) for key in said) / len(said) if said else 0.0


def pair_by_name(
    raw: Raw, old_rows: Mapping[str, Sequence[Raw]], fresh: Raw, new_rows: Mapping[str, Sequence[Raw]]
) -> dict[str, str]:
    """For a codebook without fingerprints: by the names of the code and of those above it."""
    was, now = _folded(raw), _folded(fresh)
    old = {was[code["id"]]: row for row, codes in old_rows.items() for code in codes}
    return {row: old[now[code["id"]]] for row, codes in new_rows.items() for code in codes if now[code["id"]] in old}


def _folded(raw: Raw) -> dict[str, tuple[str, ...]]:
    """id -> the names from the top down to the code's own, folded."""
    return {name: tuple(same(code["name"]) for code in chain) for name, chain in chains(raw)}
