"""Whatever one does at the desk, in whatever order: the screen's state is the disk's, and undo and redo are exact."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.desk import session as core
from qualcode.desk.actions import actions
from qualcode.desk.carried_out import perform
from qualcode.desk.events import Ask, Redo, Undo
from qualcode.desk.steps import SCREEN, STEPS
from qualcode.errors import QualcodeError
from qualcode.model.decided import Decided
from qualcode.store.journal import read_codings
from qualcode.usecases.study import open_study
from tests.conftest import build_study
from tests.desk.desks import STUDY, Sitting

QUIET = {
    "tree",
    "reread",
    "memo",
    "memos",
    "board",
    "help",
    "quit",
    "transcript-choose",
    "search",
    "goto",
    "undo",
    "redo",
}
NAMES = sorted({action.name for mode in ("read", "judge") for action in actions(mode)} - QUIET - SCREEN)
CODES = ("trust", "fear", "rules", "law")
Acts = list[tuple[str, int]]
sequences = st.lists(
    st.tuples(st.sampled_from([*NAMES, "code", "code", "accept", "undo"]), st.integers(0, 9)), max_size=25
)


def answer_to(sitting: Sitting, ask: Ask, number: int) -> Any:
    same = core.same_keyword(sitting.session)
    return {
        "code": CODES[number % 4],
        "new-code": (f"Code {number}", "", "rules" if number % 2 else "", number % 3 == 0),
        "note": f"note {number}",
        "reason": "because",
        "leave": number % 2 == 0,
        "asked": "t1",
        "accept-all": ("known", {one.id for one in same}),
        "filter": [("code", CODES[number % 4])] if number % 2 else [],
    }[ask.what]


def act(sitting: Sitting, name: str, number: int) -> None:
    if (sitting.session.mode, name) not in STEPS:
        return
    asked = len(sitting.asked)
    try:
        sitting.do(name)
        if len(sitting.asked) > asked:
            ask = sitting.asked[-1]
            if ask.what != "search":
                sitting.do(ask.action, answer_to(sitting, ask, number))
    except QualcodeError:
        sitting.session = sitting.desk.refreshed(sitting.session)  # such as a second code of the same name


def stands(sitting: Sitting) -> tuple[object, ...]:
    """What is on disk, without ids and times."""
    desk = sitting.desk
    found: list[tuple[object, ...]] = []
    for handle in desk.opened.project.transcripts.values():
        said = read_codings(desk.opened.study, desk.coder, handle.id)
        found += [
            (handle.id, "applied", *one[4:6], one.code, one.note, one.key, one.deviant, one.valence)
            for one in said.applied
        ]
        found += [(handle.id, "rejected", one.span, one.code, one.because) for one in said.rejected]
        found += [(handle.id, "done", one.reading, one.codes) for one in said.done]
        found += [(handle.id, "asked", one.subject, one.span) for one in said.asked]
    return sorted(map(repr, found)), desk.opened.study.codebook.read_text(encoding="utf-8")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(sequence=sequences)
@example(sequence=[("judge", 0), ("accept", 0), ("shrink-word", 0), ("accept", 0)])  # a hit outside the words accepted
@example(sequence=[("turn-on", 0), ("number", 0)])  # one of two hits of a suggestion, coded by hand
def test_the_screen_is_the_disk_and_undo_and_redo_are_exact(
    sequence: Acts, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sitting = Sitting(build_study(tmp_path_factory.mktemp("law") / "study", STUDY.strip())).propose()
    before = stands(sitting)
    for name, number in sequence:
        act(sitting, name, number)
        session = sitting.session
        text = session.units.transcript.text
        assert all(one.span.of(text) == one.quote for one in session.mine.applied)
        assert session.mine == sitting.desk.refreshed(session).mine
        if session.mode == "judge":
            assert session.suggestion is not None
            assert session.suggestion.id not in session.closed
    after, undone = stands(sitting), len(sitting.desk.done)
    for _ in range(undone):
        sitting.session = perform(sitting.desk, sitting.session, Undo()).session
    assert stands(sitting) == before
    for _ in range(undone):
        sitting.session = perform(sitting.desk, sitting.session, Redo()).session
    assert stands(sitting) == after
    again = Sitting(open_study(sitting.desk.opened.study.root)).propose()
    queue, closed = sitting.session.queue, sitting.session.closed
    study, codebook = sitting.desk.opened.study, sitting.session.codebook
    decided = {name: Decided(read_codings(study, "jan", name), codebook) for name in ("P-1", "P-2")}
    # Of a suggestion that was accepted on fewer words, a hit outside them is offered by the next search, by itself.
    hits = {(one.transcript, hit) for one in queue for hit in one.hits}
    undecided = {(name, hit) for name, hit in hits if decided[name].status(hit) == "open"}
    assert all(any((one.transcript, hit) in undecided for hit in one.hits) for one in queue if one.id not in closed)
    assert undecided == {(one.transcript, hit) for one in again.session.pending for hit in one.hits} & hits
