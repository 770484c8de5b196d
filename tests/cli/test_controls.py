"""Control characters from a study never reach a terminal, .md, .html or .csv as they are, whatever prints them."""

import asyncio
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.controls import replaced, visible
from qualcode.model.selection import Filters
from qualcode.store.files import write_text
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran

BAD = "\x1b]0;mine\x07\x1b[31m\x9b2J\x7f"
ESCAPED = BAD.encode("unicode_escape").decode()
STUDY = f"""
== codebook.yaml
codes:
- {{id: a, name: "A{ESCAPED}", definition: "D{ESCAPED}", keywords: [goed], short: "S{ESCAPED}", examples: ["E{ESCAPED}"]}}
- {{id: b, name: "B{ESCAPED}"}}
themes: [{{id: t, name: "T{ESCAPED}", statement: "Z{ESCAPED}", codes: [a]}}]
questions: [{{id: q, text: "Q{ESCAPED}"}}]
topics: [{{id: t1, text: "W{ESCAPED}"}}]
== cases.csv
case,groep
P-1,"x{BAD}"
== P-1.txt
I: Hoe{BAD} gaat het?
P-1: Het gaat{BAD} goed zo. Ja.
I: En?
P-1: Nou{BAD} ja. {"En dan nog een heleboel woorden. " * 12}
== codings
jan P-1 a gaat{BAD} goed zo
jan P-1 b Nou{BAD} ja
"""
COMMANDS = """
frequencies --by groep|quotes|quotes --attributes groep|themes|matrix --cell quotes|crosstab --by groep|coverage|factors|sample --by groep
answers t1|summary|rigour|status|check|log|cases|speakers|suggest|suggest --format md|search goed|keywords|keywords --prune|stale|codings list
codings queue|codebook show|codebook show a|codebook list|codebook check|memo list|theme read t|theme unplaced|theme development
quotes --format csv|quotes --format json|quotes --format md|codebook diff|status --new-codes
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
TABLES = (
    "quotes|frequencies --by groep|themes|summary|matrix --cell quotes|codings list|search goed|transcript export P-1"
)
FILES = [(command, extension) for command in TABLES.split("|") for extension in ("csv", "md", "html")]
FILES += [
    ("suggest --again", "csv"),
    ("memo export", "md"),
    ("memo export", "html"),
    ("report", "md"),
    ("report", "html"),
]


def controls(text: str) -> list[str]:
    return [one for one in text if unicodedata.category(one) == "Cc" and one not in "\n\t"]


@pytest.fixture
def root(make_study: Callable[[str], Opened]) -> Path:
    opened = make_study(STUDY)
    root = opened.study.root
    assert BAD in (root / "transcripts/P-1.txt").read_text(encoding="utf-8")
    write_text(
        root / "memos/m.md", f"---\nabout: [theme:t]\nkind: note\ncoder: jan\nat: 2026-01-01\n---\n\nWords{BAD}\n"
    )
    with (root / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(
            f'{{"v":1,"id":"x","at":"2026-01-01T00:00:00.000Z","what":"strange{json_of(BAD)}","because":"{json_of(BAD)}"}}\n'
        )
    return root


def json_of(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" if ord(one) < 32 or ord(one) >= 127 else one for one in text)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_terminal_obeys_is_printed(cli: Callable[..., Ran], root: Path, command: str) -> None:
    ran = cli("-C", root, *command.split())
    assert ran.status in (0, 1)
    assert "Traceback" not in ran.err
    assert controls(ran.out) == []
    assert controls(ran.err) == []


@pytest.mark.parametrize("command", ["quotes", "codebook show a", "memo list", "cases"])
def test_what_is_there_can_be_seen(cli: Callable[..., Ran], root: Path, command: str) -> None:
    shown = cli("-C", root, *command.split()).out
    assert "␛" in shown
    assert "␇" in shown


@pytest.mark.parametrize(("command", "extension"), FILES)
def test_files_get_the_replacement_character(
    cli: Callable[..., Ran], root: Path, tmp_path: Path, command: str, extension: str
) -> None:
    target = tmp_path / f"out.{extension}"
    ran = cli("-C", root, *command.split(), "-o", target)
    assert ran.status == 0, ran.err
    text = target.read_text(encoding="utf-8-sig")
    assert controls(text) == []
    assert "\ufffd" in text


def test_a_quote_that_came_out_of_a_sheet_is_found_again(cli: Callable[..., Ran], root: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "quotes.csv"
    assert cli("-C", root, "quotes", "-o", sheet).status == 0
    assert "\ufffd" in sheet.read_text(encoding="utf-8-sig")
    ran = cli("-C", root, "codings", "import", sheet)
    assert "0 codings written, 2 were there already" in ran.err


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_review_sheet_is_understood(
    cli: Callable[..., Ran], make_study: Callable[[str], Opened], tmp_path: Path, extension: str
) -> None:
    from openpyxl import load_workbook

    root = make_study(STUDY.split("== codings")[0]).study.root
    sheet = tmp_path / f"review.{extension}"
    assert cli("-C", root, "suggest", "-o", sheet).status == 0
    if extension == "csv":
        heads, cells = (line.split(",") for line in sheet.read_text(encoding="utf-8").splitlines())
        cells[heads.index("decision")] = "accept"
        sheet.write_text(f"{','.join(heads)}\n{','.join(cells)}\n", encoding="utf-8")
    else:
        book = load_workbook(sheet)
        rows = list(book.worksheets[0].iter_rows())
        place = [cell.value for cell in rows[0]].index("decision")
        rows[-1][place].value = "accept"
        book.save(sheet)
    ran = cli("-C", root, "suggest", "--apply", sheet)
    assert (ran.status, "1 decision read, 1 event written" in ran.err) == (0, True), ran.err


def test_a_table_of_the_codebook_comes_back_without_a_difference(
    cli: Callable[..., Ran], root: Path, tmp_path: Path
) -> None:
    for extension in ("csv", "xlsx", "docx", "md"):
        table = tmp_path / f"codes.{extension}"
        assert cli("-C", root, "codebook", "export", table).status == 0
        if extension in ("csv", "md"):
            assert controls(table.read_text(encoding="utf-8-sig")) == []
        ran = cli("-C", root, "codebook", "update", table, "--yes")
        assert "definition" not in ran.out, extension


def test_the_desk_shows_signs(root: Path) -> None:
    from qualcode.desk.desk import Desk
    from qualcode.tui.app import CodingDesk

    async def shown() -> str:
        app = CodingDesk(Desk.start(open_study(root), "jan", Filters()))
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            return app.export_screenshot()

    picture = re.sub(r"<[^>]*>", "", asyncio.run(shown()))
    assert controls(picture) == []
    assert "␛" in picture


@given(st.text())
def test_law_character_for_character_and_everything_else_as_it_was(text: str) -> None:
    for change in (visible, replaced):
        changed = change(text)
        assert len(changed) == len(text)
        assert controls(changed) == []
        assert all(one == two for one, two in zip(text, changed, strict=True) if not controls(one))
        assert change(changed) == changed
