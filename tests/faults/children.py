"""The commands of the program as real processes, and the studies they work on."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.model.coding import Codings
from qualcode.store.check import check
from qualcode.store.layout import Study
from qualcode.store.load import load

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit status, or minus the signal that ended it."""

    status: int
    out: str
    err: str
    calls: int
    cpu: float
    rss: int


class Nursery:
    """Starts a process that forks a child for each command."""

    def __init__(self, home: Path):
        self.env = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "STATE")}
        self.env |= {"COLUMNS": "100", "QUALCODE_CODER": "", "QUALCODE_LANGUAGE": "en"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def run(self, cwd: Path, *args: object, **how: Any) -> Ended:
        assert self._process.stdin
        assert self._process.stdout
        order = {"args": [str(arg) for arg in args], "cwd": str(cwd), "env": self.env, **how}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; lock files lie elsewhere."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def fresh(base: Path, name: str) -> Path:
    """A copy of a folder beside it."""
    target = base.parent / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(base, target)
    return target


def errors(study: Path) -> list[str]:
    return [str(problem) for problem in check(Study(study)) if problem.severity == "error"]


def stands(study: Path) -> dict[str, Any]:
    """What a study says, without ids and times: what every table is made of."""
    project, problems = load(Study(study))
    said: dict[str, Any] = {"problems": [str(one) for one in problems if one.severity == "error"]}
    said["codebook"] = (
        (study / "codebook.yaml").read_text(encoding="utf-8") if (study / "codebook.yaml").exists() else ""
    )
    said["cases"] = [(case.id, case.attributes) for case in project.cases.rows]
    for handle in project.transcripts.values():
        read = handle.read()
        said[f"transcript {handle.id}"] = (read.text, read.turns, read.intact, handle.kind, handle.member_check)
    for journal in project.journals:
        codings = journal.read()
        if codings != Codings():
            said[f"codings {journal.coder} {journal.transcript}"] = _told(codings)
    said["memos"] = [(memo.about, memo.kind, memo.text) for memo in project.memos]
    return said


def _told(codings: Codings) -> tuple[Any, ...]:
    applied = [
        (one.span, one.code, one.quote, one.note, one.valence, one.key, one.deviant, one.fit, one.requeued, one.bulk)
        for one in codings.applied
    ]
    rejected = [(one.span, one.code, one.because, one.changed_to) for one in codings.rejected]
    done = [(one.reading, one.codes) for one in codings.done]
    asked = [(one.subject, one.span) for one in codings.asked]
    return sorted(applied, key=repr), sorted(rejected, key=repr), sorted(done), sorted(asked, key=repr), codings.adrift
