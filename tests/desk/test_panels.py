"""What the desk tells is data, which a terminal and a page can both show."""

from qualcode.desk import panels as telling
from qualcode.desk.panels import Run
from tests.desk.desks import STUDY, Make, Sitting


def test_a_coding_is_told_with_the_mark_of_its_code_its_name_and_what_is_marked_on_it(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).to("rely").do("code", "trust").do("key").do("note", "odd")
    told = telling.reading_panel(sitting.desk, sitting.session)
    assert [run for run in told if run.text] == [
        Run("■ ", code="trust"),
        Run("Trust", "strong"),
        Run(" ★✎"),
        Run("  odd", "note"),
    ]


def test_lines_are_told_apart(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).to("rely").do("code", "trust").do("code", "fear")
    told = "".join(run.text for run in telling.reading_panel(sitting.desk, sitting.session))
    assert told.splitlines() == ["  ■ Trust", "▸ ■ Fear of abuse"]


def test_a_list_has_what_stands_before_a_name_the_name_and_the_figures(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY)).to("rely").do("code", "trust")
    for name, ticket in sitting.own.begin_counts().items():
        sitting.own.counted(ticket, name, sitting.desk.counts(name))
    row = next(one for one in telling.codes(sitting.session, sitting.own.counts) if one.id == "trust")
    assert (row.before[-1], row.name, row.figures) == (Run("■ ", code="trust"), "Trust", "1·1")
