"""What can be wrong: with a request (`QualcodeError`) and with the data (`Problem`)."""

from collections.abc import Iterable
from dataclasses import dataclass


class Stopped(BaseException):
    """Ctrl-C, under a name of our own: Typer answers KeyboardInterrupt itself, without a word."""


class QualcodeError(Exception):
    """A request that cannot be carried out. Its text is one sentence for a person; the exit status is 1."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data. Never carries respondents' words."""

    path: str
    line: int
    message: str
    hint: str = ""
    severity: str = "error"  # error | warning

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        hint = f" ({self.hint})" if self.hint else ""
        kind = "warning: " if self.severity == "warning" else ""
        return f"{place}: {kind}{self.message}{hint}"


class NothingToShow(QualcodeError):
    """The study has nothing for this table, or may not print it; an appendix leaves it out."""


class FaultyInput(QualcodeError):
    """A file with one or more faults, all told at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name most like `word`, or "" when none is near."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known name, or lists the few there are."""
    names = [name for name in known if name]
    if best := nearest(word, names):
        return f"did you mean {best}?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 8 else ""


def unknown(what: str, word: str, known: Iterable[str]) -> QualcodeError:
    """The error for a name that does not exist: `no code 'x' (did you mean y?)`."""
    hint = did_you_mean(word, known)
    return QualcodeError(f"There is no {what} {told(word)}" + (f" ({hint})." if hint else "."))


def told(word: str) -> str:
    """A name that a person typed, quoted; not when it is so long that it may be somebody's words."""
    return repr(word) if len(word) <= 40 and word.count(" ") < 4 else "of that name"
