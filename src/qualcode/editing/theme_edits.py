"""Edits of themes: add, rename, merge, split, drop, put codes in or out, describe.

Like the edits of codes they take the codebook as its file has it and return a new whole. A theme that gets another id,
or goes up in another theme, leaves its id in `was`, so that memos about it are still found.
"""

import copy
from collections.abc import Sequence
from typing import Any

from qualcode.editing import edits
from qualcode.editing.edits import Raw
from qualcode.errors import QualcodeError, unknown
from qualcode.model.codebook import STATUSES
from qualcode.model.names import ID_RULE, is_id, short_slug
from qualcode.model.naming import meant
from qualcode.text import Say

LONGEST_RELATION = 60  # letters of what a theme does to another: it stands beside an arrow
KEYS = ("id", "set", "name", "names", "was", "statement", "boundary", "status", "relations", "codes")


def find(raw: Raw, name: str) -> Raw:
    """The theme with this id, or with it among its older ids."""
    known = {theme["id"]: theme for theme in raw.get("themes") or ()}
    older = {old: theme for theme in known.values() for old in theme.get("was") or ()}
    ids = {old: str(theme["id"]) for old, theme in older.items()} | {own: own for own in known}
    names = {own: (str(theme.get("name", "")),) for own, theme in known.items()}
    theme: Raw = known[meant("thing.theme", name, ids, names)]
    return theme


def add(raw: Raw, name: str, wanted: str = "", set_: str = "", statement: str = "", codes: Sequence[str] = ()) -> Raw:
    """A candidate theme, last of all."""
    raw = copy.deepcopy(raw)
    raw["themes"] = [*(raw.get("themes") or []), _new(raw, name, wanted, set_, statement, codes)]
    return raw


def _new(raw: Raw, name: str, wanted: str, set_: str, statement: str, codes: Sequence[str]) -> Raw:
    theme: Raw = {"id": _new_id(raw, name, wanted)}
    if set_ and not is_id(set_):
        raise QualcodeError("error.no_set_name", name=set_, rule=ID_RULE)
    values = {"set": set_, "name": name, "statement": statement, "status": "candidate", "codes": _ids(raw, codes)}
    for key, value in values.items():
        _put(theme, key, value)
    return theme


def rename(raw: Raw, name: str, new_name: str, wanted: str = "", question: str = "") -> Raw:
    """Another name and id; with `question`, the name that the theme has there alone."""
    raw = copy.deepcopy(raw)
    theme = find(raw, name)
    _named(new_name)
    if question and wanted:
        raise QualcodeError("error.question_has_no_id")
    if question:
        known = [one["id"] for one in raw.get("questions") or ()]
        if question not in known:
            raise unknown("thing.question", question, known)
        _put(theme, "names", {**(theme.get("names") or {}), question: new_name})
        return raw
    old, theme["name"] = theme["id"], new_name
    new = wanted or short_slug(new_name)
    own = [old, *(theme.get("was") or ())]
    new = new if new in own else _new_id(raw, new_name, wanted)
    if new != old:
        theme["id"] = new
        _redirect(raw, old, new)
        _put(theme, "was", [one for one in dict.fromkeys([*(theme.get("was") or ()), old]) if one != new])
    return raw


def merge(raw: Raw, names: Sequence[str], into: str) -> Raw:
    """Themes become one: their codes and ids join those of `into`, whose statement and boundary stay."""
    raw = copy.deepcopy(raw)
    target = find(raw, into)
    for name in names:
        theme = find(raw, name)
        if theme is target:
            raise QualcodeError("error.itself_name_two_themes", name=name, target=target["id"])
        if theme.get("set", "") != target.get("set", ""):
            raise QualcodeError("error.themes_of_two_sets", theme=theme["id"], target=target["id"])
        _put(target, "codes", list(dict.fromkeys([*(target.get("codes") or ()), *(theme.get("codes") or ())])))
        _put(target, "was", list(dict.fromkeys([*(target.get("was") or ()), theme["id"], *(theme.get("was") or ())])))
        raw["themes"] = [one for one in raw["themes"] if one is not theme]
        _put(target, "relations", [*(target.get("relations") or ()), *(theme.get("relations") or ())])
        _redirect(raw, theme["id"], target["id"])
    return raw


def split(raw: Raw, name: str, new_name: str, codes: Sequence[str], wanted: str = "") -> Raw:
    """Codes of a theme go to a new theme right behind it."""
    raw = copy.deepcopy(raw)
    theme = find(raw, name)
    leaving = _ids(raw, codes)
    own = theme.get("codes") or []
    for code in leaving:
        if code not in own:
            raise unknown(Say("thing.code_in_theme", theme=theme["id"]), code, own)
    if not leaving or set(leaving) == set(own):
        raise QualcodeError("error.split_some")
    new = _new(raw, new_name, wanted, theme.get("set", ""), "", leaving)
    _put(theme, "codes", [code for code in own if code not in leaving])
    at = next(place for place, one in enumerate(raw["themes"]) if one is theme)
    raw["themes"].insert(at + 1, new)
    return raw


def drop(raw: Raw, name: str) -> Raw:
    """The theme goes, and what others do to it; its codes stay."""
    raw = copy.deepcopy(raw)
    theme = find(raw, name)
    raw["themes"] = [one for one in raw["themes"] if one is not theme]
    gone = {theme["id"], *(theme.get("was") or ())}
    for one in raw["themes"]:
        _put(one, "relations", [relation for relation in one.get("relations") or () if relation["to"] not in gone])
    if not raw["themes"]:
        del raw["themes"]
    return raw


def put(raw: Raw, codes: Sequence[str], name: str, *, out: bool = False) -> Raw:
    """Codes into a theme, or out of it. A code may be in several themes."""
    raw = copy.deepcopy(raw)
    theme, named = find(raw, name), _ids(raw, codes)
    own = theme.get("codes") or []
    if out:
        for code in named:
            if code not in own:
                raise unknown(Say("thing.code_in_theme", theme=theme["id"]), code, own)
        _put(theme, "codes", [code for code in own if code not in named])
    else:
        _put(theme, "codes", list(dict.fromkeys([*own, *named])))
    return raw


def relate(raw: Raw, name: str, other: str, label: str) -> Raw:
    """What a theme does to another, in a word (`versterkt`); said anew it is that, and an empty word takes it out."""
    raw = copy.deepcopy(raw)
    theme, target = find(raw, name), find(raw, other)
    if theme is target:
        raise QualcodeError("error.itself_name_two_themes", name=name, target=target["id"])
    if theme.get("set", "") != target.get("set", ""):
        raise QualcodeError("error.no_map_has_both", theme=theme["id"], target=target["id"])
    if not label.isprintable() or len(label) > LONGEST_RELATION:
        raise QualcodeError("error.relation_too_long", most=LONGEST_RELATION)
    own = [relation for relation in theme.get("relations") or () if find(raw, relation["to"]) is not target]
    if label.strip():
        own.append({"to": target["id"], "as": " ".join(label.split())})
    elif len(own) == len(theme.get("relations") or ()):
        raise QualcodeError("error.no_relation", theme=theme["id"], target=target["id"])
    _put(theme, "relations", own)
    return raw


def _redirect(raw: Raw, old: str, new: str) -> None:
    """Relations to a theme follow it; one that would be to the theme itself goes, and one that it had already."""
    for theme in raw["themes"]:
        kept = []
        for relation in theme.get("relations") or ():
            moved = {**relation, "to": new if relation["to"] == old else find(raw, relation["to"])["id"]}
            if moved["to"] != theme["id"] and moved not in kept:
                kept.append(moved)
        _put(theme, "relations", kept)


def describe(raw: Raw, name: str, key: str, text: str) -> Raw:
    """The statement, boundary or status of a theme; an empty text takes it out."""
    if key == "status" and text not in STATUSES:
        raise unknown("thing.status", text, STATUSES)
    raw = copy.deepcopy(raw)
    _put(find(raw, name), key, text)
    return raw


def _new_id(raw: Raw, name: str, wanted: str) -> str:
    _named(name)
    taken = {old.casefold() for theme in raw.get("themes") or () for old in (theme["id"], *(theme.get("was") or ()))}
    if wanted:
        if not is_id(wanted):
            raise QualcodeError("error.no_theme_id", id=wanted, rule=ID_RULE)
        if wanted.casefold() in taken:
            raise QualcodeError("error.theme_id_is_taken", id=wanted)
        return wanted
    base = short_slug(name) or "theme"
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if one.casefold() not in taken)


def _named(name: str) -> None:
    if not name.strip():
        raise QualcodeError("error.name_empty")
    if not name.isprintable():
        raise QualcodeError("error.name_unprintable")


def _ids(raw: Raw, codes: Sequence[str]) -> list[str]:
    """The present ids of codes."""
    return list(dict.fromkeys(edits.find(raw, code)["id"] for code in codes))


def _put(theme: Raw, key: str, value: Any) -> None:
    edits.put(theme, key, value, KEYS)
