"""One record a field of a code: what reads, writes and shows codes has it from there."""

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from qualcode.formats.exchange.headings import key_of
from qualcode.formats.operationalisation.headers import role_of
from qualcode.model.codebook import Code
from qualcode.model.fields import BY_KEY, COLUMNS, EDITABLE, FIELDS, SHAPES, Field
from qualcode.report.tables.codebook import code_cells
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.schema import CODE
from qualcode.text import Words

SOURCE = Path(__file__).parents[2] / "src" / "qualcode"
# attributes of Code that are said by another field: where it hangs, and what two records hold
WITHIN = {"parent": "codes", "fragment": "added", "split_into": "retired"}
SAMPLES = {  # shape -> as the file has it
    "text": "Some words", "texts": "[One, Two]", "list": "[One, Two]", "clause": "that one knows", "colour": '"#aa3377"',
    "map": "{Heading: cell}", "keywords": "[good, {word: bad}]", "ids": "[old]", "added": "{date: 2026-01-01, fragment: x}",
    "retired": "{because: too wide, into: [b]}", "codes": "[{id: below, name: Below}]",
}  # fmt: skip


def test_the_fields_are_those_of_a_code() -> None:
    attributes = {one.name for one in fields(Code)}
    assert {field.name for field in FIELDS if field.key != "codes"} | set(WITHIN) == attributes
    assert set(WITHIN.values()) <= set(BY_KEY)
    assert {field.shape for field in FIELDS} == set(SHAPES)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_a_field_is_in_the_schema_is_read_and_shown(field: Field) -> None:
    assert field.key in CODE["properties"]
    sample = field.choices[1] if field.choices else {"id": "a", "question": "q"}.get(field.key) or SAMPLES[field.shape]
    said = {"id": "a", "name": "A", field.key: sample}
    line = ", ".join(f"{key}: {value}" for key, value in said.items())
    codes = f"codes:\n- {{{line}}}\n- {{id: b, name: B}}\n"
    book, problems = read_codebook(f"questions: [{{id: q, text: How?}}]\n{codes}")
    assert problems == []
    if field.key == "codes":
        assert book.by_id["below"].parent == "a"
        return
    default = next(one.default for one in fields(Code) if one.name == field.name)
    assert getattr(book.by_id["a"], field.name) != default
    if field.column:
        assert code_cells(book.by_id["a"])[field.key]
        assert all(Words(language).heading(field.key) for language in ("nl", "en"))


def test_a_heading_in_our_own_words_is_known_again() -> None:
    for field in FIELDS:
        for language in ("nl", "en"):
            heading = Words(language).heading(field.key) if field.headings else ""
            assert not heading or key_of(heading) in (field.key, ""), heading
            assert not field.matrix or role_of(Words(language).of("column" if field.key in ("definition", "keywords") else "matrix", field.key)) == field.key  # fmt: skip


def test_what_can_be_edited_is_a_column() -> None:
    assert set(EDITABLE) < set(COLUMNS)
    assert COLUMNS[:3] == ("code", "name", "parent")
    assert len({field.column for field in FIELDS if field.column}) == len(COLUMNS) - 2


@pytest.mark.slow
def test_a_new_field_is_one_line_in_code_and_one_in_fields(tmp_path: Path) -> None:
    """Done for real, in a copy of the program: with its words in the catalogue it is found everywhere."""
    copy = tmp_path / "src" / "qualcode"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    lines = {
        "model/codebook.py": ('    color: str = ""\n', '    burden: str = ""\n'),
        "model/fields.py": (
            "FIELDS = (\n",
            '    Field("burden", "text", editable=True, column=21, headings="belasting|burden", matrix="belasting|burden"),\n',
        ),
        "text/en.py": ("TEXTS = {\n", '    "column.burden": "burden", "matrix.burden": "Burden",\n'),
        "text/nl.py": ("TEXTS = {\n", '    "column.burden": "belasting", "matrix.burden": "Belasting",\n'),
    }
    for name, (before, line) in lines.items():
        text = (copy / name).read_text(encoding="utf-8")
        assert text.count(before) == 1
        (copy / name).write_text(text.replace(before, before + line), encoding="utf-8")

    def run(*arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "qualcode", *arguments],
            capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False,
            env={**os.environ, "PYTHONPATH": str(copy.parent)},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    assert '"burden"' in run("codebook", "schema")
    (tmp_path / "matrix.md").write_text(
        "| Concept | Variable | Indicator | Burden |\n| --- | --- | --- | --- |\n| Trust | Fear | Worries | Rather high, now |\n"
    )
    run("codebook", "from-matrix", "matrix.md", "-o", "codebook.yaml")
    assert "burden: Rather high, now" in (tmp_path / "codebook.yaml").read_text()
    run("init", "study", "--codebook", "codebook.yaml", "--coder", "jan")
    assert "  burden: Rather high, now" in run("-C", "study", "codebook", "show", "fear")
    run("-C", "study", "codebook", "to-matrix", "out.md")
    assert "| Trust | Fear | Worries | Rather high, now |" in (tmp_path / "out.md").read_text()
    run("-C", "study", "codebook", "export", "codes.csv")
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["burden"] for row in rows] == ["", "Rather high, now"]
    rows[1]["burden"] = "Low"
    with (tmp_path / "codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    run("-C", "study", "codebook", "update", "codes.csv", "--yes")
    assert "burden: Low" in (tmp_path / "study" / "codebook.yaml").read_text()
