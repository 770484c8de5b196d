"""The board of themes and the fragments of a theme, without a screen, and what their edits leave on disk."""

from typing import Any

import pytest

from qualcode.desk import board as core
from qualcode.desk.actions import actions
from qualcode.desk.board import Fragments
from qualcode.desk.carried_out import perform
from qualcode.desk.events import Ask, EditThemes, Go, Open
from qualcode.store.log import read_log
from qualcode.text import Say
from qualcode.usecases.codebook.themes import development
from qualcode.usecases.study import open_study
from tests.desk.desks import STUDY, Make, Sitting


class AtTheBoard:
    """A sitting at the board."""

    def __init__(self, sitting: Sitting):
        self.sitting = sitting
        self.board = core.opened(sitting.session.codebook, "s")
        self.events: tuple[Any, ...] = ()

    def do(self, action: str, answer: Any = None) -> "AtTheBoard":
        made = core.step(self.board, action, answer)
        self.events = made.events
        for event in made.events:
            if not isinstance(event, Ask | Say | Open | Go):
                outcome = perform(self.sitting.desk, self.sitting.session, event)
                self.sitting.session = outcome.session
        self.board = core.refreshed(made.board, self.sitting.session.codebook)
        return self

    def lit(self, code: str = "", theme: str = "") -> "AtTheBoard":
        self.board = core.lighting(self.board, code, "codes") if code else core.lighting(self.board, theme)
        return self

    @property
    def themes(self) -> dict[str, tuple[str, ...]]:
        return {theme.id: theme.codes for theme in self.board.themes}


@pytest.fixture
def board(make_study: Make) -> AtTheBoard:
    return AtTheBoard(Sitting(make_study(STUDY)))


def test_every_key_of_the_board_has_an_action_and_the_other_way_round(board: AtTheBoard) -> None:
    assert {action.name for action in actions("board")} == set(core._BOARD)
    for action in actions("fragments"):
        core.read_step(Fragments("bond", ()), action.name)


def test_a_code_goes_into_a_theme_and_out_with_one_key_also_into_two(board: AtTheBoard) -> None:
    board.lit("fear").do("put", "1").do("put", "2")
    assert board.themes == {"bond": ("trust", "fear"), "limits": ("rules", "fear")}
    assert board.board.numbers_of("fear") == (1, 2)
    assert board.do("put", "1").themes["bond"] == ("trust",)


def test_an_edit_in_a_study_that_is_faulty_elsewhere_stands_and_can_be_undone(board: AtTheBoard) -> None:
    cases = board.sitting.desk.opened.study.root / "cases.csv"
    cases.write_text("who\nP-1\n", encoding="utf-8")
    before = (board.sitting.desk.opened.study.root / "codebook.yaml").read_text(encoding="utf-8")
    act = EditThemes("put", (["fear"], "bond"))
    outcome = perform(board.sitting.desk, board.sitting.session, act)
    assert [say.key for say in outcome.said] == ["desk.themes_changed", "desk.faulty"]
    cases.unlink()
    board.do("undo")
    assert (board.sitting.desk.opened.study.root / "codebook.yaml").read_text(encoding="utf-8") == before


def test_a_code_that_is_in_through_its_parent_is_left_there(board: AtTheBoard) -> None:
    assert board.board.numbers_of("law") == (2,)
    assert board.lit("law").do("put", "2").events[0].key == "desk.in_through_parent"
    assert board.themes["limits"] == ("rules",)


def test_a_number_without_a_theme_is_told(board: AtTheBoard) -> None:
    assert board.do("put", "7").events == (Say.some("desk.no_theme", 2),)


def test_themes_are_made_named_described_and_dropped(board: AtTheBoard) -> None:
    board.do("add", "A new one").lit(theme="a-new-one")
    board.do("statement", "It holds.").do("boundary", "Not that.").do("status").do("rename", "Another")
    theme = board.board.lit
    assert theme
    assert (theme.id, theme.was, theme.statement, theme.boundary, theme.status) == (
        "another", ("a-new-one",), "It holds.", "Not that.", "reviewed",
    )  # fmt: skip
    board.do("drop", False)
    assert "another" in board.themes
    board.do("drop", True)
    assert "another" not in board.themes


def test_themes_are_merged_and_split(board: AtTheBoard) -> None:
    board.lit("fear").do("put", "1").lit(theme="bond").do("split", ("Wariness", ("fear",)))
    assert board.themes == {"bond": ("trust",), "wariness": ("fear",), "limits": ("rules",)}
    board.lit(theme="wariness").do("merge", "limits")
    assert board.themes == {"bond": ("trust",), "limits": ("rules", "fear")}


def test_every_edit_is_undone_and_done_again(board: AtTheBoard) -> None:
    path = board.sitting.desk.opened.study.root / "codebook.yaml"
    texts = [path.read_text(encoding="utf-8")]
    for action, answer in (
        ("add", "New"),
        ("put", "1"),
        ("statement", "It is."),
        ("status", None),
        ("rename", "Renamed"),
    ):
        board.do(action, answer)
        texts.append(path.read_text(encoding="utf-8"))
    assert len(set(texts)) == len(texts)
    for text in reversed(texts[:-1]):
        board.do("undo")
        assert path.read_text(encoding="utf-8") == text
    for text in texts[1:]:
        board.do("redo")
        assert path.read_text(encoding="utf-8") == text


def test_the_reason_goes_with_what_follows_and_into_the_development_of_themes(board: AtTheBoard) -> None:
    board.do("because", "they say so")
    assert board.do("because").events == (Ask("because", "because", "they say so"),)
    board.lit("fear").do("put", "1")
    assert board.board.because == ""
    opened = open_study(board.sitting.desk.opened.study.root)
    rows = development(opened).data
    assert "they say so" in {row[rows.columns.index("because")] for row in rows.rows}


def test_a_set_without_themes_offers_to_make_one() -> None:
    board = core.opened(_empty(), "")
    for action in ("rename", "statement", "boundary", "status", "merge", "split", "drop", "fragments"):
        assert core.step(board, action).events == (Say("desk.no_theme_lit"),)


def _empty() -> Any:
    from qualcode.model.codebook import Code, Codebook

    return Codebook(codes=(Code("a", "A"),))


# Fragments.


def test_fragments_are_read_one_after_another_and_told_whether_they_fit(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust").to("It is good").do("code", "trust").do("transcript-on", False)
    sitting.do("code", "trust")
    fragments = Fragments("bond", sitting.desk.fragments("bond"))
    assert [one.quote for one in fragments.items] == ["It is good.", "We rely on one another.", "Is it good?"]
    for action, verdict in (("fits", "yes"), ("doubt", "doubt"), ("fits-not", "no")):
        (event,) = core.read_step(fragments, action).events
        sitting.session = perform(sitting.desk, sitting.session, event).session  # type: ignore[arg-type]
        fragments = core.with_items(fragments, sitting.desk.fragments("bond"))
        assert fragments.verdict == verdict
        fragments = core.onward(fragments)
    assert fragments.judged == 3
    assert core.read_step(fragments, "next").events == (Say("desk.no_more"),)
    fits = [entry for entry in read_log(sitting.desk.opened.study)[0] if entry["what"] == "theme fit"]
    assert [entry["fit"] for entry in fits] == ["yes", "doubt", "no"]
    told = development(open_study(sitting.desk.opened.study.root)).data
    now = [str(row[told.columns.index("now")]) for row in told.rows]
    assert now == ["one extract fits", "doubt about one extract", "one extract does not fit"]
    sitting.do("undo")
    assert core.with_items(fragments, sitting.desk.fragments("bond")).verdict == ""
    assert len(development(open_study(sitting.desk.opened.study.root)).data.rows) == 2
    sitting.do("redo")
    assert len(development(open_study(sitting.desk.opened.study.root)).data.rows) == 3


def test_what_was_said_of_fragments_stays_when_the_theme_gets_another_name(make_study: Make) -> None:
    at = AtTheBoard(Sitting(make_study(STUDY)))
    at.sitting.to("rely").do("code", "trust")
    fragments = Fragments("bond", at.sitting.desk.fragments("bond"))
    (event,) = core.read_step(fragments, "fits").events
    at.sitting.session = perform(at.sitting.desk, at.sitting.session, event).session  # type: ignore[arg-type]
    at.lit(theme="bond").do("rename", "The tie")
    assert Fragments("the-tie", at.sitting.desk.fragments("the-tie")).verdict == "yes"


def test_a_fragment_given_another_code_leaves_the_theme_and_the_next_takes_its_place(make_study: Make) -> None:
    sitting = Sitting(make_study(STUDY))
    sitting.to("rely").do("code", "trust").do("note", "mine").to("It is good").do("code", "trust")
    fragments = Fragments("bond", sitting.desk.fragments("bond"))
    (event,) = core.read_step(core.onward(fragments), "recode", "fear").events
    sitting.session = perform(sitting.desk, sitting.session, event).session  # type: ignore[arg-type]
    fragments = core.with_items(core.onward(fragments), sitting.desk.fragments("bond"))
    assert [one.quote for one in fragments.items] == ["It is good."]
    assert ("fear", "We rely on one another.") in sitting.codings
    assert [one.note for one in sitting.session.mine.applied if one.code == "fear"] == ["mine"]
    sitting.do("undo")
    assert len(sitting.desk.fragments("bond")) == 2
