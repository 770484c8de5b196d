"""Token patterns: what spaCy's Matcher takes, as far as our tokens know it (https://spacy.io/api/matcher).

Checked here, so that a codebook is read, and its faults are told, without spaCy.
"""

import re
from collections.abc import Callable, Mapping

from qualcode.model.names import is_number

Token = Mapping[str, object]

_TEXTS = ("ORTH", "TEXT", "LOWER", "LEMMA", "SHAPE")
_TAGS = ("POS", "TAG")
_TRUTHS = (
    "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL",
)  # fmt: skip
_COMPARED = ("==", "!=", ">=", "<=", ">", "<")
_OPERATOR = re.compile(r"[!?+*]|\{(\d*)(?:,(\d*))?\}")
_NESTED = re.compile(r"[*+}]\)[*+{]")
_MOST_REPEATS = 2
ATTRIBUTES = (*_TEXTS, *_TAGS, "LENGTH", *_TRUTHS, "OP")


def parse_pattern(raw: object) -> tuple[Token, ...]:
    """A pattern as the codebook writes it (all scalars are texts there). Raises ValueError, saying what is allowed."""
    if not isinstance(raw, list) or not raw or not all(isinstance(token, Mapping) for token in raw):
        raise ValueError(
            "{pattern: […]} needs a list of one or more tokens, as spaCy's Matcher takes them: [{LEMMA: vertrouwen}]"
        )
    tokens = tuple(_token(token) for token in raw)
    if sum(map(_repeats, tokens)) > _MOST_REPEATS:
        raise ValueError(f"at most {_MOST_REPEATS} tokens of a pattern may repeat; more take time without end")
    if all(_optional(token) for token in tokens):
        raise ValueError("every token of this pattern may be left out, so it would match nothing everywhere")
    return tokens


def show_token(token: Token) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in token.items()) + "}"


def tag_attributes(token: Token) -> bool:
    return any(attribute in _TAGS for attribute in token)


def _token(raw: Mapping[str, object]) -> Token:
    if len({str(key).upper() for key in raw}) < len(raw):
        raise ValueError("a token of a pattern has one value for each of its keys")
    return {_name(key): _value(_name(key), value) for key, value in raw.items()}


def _name(key: object) -> str:
    name = str(key).upper()
    if name not in ATTRIBUTES:
        raise ValueError(f"a token of a pattern cannot have {key!r} (one of: {', '.join(ATTRIBUTES)})")
    return name


def _value(name: str, value: object) -> object:
    if name == "OP":
        return _operator(value)
    if name == "LENGTH":
        return _predicates(value, _COMPARED, _number) if isinstance(value, Mapping) else _number(value)
    if name in _TRUTHS:
        if str(value) not in ("true", "false"):
            raise ValueError(f"{name} is true or false")
        return str(value) == "true"
    ignore_case = {"LOWER": str.lower, "LEMMA": str.casefold}.get(name, str)

    def text(raw: object) -> str:
        return ignore_case(_text(raw))

    if not isinstance(value, Mapping):
        return text(value)
    return _predicates(value, ("REGEX", "IN", "NOT_IN"), lambda raw: list(map(text, _list(raw))))


def _predicates(raw: Mapping[object, object], allowed: tuple[str, ...], value: Callable[..., object]) -> object:
    wrong = [str(key) for key in raw if str(key) not in allowed]
    if wrong or not raw:
        raise ValueError(
            f"a token of a pattern compares with {', '.join(allowed)}, not {', '.join(wrong) or 'nothing'}"
        )
    if "REGEX" in raw:
        _check_regex(raw["REGEX"])
    return {str(key): item if key == "REGEX" else value(item) for key, item in raw.items()}


def _check_regex(raw: object) -> None:
    try:
        re.compile(_text(raw))
    except re.error as error:
        raise ValueError(f"REGEX is no regular expression: {error}") from None
    if _NESTED.search(str(raw)):
        raise ValueError("REGEX repeats a repetition, as in (a+)+, which may take time without end")


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise ValueError("a token of a pattern is compared with a text")
    return raw


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list) or not raw:
        raise ValueError("IN and NOT_IN take a list of texts")
    return raw


def _number(raw: object) -> int:
    if not is_number(str(raw)):
        raise ValueError("LENGTH is a number, or compares with one: {'>=': 10}")
    return int(str(raw))


def _operator(raw: object) -> str:
    match = _OPERATOR.fullmatch(str(raw))
    if not match or str(raw) in ("{}", "{,}"):
        raise ValueError("OP is one of ! ? + * {n} {n,m} {n,} {,m}")
    least, most = (int(number or 0) for number in match.groups())
    if max(least, most) > 20:
        raise ValueError("OP repeats a token at most 20 times")
    if most and least > most:
        raise ValueError("OP {n,m} repeats a token n to m times, so n is not the larger")
    return str(raw)


def _repeats(token: Token) -> bool:
    operator = str(token.get("OP", ""))
    return operator in ("*", "+") or "," in operator


def _optional(token: Token) -> bool:
    operator = str(token.get("OP", ""))
    return operator in ("?", "*", "!") or operator.startswith(("{0", "{,"))
