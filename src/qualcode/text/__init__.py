"""The words that people read, in Dutch and English, with the study's own words in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from qualcode.text.keys import Family, Key, Stem

ROOMS = (
    "",
    "desk_",
    "import_",
    "corrections_",
    "here_",
    "errors_",
    "said_",
    "help_",
    "usage_",
    "lists_",
    "first_",
    "corpus_",
)  # files of a catalogue
UNKNOWN = "–"  # in the place of a number that nobody knows


class CountLike(Protocol):
    """What is printed of a number (`qualcode.analysis.counts.Count`)."""

    @property
    def n(self) -> int: ...

    @property
    def of(self) -> int: ...

    @property
    def known(self) -> bool:
        """Whether `n` may be told: a zero only where it was looked for."""


def capital(text: str) -> str:
    """A text with a capital; its other letters stay as they are (*ICT-problemen*)."""
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


@cache
def entries(language: str) -> Mapping[str, str]:
    """The catalogue of a language: key -> text with {placeholders}."""
    parts = (import_module(f"qualcode.text.{room}{language}").TEXTS for room in ROOMS)
    return {key: text for part in parts for key, text in part.items()}


class Sayable:
    """What can be said to a person, in the words of the reader: a message, an error, a fault in the data."""

    def told(self, words: "Words") -> str:
        raise NotImplementedError

    def __str__(self) -> str:
        """In English: for tests, and for who looks for a fault of the program itself."""
        return self.told(ENGLISH)


@dataclass(frozen=True, init=False)
class Say(Sayable):
    """A message: a key of the catalogue and the values in it. The sentence is made where it is shown."""

    key: "Key"
    values: tuple[tuple[str, object], ...]

    def __init__(self, key: "Key", /, **values: object):
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", tuple(values.items()))

    @classmethod
    def some(cls, key: "Stem", n: int, /, **values: object) -> "Say":
        """A message about n things: its own form for one, `KEY.one`."""
        return cls(_form(key, n), n=n, **values)

    @classmethod
    def some_of(cls, family: "Family", name: object, n: int, /, **values: object) -> "Say":
        """The message `FAMILY.NAME` about n things."""
        return cls(cast("Key", f"{family}.{name}.one" if n == 1 else f"{family}.{name}"), n=n, **values)

    @classmethod
    def of(cls, family: "Family", name: object, /, **values: object) -> "Say":
        """The message `FAMILY.NAME`, where the name is a value of the program."""
        return cls(cast("Key", f"{family}.{name}"), **values)

    def told(self, words: "Words") -> str:
        return words(self.key, **dict(self.values))

    __str__ = Sayable.__str__  # not what a dataclass makes


@dataclass(frozen=True)
class Several(Sayable):
    """Messages one after another, as one value of a sentence."""

    messages: tuple[Sayable, ...]

    def told(self, words: "Words") -> str:
        return "; ".join(str(words.within(one)) for one in self.messages)

    __str__ = Sayable.__str__


def _form(key: "Stem", n: int) -> "Key":
    return cast("Key", f"{key}.one" if n == 1 else key)


@dataclass(frozen=True)
class Words:
    """The texts of one study: its language, with its own words for terms (`words:` in qualcode.yaml).

    `case` and `cases` may be used in every text; they are the study's words for a respondent.
    """

    language: str = "nl"
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)
    percent: bool = False  # beside n of N, where somebody asked for it

    def __call__(self, key: "Key", /, **values: object) -> str:
        """A text by its key; a misspelt one is told by the type checker."""
        return self._text(key, values)

    def of(self, family: "Family", name: object, /, **values: object) -> str:
        """The text `FAMILY.NAME`, where the name is a value of the program: a kind, a section, a step."""
        return self._text(f"{family}.{name}", values)

    def some(self, key: "Stem", n: int, /, **values: object) -> str:
        """A text about n things: its own form for one, `KEY.one`."""
        return self._text(_form(key, n), {"n": n, **values})

    def some_of(self, family: "Family", name: object, n: int, /, **values: object) -> str:
        """The text `FAMILY.NAME` about n things."""
        return self._text(f"{family}.{name}.one" if n == 1 else f"{family}.{name}", {"n": n, **values})

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        said = {name: self.within(value) for name, value in values.items()}
        return entries(self.language)[key].format(
            **{"case": self.case, "cases": self.cases, "Cases": capital(self.cases), **said}
        )

    def within(self, value: object) -> object:
        """A value as it stands inside a sentence.

        A message without the full stop that ends it; a list as `a, b and c`; a tuple as alternatives.
        """
        if isinstance(value, list):
            return self.listed([str(self.within(one)) for one in value])
        if isinstance(value, tuple):
            return f" {self('or')} ".join(str(self.within(one)) for one in value)
        return value.told(self).removesuffix(".") if isinstance(value, Sayable) else value

    def term(self, name: str) -> str:
        """A term such as a kind of code, in the study's own word where it has one."""
        return self.own[name][0] if self.own.get(name) else entries(self.language).get(f"term.{name}", name)

    @property
    def case(self) -> str:
        return self.term("case")

    @property
    def cases(self) -> str:
        own = self.own.get("case", ())
        return own[1] if len(own) > 1 else entries(self.language)["term.cases"]

    def plural(self, name: str) -> str:
        """A term in the plural: the study's second word for it, where it has one."""
        own = self.own.get(name, ())
        return own[-1] if own else entries(self.language)[f"plural.{name}"]

    def listed(self, things: Sequence[str]) -> str:
        """`a, b en c`."""
        return f" {self('and')} ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))

    def count(self, n: int) -> str:
        """So many cases: `1 respondent`, `3 respondents`."""
        return f"{n} {self.case if n == 1 else self.cases}"

    def filters(self, told: Iterable[tuple[str, str]]) -> str:
        """The filters of a table in the study's language: `code vertrouwen, respondent P-1, groep=bestuurder`."""
        return ", ".join(value if name == "where" else f"{self.heading(name).lower()} {value}" for name, value in told)

    def value(self, column: str, value: str) -> str:
        """A value that the program gave, as a reader knows it: `added` of the column change; another value as it is."""
        table = entries(self.language)
        for key in (f"{column}.{value}", f"term.memo.{value}" if column == "kind" else ""):
            if key in table:
                return self._text(key, {})
        return self.plural(value) if column == "list" and f"plural.{value}" in table else self.term(value)

    def known(self, key: str, other: str, **values: object) -> str:
        """The text of a key that may not be in the catalogue."""
        return self._text(key, values) if key in entries(self.language) else other

    def whole(self, n: int) -> str:
        """A whole number with its thousands apart: `9.532` in Dutch."""
        return f"{n:,}".replace(",", entries(self.language)["thousands"])

    def day(self, date: str) -> str:
        """A date (ISO 8601) in words: `23 november 2026`."""
        year, month, day = date.split("-")
        return f"{int(day)} {entries(self.language)['months'].split()[int(month) - 1]} {year}"

    def moment(self, at: str) -> str:
        """A moment (ISO 8601) in words, as it was logged: `23 november 2026, 14.05`."""
        return self("moment", day=self.day(at[:10]), hour=at[11:13], minute=at[14:16])

    def decimal(self, value: float, digits: int) -> str:
        """A number as people write it: `0,75` in Dutch."""
        return f"{value:.{digits}f}".replace(".", entries(self.language)["decimal"])

    def figure(self, count: CountLike) -> str:
        """A number of a table; a dash for a zero where it was not looked for everywhere."""
        return self.whole(count.n) if count.known else UNKNOWN

    def fragments(self, count: CountLike) -> str:
        """`3 fragments`, or a dash."""
        return self.some("fragments", count.n) if count.known else UNKNOWN

    def n_of(self, count: CountLike) -> str:
        """So many of all: `3 van 8`, or a dash; with percentages `3 van 8 (38%)`."""
        if not count.known:
            return UNKNOWN
        told = self("n_of", n=count.n, total=count.of)
        if not (self.percent and count.of):
            return told
        return f"{told} ({(200 * count.n + count.of) // (2 * count.of)}%)"  # a half is rounded up

    def heading(self, column: str) -> str:
        """The heading of a column; `references_V` and its like name their value V, an attribute itself."""
        table = entries(self.language)
        if f"column.{column}" in table:
            return capital(self.of("column", column))
        if f"plural.{column}" in table:  # a kind of code, in the study's own word for it
            return capital(self.plural(column))
        for base in ("references", "cases", "of_cases", "read_cases", "units", "of_units"):
            if column.startswith(f"{base}_"):
                return f"{capital(self.of('column', base))}: {column.removeprefix(f'{base}_')}"
        return capital(column)


ENGLISH = Words("en")  # of messages that are for whoever reads them
