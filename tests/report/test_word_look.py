"""A real office program opens the Word table and shows what it should."""

import shutil
import subprocess
from pathlib import Path

import pytest

from qualcode.acts.demo import build_demo

soffice = shutil.which("soffice")


@pytest.mark.skipif(
    soffice is None or shutil.which("pdftotext") is None, reason="LibreOffice and poppler are not installed"
)
def test_libreoffice_shows_the_theme_table_of_the_demo(tmp_path: Path) -> None:
    list(build_demo(tmp_path / "demo"))
    file = tmp_path / "demo" / "exports" / "themes.docx"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
    )
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "themes.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Tabel 1\nThema's, codes en citaten" in "\n".join(line.strip() for line in text.splitlines())
    for heading in ("Thema", "Omschrijving", "Citaten", "Respondenten", "Fragmenten"):
        assert heading in text
    assert "Noot. " in text
    assert "van 6" in text
