"""How often a command reads what: each journal and text once, and once more under the lock where it writes.

The child runs one command and counts the files that it opens; every command has a process and a cache of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.usecases.study import Opened

pytestmark = pytest.mark.slow

STUDY = """
== codebook.yaml
codes:
- {id: a, name: A, kind: barrier, question: q, keywords: [good]}
- {id: b, name: B, interview_question: How is it?}
questions: [{id: q, text: Why?}]
topics: [{id: t, text: How is it?, codes: [a]}]
themes: [{id: th, name: Theme, codes: [a, b]}]
== cases.csv
case,group
P-1,x
P-2,y
P-3,y
== P-1.txt
I: How is it?
P-1: All good here. Bad there.
== P-2.txt
I: How is it?
P-2: Not good at all. Bad there.
== P-3.txt
I: How is it?
P-3: Good enough. Bad there.
== codings
jan P-1 a All good here.
ann P-1 b Bad there.
jan P-2 b Bad there.
ann P-2 a Not good at all.
jan P-3 a Good enough.
ann P-3 b Bad there.
== marks
jan P-1 a All good here. | key=true
== done
jan P-1
ann P-2
== asked
jan P-1 t 1
== memos
summary theme:th What it says.
"""
READING = [
    "status",
    "codings list",
    "codings list --code a",
    "codings queue",
    "stale",
    "log",
    "log --codings",
    "search good",
    "keywords",
    "suggest",
    "suggest -o sheet.csv",
    "frequencies",
    "frequencies --by group --coder all",
    "crosstab --by group",
    "quotes",
    "quotes --coder all",
    "quotes --code a",
    "themes",
    "framework",
    "coverage",
    "factors",
    "answers t",
    "summary",
    "sample --by group",
    "rigour",
    "report -o r.html",
    "theme read th",
    "theme unplaced",
    "memo list",
    "transcript export P-1 -o t.docx",
    "cases",
    "speakers",
    "check",
]
ACTING = [
    "codings apply P-3 b --quote there.",
    "codings done P-3",
    "codings asked P-3 t --turn 1",
    "memo add theme:th --kind note --text words",
    "suggest --code a --accept all --because same",
    "theme add New --code a",
]
CHILD = """
import collections, contextlib, io, json, os, sys
from pathlib import Path
from qualcode.cli.main import main
opened = collections.Counter()
root = os.getcwd()
def heard(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, Path)) and arguments[1] in ("r", "rb"):
        opened[os.path.relpath(os.path.abspath(arguments[0]), root)] += 1
sys.addaudithook(heard)
out = io.StringIO()
status = 0
try:
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main()
except SystemExit as ended:
    status = ended.code
print(json.dumps([status, out.getvalue(), dict(opened)]))
"""


def opens(opened: Opened, command: str, cache: Path) -> dict[str, int]:
    """What the command opened for reading, from the study's folder, and how often."""
    words = [word.replace("_", " ") for word in command.split()]
    env = {**os.environ, "QUALCODE_CACHE": "off", "XDG_CACHE_HOME": str(cache)}
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *words],
        cwd=opened.study.root,
        capture_output=True,
        text=True,
        env=env,
        check=True,
    )
    status, told, found = json.loads(child.stdout.splitlines()[-1])
    assert status in (0, None), told
    return dict(found)


def reads(opened: Opened, command: str, cache: Path) -> dict[str, int]:
    """What the command opened of journals and texts, and how often."""
    found = opens(opened, command, cache)
    own = ("codings" + os.sep, "transcripts" + os.sep)
    read = {name: times for name, times in found.items() if name.startswith(own) and not name.endswith(".json")}
    for coder in ("ann", "jan"):  # of the first journal in each folder one line is read, which says whose the folder is
        first = os.path.join("codings", coder, "P-1.jsonl")
        read[first] = read.get(first, 1) - 1
    return read


@pytest.mark.parametrize("command", READING)
def test_who_reads_reads_each_once(command: str, make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    found = reads(make_study(STUDY), command, tmp_path / "cache")
    assert {name: times for name, times in found.items() if times > 1} == {}


@pytest.mark.parametrize("command", ACTING)
def test_who_writes_reads_once_more_under_the_lock(
    command: str, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    found = reads(make_study(STUDY), command, tmp_path / "cache")
    assert {name: times for name, times in found.items() if times > 2} == {}


@pytest.mark.parametrize("command", [ACTING[0], ACTING[2]])
def test_an_act_on_one_transcript_opens_no_other(
    command: str, make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    found = opens(make_study(STUDY), command, tmp_path / "cache")
    own = (os.path.join("transcripts", ""), os.path.join("codings", ""), "cases.csv", "memos")
    others = {name for name in found if name.startswith(own)} - {
        os.path.join("transcripts", "P-3.txt"),
        os.path.join("transcripts", "P-3.json"),
        os.path.join("codings", "jan", "P-3.jsonl"),
    }
    assert others == set()


TABLES = """
import hashlib, sys
from pathlib import Path
from qualcode.model.selection import Filters
from qualcode.report.builders import BUILDERS
from qualcode.report.renderers import csv, markdown
from qualcode.usecases.study import open_study
opened = open_study(Path("."))
for coder in ((), ("all",)):
    for where in ((), ("group=y",)):
        for name, more in (("frequencies", {"by": "group"}), ("crosstab", {"by": "group"}), ("answers", {"subject": "t"}),
                           *((name, {}) for name in "frequencies coverage factors themes framework summary quotes "
                             "rigour tree sample-or-respondents unplaced phases method account".split())):
            view = opened.view(Filters(coder=coder, where=where))
            output = BUILDERS.get(name)(view, **more)
            print(name, coder, where, [tuple(map(repr, row)) for row in output.data.rows] if output.data else "",
                  repr(output.report), repr(output.warnings))
"""


def test_every_table_is_the_same_first_again_and_without_a_cache(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    root = make_study(STUDY).study.root

    def tables(**cache: str) -> str:
        env = {**os.environ, "QUALCODE_CACHE": "on", "XDG_CACHE_HOME": str(tmp_path / "cache"), **cache}
        ran = subprocess.run(
            [sys.executable, "-c", TABLES], cwd=root, capture_output=True, text=True, env=env, check=True
        )
        return ran.stdout

    first, again, known = tables(), tables(), tables()
    assert len(first.splitlines()) == 68
    assert first == again == known == tables(QUALCODE_CACHE="off")
    path = root / "codings/jan/P-2.jsonl"
    event = json.loads(path.read_text().splitlines()[0])
    with path.open("a") as journal:
        journal.write(json.dumps({**event, "id": "0123456789ab", "code": "a"}) + "\n")
    assert tables() == tables(QUALCODE_CACHE="off") != first
