"""Tables over many codings, against parsing the same journals, and against the bare csv module and openpyxl."""

import csv
import io
import json
import random
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.corpus import interview
from benchmarks.measure import best, line, one_process
from qualcode.store.lines import append_lines
from qualcode.usecases.study import Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

THEMES = "themes:\n" + "".join(f"- {{id: t{p}, name: Theme {p}, codes: [p{p}]}}\n" for p in range(4))
CODES = "codes:\n" + "".join(
    f"- {{id: p{p}, name: Parent {p}, codes: [{', '.join(f'{{id: c{p}-{c}, name: Code {p} {c}}}' for c in range(5))}]}}\n"
    for p in range(4)
)
FREQUENCIES = """
import contextlib, io
from qualcode.cli.main import main
sys.argv = ["qualcode", "-C", sys.argv[1], "frequencies", "--format", "csv"]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""

REPORT = """
import contextlib, io
from qualcode.cli.main import main
sys.argv = ["qualcode", "-C", sys.argv[1], "report", "-o", sys.argv[2] + "/a.docx", "-o", sys.argv[2] + "/a.html"]
with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "study"
        _study(root, transcripts=200, codings=50)
        (root / "codebook.yaml").write_text(CODES + THEMES)
        seconds, memory = one_process(REPORT, str(root), name)
        assert (Path(name) / "a.html").stat().st_size > 1_000_000
        yield line("report, 10,000 codings / json.loads", seconds, best(lambda: _parse(root)), "60 s", memory)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "study"
        _study(root, transcripts=1000, codings=100)
        seconds, memory = one_process(FREQUENCIES, str(root))
        yield line("frequencies, 100,000 codings / json.loads", seconds, best(lambda: _parse(root)), "3 s", memory)
        yield from _quotes()


def _study(root: Path, transcripts: int, codings: int) -> None:
    """Transcripts of 8,000 words (every tenth its own text), with codings of random sentences."""
    start_study(Start(root, language="en", coder="jan", codebook_text=CODES))
    opened = open_study(root)
    source = root.parent / "source"
    source.mkdir(exist_ok=True)
    files = []
    for number in range(transcripts):
        files.append(source / f"i-{number}.txt")
        files[-1].write_text("\n\n".join(interview(number)) + "\n")
    bring_in(opened, files, ImportOptions(), "x")
    pick = random.Random(1)
    for handle in open_study(root).project.transcripts.values():
        transcript = handle.read()
        records = [event(handle.id, transcript.text, number, pick) for number in range(codings)]
        append_lines(opened.study.journal("jan", handle.id), records)


def event(name: str, text: str, number: int, pick: random.Random) -> dict[str, object]:
    start = pick.randrange(len(text) - 200)
    end = start + pick.randint(40, 160)
    code = f"c{pick.randrange(4)}-{pick.randrange(5)}"
    head = {
        "v": 1,
        "event": "apply",
        "id": f"{pick.getrandbits(48):012x}",
        "seq": number + 1,
        "at": "2026-01-01T00:00:00Z",
    }
    return {
        **head,
        "coder": "jan",
        "transcript": name,
        "start": start,
        "end": end,
        "quote": text[start:end],
        "code": code,
    }


def _parse(root: Path) -> int:
    return sum(len(json.loads(row)) for path in root.glob("codings/*/*.jsonl") for row in path.read_text().splitlines())


def _quotes() -> Iterator[str]:
    """Rendering 10,000 rows, start-up left out on both sides."""
    from openpyxl import Workbook

    from qualcode.analysis.quoting import COLUMNS
    from qualcode.model.settings import Settings
    from qualcode.report.document import Data, Output, Report
    from qualcode.report.formats import FORMATS
    from qualcode.text import Words

    row = tuple(
        f"value of {column}, with some words" if column not in ("turn", "start", "end", "words") else 12
        for column in COLUMNS
    )
    output = Output(Data("quotes", COLUMNS, (row,) * 10_000), Report("", ()))

    def bare_csv() -> None:
        csv.writer(io.StringIO()).writerows(output.data.rows)

    def bare_xlsx() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for cells in output.data.rows:
            sheet.append(cells)
        book.save(io.BytesIO())

    for kind, bare, reach in ((".csv", bare_csv, "3"), (".xlsx", bare_xlsx, "1.5")):
        render = FORMATS[kind].render
        ours = best(partial(render, output, Words("en"), Settings()))
        yield line(f"quote table, 10,000 rows {kind}", ours, best(bare), reach)
