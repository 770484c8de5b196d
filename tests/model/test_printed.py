"""The printed form of a quote is made of the words that were spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.model.printed import check_printed

SPOKEN = "en toen zei hij, ja, dat het “onmogelijk” was. Wij   niet. Interviewer zei: goed."


@pytest.mark.parametrize(
    "form",
    [
        SPOKEN,
        "En toen zei hij",  # another first capital
        "[E]n toen zei hij",
        "en toen […] was. Wij niet.",
        "en toen [...] Dat het […] was.",  # a capital after an omission too
        "en toen zei [de bestuurder], ja, dat",  # stands for *hij*
        "en toen zei hij [de bestuurder], ja",  # added
        'dat het "onmogelijk" was',  # other quotation marks, other white space
        "[…] Wij niet. […]",
    ],
)
def test_omissions_insertions_and_a_first_capital_are_allowed(form: str) -> None:
    check_printed(SPOKEN, form)


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ("toen zei hij nee", 1),
        ("en toen […] was. […] zei hij", 3),  # not in this order
        ("en toen zei Hij", 1),  # a capital in the middle
        ("dat het […] mogelijk", 2),  # *mogelijk* is no word of *onmogelijk*
        ("en toen [x] het", 2),  # more than three words left out without a sign
        ("en toen ... dat het", 1),  # an omission is written in brackets
        ("hij zei toen", 1),
    ],
)
def test_anything_else_is_refused_with_the_part_and_without_the_words(form: str, part: int) -> None:
    with pytest.raises(QualcodeError) as refused:
        check_printed(SPOKEN, form)
    told = str(refused.value)
    assert told.startswith(f"Part {part} of the printed form does not stand in the fragment")
    assert "toen" not in told


def test_a_form_without_words_is_refused() -> None:
    with pytest.raises(QualcodeError, match="has no words"):
        check_printed(SPOKEN, "[…] [x]")


def test_speaker_labels_may_be_left_out() -> None:
    check_printed("I trust them.\n\nP-2: Me too.", "I trust them. Me too.")
    check_printed("I trust them.\n\nP-2: Me too.", "I trust them.\n\nP-2: Me too.")


WORDS = st.lists(st.sampled_from("ja nee wij niet hij maar toch veel".split()), min_size=3, max_size=12)


@given(WORDS, st.data())
def test_law_leaving_words_out_is_fine_and_changing_one_is_not(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(1, len(words) - 1))
    end = data.draw(st.integers(start, len(words)))
    check_printed(" ".join(words), " ".join([*words[:start], "[…]", *words[end:]]))
    with pytest.raises(QualcodeError):
        check_printed(" ".join(words), " ".join([*words[:start], "iets", *words[end:]]))
