"""Figures: what they show, in words too, and the same bytes from two processes."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.report.figures import FIGURES, Options
from qualcode.report.figures.heatmap import _is_light
from qualcode.report.tree import Figure
from qualcode.report.view import View
from tests.conftest import Ran, build_study
from tests.report.forms import HEALTH


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return build_study(tmp_path_factory.mktemp("figures") / "study", HEALTH.strip()).view()


def drawn(view: View, kind: str, **options: str) -> Figure:
    (figure,) = FIGURES.get(kind)(view, Options(**options)).report.parts
    assert isinstance(figure, Figure)
    return figure


OPTIONS = {"bars": {"by": "groep"}, "timeline": {"transcript": "H-1"}}


@pytest.mark.parametrize("kind", list(FIGURES))
def test_a_figure_is_as_wide_as_the_page_and_never_coloured(view: View, kind: str) -> None:
    figure = drawn(view, kind, **OPTIONS.get(kind, {}))
    width, _ = struct.unpack(">II", figure.png[16:24])
    assert width == 1890  # 16 cm at 300 dots an inch
    colours = {one.split(b'"')[0].split(b";")[0] for one in figure.svg.split(b"#")[1:] if len(one) > 6}
    hexes = {one[:6] for one in colours if len(one) == 6 and all(c in b"0123456789abcdef" for c in one)}
    assert hexes
    assert all(one[:2] == one[2:4] == one[4:6] for one in hexes), "greys only"
    assert figure.title
    assert len(figure.alt) > 20


def test_what_is_drawn_is_told_in_words(view: View) -> None:
    """geld: H-1 1, H-2 1, B-1 1; the one inductive code, koffie, is new in H-1."""
    assert "Geld: huisarts 2 van 3, bestuurder 1 van 1" in drawn(view, "bars", by="groep").alt
    assert "H-1 1, H-2 0, H-3 0, B-1 0; samen 1" in drawn(view, "new-codes").alt
    assert (
        "Angst voor misbruik: 2; Geld: 2; Elkaar kennen: 4; Koffie: 4." in drawn(view, "timeline", transcript="H-1").alt
    )
    assert "Middelen: Geld;" in drawn(view, "map").alt
    rows = FIGURES.get("new-codes")(view, Options()).data.rows
    assert rows == (("H-1", 1, 1), ("H-2", 0, 1), ("H-3", 0, 1), ("B-1", 0, 1))


def test_what_is_missing_is_asked_for(view: View) -> None:
    with pytest.raises(QualcodeError, match="--by ATTRIBUTE"):
        drawn(view, "bars")
    with pytest.raises(QualcodeError, match="--of TRANSCRIPT"):
        drawn(view, "timeline")


def test_two_processes_draw_the_same_bytes(view: View, tmp_path: Path, cli: Callable[..., Ran]) -> None:
    root = build_study(tmp_path / "study", HEALTH.strip()).study.root
    for run in ("one", "two"):
        made = cli(
            "-C",
            root,
            "figure",
            "map",
            "-o",
            tmp_path / f"{run}.png",
            "-o",
            tmp_path / f"{run}.svg",
            PYTHONHASHSEED=str(len(run)),
        )
        assert made.status == 0, made
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "one.svg").read_bytes()
    told = cli("-C", root, "figure", "map").out
    assert "Middelen: Geld;" in " ".join(told.split())
    assert "known: heatmap, bars, new-codes, timeline, map" in cli("-C", root, "figure", "pie").err
    assert cli("-C", root, "themes", "-o", tmp_path / "x.png").status == 1


def test_a_number_is_black_or_white_whichever_is_the_easier_to_read() -> None:
    """Against every grey one of the two has 4.5 to 1 (WCAG 2.2, 1.4.3)."""

    def luminance(grey: float) -> float:
        return grey / 12.92 if grey <= 0.04045 else ((grey + 0.055) / 1.055) ** 2.4

    for step in range(256):
        behind = luminance(step / 255)
        letters = 0.0 if _is_light((step / 255,)) else 1.0
        high, low = max(behind, letters), min(behind, letters)
        assert (high + 0.05) / (low + 0.05) >= 4.5, step
