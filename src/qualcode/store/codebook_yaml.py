"""codebook.yaml -> Codebook, with every fault by line."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.errors import Problem, did_you_mean
from qualcode.model.codebook import (
    CaseType,
    Code,
    Codebook,
    Criterion,
    Item,
    ItemSet,
    Question,
    Scale,
    Theme,
    Topic,
    Typology,
)
from qualcode.model.keyword import Keyword, Pattern, parse_keyword
from qualcode.store.plain_yaml import Document, Path, read_yaml
from qualcode.store.schema import CODEBOOK, validate

_INHERITED = ("question", "kind", "source")
_LISTS = ("examples", "indicator", "interview_question", "source", "was")


def read_codebook(text: str, name: str = "codebook.yaml") -> tuple[Codebook, list[Problem]]:
    """The codebook and all its faults; where there is an error the codebook is empty."""
    document = read_yaml(text, name)
    if document.value is not None or not document.problems:
        validate(document, CODEBOOK)
    if document.problems:
        return Codebook(), sorted(document.problems)
    codebook = _codebook(document)
    if any(problem.severity == "error" for problem in document.problems):
        codebook = Codebook()
    return codebook, sorted(document.problems)


def _codebook(document: Document) -> Codebook:
    raw: dict[str, Any] = document.value if isinstance(document.value, dict) else {}
    codes: list[Code] = []
    paths: list[Path] = []
    _collect(document, raw["codes"], ("codes",), {}, codes, paths)
    codebook = Codebook(
        title=raw.get("title", ""),
        language=raw.get("language", ""),
        version=raw.get("version", ""),
        source=raw.get("source", ""),
        questions=tuple(Question(**item) for item in raw.get("questions", [])),
        codes=tuple(codes),
        themes=tuple(Theme(**_tupled(item, "codes")) for item in raw.get("themes", [])),
        topics=tuple(Topic(**_tupled(item, "codes")) for item in raw.get("topics", [])),
        typologies=tuple(_typology(item) for item in raw.get("typologies", [])),
        scales=tuple(Scale(**item) for item in raw.get("scales", [])),
        sets=tuple(_item_set(item) for item in raw.get("sets", [])),
    )
    _check_ids(document, codebook, paths)
    _check_references(document, codebook, paths)
    return codebook


def _collect(
    document: Document,
    raw_codes: Iterable[Mapping[str, Any]],
    at: Path,
    inherited: Mapping[str, Any],
    codes: list[Code],
    paths: list[Path],
) -> None:
    for index, raw in enumerate(raw_codes):
        here = (*at, index)
        values = {**inherited, **{key: value for key, value in raw.items() if key not in ("codes", "not", "retired")}}
        passed_on = {key: values[key] for key in _INHERITED if key in values}
        for key in ("keywords", "keywords_proposed"):
            values[key] = _keywords(document, raw.get(key, []), (*here, key))
        values["unless"] = _keywords(document, raw.get("not", []), (*here, "not"))
        values["retired"] = raw.get("retired", {}).get("because", "")
        codes.append(Code(**_tupled(values, *_LISTS)))
        paths.append(here)
        _collect(document, raw.get("codes", []), (*here, "codes"), passed_on | {"parent": raw["id"]}, codes, paths)


def _keywords(document: Document, raw: Iterable[object], at: Path) -> tuple[Keyword, ...]:
    keywords = []
    for index, item in enumerate(raw):
        try:
            keyword = parse_keyword(item)
        except ValueError as error:
            document.fault((*at, index), str(error))
            continue
        if isinstance(keyword, Pattern):
            document.fault((*at, index), "a pattern finds nothing yet", "use words, near or all", "warning")
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


def _check_ids(document: Document, codebook: Codebook, paths: list[Path]) -> None:
    """Ids are unique, ignoring case: those of codes with their older ids, those of each other list."""
    seen: dict[str, str] = {}
    for code, path in zip(codebook.codes, paths, strict=True):
        for name in (code.id, *code.was):
            if name.casefold() in seen:
                what = "stands twice" if name == code.id else f"is an older id of {code.id} and in use elsewhere"
                document.fault(
                    (*path, "id"), f"the code {name!r} {what}", "ids are unique in the whole tree, ignoring case"
                )
            seen[name.casefold()] = code.id
    for key in ("questions", "themes", "topics", "typologies", "scales", "sets"):
        things = getattr(codebook, key)
        counts = Counter(thing.id.casefold() for thing in things)
        for index, thing in enumerate(things):
            if counts[thing.id.casefold()] > 1:
                document.fault((key, index, "id"), f"the id {thing.id!r} stands more than once in {key}")


def _check_references(document: Document, codebook: Codebook, paths: list[Path]) -> None:
    questions = [question.id for question in codebook.questions]
    for code, path in zip(codebook.codes, paths, strict=True):
        if code.question and code.question not in questions:
            document.fault(
                (*path, "question"), f"there is no question {code.question!r}", did_you_mean(code.question, questions)
            )
    for index, topic in enumerate(codebook.topics):
        _check_codes(document, codebook, topic.codes, ("topics", index, "codes"))
    for index, theme in enumerate(codebook.themes):
        _check_codes(document, codebook, theme.codes, ("themes", index, "codes"))
        for question in theme.names:
            if question not in questions:
                document.fault(
                    ("themes", index, "names", question),
                    f"there is no question {question!r}",
                    did_you_mean(question, questions),
                )
    for index, typology in enumerate(codebook.typologies):
        criteria = [criterion.id for criterion in typology.criteria]
        for number, criterion in enumerate(typology.criteria):
            _check_codes(document, codebook, criterion.codes, ("typologies", index, "criteria", number, "codes"))
        for number, case_type in enumerate(typology.types):
            for name in case_type.values:
                if name not in criteria:
                    at: Path = ("typologies", index, "types", number, "values", name)
                    document.fault(at, f"there is no criterion {name!r}", did_you_mean(name, criteria))


def _check_codes(document: Document, codebook: Codebook, codes: Iterable[str], at: Path) -> None:
    for index, code in enumerate(codes):
        if code not in codebook.by_id:
            document.fault((*at, index), f"there is no code {code!r}", did_you_mean(code, codebook.by_id))
