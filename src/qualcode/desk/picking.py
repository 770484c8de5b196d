"""Choosing from a list by typing part of a name, or its number."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from qualcode.model.span import Span

_ALIKE = 75  # of 100: two letters wrong in eight
_LONG = 5  # letters; of fewer, three alike are found in almost any name


class Choice(NamedTuple):
    """What can be chosen. `number`: as typed to choose it (0: none); `hint`: shown behind the name."""

    id: str
    name: str
    hint: str = ""
    number: int = 0


def matching(choices: Sequence[Choice], typed: str, recent: Sequence[str] = ()) -> tuple[Choice, ...]:
    """The choices that fit what was typed, the best first; with nothing typed the recent ones, then the rest in order.

    A number fits the choice with it, then those whose number begins so. Of text: a name that begins so, a word in it
    that does, every word typed somewhere in name, id or hint, and what is spelled nearly so. Within each the recent go first.
    """
    order = {name: place for place, name in enumerate(recent)}
    scored = [(_fit(choice, typed.strip()), order.get(choice.id, len(order)), choice) for choice in choices]
    kept = [(fit, place, number) for number, (fit, place, _) in enumerate(scored) if fit is not None]
    return tuple(choices[number] for *_, number in sorted(kept))


def _fit(choice: Choice, typed: str) -> int | None:
    """0 is best; None: it does not fit."""
    if not typed:
        return 0
    if typed.isascii() and typed.isdigit() and choice.number:
        if str(choice.number) == typed:
            return 0
        if str(choice.number).startswith(typed):
            return 1
    wanted, name = plain(typed), plain(choice.name)
    words = name.replace("-", " ").split()
    if name.startswith(wanted):
        return 2
    if any(word.startswith(wanted) for word in words):
        return 3
    if all(part in f"{name} {choice.id} {plain(choice.hint)}" for part in wanted.split()):
        return 4
    if len(wanted) >= _LONG and fuzz.partial_ratio(wanted, name) >= _ALIKE:
        return 5 + int(100 - fuzz.partial_ratio(wanted, name))
    return None


def likest(text: str, candidates: Mapping[str, Iterable[str]]) -> list[str]:
    """The candidates by how alike their words are to a text, the likest first; those with nothing in common too."""
    heard = plain(text)
    score = {
        name: max((fuzz.token_set_ratio(heard, plain(one)) for one in texts), default=0.0)
        for name, texts in candidates.items()
    }
    return sorted(candidates, key=lambda name: -score[name])


def plain(text: str) -> str:
    """Lower case without accents: what people type when they are in a hurry."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())


def letters(text: str, query: str) -> tuple[Span, ...]:
    """Where the letters typed stand, whatever their case and accents."""
    wanted = plain(query)
    if not wanted:
        return ()
    folded, places = _folded(text)
    found, at = [], folded.find(wanted)
    while at >= 0:
        found.append(Span(places[at], places[at + len(wanted) - 1] + 1))
        at = folded.find(wanted, at + len(wanted))
    return tuple(found)


@lru_cache(2)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text as `plain` makes it, letter by letter, and the place that each letter comes from."""
    letters_, places = [], []
    for place, letter in enumerate(text):
        for one in plain(letter) or " ":
            letters_.append(one)
            places.append(place)
    return "".join(letters_), places
