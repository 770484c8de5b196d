"""Work on many items (transcripts, parts of a corpus), by whichever engine: in this process or in several.

Results come in the order of the items, and nothing is piled up.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar

from qualcode.errors import QualcodeError
from qualcode.system import let_interrupts_through, undisturbed

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4  # items each process may be ahead of who reads the results
_GRACE = 10  # seconds in which processes that have no more to do write what they keep
_TRIES = 3  # of an item whose process is lost, alone


class Watch(Protocol):
    """Passes items on, as a progress bar does: items, how many, what is done with them."""

    def __call__(self, items: Iterable[T], total: int, what: str, /) -> Iterable[T]: ...


@dataclass(frozen=True)
class Work(Generic[T, R]):
    """What is done with every item: a process calls `begin(*given)` once, and what that returns with each of its items.

    `begin` is known by name in every process, and what is given, asked and answered can be sent to one.
    `lost(item, n)`: what is told of an item that ended the process which worked on it n times.
    """

    begin: Callable[..., Callable[[T], R]]
    given: tuple[Any, ...]
    lost: Callable[[T, int], QualcodeError]


class Engine(Protocol):
    """Where work is done."""

    def run(self, work: Work[T, R], items: Iterable[T]) -> Iterator[R]: ...

    def everywhere(self, look: Callable[..., R], *given: object) -> list[R]:
        """What `look(*given)` returns on each computer where work is done."""


class _OnThisComputer:
    def everywhere(self, look: Callable[..., R], *given: object) -> list[R]:
        return [look(*given)]


class Here(_OnThisComputer):
    """This process."""

    def run(self, work: Work[T, R], items: Iterable[T]) -> Iterator[R]:
        yield from map(work.begin(*work.given), items)


@dataclass(frozen=True)
class Pool(_OnThisComputer):
    """So many processes of this computer."""

    processes: int

    def run(self, work: Work[T, R], items: Iterable[T]) -> Iterator[R]:
        team = _Team(self.processes, work)
        complete = False
        try:
            for item in items:
                team.ask(item)
                if team.waiting == self.processes * _AHEAD:
                    yield team.answer()
            while team.waiting:
                yield team.answer()
            complete = True
        finally:
            team.end(complete)


def engine(workers: int, items: int) -> Engine:
    """So many processes, 0 for as many as there are processors; for one item, or by one process, this one."""
    processes = workers or os.cpu_count() or 1
    return Pool(processes) if processes > 1 and items > 1 else Here()


class _Team(Generic[T, R]):
    """Processes that answer in the order in which they are asked. Where one is lost they are begun anew, and what is unfinished
    is done again: a pool of processes itself gives up."""

    def __init__(self, processes: int, work: Work[T, R]) -> None:
        begun = (work.begin, work.given)
        self._make = partial(ProcessPoolExecutor, processes, initializer=_begin, initargs=begun)
        self._work, self._pool = work, self._make()
        self._asked: deque[tuple[T, Future[R]]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._asked)

    def ask(self, item: T) -> None:
        self._asked.append((item, self._begin(item)))

    def answer(self) -> R:
        item, future = self._asked.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            answer = self._alone(item)  # whichever was at work then: each is asked alone once it is the first
        self._asked = deque((one, old if _is_done(old) else self._begin(one)) for one, old in self._asked)
        return answer

    def _alone(self, item: T) -> R:
        for _ in range(_TRIES):
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._make()
            with suppress(BrokenProcessPool):
                return self._begin(item).result()
        raise self._work.lost(item, _TRIES)

    def _begin(self, item: T) -> "Future[R]":
        try:
            with undisturbed():  # a process that is not ready yet would answer Ctrl-C with a traceback
                return self._pool.submit(_do, item)
        except BrokenProcessPool as lost:  # while it was asked for something else: told when this one's turn comes
            future: Future[R] = Future()
            future.set_exception(lost)
            return future

    def end(self, complete: bool) -> None:
        """A process that was killed while it waited for work keeps the lock of the queue, and then the others never hear that
        there is no more: they are given time, and then ended."""
        children = active_children()
        self._pool.shutdown(wait=False, cancel_futures=True)
        late = time.monotonic() + (_GRACE if complete else 0)
        while left := [child for child in children if child.is_alive()]:
            if time.monotonic() >= late:
                for child in left:
                    child.kill()  # a handler of an earlier signal would be at work while the next one came
            time.sleep(0.01)
        self._pool.shutdown(wait=True)


def _is_done(future: "Future[Any]") -> bool:
    return future.done() and future.exception() is None


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end its workers, so each looks for itself."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


_doing: Callable[[Any], Any]  # of a process of its own


def _begin(begin: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]) -> None:
    """Ctrl-C is for the parent alone, which ends its workers.

    A worker that died of it first looked to the parent, on a busy machine, like one that was killed: "a process ended".
    """
    global _doing
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_interrupts_through()
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _doing = begin(*given)


def _do(item: Any) -> Any:
    return _doing(item)
