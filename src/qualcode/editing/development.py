"""What became of the codes and themes between two versions of a codebook, in the terms of the method."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qualcode.model.codebook import Code, Codebook, Theme
from qualcode.model.keyword.keyword import show_keyword


@dataclass(frozen=True)
class Change:
    """One change of one code. `code` is its id now (its last id, where it is gone); before and after are for people."""

    kind: str
    code: str
    name: str
    before: str = ""
    after: str = ""
    ids: tuple[str, ...] = ()  # all ids involved, old and new


def changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    """Every change, in the order of the new codebook; what is gone comes last.

    A code of the old codebook is the code of the new one that has its id, or has it among its older ids. Where several
    old codes are one new code, that one which has the id still is the code itself and the others were merged into it.
    """
    itself, merged = _pairs(old, new)
    parts = {new.current.get(part, part): code for code in new.codes for part in code.split_into}
    for code in new.codes:
        before = itself.get(code.id)
        if before is None:
            whole = parts.get(code.id)
            if whole is None or not {whole.id, *whole.was} & old.current.keys():
                yield Change("added", code.id, code.name, "", code.definition, (code.id,))
        else:
            yield from _of_one(old, new, before, code)
        for gone in merged.get(code.id, ()):
            yield Change("merged", code.id, code.name, gone.name, code.name, (gone.id, code.id))
    for code in old.codes:
        if code.id not in new.current:
            yield Change("removed", code.id, code.name, code.definition, "", (code.id,))


def _pairs(old: Codebook, new: Codebook) -> tuple[dict[str, Code], dict[str, list[Code]]]:
    """(new id -> the old code it is, new id -> the old codes that went up in it)."""
    itself: dict[str, Code] = {code.id: code for code in old.codes if code.id in new.by_id}
    merged: dict[str, list[Code]] = {}
    for code in old.codes:
        now = new.current.get(code.id)
        if now is None or now == code.id:
            continue
        if now in itself:
            merged.setdefault(now, []).append(code)
        else:
            itself[now] = code
    return itself, merged


def _of_one(old: Codebook, new: Codebook, before: Code, after: Code) -> Iterator[Change]:
    ids = tuple(dict.fromkeys((before.id, after.id)))

    def change(kind: str, was: str, now: str, more: tuple[str, ...] = ()) -> Change:
        return Change(kind, after.id, after.name, was, now, (*ids, *more))

    if before.name != after.name:
        yield change("renamed", before.name, after.name)
    elif before.id != after.id:
        yield change("renamed", before.id, after.id)
    if new.current.get(before.parent, before.parent) != after.parent:
        yield change("moved", _name(old, before.parent), _name(new, after.parent))
    if before.definition_hash != after.definition_hash:
        yield change("redefined", rules(before), rules(after))
    if (before.kind, before.question) != (after.kind, after.question):
        was, now = (", ".join(filter(None, (code.kind, code.question))) for code in (before, after))
        yield change("reclassified", was, now)
    if after.split_into and not before.split_into:
        yield change(
            "split",
            after.name,
            "; ".join(dict.fromkeys(_name(new, part) for part in after.split_into)),
            after.split_into,
        )
    elif after.retired and not before.retired:
        yield change("retired", "", after.retired)
    lost, won = _keywords(before) - _keywords(after), _keywords(after) - _keywords(before)
    if lost or won:
        yield change("keywords", "; ".join(sorted(lost)), "; ".join(sorted(won)))


def _name(codebook: Codebook, code: str) -> str:
    return codebook.by_id[codebook.current[code]].name if code in codebook.current else code


def _keywords(code: Code) -> set[str]:
    return set(map(show_keyword, code.keywords))


def rules(code: Code) -> str:
    """The definition with its rules: what it is, + when to use it, − when not."""
    return told_rules(code.definition, code.include, code.exclude)


def told_rules(definition: str, include: str, exclude: str) -> str:
    parts = (("", definition), ("+ ", include), ("− ", exclude))
    return "\n".join(f"{mark}{text}" for mark, text in parts if text)


def theme_changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    """Every change of a theme, in the order of the new codebook; themes that are gone come last.

    Codes that came along with a merge, or left with a split, are told there and not once more as codes in or out.
    """
    now = {theme.id: theme for theme in new.themes}
    itself = {new.current_theme[theme.id]: theme for theme in reversed(old.themes) if theme.id in new.current_theme}
    itself |= {theme.id: theme for theme in old.themes if theme.id in now}
    merged = [theme for theme in old.themes if itself.get(new.current_theme.get(theme.id, "")) not in (None, theme)]
    wholes = {theme.id: _whole(old, new, theme) for theme in new.themes if theme.id not in itself}
    for theme in new.themes:
        names = _names(new, theme.codes)
        if theme.id in itself:
            came = {code for gone in merged if new.current_theme[gone.id] == theme.id for code in gone.codes}
            left = {code for part, whole in wholes.items() if whole is itself[theme.id] for code in now[part].codes}
            yield from _of_theme(old, new, itself[theme.id], theme, {*map(new.current.get, came), *left})
        elif whole := wholes[theme.id]:
            yield Change("theme_split", theme.id, theme.name, whole.name, names, (whole.id, theme.id))
        else:
            yield Change("theme_added", theme.id, theme.name, "", names, (theme.id,))
    for theme in merged:
        into = now[new.current_theme[theme.id]]
        yield Change("theme_merged", into.id, into.name, theme.name, into.name, (theme.id, into.id))
    for theme in old.themes:
        if theme.id not in new.current_theme:
            yield Change("theme_dropped", theme.id, theme.name, _names(old, theme.codes), "", (theme.id,))


def _whole(old: Codebook, new: Codebook, theme: Theme) -> Theme | None:
    """The old theme that lost the codes of a new one; None where there is none."""
    return next((before for before in old.themes if _split_off(new, before, theme)), None)


def _split_off(new: Codebook, before: Theme, theme: Theme) -> bool:
    now = next((one for one in new.themes if one.id == new.current_theme.get(before.id)), None)
    lost = {new.current.get(code, code) for code in before.codes} - set(now.codes if now else ())
    return bool(theme.codes) and now is not None and set(theme.codes) <= lost


def _of_theme(
    old: Codebook, new: Codebook, before: Theme, after: Theme, told: Collection[str | None]
) -> Iterator[Change]:
    """The changes of a theme that stayed; `told` are codes whose coming or going is told elsewhere."""
    ids = tuple(dict.fromkeys((before.id, after.id)))
    if before.name != after.name:
        yield Change("theme_renamed", after.id, after.name, before.name, after.name, ids)
    for question, name in after.names.items():
        if before.names.get(question) != name:
            yield Change("theme_renamed", after.id, after.name, before.names.get(question, after.name), name, ids)
    had = [new.current.get(code, code) for code in before.codes]
    if won := [code for code in after.codes if code not in had and code not in told]:
        yield Change("codes_in", after.id, after.name, "", _names(new, won), ids)
    if lost := [code for code in had if code not in after.codes and code not in told]:
        yield Change("codes_out", after.id, after.name, _names(new, lost), "", ids)
    for key in ("statement", "boundary", "status"):
        if getattr(before, key) != getattr(after, key):
            yield Change(f"theme_{key}", after.id, after.name, getattr(before, key), getattr(after, key), ids)
    was, now = _related(old, new, before), _related(new, new, after)
    if was != now:
        yield Change("theme_related", after.id, after.name, "; ".join(was), "; ".join(now), ids)


def _related(then: Codebook, now: Codebook, theme: Theme) -> list[str]:
    """What a theme does to others, each as `versterkt Naleving`: by the names of now, of those that are gone by their own."""
    old, new = ({one.id: one.name for one in book.themes} for book in (then, now))
    told = []
    for one in theme.relations:
        known = then.current_theme.get(one.to, one.to)
        to = now.current_theme.get(known)
        if to != now.current_theme.get(theme.id):  # what went up in the theme itself is no relation of it
            told.append(f"{one.label} {new[to] if to else old.get(known, known)}")
    return told


def _names(codebook: Codebook, codes: Iterable[str]) -> str:
    return "; ".join(_name(codebook, code) for code in codes)
