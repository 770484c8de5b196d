"""What qualcode itself writes of a study holds nothing that `verify` would have looked at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.usecases.demo import build_demo
from tests.conftest import Ran

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify") / "demo"
    list(build_demo(folder))
    return folder


@pytest.mark.parametrize("format_", ["docx", "md", "html", "tex"])
@pytest.mark.parametrize("command", ["summary", "quotes", "themes", "report", "answers t1", "answers t5", "answers t6"])
def test_our_own_documents_are_found_in_order(
    command: str, format_: str, demo: Path, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / f"own.{format_}"
    assert cli("-C", demo, *command.split(), "-o", file).status == 0
    ran: Ran = cli("-C", demo, "verify", file, "--format", "csv")
    wrong = [
        line for line in ran.out.splitlines() if ",not-found," in line or ",changed," in line or ",differs," in line
    ]
    assert (ran.status, wrong) == (0, []), ran.err
    assert ran.out.count(",verbatim,") >= 8
