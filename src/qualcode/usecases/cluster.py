"""A Dask cluster as an engine: work goes to processes of other computers, and what a lost one left is done again.

All that travels is pickled here, so that Dask looks into none of it. What is begun is kept by each worker for as long as it is
asked for, and one item at a time is worked on in a process: what finds keywords is no more than that at a time.
"""

import logging
import pickle
import secrets
import time
import warnings
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from qualcode.errors import QualcodeError
from qualcode.usecases.workers import Work

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4  # items each worker may be ahead of who reads the results
_CONNECTING = 10  # seconds
_LOOK = 5  # seconds after which it is looked whether anybody is there
_ALONE = 60  # seconds without one worker after which nobody waits any more
_KEPT = 4  # of what was begun in a worker: as many commands may use a cluster at a time
_PACKAGES = ("qualcode", "simplemma", "PyStemmer", "spacy")  # what decides where a keyword is found


class Tls(NamedTuple):
    """Files that the other side is known by, and that tell it who this is; "" where Dask's own settings name them."""

    ca: str = ""
    certificate: str = ""
    key: str = ""


def is_open(address: str) -> bool:
    """Whether what travels there can be read on the way, and the cluster be used by whoever finds it."""
    host = address.removeprefix("tcp://").rpartition(":")[0]
    return address.startswith("tcp://") and host not in ("127.0.0.1", "localhost", "[::1]")


@contextmanager
def cluster(address: str, tls: Tls) -> Iterator["Cluster"]:
    """The cluster whose scheduler is at an address, tcp://… or tls://…, as long as it is needed.

    Errors: nobody answers, it has no workers, or a worker has other versions than this program.
    """
    if not address.startswith(("tcp://", "tls://")):
        raise QualcodeError("error.cluster_address", address=address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)  # what is to be told is told by this program
    client = _connected(address, tls)
    try:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_CONNECTING)
        made = Cluster(client, address)
        made.check()
        yield made
    finally:
        with suppress(Exception):  # it may be gone by now, in whatever way
            client.close(timeout=2)


def _connected(address: str, tls: Tls) -> "Client":
    """A client; in a thread, because Dask waits for ever for a server that is no scheduler."""
    try:
        from distributed import Client, Security
    except ImportError:
        raise QualcodeError("error.needs_scale", what="--cluster") from None

    class Quiet(Client):  # type: ignore[misc]
        def __del__(self) -> None:
            """Nothing: of one that never connected Dask's own takes 20 seconds, and ends with a traceback."""

    found: list[Client] = []
    given = {"tls_ca_file": tls.ca, "tls_client_cert": tls.certificate, "tls_client_key": tls.key}

    def connect() -> None:
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that matter to nobody here
            files = {name: file for name, file in given.items() if file}
            security = Security(require_encryption=address.startswith("tls:"), **files)
            found.append(Quiet(address, security=security, timeout=_CONNECTING, set_as_default=False))

    connecting = Thread(target=connect, daemon=True)
    connecting.start()
    connecting.join(_CONNECTING + _LOOK)
    if not found:
        raise QualcodeError("error.no_cluster", address=address)
    return found[0]


@dataclass(frozen=True)
class Cluster:
    """The workers that are connected to a scheduler, those too that join later."""

    client: "Client"
    address: str

    def check(self) -> None:
        """Refuse a cluster without workers, or with one whose versions differ from those here."""
        if not self.client.nthreads():
            raise QualcodeError("error.cluster_empty", address=self.address)
        for name, here in _versions().items():
            look, given = (python_version, ()) if name == "Python" else (version, (name,))
            for worker, found in self.client.run(look, *given, on_error="return").items():
                there = found if isinstance(found, str) else ""
                if _compared(name, there) != here:
                    raise _other_version(worker, name, there, here)

    def everywhere(self, look: Callable[..., R], *given: object) -> list[R]:
        found = self.client.run(_looked, pickle.dumps((look, given)))
        return [pickle.loads(one) for one in found.values()]

    def run(self, work: Work[T, R], items: Iterable[T]) -> Iterator[R]:
        asking = _Asking(self, work)
        try:
            for item in items:
                asking.ask(item)
                if asking.enough:
                    yield asking.answer()
            while asking.waiting:
                yield asking.answer()
        finally:
            asking.end()


class _Asking:
    """Items that workers were asked to work on, answered in their order."""

    def __init__(self, cluster: Cluster, work: Work[Any, Any]) -> None:
        self._client, self._address, self._work = cluster.client, cluster.address, work
        self._token, self._versions = secrets.token_hex(8), _versions()
        self._ahead, self._counted = 0, 0.0
        # a task, not scattered data: it is made again where the worker that has it is lost
        self._begun = self._client.submit(_kept, pickle.dumps((work.begin, work.given)), pure=False)
        self._asked: deque[tuple[Any, Future[bytes]]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._asked)

    @property
    def enough(self) -> bool:
        """Whether so many are asked that all workers have some ahead; the workers are counted once in a while."""
        if time.monotonic() - self._counted > _LOOK:
            self._ahead, self._counted = _AHEAD * max(len(self._client.nthreads()), 1), time.monotonic()
        return len(self._asked) >= self._ahead

    def ask(self, item: Any) -> None:
        self._asked.append((item, self._submitted(item)))

    def answer(self) -> Any:
        from distributed import KilledWorker

        item, future = self._asked.popleft()
        try:
            return self._result(future)
        except KilledWorker:  # Dask blames all that the lost workers had before them
            answer = self._alone(item)
        self._asked = deque(
            (one, old if old.status == "finished" else self._submitted(one)) for one, old in self._asked
        )
        return answer

    def _alone(self, item: Any) -> Any:
        from distributed import KilledWorker

        self._client.cancel([old for _, old in self._asked if old.status != "finished"])
        try:
            return self._result(self._submitted(item))
        except KilledWorker as lost:
            raise self._work.lost(item, lost.allowed_failures + 1) from None

    def _submitted(self, item: Any) -> "Future[bytes]":
        return self._client.submit(_answer, self._begun, self._token, self._versions, pickle.dumps(item), pure=False)

    def _result(self, future: "Future[bytes]") -> Any:
        seen = time.monotonic()
        while True:
            try:
                return pickle.loads(future.result(timeout=_LOOK))
            except TimeoutError:
                if self._client.status == "running" and self._client.nthreads():
                    seen = time.monotonic()
                elif time.monotonic() - seen > _ALONE:
                    raise QualcodeError("error.cluster_empty", address=self._address) from None
            except CancelledError:
                raise QualcodeError("error.cluster_lost", address=self._address) from None
            except ImportError:  # of a worker that came later
                raise _other_version("", "qualcode", "", version("qualcode")) from None

    def end(self) -> None:
        with suppress(Exception):  # it may be gone by now, in whatever way
            self._client.cancel([future for _, future in self._asked])
            self._client.run(_forget, self._token, on_error="ignore")


def _versions() -> Mapping[str, str]:
    """What decides where a keyword is found, as it is here."""
    found = {"Python": _compared("Python", python_version())}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _compared(name: str, found: str) -> str:
    """Of Python the minor version: with it comes what Unicode knows of letters."""
    return ".".join(found.split(".")[:2]) if name == "Python" else found


def _other_version(worker: str, name: str, there: str, here: str) -> QualcodeError:
    return QualcodeError("error.cluster_versions", worker=worker or "?", what=name, there=there or "–", here=here)


# What workers do.

_doing: OrderedDict[str, Callable[[Any], Any]] = OrderedDict()  # a token -> what was begun for it
_one = Lock()


def _kept(data: bytes) -> bytes:
    return data


def _looked(data: bytes) -> bytes:
    look, given = pickle.loads(data)
    return pickle.dumps(look(*given))


def _answer(begun: bytes, token: str, versions: Mapping[str, str], item: bytes) -> bytes:
    with _one:
        if token not in _doing:
            _check_versions(versions)
            begin, given = pickle.loads(begun)
            _doing[token] = begin(*given)
            while len(_doing) > _KEPT:
                _doing.popitem(last=False)
        return pickle.dumps(_doing[token](pickle.loads(item)))


def _check_versions(wanted: Mapping[str, str]) -> None:
    """For a worker that came when the work had begun."""
    from distributed import get_worker

    here = _versions()
    for name, value in wanted.items():
        if here.get(name, "") != value:
            raise _other_version(get_worker().address, name, here.get(name, ""), value)


def _forget(token: str) -> None:
    _doing.pop(token, None)
