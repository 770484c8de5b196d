"""Ctrl-C: answered with one sentence and status 130, whatever the program is doing.

What the interrupt does to others is not left to chance: a worker process that died of the same key press, a pipe that
broke, an exception that a library swallowed or answered itself. Once somebody pressed Ctrl-C, that is what is told.
"""

import os
import signal
import sys
import time

from qualcode.errors import Stopped
from qualcode.text.usage_en import TEXTS

STATUS = 130
_PATIENCE = 3.0  # seconds in which pressing again does nothing, while things are put away
_said = [TEXTS["error.stopped"]]  # English until the language of the call is known
_pressed: list[float] = []
_begun: list[bool] = []


def listen() -> None:
    """Answer Ctrl-C from here on; a handler that somebody else chose stays."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop_once)


def _stop_once(number: int, frame: object) -> None:
    """Stop; pressed again while things are put away, it does nothing."""
    if _pressed and time.monotonic() - _pressed[-1] < _PATIENCE:
        return
    _pressed.append(time.monotonic())
    if not _begun:  # nothing was begun, and nobody would catch it
        os._exit(answer())
    raise Stopped  # no KeyboardInterrupt: Typer answers that itself, with other words and another status


def begin() -> None:
    """From here on what was pressed is caught (`__main__.main`)."""
    _begun.append(True)


def was_pressed() -> bool:
    return bool(_pressed)


def deaf() -> None:
    """The answer is known: nothing on the way out is to be interrupted any more."""
    if signal.getsignal(signal.SIGINT) is _stop_once:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def say_then(sentence: str) -> None:
    """What to tell whoever presses it."""
    _said[0] = sentence


def answer() -> int:
    """Tell it; returns the exit status."""
    sys.stderr.write(f"{_said[0]}\n")
    sys.stderr.flush()
    return STATUS
