"""The line by which people install qualcode, run as it stands in the README."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))


@pytest.mark.slow
@pytest.mark.skipif(UV is None, reason="uv is not here")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout, of which an archive could be made")
@pytest.mark.parametrize("page", ["README.md", "README.nl.md", "docs/nl/aan-de-slag.md"])
def test_the_line_of_the_readme_installs_the_archive(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (line,) = set(re.findall(r"uv tool install \S+$", text, re.MULTILINE))
    archive = tmp_path / line.split()[-1]
    made = ["git", "-C", str(ROOT), "archive", "--format=zip", f"--prefix={archive.stem}/", "-o", str(archive), "HEAD"]
    subprocess.run(made, check=True)
    places = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    ran = subprocess.run(
        [str(UV), *line.split()[1:]], cwd=tmp_path, env={**os.environ, **places}, capture_output=True, text=True
    )
    if "error sending request" in ran.stderr or "Failed to fetch" in ran.stderr:
        pytest.skip("the index of packages cannot be reached")
    assert ran.returncode == 0, ran.stderr
    assert "Installed 1 executable: qualcode" in ran.stderr
    version = subprocess.run([str(tmp_path / "bin" / "qualcode"), "--version"], capture_output=True, text=True)
    assert version.stdout.startswith("qualcode ")
