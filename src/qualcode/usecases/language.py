"""In which language the program speaks to somebody."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qualcode.errors import QualcodeError, unknown
from qualcode.model.settings import LANGUAGES
from qualcode.store.layout import find_study
from qualcode.store.nearby import said_in
from qualcode.system import interface_language


def language_of_call(asked: str, root: Path | None) -> str:
    """The language of messages: the first that is one of ours of what was asked for, the study's (without a key Dutch),
    the user's configuration and the system's; else English. `root`: what -C names, else the study is looked for upwards.
    Settings are read by one line, without a yaml library."""
    return next((one for one in map(_known, _said(asked, root)) if one), "en")


def language_asked(asked: str) -> str:
    """The language that somebody asked for this once: with --language, else QUALCODE_LANGUAGE; "" where nobody did.

    Errors: a language that is not ours.
    """
    said = os.environ.get("QUALCODE_LANGUAGE", "")
    if asked and not _known(asked):
        raise unknown("thing.language", asked, LANGUAGES)
    if said and not _known(said):
        raise unknown("thing.language_of_variable", said, LANGUAGES)
    return _known(asked) or _known(said)


def _said(asked: str, root: Path | None) -> Iterator[str]:
    yield asked
    yield os.environ.get("QUALCODE_LANGUAGE", "")
    with suppress(QualcodeError, OSError):
        yield said_in(find_study(root or Path(), named=root is not None).settings, "language") or "nl"
    yield _configured()
    yield interface_language()


def _configured() -> str:
    from platformdirs import user_config_path

    return said_in(user_config_path("qualcode", appauthor=False) / "config.yaml", "language")


def _known(said: str) -> str:
    code = said.replace("-", "_").split("_")[0].casefold()
    return code if code in LANGUAGES else ""
