"""Keywords to hits, one layer at a time."""

from collections.abc import Sequence

import pytest

from qualcode.model.codebook import Code
from qualcode.model.keyword import parse_keyword
from qualcode.suggest.light import LightAnalyser, split_sentences
from qualcode.suggest.matching import Matcher

ALL = ("exact", "lemma", "wildcard")


def hits(
    text: str, *keywords: object, unless: Sequence[object] = (), layers: Sequence[str] = ALL, language: str = "nl"
) -> list[tuple[str, str]]:
    code = Code("c", "C", keywords=tuple(map(parse_keyword, keywords)), unless=tuple(map(parse_keyword, unless)))
    matcher = Matcher([code], layers)
    found = [
        hit for span, tokens in LightAnalyser(language).analyse(text).sentences for hit in matcher.hits(tokens, span)
    ]
    assert all(hit.span.of(text) for hit in found)
    return [(hit.span.of(text), hit.layer) for hit in found]


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("De Afspraak stond.", "afspraak", [("Afspraak", "exact")]),
        ("Alle afspraken stonden.", "afspraak", [("afspraken", "lemma")]),
        ("Wij vertrouwden hen.", "vertrouwen", [("vertrouwden", "lemma")]),
        ("Het wantrouwen en wantrouwig.", "wantrouw*", [("wantrouwen", "wildcard"), ("wantrouwig", "wildcard")]),
        ("Zelfvertrouwen helpt.", "*vertrouwen", [("Zelfvertrouwen", "wildcard")]),
        ("De samenwerkingsafspraken.", "*werking*", [("samenwerkingsafspraken", "wildcard")]),
        ("Een goed overleg.", "goed overleg", [("goed overleg", "exact")]),
        ("Goede overleggen.", "goed overleg", [("Goede overleggen", "lemma")]),
        ("Goed. Overleg.", "goed overleg", []),
        ("Goed en overleg.", "goed overleg", []),
        ("De KPI's.", {"exact": "KPI"}, []),
        ("Een kpi.", {"exact": "KPI"}, [("kpi", "exact")]),
        ("auto’s genoeg", "auto's", [("auto’s", "exact")]),
        (
            "misbruik van de informatie",
            {"near": ["informatie", "misbruik"], "within": "3"},
            [("misbruik van de informatie", "exact")],
        ),
        ("misbruik van al die gedeelde informatie", {"near": ["informatie", "misbruik"], "within": "3"}, []),
        ("eerst dit en dan dat", {"all": ["dat", "eerst"]}, [("eerst dit en dan dat", "exact")]),
        ("een dit", {"any": ["dat", "dit"]}, [("dit", "exact")]),
        ("Afspraken hier.", {"word": "afspraak", "layers": ["exact"]}, []),
    ],
)
def test_a_keyword_and_what_it_finds(text: str, keyword: object, found: list[tuple[str, str]]) -> None:
    assert hits(text, keyword) == found


def test_the_study_can_switch_layers_off_and_wildcards_run_where_asked() -> None:
    assert hits("Afspraken, afspraak, werkt.", "afspraak", "werk*", layers=["exact"]) == [
        ("afspraak", "exact"),
        ("werkt", "wildcard"),
    ]


def test_a_sentence_that_matches_not_is_no_suggestion() -> None:
    assert hits("De afspraak bij de garage. De afspraak telt.", "afspraak", unless=["garage"]) == [
        ("afspraak", "exact")
    ]


def test_english() -> None:
    assert hits("They trusted us.", "trust", language="en") == [("trusted", "lemma")]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Een. Twee! Drie?", ["Een.", "Twee!", "Drie?"]),
        ("Dat is o.a. zo, bijv. hier. En dr. Jansen.", ["Dat is o.a. zo, bijv. hier.", "En dr. Jansen."]),
        ("Eh... dat weet ik niet. ja.", ["Eh... dat weet ik niet.", "ja."]),
        ("Hij zei: “Nee.” Toen niets", ["Hij zei: “Nee.”", "Toen niets"]),
        ("Een regel\nloopt door.\n\nNieuwe alinea", ["Een regel\nloopt door.", "Nieuwe alinea"]),
        ("7.4 zittingen. Ja", ["7.4 zittingen.", "Ja"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
