"""The desk on disk: every act is there when the screen says so, undone and done again, whoever else is writing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.desk import session as core
from qualcode.desk.carried_out import perform
from qualcode.desk.desk import Desk
from qualcode.desk.events import EditThemes
from qualcode.desk.panels import added, head
from qualcode.errors import ChangedElsewhere, CodingGone, QualcodeError
from qualcode.model.selection import Filters
from qualcode.report.tables.frequencies import frequency_table
from qualcode.store.check import check
from qualcode.store.journal import read_events
from qualcode.store.log import read_log, undone_entries
from qualcode.store.transaction import take_back
from qualcode.text import Say
from qualcode.tui.page import TranscriptPage
from qualcode.usecases import memos
from qualcode.usecases.codebook import edits as codebook_edits
from qualcode.usecases.study import open_study
from tests.conftest import build_study
from tests.desk.desks import STUDY, Make, Sitting
from tests.needs import needs_signals


def lines(root: Path, coder: str = "jan", transcript: str = "P-1") -> list[str]:
    path = root / "codings" / coder / f"{transcript}.jsonl"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_an_act_is_on_disk_when_it_is_said(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust")
    assert sitting.last_said == "desk.applied"
    (line,) = lines(sitting.desk.opened.study.root)
    assert '"code":"trust"' in line
    assert Sitting(open_study(sitting.desk.opened.study.root)).codings == sitting.codings


# Undo and redo.


def test_undo_and_redo_reach_through_every_kind_of_act(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose()
    root = sitting.desk.opened.study.root
    sitting.to("rely").do("code", "trust").to("rely").do("facilitator").do("note", "n").do("withdraw")
    sitting.do("asked", "t1").do("done", True)
    sitting.do("judge").do("accept").do("change", "fear").do("reject").do("read")
    states = [_state(sitting)]
    while sitting.do("undo").last_said != "desk.nothing_to_undo":
        states.append(_state(sitting))
    assert states[-1] == ([], [], [], [])
    assert len(states) == 10  # nine acts
    for state in reversed(states[:-1]):
        sitting.do("redo")
        assert _state(sitting) == state
    assert sitting.do("redo").last_said == "desk.nothing_to_redo"
    assert Sitting(open_study(root)).codings == sitting.codings
    events, faults = read_events(root / "codings/jan/P-1.jsonl", "jan", "P-1")
    assert not faults
    assert len({event.id for event in events}) == len(events)


def _state(sitting: Sitting) -> tuple[Sequence[object], ...]:
    mine = sitting.session.mine
    return (
        sorted((one.span, one.code, one.valence, one.note) for one in mine.applied),
        sorted((one.span, one.code, one.changed_to) for one in mine.rejected),
        sorted(one.codes for one in mine.done),
        sorted(one.subject for one in mine.asked),
    )


def test_a_new_act_ends_what_could_be_done_again(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust").do("undo").do("code", "law")
    assert sitting.do("redo").last_said == "desk.nothing_to_redo"


def test_what_was_undone_is_asked_again_and_what_is_done_again_is_not(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose()
    before = len(sitting.session.pending)
    sitting.do("judge").do("reject").do("undo")
    assert len(sitting.session.pending) == before
    sitting.do("redo")
    assert len(sitting.session.pending) == before - 1


def test_undo_goes_back_to_the_transcript_where_it_was_done(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust").do("transcript-on", False)
    assert sitting.session.transcript == "P-2"
    sitting.do("undo")
    assert (sitting.session.transcript, sitting.codings) == ("P-1", [])


# New codes.


def test_a_new_code_goes_into_the_codebook_below_its_parent_and_comments_stay(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    root = sitting.desk.opened.study.root
    before = (root / "codebook.yaml").read_text(encoding="utf-8")
    sitting.to("Not at all").do("grow-sentence").do("new-code", ("Saying no", "A plain refusal.", "rules", False))
    text = (root / "codebook.yaml").read_text(encoding="utf-8")
    assert "# kept" in text
    assert all(line in text.splitlines() for line in before.splitlines())
    code = sitting.session.codebook.by_id["saying-no"]
    assert (code.parent, code.origin, code.definition) == ("rules", "inductive", "A plain refusal.")
    assert sitting.codings == [("saying-no", "Not at all, I should say.")]
    assert "saying-no" in sitting.session.offered
    sitting.do("undo")
    assert ((root / "codebook.yaml").read_text(encoding="utf-8"), sitting.codings) == (before, [])
    sitting.do("redo")
    assert (sitting.codings, (root / "codebook.yaml").read_text(encoding="utf-8")) == (
        [("saying-no", "Not at all, I should say.")],
        text,
    )


def test_parked_codes_share_one_code_above_them(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("new-code", ("Leaning", "", "", True)).to("rains").do("new-code", ("Weather", "", "", True))
    codebook = sitting.session.codebook
    assert codebook.by_id["leaning"].parent == codebook.by_id["weather"].parent
    assert codebook.by_id[codebook.by_id["weather"].parent].name == "To be placed"


def test_a_new_code_that_cannot_be_made_changes_nothing(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    before = (sitting.desk.opened.study.root / "codebook.yaml").read_bytes()
    with pytest.raises(QualcodeError, match="empty"):
        sitting.to("rely").do("new-code", ("  ", "", "", False))
    assert (sitting.desk.opened.study.root / "codebook.yaml").read_bytes() == before
    assert lines(sitting.desk.opened.study.root) == []


def test_an_edit_of_the_codebook_made_elsewhere_meanwhile_is_not_undone_with_ours(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("new-code", ("Leaning", "", "", False))
    other = Sitting(open_study(sitting.desk.opened.study.root))
    other.to("rains").do("new-code", ("Weather", "", "", False))
    with pytest.raises(QualcodeError, match="edited elsewhere"):
        sitting.do("undo")
    assert ("leaning", "We rely on one another.") in Sitting(open_study(sitting.desk.opened.study.root)).codings


# Counts.


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(acts=st.lists(st.tuples(st.sampled_from(["trust", "fear", "law", "rules"]), st.integers(0, 200)), max_size=8))
def test_the_counts_beside_the_codes_are_those_of_the_table(
    acts: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sitting = Sitting(build_study(tmp_path_factory.mktemp("s") / "study", STUDY.strip()))
    for code, place in acts:
        sitting.session = sitting.desk.session("P-1" if place % 2 else "P-2", place, sitting.session)
        sitting.do("code", code)
    opened = open_study(sitting.desk.opened.study.root)
    table = {row["code"]: row for row in frequency_table(opened.view()).data.plain()}
    counts = {handle.id: sitting.desk.counts(handle.id) for handle in sitting.desk.handles}
    for code in ("trust", "fear", "law", "rules"):
        found = added(counts, code)
        row = table[code]
        assert (found.references, len(found.cases)) == (row["references"], row["cases"])


# Several hands.


def test_two_coders_do_not_see_one_another_unless_they_ask(make_study: Make) -> None:
    first = Sitting(make_study(STUDY))
    first.to("rely").do("code", "trust")
    root = first.desk.opened.study.root
    blind = Sitting(open_study(root), "piet")
    assert (blind.session.mine.applied, blind.session.others) == ((), ())
    seeing = Sitting(open_study(root), "piet", show_others=True)
    assert [(one.coder, one.code) for one in seeing.session.others] == [("jan", "trust")]
    seeing.to("rely").do("withdraw")
    assert seeing.last_said == "desk.no_coding"  # another's coding cannot be taken away


def test_two_desks_on_one_study_lose_nothing_of_one_another(make_study: Make) -> None:
    one = Sitting(make_study(STUDY))
    other = Sitting(open_study(one.desk.opened.study.root))
    one.to("rely").do("code", "trust")
    other.to("afraid").do("code", "fear")
    assert one.desk.changed(one.session)
    one.session = one.desk.reload(one.session).session
    assert [code for code, _ in one.codings] == ["trust", "fear"]
    assert not one.desk.changed(one.session)
    other.do("undo")
    one.session = one.desk.reload(one.session).session
    assert one.codings == [("trust", "We rely on one another.")]


def test_a_codebook_edited_elsewhere_is_picked_up_and_a_faulty_one_is_not(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    path = sitting.desk.opened.study.root / "codebook.yaml"
    good = path.read_text(encoding="utf-8")
    assert not sitting.desk.changed(sitting.session)
    path.write_text(good.replace("name: Trust", "name: Leaning on others"), encoding="utf-8")
    assert sitting.desk.changed(sitting.session)
    sitting.session = sitting.desk.reload(sitting.session).session
    assert sitting.session.codebook.by_id["trust"].name == "Leaning on others"
    path.write_text("codes: [", encoding="utf-8")
    with pytest.raises(QualcodeError, match=r"codebook\.yaml"):
        sitting.desk.reload(sitting.session)
    sitting.to("rely").do("code", "trust")
    assert sitting.codings == [("trust", "We rely on one another.")]
    assert not sitting.desk.changed(sitting.session)  # the fault is told once


def test_a_text_that_was_changed_is_not_opened_and_the_others_are(make_study: Make) -> None:
    opened = make_study(STUDY)
    path = opened.study.root / "transcripts/P-1.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("rains", "pours"), encoding="utf-8")
    sitting = Sitting(open_study(opened.study.root)).propose()
    assert sitting.session.transcript == "P-2"
    assert {one.transcript for one in sitting.session.queue} == {"P-2"}
    with pytest.raises(QualcodeError, match="P-1"):
        sitting.desk.session("P-1")


# What was found by trying to break it.


def test_undo_while_judging_shows_the_suggestion_again_in_its_own_transcript(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    while sitting.session.transcript == "P-1":
        last = sitting.session.suggestion
        sitting.do("accept")
    sitting.do("undo")
    assert (sitting.session.transcript, sitting.session.suggestion, sitting.session.mode) == ("P-1", last, "judge")
    sitting.do("accept-turn")
    assert sitting.session.transcript == "P-2"
    quotes = {one.quote for one in sitting.desk.session("P-1").mine.applied}
    assert "The law is the law. I am afraid of it. Good laws help." in quotes
    sitting.do("undo").do("redo")
    assert (sitting.session.transcript, sitting.session.mode) == ("P-1", "read")  # nothing is left to judge there


def test_a_suggestion_that_could_not_be_shown_is_not_decided_on_anothers_words(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    other = next(one for one in sitting.session.pending if one.transcript == "P-2")
    sitting.session = replace(sitting.session, current=other.id)  # the way there failed
    sitting.do("accept")
    assert (sitting.session.transcript, sitting.codings) == ("P-2", [])
    assert sitting.selected == "Good enough."


def test_a_text_replaced_while_it_is_open_is_not_coded_at_the_old_places(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    root = sitting.desk.opened.study.root
    other = make_study(STUDY.replace("It is good.", "Well, it is good.")).study.root
    codebook = root / "codebook.yaml"
    good = codebook.read_bytes()
    for name in ("P-1.txt", "P-1.json"):
        (root / "transcripts" / name).write_bytes((other / "transcripts" / name).read_bytes())
    codebook.write_text("codes: [", encoding="utf-8")
    with pytest.raises(QualcodeError, match=r"codebook\.yaml"):
        sitting.to("rely").do("code", "trust")
    with pytest.raises(QualcodeError, match="P-1 was changed elsewhere"):  # also after a look that failed
        sitting.do("code", "trust")
    codebook.write_bytes(good)
    with pytest.raises(ChangedElsewhere, match="P-1 was changed elsewhere"):  # what was selected is other words now
        sitting.do("code", "trust")
    assert sitting.codings == []
    sitting.to("rely").do("code", "trust")
    assert sitting.codings == [("trust", "We rely on one another.")]


def test_a_coding_that_another_desk_took_away_is_not_marked_nor_taken_away_twice(make_study: Make) -> None:
    one = Sitting(make_study(STUDY))
    one.to("rely").do("code", "trust").to("rely")
    other = Sitting(open_study(one.desk.opened.study.root))
    other.to("rely").do("withdraw")
    with pytest.raises(CodingGone, match="taken away elsewhere"):
        one.do("key")
    assert one.do("withdraw").said[-1] == Say("desk.no_coding")  # it is seen now
    other.do("undo")
    one.own.take_in()
    assert one.codings == [("trust", "We rely on one another.")]
    one.do("undo")
    assert one.codings == []


def test_what_is_undone_half_way_can_be_finished_and_done_again(
    make_study: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    same = core.same_keyword(sitting.session)
    sitting.do("accept-all", ("known", {one.id for one in same}))
    full = iter([False, True])

    def failing(*how: Any) -> list[str]:
        if next(full, False):
            raise QualcodeError("error.unwritable", path="jan/P-1.jsonl", why="the disk is full")
        return take_back(*how)

    monkeypatch.setattr("qualcode.usecases.at_desk.take_back", failing)
    with pytest.raises(QualcodeError, match="full"):
        sitting.do("undo")
    sitting.do("undo")
    counted = [len(sitting.desk.session(name).mine.applied) for name in ("P-1", "P-2")]
    assert counted == [0, 0]
    sitting.do("redo").do("redo")
    assert sum(len(sitting.desk.session(name).mine.applied) for name in ("P-1", "P-2")) == len(same)


def test_what_is_accepted_in_bulk_is_accepted_whole_or_not_at_all(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    same = core.same_keyword(sitting.session)
    path = sitting.desk.opened.study.root / "transcripts/P-2.txt"
    path.write_text(path.read_text(encoding="utf-8") + "More.", encoding="utf-8")
    with pytest.raises(QualcodeError, match="The text of P-2 was changed"):
        sitting.do("accept-all", ("known", {one.id for one in same}))
    assert {one.id for one in same} & sitting.session.closed == set()
    assert sitting.codings == []
    assert not list((sitting.desk.opened.study.root / "codings").rglob("*.jsonl"))


def test_a_new_code_is_done_again_in_its_own_transcript(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).do("transcript-on")
    sitting.to("Good enough").do("new-code", ("Enough", "", "", False)).do("undo").do("transcript-back", False)
    sitting.do("redo")
    assert (sitting.session.transcript, sitting.codings) == ("P-2", [("enough", "Good enough.")])


def test_an_edit_made_elsewhere_is_seen_also_when_one_codes_meanwhile(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    path = sitting.desk.opened.study.root / "codebook.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: Trust", "name: Leaning"), encoding="utf-8")
    sitting.to("rely").do("code", "trust").do("transcript-on", False)
    assert Say("desk.reloaded") in sitting.said
    assert sitting.desk.name("trust") == "Leaning"


def test_an_undo_that_cannot_be_done_can_be_tried_again(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("afraid").do("code", "fear").to("rely").do("new-code", ("Leaning", "", "", False))
    other = Sitting(open_study(sitting.desk.opened.study.root))
    other.to("rains").do("new-code", ("Weather", "", "", False))
    with pytest.raises(QualcodeError, match="edited elsewhere"):
        sitting.do("undo")
    other.do("undo")
    sitting.do("undo")
    assert "leaning" not in sitting.session.codebook.by_id
    assert [code for code, _ in sitting.codings] == ["fear"]


def test_a_new_code_in_a_study_that_is_faulty_elsewhere_changes_nothing(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    root = sitting.desk.opened.study.root
    before = (root / "codebook.yaml").read_bytes()
    (root / "cases.csv").write_text("who\nP-1\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match=r"cases\.csv"):
        sitting.to("rely").do("new-code", ("Leaning", "", "", False))
    assert (root / "codebook.yaml").read_bytes() == before
    assert lines(root) == []


def test_suggestions_accepted_in_bulk_over_transcripts_are_all_open_again_after_undo(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    before = sitting.session.pending
    same = core.same_keyword(sitting.session)
    assert {one.transcript for one in same} == {"P-1", "P-2"}
    sitting.do("accept-all", ("seen before", {one.id for one in same}))
    assert len(sitting.session.pending) == len(before) - len(same)
    sitting.do("undo")
    assert sitting.session.pending == before
    sitting.do("redo")
    assert len(sitting.session.pending) == len(before) - len(same)
    taken_back = undone_entries(read_log(sitting.desk.opened.study)[0])
    bulk = [entry["id"] for entry in read_log(sitting.desk.opened.study)[0] if entry["what"] == "accept all"]
    assert not taken_back & set(bulk)
    sitting.do("undo")
    assert set(bulk) <= undone_entries(read_log(sitting.desk.opened.study)[0])


def test_a_code_that_goes_takes_its_suggestions_with_it(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge")
    path = sitting.desk.opened.study.root / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{id: fear, name: Fear of abuse,", "{id: dread, name: Dread,"), encoding="utf-8")
    sitting.session = sitting.desk.reload(sitting.session).session
    assert "fear" not in {one.code for one in sitting.session.pending}
    path.write_text(
        text.replace("id: trust", "id: faith").replace("codes: [trust]", "codes: [faith]"), encoding="utf-8"
    )
    sitting.session = sitting.desk.reload(sitting.session).session
    assert sitting.session.suggestion is None or sitting.session.suggestion.code != "trust"


def test_judging_goes_on_when_the_codebook_is_changed_elsewhere(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).propose().do("judge").do("skip")
    shown = sitting.session.suggestion
    path = sitting.desk.opened.study.root / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Fear of abuse", "name: Fear"), encoding="utf-8")
    sitting.session = sitting.desk.reload(sitting.session).session
    sitting.propose()
    assert (sitting.session.mode, sitting.session.suggestion) == ("judge", shown)
    path.write_text(text.replace("keywords: [law*]", "keywords: [rules]"), encoding="utf-8")
    sitting.session = sitting.desk.reload(sitting.session).session
    sitting.propose()  # what was shown is no suggestion any more: the next is
    assert sitting.session.mode == "judge"
    assert sitting.session.suggestion is not None
    assert sitting.session.suggestion.code != "law"


def test_an_edit_that_codebook_undo_took_back_does_not_stand_in_the_way(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("afraid").do("code", "fear")
    sitting.session = perform(sitting.desk, sitting.session, EditThemes("drop", ("bond",))).session
    codebook_edits.undo(sitting.desk.fresh(), "jan")
    assert sitting.do("undo").last_said == "desk.gone_already"
    sitting.do("undo")
    assert sitting.codings == []


def test_a_memo_stays_with_a_coding_that_was_taken_away_and_brought_back(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("afraid").do("code", "fear")
    (coding,) = sitting.session.mine.applied
    opened = sitting.desk.fresh()
    memos.add(opened, "jan", [f"coding:{coding.id}"], "note", "So it is.")
    sitting.to("afraid").do("withdraw").do("undo")
    (again,) = sitting.session.mine.applied
    assert again.id != coding.id
    assert coding.id in again.was
    opened = open_study(opened.study.root)
    assert [memo.text for memo in memos.memos(opened, "jan", [f"coding:{again.id}"])] == ["So it is."]
    assert not [one for one in check(opened.study) if "coding" in str(one.what)]


def test_a_pass_whose_codes_are_gone_ends_and_says_so(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY), filters=Filters(theme=("bond",)))
    path = sitting.desk.opened.study.root / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in text.splitlines() if "id: bond" not in line) + "\n", encoding="utf-8")
    outcome = sitting.desk.reload(sitting.session)
    assert [say.key for say in outcome.said] == ["desk.pass_gone"]
    assert len(outcome.session.offered) == 4


def test_the_same_code_again_keeps_to_the_pass(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY), filters=Filters(theme=("limits",)))
    sitting.session = core.applied(sitting.session, "trust", "")
    assert sitting.do("repeat").asked[-1].what == "code"


def test_a_filter_with_nothing_to_show_is_not_set_and_one_that_empties_is_no_fault(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    assert sitting.do("only", "fear").last_said == "desk.nothing_shown"
    sitting.to("afraid").do("code", "fear").to("afraid").do("only", "fear").do("withdraw")
    assert TranscriptPage(sitting.session.units.transcript, 80, sitting.session.shown_turns).lines
    assert sitting.do("transcript-on", False).session.only == ""


def test_a_journal_that_cannot_be_read_is_one_sentence(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    (sitting.desk.opened.study.root / "codings/jan/P-1.jsonl").mkdir(parents=True)
    with pytest.raises(QualcodeError, match="cannot be read"):
        sitting.desk.refreshed(sitting.session)


# Places.


def test_the_next_time_the_desk_opens_where_this_coder_was(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    root = sitting.desk.opened.study.root
    assert sitting.desk.is_new
    sitting.to("afraid").do("code", "fear")
    again = Sitting(open_study(root))
    assert (again.session.transcript, again.at) == ("P-1", "afraid")
    assert not again.desk.is_new
    assert Sitting(open_study(root), "piet").session.cursor < again.session.cursor
    assert not list(root.rglob("*place*"))


def test_a_place_that_no_longer_is_there_is_no_obstacle(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    state = Path(os.environ["XDG_STATE_HOME"])
    sitting.to("No.").do("code", "fear")
    (place,) = state.rglob("*.json")
    for text in ('{"jan": ["GONE", 5]}', '{"jan": ["P-1", 999999]}', '{"jan": 3}', "[]", "{torn"):
        place.write_text(text, encoding="utf-8")
        assert Sitting(open_study(sitting.desk.opened.study.root)).session.transcript == "P-1"


# Re-reading.


def test_rereading_walks_the_transcripts_read_before_the_code_existed(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.do("done", True).do("transcript-on").do("done", True)
    sitting.do("new-code", ("Late", "", "", False))
    assert sitting.desk.read_before("trust") == ()
    assert sitting.desk.read_before("late") == ("P-1", "P-2")
    sitting.desk.reread("late")
    sitting.session = sitting.desk.session("P-1", 0, sitting.session)
    assert sitting.session.offered == ("late",)
    sitting.do("done", True)
    assert sitting.session.mine.done[-1].codes == ("late",)
    assert sitting.desk.read_before("late") == ("P-2",)
    sitting.desk.reread("")
    assert "trust" in sitting.desk.offered


def test_a_selective_pass_is_logged_with_its_first_coding(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY), filters=Filters(theme=("limits",)))
    sitting.do("end")
    assert not [entry for entry in read_log(sitting.desk.opened.study)[0] if "selective" in entry["what"]]
    sitting.to("The law").do("code", "law").to("Good laws").do("code", "law")
    assert len([entry for entry in read_log(sitting.desk.opened.study)[0] if "selective" in entry["what"]]) == 1


def test_a_study_without_transcripts_says_what_to_do(make_study: Make) -> None:
    with pytest.raises(QualcodeError, match="qualcode import"):
        Desk.start(make_study(""), "jan", Filters())


# A killed process.

_CODER = """
import sys
from pathlib import Path
from qualcode.usecases.study import open_study
from tests.desk.desks import Sitting
sitting = Sitting(open_study(Path(sys.argv[1])))
while True:
    for unit in ("word-on", "grow-word", "code"):
        sitting.do(unit, "trust" if unit == "code" else None)
    if sitting.said and sitting.said[-1].key == "desk.applied":
        print(len(sitting.codings), flush=True)
"""


@needs_signals
def test_killed_at_any_moment_everything_that_was_said_is_there(make_study: Make) -> None:
    if sys.platform == "win32":
        return  # the mark skips it there; this tells the type checker
    root = make_study(STUDY).study.root
    for wait in (0.0, 0.013, 0.041):
        process = subprocess.Popen([sys.executable, "-c", _CODER, str(root)], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        said = [int(process.stdout.readline()) for _ in range(2)]
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        said += [int(number) for number in rest.split()]
        again = Sitting(open_study(root))
        assert len(again.codings) >= said[-1]
        assert again.session.cursor > 0


def test_what_stands_on_another_text_is_told_above_the_page(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust")
    path = sitting.desk.opened.study.journal("jan", "P-1")
    known = path.read_text(encoding="utf-8")
    path.write_text(known.replace('"sha":"', '"sha":"0000'), encoding="utf-8")
    again = Sitting(open_study(sitting.desk.opened.study.root))
    assert again.codings == []
    assert "1 entries of the journal stand on other words" in head(again.desk, again.session, False)
