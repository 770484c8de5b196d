"""Words as people type them: with signs on them, with any apostrophe or hyphen, an abbreviation before a hyphen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, Phrase
from qualcode.model.locate import find_quote
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.suggest import analyser
from qualcode.suggest.matching import Matcher
from qualcode.usecases.keywords.search import parse_query
from tests.conftest import Ran


def found(keyword: str, text: str, language: str = "nl") -> list[str]:
    """The places of a keyword in one sentence."""
    tool = analyser("light", language)
    matcher = Matcher([Code("a", "A", keywords=(parse_query(keyword),))], LAYERS, tool)
    return [hit.span.of(text) for hit in matcher.hits(tool.analyse(text).tokens(0), text)]


@pytest.mark.parametrize(
    ("keyword", "text", "places"),
    [
        ("C++", "Hij schrijft C++ en kreeg een C voor vitamine C", ["C"]),
        ("C#", "C++ of C# of C", ["C"]),
        ("50%", "50% van de 50 mensen, of 50 %", ["50"]),
        ("R&D", "De R&D is groot, R en D apart, R D ook, R & D met spaties", ["R&D", "R & D"]),
        ("€ 50", "Het kost 50 gulden of € 50", ["50"]),
        ("24/7", "Er is 24/7 zorg, en 24 tot 7", ["24/7"]),
        ("o.a.", "Dat is o.a. zo", ["o.a"]),  # ordinary points are no signs
    ],
)
def test_signs_belong_to_the_word(keyword: str, text: str, places: list[str]) -> None:
    if keyword == "€ 50":
        with pytest.raises(QualcodeError, match="no letter or digit"):
            found(keyword, text)
    else:
        assert found(keyword, text) == places


def test_a_sign_in_a_group_is_a_sign_too() -> None:
    assert found("{near: [C++, taal], within: 6}", "De taal is C++ hier") == ["taal is C"]
    assert found("{near: [C++, taal], within: 6}", "De taal is C hier") == []


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʼ", "´", "`"])
def test_an_apostrophe_is_one_however_it_was_typed(mark: str) -> None:
    assert found("foto's", f"Mijn foto{mark}s zijn weg") == [f"foto{mark}s"]


@pytest.mark.parametrize("mark", ["-", "‑", "‐", "–"])
def test_a_hyphen_is_one_however_it_was_typed(mark: str) -> None:
    assert found("zorg-plan", f"Het zorg{mark}plan is af") == [f"zorg{mark}plan"]


def test_the_letter_ij_is_two() -> None:
    assert found("ijsbaan", "De ĳsbaan is open") == ["ĳsbaan"]


@pytest.mark.parametrize(
    ("keyword", "word"),
    [
        ("EPD", "EPD-leverancier"),
        ("ICT", "ICT-systemen"),
        ("POH", "POH-GGZ"),
        ("GGZ", "POH-GGZ"),
        ("tijd", "covid-tijd"),
    ],
)
def test_an_abbreviation_before_a_hyphen_is_found(keyword: str, word: str) -> None:
    assert found(keyword, f"De {word} werkt") == [word]
    assert found(keyword, f"De {word.replace('-', '')} werkt") in ([], [word.replace("-", "")])


def test_words_that_begin_with_an_apostrophe_are_searched_as_typed(tmp_path: Path, cli: Callable[..., Ran]) -> None:
    assert parse_query("'s avonds") == Phrase("'s avonds")
    assert parse_query('"goed"') == Phrase("goed")
    assert found("'s avonds", "Ik bel 's avonds laat") == ["s avonds"]
    with pytest.raises(QualcodeError, match="no letter or digit"):
        parse_query('"')
    with pytest.raises(QualcodeError, match="cannot be read"):
        parse_query("{near: [a")


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("De coo\u0308peratie belt", "De coöperatie", "De coo\u0308peratie"),  # text apart, quote composed
        ("De coöperatie belt", "De coo\u0308peratie", "De coöperatie"),  # and the other way round
        ("a\u0323\u0307b", "ạ̇b", "a\u0323\u0307b"),  # two accents
        ("Ik zei cafe\u0301", "cafe\u0301", "cafe\u0301"),
    ],
)
def test_a_quote_is_found_with_accents_composed_or_not(text: str, quote: str, words: str) -> None:
    (span,) = find_quote(Transcript("P-1", text, ()), quote)
    assert span.of(text) == words
    assert span == Span(text.index(words), text.index(words) + len(words))


def test_init_takes_the_language_of_its_codebook(tmp_path: Path, cli: Callable[..., Ran]) -> None:
    (tmp_path / "cb.yaml").write_text("language: en\ncodes: [{id: a, name: A}]\n", encoding="utf-8")
    for args, language in (([], "en"), (["--language", "nl"], "nl")):
        root = tmp_path / f"s-{language}"
        assert cli("init", root, "--codebook", tmp_path / "cb.yaml", *args).status == 0
        assert f"language: {language}\n" in (root / "qualcode.yaml").read_text("utf-8")
    for system, language in (("nl_BE.UTF-8", "nl"), ("de_DE.UTF-8", "en")):  # of neither, the language of the call
        assert cli("init", tmp_path / system, LC_ALL=system).status == 0
        assert f"language: {language}\n" in (tmp_path / system / "qualcode.yaml").read_text("utf-8")
