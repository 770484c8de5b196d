"""Damaged files through every command that reads one: refused in one sentence, nothing changed, soon and in little memory."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.children import Ended, Nursery, files, fresh

CPU = 2.0  # seconds, and bytes: what any damaged file may take more than none
MEMORY = 500 * 2**20
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "formats"
_PIECES = (
    b"<", b"<v ", b"</", b"<w:p/>", b"&#0;", b"]]>", b"[", b"{", b'"', b'""', b"'", b"\\", b"\\ud800", b"\x00", b"\x1b[2J", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b"\t", b": ", b"- ", b"? ", b"*a ", b"&a ", b"!!python/object ", b"#", b"|", b"--> ",
    b"1e999", b"-1", b"99999999999999999999", b"null", b"NaN", b"true", b"00:00:00", b"P-1: ", b"A" * 3000, b" " * 3000, "é\u0301\u202e".encode(),
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A file, the commands that read it, and where its sound form lies below the folder of the trial."""

    name: str
    path: str
    commands: tuple[str, ...]


def subjects(base: Path) -> list[Subject]:
    """Every kind of file that a command reads; what is missing is made below `base`/sources."""
    found = [
        Subject(
            f"import {path.name}",
            f"sources/{path.name}",
            (f"-C study import sources/{path.name} --id Z-1 --kind document",),
        )
        for path in sorted(SAMPLES.iterdir())
    ]
    for ending in ("csv", "xlsx"):
        found += [
            Subject(
                f"codings import .{ending}",
                f"sources/quotes.{ending}",
                (f"-C study codings import sources/quotes.{ending}",),
            ),
            Subject(
                f"suggest --apply .{ending}",
                f"sources/sheet.{ending}",
                (f"-C study suggest --apply sources/sheet.{ending}",),
            ),
        ]
    for ending in ("csv", "md", "docx", "xlsx"):
        found += [
            Subject(
                f"from-matrix .{ending}",
                f"sources/matrix.{ending}",
                (f"codebook from-matrix sources/matrix.{ending} -o made.yaml",),
            ),
            Subject(
                f"codebook update .{ending}",
                f"sources/table.{ending}",
                (f"-C study codebook update sources/table.{ending} --yes",),
            ),
        ]
    found += [
        Subject("codebook import .qdc", "sources/codes.qdc", ("codebook import sources/codes.qdc -o made.yaml",)),
        Subject("comments in Word", "sources/coded.docx", ("-C study codings import sources/coded.docx",)),
    ]
    for path in (
        "codebook.yaml",
        "qualcode.yaml",
        "cases.csv",
        "log.jsonl",
        "transcripts/P-1.json",
        "transcripts/P-1.txt",
        "codings/jan/P-1.jsonl",
        "memos/m.md",
    ):
        found.append(
            Subject(
                path,
                f"study/{path}",
                ("-C study check", "-C study quotes", "-C study check --repair", "-C study status"),
            )
        )
    found.append(Subject("key of names", "study.key.csv", ("-C study speakers P-1 P-1=H-1",)))
    return found


def prepare(nursery: Nursery, base: Path) -> None:
    """The sound files of all subjects."""
    for path in SAMPLES.iterdir():
        (base / "sources" / path.name).write_bytes(path.read_bytes())
    matrix = (
        "| Concept | Variabele | Indicator |\n| --- | --- | --- |\n| Vertrouwen | Elkaar kennen | kent: de ander |\n"
    )
    (base / "sources/matrix.md").write_text(matrix, encoding="utf-8")
    (base / "study/memos").mkdir(exist_ok=True)
    memo = "---\nabout: [theme:samen]\nkind: note\ncoder: jan\nat: 2026-01-01T00:00:00.000Z\n---\n\nEen gedachte.\n"
    (base / "study/memos/m.md").write_text(memo, encoding="utf-8")
    lines = [
        "codebook from-matrix sources/matrix.md -o study/made.yaml",
        "-C study transcript export P-1 --for-coding -o sources/coded.docx",
    ]
    lines += [f"-C study quotes -o sources/quotes.{ending}" for ending in ("csv", "xlsx")]
    lines += [f"-C study suggest -o sources/sheet.{ending}" for ending in ("csv", "xlsx")]
    lines += [f"-C study codebook export sources/table.{ending}" for ending in ("csv", "md", "docx", "xlsx")]
    lines += ["-C study codebook export sources/codes.qdc"]
    for line in lines:
        ran = nursery.run(base, *line.split())
        assert ran.status == 0, (line, ran.err)
    (base / "study/made.yaml").unlink()
    _other_matrices(base / "sources")


def _other_matrices(folder: Path) -> None:
    import docx
    from openpyxl import Workbook

    rows = [("Concept", "Variabele", "Indicator"), ("Vertrouwen", "Elkaar kennen", "kent: de ander")]
    (folder / "matrix.csv").write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    book = Workbook()
    document = docx.Document()
    table = document.add_table(len(rows), 3)
    for number, row in enumerate(rows):
        book.worksheets[0].append(row)
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    book.save(folder / "matrix.xlsx")
    document.save(str(folder / "matrix.docx"))


def mutated(data: bytes, pick: random.Random) -> bytes:
    """The file damaged in one to three places; of a zip, often one of its parts."""
    if data[:2] == b"PK" and pick.random() < 0.8:
        return _mutated_zip(data, pick)
    for _ in range(pick.randint(1, 3)):
        data = _damaged(data, pick)
    return data


def _damaged(data: bytes, pick: random.Random) -> bytes:
    at = pick.randrange(len(data) + 1)
    until = min(len(data), at + pick.choice((1, 2, 10, 100, 1000)))
    ways: list[Callable[[], bytes]] = [
        lambda: data[:at] + pick.choice(_PIECES) * pick.choice((1, 1, 2, 50, 5000)) + data[at:],
        lambda: data[:at] + pick.choice(_PIECES) + data[until:],
        lambda: data[:at] + data[until:],
        lambda: data[:at] + data[at:until] * pick.choice((2, 3, 100)) + data[until:],
        lambda: data[:at] + bytes(pick.randrange(256) for _ in range(until - at)) + data[until:],
        lambda: data[:at],
        lambda: data[at:] + data[:at],
    ]
    return pick.choice(ways)()


def _mutated_zip(data: bytes, pick: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        chosen = pick.choice(before.namelist())
        for name in before.namelist():
            if name != chosen:
                after.writestr(name, before.read(name))
            elif pick.random() < 0.9:  # else it is left out
                after.writestr(name, _damaged(before.read(name), pick))
    return out.getvalue()


def try_mutants(nursery: Nursery, base: Path, subject: Subject, numbers: range) -> Iterator[str | None]:
    """What is wrong with how a subject's commands take each of its damaged forms, or nothing."""
    sound = (base / subject.path).read_bytes()
    costs = {command: _cost(nursery, base, command) for command in subject.commands}
    for number in numbers:
        damaged = mutated(sound, random.Random(f"{subject.name} {number}"))
        trial = fresh(base, "mutant")
        (trial / subject.path).write_bytes(damaged)
        for command in subject.commands:
            before = files(trial)
            ended = nursery.run(trial, *command.split(), seconds=20)
            fault = _fault(ended, costs[command], before, files(trial), command)
            yield f"{subject.name}, {number}: {command}: {fault}" if fault else None


def _cost(nursery: Nursery, base: Path, command: str) -> Ended:
    return nursery.run(fresh(base, "mutant"), *command.split())


def _fault(ended: Ended, sound: Ended, before: dict[str, bytes], after: dict[str, bytes], command: str) -> str:
    if ended.status not in (0, 1):
        return f"exit {ended.status}: {ended.err[-300:]!r}"
    if "Traceback" in ended.err or "uncaught" in ended.err:
        return ended.err[-300:]
    if ended.cpu > sound.cpu + CPU:
        return f"{ended.cpu:.1f} s of CPU"
    if ended.rss > sound.rss + MEMORY:
        return f"{ended.rss / 2**20:.0f} MiB"
    if ended.status == 1 and not command.endswith("--repair") and before != after:
        return f"refused, and changed {sorted(name for name in before | after if before.get(name) != after.get(name))}"
    if ended.status == 1 and not (ended.err.strip() or ended.out.strip()):
        return "refused without a word"
    return ""
