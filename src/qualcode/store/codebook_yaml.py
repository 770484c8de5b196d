"""codebook.yaml -> Codebook, with every fault by line."""

from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.errors import FaultyInput, Invalid, Problem, QualcodeError, by_place
from qualcode.model.codebook import (
    CaseType,
    Code,
    Codebook,
    Criterion,
    Item,
    ItemSet,
    Matrix,
    Question,
    Relation,
    Scale,
    Theme,
    Topic,
    Typology,
)
from qualcode.model.fields import BY_KEY, INHERITED, keys_of
from qualcode.model.keyword.keyword import Keyword, parse_keyword
from qualcode.store.codebook_names import check_names
from qualcode.store.schema import CODEBOOK, validate
from qualcode.store.yaml.document import Document, Path, read_yaml
from qualcode.text import Say, Several

_LISTS = keys_of("list", "texts", "ids")
_KEYWORDS = keys_of("keywords")
_READ_APART = {*_KEYWORDS, *keys_of("codes", "added", "retired")}


def read_codebook(text: str, name: str = "codebook.yaml") -> tuple[Codebook, list[Problem]]:
    """The codebook and all its faults; where there is an error the codebook is empty."""
    document = read_yaml(text, name)
    if document.value is not None or not document.problems:
        validate(document, CODEBOOK)
        check_names(document)
    if _wrong(document):
        return Codebook(), by_place(document.problems)
    codebook = _codebook(document)
    return Codebook() if _wrong(document) else codebook, by_place(document.problems)


def _wrong(document: Document) -> bool:
    return any(problem.severity == "error" for problem in document.problems)


def sound_codebook(text: str, name: str = "codebook.yaml") -> Codebook:
    """The codebook, for those who need it right. Raises FaultyInput with every error."""
    codebook, problems = read_codebook(text, name)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise FaultyInput(errors)
    return codebook


def possible_codebook(text: str) -> Codebook:
    """The codebook of a text that is not written yet: its faults are told without lines, since nobody has them."""
    codebook, problems = read_codebook(text)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        faults = [Say("problem.hinted", what=one.what, hint=one.hint) if one.hint else one.what for one in errors]
        raise QualcodeError("error.codebook_would_be_wrong", faults=Several(tuple(faults)))
    return codebook


def _codebook(document: Document) -> Codebook:
    raw: dict[str, Any] = document.value if isinstance(document.value, dict) else {}
    codes: list[Code] = []
    _collect(document, raw["codes"], ("codes",), {}, codes)
    return Codebook(
        title=raw.get("title", ""),
        language=raw.get("language", ""),
        version=raw.get("version", ""),
        source=raw.get("source", ""),
        questions=tuple(Question(**item) for item in raw.get("questions", [])),
        matrices=tuple(Matrix(**_tupled(item, "columns")) for item in raw.get("matrices", [])),
        codes=tuple(codes),
        themes=tuple(map(_theme, raw.get("themes", []))),
        topics=tuple(Topic(**_tupled(item, "codes")) for item in raw.get("topics", [])),
        typologies=tuple(_typology(item) for item in raw.get("typologies", [])),
        scales=tuple(Scale(**item) for item in raw.get("scales", [])),
        sets=tuple(_item_set(item) for item in raw.get("sets", [])),
    )


def _theme(raw: Mapping[str, Any]) -> Theme:
    relations = tuple(Relation(one["to"], one["as"]) for one in raw.get("relations", []))
    return Theme(**{**_tupled(raw, "codes", "was"), "relations": relations})


def _collect(
    document: Document,
    raw_codes: Iterable[Mapping[str, Any]],
    at: Path,
    inherited: Mapping[str, Any],
    codes: list[Code],
) -> None:
    for index, raw in enumerate(raw_codes):
        here = (*at, index)
        values = {
            **inherited,
            **{BY_KEY[key].name: value for key, value in raw.items() if key not in _READ_APART},
        }
        passed_on = {key: values[key] for key in INHERITED if key in values}
        for key in _KEYWORDS:
            values[BY_KEY[key].name] = _keywords(document, raw.get(key, []), (*here, key))
        retired, added = raw.get("retired", {}), raw.get("added", {})
        values["retired"], values["split_into"] = retired.get("because", ""), tuple(retired.get("into", ()))
        values["added"], values["fragment"] = added.get("date", ""), added.get("fragment", "")
        codes.append(Code(**_tupled(values, *_LISTS)))
        _collect(document, raw.get("codes", []), (*here, "codes"), passed_on | {"parent": raw["id"]}, codes)


def _keywords(document: Document, raw: Iterable[object], at: Path) -> tuple[Keyword, ...]:
    keywords = []
    for index, item in enumerate(raw):
        try:
            keyword = parse_keyword(item)
        except Invalid as error:
            document.fault((*at, index), error)
            continue
        keywords.append(keyword)
    return tuple(keywords)


def _tupled(raw: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """`raw` with the values of `keys` as tuples; a single text is a tuple of one."""
    values = dict(raw)
    for key in keys:
        if key in values:
            values[key] = (values[key],) if isinstance(values[key], str) else tuple(values[key])
    return values


def _typology(raw: Mapping[str, Any]) -> Typology:
    criteria = tuple(Criterion(**_tupled(item, "codes")) for item in raw.get("criteria", []))
    types = tuple(CaseType(**item) for item in raw.get("types", []))
    return Typology(raw["id"], raw["name"], raw.get("attribute", ""), criteria, types)


def _item_set(raw: Mapping[str, Any]) -> ItemSet:
    items = tuple(Item(**item) for item in raw.get("items", []))
    return ItemSet(raw["id"], raw["name"], tuple(raw.get("columns", [])), items)
