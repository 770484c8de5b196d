import pytest

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
