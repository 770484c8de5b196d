"""What stands in the margin of a Word file and what was changed in it: told, and taken in where that is asked."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from qualcode.formats.word import read, read_original
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

Cli = Callable[..., Ran]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def remark(number: int, text: str) -> str:
    """Words with a comment on them."""
    end = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeStart w:id="{number}"/>{run(text)}{end}'


def inserted(text: str) -> str:
    return f"<w:ins>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f'<w:del><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def word(body: str, comments: list[str]) -> bytes:
    out = io.BytesIO()
    said = "".join(
        f'<w:comment w:id="{number}" w:author="Dr. Fictief"><w:p>{run(text)}</w:p></w:comment>'
        for number, text in enumerate(comments)
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/comments.xml", f"<w:comments {W}>{said}</w:comments>")
    return out.getvalue()


def paragraphs(*inside: str) -> str:
    return "".join(f"<w:p>{one}</w:p>" for one in inside)


INTERVIEW = word(
    paragraphs(
        remark(0, "I: ") + run("Hoe gaat het?"),
        run("R: Goed, maar ") + remark(1, "druk") + inserted(" en moe") + deleted(" en blij") + run("."),
        run("I: Waarom?"),
        run("  R: Omdat het zo is.") + '<w:r><w:commentReference w:id="2"/></w:r>',
    ),
    ["hier stond een naam", "mooi citaat", "vraag na", "staat nergens bij"],
)


def test_a_comment_is_about_the_words_that_it_stands_on() -> None:
    draft = read(INTERVIEW)
    told = [(draft.text[one.start : one.end], one.text) for one in draft.remarks]
    assert told == [
        ("I: ", "hier stond een naam"),
        ("druk", "mooi citaat"),
        ("", "vraag na"),
        ("", "staat nergens bij"),
    ]


def test_comments_in_a_table_and_over_paragraphs_have_their_places() -> None:
    def cell(*inside: str) -> str:
        return f"<w:tc>{paragraphs(*inside)}</w:tc>"

    table = f"<w:tbl><w:tr>{cell(run(' R1'))}{cell(run('  een'), run('twee ') + remark(0, 'drie'))}</w:tr></w:tbl>"
    over = '<w:commentRangeStart w:id="1"/>' + paragraphs(run("vier"), run("vijf"))
    draft = read(word(table + over + '<w:commentRangeEnd w:id="1"/>', ["a", "b"]))
    assert [draft.text[one.start : one.end].strip() for one in draft.remarks] == ["drie", "vier\n\nvijf"]


def test_the_text_is_read_with_its_tracked_changes_or_without() -> None:
    assert "druk en moe." in read(INTERVIEW).text
    assert "druk en blij." in read_original(INTERVIEW).text
    assert (read(INTERVIEW).inserted, read(INTERVIEW).deleted) == (1, 1)


def test_moved_words_stand_where_they_came_from_in_the_original() -> None:
    data = word(
        paragraphs(f"<w:moveFrom>{run('eerst')}</w:moveFrom>" + run("A"), f"<w:moveTo>{run('eerst')}</w:moveTo>"), []
    )
    assert (read(data).text, read_original(data).text) == ("A\n\neerst\n\n", "eerstA\n\n")


def imported(make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path, *options: str) -> tuple[Path, Ran]:
    """The study that the interview was imported into, and what import told."""
    root = make_study("").study.root
    (tmp_path / "C-1.docx").write_bytes(INTERVIEW)
    return root, cli("-C", root, "import", tmp_path / "C-1.docx", *options)


def test_what_is_in_the_margin_is_told_and_not_taken_in_unasked(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root, ran = imported(make_study, cli, tmp_path)
    assert "1 insertion taken in, 1 deletion left out" in ran.err
    assert "4 comments in the margin, not taken in. --comments memo makes a memo of each." in ran.err
    assert "beside no words that anybody speaks: “hier stond een naam” and “staat nergens bij”" in ran.err
    assert open_study(root).project.memos == ()


def test_each_comment_becomes_a_memo_about_the_transcript(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root, _ = imported(make_study, cli, tmp_path, "--comments", "memo")
    project = open_study(root).project
    assert [(memo.about, memo.text) for memo in sorted(project.memos, key=lambda memo: memo.name)] == [
        (("transcript:C-1",), "hier stond een naam\n\n— Dr. Fictief"),
        (("transcript:C-1",), "[2] “druk”\n\nmooi citaat\n\n— Dr. Fictief"),
        (("transcript:C-1",), "[4]\n\nvraag na\n\n— Dr. Fictief"),
        (("transcript:C-1",), "staat nergens bij\n\n— Dr. Fictief"),
    ]
    assert "0 errors, 0 warnings" in cli("-C", root, "check").err


def test_the_original_text_is_imported_where_that_is_asked(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root, ran = imported(make_study, cli, tmp_path, "--changes", "original")
    assert "1 insertion left out, 1 deletion put back" in ran.err
    assert "druk en blij." in (root / "transcripts" / "C-1.txt").read_text()


def test_a_way_that_there_is_not_is_named(make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path) -> None:
    _, ran = imported(make_study, cli, tmp_path, "--comments", "all")
    assert (ran.status, "--comments is drop or memo." in ran.err) == (1, True)


def test_memos_do_not_stand_in_the_way_of_another_file(
    make_study: Callable[[str], Opened], cli: Cli, tmp_path: Path
) -> None:
    root, _ = imported(make_study, cli, tmp_path, "--comments", "memo")
    (tmp_path / "later.docx").write_bytes(word(paragraphs(*(run(f"{who}: ja {n}") for n in "12" for who in "IR")), []))
    assert cli("-C", root, "import", "--replace", "C-1", tmp_path / "later.docx").status == 0
    assert (len(open_study(root).project.memos), cli("-C", root, "transcript", "rename", "C-1", "C-2").status) == (4, 1)
