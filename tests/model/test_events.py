"""The fold is order-free and idempotent, so that two copies of a journal merge by union."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.events.event import (
    KINDS,
    CodeApplied,
    CodingsMarked,
    CodingsMoved,
    Event,
    EventsWithdrawn,
    RowDecided,
    SubjectAsked,
    SuggestionRejected,
    TranscriptRead,
    What,
    event_from_json,
)
from qualcode.model.events.fold import fold
from qualcode.model.events.undoing import inverse
from qualcode.model.span import Span

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "journal.jsonl"

ids = st.sampled_from("abcdefgh")
places = st.tuples(st.integers(0, 9), st.integers(10, 19))


def _what(kind: type[What], draw: st.DrawFn) -> What:
    start, end = draw(places)
    code = draw(st.sampled_from("xy"))
    if kind is CodeApplied:
        return CodeApplied(start=start, end=end, code=code, quote="…", note=draw(st.sampled_from(["", "n"])))
    if kind is SuggestionRejected:
        return SuggestionRejected(start=start, end=end, code=code)
    if kind is EventsWithdrawn:
        return EventsWithdrawn(of=tuple(draw(st.lists(ids, min_size=1, max_size=2))))
    if kind is CodingsMarked:
        known: list[dict[str, object]] = [
            {"key": True},
            {"key": False},
            {"note": "n"},
            {"valence": "mixed", "key": True},
        ]
        marks = draw(st.sampled_from(known))
        return CodingsMarked(of=(draw(ids),), marks=marks)
    if kind is CodingsMoved:
        return CodingsMoved(of=(draw(ids),), start=start, end=end)
    if kind is SubjectAsked:
        return SubjectAsked(subject=code, start=start, end=end)
    if kind is RowDecided:
        return RowDecided(sheet="s", row=code, decision="accept")
    return TranscriptRead(reading="whole", codes=(code,))


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    events = []
    kinds: list[type[What]] = [CodeApplied, *KINDS.values()]
    for number, name in enumerate(draw(st.lists(ids, unique=True, max_size=8))):
        kind = draw(st.sampled_from(kinds))
        seq = draw(st.integers(1, 4))
        events.append(Event(name, seq, f"2026-01-0{number + 1}", "jan", "T", _what(kind, draw)))
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


def event(name: str, seq: int, what: What) -> Event:
    return Event(name, seq, "2026-01-01", "jan", "T", what)


def apply(name: str, seq: int = 1) -> Event:
    return event(name, seq, CodeApplied(start=1, end=5, code="x", quote="abcd"))


def mark(name: str, seq: int, **marks: object) -> Event:
    return event(name, seq, CodingsMarked(of=("a",), marks=marks))


def withdraw(name: str, seq: int, of: str) -> Event:
    return event(name, seq, EventsWithdrawn(of=(of,)))


def test_what_is_withdrawn_stays_so_even_when_the_withdrawal_comes_first() -> None:
    assert fold([withdraw("w", 1, "a"), apply("a", 2)]).applied == ()


def test_a_withdrawn_mark_no_longer_holds() -> None:
    assert not fold([apply("a"), mark("m", 2, key=True), withdraw("w", 3, "m")]).applied[0].key


def test_of_two_marks_of_one_field_the_later_wins_and_other_fields_stay() -> None:
    coding = fold([apply("a"), mark("m1", 2, key=True, note="first"), mark("m2", 3, note="second")]).applied[0]
    assert (coding.key, coding.note) == (True, "second")


def test_a_move_gives_the_coding_another_place() -> None:
    moved = event("v", 2, CodingsMoved(of=("a",), start=7, end=9))
    assert fold([apply("a"), moved]).applied[0].span == Span(7, 9)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"event": 3},
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


def test_what_cannot_be_is_not_made_either() -> None:
    with pytest.raises(ValueError, match="span"):
        CodeApplied(start=5, end=5, code="x", quote="abcd")
    with pytest.raises(ValueError, match="pass"):
        TranscriptRead(reading="half", codes=())


def test_a_mark_with_a_wrong_value_is_refused() -> None:
    with pytest.raises(ValueError, match="valence"):
        event_from_json(mark("m", 1, valence="high").to_json())


def test_what_a_newer_program_wrote_is_carried_along_and_counts_for_nothing() -> None:
    line = apply("a").to_json() | {"colour": "red", "weights": [1, 2]}
    known = event_from_json(line)
    assert known.to_json() == line
    copy = inverse([known, withdraw("w", 2, "a")], ["w"], lambda: "b")[0].what
    assert copy.to_json() == {"start": 1, "end": 5, "quote": "abcd", "code": "x", "colour": "red", "weights": [1, 2], "restores": "a"}  # fmt: skip
    foreign = apply("f").to_json() | {"event": "weigh", "start": "heavy"}
    marked = mark("m", 2, colour="red", note="n").to_json()
    events = [known, *map(event_from_json, (foreign, marked))]
    assert [one.to_json() for one in events[1:]] == [foreign, marked]
    assert fold(events) == fold([known, mark("m", 2, note="n")])


def test_a_line_keeps_its_keys_in_their_order() -> None:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        assert (
            json.dumps(event_from_json(json.loads(line)).to_json(), ensure_ascii=False, separators=(",", ":")) == line
        )
