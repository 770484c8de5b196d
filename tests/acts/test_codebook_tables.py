"""Codebooks as people make them: headings in three languages, groups, several tables. Every column is read, or named."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from qualcode.acts.codebook_exchange import explained, with_codes
from qualcode.errors import QualcodeError
from qualcode.formats.codebook_headings import KEYS, key_of
from qualcode.formats.exchange import read_codes
from qualcode.model.codebook import Code, Codebook
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.yaml_text import document
from tests.conftest import Ran


def imported(
    text: str, name: str = "codes.csv", columns: dict[str, str] | None = None
) -> tuple[Codebook, tuple[str, ...]]:
    return _read(name, text.encode(), columns)


def _read(name: str, data: bytes, columns: dict[str, str] | None = None) -> tuple[Codebook, tuple[str, ...]]:
    brought = with_codes({"version": "1.0"}, read_codes(name, data, columns))
    book, problems = read_codebook(document(brought.raw))
    assert [one for one in problems if one.severity == "error"] == []
    return book, brought.told


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        *(
            (one, "definition")
            for one in ("Definitie", "Omschrijving", "Beschrijving", "Toelichting", "code.description")
        ),
        *((one, "definition") for one in ("Description", "Memo", "Comment", "Beschreibung", "Full Definition")),
        *((one, "include") for one in ("Wanneer wel", "Wel coderen als", "Inclusie", "When to Use", "Kodierregel")),
        *(
            (one, "exclude")
            for one in ("Wanneer niet", "Niet coderen als", "Exclusie", "When Not to Use", "Ausschluss")
        ),
        *((one, "examples") for one in ("Voorbeeld", "Voorbeeldcitaat", "Example", "Ankerbeispiel", "Citaten")),
        *((one, "keywords") for one in ("Trefwoorden", "Zoekwoorden", "Synoniemen", "Keywords", "Suchbegriffe")),
        *((one, "group") for one in ("Thema", "Hoofdthema", "Categorie", "Hauptkategorie", "Parent code", "Theme")),
        *((one, "subgroup") for one in ("Subthema", "Subcategorie")),
        *((one, "code") for one in ("Code", "Codes", "Naam", "Tag", "Code name")),
        *((one, "subcode") for one in ("Subcode", "Unterkategorie")),
        *((one, "") for one in ("Datum", "Frequentie", "code_id", "Nr.", "")),
    ],
)
def test_what_a_heading_is(heading: str, key: str) -> None:
    assert key_of(heading) == key


def test_a_dutch_table_loses_nothing() -> None:
    """Two codes of one theme, which is named once; a column that nobody knows is named."""
    book, told = imported(
        "Thema;Code;Definitie;Toelichting;Wel coderen als;Niet coderen als;Voorbeeldcitaat;Zoekwoorden;Datum\n"
        'Vertrouwen;Angst;Vrees;Voor verlies;bij vrees;bij zorg;"Ik lig wakker.\nIk durf niet.";bang, vrezen;3 mei\n'
        ";Openheid;Delen;;;;;;\n"
    )
    angst = book.by_id["angst"]
    assert angst.parent == "vertrouwen"
    assert (angst.definition, angst.include, angst.exclude) == ("Vrees\nVoor verlies", "bij vrees", "bij zorg")
    assert angst.examples == ("Ik lig wakker.", "Ik durf niet.")
    assert [one.text for one in angst.keywords] == ["bang", "vrezen"]  # type: ignore[union-attr]
    assert book.by_id["openheid"].parent == "vertrouwen"
    assert told == (
        "passed over, for it is no column of a codebook: Datum",
        "an empty cell under 'Thema' was read as the one above it",
    )


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ('code_id,code,code.description\n1,trust,"what one expects"\n', "what one expects"),
        ("Code,Code Definition (short),Example\ntrust,what one expects,an example\n", "what one expects"),
        (
            "Kategorie;Unterkategorie;Beschreibung;Ankerbeispiel\nBindung;trust;what one expects;Zitat\n",
            "what one expects",
        ),
    ],
)
def test_the_definition_comes_along(text: str, definition: str) -> None:
    assert imported(text)[0].by_id["trust"].definition == definition


def test_a_longer_heading_is_read_by_its_words_and_that_is_told() -> None:
    book, told = imported("Code;Wanneer gebruik je deze code wel?;Wanneer juist niet?\na;bij x;bij y\n")
    assert (book.by_id["a"].include, book.by_id["a"].exclude) == ("bij x", "bij y")
    assert told == (
        "the column 'Wanneer gebruik je deze code wel?' was read as include",
        "the column 'Wanneer juist niet?' was read as exclude",
    )


def test_what_the_user_explains_goes_before_what_a_heading_says() -> None:
    text = "Code;Uitleg student;Memo\na;wat het is;niet van belang\n"
    named = explained(["Uitleg student=definition", "Memo="])
    book, told = imported(text, columns=named)
    assert book.by_id["a"].definition == "wat het is"
    assert told == ()
    with pytest.raises(QualcodeError, match="column of a codebook"):
        explained(["Memo=nonsense"])
    with pytest.raises(QualcodeError, match="HEADING=KEY"):
        explained(["Memo"])


def test_codes_that_differ_in_capitals_alone_are_two_and_it_is_told() -> None:
    book, told = imported("tag,description\nTrust,between people\ntrust,in the system\n")
    assert [(code.id, code.name, code.definition) for code in book.codes] == [
        ("trust", "Trust", "between people"),
        ("trust-2", "trust", "in the system"),
    ]
    assert told == ("'trust' differs from 'Trust' in capitals alone; it became trust-2",)
    again = with_codes({"codes": [{"id": "trust", "name": "Trust"}, {"id": "trust-2", "name": "trust"}]}, read_codes("t.csv", b"tag,description\nTrust,x\ntrust,y\n"))  # fmt: skip
    assert again.new == []


def test_a_code_that_stands_twice_keeps_both_its_texts() -> None:
    book, told = imported("Code,Definition\na,one\na,two\n")
    assert book.by_id["a"].definition == "one\ntwo"
    assert told == ("a stands there twice; what both say was put together",)


def test_the_tables_of_a_word_file() -> None:
    """Two tables with a title above, merged cells of a theme; a third that holds no codes is no part of it."""
    paper = docx.Document()
    paper.add_paragraph("Tabel 1: codeboek")
    table = paper.add_table(rows=3, cols=3)
    for row, cells in enumerate(
        (("Thema", "Code", "Omschrijving"), ("Band", "Angst", "Vrees"), ("Band", "Hoop", "Wens"))
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Band"
    paper.add_paragraph("Tabel 2: inductief")
    second = paper.add_table(rows=2, cols=2)
    for column, (heading, text) in enumerate((("Code", "Geld"), ("Omschrijving", "Middelen"))):
        second.cell(0, column).text, second.cell(1, column).text = heading, text
    other = paper.add_table(rows=2, cols=2)
    other.cell(0, 0).text, other.cell(0, 1).text, other.cell(1, 0).text = "Respondent", "Leeftijd", "P-1"
    file = io.BytesIO()
    paper.save(file)
    book, _ = _read("codes.docx", file.getvalue())
    assert [(code.id, code.parent, code.definition) for code in book.codes] == [
        ("band", "", ""),
        ("angst", "band", "Vrees"),
        ("hoop", "band", "Wens"),
        ("geld", "", "Middelen"),
    ]


def test_titles_above_the_headings_of_a_sheet_are_passed_by() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Codeboek onderzoek"], [], ["Code", "Definitie"], ["a", "wat het is"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found, _ = _read("codes.xlsx", file.getvalue())
    assert [(code.id, code.definition) for code in found.codes] == [("a", "wat het is")]


QDC = b"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0">
 <Codes><Code guid="G-1" name="Trust" isCodable="true"><Code guid="G-2" name="Fear" isCodable="true"/></Code></Codes>
 <Sets>
  <Set guid="S-1" name="Bonds"><Description>What ties.</Description><MemberCode guid="g-1"/><MemberCode guid="G-2"/></Set>
  <Set guid="S-2" name="Nothing"/>
 </Sets>
</CodeBook>"""


def test_the_sets_of_a_qdc_file_are_themes() -> None:
    book, told = _read("c.qdc", QDC)
    assert [(theme.name, theme.statement, theme.codes) for theme in book.themes] == [
        ("Bonds", "What ties.", ("trust", "fear"))
    ]
    assert told == ("the set 'Nothing' has no codes and was passed over",)


def test_the_command_names_what_it_passed_over(tmp_path: Path, cli: Callable[..., Ran]) -> None:
    (tmp_path / "c.csv").write_text("Code;Definitie;Frequentie;Soort\na;x;12;knelpunt\nb;y;3;los\n", encoding="utf-8")
    ran = cli("codebook", "import", tmp_path / "c.csv", "-o", tmp_path / "o.yaml")
    assert ran.status == 0
    assert "Mind: passed over, for it is no column of a codebook: Frequentie.\n" in ran.err
    assert "Mind: b: 'los' is no kind of code, and was passed over.\n" in ran.err
    assert ran.err.endswith("o.yaml: 2 codes added.\n")
    assert "kind: barrier" in (tmp_path / "o.yaml").read_text("utf-8")


def test_every_key_of_a_table_is_one_of_a_code() -> None:
    fields = set(Code.__dataclass_fields__) | {"keywords"}
    assert set(KEYS) - {"group", "subgroup", "code", "subcode"} <= fields
