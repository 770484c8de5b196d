"""Files that made a reader crawl, in any size: what one piece costs must not depend on how many there are."""

import io
import zipfile
from collections.abc import Callable

from qualcode.errors import QualcodeError
from qualcode.formats.tables.sheets import read_sheet
from qualcode.formats.transcripts import READERS
from qualcode.formats.transcripts.conversation import read_speakers
from qualcode.model.keyword.keyword import parse_keyword
from qualcode.store.csv_files import parse_csv
from qualcode.store.yaml.document import read_yaml

_CUE = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"


def _word(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        document = b'<w:document xmlns:w="' + space + b'"><w:body>' + body + b"</w:body></w:document>"
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def _paragraph(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def _read(name: str, data: bytes) -> None:
    read_speakers(READERS.get(name).read(data))


def _phrase(n: int) -> object:
    from qualcode.model.codebook import Code
    from qualcode.suggest import analyser
    from qualcode.suggest.matching import Matcher

    tool = analyser("light", "nl")
    phrase = parse_keyword(" ".join(["de angst dat informatie over"] * 400))
    matcher = Matcher([Code(id="a", name="A", keywords=(phrase,))], ("exact", "lemma", "stem"), tool)
    text = "de angst dat informatie over de praktijk komt te liggen " * n
    analysis = tool.analyse(text)
    return [matcher.hits(analysis.tokens(index), text) for index in range(len(analysis.sentences))]


# name -> the work for n pieces, and an n at which what grew with the square took many seconds
GROWING: dict[str, tuple[Callable[[int], object], int]] = {
    "voices left open": (lambda n: _read("vtt", _CUE + b"<v a" * n), 40_000),
    "a voice and spaces": (lambda n: _read("vtt", _CUE + b"<v" + b" " * n), 40_000),
    "tags left open": (lambda n: _read("vtt", _CUE + b"<c " * n), 40_000),
    "braces left open": (lambda n: _read("vtt", _CUE + b"{\\" * n), 40_000),
    "times": (lambda n: _read("vtt", b"WEBVTT\n\n" + b"00:00:01.000 --> 00:00:02.000\nx\n\n" * n), 4_000),
    "one long paragraph": (lambda n: _read("docx", _word(_paragraph(b"I: " + b"woord en nog een " * n))), 100_000),
    "empty paragraphs": (lambda n: _read("docx", _word(_paragraph(b"I: hoe?") * 4 + b"<w:p/>" * n)), 100_000),
    "many turns": (lambda n: _read("txt", b"I: hoe gaat het?\nR: goed hoor\n" * n), 8_000),
    "many labels": (lambda n: _read("txt", b"".join(b"Persoon %d: zegt iets\n" % one for one in range(n))), 10_000),
    "colons": (lambda n: _read("txt", b"I: a\nR: b\nI: c\nR: d\n" + b"a: " * n), 100_000),
    "spaces": (lambda n: _read("txt", b"I: a\nR: b\nI: c\nR:" + b" " * n + b"x"), 200_000),
    "line ends": (lambda n: _read("txt", b"I: a\nR: b\nI: c\nR: d" + b"\n" * n + b"x"), 200_000),
    "quotation marks": (lambda n: read_sheet("x.csv", b"a,b\n" + b'"x","y"\n' * n), 20_000),
    "rows of cases": (lambda n: parse_csv(b"case;x\n" + b'P-1;"a\nb"\n' * n), 20_000),
    "brackets in a text": (lambda n: read_yaml("a: '" + "[" * n + "'", "x"), 200_000),
    "brackets": (lambda n: read_yaml("a: " + "[" * n, "x"), 200_000),
    "a phrase of two thousand words": (_phrase, 500),
}  # fmt: skip


def work(name: str, n: str) -> str:
    """Do it, in a child whose time is looked at."""
    try:
        GROWING[name][0](int(n))
    except QualcodeError:
        return "refused"
    return "read"


def workbook(rows: int) -> bytes:
    """An .xlsx with so many rows of one cell."""
    from openpyxl import Workbook

    out = io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(["transcript", "code", "quote"])
    book.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            data = before.read(part)
            if part == "xl/worksheets/sheet1.xml":
                new = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, rows + 2))
                data = data.replace(b"</sheetData>", new + b"</sheetData>")
            after.writestr(part, data)
    return changed.getvalue()
