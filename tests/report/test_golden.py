"""One report that holds every hard thing, in every renderer, against files that a person has looked at.

QUALCODE_GOLDEN=write makes the files anew; look at the difference before committing it.
"""

import base64
import html
import io
import json
import os
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.model.selection import Filters
from qualcode.report.document import Contents, Cover, Figure, Heading, Items, Output, Proposal, Prose, Quote
from qualcode.report.formats import FORMATS
from qualcode.report.tables.themes import theme_table
from qualcode.usecases.study import Opened
from tests.conftest import build_study

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
HARD = """
== qualcode.yaml
themes: s
== codebook.yaml
language: en
codes:
- id: a
  name: "Trust & <control>"
  kind: barrier
  short: "=SUM(A1:A9)"
  codes:
  - {id: b, name: "Nested | piped *code*", kind: barrier}
  - {id: c, name: "Emoji 👩‍⚕️ and e\u0301", kind: facilitator}
- {id: z, name: In no theme}
themes:
- {id: t, set: s, name: Theme, statement: "A statement, with a comma", codes: [a]}
- {id: leeg, set: s, name: Empty theme}
== cases.csv
case,group
P-1,x
P-2,y
== P-1.txt
I: How, exactly?
P-1: =SUM(A1), she said "no", and

left 👩‍⚕️ e\u0301 café.
I: So?
P-1: +1 | pipe _under_ <b>.
== P-2.txt
I: How?
P-2: @home.
I: So?
P-2: -2.
== codings
jan P-1 b =SUM(A1), she said "no", and\\n\\nleft 👩‍⚕️ e\u0301 café.
jan P-1 c +1 | pipe _under_ <b>.
== done
jan P-1
"""


_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def _picture(kind: str, sans: bool = False) -> bytes:
    """A dot; a figure that matplotlib draws has other bytes on another machine."""
    if kind == "png":
        return base64.b64decode(_DOT)
    return b'<svg xmlns="http://www.w3.org/2000/svg" width="1pt" height="1pt" viewBox="0 0 1 1"><text>dot</text></svg>'


@pytest.fixture
def hard(tmp_path: Path) -> tuple[Opened, Output]:
    opened = build_study(tmp_path / "study", HARD)
    output = theme_table(opened.view(Filters()))
    parts = (
        Cover("A cover & its title", ("N = 2 <people>", "2026")),
        Contents(),
        Heading("A heading <1>"),
        Prose("Prose with * and _ and &.", margin="Note & margin"),
        Quote("“She said <no> & left”", "P-1, x", margin="Marginal"),
        Quote("“Above_it”", "P-2:", above=True),
        Proposal("P-1: “Nobody chose *this*”"),
        Items(("First & last", "second_item")),
        Items(("numbered", "from three"), "number", 3),
        Items(("lettered",), "letter"),
        Figure("map", "Figure <of> all & nothing", "What it shows: 100 %", _picture, ("A note_1.",)),
        *output.report.parts,
    )
    return opened, replace(output, report=replace(output.report, parts=parts, changed="2026-01-31T12:00:00.5Z"))


def rendered(hard: tuple[Opened, Output], extension: str) -> bytes:
    opened, output = hard
    return FORMATS[extension].render(output, opened.words, opened.project.settings)


def readable(extension: str, data: bytes) -> str:
    """What a golden file keeps: the text, or of a zip the parts that carry it."""
    if extension not in (".docx", ".xlsx"):
        return re.sub(r"(?s)<(style|script)>.*?</", r"<\1></", data.decode("utf-8"))
    wanted = (
        "word/document.xml",
        "docProps/core.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/sharedStrings.xml",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in wanted if name in archive.namelist()]
        return "\n".join(f"--- {name}\n{archive.read(name).decode()}" for name in names).replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("extension", list(FORMATS))
def test_the_output_is_the_one_that_was_looked_at(hard: tuple[Opened, Output], extension: str) -> None:
    text = readable(extension, rendered(hard, extension))
    path = GOLDEN / f"hard{extension}{'.xml' if extension in ('.docx', '.xlsx') else ''}"
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.is_file(), "QUALCODE_GOLDEN=write makes it; look at it then"
    assert text == path.read_bytes().decode("utf-8")


@pytest.mark.slow
def test_two_clocks_give_the_same_bytes(hard: tuple[Opened, Output]) -> None:
    first = {extension: rendered(hard, extension) for extension in FORMATS}
    time.sleep(2.1)  # zip files know time by two seconds
    assert {extension: rendered(hard, extension) for extension in FORMATS} == first


def test_no_cell_of_a_workbook_is_a_formula(hard: tuple[Opened, Output]) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(rendered(hard, ".xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert any(str(cell.value).startswith("=SUM(A1), she said") for cell in cells)


def test_what_xml_cannot_hold_becomes_a_replacement_character_with_a_note() -> None:
    from qualcode.model.settings import Settings
    from qualcode.report.document import Column, Data, Report, Row, Table
    from qualcode.text import Words

    table = Table("t", (Column("x"),), (Row(("a\x01b",)),))
    output = Output(Data("k", ("x",), (("a\x01b",),)), Report("t", (table,)))
    for extension in (".docx", ".xlsx"):
        text = readable(extension, FORMATS[extension].render(output, Words("en"), Settings()))
        assert "a\ufffdb" in html.unescape(text)
        assert "Characters that this file format does not allow" in text
    for extension in (".csv", ".md", ".html"):
        assert "a\ufffdb" in FORMATS[extension].render(output, Words("en"), Settings()).decode()
    assert json.loads(FORMATS[".json"].render(output, Words("en"), Settings())) == [{"x": "a\x01b"}]


def test_a_caption_is_a_field_that_words_list_of_tables_finds(hard: tuple[Opened, Output]) -> None:
    import docx

    document = docx.Document(io.BytesIO(rendered(hard, ".docx")))
    captions = [one for one in document.paragraphs if one.style and one.style.name == "Caption"]
    assert [caption.text for caption in captions] == [
        "Figure 1\nFigure <of> all & nothing",
        "Table 1\nThemes, Codes and Quotes",
    ]
    instructions = [node.text for one in captions for node in one._p.iter() if node.tag.endswith("}instrText")]
    assert instructions == [" SEQ Figure \\* ARABIC ", " SEQ Table \\* ARABIC "]
