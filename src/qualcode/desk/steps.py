"""The one door to the core: a session, the name of an action and its answer give a session and events."""

from typing import Any

from qualcode.desk.coding_steps import READ
from qualcode.desk.judgement import JUDGE, judge
from qualcode.desk.session import Session, Step, seen

_IN_BOTH = ("grow-word", "grow-sentence", "shrink-word", "shrink-sentence", "grow-back", "undo", "redo", "help", "quit")
STEPS = {("read", name): doing for name, doing in READ.items()} | {
    ("read", "judge"): judge,
    **{("judge", name): doing for name, doing in JUDGE.items()},
    **{("judge", name): READ[name] for name in _IN_BOTH},
}
SCREEN = frozenset({"line-on", "line-back", "page-on", "page-back"})  # moves that depend on the window


def step(session: Session, action: str, answer: Any = None) -> Step:
    """One action in the mode of the session, with the answer that it asked for."""
    made = STEPS[session.mode, action](session, answer)
    return made._replace(session=seen(made.session))
