"""Lists on the screen: whatever the width, nothing is lost at its edge and no heading is broken."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.cli.lists import grid

HEADINGS = ("label", "role", "case", "turns", "first words")
ROWS = [
    "Interview met een praktijkhouder.docx → P-1",
    ("Praktijkhouder 1", "respondent", "P-1", 12, "Wij kennen elkaar al jaren, en dat werkt prima."),
    ("Interviewer", "interviewer", "", 11, "Hoe lang kennen jullie elkaar?"),
]


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, rows: list) -> list[str]:  # type: ignore[type-arg]
    monkeypatch.setenv("COLUMNS", str(width))
    grid(HEADINGS, rows, ("turns",), "first words")
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_where_there_is_room_cells_stand_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(capsys, monkeypatch, 120, ROWS) == [
        "label             role         respondent  turns  first words",
        "─" * 97,
        "Interview met een praktijkhouder.docx → P-1",
        "Praktijkhouder 1  respondent   P-1            12  Wij kennen elkaar al jaren, en dat werkt prima.",
        "Interviewer       interviewer                 11  Hoe lang kennen jullie elkaar?",
    ]


def test_the_short_column_gives_way_first(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(capsys, monkeypatch, 72, ROWS)
    assert lines[0] == "label             role         respondent  turns  first words"
    assert lines[3] == "Praktijkhouder 1  respondent   P-1            12  Wij kennen elkaar al …"


def test_where_there_is_none_each_field_has_its_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(capsys, monkeypatch, 40, ROWS)
    assert lines[:3] == ["Interview met een praktijkhouder.docx →", "P-1", "label: Praktijkhouder 1"]
    assert "turns: 12" in lines
    assert "respondent:" not in lines  # of what is empty nothing is said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    width=st.integers(30, 120),
    rows=st.lists(st.tuples(*[st.text("abcdé ", max_size=25)] * 3, st.integers(0, 9999), st.just("")), max_size=4),
)
def test_nothing_is_lost_whatever_the_width(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    rows: list[tuple[str, str, str, int, str]],
) -> None:
    lines = printed(capsys, monkeypatch, width, list(rows))
    assert all(len(line) <= width for line in lines)
    shown = "".join("".join(lines).split())
    for letter in "é":
        assert shown.count(letter) == sum(str(cell).count(letter) for row in rows for cell in row)
    for row in rows:
        assert str(row[3]) in shown
