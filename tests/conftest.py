"""Small studies written in a test's own docstring.

A docstring holds files and facts, each under a line that begins with `==`:

    == codebook.yaml          the file as it is (else: one code a)
    == cases.csv              the file as it is
    == P-1.txt [kind round]   a transcript, imported as a person would import it
    == codings                lines: CODER TRANSCRIPT CODE words of the text
    == done                   lines: CODER TRANSCRIPT [CODE …]   (a selective pass where codes are named)
"""

import inspect
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.acts import coding
from qualcode.acts.importing import ImportOptions, prepare, write
from qualcode.acts.study import Opened, Start, open_study, start_study
from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.store.files import write_text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
CODEBOOK = "codes:\n- {id: a, name: A}\n"


@pytest.fixture(autouse=True)
def _no_trace_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real material (shared/data) is not here")
    return SHARED


@pytest.fixture
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """The study that the test's docstring describes."""
    return build_study(tmp_path / "study", inspect.getdoc(request.function) or "")


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[[str], Opened]:
    """A function that builds a study from such a text."""
    numbers = iter(range(1000))
    return lambda text: build_study(tmp_path / f"study-{next(numbers)}", inspect.cleandoc(text))


def build_study(root: Path, text: str) -> Opened:
    parts = dict(_parts(text))
    start_study(Start(root, language="en", coder="jan", codebook_text=parts.pop("codebook.yaml", CODEBOOK)))
    with (root / "qualcode.yaml").open("a") as file:
        file.write(parts.pop("qualcode.yaml", ""))
    if cases := parts.pop("cases.csv", ""):
        write_text(root / "cases.csv", cases)
    codings, done = parts.pop("codings", ""), parts.pop("done", "")
    for heading, body in parts.items():
        _import(root, heading, body)
    _code(open_study(root), codings, done)
    return open_study(root)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"^== *", text, flags=re.MULTILINE)[1:]:
        heading, _, body = block.partition("\n")
        yield heading.strip(), body.strip("\n") + "\n" if body.strip() else ""


def _import(root: Path, heading: str, body: str) -> None:
    name, *facts = heading.split()
    source = root.parent / f"{root.name}-sources" / name
    write_text(source, body)
    opened = open_study(root)
    options = ImportOptions(kind=facts[0] if facts else "interview", round=int(facts[1]) if facts[1:] else 1)
    for _ in write(opened, list(prepare(opened, [source], options)), options, "jan"):
        pass


def _code(opened: Opened, codings: str, done: str) -> None:
    for line in codings.splitlines():
        coder, transcript, code, words = line.split(maxsplit=3)
        handle = opened.project.transcript(transcript)
        span = place_quote(handle.read(), words.replace("\\n", "\n"))
        coding.apply(opened, coder, handle, code, span)
    for line in done.splitlines():
        coder, transcript, *codes = line.split()
        coding.done(opened, coder, opened.project.transcript(transcript), None, Filters(code=tuple(codes)))


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., "Ran"]:
    """Run the real command line in a process of its own."""
    import subprocess
    import sys

    def run(*args: object, stdin: str = "", cwd: Path | None = None, **env: str) -> Ran:
        result = subprocess.run(
            [sys.executable, "-m", "qualcode", *map(str, args)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd or tmp_path,
            env={**os.environ, **env},
            timeout=120,
        )
        return Ran(result.returncode, result.stdout, result.stderr)

    return run


class Ran:
    """What a command returned and printed."""

    def __init__(self, status: int, out: str, err: str):
        self.status, self.out, self.err = status, out, err

    def __repr__(self) -> str:
        return f"<{self.status}>\n--- out\n{self.out}\n--- err\n{self.err}"


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("PYTHONUTF8", "1")
