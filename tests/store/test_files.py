"""Files are put in place at once or not at all, and a refusal says what to do."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import QualcodeError
from qualcode.store.csv_files import delimiter_of
from qualcode.store.files import read_text, write_bytes
from qualcode.usecases.study import Opened, who_codes
from tests.needs import needs_fork, needs_modes


def test_a_target_open_in_word_or_excel_is_told_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that another program holds open, with this very error."""
    target = tmp_path / "t.docx"
    target.write_text("before")

    def refused(source: str, destination: Path) -> None:
        raise PermissionError(13, "Access is denied", str(destination))

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(QualcodeError, match="if it is open in Word or Excel, close it and try again"):
        write_bytes(target, b"after")
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["t.docx"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(QualcodeError, match="cannot be written"):
        write_bytes(tmp_path / "file" / "t.csv", b"x")


def _try_as_nobody(folder: str, queue: Any) -> None:
    """Write as a user whom folders can be closed to; root may write anywhere."""
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        write_bytes(Path(folder) / "t.csv", b"x")
        queue.put("written")
    except QualcodeError as error:
        queue.put(str(error))


@needs_modes
@needs_fork
def test_a_read_only_folder_is_told() -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        child = context.Process(target=_try_as_nobody, args=(folder, queue))
        child.start()
        said = queue.get(timeout=30)
        child.join()
        assert (
            "t.csv cannot be written: permission denied: it is not yours, or another program such as Word or Excel has it open."
            in said
        )
        assert os.listdir(folder) == []


def test_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes("é".encode("cp1252"))
    with pytest.raises(QualcodeError, match="is not UTF-8 text; save it as UTF-8"):
        read_text(tmp_path / "x.yaml")


@pytest.mark.parametrize(("text", "mark"), [("a;b,c;d", ";"), ("a\tb", "\t"), ("a,b", ","), ("case", ",")])
def test_the_delimiter_is_the_one_the_header_has_most_of(text: str, mark: str) -> None:
    assert delimiter_of(text) == mark


def test_the_users_configuration_names_the_coder(
    make_study: Callable[[str], Opened], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = make_study("== P-1.txt\nI: a\nP-1: b\nI: c\nP-1: d\n")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path)
    (tmp_path / "config.yaml").write_text("coder: els\n")
    assert who_codes(opened.project, None) == "els"
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    assert who_codes(opened.project, None) == "ann"
    assert who_codes(opened.project, "bob") == "bob"
