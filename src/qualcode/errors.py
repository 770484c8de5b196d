"""What can be wrong: with a request (`QualcodeError`) and with the data (`Problem`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from errno import errorcode
from typing import TYPE_CHECKING

from qualcode.text import Say, Sayable, Words

if TYPE_CHECKING:
    from qualcode.text.keys import Key


class Stopped(BaseException):
    """Ctrl-C, under a name of our own: Typer answers KeyboardInterrupt itself, without a word."""


class QualcodeError(Sayable, Exception):
    """A request that cannot be carried out: one sentence for a person; the exit status is 1."""

    def __init__(self, key: "Key", /, **values: object):
        super().__init__(key)  # what a worker sends back is made from this, and from the attributes
        self.say = Say(key, **values)

    def told(self, words: Words) -> str:
        return self.say.told(words)


class NothingToShow(QualcodeError):
    """The study has nothing for this table, or may not print it; an appendix leaves it out."""


class Invalid(QualcodeError, ValueError):
    """A value that cannot be what it should be: an event, a keyword, a span."""


class NoStudyHere(QualcodeError):
    """Neither the folder nor one above it is a study. `command`: how one would be named, which only who was called knows."""

    def naming(self, command: str) -> "NoStudyHere":
        return NoStudyHere(self.say.key, **{**dict(self.say.values), "command": command})


class UnknownName(QualcodeError):
    """A name of something that does not exist. `instead`: what was typed, and the id of the one thing of whose name it is a
    part, which a person may mean.
    """

    instead: tuple[str, str] | None = None


class ChangedElsewhere(QualcodeError):
    """Another program, or another person, changed meanwhile what was to be changed."""


class CodingGone(QualcodeError):
    """Another hand took the coding away meanwhile."""


class TextChanged(QualcodeError):
    """The text of a transcript is not the one that was imported, so positions in it mean nothing."""


@dataclass(frozen=True)
class Problem(Sayable):
    """One fault in the data. Never carries respondents' words."""

    path: str
    line: int
    what: Say | QualcodeError
    hint: Say | None = None
    severity: str = "error"  # error | warning

    @property
    def place(self) -> tuple[str, int, str]:
        """What problems are sorted by: path, line, and the kind of fault."""
        what = self.what if isinstance(self.what, Say) else self.what.say
        return self.path, self.line, what.key

    def told(self, words: Words) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        key: Key = "problem.warning" if self.severity == "warning" else "problem"
        hint = Say("problem.hint", hint=self.hint) if self.hint else ""
        return words(key, place=place, what=self.what, hint=hint)

    __str__ = Sayable.__str__


class FaultyInput(QualcodeError):
    """A file with one or more faults, all told at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = by_place(problems)
        super().__init__("problem")
        self.args = (self.problems,)

    def told(self, words: Words) -> str:
        return "\n".join(problem.told(words) for problem in self.problems)


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.place)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name most like `word`, or "" when none is near."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


OF_THE_SYSTEM = (
    "EACCES",
    "EBUSY",
    "EEXIST",
    "EFBIG",
    "EISDIR",
    "ENAMETOOLONG",
    "ENOENT",
    "ENOSPC",
    "ENOTDIR",
    "ENOTEMPTY",
    "EPERM",
    "EROFS",
)


_OF_WINDOWS = {32: "EBUSY", 33: "EBUSY", 206: "ENAMETOOLONG"}  # shared, locked, too long: it has numbers of its own


def reason(error: OSError) -> Say | str:
    """Why the system refused, as a part of a sentence; what the catalogue does not know, in the system's own words."""
    name = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0) or errorcode.get(error.errno or 0, "")
    return Say.of("os", name) if name in OF_THE_SYSTEM else (error.strerror or "").lower() or Say("os.unknown")


_LINE = 160  # characters


def did_you_mean(word: str, known: Iterable[str]) -> Say | None:
    """A hint that names the nearest known name, or lists them where a line holds them all."""
    names = [name for name in known if name]
    if best := nearest(word, names):
        return Say("hint.did_you_mean", name=best)
    listed = ", ".join(names)
    return Say("hint.known", names=listed) if names and (len(names) <= 8 or len(listed) <= _LINE) else None


def unknown(what: "Key | Say", word: str, known: Iterable[str]) -> UnknownName:
    """The error for a name that does not exist: `There is no code 'x' (did you mean y?).`"""
    thing = Say(what) if isinstance(what, str) else what
    if hint := did_you_mean(word, known):
        return UnknownName("error.unknown.near", what=thing, word=quoted(word), hint=hint)
    return UnknownName("error.unknown", what=thing, word=quoted(word))


def quoted(word: str) -> str | Say:
    """A name that a person typed, quoted; not when it is so long that it may be somebody's words."""
    return repr(word) if len(word) <= 40 and word.count(" ") < 4 else Say("of_that_name")
