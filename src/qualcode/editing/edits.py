"""Edits of a codebook that keep the trail: add, rename, merge, split, move, retire.

They work on the codebook as its file has it (nested groups of keys, every scalar a text), so that what is inherited
stays inherited and nothing is written that nobody said. Each takes the whole and returns a new whole. Old ids stay
resolvable: they go to `was`, and what names a code elsewhere (themes, topics, criteria) names it anew.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.model.fields import BY_KEY, INHERITED, keys_of
from qualcode.model.names import ID_RULE, is_id, short_slug
from qualcode.model.naming import meant

Raw = dict[str, Any]
KEYS = tuple(BY_KEY)
_JOINED = tuple(key for key in keys_of("list", "texts", "keywords") if BY_KEY[key].merges)


def codes_of(raw: Raw) -> Iterator[Raw]:
    """Every code of the codebook, or below a code, in order."""
    for code in raw.get("codes") or ():
        yield code
        yield from codes_of(code)


def find(raw: Raw, name: str) -> Raw:
    """The code with this id, or with it among its older ids."""
    known = {code["id"]: code for code in codes_of(raw)}
    older = {old: code for code in known.values() for old in _list(code.get("was"))}
    ids = {old: code["id"] for old, code in older.items()} | {own: own for own in known}
    names = {own: (str(code.get("name", "")),) for own, code in known.items()}
    above = {below["id"]: str(code.get("name", "")) for code in known.values() for below in code.get("codes") or ()}
    return known[meant("thing.code", name, ids, names, above)]


def parent_of(raw: Raw, code: Raw) -> Raw:
    """The code above, or the codebook itself."""
    return next((above for above in codes_of(raw) if any(below is code for below in above.get("codes") or ())), raw)


def chains(raw: Raw, above: tuple[Raw, ...] = ()) -> Iterator[tuple[str, tuple[Raw, ...]]]:
    """(id, the codes above it and itself, widest first) of every code, in one walk."""
    for code in raw.get("codes") or ():
        yield code["id"], (*above, code)
        yield from chains(code, (*above, code))


def effective(raw: Raw, code: Raw, key: str) -> str | list[str]:
    """The value of an inherited key: the code's own, else that of the nearest code above that has it."""
    while code is not raw:
        if key in code:
            value: str | list[str] = code[key]
            return value
        code = parent_of(raw, code)
    return ""


def put(code: Raw, key: str, value: object, keys: Sequence[str] = KEYS) -> None:
    """Set a key at its usual place, in the order of `keys`; an empty value takes it out."""
    if value in ("", [], {}, None):
        code.pop(key, None)
    elif key in code:
        code[key] = value
    else:
        order = {name: place for place, name in enumerate(keys)}
        items = list(code.items())
        at = next((i for i, (name, _) in enumerate(items) if order.get(name, 0) > order[key]), len(items))
        code.clear()
        code.update([*items[:at], (key, value), *items[at:]])


def new_id(raw: Raw, name: str, wanted: str = "", beside: str = "") -> str:
    """An id for a name: a slug of it that no code has or had; `wanted` is taken as it is, or refused."""
    taken = {old.casefold() for code in codes_of(raw) for old in (code["id"], *_list(code.get("was")))}
    if wanted:
        if not is_id(wanted):
            raise QualcodeError("error.no_code_id", id=wanted, rule=ID_RULE)
        if wanted.casefold() in taken:
            raise QualcodeError("error.code_id_is_taken", id=wanted)
        return wanted
    base = short_slug(name) or "code"
    longer = [base, *([f"{beside}-{base}"] if beside else []), *(f"{base}-{number}" for number in range(2, 10_000))]
    return next(one for one in longer if one.casefold() not in taken)


def _named(name: str) -> None:
    if not name.strip():
        raise QualcodeError("error.name_empty")
    if not name.isprintable():
        raise QualcodeError("error.name_unprintable")


def add(raw: Raw, code: Mapping[str, Any], parent: str = "") -> Raw:
    """A new code, last below its parent or last of all."""
    _named(code["name"])
    raw = copy.deepcopy(raw)
    _hang(find(raw, parent) if parent else raw, [dict(code)])
    return raw


def parking(raw: Raw, name: str) -> tuple[Raw, str]:
    """The codebook with a code of this name to hang codes below that have no place yet, and that code's id."""
    for code in raw.get("codes") or ():
        if code["name"].casefold() == name.casefold():
            return raw, code["id"]
    code = {"id": new_id(raw, name), "name": name, "origin": "inductive"}
    return add(raw, code), code["id"]


def rename(raw: Raw, name: str, new_name: str, wanted: str = "") -> Raw:
    """Another name, and an id made of it (or `wanted`); the id it had goes to `was`."""
    raw = copy.deepcopy(raw)
    code = find(raw, name)
    old = code["id"]
    own = [old, *_list(code.get("was"))]
    _named(new_name)
    if wanted in own or (not wanted and short_slug(new_name) in own):
        new = wanted or short_slug(new_name)
    else:
        new = new_id(raw, new_name, wanted)
    code["name"] = new_name
    if new != old:
        code["id"] = new
        put(code, "was", [one for one in dict.fromkeys([*_list(code.get("was")), old]) if one != new])
        _rename_everywhere(raw, {old: [new]})
    return raw


def merge(raw: Raw, names: Sequence[str], into: str) -> Raw:
    """Codes become one: their ids resolve to it, what they list joins its lists, codes below them go below it.

    Its own definition stays, and so does its question where it has one. It takes their places in the matrix along.
    """
    raw = copy.deepcopy(raw)
    target = find(raw, into)
    for name in names:
        code = find(raw, name)
        if code is target:
            raise QualcodeError("error.itself_name_two_codes", name=name, target=target["id"])
        if any(below is target for below in codes_of(code)):
            raise QualcodeError("error.below_the_other", target=target["id"], code=code["id"])
        question, rows = effective(raw, code, "question"), [target.get("row", ""), code.get("row", "")]
        if question and not effective(raw, target, "question"):
            put(target, "question", question)
        put(target, "row", ", ".join(filter(None, rows)))
        below = code.get("codes") or []
        for one in below:
            _keep_inherited(raw, one, target)
        _unhang(raw, code)
        _hang(target, below)
        for key in _JOINED:
            joined = [
                *_list(target.get(key)),
                *(one for one in _list(code.get(key)) if one not in _list(target.get(key))),
            ]
            if joined != _list(target.get(key)):
                put(target, key, joined[0] if len(joined) == 1 and BY_KEY[key].shape == "texts" else joined)
        for heading, text in (code.get("other") or {}).items():
            said = (target.get("other") or {}).get(heading, "").split("\n")
            lines = dict.fromkeys(filter(None, [*said, *text.split("\n")]))
            put(target, "other", {**(target.get("other") or {}), heading: "\n".join(lines)})
        put(target, "was", list(dict.fromkeys([*_list(target.get("was")), code["id"], *_list(code.get("was"))])))
        _rename_everywhere(raw, {code["id"]: [target["id"]]})
    return raw


def split(raw: Raw, name: str, new_names: Sequence[str], date: str, because: str) -> Raw:
    """New codes beside the old one, which is retired: its codings wait to be coded anew, and count until then."""
    for new_name in new_names:
        _named(new_name)
    if len(set(new_names)) < 2:
        raise QualcodeError("error.split_into_two")
    raw = copy.deepcopy(raw)
    code = find(raw, name)
    if "retired" in code:
        raise QualcodeError("error.retired_already", code=code["id"])
    home = parent_of(raw, code)
    made: list[Raw] = []
    at = [one is code for one in home["codes"]].index(True)
    for new_name in new_names:
        new: Raw = {"id": new_id(raw, new_name), "name": new_name}
        for key in ("question", "kind", "source", "origin"):
            if key in code:
                new[key] = copy.deepcopy(code[key])
        made.append(new)
        home["codes"].insert(at + len(made), new)
    into = [new["id"] for new in made]
    put(code, "retired", {"date": date, "because": because, "into": into})
    _rename_everywhere(raw, {code["id"]: [code["id"], *into]})
    return raw


def move(raw: Raw, name: str, parent: str = "") -> Raw:
    """Below another parent, or to the top. The question, kind and source it has stay; one it lacks is the new parent's."""
    raw = copy.deepcopy(raw)
    code = find(raw, name)
    home = find(raw, parent) if parent else raw
    if home is code or any(below is home for below in codes_of(code)):
        raise QualcodeError("error.below_itself", code=code["id"])
    if parent_of(raw, code) is home:
        raise QualcodeError("error.is_there_already", code=code["id"])
    _keep_inherited(raw, code, home)
    _unhang(raw, code)
    _hang(home, [code])
    return raw


def retire(raw: Raw, name: str, date: str, because: str) -> Raw:
    """No longer offered, still counted."""
    raw = copy.deepcopy(raw)
    code = find(raw, name)
    if "retired" in code:
        raise QualcodeError("error.retired_already", code=code["id"])
    put(code, "retired", {"date": date, "because": because})
    return raw


def _keep_inherited(raw: Raw, code: Raw, home: Raw) -> None:
    """Write out what a code inherits now and would inherit otherwise below `home`."""
    for key in INHERITED:
        now, then = effective(raw, code, key), effective(raw, home, key)
        if key not in code and now != then:
            put(code, key, now or ("neutral" if key == "kind" else ""))


def _hang(home: Raw, codes: Sequence[Raw]) -> None:
    if codes:
        home["codes"] = [*(home.get("codes") or []), *codes]


def _unhang(raw: Raw, code: Raw) -> None:
    home = parent_of(raw, code)
    home["codes"] = [one for one in home["codes"] if one is not code]
    if not home["codes"] and home is not raw:
        del home["codes"]


def _rename_everywhere(raw: Raw, names: Mapping[str, Sequence[str]]) -> None:
    """What names a code (themes, topics, criteria) names those that stand for it now."""

    def renamed(record: Raw) -> None:
        if codes := record.get("codes"):
            record["codes"] = list(dict.fromkeys(new for one in codes for new in names.get(one, [one])))

    _each_user(raw, renamed)


def _each_user(raw: Raw, act: Callable[[Raw], None]) -> None:
    for key in ("themes", "topics"):
        for record in raw.get(key) or ():
            act(record)
    for typology in raw.get("typologies") or ():
        for criterion in typology.get("criteria") or ():
            act(criterion)


def _list(value: object) -> list[Any]:
    """One value, or the values of a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def take_keywords(raw: Raw, chosen: Mapping[str, Sequence[Any]], *, accept: bool) -> Raw:
    """Proposed keywords, by code, become keywords (`accept`), or are dropped."""
    raw = copy.deepcopy(raw)
    for name, keywords in chosen.items():
        code = find(raw, name)
        proposed = _list(code.get("keywords_proposed"))
        if accept:
            known = _list(code.get("keywords"))
            put(code, "keywords", [*known, *(one for one in keywords if one not in known)])
        put(code, "keywords_proposed", [one for one in proposed if one not in keywords])
    return raw
