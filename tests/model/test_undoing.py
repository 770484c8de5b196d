"""Undo and redo are further events: what is taken back and done again leaves the study as it was, and the trail whole."""

from collections.abc import Sequence
from itertools import count

from hypothesis import strategies as st

from qualcode.model.coding import Codings
from qualcode.model.events.event import CodeApplied, CodingsMarked, Event, EventsWithdrawn, NewEvent
from qualcode.model.events.fold import fold
from qualcode.model.events.undoing import inverse

Act = tuple[str, int, int]  # what, on which of the codings so far, a value
acts = st.lists(
    st.tuples(st.sampled_from(["apply", "apply", "mark", "withdraw"]), st.integers(0, 9), st.integers(0, 2)),
    max_size=8,
)


class Journal:
    """A journal in memory; every write gives back the ids it made."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.numbers = count(1)

    def write(self, new: Sequence[NewEvent]) -> list[str]:
        made = []
        for one in new:
            made.append(one.id or self.new_id())
            self.events.append(Event(made[-1], len(self.events) + 1, "2026-01-01", "jan", "T", one.what))
        return made

    def new_id(self) -> str:
        return f"e{next(self.numbers)}"

    def take_back(self, ids: Sequence[str]) -> list[str]:
        return self.write(inverse(self.events, ids, self.new_id))

    def do(self, act: Act) -> list[str]:
        what, which, value = act
        standing = fold(self.events).applied
        if what == "apply":
            applied = CodeApplied(start=which, end=which + 1 + value, code="x", quote="…")
            return self.write([NewEvent(applied)])
        if not standing:
            return []
        target = standing[which % len(standing)].id
        if what == "withdraw":
            return self.write([NewEvent(EventsWithdrawn(of=(target,)))])
        return self.write([NewEvent(CodingsMarked(of=(target,), marks={"note": f"note {value}"}))])


def told(codings: Codings) -> list[tuple[object, ...]]:
    """What stands, without ids and numbers."""
    return sorted((one.span, one.code, one.note) for one in codings.applied)
