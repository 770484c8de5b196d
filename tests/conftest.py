"""Small studies written in a test's own docstring.

A docstring holds files and facts, each under a line that begins with `==`:

    == codebook.yaml          the file as it is (else: one code a)
    == cases.csv              the file as it is
    == P-1.txt [kind round label…]   a transcript, imported as a person would; the labels are respondents'
    == codings                lines: CODER TRANSCRIPT CODE words of the text
    == marks                  lines: CODER TRANSCRIPT CODE words of the coding | MARK=VALUE …
    == done                   lines: CODER TRANSCRIPT [CODE …]   (a selective pass where codes are named)
    == journal                lines: CODER TRANSCRIPT PASS CODE…  (a reading as it was recorded, with codes of then)
    == asked                  lines: CODER TRANSCRIPT TOPIC TURN
    == memos                  lines: KIND THING[,THING] words of the memo
"""

import inspect
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.store.files import write_text
from qualcode.usecases import memos
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.study import Opened, Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
CODEBOOK = "codes:\n- {id: a, name: A}\n"

settings.register_profile("qualcode", deadline=None)  # how long a case takes says how busy the machine is
settings.load_profile("qualcode")


@pytest.fixture(autouse=True)
def _no_trace_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("QUALCODE_CACHE", "off")  # thousands of studies would be kept when a test process ends


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
    settings = parts.pop("qualcode.yaml", "")
    language = "nl" if "language: nl\n" in settings else "en"
    codebook = parts.pop("codebook.yaml", CODEBOOK)
    variant = "reflexive" if "variant: reflexive\n" in settings else "codebook"
    start_study(Start(root, language=language, coder="jan", variant=variant, codebook_text=codebook))
    with (root / "qualcode.yaml").open("a", encoding="utf-8") as file:
        file.write(settings.replace("language: nl\n", "").replace("variant: reflexive\n", ""))
    if cases := parts.pop("cases.csv", ""):
        write_text(root / "cases.csv", cases)
    facts = {
        name: parts.pop(name, "").splitlines() for name in ("codings", "marks", "done", "journal", "asked", "memos")
    }
    for heading, body in parts.items():
        _import(root, heading, body)
    _code(open_study(root), facts)
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
    kind, round_ = facts[0] if facts else "interview", int(facts[1]) if facts[1:] else 1
    options = ImportOptions(kind=kind, round=round_, respondents=tuple(facts[2:]))
    bring_in(opened, [source], options, "jan")


def _code(opened: Opened, facts: dict[str, list[str]]) -> None:
    for line in facts["codings"]:
        coder, transcript, code, words = line.split(maxsplit=3)
        handle = opened.project.transcript(transcript)
        span = place_quote(handle.read(), words.replace("\\n", "\n"))
        coding.apply(opened, coder, handle, code, span)
    for line in facts["marks"]:
        fragment, _, marks = line.partition(" | ")
        set_marks(open_study(opened.study.root), fragment, dict(mark.split("=", 1) for mark in marks.split("; ")))
    for line in facts["done"]:
        coder, transcript, *codes = line.split()
        coding.done(opened, coder, opened.project.transcript(transcript), None, Filters(code=tuple(codes)))
    for line in facts["journal"]:
        coder, transcript, reading, *codes = line.split()
        coding.read_for(opened, coder, opened.project.transcript(transcript), reading, codes)
    for line in facts["asked"]:
        coder, transcript, topic, turn = line.split()
        coding.asked(opened, coder, opened.project.transcript(transcript), topic, int(turn))
    for line in facts["memos"]:
        kind, about, words = line.split(maxsplit=2)
        memos.add(opened, "jan", about.split(","), kind, words.replace("\\n", "\n"))


def coding_at(opened: Opened, fragment: str) -> str:
    """The id of the coding that `CODER TRANSCRIPT CODE words` names."""
    coder, transcript, code, words = fragment.split(maxsplit=3)
    span = place_quote(opened.project.transcript(transcript).read(), words.replace("\\n", "\n"))
    applied = opened.project.codings_of(coder, transcript).applied
    return next(one.id for one in applied if one.code == code and one.span == span)


def set_marks(opened: Opened, fragment: str, marks: dict[str, str]) -> None:
    typed = {key: value == "true" if key in ("key", "deviant") else value for key, value in marks.items()}
    coding.mark(opened, fragment.split()[0], [coding_at(opened, fragment)], typed)


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


STARTS_PROGRAMS = {"cli", "at_terminal", "nursery"}  # fixtures: each start of the program takes most of a second


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and STARTS_PROGRAMS & set(item.fixturenames):
            item.add_marker("slow")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("PYTHONUTF8", "1")
