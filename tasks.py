"""The tasks of this project, the same on every system: `python -m tasks TASK` (with make: `make TASK`).

    demo           set up, and build the example study with all its tables in qualcode-demo/
    test           set up for development; style, types, imports, all tests, and how much of the code they reach
    test --core    the same without the tests marked slow: two minutes instead of fifteen
    oldest         all tests against the oldest versions that pyproject.toml allows
    faults         every place where an act can be killed or find a full disk, about an hour
    bench          every benchmark, as a ratio against a baseline in the same run
    keys           write the keys of the catalogues and the pages of commands and keys, in seconds
    docs           write these, and what the documents print: sessions, pages of commands and keys, pictures of the desk
    pictures       write the pictures of pages (LibreOffice, Chromium)
    style, types   what `test` begins with, alone
    clean          take away what these tasks made

The set-up is a virtual environment, .venv; only this file's own standard library is needed to make it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MADE = (".venv", ".venv-oldest", ".coverage", "qualcode-demo", "build", "dist")
OLDEST = ROOT / "tests" / "oldest.txt"


class Environment:
    """A virtual environment of this project."""

    def __init__(self, name: str = ".venv", constraints: Path | None = None):
        self.folder = ROOT / name
        self.bin = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self._pinned = ["--constraint", str(constraints)] if constraints else []

    def run(self, program: str, *arguments: str) -> None:
        run([str(self.bin / program), *arguments])

    def set_up(self, *, development: bool = False) -> None:
        """Make it, and install what is not there yet or was installed before pyproject.toml changed."""
        if not self.folder.is_dir():
            run([sys.executable, "-m", "venv", str(self.folder)])
        self._once(".installed", ["--editable", "."])
        if development:
            self._once(".installed-dev", ["--group", "dev"])

    def _once(self, stamp: str, wanted: Sequence[str]) -> None:
        done = self.folder / stamp
        if done.exists() and done.stat().st_mtime >= (ROOT / "pyproject.toml").stat().st_mtime:
            return
        self.run("python", "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")  # knows groups
        self.run("python", "-m", "pip", "install", "--quiet", *self._pinned, *wanted)
        done.touch()


def run(command: Sequence[str]) -> None:
    """Run a program here; where it fails, so does the task."""
    print("$", *command, flush=True)
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def developing() -> Environment:
    environment = Environment()
    environment.set_up(development=True)
    return environment


def demo() -> None:
    environment = Environment()
    environment.set_up()
    environment.run("qualcode", "demo")


def style() -> None:
    environment = developing()
    environment.run("ruff", "check", ".")
    environment.run("ruff", "format", "--check", ".")
    environment.run("lint-imports")


def types() -> None:
    environment = developing()
    for platform in ("linux", "darwin", "win32"):
        environment.run("mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}")


def test(*, core: bool) -> None:
    style()
    types()
    environment = developing()
    if core:
        environment.run("pytest", "-m", "not slow")
        return
    shutil.rmtree(ROOT / ".coverage", ignore_errors=True)
    environment.run("coverage", "run", "-m", "pytest")
    environment.run("coverage", "combine", "--quiet")
    floor = ["--fail-under=0"] if os.name == "nt" else []  # what needs POSIX is not run there
    print("Lines and branches reached by the tests, in percent:", flush=True)
    environment.run("coverage", "report", *floor)


def oldest() -> None:
    environment = Environment(".venv-oldest", OLDEST)
    environment.set_up(development=True)
    environment.run("pytest")


def module(name: str) -> None:
    developing().run("python", "-m", name)


def documents(name: str, *arguments: str) -> None:
    developing().run("python", f"docs/{name}.py", *arguments)


def clean() -> None:
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)


TASKS = {
    "demo": demo,
    "test": lambda: test(core=False),
    "style": style,
    "types": types,
    "oldest": oldest,
    "faults": lambda: module("tests.faults"),
    "bench": lambda: module("benchmarks"),
    "keys": lambda: documents("refresh", "keys"),
    "docs": lambda: documents("refresh"),
    "pictures": lambda: documents("pages"),
    "clean": clean,
}


def main(words: Sequence[str]) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"qualcode needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    match list(words):
        case ["test", "--core"]:
            test(core=True)
        case [name] if name in TASKS:
            TASKS[name]()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
