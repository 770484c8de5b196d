"""The desk without a screen: what each action makes of a state."""

import pytest

from qualcode.desk import session as core
from qualcode.desk.actions import MODES, actions
from qualcode.desk.events import Ask
from qualcode.desk.steps import SCREEN, STEPS
from qualcode.model.selection import Filters
from qualcode.model.span import Span
from qualcode.usecases.study import open_study
from tests.desk.desks import STUDY, Make, Sitting


@pytest.fixture
def sitting(make_study: Make) -> Sitting:
    return Sitting(make_study(STUDY)).propose()


def test_every_key_of_reading_and_judging_has_an_action_and_the_other_way_round() -> None:
    for mode in ("read", "judge"):
        named = {action.name for action in actions(mode)}
        assert named == {name for where, name in STEPS if where == mode} | (SCREEN if mode == "read" else set())


def test_no_two_actions_of_a_place_share_a_key() -> None:
    for mode in MODES:
        keys = [key for action in actions(mode) for key in action.keys]
        assert len(keys) == len(set(keys)), mode


# Moving.


def test_words_sentences_and_turns_are_walked_through_without_the_labels(sitting: Sitting) -> None:
    assert sitting.to("It is good").do("word-on").at == "is"
    assert sitting.do("sentence-on").at == "We"
    assert sitting.do("turn-on").at == "And"
    assert sitting.do("turn-back").do("word-back").at == "together?"
    assert sitting.do("end").at == "No."
    assert sitting.do("start").at == "How"


def test_to_a_turn_by_its_number_and_a_wrong_number_is_told(sitting: Sitting) -> None:
    assert sitting.do("goto", "4").at == "The"
    assert sitting.do("goto", "99").last_said == "desk.no_turn"
    assert sitting.do("goto", "x").at == "The"


def test_from_coded_turn_to_coded_turn_the_cursor_comes_to_the_coding(sitting: Sitting) -> None:
    sitting.to("afraid").do("code", "fear").to("No.").do("code", "law")
    assert sitting.do("start").do("coded-on").at == "I"
    assert sitting.do("coded-on").at == "No."
    assert sitting.do("coded-back").at == "I"
    assert sitting.do("coded-back").last_said == "desk.no_more"


def test_uncoded_turns_are_the_respondents_without_a_coding(sitting: Sitting) -> None:
    sitting.to("It is good").do("code", "trust").do("start")
    assert sitting.do("uncoded-on").session.turn.number == 4  # type: ignore[union-attr]
    assert sitting.do("uncoded-on").session.turn.number == 6  # type: ignore[union-attr]


# Selecting.


def test_a_selection_grows_by_the_unit_asked_for_and_shrinks_again(sitting: Sitting) -> None:
    sitting.to("rely")
    assert sitting.do("grow-word").selected == "rely"
    assert sitting.do("grow-word").selected == "rely on"
    assert sitting.do("grow-sentence").selected == "We rely on one another."
    assert sitting.do("grow-sentence").selected == "We rely on one another. It rains."
    assert sitting.do("grow-sentence").last_said == "desk.turn_end"  # the next words are another's
    assert sitting.do("shrink-sentence").selected == "We rely on one another."
    assert sitting.do("shrink-word").selected == "We rely on one"
    assert sitting.do("grow-turn").selected == "It is good. We rely on one another. It rains."
    assert sitting.do("shrink-turn").selected == "It is good. We rely on one another. It rains."
    assert sitting.do("clear").session.selection is None


def test_a_selection_grows_to_the_front_too(sitting: Sitting) -> None:
    assert sitting.to("rely").do("grow-sentence").do("grow-back").selected == "It is good. We rely on one another."


def test_the_mouse_selects_whole_words_whichever_way_it_goes(sitting: Sitting) -> None:
    text = sitting.session.units.transcript.text
    one, other = text.index("ely on"), text.index("ood. We")
    for pair in ((one, other), (other, one)):
        sitting.session = core.selected(sitting.session, *pair)
        assert sitting.selected == "good. We rely"


# Coding.


def test_without_a_selection_a_code_is_applied_to_the_sentence(sitting: Sitting) -> None:
    sitting.to("rely").do("code", "trust")
    assert sitting.codings == [("trust", "We rely on one another.")]


def test_a_selection_stays_for_the_next_code_until_one_moves(sitting: Sitting) -> None:
    sitting.to("It is good").do("grow-sentence").do("grow-sentence").do("code", "trust").do("code", "fear")
    assert {quote for _, quote in sitting.codings} == {"It is good. We rely on one another."}
    assert sitting.do("sentence-on").session.selection is None


def test_coding_the_interviewers_words_is_warned_of(sitting: Sitting) -> None:
    assert sitting.do("start").do("code", "trust").last_said == "desk.applied.interviewer"


def test_several_codes_on_one_segment_and_the_same_twice_is_told(sitting: Sitting) -> None:
    sitting.to("rely").do("code", "trust").do("code", "law")
    assert sitting.codings == [("law", "We rely on one another."), ("trust", "We rely on one another.")]
    assert sitting.do("code", "law").last_said == "desk.already"
    assert len(sitting.codings) == 2


def test_the_code_used_last_is_repeated(sitting: Sitting) -> None:
    assert sitting.do("repeat").asked[-1].what == "code"
    sitting.to("rely").do("code", "law").to("afraid").do("repeat")
    assert sitting.codings[-1] == ("law", "I am afraid of it.")
    assert sitting.session.recent == ("law",)


def test_a_digit_opens_the_list_of_codes_with_it(sitting: Sitting) -> None:
    assert sitting.do("number", "3").asked[-1].given == "3"


def test_marks_are_about_the_shortest_coding_here_or_the_one_chosen(sitting: Sitting) -> None:
    sitting.to("rely").do("grow-turn").do("code", "trust").to("rely").do("code", "fear").to("rely")
    assert sitting.session.coding.code == "fear"  # type: ignore[union-attr]
    sitting.do("next-coding").do("key").do("barrier")
    marked = {one.code: (one.key, one.valence) for one in sitting.session.mine.applied}
    assert marked == {"trust": (True, "barrier"), "fear": (False, "")}
    sitting.do("key").do("barrier")  # again takes it off
    assert not any(one.key or one.valence for one in sitting.session.mine.applied)


def test_a_note_is_asked_with_what_stands_there(sitting: Sitting) -> None:
    sitting.to("rely").do("code", "trust").do("note", " well said ")
    assert sitting.session.coding.note == "well said"  # type: ignore[union-attr]
    assert sitting.do("note").asked[-1].given == "well said"


def test_an_act_about_a_coding_where_there_is_none_is_told(sitting: Sitting) -> None:
    for action in ("withdraw", "key", "deviant", "mixed", "note", "next-coding", "only"):
        assert sitting.do(action).last_said == "desk.no_coding"


def test_a_code_in_vivo_begins_as_the_words_selected(sitting: Sitting) -> None:
    sitting.to("Not at all").do("grow-sentence").do("in-vivo")
    assert sitting.asked[-1].given == "Not at all, I should say"


def test_filtering_on_a_code_shows_its_turns_and_the_questions_before(sitting: Sitting) -> None:
    sitting.to("The law").do("code", "law").do("only", "rules")
    assert sitting.session.shown_turns == frozenset({3, 4})
    assert sitting.do("only", "rules").session.shown_turns is None


# Reading.


def test_leaving_asks_whether_it_was_read_once_the_end_was_reached(sitting: Sitting) -> None:
    """Coding alone is no reading: what was coded may be one passage of many."""
    assert sitting.do("quit").opened == ["quit"]
    assert sitting.to("rely").do("code", "trust").do("quit").opened[-1] == "quit"
    assert not sitting.asked
    sitting.do("end").do("quit")
    assert sitting.asked[-1] == Ask("leave", "quit")
    sitting.do("quit", False)
    assert not sitting.session.mine.done
    sitting.do("quit", True)
    read = [(one.reading, one.codes) for one in sitting.session.mine.done]
    assert read == [("whole", ("trust", "fear", "rules", "law"))]
    asked = len(sitting.asked)
    sitting.do("quit")
    assert len(sitting.asked) == asked


def test_reading_to_the_end_is_enough_to_be_asked(sitting: Sitting) -> None:
    assert sitting.do("end").do("transcript-on").asked[-1].what == "leave"


def test_a_selective_pass_offers_its_codes_and_is_recorded_as_such(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY), filters=Filters(theme=("limits",)))
    assert sitting.session.offered == ("rules", "law")
    sitting.do("done", True)
    (done,) = sitting.session.mine.done
    assert (done.reading, done.codes) == ("selective", ("rules", "law"))
    assert sitting.do("done").last_said == "desk.is_read"


def test_a_question_is_recorded_on_the_interviewers_turn_before_the_cursor(sitting: Sitting) -> None:
    sitting.to("rely").do("asked", "t1")
    (asked,) = sitting.session.mine.asked
    assert (asked.subject, asked.span.start) == ("t1", sitting.session.units.transcript.turns[0].span.start)
    assert sitting.do("asked", "t1").last_said == "desk.asked_already"


# Searching.


def test_places_found_are_walked_through_and_round_the_end(sitting: Sitting) -> None:
    text = sitting.session.units.transcript.text
    spans = [Span(at, at + 4) for at in range(len(text)) if text.startswith(("good", "laws"), at)]
    sitting.to("rely").do("search", spans)
    assert sitting.at.startswith("law")
    places = [sitting.do("hit-on").session.cursor for _ in spans]
    assert sorted(places) == sorted(span.start for span in spans)
    assert sitting.do("hit-back").session.cursor in places
    assert sitting.do("clear").session.hits == ()


# Judging.


def test_a_suggestion_is_shown_as_a_selection_and_accepting_shows_the_next(sitting: Sitting) -> None:
    sitting.do("judge")
    assert sitting.selected == "It is good. We rely on one another."
    sitting.do("accept")
    assert sitting.codings == [("trust", "It is good. We rely on one another.")]
    assert sitting.selected == "The law is the law."


def test_widened_or_narrowed_it_is_accepted_as_it_is_then(sitting: Sitting) -> None:
    sitting.do("judge").do("shrink-sentence").do("accept")
    assert sitting.codings == [("trust", "It is good.")]
    sitting.do("accept-turn")
    assert ("law", "The law is the law. I am afraid of it. Good laws help.") in sitting.codings


def test_rejected_changed_or_noted_it_is_not_asked_again(make_study: Make) -> None:
    opened = make_study(STUDY)
    sitting = Sitting(opened).propose()
    before = len(sitting.session.pending)
    sitting.do("judge").do("reject-because", "it is not").do("change", "fear").do("accept-note", "so be it")
    assert len(sitting.session.pending) == before - 3
    assert [one.because for one in sitting.session.mine.rejected if not one.changed_to] == ["it is not"]
    assert ("fear", "The law is the law.") in sitting.codings
    again = Sitting(open_study(opened.study.root)).propose()
    assert len(again.session.pending) == before - 3


def test_the_queue_goes_on_in_the_next_transcript_and_reading_goes_on_after_the_last(sitting: Sitting) -> None:
    sitting.do("judge")
    seen = []
    while sitting.session.mode == "judge":
        seen.append(sitting.session.transcript)
        sitting.do("reject")
    assert seen == ["P-1"] * seen.count("P-1") + ["P-2"] * 2
    assert sitting.last_said == "desk.all_judged"
    assert sitting.do("judge").last_said == "desk.no_suggestions"


def test_skipped_ones_stay_open_and_come_round(sitting: Sitting) -> None:
    sitting.do("judge")
    first = sitting.session.current
    for _ in sitting.session.pending:
        sitting.do("skip")
    assert sitting.session.current == first
    assert sitting.do("back").session.current == sitting.session.pending[-1].id


def test_suggestions_are_chosen_by_code_transcript_layer_and_cue(sitting: Sitting) -> None:
    sitting.do("judge").do("filter", [("code", "fear")])
    assert {one.code for one in sitting.session.pending} == {"fear"}
    assert sitting.selected == "I am afraid of it."
    sitting.do("filter", [("code", "fear"), ("transcript", "P-2")])
    assert [one.transcript for one in sitting.session.pending] == ["P-2"]
    assert sitting.do("filter", [("layer", "wildcard"), ("code", "fear")]).last_said == "desk.none_chosen"
    assert sitting.session.chosen == ()


def test_what_was_found_after_the_reason_was_asked_is_not_accepted_with_it(sitting: Sitting) -> None:
    sitting.do("judge").do("skip")
    first, *_ = core.same_keyword(sitting.session)
    sitting.do("accept-all", ("read before", {first.id}))
    assert len([one for one in sitting.session.mine.applied if one.bulk]) == 1


def test_a_choice_that_is_judged_gives_way_to_the_rest(sitting: Sitting) -> None:
    sitting.do("judge").do("filter", [("code", "fear")])
    while sitting.session.mode == "judge":
        sitting.do("reject")
    assert sitting.last_said == "desk.chosen_judged"
    assert sitting.do("judge").session.mode == "judge"
    assert sitting.session.suggestion.code != "fear"  # type: ignore[union-attr]


def test_the_rest_of_a_keyword_is_accepted_with_a_reason_and_marked_as_bulk(sitting: Sitting) -> None:
    sitting.do("judge").do("skip")
    same = core.same_keyword(sitting.session)
    ids = {one.id for one in same}
    assert len(same) > 1
    assert sitting.do("accept-all", ("  ", ids)).last_said == "desk.reason_needed"
    sitting.do("accept-all", ("all read before", ids))
    laws = [one for one in sitting.session.mine.applied if one.code == "law"]
    assert len(laws) == len([one for one in same if one.transcript == "P-1"])
    assert all(one.bulk for one in laws)
    sitting.do("undo")
    assert not [one for one in sitting.session.mine.applied if one.code == "law"]
    assert set(same) <= set(sitting.session.pending)
