import pytest

from qualcode.model.keyword.keyword import Group, Pattern, Phrase, parse_keyword, show_keyword


@pytest.mark.parametrize(
    ("raw", "keyword", "shown"),
    [
        ("samenwerken", Phrase("samenwerken"), "samenwerken"),
        ("  goed   overleg ", Phrase("goed overleg"), "goed overleg"),
        ("werk*", Phrase("werk*"), "werk*"),
        ({"exact": "KPI"}, Phrase("KPI", ("exact",)), "=KPI"),
        ({"word": "zorg", "layers": ["exact", "lemma"]}, Phrase("zorg", ("exact", "lemma")), "zorg (exact, lemma)"),
        ({"word": "zorg", "not": ["garage"]}, Phrase("zorg", unless=(Phrase("garage"),)), "zorg (not: garage)"),
        (
            {"near": ["informatie", "misbruik"], "within": "8"},
            Group("near", (Phrase("informatie"), Phrase("misbruik")), 8),
            "near 8: informatie + misbruik",
        ),
        ({"all": ["a1", "b1"]}, Group("all", (Phrase("a1"), Phrase("b1"))), "all: a1 + b1"),
        ({"any": ["a1", "b1"]}, Group("any", (Phrase("a1"), Phrase("b1"))), "any: a1 / b1"),
        ({"pattern": [{"LEMMA": "werken"}]}, Pattern(({"LEMMA": "werken"},)), "pattern: {LEMMA: werken}"),
    ],
)
def test_every_form_of_the_keyword_language(raw: object, keyword: object, shown: str) -> None:
    assert parse_keyword(raw) == keyword
    assert show_keyword(parse_keyword(raw)) == shown


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "at least one letter"),
        ("*", "at least one letter"),
        ("a*", "at least two letters"),
        ("sa*men", "inside a word"),
        (["a"], "a keyword is"),
        ({"near": ["a1", "b1"]}, "a keyword is"),
        ({"near": ["a1", "b1"], "within": "0"}, "1 or more"),
        ({"any": ["a1"]}, "two or more"),
        ({"word": "zorg", "layers": ["lema"]}, "layers are exact"),
        ({"word": "zorg", "not": "garage"}, "`not` is a list"),
        ({"all": ["a1", {"word": "b1", "not": ["c1"]}]}, "stands on the whole keyword"),
        ("zorg & welzijn", "has no letter or digit"),
        ({"word": "zorg", "layers": ["wildcard"]}, "it needs a layer such as exact or lemma"),
        ({"pattern": []}, "needs a list of one or more tokens"),
        ({"all": ["a1", {"pattern": [{}]}]}, "stands on the whole keyword"),
    ],
)
def test_a_wrong_keyword_says_what_is_allowed(raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_keyword(raw)
