"""Import of 100 generated transcripts of 8,000 words, as .txt against reading and writing, as .docx against zip + expat."""

import io
import random
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.parsers import expat

from benchmarks.measure import best, line, one_process
from qualcode.usecases.study import Start, start_study

WORDS = "wij werken samen in de zorg en dat gaat goed maar soms ook niet want afspraken over informatie en vertrouwen kosten tijd".split()
IMPORT = """
import sys
from pathlib import Path
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.study import open_study
opened = open_study(Path(sys.argv[1]))
files = sorted(Path(sys.argv[2]).glob("*." + sys.argv[3]))
bring_in(opened, files, ImportOptions(), "x")
"""


def interview(number: int, words: int = 8000) -> list[str]:
    """Paragraphs with labels: a question of eight words, an answer of sixty to a hundred."""
    pick = random.Random(number)
    paragraphs = []
    said = 0
    while said < words:
        paragraphs.append("Interviewer: " + " ".join(pick.choices(WORDS, k=8)) + "?")
        sentences = [" ".join(pick.choices(WORDS, k=pick.randint(6, 18))).capitalize() + "." for _ in range(7)]
        paragraphs.append(f"R{number}: " + " ".join(sentences))
        said += sum(len(paragraph.split()) for paragraph in paragraphs[-2:])
    return paragraphs


def as_docx(paragraphs: list[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(100):
            paragraphs = interview(number)
            (folder / f"i-{number}.txt").write_text("\n\n".join(paragraphs) + "\n")
            (folder / f"i-{number}.docx").write_bytes(as_docx(paragraphs))
        for kind, baseline, reach in (("txt", _copy, "2 s"), ("docx", _parse, "")):
            root = folder / f"study-{kind}"
            start_study(Start(root))
            seconds, memory = one_process(IMPORT, str(root), name, kind)
            yield line(f"import 100 x 8,000 words .{kind}", seconds, best(partial(baseline, folder)), reach, memory)


def _copy(folder: Path) -> None:
    """The least an import of text does: read, decode, write."""
    for file in folder.glob("*.txt"):
        (folder / "copy").write_text(file.read_bytes().decode())


def _parse(folder: Path) -> None:
    for file in folder.glob("*.docx"):
        with zipfile.ZipFile(file) as archive:
            expat.ParserCreate().Parse(archive.read("word/document.xml"), True)
