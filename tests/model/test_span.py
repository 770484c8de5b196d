from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.span import Span, merge

spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(spans, spans)
def test_overlap_is_symmetric_and_is_having_an_intersection(a: Span, b: Span) -> None:
    assert a.overlaps(b) == b.overlaps(a) == (a.intersection(b) is not None)


@given(spans, spans)
def test_the_hull_covers_both_and_nothing_smaller_does(a: Span, b: Span) -> None:
    hull = a.hull(b)
    assert hull.covers(a)
    assert hull.covers(b)
    assert {hull.start, hull.end} <= {a.start, a.end, b.start, b.end}


@given(spans, spans)
def test_the_intersection_is_what_both_cover(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    intersection = a.intersection(b)
    assert (set(range(intersection.start, intersection.end)) if intersection else set()) == shared


@given(st.lists(spans))
def test_merging_keeps_every_character_and_leaves_no_overlap(many: list[Span]) -> None:
    merged = merge(many)
    assert {p for s in merged for p in range(s.start, s.end)} == {p for s in many for p in range(s.start, s.end)}
    assert not any(a.overlaps(b) for a in merged for b in merged if a != b)
    assert merge(merged) == merged == merge(reversed(many))


def test_touching_spans_share_no_character_and_stay_apart() -> None:
    assert merge([Span(0, 3), Span(3, 5)]) == [Span(0, 3), Span(3, 5)]
