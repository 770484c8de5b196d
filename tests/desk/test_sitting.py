"""A sitting without any face: questions have tokens, long work has tickets, and two sittings at one study lose nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.desk.sitting import DeskQuestion, Faulty, Recount, Reply, TranscriptShown
from qualcode.store.journal import read_codings
from qualcode.text import Say
from qualcode.usecases.study import open_study
from tests.conftest import build_study
from tests.desk.desks import STUDY, Make, Sitting


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
    other = Sitting(open_study(one.desk.opened.study.root))
    one.to("rely").do("code")
    other.to("law").do("code", "law")
    reply = one.own.take_in()
    assert reply.reactions == [Recount(), TranscriptShown()]
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


def test_suggestions_and_places_are_taken_back_with_the_last_ticket_alone(make_study: Make) -> None:
    own = Sitting(make_study(STUDY)).own
    old, new = own.begin_suggestions(), own.begin_suggestions()
    ((name, found), *_) = own.desk.suggestions("P-1")
    assert not own.found(old, name, found)
    assert (own.session.queue, own.all_found(old), own.searching) == ((), False, True)
    assert own.found(new, name, found)
    assert (own.session.queue, own.all_found(new), own.searching) == (found, True, False)


def test_a_search_shows_places_while_it_is_typed_and_lets_them_go(make_study: Make) -> None:
    own = Sitting(make_study(STUDY)).to("law").own
    before = own.session
    slow, last = own.search_typed("rel"), own.search_typed("rely")
    assert [span.of(own.session.units.transcript.text) for span in own.session.hits] == ["rely"]
    assert not own.places(slow, own.desk.find(own.session, "afraid"))
    assert own.places(last, own.desk.find(own.session, "afraid"))
    assert len(own.session.hits) == 2
    hits = own.session.hits
    assert own.search_ended("rely") == hits
    assert (own.session.hits, own.session.cursor) == (before.hits, before.cursor)
    assert own.search_ended(None) is None
    assert not own.places(last, hits)  # the search is over


def test_a_face_that_comes_back_finds_the_question_that_is_open(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).to("rely").do("code")
    assert sitting.own.open_question == sitting.questions[-1]
    sitting.keep(sitting.own.answer(sitting.questions[-1].token, "trust"))
    assert sitting.own.open_question is None


def test_what_another_hand_did_is_taken_in_before_an_act(make_study: Make) -> None:
    one = Sitting(make_study(STUDY)).to("rely")
    Sitting(open_study(one.desk.opened.study.root)).to("law").do("code", "law")
    reply = one.own.do("code", "trust")
    assert reply.reactions == [
        Recount(), TranscriptShown(), Say("desk.applied", code="Trust"), Recount(frozenset({"P-1"})),
    ]  # fmt: skip
    assert len(one.codings) == 2


def test_a_study_that_is_faulty_on_disk_is_told_once_and_keeps_nobody_from_coding(make_study: Make) -> None:
    one = Sitting(make_study(STUDY)).to("rely")
    path = one.desk.opened.study.codebook
    good = path.read_bytes()
    path.write_text("codes: [", encoding="utf-8")
    (faulty, *done) = one.own.do("code", "trust").reactions
    assert isinstance(faulty, Faulty)
    assert done == [Say("desk.applied", code="Trust"), Recount(frozenset({"P-1"}))]
    assert one.own.take_in() == Reply()
    path.write_bytes(good)
    assert one.own.take_in().reactions == [Recount(), TranscriptShown()]


def test_a_count_is_taken_in_with_the_last_ticket_alone(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).own
    old = sitting.begin_counts()
    new = sitting.begin_counts(["P-1", "gone"])
    assert set(new) == {"P-1"}
    assert not sitting.counted(old["P-1"], "P-1", {})
    assert sitting.counted(new["P-1"], "P-1", {})
    assert sitting.counted(old["P-2"], "P-2", {})
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
        name, _, answer = act.partition(":")
        for one in sitting.own.do(name, answer or None).reactions:
            if isinstance(one, DeskQuestion):
                sitting.own.answer(one.token, "because")
        sitting.own.take_in()
        on_disk = read_codings(sitting.desk.opened.study, "jan", sitting.session.transcript)
        assert sitting.session.mine == on_disk
    for sitting in pair:
        sitting.own.take_in()
    assert pair[0].codings == pair[1].codings
    assert read_codings(pair[0].desk.opened.study, "jan", "P-1").adrift == ()
