"""A format is one record: what is written, printed, told and refused follows from it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.report.formats import FORMATS, documents, printed_as
from qualcode.usecases.study import Opened
from tests.conftest import Ran

STUDY = "== P-1.txt\nI: How?\nP-1: Good.\nI: So?\nP-1: So.\n== codings\njan P-1 a Good.\n== done\njan P-1\n"

# What somebody who adds a format writes: a renderer, here of titles and rows, and one line.
MADE_UP = """
import sys
from types import ModuleType

made_up = ModuleType("made_up")
def render(output, words, settings):
    titles = [getattr(part, "title", "") for part in output.report.parts]
    return "".join(f"* {title}\\n" for title in filter(None, titles)).encode()
made_up.render = render
sys.modules["made_up"] = made_up

from qualcode.report.formats import FORMATS, OutputFormat
FORMATS[".pod"] = OutputFormat("made_up:render", document=True, text=True, pictures_beside=True)

from qualcode.cli.main import main
main()
"""


def run(root: Path, *arguments: str) -> Ran:
    ran = subprocess.run(
        [sys.executable, "-c", MADE_UP, "-C", str(root), *arguments],
        capture_output=True, text=True, encoding="utf-8", cwd=root,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_a_new_format_is_known_to_files_prints_reports_help_and_refusals(make_study: Callable[[str], Opened]) -> None:
    root = make_study(STUDY).study.root
    assert run(root, "frequencies", "-o", "a.pod").status == 0
    assert (root / "a.pod").read_text() == "* Codes: Number of Coded Extracts, Turns and Respondents\n"
    assert (
        run(root, "frequencies", "--format", "pod").out == "* Codes: Number of Coded Extracts, Turns and Respondents\n"
    )
    made = run(root, "report", "--section", "frequencies", "--section", "figures", "-o", "b.pod")
    assert "b-heatmap.png" in made.err
    assert (root / "b-heatmap.png").read_bytes().startswith(b"\x89PNG")
    documents_ = ", ".join((*documents(), ".pod"))
    assert f"as {documents_}, .xlsx." in run(root, "codebook", "to-matrix", "c.odt").err
    told = run(root, "frequencies", "--help").out
    assert " .pod)" in told
    assert "|pod" in told
    assert f"as {documents_}." in run(root, "report", "-o", "b.xlsx").err
    assert f"one of {', '.join((*FORMATS, '.pod'))}." in run(root, "frequencies", "-o", "b.odt").err


@pytest.mark.parametrize("name", [name for name in printed_as() if name != "table"])
def test_every_text_format_is_printed_as_its_file_holds_it(
    name: str, make_study: Callable[[str], Opened], cli: Callable[..., Ran]
) -> None:
    root = make_study(STUDY).study.root
    file = root / f"report.{name}"
    assert cli("-C", root, "frequencies", "-o", file).status == 0
    printed = cli("-C", root, "frequencies", "--format", name)
    assert printed.out == file.read_text(encoding="utf-8")
    assert ("N = 1" in printed.err) is FORMATS[f".{name}"].data  # its notes are told beside it


def test_a_format_that_is_no_text_is_not_printed(cli: Callable[..., Ran], make_study: Callable[[str], Opened]) -> None:
    refused = cli("-C", make_study(STUDY).study.root, "frequencies", "--format", "docx")
    assert refused.status == 1
    assert refused.err.startswith("There is no format 'docx'")
    assert "docx" not in printed_as()
