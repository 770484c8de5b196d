"""Token patterns: what spaCy's Matcher takes, as far as our tokens know it (https://spacy.io/api/matcher).

Checked here, so that a codebook is read, and its faults are told, without spaCy.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from qualcode.errors import Invalid
from qualcode.model.names import is_number
from qualcode.text import Say

Token = Mapping[str, object]

_TEXTS = ("ORTH", "TEXT", "LOWER", "LEMMA", "SHAPE")
_TAGS = ("POS", "TAG")
_TRUTHS = (
    "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL",
)  # fmt: skip
_COMPARED = ("==", "!=", ">=", "<=", ">", "<")
_OPERATOR = re.compile(r"[!?+*]|\{(\d*)(?:,(\d*))?\}")
_MOST_REPEATS = 2
_MOST_WAYS = 12  # spaCy tries {n,m} as m-n tokens that may each be left out: 2 to that power of ways at every place
_MOST_TRIES = 8_000  # ways to try a REGEX on a word of 60 characters: two repetitions without end and a choice
_LONGEST_WORD = 60
ATTRIBUTES = (*_TEXTS, *_TAGS, "LENGTH", *_TRUTHS, "OP")


def parse_pattern(raw: object) -> tuple[Token, ...]:
    """A pattern as the codebook writes it (all scalars are texts there). Raises ValueError, saying what is allowed."""
    if not isinstance(raw, list) or not raw or not all(isinstance(token, Mapping) for token in raw):
        raise Invalid("fault.pattern_is_list")
    tokens = tuple(_token(token) for token in raw)
    if sum(map(_repeats, tokens)) > _MOST_REPEATS:
        raise Invalid("fault.pattern_repeats", most=_MOST_REPEATS)
    if any(_endless(one) and _endless(two) for one, two in pairwise(tokens)):
        raise Invalid("fault.pattern_repeats_twice")
    if sum(map(_ways, tokens)) > _MOST_WAYS:
        raise Invalid("fault.pattern_too_many_ways")
    if all(_optional(token) for token in tokens):
        raise Invalid("fault.pattern_matches_nothing")
    return tokens


def show_token(token: Token) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in token.items()) + "}"


def tag_attributes(token: Token) -> bool:
    return any(attribute in _TAGS for attribute in token)


def _token(raw: Mapping[str, object]) -> Token:
    if len({str(key).upper() for key in raw}) < len(raw):
        raise Invalid("fault.token_keys")
    return {_name(key): _value(_name(key), value) for key, value in raw.items()}


def _name(key: object) -> str:
    name = str(key).upper()
    if name not in ATTRIBUTES:
        raise Invalid("fault.token_key", key=key, attributes=", ".join(ATTRIBUTES))
    return name


def _value(name: str, value: object) -> object:
    if name == "OP":
        return _operator(value)
    if name == "LENGTH":
        return _predicates(value, _COMPARED, _number) if isinstance(value, Mapping) else _number(value)
    if name in _TRUTHS:
        if str(value) not in ("true", "false"):
            raise Invalid("fault.true_or_false", name=name)
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
        raise Invalid(
            "fault.token_compares", allowed=", ".join(allowed), typed=", ".join(wrong) or Say("nothing_typed")
        )
    if "REGEX" in raw:
        _check_regex(raw["REGEX"])
    return {str(key): item if key == "REGEX" else value(item) for key, item in raw.items()}


def _check_regex(raw: object) -> None:
    try:
        re.compile(_text(raw))
        tries = _tries(_parser.parse(_text(raw)))
    except (re.error, OverflowError, RecursionError) as error:
        raise Invalid("fault.no_regex", why=error) from None
    if tries > _MOST_TRIES:
        raise Invalid("fault.regex_repeats")


def _tries(parts: Any) -> int:
    """How many ways there are, at most, to try a regular expression on a word: what backtracking may cost.

    A repetition of what can itself be tried in several ways multiplies them at every turn: that is never allowed.
    """
    tries = 1
    for operator, value in parts:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inside = value
            within = _tries(inside)
            if within > 1 and most > 1:
                return _MOST_TRIES + 1
            tries *= within * (min(int(most), _LONGEST_WORD) - min(int(least), _LONGEST_WORD) + 1)
        elif name == "BRANCH":
            tries *= sum(map(_tries, value[1]))
        elif name == "GROUPREF_EXISTS":
            tries *= sum(_tries(branch) for branch in value[1:] if branch)
        elif isinstance(value, tuple | list):
            for inside in value:
                if isinstance(inside, _parser.SubPattern):
                    tries *= _tries(inside)
        elif isinstance(value, _parser.SubPattern):
            tries *= _tries(value)
    return tries


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise Invalid("fault.token_is_text")
    return raw


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list) or not raw:
        raise Invalid("fault.token_in")
    return raw


def _number(raw: object) -> int:
    if not is_number(str(raw)):
        raise Invalid("fault.token_length")
    return int(str(raw))


def _operator(raw: object) -> str:
    match = _OPERATOR.fullmatch(str(raw))
    if not match or str(raw) in ("{}", "{,}"):
        raise Invalid("fault.op")
    least, most = (int(number or 0) for number in match.groups())
    if max(least, most) > 20:
        raise Invalid("fault.op_most")
    if most and least > most:
        raise Invalid("fault.op_range")
    return str(raw)


def _repeats(token: Token) -> bool:
    operator = str(token.get("OP", ""))
    return operator in ("*", "+") or "," in operator


def _endless(token: Token) -> bool:
    operator = str(token.get("OP", ""))
    return operator in ("*", "+") or operator.endswith(",}")


def _ways(token: Token) -> int:
    """How many tokens spaCy makes of one that may each be there or not; a repetition without end counts for four."""
    operator = str(token.get("OP", ""))
    match = _OPERATOR.fullmatch(operator)
    if _endless(token):
        return 4
    if operator == "?":
        return 1
    if match is None or "," not in operator:
        return 0
    least, most = (int(number or 0) for number in match.groups())
    return most - least


def _optional(token: Token) -> bool:
    operator = str(token.get("OP", ""))
    return operator in ("?", "*", "!") or operator.startswith(("{0", "{,"))
