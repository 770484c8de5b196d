"""In which language the program speaks to somebody."""

import locale
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from qualcode.model.settings import LANGUAGES
from qualcode.store.layout import SETTINGS
from qualcode.store.nearby import said_in


def language_here(study: Path | None) -> str:
    """The first that is one of ours: QUALCODE_LANGUAGE, the study's (without a key Dutch), the user's configuration, the
    system's; else English. Settings are read by one line, without a yaml library."""
    return next((one for one in map(_known, _said(study)) if one), "en")


def _said(study: Path | None) -> Iterator[str]:
    yield os.environ.get("QUALCODE_LANGUAGE", "")
    if study:
        yield said_in(study / SETTINGS, "language") or "nl"
    yield _configured()
    yield _of_the_system()


def _configured() -> str:
    from platformdirs import user_config_path

    return said_in(user_config_path("qualcode", appauthor=False) / "config.yaml", "language")


def _of_the_system() -> str:
    if sys.platform == "win32":  # the language of the windows, whatever the region
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return next((told for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (told := os.environ.get(name))), "")


def _known(said: str) -> str:
    code = said.replace("-", "_").split("_")[0].casefold()
    return code if code in LANGUAGES else ""
