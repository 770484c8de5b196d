"""Moving by words, sentences and turns: every unit can be reached, none twice, and ends hold."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.desk.units import Units
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.usecases.at_desk import splitter

UNITS = ("word", "sentence", "turn")
speech = st.lists(
    st.lists(st.sampled_from(["ja.", "nee", "en dan?", "dr. Bos", "wel…", "3.5", "hoor!"]), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)


def spoken(turns: list[list[str]]) -> Units:
    """A transcript of these turns, with a title before and labels between."""
    text, made = "Title\n\n", []
    for number, words in enumerate(turns, 1):
        text += "P-1: " if number % 2 else "I: "
        said = " ".join(words)
        made.append(Turn(number, Span(len(text), len(text) + len(said)), "P-1" if number % 2 else "I", "respondent"))
        text += said + "\n\n"
    return Units(Transcript("T", text, tuple(made)), splitter("nl"))


@given(speech, st.sampled_from(UNITS))
def test_stepping_on_visits_every_unit_once_and_back_again(turns: list[list[str]], unit: str) -> None:
    units = spoken(turns)
    spans = units.of(unit)
    seen = [units.around(unit, 0)]
    while (following := units.step(unit, seen[-1].start, 1)) != seen[-1]:
        seen.append(following)
    assert seen == list(spans)
    back = [seen[-1]]
    while (before := units.step(unit, back[-1].start, -1)) != back[-1]:
        back.append(before)
    assert back == list(reversed(spans))


@given(speech, st.sampled_from(UNITS), st.integers(0, 200))
def test_the_unit_around_a_position_holds_it_or_is_the_next(turns: list[list[str]], unit: str, position: int) -> None:
    units = spoken(turns)
    found = units.around(unit, position)
    assert found in units.of(unit)
    ends = [span.end for span in units.of(unit)]
    assert found.end > position or found.end == ends[-1]


@given(speech)
def test_words_lie_in_sentences_and_sentences_in_turns(turns: list[list[str]]) -> None:
    units = spoken(turns)
    for inner, outer in (("word", "sentence"), ("sentence", "turn")):
        for span in units.of(inner):
            assert units.covered(outer, span)[0].start <= span.start
            assert span.end <= units.covered(outer, span)[-1].end


def test_labels_and_titles_belong_to_no_unit() -> None:
    units = spoken([["ja."], ["nee"]])
    assert [span.of(units.transcript.text) for span in units.words] == ["ja.", "nee"]


def test_back_from_the_middle_of_a_sentence_is_first_to_its_own_beginning() -> None:
    units = spoken([["en", "dan?", "ja."]])
    start = units.sentences[0].start
    assert units.step("sentence", start + 4, -1).start == start


def test_a_text_without_turns_counts_as_one_turn() -> None:
    units = Units(Transcript("T", "only a title", ()), splitter("en"))
    assert list(units.turns) == list(units.sentences) == [Span(0, 12)]
    assert list(units.words) == [Span(0, 4), Span(5, 6), Span(7, 12)]
