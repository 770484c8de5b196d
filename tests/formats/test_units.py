"""Files with a text in every row are cut between rows, and what is read of the parts is what stands in the file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.formats.units import Chosen, check_columns, read_units, source_of
from qualcode.formats.units import csv as csv_units
from qualcode.formats.units import jsonl as jsonl_units
from qualcode.formats.units import parquet as parquet_units
from qualcode.model.unit import Unit

CHOSEN = Chosen("text", "id", "by")
SHORT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.text(st.sampled_from('ab é",;\t\r\n€x'), max_size=12)
ids = st.text(st.sampled_from("abé1"), min_size=1, max_size=5)


def units(file: Path, chosen: Chosen = CHOSEN) -> list[Unit]:
    return [unit for part in source_of(str(file)).parts(str(file)) for unit in read_units(part, chosen)]


def checked(file: Path) -> list[Unit]:
    check_columns(str(file), CHOSEN)
    return units(file)


@pytest.fixture(params=[1, 2, 20_000])
def rows_in_a_part(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    for module in (csv_units, jsonl_units, parquet_units):
        monkeypatch.setattr(module, "MOST_ROWS", request.param)
    return int(request.param)


@SHORT
@given(
    rows=st.lists(st.tuples(ids, ids, words), max_size=7),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from(";,\t"),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_the_parts_of_a_csv_are_the_rows_that_a_reader_of_csv_finds(
    rows: list[tuple[str, str, str]], encoding: str, delimiter: str, line_end: str, tmp_path: Path, rows_in_a_part: int
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "by", "text"), *rows])
    file = tmp_path / "a.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    found = units(file)
    assert [(one.id, one.by, one.text) for one in found] == rows
    assert [one.number for one in found] == [*range(2, len(rows) + 2)]


def test_windows_text_stands_anywhere_in_a_large_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    plain = "".join(f"{number};goed\n" for number in range(300_000))
    file.write_bytes(b"id;text\n" + plain.encode() + "x;crisis in caf\xe9s – €".encode("cp1252") + b"\n")
    *_, last = units(file, Chosen("text", "id"))
    assert last == Unit(300_002, "x", "crisis in cafés – €")


def test_the_line_that_names_the_delimiter_is_no_heading(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("sep=|\nid|text\n1|a, b; c\n")
    assert units(file, Chosen("text", "id")) == [Unit(2, "1", "a, b; c")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "nr;text\n1;friendly, quick, kind\n2;long, no seats, kind\n",
            ["friendly, quick, kind", "long, no seats, kind"],
        ),
        ("nr\ttext\n1\ta, b, c; d\n", ["a, b, c; d"]),
        ("text\nkind, b, kind\na; b; c\n", ["kind, b, kind", "a; b; c"]),
        ('"text, as it was given"\n"a; b"\n', ["a; b"]),
    ],
)
def test_the_headings_tell_the_delimiter_not_the_texts(text: str, found: list[str], tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    column = source_of(str(file)).columns(str(file))[-1]
    assert [one.text for one in units(file, Chosen(column))] == found


def test_nothing_of_a_csv_is_null_and_a_row_that_ends_early_has_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,NA\n2,null\n3\n\n4,\n")
    assert [(one.number, one.text) for one in units(file, Chosen("text", "id"))] == [
        (2, "NA"),
        (3, "null"),
        (4, ""),
        (6, ""),
    ]


values = st.one_of(st.none(), words, st.just("\u2028 \x85"))


@SHORT
@given(rows=st.lists(st.tuples(ids, values, st.one_of(st.none(), st.integers(), st.booleans(), ids)), max_size=7))
@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_the_parts_of_other_data_are_its_rows(
    kind: str, rows: list[tuple[str, str | None, Any]], tmp_path: Path, rows_in_a_part: int
) -> None:
    if kind == "parquet":
        rows = [(one, text, None if by is None else str(by)) for one, text, by in rows]
    file = tmp_path / f"a.{kind}"
    WRITE[kind](file, [{"id": one, "text": text, "by": by} for one, text, by in rows])
    told = [(one, text or "", "" if by is None else str(by)) for one, text, by in rows]
    assert [(one.id, one.text, one.by) for one in units(file)] == told
    assert [one.number for one in units(file)] == [*range(1, len(rows) + 1)]


def _write_jsonl(file: Path, rows: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _write_parquet(file: Path, rows: list[dict[str, Any]]) -> None:
    arrow = pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="qualcode[scale] is not installed")
    schema = arrow.schema([(name, arrow.string()) for name in ("id", "text", "by")])
    parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), file, row_group_size=3)


WRITE: dict[str, Callable[[Path, list[dict[str, Any]]], None]] = {"jsonl": _write_jsonl, "parquet": _write_parquet}


def test_a_column_of_words_that_are_numbered_is_text(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="qualcode[scale] is not installed")
    texts = arrow.array(["goed", None, "goed"]).dictionary_encode()
    parquet.write_table(arrow.table({"text": texts, "by": [1, 2, 3]}), tmp_path / "a.parquet")
    found = units(tmp_path / "a.parquet", Chosen("text", "", "by"))
    assert found == [Unit(1, "1", "goed", "1"), Unit(2, "2", "", "2"), Unit(3, "3", "goed", "3")]


WRONG = {
    "a number for a text": (
        "a.jsonl",
        b'{"text": "a", "id": 1, "by": 1}\n{"text": 5, "id": 2}\n',
        "row 2.* is no text",
    ),
    "more cells than columns": ("a.csv", b"id,by,text\n1,x,a\n2,y,well, kind\n", "row 3: there are more cells"),
    "an empty id": ("a.csv", b"id,by,text\n ,x,a\n", "row 2.*id is empty"),
    "a list for a group": ("a.jsonl", b'{"text": "a", "id": 1, "by": [2]}\n', "row 1.*by has a list"),
    "no object": ("a.jsonl", b'{"text": "a", "id": 1, "by": 1}\n[1]\n', "line 2.*no JSON object"),
    "no JSON": ("a.jsonl", b'{"text": "a", "id": 1, "by": 1}\n{"text": \n', "line 2.*no JSON object"),
    "an open quotation": ("a.csv", b'id,by,text\n1,x,"a\n2,y,b\n', "row 2.*never closes"),
    "no text at all": ("a.csv", bytes(range(256)) * 20, "binary|not a text|no text"),
    "nothing": ("a.csv", b"", "empty"),
    "two headings alike": ("a.csv", b"text,text,id,by\na,b,1,2\n", "same heading|twice|alike"),
    "no parquet": ("a.parquet", b"PAR1 but no more", "no .parquet that can be read"),
    "another kind of file": ("a.docx", b"x", "data may come from .csv, .jsonl, .parquet"),
    "a missing column": ("a.csv", b"id,tekst,by\n1,a,b\n", "no column 'text' .did you mean tekst"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_the_file_and_the_row(what: str, tmp_path: Path) -> None:
    name, data, told = WRONG[what]
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(QualcodeError, match=told) as error:
        checked(file)
    assert name in str(error.value)


def test_two_encodings_in_one_file_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [f"{number};één euro € vóór\n".encode() for number in range(100_000)]
    file.write_bytes(b"id;text\n" + b"".join(lines) + "x;caf\xe9\n".encode("cp1252"))
    with pytest.raises(QualcodeError, match="line 100002: something here is not utf-8"):
        units(file, Chosen("text", "id"))


def test_a_row_group_that_was_damaged_is_named(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="qualcode[scale] is not installed")
    file = tmp_path / "a.parquet"
    _write_parquet(file, [{"id": str(n), "text": f"goed {n} " * 40, "by": "x"} for n in range(9)])
    data = bytearray(file.read_bytes())
    data[4:60] = b"\xff" * 56
    file.write_bytes(data)
    with pytest.raises(QualcodeError, match=r"a\.parquet: row group 1 cannot be read"):
        units(file)
