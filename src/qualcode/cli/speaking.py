"""The words in which this call speaks: decided once, before anything is read; a study that is opened adds its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.text import ENGLISH, Sayable, Words

_words = [ENGLISH]


def speak(words: Words) -> None:
    """From here on, speak so."""
    _words[0] = words


def words() -> Words:
    return _words[0]


def told(what: Sayable) -> str:
    """A message in the words of this call."""
    return what.told(words())


def begin(arguments: Sequence[str]) -> None:
    """Speak the language that the arguments ask for, or that of the study they are about; help is printed so too."""
    from qualcode.usecases.language import language_of_call

    asked, root = "", None
    for name, value in _settings(arguments):
        if name == "--language":
            asked = value
        else:
            root = Path(value)
    speak(Words(language_of_call(asked, root)))


def _settings(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`--language` as it stands before the command, and `-C` wherever it stands, with what they say."""
    before, given = True, iter(arguments)
    for one in given:
        if one == "--":
            return
        name, equals, value = one.partition("=")
        if one.startswith("-C"):
            yield "-C", one.removeprefix("-C") or next(given, "")
        elif before and name in ("--language", "--as"):
            value = value if equals else next(given, "")
            if name == "--language":
                yield name, value
        before = before and one.startswith("-")
