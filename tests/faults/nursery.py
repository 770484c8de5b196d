"""A process that has everything loaded and forks a child for each command: real processes at 30 ms each.

It reads a line of JSON for each child and answers with one. What a child may be given: `args`, `cwd`, `env`; `limit`
(RLIMIT_FSIZE), `umask`; `ordinary`: without root's right to read everything; `kill`: die (SIGKILL) at the so-manieth call that writes; `fail`: let that
call fail (EIO); `seconds` and `bytes`: limits
of its CPU time and memory. The answer: `status` (negative: the signal), `out`, `err`, `calls`, `cpu`, `rss`.
"""

import ctypes
import errno
import json
import os
import resource
import selectors
import signal
import sys
from collections.abc import Callable
from typing import Any

assert sys.platform != "win32"  # it forks

_write = os.write
WRITING = ("write", "fsync", "replace", "unlink", "ftruncate", "mkdir", "open")


def _wrap(at: int | None, fails: int | None) -> list[int]:
    """Count the calls that write to files; die at one of them: before it, or of a write in its middle. Or let one fail."""
    made = [0]
    originals: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in WRITING}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not (len(args) > 1 and args[1] & os.O_CREAT):
                return originals[name](*args, **kwargs)
            made[0] += 1
            if made[0] == at:
                if name == "write":
                    originals[name](args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            if made[0] == fails:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return originals[name](*args, **kwargs)

        return call

    for name in WRITING:
        setattr(os, name, wrapped(name))
    return made


def _be_ordinary() -> None:
    """Give up what lets root read every file; another user could not read Python's own files where they are root's."""
    libc = ctypes.CDLL(None)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, sets)
    for kind in range(3):
        sets[kind] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc.capset(header, sets)


def _child(order: dict[str, Any], out: int, err: int, calls: int) -> None:
    os.dup2(out, 1)
    os.dup2(err, 2)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.chdir(order["cwd"])
    os.environ.update(order.get("env", {}))
    if "umask" in order:
        os.umask(order["umask"])
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if "seconds" in order:
        resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    if order.get("ordinary"):
        _be_ordinary()
    made = _wrap(order.get("kill"), order.get("fail"))
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    status = 0
    try:
        if "call" in order:
            module, _, name = order["call"].partition(":")
            print(json.dumps(getattr(__import__(module, fromlist=[name]), name)(*order["args"])))
        else:
            from qualcode.cli.main import main

            sys.argv = ["qualcode", *order["args"]]
            main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        print(f"uncaught {type(error).__name__}: {error}"[:300], file=sys.stderr)
        status = 99
    number = made[0]
    sys.stdout.flush()
    sys.stderr.flush()
    _write(calls, str(number).encode())
    os._exit(status)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    pipes = [os.pipe() for _ in range(3)]  # no files: a limit on their size is not for what a child says
    pid = os.fork()
    if pid == 0:
        for reading, _ in pipes:
            os.close(reading)
        _child(order, *(writing for _, writing in pipes))
    for _, writing in pipes:
        os.close(writing)
    out, err, calls = _read_all([reading for reading, _ in pipes])
    _, ended, used = os.wait4(pid, 0)
    return {
        "status": os.waitstatus_to_exitcode(ended),
        "out": out.decode("utf-8", "replace"),
        "err": err.decode("utf-8", "replace"),
        "calls": int(calls or 0),
        "cpu": used.ru_utime + used.ru_stime,
        "rss": used.ru_maxrss * 1024,
    }


def _read_all(pipes: list[int]) -> list[bytes]:
    read = dict.fromkeys(pipes, b"")
    waiting = selectors.DefaultSelector()
    for pipe in pipes:
        waiting.register(pipe, selectors.EVENT_READ)
    while waiting.get_map():
        for key, _ in waiting.select():
            if more := os.read(key.fd, 65536):
                read[key.fd] += more
            else:
                waiting.unregister(key.fd)
                os.close(key.fd)
    return list(read.values())


def _load_everything() -> None:
    import importlib
    import pkgutil

    import qualcode

    for module in pkgutil.walk_packages(qualcode.__path__, "qualcode."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)
    for name in ("filelock", "platformdirs", "rich.table", "rich.console", "docx", "openpyxl", "yaml", "pandas"):
        importlib.import_module(name)


def serve() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a module prints when it is imported is no answer
    _load_everything()
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    serve()
