"""The review sheet: out, filled in by a person, back. All rows or none; twice changes nothing."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qualcode.errors import FaultyInput, QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.tables.suggestions import REVIEW_COLUMNS
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.review_back import apply_review, verdict_of
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.study import Opened, open_study

STUDY = """
== codebook.yaml
codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
== P-1.txt
I: Is it good?
P-1: It is good. Really. It rains. Good =again.
I: And?
P-1: Yes. Good enough.
"""


@pytest.fixture
def opened(make_study: Callable[[str], Opened]) -> Opened:
    return make_study(STUDY)


def sheet(opened: Opened, path: Path) -> Path:
    finder = Finder.make(opened, Filters(), "jan")
    write_review(opened, finder.coder, find_all(finder), [path])
    return path


def fill(path: Path, *decisions: dict[str, str], drop: str = "") -> Path:
    """Write decisions into the rows, as a person would."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        header = [cell.value for cell in page[1]]
        for number, decision in enumerate(decisions, 3):
            for key, value in decision.items():
                page.cell(number, header.index(key) + 1, value)
        book.save(path)
        return path
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, decision in zip(rows, decisions, strict=False):
        row.update(decision)
    columns = [column for column in REVIEW_COLUMNS if column != drop]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def codings(opened: Opened) -> list[tuple[str, str]]:
    return [
        (coding.code, coding.quote)
        for journal in open_study(opened.study.root).project.journals
        for coding in journal.read().applied
    ]


@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
def test_decisions_come_back(kind: str, opened: Opened, tmp_path: Path) -> None:
    path = fill(
        sheet(opened, tmp_path / f"r{kind}"),
        {"decision": "accept +1"},
        {"decision": "wijzig", "new_code": "b", "reason": "fits better"},
        {"decision": "nee", "reason": "no"},
    )
    result = apply_review(opened, "jan", path)
    assert (result.decided, result.empty) == (3, 0)
    assert codings(opened) == [("a", "It is good. Really."), ("b", "Good =again.")]
    (journal,) = open_study(opened.study.root).project.journals
    assert [(r.code, r.because, r.changed_to) for r in journal.read().rejected] == [
        ("a", "fits better", "b"),
        ("a", "no", ""),
    ]
    before = opened.study.journal("jan", "P-1").read_bytes()
    assert apply_review(open_study(opened.study.root), "jan", path).written == 0
    assert opened.study.journal("jan", "P-1").read_bytes() == before


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("accept", ("accept", "")), ("Accept Turn", ("accept", "turn")), ("ja", ("accept", "")), ("ja beurt", ("accept", "turn")),
        ("ja +1", ("accept", "+1")), ("ja -1", ("accept", "-1")), ("wijzig", ("change", "")), ("nee", ("reject", "")),
    ],
)  # fmt: skip
def test_the_words_of_a_decision(word: str, meaning: tuple[str, str]) -> None:
    assert verdict_of(word) == meaning


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ({"decision": "jaa"}, "r.csv:3: the decision 'jaa' is unknown (one of: accept, accept turn,"),
        ({"decision": "change"}, "r.csv:3: `change` needs another code in the column new code"),
        ({"decision": "change", "new_code": "bb"}, "r.csv:3: There is no code 'bb' (did you mean b?)"),
        ({"decision": "accept", "text_sha": "0"}, "r.csv:3: the text of P-1 is another one now"),
        ({"decision": "accept", "start": "1"}, "r.csv:3: the id does not belong to this transcript"),
        ({"decision": "accept", "start": "x"}, "r.csv:3: start and end are no positions"),
        ({"decision": "accept", "quote": "Good =again. And more."}, "r.csv:3: the quote was edited"),
        ({"decision": "accept", "transcript": "P-9"}, "r.csv:3: There is no transcript 'P-9'"),
    ],
)
def test_one_fault_and_no_row_is_written(decision: dict[str, str], said: str, opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "accept"}, decision)
    with pytest.raises(FaultyInput) as error:
        apply_review(opened, "jan", path)
    assert said in str(error.value)
    assert codings(opened) == []


def test_a_sheet_without_a_column_is_refused(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), drop="decision")
    with pytest.raises(QualcodeError, match="has no column decision"):
        apply_review(opened, "jan", path)


def test_two_rows_that_come_to_the_same_segment_write_it_once(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "accept turn"}, {"decision": "accept turn"})
    apply_review(opened, "jan", path)
    assert codings(opened) == [("a", "It is good. Really. It rains. Good =again.")]


def test_two_rows_for_one_segment_are_refused(opened: Opened, tmp_path: Path) -> None:
    path = fill(sheet(opened, tmp_path / "r.csv"), {"decision": "accept"})
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n")
    with pytest.raises(FaultyInput, match=r"r.csv:5: this segment is decided in row 2 already"):
        apply_review(opened, "jan", path)
