"""The bytes of a journal: every kind of event as it stands on disk, held against a file that was kept.

QUALCODE_GOLDEN=write makes the file anew; look at the difference before committing it.
"""

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.store.transaction import take_back, write_log
from qualcode.usecases.coding import by_hand as coding
from qualcode.usecases.coding import recode as recoding
from qualcode.usecases.coding.import_file import import_codings
from qualcode.usecases.keywords.decide import decide_all
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.review_back import apply_review
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.results.changes import changes_since
from qualcode.usecases.study import Opened, open_study

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "journal.jsonl"

STUDY = """
== codebook.yaml
codes:
- {id: a, name: A, keywords: [good, fine]}
- {id: b, name: B, interview_question: Is it?}
- {id: c, name: C, keywords: [late]}
topics: [{id: t1, text: How is it?}]
== P-1.txt
I: Is it good?
P-1: It is good. Really, it rains. Always late. A fine day it was. Good “enough” then.
I: And é?
P-1: Yes. Good enough. Too late. Fine, said he.
"""


def _write_everything(opened: Opened, folder: Path) -> None:
    """Every act that writes events, once."""
    handle = opened.project.transcript("P-1")
    text = handle.read()

    def apply(code: str, words: str, **how: str) -> str:
        return coding.apply(opened, "jan", handle, code, place_quote(text, words), **how).id

    first = apply("b", "Really, it rains", note="so", valence="barrier")
    second = apply("c", "It is good")
    coding.mark(now(opened), "jan", [first], {"key": True, "printed": "Really", "approval": "approved"})
    coding.mark(now(opened), "jan", [first], {"fit": {"x": "doubt"}})
    recoding.recode(now(opened), "jan", "a", [first])
    recoding.requeue(now(opened), "jan", now(opened).project.codings_of("jan", "P-1").applied[:1])
    coding.withdraw(now(opened), "jan", [second])
    take_back(opened.study, "jan", "P-1", [json.loads(_lines(opened)[-1])["id"]])
    _by_sheet(opened, folder, lambda: apply("a", "Good enough."))
    decide_all(Finder.make(now(opened), Filters(code=("a",)), "jan"), "accept", "all alike")
    decide_all(Finder.make(now(opened), Filters(code=("c",)), "jan"), "reject", "none of them")
    coding.done(now(opened), "jan", handle, None, Filters())
    coding.done(now(opened), "jan", handle, "keyword", Filters(code=("a",)))
    coding.asked(now(opened), "jan", handle, "t1", 1)
    rows = folder / "rows.csv"
    rows.write_text("transcript,code,quote,note,valence\nP-1,b,Too late,from elsewhere,mixed\n", encoding="utf-8")
    import_codings(now(opened), "jan", rows)


def _by_sheet(opened: Opened, folder: Path, meanwhile: Callable[[], str]) -> None:
    """A review sheet with one row of each decision, one of what was coded meanwhile among them."""
    sheet = folder / "sheet.csv"
    opened = now(opened)
    write_review(opened, "jan", find_all(Finder.make(opened, Filters(), "jan")), [sheet])
    meanwhile()
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    accepted = {"decision": "accept"}
    decisions = (accepted, {"decision": "reject", "reason": "no"}, {"decision": "change", "new_code": "b"}, accepted)
    for row, decided in zip(rows, decisions, strict=False):
        row.update(decided)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    apply_review(opened, "jan", sheet)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("accept", "reject", 1), encoding="utf-8")
    apply_review(now(opened), "jan", sheet)


def now(opened: Opened) -> Opened:
    """The study as it stands."""
    return open_study(opened.study.root)


def _lines(opened: Opened) -> list[str]:
    return opened.study.journal("jan", "P-1").read_text(encoding="utf-8").splitlines()


def _anonymous(lines: list[str]) -> list[str]:
    """Lines with ids in the order in which they come, and one moment."""
    text = "\n".join(lines)
    for number, line in enumerate(lines):
        text = text.replace(json.loads(line)["id"], f"e{number:02}")
    text = re.sub(r'"at":"[^"]*"', '"at":"2026-01-01T10:00:00Z"', text)
    return re.sub(r'"sheet":"[^"]*"', '"sheet":"0123456789ab"', text).splitlines()


def test_every_kind_of_event_stands_on_disk_as_it_always_did(
    make_study: Callable[[str], Opened], tmp_path: Path
) -> None:
    opened = make_study(STUDY)
    _write_everything(opened, tmp_path)
    lines = _anonymous(_lines(opened))
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_what_changed_since_is_told_whatever_was_written(make_study: Callable[[str], Opened], tmp_path: Path) -> None:
    """A row of a sheet that changed nothing is among it; it is no cause of anything."""
    opened = make_study(STUDY + "== codings\njan P-1 b said he\n")
    write_log(opened.study, "report", "jan")  # since that one
    _write_everything(now(opened), tmp_path)
    told = changes_since(now(opened), None).data.records()
    causes = " ".join(str(row["cause"]) for row in told)
    assert "P-1" in causes
