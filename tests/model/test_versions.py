"""A text replaced by a later one: what is untouched is carried over, both ways; anything else is not."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.alignment import align
from qualcode.model.events.event import CodeApplied, Event, SuggestionRejected, TranscriptRead, What
from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.model.versions import Revision, Versions, edited, revision, revision_from_json

OLD, NEW, LATER = "a" * 64, "b" * 64, "c" * 64


def turns(*places: tuple[int, int]) -> tuple[Turn, ...]:
    return tuple(Turn(n, Span(*place), "R", "respondent", "R") for n, place in enumerate(places, 1))


def text_of(*speech: str, label: str = "R: ") -> Transcript:
    """One turn a line."""
    text, places = "", []
    for said in speech:
        start = len(text) + len(label)
        text += f"{label}{said}\n"
        places.append((start, start + len(said)))
    return Transcript("T", text, turns(*places))


def relabelled(transcript: Transcript, label: str) -> tuple[Transcript, Revision]:
    """Every `R` at the start of a line becomes `label`."""
    starts = [turn.span.start - 3 for turn in transcript.turns]
    text, kept = edited(transcript.text, [(Span(start, start + 1), label) for start in starts])
    shift = len(label) - 1
    moved = [(t.span.start + shift * t.number, t.span.end + shift * t.number) for t in transcript.turns]
    after = Transcript("T", text, turns(*moved))
    return after, revision(transcript, after, OLD, NEW, kept)


def test_a_coding_goes_to_the_same_words_when_labels_change() -> None:
    before = text_of("one two", "three")
    after, change = relabelled(before, "H-10")
    span = Span(7, 10)  # "two"
    assert span.of(before.text) == "two"
    found = change.carry(span)
    assert found is not None
    assert found.of(after.text) == "two"
    assert change.back.carry(found) == span


def test_a_coding_over_two_turns_keeps_its_speech_whatever_the_label_between() -> None:
    before = text_of("one two", "three")
    after, change = relabelled(before, "H-10")
    found = change.carry(Span(7, 19))
    assert found is not None
    assert found.of(after.text) == "two\nH-10: three"


def test_a_coding_of_which_a_word_is_gone_or_into_which_one_came_is_touched() -> None:
    before = text_of("one two three")
    gone, kept = edited(before.text, [(Span(7, 11), "")])  # "two "
    without = revision(before, text_of("one three"), OLD, NEW, kept)
    assert gone == "R: one three\n"
    assert without.gone == (Span(7, 11),)
    assert without.carry(Span(3, 16)) is None
    assert without.carry(Span(3, 6)) == Span(3, 6)
    assert without.back.carry(Span(3, 12)) is None  # seen from the new text, a word came between
    assert without.back.carry(Span(7, 12)) == Span(11, 16)


def test_words_that_changed_their_order_are_touched() -> None:
    swapped = Revision(OLD, NEW, kept=((0, 4, 3), (4, 0, 3)))
    assert swapped.carry(Span(0, 7)) is None
    assert swapped.carry(Span(0, 3)) == Span(4, 7)


def test_the_log_keeps_numbers_only_and_gives_the_same_back() -> None:
    _, change = relabelled(text_of("one two", "three"), "H-10")
    raw = change.to_json()
    assert revision_from_json(raw) == change
    assert "three" not in repr(raw)
    assert revision_from_json({"old": OLD, "new": NEW, "kept": [[0, 0, -1]], "gone": [], "added": []}) is None
    assert revision_from_json(None) is None


@given(
    st.text("ab\n", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 4), st.text("xy", max_size=3)), max_size=4),
    st.integers(0, 38),
    st.integers(1, 20),
)
def test_law_what_is_carried_over_is_the_same_words_and_comes_back(
    text: str, changes: list[tuple[int, int, str]], start: int, length: int
) -> None:
    edits, position = [], 0
    for at, size, new in sorted(changes):
        if position <= at < len(text) and at + max(size, 1) <= len(text):
            edits.append((Span(at, at + max(size, 1)), new))
            position = at + max(size, 1)
    after, kept = edited(text, edits)
    everything = [Transcript("T", one, turns((0, len(one))) if one else ()) for one in (text, after)]
    change = revision(everything[0], everything[1], OLD, NEW, kept)
    span = Span(
        min(start, len(text) - 1), min(start, len(text) - 1) + 1 if start + length > len(text) else start + length
    )
    found = change.carry(span)
    if found is not None:  # all of it is speech here: not a character may differ
        assert found.of(after) == span.of(text)
        assert change.back.carry(found) == span
    else:
        assert any(span.overlaps(one) for one, _ in edits) or not kept


@given(st.permutations([0, 1, 2]))
def test_law_revisions_make_one_graph_in_whatever_order_the_log_has_them(order: list[int]) -> None:
    first = Revision(OLD, NEW, ((0, 2, 10),))
    second = Revision(NEW, LATER, ((2, 5, 10),))
    other = Revision(OLD, "d" * 64, ((0, 1, 3),))
    known = [first, second, other]
    versions = Versions(known[index] for index in order)
    assert versions.carry(Span(1, 4), OLD[:12], LATER[:12]) == Span(6, 9)
    assert versions.carry(Span(6, 9), LATER, OLD) == Span(1, 4)
    assert versions.carry(Span(1, 4), OLD, "e" * 64) is None


def test_a_way_that_lost_the_words_does_not_hide_one_that_kept_them() -> None:
    short = Revision(OLD, LATER, kept=((0, 0, 2),), gone=(Span(2, 10),))
    long = [Revision(OLD, NEW, kept=((0, 0, 10),)), Revision(NEW, LATER, kept=((0, 3, 10),))]
    assert Versions([short, *long]).carry(Span(4, 6), OLD, LATER) == Span(7, 9)


def apply(made_on: str, start: int, end: int, quote: str, id_: str = "e1") -> Event:
    return event(id_, CodeApplied(sha=made_on, start=start, end=end, quote=quote, code="a"))


def event(id_: str, what: What) -> Event:
    return Event(id_, 1, "2026-01-01", "jan", "T", what)


READ = TranscriptRead(sha=OLD[:12], reading="whole", codes=("a",))


def test_what_stands_on_the_text_is_counted_and_what_does_not_is_named() -> None:
    text = text_of("one two")
    ground = Ground(text, NEW)
    events = [
        apply(NEW[:12], 3, 6, "one", "here"),
        apply(OLD[:12], 3, 6, "one", "elsewhere"),
        apply(NEW[:12], 3, 600, "one", "outside"),
        apply(NEW[:12], 3, 6, "two", "other words"),
        event("read", READ),
        event("rejected", SuggestionRejected(start=3, end=900, code="a")),
    ]
    said = fold(events, ground)
    assert [one.id for one in said.applied] == ["here"]
    assert (said.done, said.rejected) == ((), ())
    assert {(one.id, one.why) for one in said.adrift} == {
        ("elsewhere", "text"), ("outside", "span"), ("other words", "quote"), ("read", "text"), ("rejected", "span"),
    }  # fmt: skip


def test_an_event_that_names_no_text_is_held_against_its_words_and_one_without_words_against_its_place() -> None:
    ground = Ground(text_of("one two"), NEW)
    events = [
        apply("", 3, 6, "one", "right"),
        apply("", 3, 6, "two", "wrong"),
        event("place", SuggestionRejected(start=3, end=6, code="a")),
    ]
    said = fold(events, ground)
    assert ([one.id for one in said.applied], [one.id for one in said.rejected]) == (["right"], ["place"])


def test_codings_of_an_older_text_are_carried_over_with_the_words_that_stand_there_now() -> None:
    before = text_of("one two", "three")
    after, change = relabelled(before, "H-10")
    ground = Ground(after, NEW, lambda: Versions([change]))
    said = fold([apply(OLD[:12], 7, 19, "two\nR: three"), event("read", READ)], ground)
    assert [one.quote for one in said.applied] == ["two\nH-10: three"]
    assert [one.id for one in said.done] == ["read"]  # no speech was added, so it was read
    assert said.adrift == ()


def test_a_reading_of_a_text_with_less_speech_is_no_reading_of_this_one() -> None:
    before = text_of("one")
    after, kept = text_of("one two"), [(0, 0, 6)]
    ground = Ground(after, NEW, lambda: Versions([revision(before, after, OLD, NEW, kept)]))
    assert fold([event("read", READ)], ground).done == ()
    assert [one.quote for one in fold([apply(OLD[:12], 3, 6, "one")], ground).applied] == ["one"]


def corrected(before: Transcript, after: Transcript, old: str, new: str) -> Revision:
    found = align(before, after)
    return Revision(old, new, found.kept, found.gone, found.added)


def test_a_text_stays_read_until_one_word_in_twenty_is_new_whatever_number_of_corrections_it_took() -> None:
    words = [f"word{n}" for n in range(40)]
    first = text_of(" ".join(words))
    second = text_of(" ".join(["new", *words[1:]]))
    third = text_of(" ".join(["new", *words[1:20], "newer", *words[21:]]))  # two of forty
    fourth = text_of(" ".join(["new", *words[1:20], "newer", *words[21:30], "newest", *words[31:]]))
    ways = [
        corrected(first, second, OLD, NEW),
        corrected(second, third, NEW, LATER),
        corrected(third, fourth, LATER, "d" * 64),
    ]
    for text, sha, read in ((second, NEW, True), (third, LATER, True), (fourth, "d" * 64, False)):
        ground = Ground(text, sha, lambda: Versions(ways))
        assert [one.id for one in fold([event("read", READ)], ground).done] == (["read"] if read else [])


def test_a_coding_goes_along_where_its_typography_alone_was_corrected() -> None:
    before, after = text_of('so he said "well..." and went'), text_of("So he said “well…” and went")
    ground = Ground(after, NEW, lambda: Versions([corrected(before, after, OLD, NEW)]))
    said = fold([apply(OLD[:12], 3, 23, before.text[3:23])], ground)
    assert [one.quote for one in said.applied] == ["So he said “well…”"]


@given(st.permutations([0, 1]))
def test_law_of_two_lines_with_one_id_the_same_holds_in_whatever_order_they_stand(order: list[int]) -> None:
    events = [apply("", 3, 6, "one"), apply("", 3, 6, "one")._replace(at="2026-02-02")]
    assert fold([events[index] for index in order]).applied[0].at == "2026-02-02"
