"""Keywords to hits, one layer at a time."""

from collections.abc import Sequence

import pytest

from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, parse_keyword
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher


def hits(
    text: str, *keywords: object, unless: Sequence[object] = (), layers: Sequence[str] = LAYERS, language: str = "nl"
) -> list[tuple[str, str]]:
    code = Code("c", "C", keywords=tuple(map(parse_keyword, keywords)), unless=tuple(map(parse_keyword, unless)))
    analyser = LightAnalyser(language)
    matcher = Matcher([code], layers, analyser)
    analysis = analyser.analyse(text)
    found = [hit for index in analysis.holding(matcher.wanted) for hit in matcher.hits(analysis.tokens(index), text)]
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


def test_not_on_a_keyword_bars_that_keyword_alone() -> None:
    keyword = {"word": "afspraak", "not": ["garage"]}
    assert hits("De afspraak bij de garage gaat over zorg.", keyword, "zorg") == [("zorg", "exact")]
    assert hits("De afspraak staat.", keyword) == [("afspraak", "exact")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("angst en wantrouwen, later nog eens angst", ["angst en wantrouwen"]),
        ("wantrouwen geeft soms angst, en angst geeft wantrouwen", ["angst geeft wantrouwen"]),
        ("wantrouwen zonder dat iemand daar ooit echt angst voor heeft", []),
    ],
)
def test_near_takes_the_places_that_are_nearest(text: str, found: list[str]) -> None:
    assert [words for words, _ in hits(text, {"near": ["angst", "wantrouwen"], "within": "3"})][:1] == found


def test_any_finds_each_of_its_parts() -> None:
    assert hits("vertrouwen en openheid", {"any": ["openheid", "vertrouwen"]}) == [
        ("vertrouwen", "exact"), ("openheid", "exact"),
    ]  # fmt: skip


def test_a_group_takes_the_layer_of_its_weakest_part() -> None:
    assert hits("de samenwerkingsafspraken en het vertrouwen", {"all": ["afspraak", "vertrouwen"]})[0][1] == "compound"


def test_english() -> None:
    assert hits("They trusted us.", "trust", language="en") == [("trusted", "lemma")]


@pytest.mark.parametrize("mode", [{"near": ["aap", "aap"], "within": "5"}, {"all": ["aap", "aap"]}])
def test_one_word_is_not_two_parts_of_a_group(mode: dict[str, object]) -> None:
    assert hits("een aap alleen", mode) == []
    assert [words for words, _ in hits("een aap en een aap", mode)] == ["aap en een aap"]
