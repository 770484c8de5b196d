import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.names import is_id, slug
from qualcode.model.transcript import count_words


@pytest.mark.parametrize("name", ["H-1", "P1", "a.b_c", "2026-01"])
def test_ids(name: str) -> None:
    assert is_id(name)


@pytest.mark.parametrize("name", ["", "-a", "a b", "é", "a/b", "con", "NUL", "lpt1", "aux.txt", "a."])
def test_what_is_no_id(name: str) -> None:
    assert not is_id(name)


def test_a_slug_is_an_id_or_nothing() -> None:
    assert slug("Zorgcoöperatie Oost (1)") == "Zorgcooperatie-Oost-1"
    assert slug("…") == slug("con") == ""


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("Eén woord.", 2), ("auto's en e-mail", 3), ("zo’n 7,4 zittingen", 4), ("— …", 0)]
)
def test_words_are_runs_of_letters_and_digits(text: str, words: int) -> None:
    assert count_words(text) == words


SIGNS = "aé1_-'’‑—.,:;!?()\u00ad\u0301人\u0661 \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u2003\u2028\u3000\u200b\ud800"


@given(st.text(st.sampled_from(SIGNS), max_size=30))
def test_words_are_the_same_whether_their_text_is_cut_at_blanks_or_not(text: str) -> None:
    part = r"\w[\w\u00ad\u0300-\u036f]*"
    assert count_words(text) == len(re.findall(rf"{part}(?:['’‑-]{part})*", text))
