"""Nothing that a person can read in a Word file is lost."""

import io
import zipfile

import pytest

from qualcode.errors import QualcodeError
from qualcode.formats.word import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("een ") + f"<w:ins>{run('twee')}</w:ins>", "een twee"),
        (run("een") + "<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>", "een"),
        (f"<w:moveFrom>{run('weg')}</w:moveFrom><w:moveTo>{run('hier')}</w:moveTo>", "hier"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('vak')}</w:sdtContent></w:sdt>", "vak"),
        (f"<w:hyperlink>{run('verwijzing')}</w:hyperlink>", "verwijzing"),
        (run("een") + "<w:r><w:br/><w:t>twee</w:t></w:r>", "een\ntwee"),
        (run("een") + "<w:r><w:tab/></w:r>" + run("twee"), "een\ttwee"),
        (run("e") + "<w:r><w:noBreakHyphen/></w:r>" + run("mail"), "e\u2011mail"),
        ('<w:r><w:sym w:char="2022"/></w:r>' + run(" punt"), "• punt"),
        (f"<w:fldSimple>{run('3')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>", "3"),
        (
            f"<mc:AlternateContent><mc:Choice>{run('eens')}</mc:Choice><mc:Fallback>{run('eens')}</mc:Fallback></mc:AlternateContent>",
            "eens",
        ),
    ],
)
def test_what_stands_in_a_paragraph(inside: str, text: str) -> None:
    assert read(word(paragraph(inside))).text == f"{text}\n\n"


def test_tables_row_by_row_each_cell_once_nested_ones_too() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    inner = f"<w:tbl>{row(paragraph(run('binnen')))}</w:tbl>"
    table = f"<w:tbl>{row(paragraph(run('een')), paragraph(run('twee')))}<w:sdt><w:sdtContent>{row(paragraph(run('drie')), inner)}</w:sdtContent></w:sdt></w:tbl>"
    assert read(word(table)).text == "een\ttwee\n\ndrie\tbinnen\n\n"


def test_footnotes_stand_at_the_end_as_nobodys_speech() -> None:
    body = paragraph(run("R: iets"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" meer"))
    draft = read(word(body, footnotes=f'<w:footnote w:id="2">{paragraph(run("de noot"))}</w:footnote>'))
    assert draft.text == "R: iets[1] meer\n\n[1] de noot\n\n"
    assert [span.of(draft.text).strip() for span in draft.outside] == ["[1] de noot"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('in het vak'))}</w:txbxContent>"
    body = paragraph(
        run("buiten"),
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert read(word(body)).text == "buiten\n\nin het vak\n\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password"),
        (b"PK\x03\x04 half a file", "damaged or incomplete"),
        (word(paragraph(run("lang genoeg om te knippen")))[:-60], "damaged or incomplete"),
        (word("<w:p>"), "damaged or incomplete"),
        (word(paragraph()), "has no text"),
    ],
)
def test_a_faulty_file_is_told(data: bytes, said: str) -> None:
    with pytest.raises(QualcodeError, match=said):
        read(data)


def test_a_zip_that_is_no_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(QualcodeError, match="no Word file"):
        read(out.getvalue())


@pytest.mark.slow
def test_a_file_that_unpacks_to_400_mb_is_refused_without_unpacking_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(400):
            part.write(b" " * 2**20)
    assert len(out.getvalue()) < 2**20
    with pytest.raises(QualcodeError, match="50 MiB"):
        read(out.getvalue())
