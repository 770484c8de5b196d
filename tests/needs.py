"""What some tests need of the system; where it is not there, they are skipped with the reason."""

import shutil
import sys

import pytest


def _needs(there: bool, reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not there, reason=reason)


def _has(*programs: str) -> bool:
    return all(map(shutil.which, programs))


_POSIX = sys.platform != "win32"
needs_signals = _needs(_POSIX, "Windows has no SIGKILL, and no SIGINT for one process")
needs_fork = _needs(_POSIX, "Windows has no fork")
needs_modes = _needs(_POSIX, "on Windows the modes of a file close nothing")
needs_pty = _needs(_POSIX, "Windows has no pseudo-terminal")
needs_tmux = _needs(_has("tmux"), "tmux is not installed")
needs_git = _needs(_has("git"), "git is not installed")
needs_office = _needs(_has("soffice", "pdftotext"), "LibreOffice and poppler are not installed")
needs_chromium = _needs(_has("chromium"), "Chromium is not installed")
needs_openssl = _needs(_has("openssl"), "openssl is not installed")
