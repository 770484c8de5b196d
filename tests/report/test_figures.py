"""Figures: what they show, in words too, and the same bytes from two processes."""

import re
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import NothingToShow, QualcodeError
from qualcode.report.document import Figure
from qualcode.report.figures import FIGURES, Options
from qualcode.report.figures.canvas import parts
from qualcode.report.figures.heatmap import _is_light
from qualcode.report.view import View
from qualcode.usecases.results.report import report
from qualcode.usecases.study import Opened
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(FIGURES))
def test_a_figure_is_as_wide_as_the_page_and_never_coloured(view: View, kind: str) -> None:
    figure = drawn(view, kind, **OPTIONS.get(kind, {}))
    width, _ = struct.unpack(">II", figure.picture("png")[16:24])
    assert width == 1890  # 16 cm at 300 dots an inch
    colours = {one.split(b'"')[0].split(b";")[0] for one in figure.picture("svg").split(b"#")[1:] if len(one) > 6}
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


@given(st.lists(st.text(max_size=2), max_size=90), st.integers(1, 30))
def test_a_figure_is_split_evenly_over_the_fewest_pages(items: list[str], most: int) -> None:
    pages = parts(items, most)
    assert [one for page in pages for one in page] == items
    assert len(pages) == -(-len(items) // most)
    sizes = [len(page) for page in pages]
    assert all(size <= most for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1


@pytest.fixture(scope="module")
def large_study(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Thirty codes and twenty-five respondents: R-07 alone mentions code 29, and twice."""
    codes = ", ".join(f"{{id: c{number}, name: Code {number}}}" for number in range(1, 31))
    cases = "\n".join(f"R-{number:02},{'ab'[number % 2]}" for number in range(1, 26))
    texts = "\n".join(
        f"== R-{number:02}.txt\nI: Well?\nR-{number:02}: one two\nI: So?\nR-{number:02}: three"
        for number in range(1, 26)
    )
    study = f"== codebook.yaml\ncodes: [{codes}]\n== cases.csv\ncase,side\n{cases}\n{texts}\n"
    study += "== codings\njan R-07 c29 one two\njan R-07 c29 three\njan R-08 c1 one\n"
    return build_study(tmp_path_factory.mktemp("large") / "study", study)


@pytest.fixture(scope="module")
def large(large_study: Opened) -> View:
    return large_study.view()


def figures(view: View, kind: str, **options: str) -> list[Figure]:
    made = FIGURES.get(kind)(view, Options(**options)).report.parts
    return [part for part in made if isinstance(part, Figure)]


@pytest.mark.slow
def test_a_heat_map_of_25_respondents_or_30_codes_is_split_over_pages(large: View) -> None:
    """15 codes and 12 or 13 respondents a page, the codes of one page first."""
    pages = figures(large, "heatmap")
    assert [page.name for page in pages] == ["heatmap-1", "heatmap-2", "heatmap-3", "heatmap-4"]
    assert pages[2].title == "Codes by respondent: Number of Coded Extracts, R-01 to R-12 (3 of 4)"
    texts = [re.findall(r"<text[^>]*>([^<]*)</text>", page.picture("svg").decode()) for page in pages]
    assert [[one for one in page if one.startswith("R-")] for page in texts] == [
        *([f"R-{number:02}" for number in range(*ends)] for ends in ((1, 13), (13, 26))),
    ] * 2
    assert [sum(one.startswith("Code ") for one in page) for page in texts] == [15] * 4
    assert [page.alt.split(". ")[0] for page in pages] == [
        "Grid of 15 codes against 12 respondents; the darker, the more coded extracts",
        "Grid of 15 codes against 13 respondents; the darker, the more coded extracts",
    ] * 2
    assert "Most extracts (2) are from R-07, for Code 29." in pages[2].alt
    assert texts[2].count("2") == 1
    assert "#" in pages[0].picture("svg").decode()


@pytest.mark.slow
def test_the_same_number_is_as_dark_on_every_page(large: View) -> None:
    """R-08 has one of code 1, on the first page; the most is two, on the third: its cell is lighter than that."""
    grey = [
        set(re.findall(r"fill: #([0-9a-f]{6})", page.picture("svg").decode())) for page in figures(large, "heatmap")
    ]
    assert min(grey[2]) < min(grey[0] - {"000000"})


def test_bars_of_many_codes_are_split_over_pages(large: View) -> None:
    pages = figures(large, "bars", by="side")
    assert [page.name for page in pages] == ["bars-1", "bars-2"]
    for page in pages:
        _, height = struct.unpack(">II", page.picture("png")[16:24])
        assert height <= 9 * 300  # dots: what a page has room for
    assert sum(page.alt.count("Code ") for page in pages) == 30


def test_a_figure_of_several_pages_is_written_as_numbered_files(
    large_study: Opened, tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    made = cli("-C", large_study.study.root, "figure", "heatmap", "-o", tmp_path / "h.png")
    names = [f"h-{number}.png" for number in range(1, 5)]
    assert sorted(one.name for one in tmp_path.glob("*.png")) == names
    assert made.err == f"Written: {', '.join(str(tmp_path / name) for name in names)}\n"


def test_letters_are_those_of_the_document(view: View) -> None:
    """With serifs beside Times, without them beside Arial; in an SVG with others to fall back on."""
    figure = drawn(view, "heatmap")
    assert figure.picture("png") != figure.picture("png", True)
    assert figure.picture("svg", True) != (svg := figure.picture("svg"))
    assert svg == drawn(view, "heatmap").picture("svg")  # the one left nothing behind in the other
    assert set(re.findall(r"font-family: ([^;]*)", figure.picture("svg").decode())) == {
        "'STIXGeneral', 'Times New Roman', 'Liberation Serif', serif, 'DejaVu Sans'"
    }
    assert set(re.findall(r"font-family: ([^,]*)", figure.picture("svg", True).decode())) == {"'DejaVu Sans'"}


def test_a_strange_name_leaves_the_picture_sound(
    make_study: Callable[[str], Opened], recwarn: pytest.WarningsRecorder
) -> None:
    """Signs that XML has not, and six hundred letters: in a file that is read, and rows that do not run into each other."""
    long = " ".join(["woord"] * 100)
    study = make_study(f"""
        == codebook.yaml
        codes: [{{id: a, name: "A \\ufffe <b> & \\u0007"}}, {{id: b, name: "{long}"}}, {{id: c, name: C}}]
        themes: [{{id: t, name: "T \\uffff", codes: [a, b]}}]
        == cases.csv
        case,side
        P-1,left
        == P-1.txt
        I: How?
        P-1: one
        == codings
        jan P-1 a one
    """)
    for kind, options in (("heatmap", {}), ("bars", {"by": "side"}), ("map", {}), ("timeline", {"transcript": "P-1"})):
        for figure in figures(study.view(), kind, **options):
            drawing = ElementTree.fromstring(figure.picture("svg"))
            assert drawing.get("role") == "img"
            lines = [one.text or "" for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
            assert kind == "map" or sum("woord" in line for line in lines) <= 3
    assert not recwarn.list


def test_a_report_leaves_out_bars_that_cannot_be_told_apart_and_says_so(make_study: Callable[[str], Opened]) -> None:
    people = "\n".join(f"P-{n},g{n}" for n in range(5))
    texts = "\n".join(f"== P-{n}.txt\nI: How?\nP-{n}: one" for n in range(5))
    study = make_study(
        f"== qualcode.yaml\npublish: [side]\n== cases.csv\ncase,side\n{people}\n{texts}\n== codings\njan P-0 a one"
    )
    made = report(study)
    assert "the bars are left out: side has 5 values, and 4 can be told apart" in map(str, made.warnings)
    assert [part.name for part in made.report.parts if isinstance(part, Figure)] == ["heatmap"]


def test_a_picture_beside_a_document_has_a_name_that_every_format_can_hold(
    large_study: Opened, tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    made = cli("-C", large_study.study.root, "figure", "bars", "--by", "side", "-o", tmp_path / "a b) {c%.md")
    assert made.status == 0, made
    shown = re.findall(r"\]\(([^)]+)\)", (tmp_path / "a b) {c%.md").read_text(encoding="utf-8"))
    assert shown == ["a-b-c--bars-1.png", "a-b-c--bars-2.png"]
    assert all((tmp_path / name).is_file() for name in shown)


def test_an_interview_without_codings_has_no_timeline(view: View, make_study: Callable[[str], Opened]) -> None:
    study = make_study("== codebook.yaml\ncodes: [{id: a, name: A}]\n== P-1.txt\nI: Well?\nP-1: one\n")
    with pytest.raises(NothingToShow, match=r"Nothing is coded in P-1"):
        figures(study.view(), "timeline", transcript="P-1")


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
    assert "bekend: heatmap, bars, new-codes, timeline, map" in cli("-C", root, "figure", "pie").err
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
