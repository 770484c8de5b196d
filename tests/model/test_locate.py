import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.model.locate import find_quote, place_quote
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn


def transcript(text: str) -> Transcript:
    return Transcript("T", text, (Turn(1, Span(0, len(text)), "T", "respondent", "T"),))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hij zei “ja” en ging.", 'zei "ja" en'),
        ("zo’n jaar", "zo'n jaar"),
        ("2019–2021", "2019-2021"),
        ("een\u00a0regel\nverder", "een regel verder"),
        ("af\u00adbreking", "afbreking"),
        ("nou ja… goed", "nou ja... goed"),
        ("nou ja... goed", "nou ja… goed"),
    ],
)
def test_what_a_word_processor_changes_is_treated_as_equal(text: str, quote: str) -> None:
    assert len(find_quote(transcript(f"Voor. {text} Na."), quote)) == 1


def test_the_place_is_that_of_the_canonical_text() -> None:
    text = "Zij zei:  “nee\u00ad hoor” — echt."
    (span,) = find_quote(transcript(text), '"nee hoor" - echt')
    assert span.of(text) == "“nee\u00ad hoor” — echt"


def test_case_matters() -> None:
    assert find_quote(transcript("Wij werken samen."), "wij werken") == []


TEXT = "Interviewer: En toen?\n\nP-1: Toen niets. Later: wel."
TALK = Transcript(
    "T",
    TEXT,
    (
        Turn(1, Span(13, 21), "Interviewer", "interviewer"),
        Turn(2, Span(28, len(TEXT)), "P-1", "respondent", "P-1"),
    ),
    times=((41, 76.0),),
)


@pytest.mark.parametrize(
    "quote",
    [
        "Sanne de Wit: En toen?\nRuud: Toen niets.",
        "Sanne de Wit (onderzoeker, afdeling Kwaliteit en Veiligheid): En toen?\n\nRuud:\tToen niets.",
        "Sanne\tEn toen?\nRuud\tToen niets.",
        "00:00:58 Sanne: En toen?\n00:01:02 Ruud: Toen niets.",
        "Sanne de Wit [00:58]\nEn toen?\nRuud Hessels [01:02]\nToen niets.",
        "Interviewer: En toen?\nRuud Hessels: Toen niets.",
        "En toen?\nToen niets.",
    ],
)
def test_a_quote_that_carries_the_names_import_took_out_is_found(quote: str) -> None:
    (span,) = find_quote(TALK, quote)
    assert TEXT[span.start : span.end].removeprefix("Interviewer: ") == "En toen?\n\nP-1: Toen niets."


@pytest.mark.parametrize("quote", ["Niets: wel.", "Toen niets. Ruud: Later: wel.", "En toen? Toen niets."])
def test_a_label_is_left_out_only_where_the_text_has_one(quote: str) -> None:
    assert find_quote(TALK, quote) in ([], [Span(13, 40)])


def test_a_time_that_import_took_out_may_stand_in_a_quote() -> None:
    (span,) = find_quote(TALK, "Ruud: Toen niets. [00:01:16] Later: wel.")
    assert span.of(TEXT) == "Toen niets. Later: wel."


def test_a_time_that_nobody_took_out_is_a_word() -> None:
    untimed = Transcript("T", TEXT, TALK.turns)
    assert find_quote(untimed, "Toen niets. [00:01:16] Later: wel.") == []
    said = transcript("Dat was om (10:30) toch?")
    assert find_quote(said, "Dat was om toch?") == []


def test_an_ambiguous_quote_lists_its_places() -> None:
    text = "ja. ja."
    two = Transcript("T", text, (Turn(1, Span(0, 3), "T", "respondent"), Turn(2, Span(4, 7), "T", "respondent")))
    with pytest.raises(
        QualcodeError, match=r"2 places of T: turn 1 \(0:3\) and turn 2 \(4:7\); choose with --turn or --span"
    ):
        place_quote(two, "ja.")
    assert place_quote(two, "ja.", turn=2) == Span(4, 7)


def test_a_quote_that_is_nowhere_is_not_repeated_in_the_error() -> None:
    with pytest.raises(QualcodeError) as error:
        place_quote(transcript("iets"), "iets geheims")
    assert "geheims" not in str(error.value)


@given(st.text(min_size=1, max_size=60), st.data())
def test_every_slice_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    if quote.strip().strip("\u00ad\u200b\ufeff").strip():
        found = find_quote(transcript(text), quote)
        assert any(span.start <= start + len(quote) and span.end >= start for span in found)


def test_the_time_of_a_place_is_the_last_on_record_before_it() -> None:
    turns = (
        Turn(1, Span(0, 10), "I", "interviewer", time=0.0),
        Turn(2, Span(12, 40), "P", "respondent", "P", time=30.0),
        Turn(3, Span(42, 60), "I", "interviewer"),
    )
    read = Transcript("T", "x" * 60, turns, times=((20, 45.0), (30, 61.5)))
    assert [read.time_at(position) for position in (5, 12, 19, 20, 35, 50)] == [0.0, 30.0, 30.0, 45.0, 61.5, 61.5]


def test_where_no_time_is_on_record_there_is_none() -> None:
    assert transcript("iets").time_at(2) is None
