"""Names in a codebook: ids are unique, and what names a code, question or criterion names one that exists.

The walk is over the document as typed, whatever else is wrong with it, so that one check tells every fault.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from qualcode.errors import did_you_mean
from qualcode.model.codebook import SPEAKERS
from qualcode.store.yaml.document import Document, Path
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key


Found = tuple[Path, dict[str, Any]]


def check_names(document: Document) -> None:
    """Add a Problem for every id that stands twice and every name of something that does not exist."""
    raw = document.value
    if not isinstance(raw, dict):
        return
    codes = list(_codes(raw, ()))
    for key in ("questions", "matrices", "themes", "topics", "typologies", "scales", "sets"):
        _unique(document, list(_items(raw, (), key)))
    _unique(document, codes)
    ids = [name for _, code in codes for name in _texts(code.get("id"))]
    older = [name for _, code in codes for name in _texts(code.get("was"))]
    questions = [name for _, question in _items(raw, (), "questions") for name in _texts(question.get("id"))]
    for path, code in codes:
        _known(document, (*path, "question"), "thing.question", _texts(code.get("question")), questions)
        _said(document, (*path, "said"), str(code.get("said", "")), str(raw.get("language", "nl")))
        if isinstance(retired := code.get("retired"), dict):
            _known(document, (*path, "retired", "into"), "thing.code", _texts(retired.get("into")), [*ids, *older])
    for key in ("themes", "topics"):
        for path, thing in _items(raw, (), key):
            _known(document, (*path, "codes"), "thing.code", _texts(thing.get("codes")), ids)
    themes = [
        name for _, theme in _items(raw, (), "themes") for key in ("id", "was") for name in _texts(theme.get(key))
    ]
    for path, theme in _items(raw, (), "themes"):
        for at, relation in _items(theme, path, "relations"):
            _known(document, (*at, "to"), "thing.theme", _texts(relation.get("to")), themes)
            if relation.get("to") in [*_texts(theme.get("id")), *_texts(theme.get("was"))]:
                document.fault((*at, "to"), Say("fault.relation_to_itself"), Say("hint.name_another_theme"))
        for name in theme.get("names", {}) if isinstance(theme.get("names"), dict) else ():
            _known(document, (*path, "names", name), "thing.question", [name], questions)
    for path, typology in _items(raw, (), "typologies"):
        _typology(document, path, typology, ids)


def _said(document: Document, path: Path, clause: str, language: str) -> None:
    """A clause is put behind one person and behind many, so that nothing in it may be one or many."""
    spoken = [word for word in re.findall(r"\w+", clause) if word.casefold() in SPEAKERS.get(language, ())]
    if spoken:
        told = Say("fault.said_one_or_many", word=spoken[0])
        document.fault(path, told, Say("hint.said_men"), "warning")


def _typology(document: Document, path: Path, typology: dict[str, Any], codes: list[str]) -> None:
    criteria = list(_items(typology, path, "criteria"))
    names = [name for _, criterion in criteria for name in _texts(criterion.get("id"))]
    for at, criterion in criteria:
        _known(document, (*at, "codes"), "thing.code", _texts(criterion.get("codes")), codes)
    for at, case_type in _items(typology, path, "types"):
        for name in case_type.get("values", {}) if isinstance(case_type.get("values"), dict) else ():
            _known(document, (*at, "values", name), "thing.criterion", [name], names)


def _codes(raw: dict[str, Any], at: Path) -> Iterator[Found]:
    for path, code in _items(raw, at, "codes"):
        yield path, code
        yield from _codes(code, path)


def _items(raw: dict[str, Any], at: Path, key: str) -> Iterator[Found]:
    """The groups of keys in the list `key`, with their paths."""
    value = raw.get(key)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (*at, key, index), item


def _texts(value: object) -> list[str]:
    """One text, or the texts in a list; anything else is a fault that is told elsewhere."""
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _unique(document: Document, found: list[Found]) -> None:
    """Ids are unique ignoring case, older ids (`was`) included."""
    seen: dict[str, Path] = {}
    for path, thing in found:
        own = _texts(thing.get("id"))
        for name in (*own, *_texts(thing.get("was"))):
            if name.casefold() in seen:
                before = document.lines.get(seen[name.casefold()], 1)
                told = Say("fault.id_twice" if name in own else "fault.older_id_twice", name=name, before=before)
                document.fault((*path, "id"), told, Say("hint.unique_ids"))
            seen.setdefault(name.casefold(), (*path, "id"))


def _known(document: Document, at: Path, what: "Key", names: Iterable[str], known: list[str]) -> None:
    for index, name in enumerate(names):
        if name not in known:
            place = (*at, index) if (*at, index) in document.lines else at
            document.fault(place, Say("fault.unknown", what=Say(what), name=name), did_you_mean(name, known))
