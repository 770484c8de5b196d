"""Law: a sentence that is passed over has no hit. Only sentences that may have one are looked at closely."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.codebook import Code
from qualcode.model.keyword.keyword import LAYERS, Group, Keyword, parse_keyword
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.suggest.light import LightAnalyser
from qualcode.suggest.matching import Matcher
from qualcode.usecases.shipped import codebook_text, codebooks

ANALYSER = LightAnalyser("nl")
WORDS = (
    "samen",
    "werken",
    "werkt",
    "wij",
    "samenwerken",
    "stap",
    "voor",
    "goed",
    "goede",
    "overleg",
    "op",
    "lijn",
    "één",
)
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join).map(parse_keyword)
KEYWORDS = st.recursive(
    PHRASES,
    lambda parts: st.builds(
        Group,
        st.sampled_from(["any", "all", "near"]),
        st.lists(parts, min_size=1, max_size=3).map(tuple),
        st.integers(1, 6),
    ),
    max_leaves=4,
)
TEXTS = st.lists(st.sampled_from([*WORDS, ".", ","]), max_size=14).map(" ".join)


def passed_over(codes: Sequence[Code], text: str) -> list[str]:
    """The sentences with a hit that were passed over."""
    matcher = Matcher(codes, LAYERS, ANALYSER)
    analysis = ANALYSER.analyse(text)
    held = set(analysis.holding(matcher.wanted))
    others = (at for at in range(len(analysis)) if at not in held)
    return [analysis.sentences[at].of(text) for at in others if matcher.hits(analysis.tokens(at), text)]


@given(st.lists(KEYWORDS, min_size=1, max_size=3), TEXTS)
def test_of_keywords_of_any_kind(keywords: list[Keyword], text: str) -> None:
    assert passed_over([Code("c", "C", keywords=tuple(keywords))], text) == []


def test_a_phrase_is_looked_for_where_both_words_stand() -> None:
    matcher = Matcher([Code("c", "C", keywords=(parse_keyword("goed overleg"),))], LAYERS, ANALYSER)
    analysis = ANALYSER.analyse("Goed zo. Het overleg. Goede overleggen. Overleg is goed.")
    assert analysis.holding(matcher.wanted) == [2, 3]


@pytest.mark.parametrize("name", codebooks())
def test_of_the_codebooks_that_come_along(name: str) -> None:
    book = sound_codebook(codebook_text(name))
    shown = " ".join(code.definition + ". " + ". ".join((code.include, code.exclude, code.name)) for code in book.codes)
    assert passed_over(book.codes, shown) == []
