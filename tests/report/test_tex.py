"""LaTeX, compiled by both engines: the whole appendix, and every letter that somebody may write."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.model.settings import Settings
from qualcode.report.document import (
    Column,
    Contents,
    Cover,
    Data,
    Heading,
    Items,
    Output,
    Part,
    Prose,
    Quote,
    Report,
    Row,
    Table,
)
from qualcode.report.renderers.tex import render
from qualcode.text import Words
from qualcode.usecases.output import deliver
from qualcode.usecases.results.report import report
from qualcode.usecases.study import Opened
from tests.conftest import build_study
from tests.report.forms import HEALTH

pytestmark = pytest.mark.slow

Compile = Callable[[Path], str]


@pytest.fixture(params=["pdflatex", "lualatex"])
def engine(request: pytest.FixtureRequest) -> str:
    engine = str(request.param)
    if shutil.which(engine) is None or shutil.which("pdftotext") is None:
        pytest.skip(f"{engine} or poppler is not installed")
    if engine == "lualatex" and not _found("luaotfload.sty"):
        pytest.skip("LuaLaTeX is not installed (texlive-luatex)")
    return engine


def _found(file: str) -> bool:
    return subprocess.run(["kpsewhich", file], capture_output=True).returncode == 0


@pytest.fixture
def compiled(engine: str) -> Compile:
    """The words of the pages that an engine makes of a file, compiled twice for its contents."""

    def compile_(file: Path) -> str:
        for _ in range(2):
            run = [engine, "-interaction=nonstopmode", "-halt-on-error", file.name]
            ran = subprocess.run(run, cwd=file.parent, capture_output=True)
            assert ran.returncode == 0, ran.stdout.decode(errors="replace")[-3000:]
            log = file.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
            assert "Missing character" not in log  # a letter that is left out without a word
            assert "LaTeX Warning: Reference" not in log
        pages = subprocess.run(["pdftotext", "-layout", str(file.with_suffix(".pdf")), "-"], capture_output=True)
        return unicodedata.normalize("NFC", pages.stdout.decode())

    return compile_


def test_the_appendix_compiles_and_shows_its_tables(compiled: Compile, tmp_path: Path) -> None:
    opened: Opened = build_study(tmp_path / "study", HEALTH.strip())
    deliver(opened.project.settings, report(opened), [tmp_path / "a.tex"])
    text = compiled(tmp_path / "a.tex")
    for words in ("Verantwoording", "Tabel 1", "Angst voor misbruik", "Figuur 1", "Inhoudsopgave", "H-1"):
        assert words in text


def _page(*parts: Part) -> bytes:
    return render(Output(Data("x", (), ()), Report("Letters", parts)), Words("en"), Settings())


def test_a_row_higher_than_a_page_is_whole(compiled: Compile, tmp_path: Path) -> None:
    """Every tenth of two thousand words is marked, in a table of two columns and in a wide one."""
    words = " ".join(f"w{number}x" if number % 10 == 0 else "woord" for number in range(2000))
    narrow = Table("One", (Column("Code"), Column("Quote")), (Row(("A", words)), Row(("B", "short"))))
    many = tuple(Column(f"Onderwerp {number}") for number in range(12))
    wide = Table("Two", many, (Row(("A", words.replace("x", "y"), *("tekst",) * 10)),))
    file = tmp_path / "long.tex"
    file.write_bytes(_page(Heading("One"), narrow, Heading("Two"), wide))
    found = re.findall(r"w\d+[xy]", compiled(file))
    assert set(found) == {f"w{number}{end}" for number in range(0, 2000, 10) for end in "xy"}


def test_a_row_is_cut_between_words_and_keeps_its_lines() -> None:
    """In a column narrower than its words, which holds ids and a list."""
    text = "\n".join(f"• handhavingsmechanisme {number} van interview-{number:02}" for number in range(60))
    columns = tuple(Column(f"Onderwerp {number}") for number in range(14))
    source = _page(Table("Wide", columns, (Row((text, *("tekst",) * 13)),))).decode()
    for number in range(60):
        assert f"\\textbullet{{}} handhavingsmechanisme {number} van \\mbox{{interview-{number:02}}}" in source
    assert source.count("\\newline \\textbullet") + source.count("\n\\textbullet") == 60


def test_signs_are_what_they_were(compiled: Compile, tmp_path: Path) -> None:
    """No ligature makes another sign of two, and what begins a line is no order to LaTeX."""
    said = [
        "[lacht] ja",
        "* ster",
        "**vet**",
        "“hij zei ‘ja’”",
        "wat?‘ja’",
        "a--b---c",
        "a – b ––c—d",
        ",,zo,,",
        "<<x>>",
        "it''s 'x'",
    ]
    parts: list[Part] = [Cover(said[0], tuple(said)), Heading("Signs")]
    parts += [Quote(one, "P-1", above=True) for one in said]
    parts.append(Table("Signs", (Column("Sign"), Column("n")), tuple(Row((one, "1")) for one in ["first", *said])))
    parts.append(Prose("\n".join(said)))
    file = tmp_path / "signs.tex"
    file.write_bytes(_page(*parts))
    text = " ".join(compiled(file).split())
    for one in said:
        assert text.count(one) >= 4, one


SCRIPTS = {
    "latin": " ".join("".join(map(chr, range(at, at + 8))) for at in range(0xA1, 0x250, 8)),
    "vietnamese": "Nguyễn Thị Hạnh",
    "greek": "βήτα-blokker Ωμέγα",
    "cyrillic": "Наталія Щербаківська ґ",
    "hebrew": "שלום",
    "arabic": "السلام عليكم",
    "chinese": "王小明說",
    "emoji": "😀 👩‍⚕️ ❤️",
    "signs": "≥ ≤ ≠ ± × ÷ ½ ² ³ µ ° § ¶ † ‡ • ‰ € → ← ↔ √ ∞ ✓ ☐ ■ █ ™ № ″ ′",
    "marks": "x̄ = 3, n̈, Ϛ̇",
    "spaces": "a\u2009b\u202fc\u3000d\u200be\u00adf",
    "broken": "bell \x07 and \udc80 half a letter",
}


@pytest.mark.parametrize("script", list(SCRIPTS))
def test_no_letter_is_left_out_or_stops_the_engine(script: str, compiled: Compile, tmp_path: Path) -> None:
    """Each is printed, or a box with its number in Unicode: in running text, headings, contents, tables, lists, quotes."""
    words = SCRIPTS[script]
    table = Table(words, (Column(words), Column("n", numeric=True)), (Row((words, "1")), Row((words, ""), group=True)))
    file = tmp_path / "letters.tex"
    parts = (Contents(), Heading(words), Prose(words, margin=words), Quote(words, "P-1"), Items((words,)), table)
    file.write_bytes(_page(*parts))
    text = compiled(file)
    printed, boxed = "".join(text.split()), False
    for letter in re.sub(r"\s", "", unicodedata.normalize("NFC", words)):
        number = 0xFFFD if unicodedata.category(letter) in ("Cc", "Cs") else ord(letter)
        unseen = unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"
        drawn = letter == "█"  # a bar over words that may not be read
        if letter in printed or unseen or drawn:
            continue
        if f"{number:X}" in printed:
            boxed = True
            continue
        apart = unicodedata.normalize(
            "NFKD", letter.replace("Đ", "Ð")
        )  # one glyph in T1; ½ is read back as 1⁄2, ǐ as ı
        assert apart[0].replace("i", "ı") in printed or apart[0] in printed, f"U+{number:04X}"
    assert ("box with its number" in " ".join(text.split())) == boxed
