"""What differs between Windows, macOS and Linux. All else in qualcode is the same on each.

What needs nothing here: a console's encoding and width (standard streams are UTF-8, Rich and Textual ask for the size), ids as
file names (`model.names` refuses *con*, *aux* and their like everywhere), and a file that is open in Word or Excel (a
`PermissionError` or what Windows says for it, told in `errors.reason`).
"""

import locale
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WINDOWS = sys.platform == "win32"
_SIGNS = set("<>|&^();,'@")  # that mean something to cmd.exe or PowerShell
_TRIES, _PAUSE = 10, 0.05  # a scanner of viruses, or a search index, has a new file open for a moment


def command_line(command: Sequence[str], windows: bool = WINDOWS) -> str:
    """A command as it is typed in the shell of this system: cmd.exe and PowerShell know double quotes, all others single."""
    if not windows:
        return shlex.join(command)
    return " ".join(
        f'"{one}"' if _SIGNS & set(one) and " " not in one else subprocess.list2cmdline([one]) for one in command
    )


def arguments(given: Sequence[str], windows: bool = WINDOWS) -> list[str]:
    """What was typed, without the single quotes that cmd.exe leaves around words: `'a b'` comes as `'a` and `b'`."""
    if not windows:
        return list(given)
    found: list[str] = []
    left = list(given)
    while left:
        one = left.pop(0)
        if (
            one.startswith("'")
            and (end := next((n for n, part in enumerate([one, *left]) if _closes(part, n)), None)) is not None
        ):
            one = " ".join([one, *left[:end]])[1:-1]
            left = left[end:]
        found.append(one)
    return found


def _closes(part: str, place: int) -> bool:
    return part.endswith("'") and (place > 0 or len(part) > 1)


def typed_path(typed: str, windows: bool = WINDOWS) -> Path | None:
    """A file or folder as people type it or drag it into the window; None for nothing.

    Dragging puts quotes around it or, but on Windows, a backslash before each space.
    """
    plain = typed.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1]
    elif not windows:
        plain = plain.replace("\\ ", " ")
    return Path(plain).expanduser() if plain else None


def typed_words(typed: str, windows: bool = WINDOWS) -> list[str]:
    """What people type as they would behind a command: one path, or several words, in quotes where they hold spaces."""
    one = typed_path(typed, windows)
    if one is None or one.exists():
        return [str(one)] if one else []
    try:
        words = shlex.split(typed, posix=not windows)
    except ValueError:  # a quote that is not closed
        return [str(one)]
    return [word if word.startswith("-") else str(typed_path(word, windows=True)) for word in words]


def put_in_place(staged: Path, path: Path, windows: bool = WINDOWS) -> None:
    """`os.replace`; where Windows says that somebody has the file open, it is tried for half a second."""
    for left in reversed(range(_TRIES if windows else 1)):
        try:
            os.replace(staged, path)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)


_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|.", re.DOTALL)  # what one key sends
_typed: list[str] = []  # keys that were read and not yet asked for


def key_pressed() -> str | None:
    """The next key pressed in the terminal, without Enter; None on Windows, where typer knows how.

    What was typed before it was asked for counts too: typer throws that away, and takes two quick keys for one. Raises
    EOFError for Ctrl-D, KeyboardInterrupt for Ctrl-C.
    """
    if sys.platform == "win32":
        return None
    import termios
    import tty

    while not _typed:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setraw(terminal, termios.TCSADRAIN)
            read = os.read(terminal, 1024)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        if not read:
            raise EOFError
        _typed.extend(_SEQUENCE.findall(read.decode("utf-8", "replace")))
    key = _typed.pop(0)
    if key == "\x03":
        raise KeyboardInterrupt
    if key == "\x04":
        raise EOFError
    return key


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back for a moment, where the system can."""
    if sys.platform == "win32":
        yield
    else:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_interrupts_through() -> None:
    """What a process inherits from a parent that holds Ctrl-C back."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def signals_to_leave() -> tuple[signal.Signals, ...]:
    """A window that is closed, a system that goes down; Windows ends programs itself."""
    if sys.platform == "win32":
        return ()
    return (signal.SIGTERM, signal.SIGHUP)


def interface_language() -> str:
    """The language that the system speaks to its user: on Windows that of its windows, whatever the region."""
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return next((told for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (told := os.environ.get(name))), "")


def editor(windows: bool = WINDOWS) -> list[str]:
    """The command of the editor that the user chose; on Windows Notepad where none was, elsewhere nothing."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if windows else "")
    return [part.strip('"') for part in shlex.split(chosen, posix=not windows)]
