"""Whose words are in a selection (docs/counting.md, rule 3)."""

from qualcode.model.selection import Selection
from qualcode.model.span import Span
from qualcode.model.transcript import Turn

ASKED = Turn(1, Span(0, 5), "Interviewer", "interviewer")
FIRST = Turn(2, Span(6, 9), "P-1", "respondent", "P-1")
OTHER = Turn(3, Span(10, 15), "P-2", "respondent", "P-2")
NOBODY = Turn(4, Span(16, 20), "", "respondent")
TURNS = (ASKED, FIRST, OTHER, NOBODY)


def selection(by_case: bool) -> Selection:
    cases = {"P-1"} if by_case else {"P-1", "P-2"}
    return Selection((), (), frozenset(cases), tuple(sorted(cases)), False, by_case)


def test_without_a_filter_on_cases_all_that_is_touched_is_in_the_selection() -> None:
    assert selection(by_case=False).touched(TURNS) == TURNS
    assert selection(by_case=False).includes(())


def test_under_a_filter_on_cases_only_their_own_words_are() -> None:
    chosen = selection(by_case=True)
    assert chosen.touched(TURNS) == (FIRST,)
    assert chosen.includes((ASKED, FIRST))
    assert not chosen.includes((ASKED, OTHER, NOBODY))
    assert not chosen.includes(())
