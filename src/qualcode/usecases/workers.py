"""Work on many transcripts, in several processes where that pays; results come in order, and nothing is piled up."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import active_children
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar

from qualcode.errors import QualcodeError
from qualcode.system import let_interrupts_through, undisturbed

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4  # transcripts each process may be ahead of who reads the results
_TRIES = 3  # of a transcript whose process is lost, alone


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
    team = _Team(processes, elsewhere, ready)
    complete = False
    try:
        for name in names:
            team.ask(name)
            if team.waiting == processes * _AHEAD:
                yield team.answer()
        while team.waiting:
            yield team.answer()
        complete = True
    finally:
        team.end(complete)


class _Team(Generic[R]):
    """Processes that answer in the order in which they are asked. Where one is lost they are begun anew, and what is unfinished
    is done again: a pool of processes itself gives up."""

    def __init__(
        self, processes: int, work: Callable[[str], R], ready: tuple[Callable[..., None], tuple[Any, ...]]
    ) -> None:
        self._make = partial(ProcessPoolExecutor, processes, initializer=_quiet, initargs=ready)
        self._work, self._pool = work, self._make()
        self._asked: deque[tuple[str, Future[R]]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._asked)

    def ask(self, name: str) -> None:
        self._asked.append((name, self._begin(name)))

    def answer(self) -> R:
        name, future = self._asked.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            answer = self._alone(name)  # whichever was at work then: each is asked alone once it is the first
        self._asked = deque((one, old if _is_done(old) else self._begin(one)) for one, old in self._asked)
        return answer

    def _alone(self, name: str) -> R:
        for _ in range(_TRIES):
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._make()
            with suppress(BrokenProcessPool):
                return self._begin(name).result()
        raise QualcodeError("error.worker_ended", n=_TRIES, transcript=name)

    def _begin(self, name: str) -> "Future[R]":
        try:
            with undisturbed():  # a process that is not ready yet would answer Ctrl-C with a traceback
                return self._pool.submit(self._work, name)
        except BrokenProcessPool as lost:  # while it was asked for something else: told when this one's turn comes
            future: Future[R] = Future()
            future.set_exception(lost)
            return future

    def end(self, complete: bool) -> None:
        if not complete:
            for child in active_children():
                child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _is_done(future: "Future[Any]") -> bool:
    return future.done() and future.exception() is None


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
