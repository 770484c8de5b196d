"""The codebook as a table: out, edited, and in again; what nobody touched stays as it is."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.errors import QualcodeError
from qualcode.model.keyword.keyword import show_keyword
from qualcode.store.files import write_text
from qualcode.store.yaml.text import document
from qualcode.usecases.codebook import table as codebook_table
from qualcode.usecases.codebook.exchange import export
from qualcode.usecases.study import Opened, open_study
from tests.conftest import Ran, build_study

Cli = Callable[..., Ran]
BOOK = """
== codebook.yaml
# mine
title: T
questions:
  - {id: q1, text: Why?}
codes:
  - id: trust          # what holds
    name: Trust
    kind: barrier
    question: q1
    definition: Believing the other.
    keywords:
      - trust*      # a comment
      - {near: [give, "word, bond"], within: 8}
      - {exact: KPI}
      - "yes, but"
    not: [garage]
    examples:
      - I trust; he knows.
      - So do I.
    codes:
      - {id: fear, name: Fear}
  - id: money
    name: Money
    origin: inductive
    retired: {date: "2026-01-01", because: not said}
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return build_study(tmp_path / "study", BOOK.strip())


def edited(
    opened: Opened, path: Path, changes: dict[tuple[str, str], str], new: list[dict[str, str]] | None = None
) -> Path:
    """The exported workbook with cells changed as a person would: (id, heading) -> text."""
    export(opened, path, "macqueen", None)
    workbook: Any = load_workbook(path)
    sheet = workbook.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    for (code, heading), text in changes.items():
        sheet.cell(rows[code], headings[heading]).value = text or None
    for record in new or []:
        sheet.append([record.get(heading) for heading in headings])
    workbook.save(path)
    return path


@pytest.mark.parametrize("extension", [".xlsx", ".csv", ".docx", ".md"])
def test_update_of_export_changes_nothing(opened: Opened, tmp_path: Path, extension: str) -> None:
    before = opened.study.codebook.read_bytes()
    export(opened, tmp_path / f"book{extension}", "macqueen", None)
    found = codebook_table.update(opened, tmp_path / f"book{extension}")
    assert found.told == []
    codebook_table.take_over(opened, "jan", tmp_path / f"book{extension}")
    assert opened.study.codebook.read_bytes() == before


def test_changed_cells_are_changed_lines_and_are_logged(opened: Opened, tmp_path: Path, cli: Cli) -> None:
    before = opened.study.codebook.read_text()
    changes = {
        ("trust", "Definition"): "Expecting good.",
        ("money", "Kind"): "facilitator",
        ("fear", "Name"): "Fear of loss",
    }
    path = edited(opened, tmp_path / "book.xlsx", changes)
    root = opened.study.root
    shown = cli("-C", root, "codebook", "update", path)
    assert shown.status == 1
    assert "~ trust, definition: 'Believing the other.' -> 'Expecting good.'" in shown.out
    assert "--yes" in shown.err
    assert opened.study.codebook.read_text() == before
    assert cli("-C", root, "codebook", "update", path, "--yes").status == 0
    after = opened.study.codebook.read_text()
    assert "# what holds" in after
    lines = set(after.splitlines()) - set(before.splitlines())
    assert lines == {
        "    definition: Expecting good.",
        "      - {id: fear, name: Fear of loss}",
        "    kind: facilitator",
    }
    assert "codebook update" in cli("-C", root, "log", "--format", "csv").out


def test_keywords_are_edited_as_a_list_and_keep_their_form(opened: Opened, tmp_path: Path) -> None:
    cell = 'faith, trust*\n{near: [give, "word, bond"], within: 8}; belief'
    codebook_table.take_over(opened, "jan", edited(opened, tmp_path / "b.xlsx", {("trust", "Keywords"): cell}))
    text = opened.study.codebook.read_text()
    assert (
        '      - faith\n      - trust*      # a comment\n      - {near: [give, "word, bond"], within: 8}\n      - belief\n'
        in text
    )
    assert "KPI" not in text


def test_a_keyword_that_stays_keeps_the_form_it_was_typed_in(opened: Opened, tmp_path: Path) -> None:
    path = opened.study.codebook
    path.write_text(path.read_text().replace("    name: Money\n", "    name: Money\n    keywords: [{word: cash}]\n"))
    write_text(tmp_path / "b.csv", "code;keywords\nmoney;cash, coin\n")
    codebook_table.take_over(open_study(opened.study.root), "jan", tmp_path / "b.csv")
    assert "    keywords: [{word: cash}, coin]\n" in path.read_text()


def test_columns_that_are_no_part_of_a_codebook_are_told(opened: Opened, tmp_path: Path, cli: Cli) -> None:
    write_text(tmp_path / "b.csv", "code;name;remark\nmoney;Money;look\n")
    ran = cli("-C", opened.study.root, "codebook", "update", tmp_path / "b.csv")
    assert (ran.status, "not read: remark." in ran.err) == (0, True)


def test_new_rows_become_codes_and_moved_ones_move(opened: Opened, tmp_path: Path) -> None:
    new = [{"Code": "power", "Name": "Power", "Belongs to": "Fear", "Keywords": "power, might"}]
    codebook_table.take_over(
        opened, "jan", edited(opened, tmp_path / "b.xlsx", {("money", "Belongs to"): "trust"}, new)
    )
    codebook = open_study(opened.study.root).project.codebook
    assert [(code.id, code.parent) for code in codebook.codes] == [
        ("trust", ""), ("fear", "trust"), ("power", "fear"), ("money", "trust"),
    ]  # fmt: skip
    assert len(codebook.by_id["power"].keywords) == 2


def test_rows_left_out_stay_and_what_a_table_cannot_change_is_told(opened: Opened, tmp_path: Path) -> None:
    write_text(tmp_path / "b.csv", "code;origin;wel\nmoney;deductive;Prijzen\n")
    found = codebook_table.update(opened, tmp_path / "b.csv")
    assert [(one.kind, one.code) for one in found.told] == [
        ("kept_shown", "money"), ("changed", "money"), ("unlisted", "trust"), ("unlisted", "fear"),
    ]  # fmt: skip
    codebook_table.take_over(opened, "jan", tmp_path / "b.csv")
    money = open_study(opened.study.root).project.codebook.by_id["money"]
    assert (money.include, money.origin) == ("Prijzen", "inductive")


def test_an_emptied_kind_is_inherited_and_the_same_table_can_be_read_twice(opened: Opened, tmp_path: Path) -> None:
    write_text(tmp_path / "b.csv", "code;name;kind;parent\nnew;New;;trust\ntrust;Trust;;\n")
    codebook_table.take_over(opened, "jan", tmp_path / "b.csv")
    codebook = open_study(opened.study.root).project.codebook
    assert (codebook.by_id["new"].kind, codebook.by_id["trust"].kind) == ("neutral", "neutral")
    again = codebook_table.update(open_study(opened.study.root), tmp_path / "b.csv")
    assert [one for one in again.told if one.kind in ("new", "changed")] == []


def test_a_parent_and_its_child_change_places(opened: Opened, tmp_path: Path) -> None:
    write_text(tmp_path / "b.csv", "code;parent\ntrust;fear\nfear;\n")
    codebook_table.take_over(opened, "jan", tmp_path / "b.csv")
    codebook = open_study(opened.study.root).project.codebook
    assert (codebook.by_id["trust"].parent, codebook.by_id["fear"].parent) == ("fear", "")


def test_two_keywords_made_one_phrase_is_a_change_and_brackets_cut_nothing(opened: Opened, tmp_path: Path) -> None:
    write_text(tmp_path / "b.csv", 'code;keywords\nmoney;"geld\nveel"\n')
    codebook_table.take_over(opened, "jan", tmp_path / "b.csv")
    write_text(tmp_path / "c.csv", 'code;keywords\nmoney;"geld veel\nhuis [x\nnieuw"\n')
    codebook_table.take_over(open_study(opened.study.root), "jan", tmp_path / "c.csv")
    keywords = open_study(opened.study.root).project.codebook.by_id["money"].keywords
    assert [show_keyword(keyword) for keyword in keywords] == ["geld veel", "huis [x", "nieuw"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("code;name\ntrst;Trust\n", "row 2: there is no code 'trst' ('Trust' is 'trust')"),
        ("code;parent\ntrust;fear\n", "'trust' cannot go below itself"),
        ("name;parent\nA;B\n", "no table in it has a heading `code`"),
        ("code;kind\ntrust;nonsense\n", "row 2: There is no kind of code 'nonsense'"),
        ("code;question\ntrust;q9\n", "row 2: There is no question 'q9'"),
        ("code;name\ntrust;A\ntrust;B\n", "'trust' stands there and in the table, row 2"),
        ("code;name\ntrust;\n", "row 2: the name is empty"),
        ("code;parent\nmoney;nobody\n", "row 2: there is no code 'nobody' to go below"),
        ("code;name;name\ntrust;A;B\n", "two columns hold 'name'"),
        ("code;keywords\ntrust;{near: [a}\n", "is no keyword"),
        ("code;color\ntrust;red\n", "colour"),
        ("code;keywords\ntrust;{near: [a]}\n", "within"),
    ],
)
def test_a_table_that_cannot_be_right_changes_nothing(opened: Opened, tmp_path: Path, table: str, words: str) -> None:
    before = opened.study.codebook.read_bytes()
    write_text(tmp_path / "b.csv", table)
    with pytest.raises(QualcodeError, match=re.escape(words)):
        codebook_table.take_over(opened, "jan", tmp_path / "b.csv")
    assert opened.study.codebook.read_bytes() == before


def test_the_printed_tables_have_the_columns_of_their_authors(opened: Opened, tmp_path: Path) -> None:
    export(opened, tmp_path / "m.md", "macqueen", None)
    export(opened, tmp_path / "d.md", "decuir-gunby", None)
    one, other = (tmp_path / "m.md").read_text(), (tmp_path / "d.md").read_text()
    assert "| Code | Brief definition | Definition | When to use | When not to use | Examples |" in one
    assert "| Code | Definition, when to use (+) and when not (−) | Examples |" in other
    assert "MacQueen et al. (1998)" in one
    assert "Inductive, from the interviews: Money." in one
    assert "Retired: Money." in one


_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
_keywords = st.lists(
    st.text("abc*,; é{}[]:\"'#-", min_size=1, max_size=9).filter(lambda t: any(c.isalpha() for c in t)), max_size=4
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_texts, _texts, _texts, st.lists(_texts, max_size=3), _keywords), min_size=1, max_size=4))
def test_whatever_a_codebook_says_update_of_export_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: Any
) -> None:
    codes = []
    for number, (name, definition, include, examples, keywords) in enumerate(rows):
        code = {"id": f"c{number}", "name": name or "x", "definition": definition, "include": include}
        codes.append({**code, "examples": examples, "keywords": keywords})
    folder = tmp_path_factory.mktemp("law")
    try:
        opened = build_study(folder / "study", "== codebook.yaml\n" + document({"codes": codes}))
    except QualcodeError:
        return  # a keyword that cannot be one
    for extension in (".xlsx", ".csv"):
        export(opened, folder / f"b{extension}", "macqueen", None)
        assert codebook_table.update(opened, folder / f"b{extension}").told == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_exported_workbook_has_nothing_to_say_when_it_is_read_again(
    language: str, make_study: Callable[[str], Opened], tmp_path: Path, cli: Cli
) -> None:
    """A word of the reader's language in a cell that is compared, such as an origin, would be a change in every row."""
    opened = make_study(
        f"== qualcode.yaml\n{'language: nl' if language == 'nl' else ''}\n== codebook.yaml\n"
        "codes: [{id: a, name: A, kind: barrier}, {id: b, name: B, origin: inductive}]\n"
        "== P-1.txt\nInterviewer: Hoe?\nP-1: Goed.\n"
    )
    path = tmp_path / "codes.xlsx"
    assert cli("-C", opened.study.root, "codebook", "export", path).status == 0
    ran = cli("-C", opened.study.root, "codebook", "update", path)
    assert (ran.status, (ran.out + ran.err).strip()) == (
        0,
        {"nl": "De tabel verandert niets.", "en": "The table changes nothing."}[language],
    )


def test_a_sheet_of_ones_own_with_groups_filled_once_changes_nothing_after_its_import(
    cli: Callable[..., Ran], tmp_path: Path
) -> None:
    """An empty cell below a group is of that group, and keywords are the same however they are parted."""
    sheet = tmp_path / "codes.csv"
    sheet.write_text(
        'Hoofdcode;Code;Definitie;Trefwoorden\nWerkdruk;Tijd;Te weinig tijd;"haast, druk"\n;Personeel;Te weinig mensen;rooster\n'
        "Samen;Team;Het team;team\n;Overleg;Met elkaar;overleg\n",
        encoding="utf-8",
    )
    assert cli("init", "s", "--coder", "jan", "--language", "nl").status == 0
    assert cli("codebook", "import", sheet, "-o", "s/codebook.yaml").status == 0
    before = (tmp_path / "s" / "codebook.yaml").read_bytes()
    ran = cli("-C", "s", "codebook", "update", sheet, "--yes")
    assert "parent" not in ran.out, ran
    assert "keywords" not in ran.out, ran
    assert (tmp_path / "s" / "codebook.yaml").read_bytes() == before
