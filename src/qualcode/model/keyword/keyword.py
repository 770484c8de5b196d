"""What to look for: the keyword language of the codebook, parsed and checked, matched in `suggest`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qualcode.errors import Invalid
from qualcode.model.keyword.pattern import parse_pattern, show_token, tag_attributes
from qualcode.model.names import is_number
from qualcode.text import Say

LAYERS = ("exact", "lemma", "separable", "stem", "compound", "wildcard", "pattern")  # strongest first
FORMS = Say("hint.keyword_forms")


@dataclass(frozen=True)
class Phrase:
    """A word or a phrase; a word may begin or end with `*`. `layers` empty: those of the study."""

    text: str
    layers: tuple[str, ...] = ()
    unless: "tuple[Keyword, ...]" = ()  # `not` in the file, here and below


@dataclass(frozen=True)
class Group:
    """Several keywords in one sentence: `any` of them, `all` of them, or all `near` one another within so many tokens."""

    mode: str  # any | all | near
    parts: "tuple[Phrase | Group, ...]"
    within: int = 0
    unless: "tuple[Keyword, ...]" = ()


@dataclass(frozen=True)
class Pattern:
    """A spaCy token pattern, with numbers and truths as spaCy wants them."""

    tokens: tuple[Mapping[str, object], ...]
    unless: "tuple[Keyword, ...]" = ()


Keyword = Phrase | Group | Pattern


def parse_keyword(raw: object) -> Keyword:
    """A keyword as the codebook writes it. Raises ValueError, saying what is allowed."""
    if isinstance(raw, str):
        return _words(raw)
    if not isinstance(raw, Mapping):
        raise Invalid("fault.keyword_is", forms=FORMS)
    bare = {key: value for key, value in raw.items() if key != "not"}
    keyword = _mapping(bare)
    return replace(keyword, unless=_unless(raw["not"])) if "not" in raw else keyword


def _mapping(raw: Mapping[object, object]) -> Keyword:
    keys = set(raw)
    if keys == {"exact"}:
        return _words(raw["exact"], ("exact",))
    if keys == {"word", "layers"}:
        return _words(raw["word"], _layers(raw["layers"]))
    if keys == {"word"}:
        return _words(raw["word"])
    if keys == {"pattern"}:
        return Pattern(parse_pattern(raw["pattern"]))
    for mode in ("any", "all", "near"):
        if mode in keys and keys <= {mode, "within"} and (mode == "near") == ("within" in keys):
            return Group(mode, _parts(mode, raw[mode]), _within(raw.get("within")))
    raise Invalid("fault.keyword_is", forms=FORMS)


def _unless(raw: object) -> tuple[Keyword, ...]:
    if not isinstance(raw, list) or not raw:
        raise Invalid("fault.not_is_list")
    return tuple(parse_keyword(item) for item in raw)


def show_keyword(keyword: Keyword) -> str:
    """The keyword as people read it in tables."""
    shown = _show(keyword)
    return f"{shown} (not: {', '.join(map(show_keyword, keyword.unless))})" if keyword.unless else shown


def _show(keyword: Keyword) -> str:
    match keyword:
        case Phrase(text, ("exact",)):
            return f"={text}"
        case Phrase(text, ()):
            return text
        case Phrase(text, layers):
            return f"{text} ({', '.join(layers)})"
        case Group("near", parts, within):
            return f"near {within}: " + " + ".join(show_keyword(part) for part in parts)
        case Group(mode, parts):
            return f"{mode}: " + (" + " if mode == "all" else " / ").join(show_keyword(part) for part in parts)
        case Pattern(tokens):
            return "pattern: " + " ".join(map(show_token, tokens))


def write_keyword(keyword: Keyword) -> object:
    """The keyword as a codebook writes it: what `parse_keyword` reads back to the same keyword."""
    raw = _written(keyword)
    if not keyword.unless:
        return raw
    longer = raw if isinstance(raw, dict) else {"word": raw}
    return {**longer, "not": [write_keyword(item) for item in keyword.unless]}


def _written(keyword: Keyword) -> object:
    match keyword:
        case Phrase(text, ()):
            return text
        case Phrase(text, ("exact",)):
            return {"exact": text}
        case Phrase(text, layers):
            return {"word": text, "layers": list(layers)}
        case Group(mode, parts, within):
            return {mode: [write_keyword(part) for part in parts]} | ({"within": within} if mode == "near" else {})
        case Pattern(tokens):
            return {"pattern": [dict(token) for token in tokens]}


def _words(raw: object, layers: tuple[str, ...] = ()) -> Phrase:
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    if not text.strip("* "):
        raise Invalid("fault.keyword_without_letter")
    for word in text.split():
        if not any(character.isalnum() for character in word):
            raise Invalid("fault.part_without_letter", text=text, word=word)
        if "*" in word.strip("*"):
            raise Invalid("fault.star_inside_word", text=text)
        if "*" in word and sum(character.isalnum() for character in word) < 2:
            raise Invalid("fault.star_with_one_letter", text=text)
    if layers and not set(layers) - {"wildcard", "pattern"} and "*" not in text:
        raise Invalid("fault.layer_without_star", text=text)
    return Phrase(text, layers)


def _layers(raw: object) -> tuple[str, ...]:
    layers = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, list) else ()
    wrong = [layer for layer in layers if layer not in LAYERS]
    if wrong or not layers:
        raise Invalid("fault.layers", layers=", ".join(LAYERS))
    return layers


def _parts(mode: str, raw: object) -> tuple[Phrase | Group, ...]:
    if not isinstance(raw, list) or len(raw) < 2:
        raise Invalid("fault.group_of_two", mode=mode)
    parts = tuple(parse_keyword(part) for part in raw)
    if any(isinstance(part, Pattern) or part.unless for part in parts):
        raise Invalid("fault.inside_a_group")
    return tuple(part for part in parts if not isinstance(part, Pattern))


def _within(raw: object) -> int:
    if raw is None:
        return 0
    if not is_number(str(raw)) or int(str(raw)) < 1:
        raise Invalid("fault.within_is_number")
    return int(str(raw))


def uses_tags(pattern: Pattern) -> bool:
    """Does the pattern ask for what only a tagger knows?"""
    return any(tag_attributes(token) for token in pattern.tokens)
