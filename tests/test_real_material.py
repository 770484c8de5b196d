"""Real interviews, coded by their researchers: what was imported must count as it was published."""

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from qualcode.model.names import slug
from qualcode.model.selection import Filters
from qualcode.model.span import Span, merge
from qualcode.report.tables.frequencies import frequency_table
from qualcode.report.tables.quotes import quote_table
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.study import Opened, Start, open_study, start_study
from qualcode.usecases.transcripts.importing.bring_in import bring_in
from qualcode.usecases.transcripts.importing.options import ImportOptions

LABEL = re.compile(r"^(?:Dan|Participant|Interviewer|P\d): ?", re.MULTILINE)


def bare(text: str) -> str:
    """Words without speaker labels and white space."""
    return "".join(LABEL.sub("", text).split())


def all_paths(paths: list[str]) -> set[str]:
    """Every code path with all its beginnings."""
    return {" > ".join(path.split(" > ")[: n + 1]) for path in paths for n in range(len(path.split(" > ")))}


def nested(paths: list[str], ids: dict[str, str], above: str = "", indent: str = "") -> list[str]:
    """The paths as a tree of codes in YAML."""
    lines = []
    for path in paths:
        if path.rpartition(" > ")[0] == above:
            lines += [f"{indent}- id: {ids[path]}", f"{indent}  name: {json.dumps(path.rpartition(' > ')[2])}"]
            if below := nested(paths, ids, path, f"{indent}  "):
                lines += [f"{indent}  codes:", *below]
    return lines


@pytest.fixture
def coded(shared: Path, tmp_path: Path) -> tuple[Opened, list[dict[str, str]]]:
    """The four interviews, imported, with the 150 codings of their researchers brought in by their words."""
    source = shared / "coded-en-pdpilot"
    paths = json.loads((source / "codes.json").read_text())
    segments = [json.loads(line) for line in (source / "segments.jsonl").read_text().splitlines()]
    ids = {path: slug(path.lower()) for path in all_paths(paths)}
    lines = ["codes:", *nested(sorted(ids), ids)]
    root = tmp_path / "pdpilot"
    start_study(Start(root, language="en", coder="dan", codebook_text="\n".join(lines) + "\n", interviewers=("Dan",)))
    files = sorted(source.glob("P*.txt"))
    bring_in(open_study(root), files, ImportOptions(), "dan")
    table = tmp_path / "codings.csv"
    originals = {file.stem: file.read_text(encoding="utf-8-sig") for file in files}
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["transcript", "code", "quote", "turn"])
        for segment in segments:
            turn = len(
                re.findall(r"^(?:Dan|Participant):", originals[segment["doc"]][: segment["start"] + 1], re.MULTILINE)
            )
            exact = originals[segment["doc"]].count(segment["text"]) == 1
            writer.writerow([segment["doc"], ids[segment["code"]], segment["text"], "" if exact else max(turn, 1)])
    assert import_codings(open_study(root), "dan", table).new == len(
        {(s["doc"], s["code"], s["start"], s["end"]) for s in segments}
    )
    return open_study(root), [{**segment, "code": ids[segment["code"]]} for segment in segments]


def counted(spans: dict[tuple[str, str], list[Span]]) -> Counter[str]:
    """References per code: groups of overlapping segments, counted in the published positions."""
    counts: Counter[str] = Counter()
    for (code, _), found in spans.items():
        counts[code] += len(merge(found))
    return counts


def test_references_per_code_equal_the_counts_in_the_data(coded: tuple[Opened, list[dict[str, str]]]) -> None:
    opened, segments = coded
    codebook = opened.project.codebook
    own: dict[tuple[str, str], list[Span]] = defaultdict(list)
    pooled: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for segment in segments:
        span = Span(int(segment["start"]), int(segment["end"]))
        own[segment["code"], segment["doc"]].append(span)
        for code in codebook.ancestors(segment["code"]):
            pooled[code, segment["doc"]].append(span)
    quotes = Counter(row["code"] for row in quote_table(opened.view(Filters())).data.plain())
    assert quotes == counted(own)
    records = frequency_table(opened.view(Filters())).data.plain()
    assert {record["code"]: record["references"] for record in records if record["references"]} == counted(pooled)
    assert {record["of_cases"] for record in records} == {4}


def test_every_quote_of_the_quote_table_stands_in_the_source(
    coded: tuple[Opened, list[dict[str, str]]], shared: Path
) -> None:
    opened, _ = coded
    sources = {
        file.stem: bare(file.read_text(encoding="utf-8-sig")) for file in (shared / "coded-en-pdpilot").glob("P*.txt")
    }
    rows = quote_table(opened.view(Filters())).data.plain()
    assert all(bare(str(row["quote"])) in sources[str(row["transcript"])] for row in rows)
    assert {row["case"] for row in rows} == {"P1", "P2", "P3", "P4"}
    assert sum("\n" in str(row["quote"]) and "Interviewer:" in str(row["quote"]) for row in rows) > 20


def test_german_word_files_keep_every_word(shared: Path, tmp_path: Path) -> None:
    import docx

    root = tmp_path / "de"
    start_study(Start(root, language="en"))
    files = sorted((shared / "interviews-de").glob("*.docx"))
    bring_in(open_study(root), files, ImportOptions(), "x")
    opened = open_study(root)
    assert sorted({case for handle in opened.project.transcripts.values() for case in handle.cases}) == [
        "S1",
        "S2",
        "S3",
        "S4",
    ]
    for file, handle in zip(files, opened.project.transcripts.values(), strict=True):
        text = "".join(handle.read().text.split())
        for paragraph in docx.Document(str(file)).paragraphs:
            words = "".join(re.sub(r"^I:", "Interviewer:", paragraph.text.strip()).split())
            assert words in text
