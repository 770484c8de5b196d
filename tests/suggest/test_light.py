"""Words, sentences and contractions of the default analyser."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, parse_keyword
from qualcode.suggest.languages import LANGUAGES
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher
from qualcode.suggest.sentences import LONGEST, split_sentences

DUTCH, ENGLISH = LightAnalyser("nl"), LightAnalyser("en")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ik ken Jan. Nee. Klopt.", ["Ik ken Jan.", "Nee.", "Klopt."]),
        ("Een. Twee! Drie?", ["Een.", "Twee!", "Drie?"]),
        ("een. twee. ja hoor. en drie", ["een.", "twee.", "ja hoor.", "en drie"]),
        ("Dat is o.a. zo, bijv. hier. En dr. Jansen.", ["Dat is o.a. zo, bijv. hier.", "En dr. Jansen."]),
        ("Annie M.G. Schmidt. Ja.", ["Annie M.G. Schmidt.", "Ja."]),
        ("Eh... dat weet ik niet. ja.", ["Eh... dat weet ik niet.", "ja."]),
        ("Hij zei: “Nee.” Toen niets", ["Hij zei: “Nee.”", "Toen niets"]),
        ("Hij zei nee. '' Toen niets", ["Hij zei nee. ''", "Toen niets"]),
        ("Een regel\nloopt door.\n\nNieuwe alinea", ["Een regel\nloopt door.", "Nieuwe alinea"]),
        ("7.4 zittingen. Ja", ["7.4 zittingen.", "Ja"]),
        ("Zo......................", ["Zo......................"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text, LANGUAGES.get("nl"))] == sentences


@given(st.text(alphabet="ab .!?…\n'”", max_size=200))
def test_sentences_are_in_order_apart_and_hold_every_letter(text: str) -> None:
    places = split_sentences(text, LANGUAGES.get("nl"))
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert "".join(text[a:b] for a, b in places).replace(" ", "").replace("\n", "") == "".join(text.split())


def test_a_text_without_full_stops_is_cut_at_white_space() -> None:
    text = "woord " * LONGEST
    places = split_sentences(text, LANGUAGES.get("nl"))
    assert len(places) > 5
    assert all(end - start <= LONGEST and text[start:end].endswith("woord") for start, end in places)


def test_what_is_no_word_takes_no_time() -> None:
    """Ten million letters without a space, with every layer asked for."""
    text = "samen" * 2_000_000
    code = Code("c", "C", keywords=tuple(map(parse_keyword, ["samenwerken", "werken", "afspraak", "samen*"])))
    matcher = Matcher([code], LAYERS, DUTCH)
    analysis = DUTCH.analyse(text)
    hits = [hit for index in analysis.holding(matcher.wanted) for hit in matcher.hits(analysis.tokens(index), text)]
    assert {hit.layer for hit in hits} == {"wildcard"}


@given(st.text(alphabet="aé’'-\u0301\u00ad ._,", max_size=60), st.integers(0, 1000))
def test_tokens_stand_where_they_say(text: str, start: int) -> None:
    for analyser in (DUTCH, ENGLISH):
        analysis = analyser.analyse(text, start)
        tokens = [token for index in range(len(analysis.sentences)) for token in analysis.tokens(index)]
        assert all(text[token.start - start : token.end - start].strip() for token in tokens)
        assert all(a.end <= b.start for a, b in pairwise(tokens))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("don't", ["do", "n't"]),
        ("I’ve", ["i", "'ve"]),
        ("shouldn't've", ["should", "n't", "'ve"]),
        ("O'Brien", ["o'brien"]),
    ],
)
def test_contractions(word: str, forms: list[str]) -> None:
    assert list(ENGLISH.forms(word)) == forms
    assert list(DUTCH.forms("auto's")) == ["auto's"]


def test_punctuation_between_words_is_known() -> None:
    tokens = DUTCH.analyse("Ja, dat is – denk ik – zo’n e-mail (hoor) hè.").tokens(0)
    assert [token.form for token in tokens if token.stop] == ["ja", "is", "ik", "e-mail", "hoor", "hè"]
