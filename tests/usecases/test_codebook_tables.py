"""Codebooks as people make them: headings in three languages, groups, several tables. Every column is read, or named."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.exchange.headings import KEYS, key_of
from qualcode.formats.exchange.programs import read_codes
from qualcode.model.codebook import Code, Codebook
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.yaml.text import document
from qualcode.usecases.codebook.exchange import explained, with_codes
from tests.conftest import Ran


def imported(
    text: str, name: str = "codes.csv", columns: dict[str, str] | None = None
) -> tuple[Codebook, tuple[str, ...]]:
    return _read(name, text.encode(), columns)


def _read(name: str, data: bytes, columns: dict[str, str] | None = None) -> tuple[Codebook, tuple[str, ...]]:
    brought = with_codes({"version": "1.0"}, read_codes(name, data, columns))
    book, problems = read_codebook(document(brought.raw))
    assert [one for one in problems if one.severity == "error"] == []
    return book, tuple(map(str, brought.told))


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
        *((one, "group") for one in ("Thema", "Hoofdthema", "Categorie", "Hauptkategorie", "Theme")),
        *((one, "parent") for one in ("Hoofdcode", "Parent code", "Oberkategorie")),
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
        "the empty cell under 'Thema' was read as the one above it in row 3",
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
    book, told = _read("codes.docx", file.getvalue())
    assert told == ("table 3 holds no codes and was passed over (it begins: Respondent | Leeftijd)",)
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


def grid(*rows: str, name: str = "c.csv") -> tuple[list[tuple[str, ...]], Codebook, tuple[str, ...]]:
    """A table of rows with bars between cells -> (paths of its codes, the codebook, what was told)."""
    text = "\n".join(";".join(f'"{cell.strip()}"' for cell in row.split("|")) for row in rows)
    book, told = imported(text, name)
    return (
        [tuple(book.by_id[one].name for one in reversed(list(book.ancestors(code.id)))) for code in book.codes],
        book,
        told,
    )


@pytest.mark.parametrize(
    ("rows", "paths"),
    [
        # an empty sub-theme is not that of the theme before
        (("Theme|Subtheme|Code", "T1|S1|C1", "T2||C2"), ["T1", "T1/S1", "T1/S1/C1", "T2", "T2/C2"]),
        # levels from right to left
        (("Code|Category|Theme", "Trust|Relations|Social"), ["Social", "Social/Relations", "Social/Relations/Trust"]),
        (("Main theme|Sub-theme|Main code|Sub code", "MT|ST|MC|SC"), ["MT", "MT/ST", "MT/ST/MC", "MT/ST/MC/SC"]),
        # a theme on a row of its own, a total and a note
        (("Code|Definitie", "Thema 1: Band|", "Angst|d", "Totaal|12", "Noot: aantallen|"), ["Band", "Band/Angst"]),
        # headings that return
        (("Code|Definition", "Trust|d1", "|", "Code|Description", "Humor|h1"), ["Trust", "Humor"]),
        # two tables side by side
        (("Code|Definition||Code|Definition", "Trust|d1||Humor|h1"), ["Trust", "Humor"]),
        # one small table a code, on its side
        (("Code|MARGIN", "Full Definition|d", "When to Use|w", "Example|e"), ["MARGIN"]),
        (("Naam|Trust|Power", "Definitie|d1|d2"), ["Trust", "Power"]),
        # signs in names are no marks between them
        (("Code|Definition", "Leeftijd >65|d", "x -> y|d"), ["Leeftijd >65", "x -> y"]),
        # what says that there is nothing, and what says the same as above
        (("Hoofdcode|Subcode|Definitie", "V|-|d0", "idem|a|d1"), ["V", "V/a"]),
        # Mayring's system: the category is the code
        (("Kategorie|Definition|Ankerbeispiel|Kodierregel", "Angst|d|e|r"), ["Angst"]),
        # an abbreviation beside the name
        (("Code|Naam|Definitie", "V1|Vertrouwen|d"), ["Vertrouwen"]),
        (("Code|Comment|Code Group", "Trust|c|G1, G2"), ["G1", "G1/Trust"]),
        (("Name|Description", "Nodes\\\\Trust\\Own|d"), ["Trust", "Trust/Own"]),
    ],
)
def test_the_shapes_that_tables_have(rows: tuple[str, ...], paths: list[str]) -> None:
    assert ["/".join(path) for path in grid(*rows)[0]] == paths


def test_a_text_belongs_to_the_level_that_it_stands_behind() -> None:
    _, book, _ = grid("Hoofdcode|Omschrijving|Subcode|Omschrijving", "H|dh|S1|ds1", "|  |S2|ds2")
    assert {code.name: code.definition for code in book.codes} == {"H": "dh", "S1": "ds1", "S2": "ds2"}


def test_a_row_without_a_name_goes_on_with_the_one_above() -> None:
    _, book, told = grid("Code|Definitie|Voorbeeld", "V|d|“een”", "||“twee”")
    assert book.by_id["v"].examples == ("“een”", "“twee”")
    assert told == ("row 3 has no name and was read with V",)


def test_a_quote_over_several_lines_is_one() -> None:
    book, _ = imported('Code;Voorbeeld\na;"“lang citaat\nover twee regels”\n“kort”"\n')
    assert book.by_id["a"].examples == ("“lang citaat over twee regels”", "“kort”")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("|Code|Definitie", "Samenwerking|V|d"), "has cells below no heading, which were passed over"),
        (("Codeboek scriptie||", "Code|Definitie|", "V|d|"), "was passed over: Codeboek scriptie"),
        (("Code|Definition", "Totaal|12", "a|d"), "row 2 was passed over: Totaal"),
        (("Code|Tegenvoorbeeld|Definitie", "a|x|d"), "no column of a codebook: Tegenvoorbeeld"),
        (("Code|Definitie", "Inkomen > modaal|d"), "was read as 'modaal' under 'Inkomen'"),
        (("Code|Avoid when|Definitie", "a|x|d"), "the column 'Avoid when' was read as exclude"),
        (("Code|Inclusie- en exclusiecriteria", "a|x"), "was read as definition"),
        (("Code|Comment|Code Group", "Trust|c|G1, G2"), "passed over: G2"),
        (("Code|Naam|Definitie", "V1|Vertrouwen|d"), "no column of a codebook: Code"),
    ],
)
def test_what_could_be_otherwise_is_told(rows: tuple[str, ...], said: str) -> None:
    assert any(said in one for one in grid(*rows)[2]), grid(*rows)[2]


def test_what_is_there_already_stays_and_what_differs_is_named() -> None:
    raw = {"codes": [{"id": "v", "name": "V", "definition": "one"}]}
    brought = with_codes(raw, read_codes("c.csv", b"Code;Definitie;Trefwoorden\nV;two;word\n"))
    assert tuple(map(str, brought.told)) == (
        "v is there already and stays as it is; not taken over: definition, keywords",
    )
    assert with_codes(raw, read_codes("c.csv", b"Code;Definitie\nV;one\n")).told == ()


def test_a_table_of_people_is_none_of_codes() -> None:
    with pytest.raises(QualcodeError, match="no column is called code"):
        imported("Naam;Functie;Leeftijd\nJan;arts;40\n")


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
