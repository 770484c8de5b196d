"""The page: every word of the speech stands on it once, no row is wider than the window, bars are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.desk.panels import label_of
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.tui.page import BARS, NUMBER, Marked, TranscriptPage, bars

words = st.lists(
    st.sampled_from(["ja", "meneer", "dichtbijheid" * 8, "日本語", "é", "a\nb", "x\n\ny", "🙂", "wel,"]),
    min_size=1,
    max_size=30,
)
widths = st.integers(20, 140)


def transcript(turns: list[list[str]]) -> Transcript:
    text, made = "A title\n\n", []
    for number, said in enumerate(turns, 1):
        text += "P-1: "
        speech = " ".join(said)
        made.append(Turn(number, Span(len(text), len(text) + len(speech)), "P-1", "respondent", "P-1"))
        text += speech + "\n\n"
    return Transcript("T", text, tuple(made))


@given(st.lists(words, min_size=1, max_size=3), widths)
def test_every_word_of_the_speech_is_on_the_page_once_and_in_order(turns: list[list[str]], width: int) -> None:
    page = TranscriptPage(transcript(turns), width)
    for turn in page.transcript.turns:
        shown = "".join(page.transcript.text[line.start : line.end] for line in page.lines if line.turn == turn.number)
        assert "".join(shown.split()) == "".join(turn.span.of(page.transcript.text).split())


@given(st.lists(words, min_size=1, max_size=3), widths)
def test_no_row_is_wider_than_its_room(turns: list[list[str]], width: int) -> None:
    page = TranscriptPage(transcript(turns), width)
    for line in page.lines:
        label = label_of(page.transcript.turns[line.turn - 1], page.transcript) if line.first else ""
        assert cell_len(label + page.transcript.text[line.start : line.end].replace("\n", " ")) <= page.room


@given(st.lists(words, min_size=1, max_size=3), widths, st.data())
def test_a_position_is_found_again_at_the_cell_where_it_is_shown(
    turns: list[list[str]], width: int, data: st.DataObject
) -> None:
    page = TranscriptPage(transcript(turns), width)
    turn = data.draw(st.sampled_from(page.transcript.turns))
    position = data.draw(st.integers(turn.span.start, turn.span.end - 1))
    row = page.row_of(position)
    line = page.lines[row]
    if not line.start <= position < line.end:  # white space between two rows is shown nowhere
        assert page.transcript.text[position].isspace()
        return
    label = label_of(turn, page.transcript) if line.first else ""
    cell = cell_len(label + page.transcript.text[line.start : position])
    if cell_len(page.transcript.text[position]):
        assert page.position_at(row, cell) == position


@pytest.mark.parametrize(("width", "margin"), [(40, 5), (60, 20), (100, 30), (200, 30)])
def test_the_margin_is_a_third_of_a_wide_window_and_bars_alone_in_a_narrow_one(width: int, margin: int) -> None:
    page = TranscriptPage(transcript([["ja"]]), width)
    assert page.margin == margin
    assert NUMBER + page.room + page.margin == width


spans = st.lists(st.tuples(st.integers(0, 150), st.integers(2, 60)), max_size=12)


@given(spans, widths)
def test_every_coding_in_sight_has_a_bar_and_a_name_and_only_the_last_lane_is_shared(
    places: list[tuple[int, int]], width: int
) -> None:
    page = TranscriptPage(transcript([["woord"] * 40]), width)
    whole = page.transcript.turns[0].span
    first, last = whole.start, whole.end
    marked = [
        Marked(Span(first + start, min(first + start + length, last)), str(n))
        for n, (start, length) in enumerate(places)
    ]
    found, names = bars(page, marked)
    assert sorted(bar.item for bar in found) == list(range(len(marked)))
    assert sorted(item for row in names.values() for item in row) == list(range(len(marked)))
    for one in found:
        for other in found:
            if one.item < other.item and one.lane == other.lane < len(BARS) - 1:
                assert one.last < other.first or other.last < one.first


def test_only_the_turns_asked_for_are_shown() -> None:
    page = TranscriptPage(transcript([["ja"], ["nee"], ["wel"]]), 80, frozenset({2}))
    assert {line.turn for line in page.lines} == {0, 2}
