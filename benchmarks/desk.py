"""The coding desk in a real terminal: first paint against an empty textual app, and from key press to painted screen.

One transcript of 20,000 words with 500 codings and some 700 open suggestions, in a window of 140 by 40.
"""

import fcntl
import os
import pty
import random
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import interview
from benchmarks.measure import best_process, line
from benchmarks.startup import BARE
from qualcode.model.events.event import CodeApplied, NewEvent
from qualcode.store.transaction import append
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

assert sys.platform != "win32"  # it forks

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready to go")
Empty().run()
"""
CODES = 20


def study(root: Path, words: int = 20_000, codings: int = 500) -> None:
    codes = "\n".join(
        f"- {{id: code-{n}, name: Code {n}{', keywords: [vertrouwen]' if n == 1 else ''}}}" for n in range(CODES)
    )
    start_study(Start(root, language="en", coder="jan", codebook_text=f"codes:\n{codes}\n"))
    file = root.parent / "R1.txt"
    file.write_text("\n\n".join(interview(1, words)) + "\n", encoding="utf-8")
    opened = open_study(root)
    bring_in(opened, [file], ImportOptions(), "jan")
    text = (root / "transcripts/R1.txt").read_text(encoding="utf-8")
    pick = random.Random(1)
    applied = []
    for _ in range(codings):
        start = pick.randrange(len(text) - 400)
        end = start + pick.randint(40, 300)
        code = f"code-{pick.randrange(CODES)}"
        applied.append(NewEvent(CodeApplied(start=start, end=end, code=code, quote=text[start:end])))
    append(opened.study, "jan", "R1", *applied)


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str], env: dict[str, str]):
        self.started = time.perf_counter()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, **env, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))

    def until(self, words: str, quiet: float = 0.05, limit: float = 20) -> float:
        """When the frame with these words had arrived; returns once nothing more comes for a while."""
        seen, found = b"", 0.0
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.file], [], [], quiet)
            if ready:
                seen += os.read(self.file, 1 << 16)
                if not found and words.encode() in seen:
                    found = time.perf_counter()
            elif found:
                return found
        raise TimeoutError(words)

    def press(self, keys: str, words: str) -> float:
        """Seconds from a key press until what it brings is painted."""
        pressed = time.perf_counter()
        os.write(self.file, keys.encode())
        return self.until(words) - pressed

    def close(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.file)


def first_paint(command: list[str], words: str, env: dict[str, str], runs: int = 7) -> float:
    times = []
    for _ in range(runs):
        terminal = Terminal(command, env)
        times.append(terminal.until(words, quiet=0.0) - terminal.started)
        terminal.close()
    return min(times)


def key_times(terminal: Terminal) -> dict[str, list[float]]:
    """Of walking, selecting, coding and undoing, a hundred of each."""
    times: dict[str, list[float]] = {"moving": [], "coding": []}
    for n in range(2, 102):
        times["moving"].append(terminal.press("J", f"turn {n} of"))
    terminal.press("c", "Which code")
    terminal.press("1", "Code 0")
    terminal.press("\r", "Coded")
    for _ in range(50):
        terminal.press(".", "")
        times["coding"].append(terminal.press("r", "Coded"))
        times["coding"].append(terminal.press("u", "Undone"))
    return times


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "study"
        study(root)
        empty = folder / "empty.py"
        empty.write_text(EMPTY)
        env = {f"XDG_{kind}_HOME": name for kind in ("STATE", "CACHE", "CONFIG")}
        command = [sys.executable, "-m", "qualcode", "-C", str(root), "code"]
        bare = first_paint([sys.executable, str(empty)], "ready to go", env)
        ours = first_paint(command, "turn 1 of", env)
        yield line("desk, first paint / empty textual app", ours, bare, f"{1.2 + 0.15 / bare:.2f}")
        typer = folder / "bare.py"
        typer.write_text(BARE)
        both = bare + best_process([sys.executable, str(typer), "--name", "you"])
        yield line("desk, first paint / that and a bare Typer program", ours, both)
        terminal = Terminal(command, env)
        terminal.until("turn 1 of")
        time.sleep(5)  # until the suggestions are in
        for what, times in key_times(terminal).items():
            p95 = statistics.quantiles(times, n=20)[-1]
            yield line(f"desk, {what}: key to paint, 95th percentile", p95, statistics.median(times), "50 ms")
        terminal.close()
