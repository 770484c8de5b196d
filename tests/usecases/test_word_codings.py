"""Word both ways: a transcript out with comments, comments back as codings, by real Word files."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.word_comments import read
from qualcode.model.selection import NO_FILTERS
from qualcode.usecases.coding.in_word import export, import_comments, named_authors
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study, set_marks
from tests.needs import needs_office

STUDY = """
== codebook.yaml
codes:
- {id: trust, name: Trust, definition: Believing., was: [faith], codes: [{id: fear, name: Fear of misuse}]}
- {id: old, name: Old, retired: {date: "2026-01-01", because: thin}}
== P-1.txt
Title of the file

Interviewer: How “is” it?
P-1: I trust them – mostly.

And I fear misuse.
Interviewer: So?
P-1: 👍 So there.
== P-2.txt
Interviewer: How?
P-2: Another text altogether.
== codings
jan P-1 trust I trust them – mostly.
jan P-1 fear mostly.\\n\\nAnd I fear
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", STUDY.strip())


def out(opened: Opened, tmp_path: Path, *, for_coding: bool = False) -> Path:
    target = tmp_path / ("coding.docx" if for_coding else "coded.docx")
    export(open_study(opened.study.root), NO_FILTERS, "P-1", target, for_coding)
    return target


def comment(file: Path, words: str, text: str, author: str = "Bob") -> None:
    """Comment on words as Word does: the run they stand in is cut in three."""
    document = docx.Document(str(file))
    paragraph = next(one for one in document.paragraphs if words in one.text)
    run = next(one for one in paragraph.runs if words in one.text)
    before, _, after = run.text.partition(words)
    run.text = before
    middle, last = paragraph.add_run(words), paragraph.add_run(after)
    run._r.addnext(middle._r)
    middle._r.addnext(last._r)
    document.add_comment([middle], text=text, author=author)
    document.save(str(file))


def codings(opened: Opened, coder: str) -> list[tuple[str, str, str]]:
    found = open_study(opened.study.root).project.codings_of(coder, "P-1").applied
    return [(one.code, one.quote, one.note) for one in found]


def test_the_body_begins_with_the_canonical_text_and_comments_stand_on_their_words(
    opened: Opened, tmp_path: Path
) -> None:
    set_marks(opened, "jan P-1 trust I trust them – mostly.", {"key": "true", "note": "Mind this."})
    found = read(out(opened, tmp_path).read_bytes())
    text = opened.project.transcript("P-1").read().text
    assert found.text.startswith(text)
    shown = [(text[one.start : one.end], one.author, one.lines) for one in found.comments]
    assert shown == [
        ("I trust them – mostly.", "jan (qualcode)", ("Trust (key quote)", "Mind this.")),
        ("mostly.\n\nAnd I fear", "jan (qualcode)", ("Fear of misuse",)),
    ]


def test_for_coding_there_are_no_codes_the_turns_are_numbered_and_the_codebook_stands_behind(
    opened: Opened, tmp_path: Path
) -> None:
    file = out(opened, tmp_path, for_coding=True)
    found = read(file.read_bytes())
    assert found.comments == ()
    assert found.text.startswith(opened.project.transcript("P-1").read().text)
    lines = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert "2\u2002P-1: I trust them – mostly." in lines
    cells = [cell.text for table in docx.Document(str(file)).tables for cell in table.columns[0].cells]
    assert cells[1:] == ["Trust [trust]", "Fear of misuse [fear]"]  # what is retired is not offered


def test_each_comment_whose_first_word_is_a_code_becomes_a_coding_on_its_range(opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "trust them", "trust: strong, I think")
    comment(file, "misuse", "Fear of misuse - of data\nfaith")  # by its name; and by an older id on a line of its own
    comment(file, "So there", "thrust")
    comment(file, "mostly", "")
    result = import_comments(opened, file, {}, "bob", "")
    assert (result.new, result.known) == (3, 0)
    assert codings(opened, "bob") == [
        ("trust", "trust them", "strong, I think"),
        ("fear", "misuse", "of data"),
        ("trust", "misuse", ""),
    ]
    assert [*map(str, result.unknown)] == [
        "turn 2: a comment without words",
        "turn 4: 'thrust' is no code (did you mean trust?)",
    ]
    again = import_comments(open_study(opened.study.root), file, {}, "bob", "")
    assert (again.new, again.known) == (0, 3)


def test_the_comments_we_wrote_ourselves_are_not_codings_of_who_sends_them_back(opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path)
    comment(file, "So there", "fear")
    assert import_comments(opened, file, {}, "bob", "").new == 1
    assert codings(opened, "bob") == [("fear", "So there", "")]


@pytest.mark.parametrize(
    ("was", "now", "turn"), [("trust them", "trusted them", 2), ("So there", "So", 4), ("Title", "A title", 1)]
)
def test_a_changed_text_is_refused_with_the_place_and_without_its_words(
    opened: Opened, tmp_path: Path, was: str, now: str, turn: int
) -> None:
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "misuse", "fear")
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(was, now)
    document.save(str(file))
    with pytest.raises(QualcodeError) as refused:
        import_comments(opened, file, {}, "bob", "")
    assert f"the text was changed in turn {turn} of P-1" in str(refused.value)
    assert "trust" not in str(refused.value)
    assert codings(opened, "bob") == []


def test_a_tracked_change_is_a_changed_text(opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path, for_coding=True)
    data = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = re.sub(
                    rb"(<w:r>(?:<w:rPr/>)?<w:t[^>]*>And I fear misuse\.</w:t></w:r>)",
                    rb'<w:del w:id="9" w:author="B">\1</w:del>',
                    part,
                )
                assert b"<w:del " in part
            new.writestr(name, part)
    file.write_bytes(data.getvalue())
    with pytest.raises(QualcodeError, match="changed in turn 2"):
        import_comments(opened, file, {}, "bob", "")


def test_straight_quotes_and_spaces_that_a_program_made_are_no_change(opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "So there", "fear")
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("“", '"').replace("–", "-").replace("So there", "So\u00a0there")
    document.save(str(file))
    assert import_comments(opened, file, {}, "bob", "").new == 1
    assert codings(opened, "bob") == [("fear", "So there", "")]


def test_what_was_refused_is_blacked_out_and_positions_hold(opened: Opened, tmp_path: Path) -> None:
    set_marks(opened, "jan P-1 fear mostly.\\n\\nAnd I fear", {"approval": "refused"})
    file = out(opened, tmp_path, for_coding=True)
    assert "███" in read(file.read_bytes()).text
    comment(file, "So there", "fear")
    assert import_comments(open_study(opened.study.root), file, {}, "bob", "").new == 1
    assert codings(opened, "bob") == [("fear", "So there", "")]


def test_another_document_is_no_transcript_of_the_study(opened: Opened, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("A letter.")
    document.save(str(tmp_path / "letter.docx"))
    with pytest.raises(QualcodeError, match="is no transcript of this study"):
        import_comments(opened, tmp_path / "letter.docx", {}, "bob", "")
    (tmp_path / "none.docx").write_bytes(b"PK no")
    with pytest.raises(QualcodeError, match="damaged"):
        import_comments(opened, tmp_path / "none.docx", {}, "bob", "")


def test_the_transcript_is_found_by_its_text_when_the_properties_are_gone(opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "So there", "fear")
    document = docx.Document(str(file))
    document.core_properties.keywords = ""
    document.save(str(file))
    assert import_comments(opened, file, {}, "bob", "").new == 1


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("for_coding", [True, False])
def test_another_program_that_saves_the_file_loses_no_place(opened: Opened, tmp_path: Path, for_coding: bool) -> None:
    file = out(opened, tmp_path, for_coding=for_coding)
    comment(file, "So there", "fear it is")
    comment(file, "misuse", "trust")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "again"), str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    assert import_comments(opened, tmp_path / "again" / file.name, {}, "bob", "").new == 2
    assert codings(opened, "bob") == [("trust", "misuse", ""), ("fear", "So there", "it is")]


def test_the_commands(opened: Opened, tmp_path: Path, cli: Callable[..., Ran]) -> None:
    root, file = opened.study.root, tmp_path / "P-1.docx"
    made = cli("-C", root, "transcript", "export", "P-1", "--for-coding", "-o", file)
    assert (made.status, made.err) == (0, f"Written: {file}\n")
    comment(file, "So there", "fear")
    comment(file, "misuse", "hm")
    read_back = cli("-C", root, "--as", "bob", "codings", "import", file)
    assert (read_back.status, read_back.err) == (
        0,
        "Mind: turn 2: 'hm' is no code (known: trust, fear, old).\nThe comments of Bob are codings of bob.\n1 codings written, 0 were there already.\n",
    )
    coded = cli("-C", root, "transcript", "export", "P-1", "-o", tmp_path / "t.csv", "--code", "fear")
    assert coded.err.endswith("with 1 coding\n")
    assert cli("-C", root, "transcript", "export", "P-1", "--for-coding", "-o", tmp_path / "t.csv").status == 1
    assert cli("-C", root, "transcript", "export", "P-9", "-o", file).status == 1
    checked = cli("-C", root, "transcript", "member-check", "P-1", "approved")
    assert checked.err == "P-1: approved.\n"
    assert open_study(root).project.transcript("P-1").member_check == "approved"
    assert cli("-C", root, "transcript", "member-check", "P-1", "fine").status == 1


# Whose the comments are.


@pytest.mark.parametrize("named", [["Bob=bob"], ["Bob = bob"]])
def test_an_author_is_the_coder_that_is_said(named: list[str], opened: Opened, tmp_path: Path) -> None:
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "So there", "fear")
    result = import_comments(opened, file, named_authors(named), None, "")
    assert (result.new, dict(result.coders)) == (1, {"Bob": "bob"})
    assert open_study(opened.study.root).project.coders == ("bob", "jan")


def test_one_author_where_nobody_coded_yet_is_the_studys_coder(tmp_path: Path) -> None:
    opened = build_study(tmp_path / "study", STUDY.split("== codings")[0].strip())
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "So there", "fear")
    assert dict(import_comments(opened, file, {}, None, "").coders) == {"Bob": "jan"}


def test_a_doubt_writes_nothing_and_tells_the_command(opened: Opened, tmp_path: Path) -> None:
    """The study's coder has codings already: whose the comments are is asked, and a coder is never made of a name."""
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "So there", "fear")
    before = {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()}
    with pytest.raises(QualcodeError, match="--author Bob=CODER"):
        import_comments(open_study(opened.study.root), file, {}, None, "qualcode codings import f.docx")
    assert {path: path.read_bytes() for path in opened.study.root.rglob("*") if path.is_file()} == before
    with pytest.raises(QualcodeError, match="author of comments"):
        import_comments(opened, file, {"Eve": "eve"}, None, "")
    with pytest.raises(QualcodeError, match="NAME=CODER"):
        named_authors(["Bob"])
    with pytest.raises(QualcodeError, match="NAME=CODER"):
        named_authors(["Bob=Bob de Wit"])


def test_control_characters_and_soft_hyphens_are_no_change_of_the_text(tmp_path: Path) -> None:
    """A Word file cannot hold a form feed, and a word processor writes a soft hyphen as a mark of its own."""
    text = "== P-1.txt\nInterviewer: Hoe?\nP-1: Een\fblad en zorg\u00adplan. Ik ben bang.\nInterviewer: En?\nP-1: Goed."
    opened = build_study(tmp_path / "study", text)
    file = out(opened, tmp_path, for_coding=True)
    comment(file, "Ik ben bang.", "a")
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["word/document.xml"].decode()
    assert "\u00ad" in xml
    split = '</w:t><w:softHyphen/><w:t xml:space="preserve">'
    parts["word/document.xml"] = xml.replace("\u00ad", split).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert import_comments(opened, file, {}, None, "").new == 1
    (found,) = open_study(opened.study.root).project.codings_of("jan", "P-1").applied
    assert found.quote == "Ik ben bang."
