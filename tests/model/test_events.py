"""The fold is order-free and idempotent, so that two copies of a journal merge by union."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.events import Event, event_from_json, fold
from qualcode.model.span import Span

ids = st.sampled_from("abcdefgh")
places = st.tuples(st.integers(0, 9), st.integers(10, 19))


def _data(kind: str, draw: st.DrawFn) -> dict[str, object]:
    start, end = draw(places)
    if kind in ("apply", "reject"):
        return {"start": start, "end": end, "code": draw(st.sampled_from("xy")), "quote": "…"}
    if kind == "withdraw":
        return {"of": draw(st.lists(ids, min_size=1, max_size=2))}
    if kind == "mark":
        marks = draw(st.sampled_from([{"key": True}, {"key": False}, {"note": "n"}, {"valence": "mixed", "key": True}]))
        return {"of": [draw(ids)], "set": marks}
    if kind == "move":
        return {"of": [draw(ids)], "start": start, "end": end}
    return {"pass": "whole", "codes": ["x"]}


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    events = []
    for number, name in enumerate(draw(st.lists(ids, unique=True, max_size=8))):
        kind = draw(st.sampled_from(["apply", "apply", "reject", "withdraw", "mark", "done", "move"]))
        seq = draw(st.integers(1, 4))
        events.append(Event(kind, name, seq, f"2026-01-0{number + 1}", "jan", "T", _data(kind, draw)))
    return events


@given(journals(), st.randoms())
def test_the_fold_does_not_depend_on_the_order_of_events(events: list[Event], random: object) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(events)


@given(journals(), st.integers(0, 8))
def test_two_copies_fold_like_their_union(events: list[Event], cut: int) -> None:
    mine, theirs = events[:cut], events[cut // 2 :]
    assert fold(mine + theirs) == fold(theirs + mine) == fold(events) == fold(events + events)


@given(journals())
def test_an_event_survives_its_line(events: list[Event]) -> None:
    assert [event_from_json(event.to_json()) for event in events] == events


def apply(name: str, seq: int = 1) -> Event:
    data = {"start": 1, "end": 5, "code": "x", "quote": "abcd"}
    return Event("apply", name, seq, "2026-01-01", "jan", "T", data)


def event(kind: str, name: str, seq: int, **data: object) -> Event:
    return Event(kind, name, seq, "2026-01-01", "jan", "T", data)


def test_what_is_withdrawn_stays_so_even_when_the_withdrawal_comes_first() -> None:
    assert fold([event("withdraw", "w", 1, of=["a"]), apply("a", 2)]).applied == ()


def test_a_withdrawn_mark_no_longer_holds() -> None:
    events = [apply("a"), event("mark", "m", 2, of=["a"], set={"key": True}), event("withdraw", "w", 3, of=["m"])]
    assert not fold(events).applied[0].key


def test_of_two_marks_of_one_field_the_later_wins_and_other_fields_stay() -> None:
    events = [
        apply("a"),
        event("mark", "m1", 2, of=["a"], set={"key": True, "note": "first"}),
        event("mark", "m2", 3, of=["a"], set={"note": "second"}),
    ]
    coding = fold(events).applied[0]
    assert (coding.key, coding.note) == (True, "second")


def test_a_move_gives_the_coding_another_place() -> None:
    assert fold([apply("a"), event("move", "v", 2, of=["a"], start=7, end=9)]).applied[0].span == Span(7, 9)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"event": "other"},
        {"seq": "1"},
        {"start": 5},
        {"start": -1},
        {"start": True},
        {"code": ["x"]},
        {"id": 7},
    ],
)
def test_a_line_that_is_no_event_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"this (line|event)"):
        event_from_json(apply("a").to_json() | change)


def test_an_unknown_mark_is_refused() -> None:
    line = event("mark", "m", 1, of=["a"], set={"colour": "red"}).to_json()
    with pytest.raises(ValueError, match="unknown"):
        event_from_json(line)
