"""Each layer by itself: what it finds, what it leaves, and the reason it gives."""

from collections.abc import Sequence

import pytest

from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, Phrase
from qualcode.model.suggestion import Hit
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher

ANALYSERS = {language: LightAnalyser(language) for language in ("nl", "en", "de")}


def hits(text: str, keyword: str, layers: Sequence[str] = LAYERS, language: str = "nl") -> list[Hit]:
    analyser = ANALYSERS[language]
    matcher = Matcher([Code("c", "C", keywords=(Phrase(keyword),))], layers, analyser)
    analysis = analyser.analyse(text)
    return [hit for index in analysis.holding(matcher.wanted) for hit in matcher.hits(analysis.tokens(index), text)]


def forms(text: str, keyword: str, layer: str, language: str = "nl") -> list[str]:
    found = hits(text, keyword, language=language)
    assert {hit.layer for hit in found} <= {layer}
    assert hits(text, keyword, tuple({*LAYERS} - {layer, "wildcard"}), language) == []
    return [hit.form for hit in found]


@pytest.mark.parametrize(
    ("text", "keyword", "reason"),
    [
        ("de afspraak", "afspraak", "afspraak: exactly afspraak"),
        ("de afspraken", "afspraak", "afspraken: a form of afspraak"),
        ("de samenwerkingsafspraken", "afspraak", "samenwerkingsafspraken: part afspraak"),
        ("we werken goed samen", "samenwerken", "werken … samen: in two words, samenwerken"),
        ("twee overlegtafels", "overlegtafel", "overlegtafels: by its stem, overlegtafel"),
        ("werkzaam", "werk*", "werkzaam: fits werk*"),
    ],
)
def test_every_layer_gives_its_reason(text: str, keyword: str, reason: str) -> None:
    assert [str(hit.reason) for hit in hits(text, keyword)] == [reason]


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("Wij hebben samengewerkt.", "samenwerken", ["samengewerkt"]),
        ("De huisartsen gaven het op.", "huisarts", ["huisartsen"]),
        ("Een goeie collega.", "goed", ["goeie"]),
        ("Kom effe langs.", "even", ["effe"]),
        ("Ze werd vertrouwd.", "vertrouwen", ["vertrouwd"]),
    ],
)
def test_lemma(text: str, keyword: str, found: list[str]) -> None:
    assert forms(text, keyword, "lemma") == found


def test_the_lemma_is_sought_on_the_texts_side_only() -> None:
    assert hits("de afspraak en het afspreken", "afspraken") == []


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("De regiomaatschappen groeien.", "regiomaatschap", ["regiomaatschappen"]),
        ("Twee overlegtafels.", "overlegtafel", ["overlegtafels"]),
        ("De werking ervan.", "werken", []),  # the list knows werking, so its stem is not asked
        ("Een opschaling.", "opschalen", ["opschaling"]),
    ],
)
def test_stem_is_for_forms_that_the_lemma_list_does_not_know(text: str, keyword: str, found: list[str]) -> None:
    assert forms(text, keyword, "stem") == found


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("Wij werken goed samen.", "samenwerken", ["werken … samen"]),
        ("Ik werk al jaren met ze samen.", "samenwerken", ["werk … samen"]),
        ("Hij gaf het na een jaar op.", "opgeven", ["gaf … op"]),
        ("Het is fijn om samen te werken.", "samenwerken", ["samen … werken"]),
        ("Als we beter samen kunnen werken.", "samenwerken", ["samen … werken"]),
        ("omdat ze mee hebben gedaan", "meedoen", ["mee … gedaan"]),
        ("Wij wilden samen werken.", "samenwerken", ["samen werken"]),
        ("Zij lossen het op.", "oplossen", ["lossen … op"]),
        ("Dat koppelen we dan terug naar de leden.", "terugkoppelen", ["koppelen … terug"]),
        ("Ik zeg dat we samen sterk zijn.", "samenwerken", []),
        ("We werken omdat we samen zijn.", "samenwerken", []),  # another clause
        ("We werken op de poli.", "opwerken", []),  # a preposition
        ("Ik denk aan het project.", "aandenken", []),
    ],
)
def test_separable(text: str, keyword: str, found: list[str]) -> None:
    assert forms(text, keyword, "separable") == found


def test_a_separable_hit_spans_verb_to_particle_and_lights_both() -> None:
    text = "Nou, we werken hier goed samen hoor."
    (hit,) = hits(text, "samenwerken")
    assert hit.span.of(text) == "werken hier goed samen"
    assert [span.of(text) for span in hit.lit] == ["werken", "samen"]


def test_a_verb_with_a_particle_is_another_verb() -> None:
    assert hits("Hij gaf het op.", "geven") == []
    assert [hit.form for hit in hits("Hij gaf het op.", "geven", ("exact", "lemma"))] == ["gaf"]
    assert [hit.form for hit in hits("Hij gaf het geld.", "geven")] == ["gaf"]


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("samenwerkingsafspraken", "afspraak", ["samenwerkingsafspraken"]),
        ("afsprakenlijst", "afspraak", ["afsprakenlijst"]),
        ("zelfvertrouwen", "vertrouwen", ["zelfvertrouwen"]),
        ("vertrouwensband", "vertrouwen", ["vertrouwensband"]),
        ("jeugdzorginstellingen", "instelling", ["jeugdzorginstellingen"]),
        ("ziekenhuisbestuur", "bestuur", ["ziekenhuisbestuur"]),
        ("NZa-regels", "regel", ["nza-regels"]),
        ("belangrijk", "belang", []),
        ("maatschappelijk", "maatschap", []),
        ("netwerken", "werken", []),
        ("priesterschap", "priester", []),
        ("behandelen", "handelen", []),
        ("huiswerk", "werk", []),  # a keyword of four letters
    ],
)
def test_compound(text: str, keyword: str, found: list[str]) -> None:
    assert [hit.form for hit in hits(text, keyword) if hit.layer == "compound"] == found


def test_layers_of_a_keyword_are_exactly_those_listed() -> None:
    analyser = ANALYSERS["nl"]
    for layers, found in ((("compound",), ["samenwerkingsafspraken"]), (("exact", "lemma"), ["afspraken"])):
        matcher = Matcher([Code("c", "C", keywords=(Phrase("afspraak", layers),))], LAYERS, analyser)
        analysis = analyser.analyse("de afspraken en samenwerkingsafspraken")
        assert [hit.form for hit in matcher.hits(analysis.tokens(0), "de afspraken en samenwerkingsafspraken")] == found


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("We've talked.", "have", ["'ve"]),
        ("They don't trust us.", "not", ["n't"]),
        ("It's late at the hospital's gate.", "be", ["'s"]),
        ("They trusted the nurses.", "nurse", ["nurses"]),
    ],
)
def test_english_contractions_are_words_of_their_own(text: str, keyword: str, found: list[str]) -> None:
    assert [hit.form for hit in hits(text, keyword, language="en")] == found


@pytest.mark.slow
def test_german() -> None:
    assert [hit.form for hit in hits("Wir arbeiten gut zusammen.", "zusammenarbeiten", language="de")] == [
        "arbeiten … zusammen"
    ]
    assert [hit.form for hit in hits("die Vereinbarungen", "Vereinbarung", language="de")] == ["vereinbarungen"]
    assert [hit.form for hit in hits("das Krankenhaus", "krank", language="de")] == ["krankenhaus"]


def test_every_language_of_a_codebook_has_its_lists() -> None:
    from qualcode.model.settings import MATCHED
    from qualcode.suggest.languages import LANGUAGES

    assert [LANGUAGES.get(code).code for code in MATCHED] == list(MATCHED)
