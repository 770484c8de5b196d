"""`corpus` as a program: exit statuses, where output goes, Ctrl-C in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.needs import needs_signals

pytestmark = pytest.mark.slow
Cli = Callable[..., Any]
BOOK = "language: nl\ncodes: [{id: a, name: Wachten, keywords: ['wacht*']}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "data.csv").write_text("id,groep,text\n1,x,Wij wachten.\n2,y,Goed.\n3,x,\n")
    return tmp_path


def test_tables_are_printed_and_written_like_those_of_a_study(folder: Path, cli: Cli) -> None:
    made = cli(
        "corpus", "frequencies", "data.csv", "--codebook", "book.yaml", "--by", "groep", "--format", "csv", cwd=folder
    )
    assert made.status == 0
    assert made.out == "code,name,hits,units,of_units,units_x,of_units_x,units_y,of_units_y\na,Wachten,1,1,2,1,1,0,1\n"
    assert "1 eenheid zonder tekst" in made.err or "Eén eenheid zonder tekst" in made.err
    for name in ("t.docx", "t.xlsx", "t.html", "t.md", "t.tex", "t.json"):
        made = cli("corpus", "crosstab", "data.csv", "--codebook", "book.yaml", "--by", "groep", "-o", name, cwd=folder)
        assert (made.status, (folder / name).stat().st_size > 100) == (0, True)


def test_the_codebook_is_the_studys_where_none_is_named(folder: Path, cli: Cli) -> None:
    refused = cli("corpus", "keywords", "data.csv", cwd=folder)
    assert (refused.status, refused.out) == (1, "")
    assert "--codebook" in refused.err
    assert cli("init", "study", "--codebook", "book.yaml", cwd=folder).status == 0
    made = cli("-C", "study", "corpus", "keywords", "data.csv", "--format", "csv", cwd=folder)
    assert made.out == "code,keyword,hits,units,of_units\na,wacht*,1,1,2\n"
    assert sorted(path.name for path in (folder / "study").iterdir()) == sorted(
        [".gitattributes", "cases.csv", "codebook.yaml", "log.jsonl", "qualcode.yaml", "transcripts"]
    )


def test_a_search_needs_no_codebook(folder: Path, cli: Cli) -> None:
    made = cli("--language", "nl", "corpus", "search", "wachten", "data.csv", "--format", "csv", cwd=folder)
    assert made.out.splitlines()[1:] == ["2,4,11,Wij ,wachten,.,exact"]
    refused = cli("corpus", "search", "wachten", "data.csv", "-o", "found.xlsx", cwd=folder)
    assert (refused.status, (folder / "found.xlsx").exists()) == (1, False)


def test_what_cannot_be_done_is_one_sentence(folder: Path, cli: Cli) -> None:
    for words in (
        ("corpus", "suggest", "nowhere.csv", "--codebook", "book.yaml", "-o", "out.csv"),
        ("corpus", "suggest", "data.csv", "--codebook", "book.yaml", "-o", "out.docx"),
        ("corpus", "suggest", "data.csv", "--codebook", "book.yaml", "-o", "no/such/folder/out.csv"),
        ("corpus", "crosstab", "data.csv", "--codebook", "book.yaml"),
        ("corpus", "frequencies", "data.csv", "--codebook", "book.yaml", "--by", "groepje"),
    ):
        made = cli(*words, cwd=folder)
        assert made.status == 1, words
        assert len(made.err.splitlines()) == 1, made.err
        assert "Traceback" not in made.err
    assert sorted(path.name for path in folder.iterdir()) == ["book.yaml", "data.csv"]


@needs_signals
def test_ctrl_c_leaves_no_half_file_and_no_process(folder: Path) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    lines = [f"{number},x,Wij wachten lang en wachten nog.\n" for number in range(400_000)]
    (folder / "data.csv").write_text("id,groep,text\n" + "".join(lines))
    command = [sys.executable, "-m", "qualcode", "corpus", "suggest", "data.csv", "--codebook", "book.yaml"]
    running = subprocess.Popen(
        [*command, "--workers", "2", "-o", "out.csv"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not [*folder.glob(".out.csv.*.parts/*")] and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=600)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert sorted(path.name for path in folder.iterdir()) == ["book.yaml", "data.csv"]


def test_a_sample_is_drawn_coded_and_carried_back(folder: Path, cli: Cli) -> None:
    rows = "".join(f"{n},x,Wij wachten lang op nummer {n}.\n" for n in range(30))
    (folder / "many.csv").write_text("id,groep,text\n" + rows)
    made = cli(
        "corpus",
        "sample",
        "many.csv",
        "--id",
        "id",
        "--n",
        "12",
        "--codebook",
        "book.yaml",
        "--into",
        "s",
        "--seed",
        "4",
        cwd=folder,
    )
    assert made.status == 0
    assert "12 van 30" in made.err
    assert "qualcode -C s code" in made.err
    assert cli("-C", "s", "check", cwd=folder).status == 0
    again = cli("corpus", "sample", "many.csv", "--n", "12", "--into", "s", cwd=folder)
    assert (again.status, again.err.count("\n")) == (1, 1)
    for number in range(1, 13):
        assert cli("-C", "s", "codings", "apply", f"S-{number}", "a", "--quote", "wachten lang", cwd=folder).status == 0
        assert cli("-C", "s", "codings", "done", f"S-{number}", cwd=folder).status == 0
    made = cli("corpus", "quality", "--study", "s", "--format", "csv", cwd=folder)
    assert made.out.splitlines()[1] == "a,Wachten,12,12,1.0,0.7575,1.0,12,12,1.0,0.7575,1.0"  # 12 / (12 + 3.84)
    made = cli("corpus", "rank", "many.csv", "--id", "id", "--study", "s", "--n", "3", "--format", "csv", cwd=folder)
    assert [line.split(",")[1] for line in made.out.splitlines()[1:]] == ["a"] * 3
    assert cli("corpus", "rank", "many.csv", "--study", "s", "--n", "3", "-o", "like.docx", cwd=folder).status == 0


def test_a_place_that_is_named_in_a_roundabout_way_is_that_place(folder: Path, cli: Cli) -> None:
    made = cli("corpus", "sample", "data.csv", "--n", "1", "--into", "nowhere/../s", cwd=folder)
    assert (made.status, (folder / "s" / "qualcode.yaml").exists()) == (0, True)
