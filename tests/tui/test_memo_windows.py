"""What a memo can be about at the desk, and which kind it begins with."""

import asyncio

import pytest

from qualcode.desk.desk import Desk
from qualcode.model.selection import Filters
from qualcode.tui.app import CodingDesk
from qualcode.tui.memo_windows import first_kind, targets
from tests.desk.desks import STUDY, Make


def test_a_memo_can_be_about_each_thing_and_pair_that_the_commands_know(make_study: Make) -> None:
    async def run() -> list[tuple[str, ...]]:
        app = CodingDesk(Desk.start(make_study(STUDY), "jan", Filters()))
        app.session = app.desk.session("P-1", app.session.units.turns[1].start)
        return targets(app, None, "trust", "limits")

    found = asyncio.run(run())
    assert found[:5] == [("code:trust",), ("theme:limits",), ("case:P-1",), ("transcript:P-1",), ("project",)]
    assert set(found[5:]) == {
        ("theme:bond",), ("question:q1",), ("topic:t1",), ("case:P-2",),
        ("theme:limits", "question:q1"), ("theme:bond", "question:q1"),
        ("theme:limits", "case:P-1"), ("theme:bond", "case:P-1"), ("code:trust", "case:P-1"),
        ("theme:limits", "case:P-2"), ("theme:bond", "case:P-2"), ("code:trust", "case:P-2"),
    }  # fmt: skip
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (("coding:a",), "interpretation"),
        (("code:a",), "interpretation"),
        (("theme:a",), "interpretation"),
        (("question:a",), "summary"),
        (("topic:a",), "summary"),
        (("case:a",), "note"),
        (("project",), "note"),
        (("theme:a", "case:b"), "summary"),
        (("theme:a", "question:b"), "summary"),
    ],
)
def test_the_kind_it_begins_with(about: tuple[str, ...], kind: str) -> None:
    assert first_kind(about) == kind
