"""The demo, twice; and from a wheel, outside the checkout."""

import csv
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

pytestmark = pytest.mark.slow

Cli = Callable[..., Ran]
ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_leaves_a_study_and_its_tables_and_runs_again_over_its_own_folder(cli: Cli, tmp_path: Path) -> None:
    for _ in range(2):
        ran = cli("demo")
        assert ran.status == 0, ran
    root = tmp_path / "qualcode-demo"
    assert [path.parent for path in tmp_path.rglob("qualcode.yaml")] == [root]
    names = {path.name for path in (root / "exports").iterdir()}
    assert {
        f"{table}{kind}"
        for table in ("frequencies", "quotes", "themes", "crosstab")
        for kind in (".docx", ".xlsx", ".csv")
    } <= names
    assert cli("-C", root, "check").out == ""
    rows = list(
        csv.DictReader((root / "exports" / "frequencies.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    )
    assert sum(row["references"] == "0" for row in rows) == 0
    assert {row["of_cases"] for row in rows} == {"6"}


def test_the_demo_clears_nobody_elses_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("keep")
    ran = cli("demo", "mine")
    assert ran.status == 1
    assert "holds something else; name another folder" in ran.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_the_demos_figures_are_those_of_its_quotes(cli: Cli, tmp_path: Path) -> None:
    """Frequencies recounted from the quote table by hand: references, and respondents of each code without children."""
    cli("demo")
    exports = tmp_path / "qualcode-demo" / "exports"

    def rows(name: str) -> list[dict[str, str]]:
        with (exports / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    quotes = rows("quotes.csv")
    parents = {row["parent"] for row in rows("frequencies.csv")}
    for row in rows("frequencies.csv"):
        own = [quote for quote in quotes if quote["code"] == row["code"]]
        if row["code"] not in parents:
            assert (len(own), len({quote["case"] for quote in own})) == (int(row["references"]), int(row["cases"]))


def test_the_wheel_carries_the_demo_outside_the_checkout(tmp_path: Path) -> None:
    pytest.importorskip("build")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, system_site_packages=False)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    site = next(place.rglob("site-packages"))
    import zipfile

    zipfile.ZipFile(wheel).extractall(site)
    here = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (site / "deps.pth").write_text(str(here))  # the dependencies of this environment; the package is the wheel's
    probe = "import qualcode, sys; print(qualcode.__file__); from qualcode.cli.main import main; main()"
    ran = subprocess.run([str(python), "-c", probe, "demo"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[0].startswith(str(site))
    assert (tmp_path / "qualcode-demo" / "exports" / "themes.docx").is_file()
