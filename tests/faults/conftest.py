"""One nursery, and one study to try on, for all tests of a process."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # forks, signals, limits and modes are of Unix


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="session")
def nursery(home: Path) -> Iterator["object"]:
    from tests.faults.children import Nursery

    nursery = Nursery(home)
    yield nursery
    nursery.close()


@pytest.fixture(scope="session")
def base(home: Path, nursery: "object") -> Path:
    from tests.faults.acts import build
    from tests.faults.children import Nursery

    assert isinstance(nursery, Nursery)
    build(nursery, home / "base")
    return home / "base"
