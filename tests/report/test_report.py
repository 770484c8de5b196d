"""The whole appendix: its sections, in Word, on a page and in LaTeX, and what no output may show."""

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from qualcode.errors import QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.document import Contents, Cover, Figure, Heading, Output, Table
from qualcode.report.formats import documents
from qualcode.report.renderers.markdown import as_markdown
from qualcode.report.tables.changes import IDENTITY
from qualcode.store.files import read_text
from qualcode.usecases.output import deliver, school_file, with_template
from qualcode.usecases.results.changes import COMPARED
from qualcode.usecases.results.report import ON_REQUEST, SECTIONS, Source, report
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study, coding_at, set_marks
from tests.needs import needs_office
from tests.report.forms import HEALTH


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", HEALTH.strip())


def made(opened: Opened, *sections: str, **options: Any) -> Output:
    return report(open_study(opened.study.root), Filters(), sections, **options)


def written(opened: Opened, tmp_path: Path, name: str, *sections: str) -> Path:
    target = tmp_path / name
    deliver(opened.project.settings, made(opened, *sections), [target])
    return target


def headings(output: Output) -> list[str]:
    return [part.text for part in output.report.parts if isinstance(part, Heading) and part.level == 1]


def test_it_has_a_cover_a_list_of_contents_and_every_section_that_has_something(opened: Opened) -> None:
    output = made(opened)
    assert isinstance(output.report.parts[0], Cover)
    assert isinstance(output.report.parts[1], Contents)
    words = opened.words
    nothing = (*ON_REQUEST, "development")  # its codebook is as it was at the start
    assert headings(output) == [words.of("section", name) for name in SECTIONS if name not in nothing]
    assert tuple(map(str, output.warnings)) == (
        "with groep, fewer than three cases fall in a group; they may be recognisable",
        "with regio, fewer than three cases fall in a group; they may be recognisable",
    )


def test_sections_are_chosen_and_ordered_in_the_settings_or_on_the_command_line(opened: Opened) -> None:
    settings = opened.study.settings
    settings.write_text(read_text(settings) + "report: {sections: [themes, method]}\n")
    assert headings(made(opened)) == ["Thema's", "Verantwoording"]
    assert headings(made(opened, "quotes", "summary")) == ["Fragmenten", "Resultaten per thema"]
    with pytest.raises(QualcodeError, match=r"There is no section 'quote' \(did you mean quotes\?\)"):
        made(opened, "quote")


def test_sections_are_understood_by_the_names_that_they_had(opened: Opened) -> None:
    settings = opened.study.settings
    settings.write_text(read_text(settings) + "report: {sections: [matrix, framework]}\n")
    now = made(open_study(opened.study.root))
    assert [*now.data.plain()] == [*made(opened, "framework-table", "summaries").data.plain()]
    assert {row["section"] for row in now.data.plain()} == {"framework-table", "summaries"}


def test_check_names_themes_without_a_key_quote_and_approvals_that_lapsed(opened: Opened) -> None:
    from qualcode.store.check import check

    assert [str(problem.what) for problem in check(opened.study)] == ["theme 'middelen' has fragments and no key quote"]
    set_marks(opened, "jan H-1 geld Geld speelt altijd mee.", {"key": "true", "approval": "approved"})
    assert list(check(opened.study)) == []
    set_marks(opened, "jan H-1 geld Geld speelt altijd mee.", {"printed": "Geld speelt […] mee."})
    (problem,) = check(opened.study)
    assert problem.severity == "warning"
    assert str(problem.what).endswith("was changed after it was approved")


def test_a_small_study_has_a_small_report(make_study: Callable[[str], Opened]) -> None:
    study = make_study("== P-1.txt\nInterviewer: How?\nP-1: Fine.\n== codings\njan P-1 a Fine.")
    assert headings(made(study)) == [
        "Method", "How Counts Were Made", "Sources", "Sample", "Codebook", "Coding Tree", "Frequencies", "Factors", "Coverage",
        "Coded Extracts", "Matrix", "Figures", "Audit Trail",
    ]  # fmt: skip


def test_the_method_paragraph_tells_facts_and_they_are_right(opened: Opened) -> None:
    """Four interviews: 21 + 12 + 9 + 11 words; one document; 5 codes deductive (vertrouwen counts), 1 inductive; 11 codings."""
    text = as_markdown(made(opened, "method"), opened.words)
    for fact in (
        "vier interviews met vier respondenten (53 gesproken woorden).",
        "Daarnaast, niet meegeteld in N: één document.",
        "thematische analyse met een codeboek (Braun & Clarke)",
        "Het codeboek telt zes codes, waarvan vijf vooraf bepaald (deductief) en één uit het materiaal (inductief); vijf daarvan zijn toegepast.",
        "Er zijn twee thema's, beide van vóór het coderen.",
        "Er is gecodeerd door de onderzoeker.",
        "Er zijn elf coderingen, alle met de hand gemaakt.",
        "Gemaakt met qualcode",
    ):
        assert fact in text.replace("\\", ""), fact
    assert "| Vertrouwen en openheid | 4 |\n" in text
    assert "selectie" not in text.casefold()  # no such pass was made


@pytest.mark.slow
def test_the_headings_of_the_appendix_are_real_and_the_contents_lead_to_them(opened: Opened, tmp_path: Path) -> None:
    document = docx.Document(str(written(opened, tmp_path, "a.docx")))
    found = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert found == headings(made(opened))
    xml = document.element.xml
    anchors = set(re.findall(r'w:hyperlink w:anchor="(\w+)"', xml))
    assert anchors <= set(re.findall(r'w:bookmarkStart [^>]*w:name="(\w+)"', xml))
    lines = [one.text for one in document.paragraphs if one.style and one.style.name in ("toc 1", "toc 2")]
    listed = [line.removesuffix("\t…") for line in lines]  # the number of the page, until Word fills it in
    assert [one for one in listed if one in found] == found
    assert xml.count(" PAGEREF _Toc") == len(anchors)
    assert 'w:updateFields w:val="true"' in document.settings.element.xml
    assert ' TOC \\o "1-2" ' in xml
    assert xml.count('TOC \\h \\z \\c "Tabel"') == xml.count('TOC \\h \\z \\c "Figuur"') == 1
    assert xml.count(" SEQ Tabel ") == sum(isinstance(part, Table) for part in made(opened).report.parts)
    assert xml.count('descr="') == sum(isinstance(part, Figure) for part in made(opened).report.parts)
    assert xml.count("<w:tblHeader/>") == xml.count("<w:tbl>")


@pytest.mark.slow
def test_the_schools_own_file_gives_styles_margins_header_and_footer(opened: Opened, tmp_path: Path) -> None:
    from docx.shared import Cm, Pt

    school = docx.Document()
    school.styles["Heading 1"].font.size = Pt(31)
    school.styles["Normal"].font.name = "Verdana"
    school.sections[0].left_margin = Cm(4)
    school.sections[0].header.paragraphs[0].text = "Hogeschool (fictief)"
    school.add_paragraph("An example text that must go.")
    school.save(str(tmp_path / "school.docx"))
    look = school_file(tmp_path / "school.docx", [tmp_path / "b.docx"])
    deliver(opened.project.settings, with_template(made(opened), look), [tmp_path / "b.docx"])
    document = docx.Document(str(tmp_path / "b.docx"))
    assert "An example text" not in document.element.xml
    assert document.styles["Heading 1"].font.size == Pt(31)
    assert document.styles["Normal"].font.name == "Verdana"
    assert {round(section.left_margin.cm, 1) for section in document.sections if section.left_margin} == {4.0}
    assert document.sections[0].header.paragraphs[0].text == "Hogeschool (fictief)"
    for name, data in (("x.docx", b"no zip"), ("y.docx", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(QualcodeError, match=f"{name}: this"):
            school_file(tmp_path / name, [tmp_path / "b.docx"])


@pytest.mark.slow
def test_two_clocks_give_the_same_bytes(opened: Opened, tmp_path: Path) -> None:
    kinds = ("docx", "html", "md", "tex")
    first = {kind: written(opened, tmp_path, f"a.{kind}").read_bytes() for kind in kinds}
    time.sleep(2.1)
    assert {kind: written(opened, tmp_path, f"a.{kind}").read_bytes() for kind in kinds} == first


def test_making_a_report_does_not_date_the_study_anew(opened: Opened, tmp_path: Path, cli: Callable[..., Ran]) -> None:
    before = open_study(opened.study.root).project.changed
    ran = cli("-C", opened.study.root, "report", "-o", tmp_path / "a.md")
    assert ran.status == 0, ran
    assert open_study(opened.study.root).project.changed == before
    text = (tmp_path / "a.md").read_text()
    assert "![" in text
    assert (tmp_path / "a-heatmap.png").read_bytes()[:4] == b"\x89PNG"
    again = cli("-C", opened.study.root, "report", "-o", tmp_path / "b.md", "-o", tmp_path / "b.html")
    assert again.status == 0
    assert (tmp_path / "b.md").read_text() == text.replace("](a-", "](b-")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("-o", "x.xlsx"), f"x.xlsx: a report is written as {', '.join(documents())}."),
        ((), "Say where the report goes"),
        (("--section", "them", "-o", "x.md"), "There is no section 'them' (did you mean themes?)."),
        (("2026-01-01", "-o", "x.md"), "A day goes with --changes"),
        (("--changes",), "No report was made yet"),
        (("--changes", "yesterday"), "'yesterday' is no day or moment"),
        (("--template", "none.docx", "-o", "x.docx"), "There is no file none.docx."),
        (("--template", "none.docx", "-o", "x.md"), "--template gives a Word document its look"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    opened: Opened, cli: Callable[..., Ran], tmp_path: Path, args: tuple[str, ...], told: str
) -> None:
    ran = cli("--language", "en", "-C", opened.study.root, "report", *args)
    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err


SECRET = "Daar lag ik drie weken wakker van"
REFUSED = """
== qualcode.yaml
language: nl
publish: [groep]
== codebook.yaml
codes:
- {id: a, name: Alfa, kind: barrier, keywords: [wakker, rust]}
- {id: b, name: Beta}
themes: [{id: t, name: Thema, codes: [a, b]}]
topics: [{id: t1, text: Hoe gaat het?, codes: [a]}]
== cases.csv
case,groep,woonplaats
P-1,x,Schiermonnikoog
P-2,y,Schiermonnikoog
P-3,y,Schiermonnikoog
== P-1.txt
Interviewer: Hoe gaat het?
P-1: Goed. Daar lag ik drie weken wakker van. Nu rust.
== P-2.txt
Interviewer: Hoe gaat het?
P-2: Zo zo. Rust is er wel.
== P-3.txt
Interviewer: Hoe gaat het?
P-3: Best. Ik slaap in rust.
== codings
jan P-1 a Daar lag ik drie weken wakker van.
jan P-1 b lag ik drie weken wakker van. Nu rust.
jan P-2 a Rust is er wel.
ann P-1 a weken wakker
== marks
jan P-1 a Daar lag ik drie weken wakker van. | key=true; note=zegt "drie weken"; approval=refused
== asked
jan P-1 t1 1
== done
jan P-1
"""
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("frequencies",), ("quotes",), ("quotes", "--style", "apa"), ("quotes", "--style", "inline"), ("quotes", "--coder", "all"),
    ("quotes", "--by", "groep"), ("themes",), ("crosstab", "--by", "groep"), ("framework", "--cell", "quotes"), ("coverage",),
    ("framework", "--cell", "summary"), ("factors",), ("factors", "--aspects"), ("sample",), ("answers", "t1"), ("summary",),
    ("rigour",), ("codings", "list"), ("search", "wakker"), ("suggest", "--again"), ("theme", "read", "t"), ("keywords",),
    ("theme", "unplaced"), ("codebook", "export"),
)  # fmt: skip


@pytest.fixture
def refused(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "refused", REFUSED.strip())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_refused_words_and_attributes_that_are_not_published_leave_the_study_nowhere(
    refused: Opened, cli: Callable[..., Ran], tmp_path: Path, command: tuple[str, ...]
) -> None:
    """The words overlap a coding of another code, and one of another coder: those show none of them either."""
    run = ("-C", refused.study.root, *command)
    targets = [tmp_path / f"out{kind}" for kind in (".docx", ".xlsx", ".csv", ".md", ".html", ".tex", ".json")]
    if command == ("codebook", "export"):
        outputs = [cli(*run, tmp_path / "book.xlsx")]
        targets = [tmp_path / "book.xlsx"]
    elif command[0] == "suggest":
        targets = [tmp_path / "out.xlsx", tmp_path / "out.csv"]
        outputs = [cli(*run, "-o", targets[0], "-o", targets[1]), cli(*run)]
    else:
        options = [part for target in targets for part in ("-o", target)]
        outputs = [cli(*run, *options), cli(*run), cli(*run, "--format", "json")]
    assert all(ran.status == 0 for ran in outputs), outputs
    for text in (*(ran.out + ran.err for ran in outputs), *map(everything, targets)):
        plain = " ".join(text.split())
        for secret in ("drie weken", "wakker van", "Schiermonnikoog"):
            assert secret not in plain, command


def everything(file: Path) -> str:
    """All text of a file, of a zip that of every part."""
    data = file.read_bytes()
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist() if name.endswith(".xml"))
        return re.sub(r"<[^>]+>", "", " ".join(texts))


def test_nor_do_they_in_a_report_a_letter_or_a_transcript(
    refused: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    root = refused.study.root
    targets = [tmp_path / f"report{kind}" for kind in (".docx", ".md", ".html", ".tex")]
    chosen = [part for name in SECTIONS if name != "typology" for part in ("--section", name)]
    ran = cli("-C", root, "report", *chosen, *[part for target in targets for part in ("-o", target)])
    assert ran.status == 0, ran
    for kind in (".docx", ".html", ".csv"):
        targets.append(tmp_path / f"P-1{kind}")
        assert cli("-C", root, "transcript", "export", "P-1", "-o", targets[-1]).status == 0
    targets.append(tmp_path / "coding.docx")
    assert cli("-C", root, "transcript", "export", "P-1", "--for-coding", "-o", targets[-1]).status == 0
    for target in targets:
        plain = " ".join(everything(target).split())
        for secret in ("drie weken", "wakker van", "Schiermonnikoog"):
            assert secret not in plain, target
    letters = cli("-C", root, "quotes", "--letters", tmp_path / "letters")
    assert (letters.status, "geen kerncitaten om toestemming voor te vragen" in letters.err) == (1, True)


def test_what_is_refused_after_a_report_is_not_in_what_changed_since(
    refused: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    """Then, it was not refused yet; what is told of then shows it as little."""
    root = refused.study.root
    set_marks(refused, "jan P-1 a Daar lag ik drie weken wakker van.", {"approval": ""})
    assert cli("-C", root, "report", "--section", "themes", "-o", tmp_path / "a.md").status == 0
    set_marks(refused, "jan P-1 a Daar lag ik drie weken wakker van.", {"approval": "refused"})
    ran = cli("-C", root, "report", "--changes", "--format", "csv")
    assert ran.status == 0
    assert "weken" not in ran.out + ran.err


def test_what_stands_around_an_approved_quote_was_not_approved(
    refused: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    set_marks(refused, "jan P-2 a Rust is er wel.", {"approval": "approved"})
    target = tmp_path / "quotes.html"
    assert cli("-C", refused.study.root, "quotes", "--approved-only", "-o", target).status == 0
    text = target.read_text()
    assert "Rust is er wel." in text
    assert "Zo zo" not in text
    assert "Hoe gaat het?" not in text


EMPTY = "== codebook.yaml\ncodes: []\n== P-1.txt\nInterviewer: How?\nP-1: Fine."


@pytest.mark.parametrize(
    "text", [EMPTY, EMPTY.replace("codes: []", "codes: [{id: a, name: A}]"), "== codebook.yaml\ncodes: []"]
)
def test_a_study_with_nothing_in_it_gets_tables_or_a_sentence_from_every_command(
    make_study: Callable[[str], Opened], cli: Callable[..., Ran], tmp_path: Path, text: str
) -> None:
    root = make_study(text).study.root
    commands = [
        *(command for command in COMMANDS if command[0] not in ("search", "suggest", "keywords", "codebook", "theme", "answers")),
        *(("figure", kind) for kind in ("heatmap", "new-codes", "map")), ("report", "-o", str(tmp_path / "r.docx")),
        ("theme", "unplaced"), ("theme", "development"), ("memo", "list"), ("report", "--changes"),
    ]  # fmt: skip
    for command in commands:
        ran = cli("-C", root, *command)
        assert ran.status in (0, 1), (command, ran)
        assert ran.status == 0 or len(ran.err.strip().splitlines()) <= 3, (command, ran)


def test_a_hand_edit_is_in_the_trail_of_the_first_report_as_of_the_second(
    opened: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    book = opened.study.codebook
    book.write_text(read_text(book).replace("name: Koffie", "name: Koffie en thee"))
    for name in ("a", "b"):
        assert (
            cli(
                "-C",
                opened.study.root,
                "report",
                "--section",
                "trail",
                "--section",
                "development",
                "-o",
                tmp_path / f"{name}.docx",
            ).status
            == 0
        )
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert "codeboek met de hand gewijzigd" in everything(tmp_path / "a.docx")


@pytest.mark.parametrize(
    "command", ["frequencies", "themes", "framework", "summary", "quotes", "factors", "figure map"]
)
def test_what_could_not_be_read_is_told_by_every_table(opened: Opened, cli: Callable[..., Ran], command: str) -> None:
    journal = opened.study.journal("jan", "H-1")
    with journal.open("a") as file:
        file.write("torn\n")
    assert "1 regel van een codeerlogboek kon niet worden gelezen" in cli("-C", opened.study.root, *command.split()).err


def test_a_theme_of_another_set_is_found_by_its_name(make_study: Callable[[str], Opened]) -> None:
    from qualcode.report.tables.quotes import quote_table
    from qualcode.report.tables.themes import theme_table

    study = make_study("""
        == qualcode.yaml
        themes: one
        == codebook.yaml
        codes: [{id: a, name: A}]
        themes: [{id: t, set: one, name: T, codes: [a]}, {id: u, set: two, name: U, codes: [a]}]
        == P-1.txt
        Interviewer: How?
        P-1: Fine.
        == codings
        jan P-1 a Fine.
    """)
    view = study.view(Filters(theme=("u",)))
    assert [row["theme"] for row in theme_table(view).data.plain()] == ["u", "u"]
    assert [row["theme"] for row in quote_table(view).data.plain()] == ["u"]


def test_the_row_of_a_refused_quote_stays_and_counts(refused: Opened) -> None:
    from qualcode.report.tables.quotes import quote_table

    rows = [
        (row["code"], row["case"], row["quote"], row["approval"], row["words"])
        for row in quote_table(refused.view()).data.plain()
    ]
    assert rows == [
        ("a", "P-1", "", "refused", 7),
        ("a", "P-2", "Rust is er wel.", "", 4),
        ("b", "P-1", "", "refused", 8),
    ]


def test_approved_only_prints_what_was_approved_in_the_form_that_was(refused: Opened) -> None:
    from qualcode.report.tables.quotes import quote_table

    def shown() -> list[str]:
        view = open_study(refused.study.root).view(Filters(), True)
        return [str(row["quote"]) for row in quote_table(view).data.plain() if row["quote"]]

    assert shown() == []
    set_marks(refused, "jan P-2 a Rust is er wel.", {"approval": "approved"})
    assert shown() == ["Rust is er wel."]
    set_marks(refused, "jan P-2 a Rust is er wel.", {"printed": "Rust […] wel."})
    assert shown() == []  # another form is printed now than was approved of
    set_marks(refused, "jan P-2 a Rust is er wel.", {"approval": "approved"})
    assert shown() == ["Rust is er wel."]


def test_a_letter_holds_a_respondents_key_quotes_and_tells_their_ids(
    opened: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = cli("-C", opened.study.root, "quotes", "--letters", tmp_path / "letters")
    quotes = {  # the key quote, and what two others say against their code, which the results print as well
        "H-1": "angst Ik ben bang dat ze onze cijfers gebruiken.",
        "H-2": "angst Bang ben ik niet meer.",
        "B-1": "geld Geld is voor ons geen punt.",
    }
    told = (f"{case}.docx: {coding_at(opened, f'jan {case} {quote}')}\n" for case, quote in quotes.items())
    assert (ran.status, ran.out) == (0, "".join(told))
    refused = cli("-C", opened.study.root, "quotes", "--letters", tmp_path / "more", "-o", tmp_path / "x.docx")
    assert (refused.status, (tmp_path / "more").exists()) == (
        1,
        False,
    )  # what goes nowhere is not passed over in silence
    text = "\n".join(one.text for one in docx.Document(str(tmp_path / "letters" / "H-1.docx")).paragraphs)
    assert "Citaat 1, bij de vraag: Bent u bang voor misbruik?" in text
    assert "Ik ben bang dat ze onze cijfers gebruiken." in text
    assert "Geld" not in text


TABLES = ("frequencies", "themes", "crosstab", "factors", "coverage", "framework", "heatmap")


def test_a_number_that_stands_in_two_tables_is_the_same_in_both(opened: Opened) -> None:
    """References and cases of each code, and of each theme, in every pair of tables that have them."""
    from qualcode.report.figures import FIGURES, Options
    from qualcode.report.tables import coverage, factors, framework, frequencies, themes
    from qualcode.report.tables.appendix import coding_tree
    from qualcode.report.tables.crosstab import crosstab
    from qualcode.report.tables.quotes import quote_table

    view = opened.view()
    of_code = {
        str(row["code"]): (row["cases"], row["references"]) for row in frequencies.frequency_table(view).data.plain()
    }
    own = {code: figures for code, figures in of_code.items() if code != "vertrouwen"}
    quotes = quote_table(view).data.plain()
    for code, (cases, references) in own.items():
        rows = [row for row in quotes if row["code"] == code]
        people = {case for row in rows for case in str(row["case"]).split("; ") if case}
        assert (len(people), len(rows)) == (cases, references), code
    for table in (themes.theme_table(view), coverage.coverage(view)):
        for row in table.data.plain():
            if row["code"] and row["code"] in of_code:
                assert (row["cases"], row["references"]) == of_code[str(row["code"])], table.data.key
    for row in coding_tree(view).data.plain():
        assert row["references"] == of_code[str(row["code"])][1]
    split = crosstab(view, "groep").data.plain()
    for row in split:
        cases, references = of_code[str(row["code"])]
        assert int(str(row["cases_huisarts"])) + int(str(row["cases_bestuurder"])) == cases
        outside = 1 if row["code"] == "geld" else 0  # in the logbook, which has no case and no group
        assert int(str(row["references_huisarts"])) + int(str(row["references_bestuurder"])) + outside == references
    matrix = framework.framework(view).data
    heatmap = FIGURES.get("heatmap")(view, Options()).data
    assert matrix.rows == heatmap.rows
    for code, (cases, references) in of_code.items():
        cells = [int(str(row[code])) for row in matrix.plain()]
        assert (sum(cell > 0 for cell in cells), sum(cells) + (code == "geld")) == (cases, references), code
    (listed,) = [row for row in factors.factors(view).data.plain() if row["code"] == "geld"]
    against = sum(row["valence"] == "facilitator" for row in quotes if row["code"] == "geld")
    assert (listed["references"], against) == (
        int(str(of_code["geld"][1])) - 1,
        1,
    )  # what B-1 says against it is in no list
    by_theme = {str(row["theme"]): row for row in themes.theme_table(view).data.plain() if not row["code"]}
    for row in crosstab(view, "groep", "theme").data.plain():
        total = int(str(row["cases_huisarts"])) + int(str(row["cases_bestuurder"]))
        assert total == by_theme[str(row["theme"])]["cases"]


@pytest.mark.parametrize("name", COMPARED)
def test_a_section_that_is_compared_says_what_names_its_rows(name: str, opened: Opened) -> None:
    data = SECTIONS[name](Source(opened, opened.view())).data
    keys = [key for key in IDENTITY[data.key] if key in data.columns]
    assert keys
    assert data.rows
    assert len({tuple(row[key] for key in keys) for row in data.records()}) == len(data.rows)


def test_the_changes_since_the_last_report_name_cell_and_cause(
    opened: Opened, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    root = opened.study.root
    assert cli("-C", root, "report", "--section", "themes", "-o", tmp_path / "a.md").status == 0
    nothing = cli("-C", root, "report", "--changes", "--format", "csv")
    assert nothing.out.splitlines() == ["section,line,column,old,new,cause"]
    assert cli("-C", root, "codings", "apply", "H-3", "band", "--quote", "Dat was het.").status == 0
    assert cli("-C", root, "theme", "rename", "samen", "Samen").status == 0
    rows = json.loads(cli("-C", root, "report", "--changes", "--format", "json").out)
    found = {(row["section"], row["line"], row["column"]): (row["old"], row["new"], row["cause"]) for row in rows}
    old, new, cause = found["frequencies", "Elkaar kennen", "cases"]
    assert (old, new) == ("2", "3")
    assert re.fullmatch(r"\d+ \w+ \d{4}, de onderzoeker: H-3 gecodeerd", cause)
    assert found["framework-table", "H-3", "band"][:2] == ("0", "1")
    old, new, cause = found["themes", "Samen", "name"]
    assert (old, new) == ("Vertrouwen en openheid", "Samen")
    assert cause.endswith("thema hernoemd")
    assert ("themes", "Samen", "cases") not in found  # four before and after: only its name is another
    sentences = {(row["old"], row["new"]) for row in rows if row["section"] == "summary"}
    assert "De code ‘Elkaar kennen’ komt voor bij twee van de vier respondenten." in {old for old, _ in sentences}
    assert "De code ‘Elkaar kennen’ komt voor bij drie van de vier respondenten." in {new for _, new in sentences}
    assert not any("‘Angst voor misbruik’" in old for old, _ in sentences)


REFLEXIVE = HEALTH.replace("language: nl\n", "language: nl\nvariant: reflexive\n", 1).strip()


def test_a_reflexive_study_prints_no_counts_unless_asked_and_then_says_why_not(
    tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    opened = build_study(tmp_path / "reflexive", REFLEXIVE)
    root = opened.study.root
    for command in (
        ("frequencies",),
        ("crosstab", "--by", "groep"),
        ("coverage",),
        ("framework",),
        ("figure", "heatmap"),
        ("figure", "new-codes"),
    ):
        plain = cli("-C", root, *command)
        assert (plain.status, "--counts" in plain.err) == (1, True), command
        asked = cli("-C", root, *command, "--counts")
        assert (asked.status, "aantallen omstreden" in " ".join(asked.out.split())) == (0, True), command
    for command in (
        ("themes",),
        ("factors",),
        ("factors", "--aspects"),
        ("summary",),
        ("framework", "--cell", "presence"),
    ):
        text = cli("-C", root, *command, "--format", "md").out
        assert not re.search(
            r"\d van (de )?\d|N = ", text.replace("N = 4 respondenten", "") if command[0] == "framework" else text
        ), command
    assert "1. " not in cli("-C", root, "factors", "--format", "md").out
    assert "fragmenten (" not in cli("-C", root, "rigour", "--format", "md").out
    assert not re.search(r": \\d+ fragment", cli("-C", root, "rigour", "--format", "md").out)
    output = made(opened)
    titles = headings(output)
    assert "Frequenties" not in titles
    assert {"Thema's", "Fragmenten", "Codeboek"} <= set(titles)
    assert "Frequenties" in headings(made(opened, counts=True))


soffice, chromium = (shutil.which(name) for name in ("soffice", "chromium"))


def test_a_column_of_the_codebook_in_which_nothing_stands_takes_no_room(make_study: Callable[[str], Opened]) -> None:
    study = make_study("""
        == codebook.yaml
        codes: [{id: a, name: A, definition: What it is.}, {id: b, name: B}]
        == P-1.txt
        I: How?
        P-1: one
    """)
    (table,) = (one for one in report(study, sections=["codebook"]).report.parts if isinstance(one, Table))
    assert [column.heading for column in table.columns] == ["Code", "Definition"]
    assert [row.cells for row in table.rows] == [("A", "What it is."), ("B", "")]


@pytest.mark.slow
@needs_office
def test_libreoffice_opens_the_appendix_with_no_empty_page_and_no_orphaned_caption(
    opened: Opened, tmp_path: Path
) -> None:
    file = written(opened, tmp_path, "a.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [str(soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True).stdout
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]
    assert len(pages) >= 10
    for number, page in enumerate(pages, 1):
        assert len(page) > 1, f"page {number} is empty"
        body = page[:-1] if page[-1] == str(number) else page
        assert not re.match(r"(Tabel|Figuur) \d+$", body[-1]), f"a caption alone at the foot of page {number}"
        assert body[-1] not in headings(made(opened)), f"a heading alone at the foot of page {number}"
