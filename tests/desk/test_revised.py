"""What waits since a text was corrected, decided at the desk."""

import pytest

from qualcode.desk.events import Ask
from qualcode.store.journal import read_codings
from qualcode.usecases.study import open_study
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Planner
from qualcode.usecases.transcripts.revising import carry_out
from qualcode.usecases.transcripts.revising.correction import correction
from tests.desk.desks import STUDY, Make, Sitting

CODED = """
== codings
jan P-1 trust We rely on one another.
jan P-1 rules The law is the law.
"""


@pytest.fixture
def sitting(make_study: Make) -> Sitting:
    """Jan at the desk, after another hand corrected what he coded."""
    opened = make_study(STUDY + CODED)
    text = opened.project.transcript("P-1").read().text
    file = opened.study.root.parent / "corrected.txt"
    file.write_text(
        text.replace("We rely on one another.", "We lean on one another.").replace("The law is the law.", "")
    )
    planner = Planner(opened, [file], ImportOptions(revise="P-1"))
    plan = planner.plan()
    carry_out.revise(planner, plan, correction(planner, plan, "els"), {})
    return Sitting(open_study(opened.study.root))


def test_the_head_tells_what_waits_and_the_question_goes_to_its_place(sitting: Sitting) -> None:
    assert [one.old for one in sitting.session.waiting] == ["We rely on one another.", "The law is the law."]
    assert sitting.codings == []
    sitting.do("revised")
    one = sitting.session.revised
    assert one
    assert sitting.asked == [Ask("revised", "revised", one.id)]
    assert sitting.at == "We"


def test_it_is_kept_on_the_new_words_and_that_is_undone_and_done_again(sitting: Sitting) -> None:
    sitting.do("revised", "keep")
    assert sitting.codings == [("trust", "We lean on one another.")]
    assert len(sitting.session.waiting) == 1
    sitting.do("undo")
    assert (sitting.codings, len(sitting.session.waiting)) == ([], 2)
    sitting.do("redo")
    assert sitting.codings == [("trust", "We lean on one another.")]


def test_it_is_moved_to_the_words_that_are_selected(sitting: Sitting) -> None:
    sitting.to("I am afraid").do("grow-sentence").do("revised", "move")
    assert sitting.codings == [("rules", "I am afraid of it.")]
    assert sitting.session.selection is None


def test_it_is_withdrawn_and_then_nothing_waits(sitting: Sitting) -> None:
    sitting.do("revised", "keep").do("revised", "withdraw").do("revised")
    assert sitting.last_said == "desk.none_revised"
    said = read_codings(sitting.desk.opened.study, "jan", "P-1")
    assert (len(said.applied), said.waiting) == (1, ())


def test_what_another_hand_decided_meanwhile_is_not_decided_again(sitting: Sitting) -> None:
    waiting = sitting.session.revised
    assert waiting
    other = Sitting(open_study(sitting.desk.opened.study.root))
    other.do("revised", "withdraw")
    sitting.keep(sitting.own.take_in())
    assert waiting.id not in {one.id for one in sitting.session.waiting}
