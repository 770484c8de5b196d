"""Work on many transcripts, in several processes where that pays; results come in order, and nothing is piled up."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from threading import Thread
from typing import Any, Protocol, TypeVar

from qualcode.errors import QualcodeError
from qualcode.system import let_interrupts_through, undisturbed

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4  # transcripts each process may be ahead of who reads the results


class Watch(Protocol):
    """Passes items on, as a progress bar does: items, how many, what is done with them."""

    def __call__(self, items: Iterable[T], total: int, what: str, /) -> Iterable[T]: ...


def in_order(
    here: Callable[[T], R],
    items: Sequence[T],
    *,
    elsewhere: Callable[[str], R],
    ready: tuple[Callable[..., None], tuple[Any, ...]],
    names: Sequence[str],
    parallel: bool,
) -> Iterator[R]:
    """`here(item)` for every item; with `parallel`, `elsewhere(name)` in processes that `ready` has made ready."""
    processes = os.cpu_count() or 1
    if not parallel or processes == 1:
        yield from map(here, items)
        return
    pool = ProcessPoolExecutor(processes, initializer=_quiet, initargs=ready)
    waiting: deque[Future[R]] = deque()
    complete = False
    try:
        for name in names:
            with undisturbed():  # a process that is not ready yet would answer Ctrl-C with a traceback
                waiting.append(pool.submit(elsewhere, name))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        complete = True
    except BrokenProcessPool:
        raise QualcodeError("error.worker_ended") from None
    finally:
        if not complete:
            for child in active_children():
                child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end its workers, so each looks for itself."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _quiet(ready: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Ctrl-C is for the parent alone, which ends its workers.

    A worker that died of it first looked to the parent, on a busy machine, like one that was killed: "a process ended".
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_interrupts_through()
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    ready(*arguments)
