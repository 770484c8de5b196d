"""Rocchio over TF-IDF: the algebra, and suggestions in the order of what was accepted."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.report.tables.suggestions import suggestion_data
from qualcode.suggest.ranking import Profile, Vocabulary
from qualcode.usecases.coding.by_hand import apply, checked_span
from qualcode.usecases.keywords.decide import decide, decision_of
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.keywords.rank import learn, ranked
from qualcode.usecases.study import Opened, open_study

texts = st.lists(st.sampled_from("trust money law nurse data fear".split()), max_size=8)


@given(st.lists(texts, min_size=1, max_size=8), texts)
def test_a_vector_has_length_one_or_is_empty(corpus: list[list[str]], said: list[str]) -> None:
    vocabulary = Vocabulary()
    for segment in corpus:
        vocabulary.add(segment)
    vector = vocabulary.vector(said)
    assert sqrt(sum(value * value for value in vector.values())) == pytest.approx(1 if said else 0)


@given(st.lists(texts, min_size=1, max_size=8), texts, texts, texts)
def test_scores_lie_between_nothing_and_one_and_evidence_is_shared(
    corpus: list[list[str]], asked: list[str], yes: list[str], no: list[str]
) -> None:
    vocabulary = Vocabulary()
    for segment in corpus:
        vocabulary.add(segment)
    profile = Profile(vocabulary.vector(asked), [vocabulary.vector(yes)], [vocabulary.vector(no)])
    for segment in corpus:
        vector = vocabulary.vector(segment)
        assert -1e-9 <= profile.score(vector) <= 1 + 1e-9
        assert set(profile.evidence(vector)) <= set(segment) & {*asked, *yes}


def test_what_was_rejected_counts_against() -> None:
    vocabulary = Vocabulary()
    for segment in (["trust", "money"], ["trust", "law"], ["fear"], ["nurse"]):
        vocabulary.add(segment)
    money, law = vocabulary.vector(["money"]), vocabulary.vector(["law"])
    both = [vocabulary.vector(["trust", "money"]), vocabulary.vector(["trust", "law"])]
    assert Profile({}, both, [law]).score(money) > Profile({}, both, [law]).score(law)
    assert Profile({}, both, []).score(money) == pytest.approx(Profile({}, both, []).score(law))


STUDY = """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [trust]}, {id: b, name: B}]
    == P-1.txt
    I: How?
    P-1: I trust a bank with money. It rains. I trust a doctor in hospital. Banks hold money safely. Money in banks is dull.
    I: So?
    P-1: Trust money, trust banks. Snow. Trust nurses. Trust in general.
"""


def decided(make_study) -> Finder:  # type: ignore[no-untyped-def]
    """Of five suggestions, the first (money) accepted and the second (hospital) rejected."""
    opened: Opened = make_study(STUDY)
    finder = Finder.make(opened, Filters(), "jan")
    (proposed,) = find_all(finder)
    for suggestion, verdict in zip(proposed.suggestions, ("accept", "reject"), strict=False):
        decide(opened, "jan", proposed.handle, [decision_of(suggestion, verdict)], finder.analyser)
    return Finder.make(open_study(opened.study.root), Filters(), "jan")


def rows(finder: Finder, *, beyond: bool) -> list[tuple[object, ...]]:
    learned = learn(finder, lambda items, *_: items, beyond=beyond)
    data = suggestion_data(finder.opened.view(), ranked(finder, learned, find_all(finder)))
    return [(r["quote"], r["layer"], r["form"]) for r in data.records()]


def test_open_suggestions_come_likest_first(make_study) -> None:  # type: ignore[no-untyped-def]
    assert [row[0] for row in rows(decided(make_study), beyond=False)] == [
        "Trust money, trust banks.",
        "Trust nurses. Trust in general.",
    ]


def test_beyond_keywords_proposes_what_looks_like_it_with_the_words_that_weighed(make_study) -> None:  # type: ignore[no-untyped-def]
    found = rows(decided(make_study), beyond=True)
    assert ("Banks hold money safely.", "learned", "banks; money") in found
    assert all(row[0] != "It rains." for row in found)
    assert found[0][1] != "learned" or found[0][0] != "I trust a bank with money."  # decided: not asked again


def test_what_is_learned_can_be_accepted_and_is_not_proposed_again(make_study) -> None:  # type: ignore[no-untyped-def]
    finder = decided(make_study)
    handle = finder.opened.project.transcript("P-1")
    apply(finder.opened, "jan", handle, "a", place_quote(handle.read(), "Banks hold money safely."))
    again = Finder.make(open_study(finder.opened.study.root), Filters(), "jan")
    assert all(row[0] != "Banks hold money safely." for row in rows(again, beyond=True))


def test_a_code_without_keywords_is_learned_from_what_was_coded_by_hand(make_study) -> None:  # type: ignore[no-untyped-def]
    opened = make_study(STUDY)
    handle = opened.project.transcript("P-1")
    place = handle.read().text.index("Banks hold")
    apply(opened, "jan", handle, "b", checked_span(handle.read(), place, place + 24))
    finder = Finder.make(open_study(opened.study.root), Filters(code=("b",)), "jan", needs_keywords=False)
    assert {row[0] for row in rows(finder, beyond=True)} == {
        "I trust a bank with money.",
        "Trust money, trust banks.",
        "Money in banks is dull.",
    }


def test_without_decisions_there_is_nothing_to_learn(make_study) -> None:  # type: ignore[no-untyped-def]
    finder = Finder.make(make_study(STUDY), Filters(), "jan")
    with pytest.raises(QualcodeError, match="nothing to learn from"):
        learn(finder, lambda items, *_: items, beyond=False)
