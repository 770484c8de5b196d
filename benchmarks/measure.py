"""Times and memory of whole processes and of functions."""

import subprocess
import sys
import time
from collections.abc import Callable


def line(what: str, ours: float, baseline: float, reach: str = "", memory: float | None = None) -> str:
    kept = f"{memory:6.0f} MiB" if memory is not None else ""
    return f"{what:44} {ours:8.3f}s {baseline:8.3f}s {ours / baseline:7.2f} {reach:>7}  {kept}"


def best_process(command: list[str], runs: int = 20) -> float:
    """The fastest of so many runs of a command, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def best(function: Callable[[], object], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def one_process(code: str, *args: str) -> tuple[float, float]:
    """Seconds and peak memory in MiB of Python code in a fresh process, without its start-up (Linux).

    VmHWM is the process's own; ru_maxrss would be that of the process that started it, where that is larger.
    """
    probe = (
        "import re, sys, time\nstart = time.perf_counter()\n"
        f"{code}\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())\n"
        "print(time.perf_counter() - start, int(peak[1]) / 1024)"
    )
    ran = subprocess.run([sys.executable, "-c", probe, *args], check=True, capture_output=True, text=True)
    seconds, memory = ran.stdout.split()[-2:]
    return float(seconds), float(memory)
