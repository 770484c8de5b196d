"""Start-up against a bare Typer program with one command and one option."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import best_process, line
from qualcode.usecases.shipped import codebook_text
from qualcode.usecases.study import Start, start_study

BARE = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "you") -> None:
    "Say hello."
    print(name)
app()
"""


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        root = Path(folder) / "study"
        start_study(Start(root, codebook_text=codebook_text("coopetitie")))
        ours = [sys.executable, "-m", "qualcode"]
        baseline_help = best_process([sys.executable, str(bare), "--help"])
        yield line("--help / bare Typer --help", best_process([*ours, "--help"]), baseline_help, "1.3")
        baseline = best_process([sys.executable, str(bare)])
        yield line(
            "codebook show / bare Typer", best_process([*ours, "-C", str(root), "codebook", "show"]), baseline, "1.6"
        )
