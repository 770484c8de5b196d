"""Exclusive locks; the lock files lie in the user's cache, never in the study.

Whatever writes into a study holds the lock of its log.jsonl, journals too: one lock for all, so that no two acts wait for
each other. Who reads first what it will change takes another before: qualcode.yaml (imports), codebook.yaml, memos/.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import QualcodeError, reason


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone with what stands at `path`, among the programs that ask."""
    from filelock import FileLock, Timeout
    from platformdirs import user_cache_path

    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]
    try:
        folder = user_cache_path("qualcode", appauthor=False) / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=30)
        lock.acquire()
    except Timeout:
        raise QualcodeError("error.locked", path=path) from None
    except OSError as error:
        raise QualcodeError("error.no_lock", why=reason(error)) from None
    try:
        yield
    finally:
        lock.release()
