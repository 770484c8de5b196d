"""One key from the terminal without Enter; from a pipe, the first character of each line."""

import sys


def read_key() -> str:
    """The key pressed, in lower case; `q` at the end of input."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        return line.strip()[:1].casefold() if line else "q"
    key = _from_windows() if sys.platform == "win32" else _from_unix()
    if key == "\x03":
        raise KeyboardInterrupt
    return "q" if key in ("", "\x04") else key.casefold()


def read_line(prompt: str) -> str:
    """A line of text; empty at the end of input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _from_windows() -> str:  # pragma: no cover - needs Windows
    import msvcrt

    return msvcrt.getwch()  # type: ignore[attr-defined,no-any-return,unused-ignore]


def _from_unix() -> str:
    import os
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        return os.read(descriptor, 1).decode("utf-8", "ignore")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
