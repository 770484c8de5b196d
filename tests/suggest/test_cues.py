"""Cues flag a hit; they never decide."""

import pytest

from qualcode.model.selection import Filters
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened, open_study


def cue(opened: Opened, *, interviewer: bool = False) -> list[str]:
    finder = Finder.make(open_study(opened.study.root), Filters(), "jan", interviewer=interviewer)
    return [suggestion.cue for proposed in find_all(finder) for suggestion in proposed.suggestions]


@pytest.mark.parametrize(
    ("said", "cues"),
    [
        ("Er is geen vertrouwen.", ["geen"]),
        ("Er is een gebrek aan onderling vertrouwen.", ["gebrek aan"]),
        ("Wij misten het vertrouwen.", ["missen"]),
        ("Het vertrouwen ontbreekt.", ["ontbreken"]),
        ("Er was nauwelijks of geen vertrouwen.", ["geen"]),
        ("Er is niet altijd vertrouwen.", ["zwak: niet"]),
        ("Wij vertrouwen ze niet.", ["zwak: niet"]),
        ("Het kan zonder vertrouwen.", ["zwak: zonder"]),
        ("Geen geld, maar wel vertrouwen.", [""]),  # another clause
        ("Geen geld, wel vertrouwen.", [""]),  # by the comma alone
        ("Geen geld maar wel vertrouwen.", [""]),  # by the word alone
        ("Ik heb geen idee of er vertrouwen is.", [""]),
        ("Er is vertrouwen. Maar de cijfers zeggen iets anders.", ["wending volgt"]),
        ("Er is vertrouwen. Altijd. Maar ja.", [""]),
        ("Er is vertrouwen.", [""]),
    ],
)
def test_what_flags_a_hit(said: str, cues: list[str], make_study) -> None:  # type: ignore[no-untyped-def]
    study = make_study(f"""
    == codebook.yaml
    language: nl
    codes: [{{id: a, name: A, keywords: [vertrouwen]}}]
    == P-1.txt
    I: Hoe?
    P-1: {said}
    I: En?
    P-1: Ja.
    """)
    assert cue(study) == cues


def test_english_cues(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [trust]}]
    == P-1.txt
    I: How?
    P-1: There is a lack of trust. We don't trust them. Fine. We trust them. However, it took time.
    I: So?
    P-1: So.
    """
    assert cue(study) == ["lack of; weak: not", "turn follows"]


def test_a_hit_that_repeats_the_interviewer_is_marked(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [trust, respect]}]
    == P-1.txt
    I: Do you trust them?
    P-1: Trust them? No idea. Fine. Respect matters.
    I: So?
    P-1: We trusted them.
    """
    assert cue(study) == ["repeats interviewer", "", ""]


def test_the_interviewers_words_are_matched_only_when_asked_for(study: Opened) -> None:
    """
    == codebook.yaml
    language: en
    codes: [{id: a, name: A, keywords: [trust]}]
    == P-1.txt
    I: Do you trust them?
    P-1: No.
    I: So?
    P-1: Fine.
    """
    assert cue(study) == []
    assert cue(study, interviewer=True) == [""]
