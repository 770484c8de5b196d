"""A quote that the program chose: an empty place in a document to hand in, a marked proposal on a screen; never more."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qualcode.report.builders import BUILDERS
from qualcode.report.document import Output, Table
from qualcode.report.renderers.markdown import as_markdown
from qualcode.usecases.operationalisation.write import matrix_with_evidence, write_matrix
from qualcode.usecases.output import rendered
from qualcode.usecases.study import Opened

Make = Callable[[str], Opened]

STUDY = """
    == codebook.yaml
    codes:
    - {id: trust, name: Trust, short: It is there, row: M1.1}
    - {id: money, name: Money, row: M1.2}
    - {id: never, name: Never, row: M1.3}
    themes:
    - {id: t, name: Together, statement: We hold together., boundary: Not the rules., status: final, codes: [trust, money]}
    == P-1.txt
    Interviewer: How?
    P-1: We trust each other. Always did. They pay late.
    == P-2.txt
    Interviewer: How?
    P-2: I trust them.
    == codings
    jan P-1 trust We trust each other.
    jan P-1 trust Always did.
    jan P-2 trust I trust them.
    jan P-1 money They pay late.
    == marks
    jan P-2 trust I trust them. | key=true
    jan P-1 trust Always did. | key=true
    == done
    jan P-1
    jan P-2
"""
TABLES = {
    "themes": {},
    "summary": {},
    "chosen-quotes": {},
    "chosen-quotes inline": {"style": "inline"},
}


def made(opened: Opened, name: str) -> Output:
    return BUILDERS.get(name.split()[0])(opened.view(), **TABLES[name])


def text_of(opened: Opened, output: Output, kind: str) -> str:
    ((_, pieces),) = rendered(opened.project.settings, output, [Path(f"out{kind}")])
    data = b"".join(pieces)
    if kind == ".docx":
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return data.decode()


@pytest.mark.parametrize("name", TABLES)
def test_a_document_to_hand_in_has_an_empty_place(name: str, make_study: Make) -> None:
    opened = make_study(STUDY)
    output = made(opened, name)
    for kind in (".docx", ".html", ".tex"):
        text = text_of(opened, output, kind)
        assert "I trust them" in text, kind  # the researcher chose it
        assert "They pay late" not in text, kind
        assert "proposal" not in text, kind


@pytest.mark.parametrize("name", TABLES)
def test_word_has_the_proposal_in_a_note_beside_the_place(name: str, make_study: Make, tmp_path: Path) -> None:
    opened = make_study(STUDY)
    ((_, (data,)),) = rendered(opened.project.settings, made(opened, name), [tmp_path / "out.docx"])
    notes = [comment.text for comment in docx.Document(io.BytesIO(data)).comments]
    (note,) = (one for one in notes if "proposal" in one)
    assert note.startswith("Choose a key quote here yourself. A proposal: ")
    assert "“They pay late.”" in note
    assert note.count("P-1") == 1


def test_a_note_behind_a_sentence_leaves_no_hole_in_the_text(make_study: Make, tmp_path: Path) -> None:
    opened = make_study(STUDY)
    ((_, (data,)),) = rendered(opened.project.settings, made(opened, "summary"), [tmp_path / "out.docx"])
    document = docx.Document(io.BytesIO(data))
    assert [one for one in document.paragraphs if not one.text] == []
    (marked,) = (one for one in document.paragraphs if "Money" in one.text and one._p.xpath(".//w:commentReference"))
    assert marked.style == document.styles["Normal"]


@pytest.mark.parametrize("name", TABLES)
def test_a_screen_has_it_marked(name: str, make_study: Make) -> None:
    opened = make_study(STUDY)
    text = text_of(opened, made(opened, name), ".md").replace("\\", "")
    assert len(re.findall(r"“They pay late.”[^|\n]*\[proposal\]", text)) == 1
    assert text.count("[proposal]") == 1


def test_the_terminal_says_once_how_to_choose(make_study: Make, cli: Callable[..., object]) -> None:
    root = make_study(STUDY).study.root
    out = cli("-C", root, "summary").out  # type: ignore[attr-defined]
    assert " ".join(out.split()).count("codings mark ID --key") == 1


def test_the_matrix_of_the_study_does_the_same(make_study: Make, tmp_path: Path) -> None:
    opened = make_study(STUDY)
    output = matrix_with_evidence(opened.view(), ("references", "quote"))
    assert [row[-1] for row in output.data.rows] == ["“I trust them.” (P-2)", "“They pay late.” (P-1) [proposal]", ""]
    write_matrix(tmp_path / "m.docx", output, opened.project.settings)
    document = docx.Document(str(tmp_path / "m.docx"))
    assert [row.cells[-1].text for row in document.tables[0].rows[1:]] == ["“I trust them.” (P-2)", "", ""]
    assert ["They pay late." in comment.text for comment in document.comments] == [True]


def table(opened: Opened, **options: object) -> Table:
    (found,) = BUILDERS.get("themes")(opened.view(), **options).report.parts
    assert isinstance(found, Table)
    return found


def test_the_theme_table_is_the_one_that_is_printed(make_study: Make) -> None:
    """Theme, subtheme or code, description, quotes; the boundary in a row of its own; counts last."""
    found = table(make_study(STUDY))
    assert [column.heading for column in found.columns] == [
        "Theme", "Subtheme or Code", "Description", "Quotes", "Coded extracts", "Respondents",
    ]  # fmt: skip
    assert [row.cells for row in found.rows] == [
        ("Together", "", "We hold together.", "", "4", "2 of 2"),
        ("", "Boundary of this theme", "Not the rules.", "", "", ""),
        ("", "Trust", "It is there", "“I trust them.” (P-2)", "3", "2 of 2"),
        ("", "Money", "", "", "1", "1 of 2"),
        ("In no theme", "", "", "", "", ""),
        ("", "Never", "", "", "0", "0 of 2"),
    ]


def test_more_quotes_and_no_counts(make_study: Make) -> None:
    """Only key quotes, first the one that other tables have; a study with one coder says nothing of N where no counts are printed."""
    opened = make_study(STUDY)
    found = table(opened, quotes=3, table_counts=False)
    assert [row.cells for row in found.rows][2] == (
        "",
        "Trust",
        "It is there",
        "“I trust them.” (P-2)\n“Always did.” (P-1)",
    )
    assert found.notes == ()
    rows = BUILDERS.get("themes")(opened.view(), quotes=3).data.plain()
    assert [row["quotes"] for row in rows] == [
        "", "“I trust them.” (P-2)\n“Always did.” (P-1)", "“They pay late.” (P-1) [proposal]", "",
    ]  # fmt: skip
    assert "quotes" not in BUILDERS.get("themes")(opened.view()).data.columns  # the columns of old have not changed
    assert len(rows) == 4  # a row a code


def test_the_counts_of_a_reflexive_study_are_on_demand(make_study: Make) -> None:
    opened = make_study("    == qualcode.yaml\n    variant: reflexive\n" + STUDY)
    assert len(table(opened).columns) == 4
    assert "Coded extracts" in as_markdown(BUILDERS.get("themes")(opened.view(counts=True)), opened.words)
