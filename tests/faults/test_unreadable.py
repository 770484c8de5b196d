"""What cannot be read is not empty: folders and files closed to who is not root."""

import os
import shutil
from pathlib import Path

import pytest

from tests.faults.children import Nursery, fresh


@pytest.mark.parametrize("folder", ["codings", "codings/jan", "memos", "transcripts"])
@pytest.mark.parametrize("command", ["frequencies", "quotes", "status", "check", "codings list", "report -o r.md"])
def test_a_folder_without_permission_is_an_error(nursery: Nursery, base: Path, folder: str, command: str) -> None:
    trial = fresh(base, "closed")
    (trial / "study/memos").mkdir(exist_ok=True)
    args = ["-C", "study", *command.split()]
    assert nursery.run(trial, *args, ordinary=True).status == 0
    os.chmod(trial / "study" / folder, 0)
    try:
        closed = nursery.run(trial, trial / "study" / folder, call="os:listdir", ordinary=True)
        assert "PermissionError" in closed.err, "this user can read anything: the trial would show nothing"
        ran = nursery.run(trial, *args, ordinary=True)
    finally:
        os.chmod(trial / "study" / folder, 0o777)
    assert ran.status == 1
    assert f"{folder} cannot be read: permission denied" in ran.err + ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "file", ["codings/jan/P-1.jsonl", "cases.csv", "log.jsonl", "codebook.yaml", "transcripts/P-1.json"]
)
def test_a_file_without_permission_is_an_error(nursery: Nursery, base: Path, file: str) -> None:
    trial = fresh(base, "closed")
    os.chmod(trial / "study" / file, 0)
    for command in ("frequencies", "check"):
        ran = nursery.run(trial, "-C", "study", command, ordinary=True)
        assert ran.status == 1
        assert "permission denied" in ran.err + ran.out or "is no transcript side-car" in ran.err + ran.out
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("umask", [0o077, 0o027, 0o022, 0o000])
def test_the_key_of_names_is_private_whatever_the_umask_and_all_else_follows_it(
    nursery: Nursery, base: Path, tmp_path: Path, umask: int
) -> None:
    for line in (
        "init s --codebook sources/cb.yaml --variant codebook", "-C s import sources/P-1.txt --interviewer Sanne --keep-originals",
        "-C s codings apply P-1 geld --quote straat", "-C s memo add project --text x", "-C s quotes -o s/exports/q.csv",
        "-C s speakers P-1 P-1=H-1",
    ):  # fmt: skip
        shutil.copytree(base / "sources", tmp_path / "sources", dirs_exist_ok=True)
        assert nursery.run(tmp_path, *line.split(), umask=umask).status == 0
    assert (tmp_path / "s.key.csv").stat().st_mode & 0o777 == 0o600
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "s").rglob("*") if path.is_file()}
    assert modes == {0o666 & ~umask}


def test_a_file_that_exists_keeps_its_mode_but_the_key_is_made_private(
    nursery: Nursery, base: Path, tmp_path: Path
) -> None:
    shutil.copytree(base, tmp_path / "base")
    trial = tmp_path / "base"
    for name, mode in (("study/codebook.yaml", 0o640), ("study/cases.csv", 0o664), ("study.key.csv", 0o644)):
        os.chmod(trial / name, mode)
    assert nursery.run(trial, *"-C study codebook retire geld --because x".split()).status == 0
    assert nursery.run(trial, *"-C study import sources/P-3.txt --interviewer Sanne --id P-3".split()).status == 0
    found = [
        (trial / name).stat().st_mode & 0o777 for name in ("study/codebook.yaml", "study/cases.csv", "study.key.csv")
    ]
    assert found == [0o640, 0o664, 0o600]
