"""A sitting without any face: questions have tokens, long work has tickets, and two sittings at one study lose nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts.study import open_study
from qualcode.store.load import read_on_text
from qualcode.text import Say
from qualcode.tui.sitting import Question, Recount, Reply, Shown
from tests.conftest import build_study
from tests.tui.desks import STUDY, Make, Sitting


def test_an_answer_counts_once_and_only_for_the_question_that_is_open(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).to("rely").do("code").do("new-code")
    code, other = sitting.questions
    assert sitting.own.answer(code.token, "trust") == Reply()  # something else was asked since
    assert sitting.codings == []
    sitting.do("code")
    (*_, again) = sitting.questions
    assert again.token not in (code.token, other.token)
    sitting.keep(sitting.own.answer(again.token, "trust"))
    assert sitting.codings == [("trust", "We rely on one another.")]
    assert sitting.own.answer(again.token, "fear") == Reply()


def test_a_question_may_be_answered_after_what_another_hand_changed_was_taken_in(make_study: Make) -> None:
    one = Sitting(make_study(STUDY))
    other = Sitting(open_study(one.desk.study.root))
    one.to("rely").do("code")
    other.to("law").do("code", "law")
    reply = one.own.take_in()
    assert reply.reactions == [Recount(), Shown()]
    one.keep(one.own.answer(one.questions[-1].token, "trust"))
    assert ("trust", "We rely on one another.") in one.codings
    assert len(one.codings) == 2


def test_what_fails_ends_what_was_to_follow(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    reply = sitting.own.do("transcript-back")
    assert reply.reactions == [Say("desk.no_transcript")]
    assert not reply.done
    assert sitting.own.do("transcript-on").done
    assert sitting.session.transcript == "P-2"


def test_a_count_is_taken_in_with_the_last_ticket_alone(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).own
    old = sitting.count_tickets()
    new = sitting.count_tickets(["P-1", "gone"])
    assert set(new) == {"P-1"}
    assert not sitting.counted("P-1", {}, old["P-1"])
    assert sitting.counted("P-1", {}, new["P-1"])
    assert sitting.counted("P-2", {}, old["P-2"])
    assert set(sitting.counts) == {"P-1", "P-2"}


ACTS = ("code:trust", "code:fear", "next-turn", "withdraw", "undo", "redo", "key", "accept", "reject")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(turns=st.lists(st.tuples(st.booleans(), st.sampled_from(ACTS)), max_size=20))
def test_two_sittings_that_take_turns_show_the_same_and_lose_nothing(
    turns: list[tuple[bool, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root: Path = build_study(tmp_path_factory.mktemp("two") / "study", STUDY.strip()).study.root
    pair = Sitting(open_study(root)).propose(), Sitting(open_study(root)).propose()
    for second, act in turns:
        sitting = pair[second]
        sitting.own.take_in()
        name, _, answer = act.partition(":")
        for one in sitting.own.do(name, answer or None).reactions:
            if isinstance(one, Question):
                sitting.own.answer(one.token, "because")
        on_disk = read_on_text(sitting.desk.study, "jan", sitting.session.transcript)
        assert sitting.session.mine == on_disk
    for sitting in pair:
        sitting.own.take_in()
    assert pair[0].codings == pair[1].codings
    assert read_on_text(pair[0].desk.study, "jan", "P-1").adrift == ()
