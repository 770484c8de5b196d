"""The operationalisation matrix in and out: as theses have it in Word, as spreadsheets save it, and all over again."""

import base64
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qualcode.editing import edits
from qualcode.editing.edits import codes_of, find
from qualcode.errors import QualcodeError
from qualcode.formats.operationalisation.cells import items, names
from qualcode.formats.operationalisation.headers import role_of
from qualcode.formats.operationalisation.hyphens import rejoin
from qualcode.formats.operationalisation.merge import merge_matrix
from qualcode.model.codebook import Codebook
from qualcode.model.settings import Settings
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.yaml.text import document
from qualcode.text import Words
from qualcode.usecases.codebook.files import Target
from qualcode.usecases.operationalisation import write as to_matrix
from qualcode.usecases.operationalisation.read import as_text, read_matrix
from qualcode.usecases.study import Start, start_study
from tests.conftest import Ran

Cli = Callable[..., Ran]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="  # a picture of one dot
HEADS = ["Deelvraag", "Concept", "Variabele", "Indicator", "Interviewvraag", "Bron"]
ROWS = [
    ["Welke knelpunten zijn er?", "Vertrouwen", "Angst", "Aantal zorgen", "Hoe is het vertrouwen?", "Lascaux (2020)"],
    ["", "", "Openheid", "Mate van delen", "Wat deelt u?", "Lascaux (2020); Das & Teng (2001)"],
    ["Welke oplossingen zijn er?", "Geld", "Tarief", "Hoogte van het tarief", "Wat kost het?", "Interviews"],
]


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return path


def book(path: Path, **how: Any) -> Codebook:
    codebook, problems = read_codebook(as_text(read_matrix(path, how.pop("columns", {}), **how)))
    assert problems == []
    return codebook


def tree(codebook: Codebook) -> list[str]:
    return [f"{'.' * (len(list(codebook.ancestors(code.id))) - 1)}{code.name}" for code in codebook.codes]


def word_file(
    path: Path, rows: Sequence[Sequence[str]], above: str = "", merges: Sequence[tuple[int, int, int, int]] = ()
) -> Path:
    """A Word file with one table; `merges` are (row, column, row, column)."""
    document = Document()
    if above:
        document.add_paragraph(above)
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for r1, c1, r2, c2 in merges:
        text = table.cell(r1, c1).text
        table.cell(r1, c1).merge(table.cell(r2, c2)).text = text
    document.save(str(path))
    return path


# ---- the published matrix ----


def test_the_published_matrix_yields_its_twin(shared: Path) -> None:
    sources = shared / "codebook-sources"
    codebook = book(sources / "coopetitie-matrix.docx")
    twin = yaml.safe_load((sources / "coopetitie-matrix.yml").read_text(encoding="utf-8"))
    by_row = {code.row: code for code in codebook.codes if code.row}
    questions = {question.id: question.text for question in codebook.questions}
    expected = [(matrix_, row) for matrix_ in twin["matrices"] for row in matrix_["rijen"]]
    assert len(expected) == len(by_row) == 10
    for matrix_, row in expected:
        code = by_row[row["id"]]
        assert codebook.by_id[code.parent].name == row["concept"]
        assert code.name == row["variabele"]
        assert code.indicator == (row["indicator"],)
        assert code.interview_question == (row["interviewvraag"],)
        assert code.source == (row["bron"],)
        assert questions[code.question] == matrix_["deelvraag"]
    assert [one.title for one in codebook.matrices] == [
        f"Matrix {n}: {m['titel']}" for n, m in enumerate(twin["matrices"], 1)
    ]
    assert sum(code.name == "Vertrouwen" for code in codebook.codes) == 1


def test_the_published_matrix_has_the_ids_of_the_shipped_codebook(shared: Path) -> None:
    made = book(shared / "codebook-sources" / "coopetitie-matrix.docx")
    shipped, _ = read_codebook(
        (Path(__file__).parents[2] / "codebooks" / "coopetitie.yaml").read_text(encoding="utf-8")
    )
    assert {code.id: (code.name, code.parent, code.row) for code in made.codes} == {
        code.id: (code.name, code.parent, code.row) for code in shipped.codes
    }


# ---- headings ----


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Deelvraag", "question"), ("Subvragen", "question"), ("Hoofdvraag", "question"), ("Onderzoeksvraag", "question"),
        ("Research question", "question"), ("(Hoofd)concept", "concept"), ("(Kern)begrippen", "concept"),
        ("Construct", "concept"), ("Thema", "concept"), ("Perspectief", "concept"), ("Theoretisch concept", "concept"),
        ("Dimensie", "dimension"), ("Subdimensie", "subdimension"), ("Aspecten", "dimension"), ("Sub-dimension", "subdimension"),
        ("Variabelen", "variable"), ("Variable", "variable"), ("Indicator(en)", "indicator"), ("Item", "indicator"),
        ("Interviewvraag", "interview_question"), ("Vraag", "interview_question"), ("Topic", "interview_question"),
        ("Interview questions", "interview_question"), ("Bron", "source"), ("Auteur(s)", "source"), ("Literatuur", "source"),
        ("Theorie", "source"), ("Author", "source"), ("Definitie", "definition"), ("Opmerkingen", ""), ("Fragmenten", "evidence"),
        ("Welke vragen en aspecten komen er in dit interview aan de orde?", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings_are_known_in_their_usual_forms(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_columns_stand_in_any_order_and_may_be_missing(tmp_path: Path) -> None:
    rows = [["Bron", "Indicator", "Begrip"], ["Kaats", "gedeeld doel", "Ambitie"], ["Opheij", "dialoog", "Belangen"]]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert tree(codebook) == ["Ambitie", "Belangen"]
    assert (codebook.by_id["ambitie"].indicator, codebook.by_id["belangen"].source) == (("gedeeld doel",), ("Opheij",))


def test_a_bare_question_before_the_concepts_is_the_research_question_and_behind_them_the_interview_question(
    tmp_path: Path,
) -> None:
    before = book(write_csv(tmp_path / "a.csv", [["Vraag", "Concept", "Indicator"], ["Welke?", "A", "b"]]))
    behind = book(write_csv(tmp_path / "b.csv", [["Concept", "Indicator", "Vraag"], ["A", "b", "Welke?"]]))
    assert (before.by_id["a"].question, before.by_id["a"].interview_question) == ("dv1", ())
    assert (behind.by_id["a"].question, behind.by_id["a"].interview_question) == ("", ("Welke?",))


def test_english_headings_make_an_english_codebook(tmp_path: Path) -> None:
    rows = [
        ["Sub-question", "Construct", "Variable", "Indicators", "Reference"],
        ["1. What?", "Trust", "Fear", "worry", "Lee"],
    ]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert codebook.language == "en"
    assert (codebook.questions[0].id, codebook.questions[0].text) == ("q1", "1. What?")


def test_a_table_without_known_headings_is_told_and_can_be_explained(cli: Cli, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "m.csv", [["Onderwerp", "Wat wij vragen"], ["Vertrouwen", "Hoe gaat het?"]])
    ran = cli("codebook", "from-matrix", path, "-o", "c.yaml")
    assert ran.status == 1
    assert "m.csv" in ran.err
    assert "Onderwerp | Wat wij vragen" in ran.err
    assert "--columns" in ran.err
    assert not (tmp_path / "c.yaml").exists()
    explained = {"Onderwerp": "concept", "Wat wij vragen": "interview_question"}
    assert book(path, columns=explained).by_id["vertrouwen"].interview_question == ("Hoe gaat het?",)
    wrong = cli("codebook", "from-matrix", path, "--columns", "Onderwerp=koncept")
    assert (wrong.status, "concept" in wrong.err) == (1, True)


# ---- cells ----


def test_blank_cells_carry_down_questions_and_concepts_only(tmp_path: Path) -> None:
    codebook = book(write_csv(tmp_path / "m.csv", [HEADS, *ROWS]))
    assert tree(codebook) == ["Vertrouwen", ".Angst", ".Openheid", "Geld", ".Tarief"]
    assert [code.question for code in codebook.codes if code.row] == ["dv1", "dv1", "dv2"]
    assert [code.row for code in codebook.codes if code.row] == ["M1.1", "M1.2", "M1.3"]
    assert codebook.by_id["openheid"].source == ("Lascaux (2020)", "Das & Teng (2001)")


def test_merged_cells_carry_down_whatever_the_column(tmp_path: Path) -> None:
    rows = [HEADS, ROWS[0], ["", "", "Openheid", "Mate van delen", "", ""]]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4), (1, 5, 2, 5)]
    codebook = book(word_file(tmp_path / "m.docx", rows, merges=merges))
    openheid = codebook.by_id["openheid"]
    assert (openheid.parent, openheid.question) == ("vertrouwen", "dv1")
    assert (openheid.interview_question, openheid.source) == (("Hoe is het vertrouwen?",), ("Lascaux (2020)",))


def test_a_cell_merged_over_concept_and_variable_is_one_code(tmp_path: Path) -> None:
    rows = [HEADS, ROWS[0], ["", "Macht", "", "Wie beslist", "", ""]]
    codebook = book(word_file(tmp_path / "m.docx", rows, merges=[(2, 1, 2, 2)]))
    assert tree(codebook) == ["Vertrouwen", ".Angst", "Macht"]
    assert codebook.by_id["macht"].indicator == ("Wie beslist",)


def test_a_merged_cell_of_the_same_concept_takes_no_variable_from_above(tmp_path: Path) -> None:
    rows = [HEADS, ROWS[0], ["", "Vertrouwen", "", "In het algemeen", "", ""]]
    codebook = book(word_file(tmp_path / "m.docx", rows, merges=[(2, 1, 2, 2)]))
    assert codebook.by_id["vertrouwen"].indicator == ("In het algemeen",)
    assert codebook.by_id["angst"].indicator == ("Aantal zorgen",)


def test_the_matrix_is_found_below_title_rows_among_other_tables_and_beside_empty_columns(tmp_path: Path) -> None:
    document = Document()
    for rows in (
        [["Respondent", "Functie"], ["P-1", "arts"]],
        [
            ["", "", "", "", "", "", ""],
            ["Knelpunten", "", "", "", "", "", ""],
            [*HEADS, ""],
            [*ROWS[0], ""],
            [""] * 7,
            [*ROWS[2], ""],
        ],
        [["Thema", "Citaat"], ["Vertrouwen", "Ik vertrouw hem."]],
    ):
        document.add_paragraph("Een alinea.")
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(tmp_path / "m.docx"))
    read = read_matrix(tmp_path / "m.docx", {})
    assert [matrix_.title for matrix_ in read.matrices] == ["Knelpunten"]
    assert read.rows == 2
    assert [*map(str, read.passed)] == ["table 1 (Respondent | Functie)", "table 3 (Thema | Citaat)"]


def test_a_matrix_goes_on_where_its_headings_are_repeated_and_another_begins_below_a_title(tmp_path: Path) -> None:
    document = Document()
    for above, rows in (
        ("Matrix A", [HEADS, ROWS[0]]),
        ("", [HEADS, ROWS[1]]),  # the next page
        ("", [[*ROWS[1][:2], "Eerlijkheid", "x", "y", "z"]]),  # and the next, without its headings
        ("Matrix B", [HEADS, ROWS[2]]),
    ):
        if above:
            document.add_paragraph(above)
        table = document.add_table(rows=len(rows), cols=6)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(tmp_path / "m.docx"))
    codebook = book(tmp_path / "m.docx")
    assert [one.title for one in codebook.matrices] == ["Matrix A", "Matrix B"]
    assert {code.name: (code.row, code.question) for code in codebook.codes if code.row} == {
        "Angst": ("M1.1", "dv1"), "Openheid": ("M1.2", "dv1"), "Eerlijkheid": ("M1.3", "dv1"), "Tarief": ("M2.1", "dv2"),
    }  # fmt: skip


def test_a_line_across_the_table_is_a_question_or_a_theme_above_the_rows_below(tmp_path: Path) -> None:
    rows = [
        ["Concept", "Indicator", "Bron"],
        ["Welke knelpunten zijn er?", "", ""],
        ["Vertrouwen", "zorgen", "x"],
        ["Buitenwereld", "", ""],
        ["Wet", "regels", "y"],
    ]
    codebook = book(word_file(tmp_path / "m.docx", rows, merges=[(1, 0, 1, 2), (3, 0, 3, 2)]))
    assert tree(codebook) == ["Vertrouwen", "Buitenwereld", ".Wet"]
    assert {code.question for code in codebook.codes if code.row} == {"dv1"}
    assert codebook.matrices[0].columns == ("Deelvraag", "Thema", "Concept", "Indicator", "Bron")


def test_rows_that_name_the_same_are_told_apart_by_their_indicators_else_they_are_one_code(tmp_path: Path) -> None:
    rows = [
        ["Concept", "Dimensie", "Indicator", "Vraag"],
        ["Vertrouwen", "Persoonlijk", "openheid", "Is men open?"],
        ["", "", "eerlijkheid", "Is men eerlijk?"],
        ["", "Zakelijk", "contracten", "Zijn er contracten?"],
        ["", "Zakelijk", "contracten", "Wat staat erin?"],
    ]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert tree(codebook) == ["Vertrouwen", ".Persoonlijk", "..openheid", "..eerlijkheid", ".Zakelijk"]
    zakelijk = codebook.by_id["zakelijk"]
    assert (zakelijk.row, zakelijk.interview_question) == ("M1.3, M1.4", ("Zijn er contracten?", "Wat staat erin?"))


def test_a_cell_is_a_list_at_line_ends_bullets_and_semicolons_never_at_commas() -> None:
    assert items("tijd, geld en ruimte") == ["tijd, geld en ruimte"]
    assert items("• tijd\n• geld") == items("tijd\ngeld") == items("tijd; geld") == ["tijd", "geld"]
    assert items("- tijd • geld") == ["tijd", "geld"]
    assert items("Das & Teng (2001; 2003); Lascaux (2020)") == ["Das & Teng (2001; 2003)", "Lascaux (2020)"]
    assert items("1. Hoe?\n2. Waarom?") == ["1. Hoe?", "2. Waarom?"]
    assert names("Angst voor\nopportunisme") == ["Angst voor opportunisme"]
    assert names("Openheid\nTransparantie") == ["Openheid", "Transparantie"]


def test_rows_that_name_the_same_under_another_question_are_codes_of_their_own(tmp_path: Path) -> None:
    heads = ["Deelvraag", "Concept", "Variabele", "Indicator"]
    rows = [heads, ["Een?", "A", "–", "x"], ["", "", "B", "y"], ["Twee?", "A", "–", "z"]]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert [(code.id, code.row, code.question) for code in codebook.codes] == [
        ("a", "M1.1", "dv1"), ("b", "M1.2", "dv1"), ("a-2", "M1.3", "dv2"),
    ]  # fmt: skip


def test_several_names_in_a_cell_are_several_codes_of_one_row(tmp_path: Path) -> None:
    rows = [["Concept", "Variabele", "Indicator"], ["Vertrouwen", "Openheid; Eerlijkheid", "gesprek"]]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert [(code.name, code.row) for code in codebook.codes[1:]] == [("Openheid", "M1.1"), ("Eerlijkheid", "M1.1")]


def test_columns_without_a_place_of_their_own_are_kept(tmp_path: Path) -> None:
    read = read_matrix(write_csv(tmp_path / "m.csv", [["Concept", "Indicator", "Schaal"], ["A", "b", "1-5"]]), {})
    assert read.kept_as_is == ["Schaal"]
    assert find(read.raw, "a")["other"] == {"Schaal": "1-5"}


def test_words_cut_at_a_line_end_are_whole_again_and_doubtful_ones_are_told_or_asked(tmp_path: Path) -> None:
    known = {"samenwerking"}.__contains__
    assert rejoin("samen- werking", known) == ("samenwerking", [])
    assert rejoin("samen-\nwerking en vertrou\u00adwen", known)[0] == "samenwerking en vertrouwen"
    assert rejoin("voor- en nadelen, in- of uitstroom", known) == ("voor- en nadelen, in- of uitstroom", [])
    assert rejoin("A- Team", known)[1] == []
    text, doubts = rejoin("e-\nhealths en xy- zw", known)
    assert text == "e- healths en xy- zw"
    assert [doubt.joined for doubt in doubts] == ["ehealths", "xyzw"]
    path = write_csv(
        tmp_path / "m.csv", [["Concept", "Indicator"], ["Samen- werkingsverbanden", "zor- gkwx van leden"]]
    )
    read = read_matrix(path, {})
    assert find(read.raw, "samenwerkingsverbanden")["indicator"] == "zor- gkwx van leden"
    assert [(place, doubt.joined) for place, doubt in read.doubts] == [("the table, row 2", "zorgkwx")]
    asked = read_matrix(path, {}, ask=lambda doubt: doubt.hyphened)
    assert find(asked.raw, "samenwerkingsverbanden")["indicator"] == "zor-gkwx van leden"


def test_proposed_keywords_match_nothing_and_doubtful_ones_come_last_with_the_reason(tmp_path: Path) -> None:
    rows = [["Concept", "Variabele", "Indicator", "Vraag"]]
    rows += [[f"C{n}", name, f"Aantal {what}", "Hoe werkt de samenwerking?"] for n, (name, what) in enumerate(
        [("Angst voor misbruik", "zorgen"), ("Regels in de samenwerking", "boetes"), ("Tarieven", "klachten"), ("Tijd en samenwerking", "uren")]
    )]  # fmt: skip
    text = as_text(read_matrix(write_csv(tmp_path / "m.csv", rows), {}))
    codebook, _ = read_codebook(text)
    assert all(not code.keywords for code in codebook.codes)
    assert "- samenwerking  # in 4 van de 4 rijen" in text
    assert "- aantal  # in 4 van de 4 rijen" in text
    assert "- werken  # in 4 van de 4 rijen" not in text
    angst = [
        line.strip()
        for line in text.split("id: angst-voor-misbruik")[1].split("- id:")[0].splitlines()
        if "    - " in line
    ]
    assert angst[:3] == ["- angst", "- misbruiken", "- zorg"]
    assert any("# alleen in de interviewvraag" in line for line in angst)


# ---- as students make them ----


@pytest.mark.parametrize(
    ("rows", "expected", "told"),
    [
        # a data row that begins with the words of headings
        ([HEADS[:4], ["Deelvraag 1", "Vertrouwen", "Indicator 1: openheid", "Vraag 1 en 2"], ["", "Macht", "Thema's", "x"]],
         ["Vertrouwen", ".Indicator 1: openheid", "Macht", ".Thema's"], []),
        # two heading rows
        ([["Deelvraag", "Concept", "Operationalisatie", "", "Vraag"], ["", "", "Dimensie", "Indicator", ""], ["Q?", "A", "B", "c", "d?"]],
         ["A", ".B"], []),
        # a total, and the source of the table below it
        ([["Concept", "Dimensie", "Indicator"], ["A", "B", "c"], ["Totaal", "1", "1"], ["Bron: eigen bewerking", "", ""]],
         ["A", ".B"], ["the table, row 3 (Totaal)", "the table, row 4 (Bron: eigen bewerking)"]),
        ([["Concept", "Dimensie", "Indicator"], ["Totaal vertrouwen", "B", "c"]], ["Totaal vertrouwen", ".B"], []),
        # a question alone on its line
        ([["Concept", "Dimensie", "Indicator"], ["Deelvraag 1: wat speelt er?", "", ""], ["A", "B", "c"]], ["A", ".B"], []),
        ([["Deelvraag", "Concept", "Indicator"], ["Wat speelt er?", "", ""], ["", "A", "c"]], ["A"], []),
        # a source in brackets below a name
        ([["Concept", "Indicator"], ["Vertrouwen\n(Das & Teng, 2001)", "c"]], ["Vertrouwen (Das & Teng, 2001)"], []),
    ],
)  # fmt: skip
def test_tables_as_students_make_them(
    tmp_path: Path, rows: list[list[str]], expected: list[str], told: list[str]
) -> None:
    read = read_matrix(write_csv(tmp_path / "m.csv", rows), {})
    assert tree(read_codebook(as_text(read))[0]) == expected
    assert [*map(str, read.passed)] == told


def test_two_questions_two_of_a_kind_and_headings_that_are_missing_or_stand_twice_lose_nothing(tmp_path: Path) -> None:
    heads = ["Hoofdvraag", "Deelvraag", "Concept", "Vragen leerling", "Vragen docent", "Opmerking", "Opmerking", ""]
    path = write_csv(tmp_path / "m.csv", [heads, ["H?", "D?", "A", "x", "y; z", "een", "twee", "nog doen"]])
    read = read_matrix(path, {})
    code = find(read.raw, "a")
    assert read.raw["questions"] == [{"id": "dv1", "text": "D?"}]
    assert code["interview_question"] == ["x", "y", "z"]
    assert code["other"] == {"Hoofdvraag": "H?", "Opmerking": "een", "Opmerking (2)": "twee", "(8)": "nog doen"}
    codebook, _ = read_codebook(as_text(read))
    to_matrix.write_matrix(tmp_path / "again.md", to_matrix.matrix_of(codebook, Words("nl")), Settings())
    again = (tmp_path / "again.md").read_text(encoding="utf-8")
    assert "| H? | D? | A | x | • y<br>• z | een | twee | nog doen |" in again


def test_a_heading_over_two_columns_is_the_heading_of_both(tmp_path: Path) -> None:
    rows = [["Concept", "Indicator", "", "Vraag"], ["A", "b", "c", "d?"]]
    codebook = book(word_file(tmp_path / "m.docx", rows, merges=[(0, 1, 0, 2)]))
    assert codebook.by_id["a"].indicator == ("b", "c")


def test_where_one_table_has_indicators_tables_with_like_headings_are_passed_over(tmp_path: Path) -> None:
    document = Document()
    for rows in (
        [["Auteur", "Kernbegrip", "Aspecten"], ["Lee", "Z", "z"]],
        [["Concept", "Dimensie", "Indicator"], ["A", "B", "c"]],
    ):
        document.add_paragraph("Een alinea.")
        table = document.add_table(rows=2, cols=3)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(tmp_path / "m.docx"))
    read = read_matrix(tmp_path / "m.docx", {})
    assert [code["id"] for code in codes_of(read.raw)] == ["a", "b"]
    assert [*map(str, read.passed)] == ["table 1 (Auteur | Kernbegrip | Aspecten)"]


def test_questions_keep_their_own_numbers(tmp_path: Path) -> None:
    rows = [
        ["Deelvraag", "Concept", "Indicator"],
        ["Wat?", "A", "a"],
        ["Deelvraag 2", "B", "b"],
        ["3. Hoe?", "C", "c"],
        ["SQ1 Why?", "D", "d"],
    ]
    codebook = book(write_csv(tmp_path / "m.csv", rows))
    assert [(question.id, question.text) for question in codebook.questions] == [
        ("dv4", "Wat?"), ("dv2", "Deelvraag 2"), ("dv3", "3. Hoe?"), ("dv1", "SQ1 Why?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Operationalisatiematrix, versie 2\n\nConcept;Indicator;Vraag\nA;b;c?\n",
        "sep=;\nConcept;Indicator;Vraag\nA;b;c?\n",
        "Concept\tIndicator\tVraag\nA\tb, of c, of d\tc?\n",
    ],
)
def test_the_delimiter_of_a_csv_is_found_whatever_stands_above(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")
    assert tree(book(tmp_path / "m.csv")) == ["A"]


# ---- bad input ----


def test_bad_files_are_told_in_one_sentence(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(base64.b64decode(DOT))
    empty, picture = Document(), Document()
    empty.add_paragraph("Geen tabel.")
    empty.save(str(tmp_path / "empty.docx"))
    picture.add_picture(str(tmp_path / "p.png"))
    picture.save(str(tmp_path / "picture.docx"))
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    (tmp_path / "m.pdf").write_bytes(b"%PDF")
    (tmp_path / "none.csv").write_bytes(b"")
    write_csv(tmp_path / "hole.csv", [HEADS, ["Q", "", "", "", "Hoe?", "x"]])
    write_csv(tmp_path / "bare.csv", [HEADS])
    (tmp_path / "quote.csv").write_text('Concept;Indicator\nA;"b\nC;d\n', encoding="utf-8")
    for name, words in (
        ("empty.docx", "no table"), ("picture.docx", "only a picture"), ("broken.docx", "damaged"), ("broken.xlsx", "damaged"),
        ("m.pdf", ".docx"), ("none.csv", "empty"), ("hole.csv", "row 2 names no concept"), ("gone.docx", "no file"),
        ("bare.csv", "no rows"), ("quote.csv", "never closed"),
    ):  # fmt: skip
        ran = cli("codebook", "from-matrix", name, "-o", "c.yaml")
        assert (ran.status, ran.out) == (1, ""), name
        assert words in ran.err, name
        assert name in ran.err, name
        assert len(ran.err.strip().splitlines()) == 1, name
    assert not (tmp_path / "c.yaml").exists()


# ---- a changed matrix ----


def merged(
    path: Path, before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], edit: Callable[[Any], None]
) -> Any:
    existing = read_matrix(write_csv(path / "before.csv", before), {}).raw
    edit(existing)
    raw, told = merge_matrix(existing, read_matrix(write_csv(path / "after.csv", after), {}).raw)
    return raw, sorted((one.kind, one.code, one.what) for one in told)


def changed(rows: Sequence[Sequence[str]], row: int, column: int, text: str) -> list[list[str]]:
    new = [list(one) for one in rows]
    new[row][column] = text
    return new


FULL = [HEADS, ROWS[0], [ROWS[0][0], "Vertrouwen", *ROWS[1][2:]], ROWS[2]]


def test_the_same_matrix_changes_nothing_whatever_people_edited(tmp_path: Path) -> None:
    def edit(raw: Any) -> None:
        find(raw, "angst")["indicator"] = "Mijn eigen woorden"
        find(raw, "angst")["definition"] = "Vrees."
        find(raw, "geld")["name"] = "Financiën"

    raw, told = merged(tmp_path, FULL, FULL, edit)
    assert told == []
    assert find(raw, "angst")["indicator"] == "Mijn eigen woorden"
    assert find(raw, "geld")["name"] == "Financiën"


def test_what_the_matrix_changed_is_changed_and_what_people_wrote_stays(tmp_path: Path) -> None:
    after = changed(changed(FULL, 1, 3, "Aantal klachten"), 2, 3, "Mate van openheid")

    def edit(raw: Any) -> None:
        find(raw, "openheid")["indicator"] = "Mijn eigen woorden"

    raw, told = merged(tmp_path, FULL, after, edit)
    assert told == [("changed", "angst", "indicator"), ("kept", "openheid", "indicator")]
    assert find(raw, "angst")["indicator"] == "Aantal klachten"
    assert find(raw, "openheid")["indicator"] == "Mijn eigen woorden"


def test_a_renamed_row_keeps_its_id_a_new_one_is_added_a_dropped_one_stays(tmp_path: Path) -> None:
    after = [
        *changed(FULL[:3], 1, 2, "Vrees"),
        [ROWS[0][0], "Vertrouwen", "Macht", "Wie beslist", "Wie beslist er?", "x"],
    ]
    raw, told = merged(tmp_path, FULL, after, lambda raw: None)
    assert told == [("changed", "angst", "name"), ("gone", "tarief", ""), ("new", "macht", "")]
    assert find(raw, "angst")["name"] == "Vrees"
    assert [code["id"] for code in codes_of(raw)] == ["vertrouwen", "angst", "openheid", "macht", "geld", "tarief"]
    assert [code.get("row", "") for code in codes_of(raw)] == ["", "M1.1", "M1.2", "M1.3", "", ""]


def test_rows_that_change_places_keep_their_codes(tmp_path: Path) -> None:
    raw, told = merged(tmp_path, FULL, [FULL[0], FULL[3], FULL[1], FULL[2]], lambda raw: None)
    assert told == []
    assert {code["id"]: code["row"] for code in codes_of(raw) if "row" in code} == {
        "angst": "M1.2", "openheid": "M1.3", "tarief": "M1.1",
    }  # fmt: skip


def test_a_renamed_concept_and_a_changed_question_are_followed(tmp_path: Path) -> None:
    after = changed(changed(FULL, 3, 1, "Financiën"), 3, 0, "Welke strategieën zijn er?")
    raw, told = merged(tmp_path, FULL, after, lambda raw: None)
    assert told == [("changed", "dv2", "text"), ("changed", "geld", "name")]
    assert find(raw, "geld")["name"] == "Financiën"
    assert [question["text"] for question in raw["questions"]] == [
        "Welke knelpunten zijn er?",
        "Welke strategieën zijn er?",
    ]


def test_a_code_that_was_merged_away_or_taken_out_is_not_brought_back(tmp_path: Path) -> None:
    def merge(raw: Any) -> None:
        new = edits.merge(raw, ["tarief"], "angst")
        raw.clear()
        raw.update(new)

    raw, told = merged(tmp_path, FULL, FULL, merge)
    assert told == []
    assert find(raw, "tarief")["row"] == "M1.1, M1.3"

    def take_out(raw: Any) -> None:
        raw["codes"].pop()

    raw, told = merged(tmp_path, FULL, FULL, take_out)
    assert told == [("missing", "", "M1.3")]
    assert "tarief" not in {code["id"] for code in codes_of(raw)}


def test_a_concept_with_several_codes_is_renamed_in_place_and_keeps_what_people_wrote(tmp_path: Path) -> None:
    after = changed(changed(FULL, 1, 1, "Onderling vertrouwen"), 2, 1, "Onderling vertrouwen")
    raw, told = merged(tmp_path, FULL, after, lambda raw: find(raw, "vertrouwen").update(definition="Mijn woorden"))
    assert told == [("changed", "vertrouwen", "name")]
    assert find(raw, "vertrouwen")["definition"] == "Mijn woorden"
    assert len(raw["codes"]) == 2


def test_a_code_that_goes_to_another_concept_moves_and_renames_nothing(tmp_path: Path) -> None:
    raw, told = merged(tmp_path, FULL, changed(FULL, 3, 1, "Vertrouwen"), lambda raw: None)
    assert told == [("changed", "tarief", "parent")]
    assert [code["name"] for code in codes_of(raw)] == ["Vertrouwen", "Angst", "Openheid", "Tarief", "Geld"]


def test_a_concept_that_the_matrix_still_has_is_not_renamed(tmp_path: Path) -> None:
    before = [["Concept", "Variabele", "Indicator"], ["Vertrouwen", "Angst", "zorgen"]]
    after = [before[0], ["Nieuw", "Angst", "zorgen"], ["Vertrouwen", "Macht", "besluiten"]]
    raw, told = merged(tmp_path, before, after, lambda raw: None)
    assert told == [("changed", "angst", "parent"), ("new", "macht", "")]
    assert [code["name"] for code in raw["codes"]] == ["Vertrouwen", "Nieuw"]


def test_a_concept_that_gets_dimensions_keeps_its_code(tmp_path: Path) -> None:
    heads = ["Concept", "Dimensie", "Indicator"]
    raw, told = merged(
        tmp_path, [heads, ["A", "–", "a"]], [heads, ["A", "D1", "a"], ["A", "D2", "b"]], lambda raw: None
    )
    assert told == [("gone", "a", ""), ("new", "d1", ""), ("new", "d2", "")]
    assert [(code["id"], code["name"]) for code in codes_of(raw)] == [("a", "A"), ("d1", "D1"), ("d2", "D2")]


def test_a_second_indicator_makes_codes_of_both_and_renames_none(tmp_path: Path) -> None:
    heads = ["Concept", "Indicator"]
    raw, told = merged(tmp_path, [heads, ["A", "delen"]], [heads, ["A", "delen"], ["A", "praten"]], lambda raw: None)
    assert [code["name"] for code in codes_of(raw)] == ["A", "delen", "praten"]
    assert ("changed", "a", "name") not in told


def test_a_wider_level_above_moves_the_codes_along(tmp_path: Path) -> None:
    before = [["Concept", "Indicator"], ["A", "a"], ["B", "b"]]
    after = [["Thema", "Concept", "Indicator"], ["T", "A", "a"], ["", "B", "b"]]
    raw, told = merged(tmp_path, before, after, lambda raw: None)
    assert told == [("changed", "a", "parent"), ("changed", "b", "parent")]
    assert [code["id"] for code in codes_of(raw)] == ["t", "a", "b"]


def test_a_name_more_or_other_names_in_a_cell_arrive(tmp_path: Path) -> None:
    heads = ["Concept", "Variabele", "Indicator"]
    raw, told = merged(tmp_path, [heads, ["X", "A; B", "a"]], [heads, ["X", "A; B; C", "a"]], lambda raw: None)
    assert told == [("new", "c", "")]
    assert [code["id"] for code in codes_of(raw)] == ["x", "a", "b", "c"]
    raw, told = merged(tmp_path, [heads, ["X", "A; B", "a"]], [heads, ["X", "A; Bee", "a"]], lambda raw: None)
    assert told == [("changed", "b", "name")]


def test_an_indicator_that_names_a_code_is_renamed_with_it(tmp_path: Path) -> None:
    heads = ["Concept", "Indicator"]
    before, after = [heads, ["A", "delen"], ["", "praten"]], [heads, ["A", "delen"], ["", "spreken"]]
    _raw, told = merged(tmp_path, before, after, lambda raw: None)
    assert told == [("changed", "praten", "indicator"), ("changed", "praten", "name")]


def test_a_column_that_the_matrix_lost_takes_nothing_away(tmp_path: Path) -> None:
    raw, told = merged(tmp_path, FULL, [row[:5] for row in FULL], lambda raw: None)
    assert told == []
    assert find(raw, "angst")["source"] == "Lascaux (2020)"


def test_only_another_order_is_taken_over_without_asking(cli: Cli, tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", FULL)
    second = write_csv(tmp_path / "b.csv", [FULL[0], FULL[3], FULL[1], FULL[2]])
    assert cli("codebook", "from-matrix", first, "-o", "c.yaml").status == 0
    ran = cli("codebook", "from-matrix", second, "-o", "c.yaml")
    assert (ran.status, ran.out) == (0, "")
    assert "row: M1.1" in (tmp_path / "c.yaml").read_text(encoding="utf-8").split("id: tarief")[1]


def test_a_changed_matrix_is_merged_on_confirmation_and_in_a_study_logged(cli: Cli, tmp_path: Path) -> None:
    root = start_study(Start(tmp_path / "study", coder="jan")).root
    first, second = (
        write_csv(tmp_path / "a.csv", FULL),
        write_csv(tmp_path / "b.csv", changed(FULL, 1, 3, "Aantal klachten")),
    )
    made = cli("codebook", "from-matrix", first, "-o", root / "codebook.yaml")
    assert made.status == 0, made
    path = root / "codebook.yaml"
    path.write_text("# van mij\n" + path.read_text())
    before = path.read_bytes()
    asked = cli("codebook", "from-matrix", second, "-o", path)
    assert (asked.status, asked.out) == (1, "~ angst, indicator: 'Aantal zorgen' -> 'Aantal klachten'\n")
    assert path.read_bytes() == before
    assert cli("codebook", "from-matrix", second, "-o", path, "--yes").status == 0
    assert path.read_text().startswith("# van mij\n")
    assert "codebook from-matrix" in cli("-C", root, "log", "--format", "csv").out
    assert cli("-C", root, "codebook", "undo").status == 0
    assert path.read_bytes() == before


# ---- and back ----


def test_an_excel_matrix_with_merged_cells_reads_like_the_word_one(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["Matrix van de studie"])
    sheet.append(HEADS)
    for row in [ROWS[0], ["", "", *ROWS[1][2:]], ROWS[2]]:
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("A1:F1")
    out = io.BytesIO()
    workbook.save(out)
    (tmp_path / "m.xlsx").write_bytes(out.getvalue())
    codebook = book(tmp_path / "m.xlsx")
    assert codebook.codes == book(write_csv(tmp_path / "m.csv", [HEADS, *ROWS])).codes
    assert codebook.matrices[0].title == "Matrix van de studie"


def test_evidence_stands_beside_the_cells_and_is_left_out_when_read_again(cli: Cli, tmp_path: Path) -> None:
    cli("demo", "d")
    ran = cli("-C", "d", "codebook", "to-matrix", "m.md", "--with", "references", "--with", "cases", "--with", "quote")
    assert ran.status == 0, ran
    text = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert "| Fragmenten | Respondenten | Voorbeeldcitaat |" in text
    assert "het is geen meting van die indicator" in text
    assert "Elkaar kennen" in text  # the note on codes that are not from the matrix
    assert cli("-C", "d", "codebook", "to-matrix", "plain.md").status == 0
    assert book(tmp_path / "m.md").codes == book(tmp_path / "plain.md").codes


# Shrinking a failing matrix takes minutes; the failing one is small enough to read.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_words = st.text("abcdefgh ÉëBC-,()/'?0123", min_size=1, max_size=14).filter(lambda t: any(c.isalpha() for c in t))
_cell = _words.map(lambda text: " ".join(text.split())).filter(lambda t: t[0].isalnum() and "- " not in t and t != "x")
_list = st.lists(_cell, min_size=1, max_size=3, unique=True).map("\n".join)


@st.composite
def matrices(draw: st.DrawFn) -> list[list[list[str]]]:
    """One to three matrices with any of the columns, and cells that are blank, lists or words."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        others = draw(st.sets(st.sampled_from([*HEADS, "Dimensie", "Schaal", "Definitie"])))
        heads = draw(st.permutations(sorted(others | {"Concept", "Indicator"})))
        rows = [list(heads)]
        for number in range(draw(st.integers(1, 5))):
            row = []
            for head in heads:
                wide = head in ("Deelvraag", "Concept", "Dimensie", "Variabele", "Definitie")
                blank = draw(st.booleans()) and (number > 0 or head not in ("Concept",))
                row.append("" if blank else draw(_cell if wide else _list))
            rows.append(row)
        made.append(rows)
    return made


def in_markdown(path: Path, tables: list[list[list[str]]]) -> Path:
    blocks = []
    for number, rows in enumerate(tables, 1):
        lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
        blocks.append(f"Matrix {number}\n\n" + "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]))
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    return path


def law(tables: list[list[list[str]]], kind: str, folder: Path) -> None:
    try:
        first = as_text(read_matrix(in_markdown(folder / "study.md", tables), {}))
    except QualcodeError:
        return  # a row below a question that stands alone may name nothing
    codebook, problems = read_codebook(first)
    assert problems == []
    again = folder / f"again{kind}"
    to_matrix.write_matrix(again, to_matrix.matrix_of(codebook, Words("nl")), Settings())
    read = read_matrix(again, {})
    assert as_text(read) == first


@pytest.mark.slow
@example([[["Deelvraag", "Indicator", "Concept"], ["", "", "A"], ["B?", "", ""], ["", "c\nd", ""]]])
@example([[["Deelvraag", "Indicator", "Concept"], ["", "", "B"], ["B", "", ""], ["", "B", ""]]])
@example([[["Concept", "Indicator", "Deelvraag"], ["B", "B", ""], ["", "B", ""], ["", "C\nB", ""]]])
@settings(
    max_examples=100,
    deadline=None,
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(matrices())
def test_from_matrix_of_to_matrix_is_the_same_codebook(tmp_path: Path, tables: list[list[list[str]]]) -> None:
    law(tables, ".md", tmp_path)


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(matrices(), st.sampled_from([".docx", ".xlsx"]))
def test_so_it_is_through_word_and_excel(tmp_path: Path, tables: list[list[list[str]]], kind: str) -> None:
    law(tables, kind, tmp_path)


def test_a_codebook_without_a_matrix_says_so(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="from-matrix"):
        to_matrix.matrix_of(Codebook(), Words("nl"))
    with pytest.raises(QualcodeError, match="written as"):
        to_matrix.check_target(tmp_path / "m.csv")


def test_a_target_outside_a_study_is_a_plain_file(tmp_path: Path) -> None:
    assert Target(tmp_path / "codebook.yaml").study is None
    assert Target(tmp_path / "codebook.yaml").is_empty


@pytest.mark.slow
@settings(
    max_examples=80,
    deadline=None,
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(matrices(), matrices(), st.booleans())
def test_whatever_changed_in_a_matrix_no_code_is_lost_and_a_second_time_changes_nothing(
    tmp_path: Path, before: list[list[list[str]]], after: list[list[list[str]]], akin: bool
) -> None:
    if akin:  # the same matrix with some rows taken out and put in
        after = [
            [*one[:-1], *other[1:][:1]] for one, other in zip(before, after, strict=False) if one[0] == other[0]
        ] or before
    try:
        existing = read_matrix(in_markdown(tmp_path / "a.md", before), {}).raw
        fresh = read_matrix(in_markdown(tmp_path / "b.md", after), {}).raw
    except QualcodeError:
        return
    raw, _ = merge_matrix(existing, fresh)
    assert read_codebook(document(raw))[1] == []
    assert {code["id"] for code in codes_of(existing)} <= {code["id"] for code in codes_of(raw)}
    again, told = merge_matrix(raw, fresh)
    assert [one for one in told if one.kind in ("new", "changed", "gone")] == []
    assert again == raw
