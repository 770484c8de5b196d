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


def test_a_quote_that_carries_the_names_import_took_out_is_found() -> None:
    text = "Interviewer: En toen?\n\nP-1: Toen niets."
    (span,) = find_quote(transcript(text), "Sanne de Wit: En toen?\nRuud: Toen niets.")
    assert span.of(text) == "En toen?\n\nP-1: Toen niets."


def test_an_ambiguous_quote_lists_its_places() -> None:
    text = "ja. ja."
    two = Transcript("T", text, (Turn(1, Span(0, 3), "T", "respondent"), Turn(2, Span(4, 7), "T", "respondent")))
    with pytest.raises(
        QualcodeError, match=r"2 places of T: turn 1 \(0:3\), turn 2 \(4:7\); choose with --turn or --span"
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
