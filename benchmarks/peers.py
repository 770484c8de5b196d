"""The same work done by programs of the field, as whole processes: CPU seconds with start-up, the least of five runs.

`python -m benchmarks.peers` installs them, each into an environment of its own below `build/peers`; without them nothing is
compared. qc counts the paragraphs that have a code; it knows no N, no words and nothing of what was read. Taguette has no
command that counts, so that only its start is compared. Neither looks for keywords.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed import Cost, cost, qualcode, row, study
from qualcode.usecases.study import Start, start_study

FOLDER = Path(__file__).parents[1] / "build/peers"
PEERS = {"qc": ("qualitative-coding==1.7.8",), "taguette": ("taguette==1.5.2", "sqlalchemy<2")}
_TRANSCRIPTS, _CODINGS = 1000, 100


def program(name: str) -> Path:
    return FOLDER / name / ("Scripts" if sys.platform == "win32" else "bin") / name


def install() -> None:
    for name, packages in PEERS.items():
        if not program(name).exists():
            venv.create(FOLDER / name, with_pip=True, clear=True)
            subprocess.run(
                [program(name).with_name("python"), "-m", "pip", "install", "--quiet", *packages], check=True
            )


def run() -> Iterator[str]:
    if not all(program(name).exists() for name in PEERS):
        yield "the programs of others are not here: python -m benchmarks.peers"
        return
    version = {name: packages[0].replace("==", " ") for name, packages in PEERS.items()}
    for name in PEERS:
        theirs = cost([str(program(name)), "--help"])
        yield row("--help", cost([sys.executable, "-m", "qualcode", "--help"]), theirs, version[name], "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        yield from _beside_qc(Path(folder), version["qc"])


def _beside_qc(folder: Path, version: str) -> Iterator[str]:
    root = study(folder, _TRANSCRIPTS, 8000, _CODINGS)
    theirs, source = folder / "qc", folder / "source"

    def qc(*words: str, runs: int = 5) -> Cost:
        return cost([str(program("qc")), *words], runs=runs, where=theirs)

    theirs.mkdir()
    qc("init", runs=2)  # the first time it only asks where things are to be
    imported = qc("corpus", "import", "-r", "-i", "verbatim", str(source), runs=1)
    start_study(Start(folder / "again", codebook_text="codes: []\n"))
    ours = cost(qualcode(folder / "again", "import", "--yes", str(source)), runs=1)
    yield row(f"import, {_TRANSCRIPTS:,} .txt of 8,000 words (one run)", ours, imported, version, "")
    _fill(theirs / "qualitative_coding.sqlite3", root)
    counted = qc("codes", "stats")
    for words in ("frequencies", "crosstab"):
        how = ("--by", "group") if words == "crosstab" else ()
        ours = cost(qualcode(root, words, *how, "--format", "csv"))
        yield row(f"{words}, 100,000 codings, again / stats", ours, counted, version, "")
    ours = cost(qualcode(root, "framework", "--format", "csv"))
    yield row(
        "framework by respondent, again / stats by document", ours, qc("codes", "stats", "-D", runs=1), version, ""
    )


def _fill(database: Path, root: Path) -> None:
    """The codings of a study as many to a paragraph of the same transcripts, since qc codes lines."""
    with sqlite3.connect(database) as there:
        there.execute("INSERT INTO coder VALUES ('jan')")
        codes = [f"c{number // 5}-{number % 5}" for number in range(20)]
        there.executemany("INSERT INTO code VALUES (?)", [(code,) for code in codes])
        number = 0
        for (document,) in there.execute("SELECT id FROM document_index").fetchall():
            places = there.execute(
                "SELECT id, start_line FROM location WHERE document_index_id = ?", (document,)
            ).fetchall()
            for at in range(_CODINGS):
                number += 1
                location, line = places[at * len(places) // _CODINGS]
                there.execute("INSERT INTO coded_line VALUES (?, ?, 'jan', ?)", (number, line, codes[at % 20]))
                there.execute("INSERT INTO coded_line_location_association VALUES (?, ?)", (number, location))
    (database.parent / "codebook.yaml").write_text("".join(f"- {code}\n" for code in codes))


if __name__ == "__main__":
    install()
