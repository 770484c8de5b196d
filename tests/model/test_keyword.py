import pytest

from qualcode.model.keyword import Group, Pattern, Words, parse_keyword, show_keyword


@pytest.mark.parametrize(
    ("raw", "keyword", "shown"),
    [
        ("samenwerken", Words("samenwerken"), "samenwerken"),
        ("  goed   overleg ", Words("goed overleg"), "goed overleg"),
        ("werk*", Words("werk*"), "werk*"),
        ({"exact": "KPI"}, Words("KPI", ("exact",)), "=KPI"),
        ({"word": "zorg", "layers": ["exact", "lemma"]}, Words("zorg", ("exact", "lemma")), "zorg"),
        (
            {"near": ["informatie", "misbruik"], "within": "8"},
            Group("near", (Words("informatie"), Words("misbruik")), 8),
            "near 8: informatie + misbruik",
        ),
        ({"all": ["a1", "b1"]}, Group("all", (Words("a1"), Words("b1"))), "all: a1 + b1"),
        ({"any": ["a1", "b1"]}, Group("any", (Words("a1"), Words("b1"))), "any: a1 / b1"),
        ({"pattern": [{"LEMMA": "werken"}]}, Pattern(({"LEMMA": "werken"},)), "pattern of 1 tokens"),
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
        ({"pattern": []}, "token descriptions"),
        ({"all": ["a1", {"pattern": [{}]}]}, "stands alone"),
    ],
)
def test_a_wrong_keyword_says_what_is_allowed(raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_keyword(raw)
