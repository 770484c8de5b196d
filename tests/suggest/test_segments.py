"""Which segment is proposed, and the memory of what was decided."""

import pytest

from qualcode.model.locate import place_quote
from qualcode.model.selection import Filters
from qualcode.model.suggestion import Suggestion
from qualcode.usecases.coding.by_hand import apply
from qualcode.usecases.keywords.decide import decide, decision_of
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened, open_study


def found(study: Opened, again: bool = False, coder: str = "jan", **filters: object) -> list[tuple[str, str]]:
    finder = Finder.make(open_study(study.study.root), Filters(**filters), coder)  # type: ignore[arg-type]
    return [
        (suggestion.span.of(transcript.text), suggestion.status)
        for _, transcript, suggestions, _ in find_all(finder, again=again)
        for suggestion in suggestions
    ]


def one(study: Opened, number: int = 0) -> tuple[Finder, Suggestion]:
    finder = Finder.make(open_study(study.study.root), Filters(), "jan")
    return finder, [s for proposed in find_all(finder) for s in proposed.suggestions][number]


def judge(study: Opened, verdict: str, /, number: int = 0, **how: str) -> list[str]:
    finder, suggestion = one(study, number)
    handle = finder.opened.project.transcript("P-1")
    return decide(finder.opened, "jan", handle, [decision_of(suggestion, verdict, **how)], finder.analyser)


STUDY = """
    == codebook.yaml
    codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
    == P-1.txt
    I: Is it good?
    P-1: It is good. Really good. It rains. Good again.
    I: Good?
    P-1: Yes.
"""


def test_hit_sentences_that_follow_one_another_make_one_suggestion(study: Opened) -> None:
    """
    == codebook.yaml
    codes: [{id: a, name: A, keywords: [good]}, {id: b, name: B}]
    == P-1.txt
    I: Is it good?
    P-1: It is good. Really good. It rains. Good again.
    I: Good?
    P-1: Yes.
    """
    assert found(study) == [("It is good. Really good.", "open"), ("Good again.", "open")]
    _, suggestion = one(study)
    assert (suggestion.turn, suggestion.forms, suggestion.strongest.layer, len(suggestion.hits)) == (
        2,
        "good",
        "exact",
        2,
    )


@pytest.mark.parametrize(
    ("unit", "segments"),
    [("turn", ["It is good. It rains. Good again."]), ("hit", ["good", "Good"])],
)
def test_the_unit_is_the_studys(unit: str, segments: list[str], make_study) -> None:  # type: ignore[no-untyped-def]
    study = make_study(f"""
    == qualcode.yaml
    matching: {{unit: {unit}}}
    == codebook.yaml
    codes: [{{id: a, name: A, keywords: [good]}}]
    == P-1.txt
    I: How?
    P-1: It is good. It rains. Good again.
    I: So?
    P-1: So.
    """)
    assert [text for text, _ in found(study)] == segments


@pytest.fixture
def decided(make_study) -> Opened:  # type: ignore[no-untyped-def]
    opened: Opened = make_study(STUDY)
    return opened


@pytest.mark.parametrize(
    ("verdict", "how", "status"),
    [("accept", {}, "accepted"), ("reject", {"reason": "no"}, "rejected"), ("change", {"new_code": "b"}, "changed")],
)
def test_what_was_decided_is_not_asked_again(decided: Opened, verdict: str, how: dict[str, str], status: str) -> None:
    judge(decided, verdict, 0, **how)
    assert found(decided) == [("Good again.", "open")]
    assert (found(decided, again=True))[0] == ("It is good. Really good.", status)
    assert len(found(decided, coder="ann")) == 2  # memory is a coder's own


def test_memory_goes_by_the_hits_place_so_coding_by_hand_withholds_too(decided: Opened) -> None:
    handle = decided.project.transcript("P-1")
    apply(decided, "jan", handle, "a", place_quote(handle.read(), "is good. Really"))
    assert found(decided) == [("Really good.", "open"), ("Good again.", "open")]


def test_a_new_keyword_proposes_only_what_is_new(decided: Opened) -> None:
    judge(decided, "reject")
    path = decided.study.codebook
    path.write_text(path.read_text().replace("[good]", "[good, rains, really]"))
    assert found(decided) == [("It rains. Good again.", "open")]


def test_a_renamed_code_remembers(decided: Opened) -> None:
    judge(decided, "reject")
    path = decided.study.codebook
    path.write_text(path.read_text().replace("{id: a, name: A,", "{id: c, name: C, was: [a],"))
    assert found(decided) == [("Good again.", "open")]


def test_a_withdrawn_decision_opens_the_suggestion_again(decided: Opened) -> None:
    from qualcode.usecases.coding.by_hand import withdraw

    (event,) = judge(decided, "reject")
    withdraw(open_study(decided.study.root), "jan", [event])
    assert len(found(decided)) == 2


@pytest.mark.parametrize(
    ("widen", "words"),
    [
        ("", "Good again."),
        ("-1", "It rains. Good again."),
        ("+1", "Good again."),
        ("turn", "It is good. Really good. It rains. Good again."),
    ],
)
def test_an_accepted_segment_can_be_widened(decided: Opened, widen: str, words: str) -> None:
    judge(decided, "accept", 1, widen=widen)
    (journal,) = open_study(decided.study.root).project.journals
    assert [coding.quote for coding in journal.read().applied] == [words]


def test_deciding_twice_writes_once(decided: Opened) -> None:
    finder, suggestion = one(decided)
    handle = finder.opened.project.transcript("P-1")
    for verdict in ("accept", "reject"):
        decision = decision_of(suggestion, verdict)
        assert decide(finder.opened, "jan", handle, [decision], finder.analyser)
        assert decide(finder.opened, "jan", handle, [decision], finder.analyser) == []
    (journal,) = open_study(decided.study.root).project.journals
    assert (len(journal.read().applied), len(journal.read().rejected)) == (0, 1)


def test_filters_choose_speakers_and_codes(decided: Opened) -> None:
    assert found(decided, case=("P-1",)) != []
    assert found(decided, kind=("document",)) == []
