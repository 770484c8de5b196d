"""{pattern: […]}: spaCy's own Matcher over our tokens."""

from collections.abc import Sequence

import pytest

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, parse_keyword
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher

pytestmark = pytest.mark.filterwarnings("ignore")
ANALYSER = LightAnalyser("nl")


def found(text: str, *pattern: dict[str, object]) -> Sequence[str]:
    code = Code("c", "C", keywords=(parse_keyword({"pattern": list(pattern)}),))
    matcher = Matcher([code], LAYERS, ANALYSER)
    analysis = ANALYSER.analyse(text)
    hits = [hit for index in analysis.holding(matcher.wanted) for hit in matcher.hits(analysis.tokens(index), text)]
    assert {hit.layer for hit in hits} <= {"pattern"}
    return [hit.span.of(text) for hit in hits]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "pattern", "words"),
    [
        (
            "Wij werkten heel goed samen.",
            [{"LEMMA": "werken"}, {"OP": "*"}, {"LOWER": "samen"}],
            ["werkten heel goed samen"],
        ),
        ("De KPI telt, de kpi niet.", [{"TEXT": "KPI"}], ["KPI"]),
        ("In 2024 en 25.", [{"IS_DIGIT": "true", "LENGTH": {">=": "4"}}], ["2024"]),
        ("vertrouwd en wantrouwend", [{"LOWER": {"REGEX": "trouw"}}], ["vertrouwd", "wantrouwend"]),
        ("vertrouwd en wantrouwend", [{"LOWER": {"REGEX": "^.*trouw.*(d|end)$"}}], ["vertrouwd", "wantrouwend"]),
        (
            "een, geen of veel geld",
            [{"LEMMA": {"IN": ["Geen", "veel"]}}, {"OP": "?"}, {"LOWER": "GELD"}],
            ["geen of veel geld", "veel geld"],
        ),
    ],
)
def test_patterns(text: str, pattern: list[dict[str, object]], words: list[str]) -> None:
    assert set(found(text, *pattern)) <= set(words)
    assert found(text, *pattern)


def test_a_pattern_for_tags_needs_an_analyser_that_tags() -> None:
    with pytest.raises(QualcodeError, match="A pattern of c asks for POS or TAG"):
        found("x", {"POS": "NOUN"})


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ([{"LEMA": "x"}], "cannot have 'LEMA'"),
        ([{"LEMMA": {"MATCHES": "x"}}], "compares with REGEX, IN, NOT_IN, not MATCHES"),
        ([{"LOWER": {"REGEX": "("}}], "no regular expression"),
        ([{"OP": "*"}, {"LOWER": "x", "OP": "?"}], "would match nothing everywhere"),
        ([{"LOWER": "x", "OP": "%"}], "OP is one of"),
        ([{"LOWER": "x", "OP": "{99}"}], "at most 20 times"),
        ([{"IS_DIGIT": "yes"}], "true or false"),
        ([{"LENGTH": "long"}], "LENGTH is a number"),
        ([{"LOWER": "x", "OP": "{3,1}"}], "n is not the larger"),
        ([{"LOWER": {"REGEX": ["a"]}}], "compared with a text"),
        ([{"LOWER": {"REGEX": "^(a+)+$"}}], "repeats a repetition"),
        ([{"LOWER": {"REGEX": "(.*a){25}"}}], "repeats a repetition"),
        ([{"LOWER": {"REGEX": "a*a*a*a*a*a*a*a*b"}}], "repeats a repetition"),
        ([{"LOWER": {"REGEX": "(a|aa)+$"}}], "repeats a repetition"),
        ([{"LOWER": {"REGEX": "(a?){30}a{30}"}}], "repeats a repetition"),
        ([{"LOWER": {"REGEX": "a?" * 20 + "a" * 20}}], "repeats a repetition"),
        ([{"LOWER": "x"}, {"OP": "*"}, {"OP": "*"}, {"OP": "{0,9}"}], "at most 2 tokens of a pattern may repeat"),
        ([{}, {}, {}, {"OP": "{5,20}"}], "in too many ways"),
        ([{"LOWER": "x"}, *[{"LOWER": "y", "OP": "?"}] * 13], "in too many ways"),
        ([{"OP": "+"}, {"OP": "+"}], "stand next to one another"),
        ([{"LOWER": "x", "lower": "y"}], "one value for each of its keys"),
        (["x"], "needs a list of one or more tokens"),
        ([{"LOWER": ["x"]}], "compared with a text"),
    ],
)
def test_a_wrong_pattern_says_what_is_allowed(pattern: list[object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_keyword({"pattern": pattern})


def test_a_long_sentence_is_searched_to_its_end() -> None:
    assert found("zo " * 310 + "werken samen", {"LOWER": "werken"}, {"LOWER": "samen"}) == ["werken samen"]


def test_patterns_read_composed_and_decomposed_letters_alike() -> None:
    assert found("een cafe\u0301 en een Straße", {"LOWER": "café"}) == ["cafe\u0301"]
    assert found("een cafe\u0301 en een Straße", {"LOWER": "straße"}) == ["Straße"]


@pytest.mark.slow
def test_a_sentence_without_end_takes_bounded_time() -> None:
    text = "samen " * 5000
    assert found(text, {"LOWER": "samen"}, {"OP": "*"}, {"LOWER": "samen"}, {"OP": "*"}, {"LOWER": "samen"})
