"""What becomes of codings whose words were changed: keep them on the new words, move them, or withdraw them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qualcode.errors import QualcodeError, quoted
from qualcode.model.events.event import CodingsMarked, EventsWithdrawn, What
from qualcode.model.events.revised import Touched, moved_to
from qualcode.model.locate import find_quote
from qualcode.model.printed import check_printed
from qualcode.model.span import Span
from qualcode.text import Say
from qualcode.usecases.transcripts.revising.correction import Correction

VERDICTS = {
    "keep": "keep", "move": "move", "withdraw": "withdraw", "houd": "keep", "verplaats": "move", "trek in": "withdraw",
}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """`place`: where a coding, or a question, is now; None: it is withdrawn."""

    place: Span | None


OTHER_WORDS = "-"  # in place of the hash of a form: the approval was of words that are not there any more
Decisions = Mapping[str, Decision]  # by the id of what is decided on


def decision(correction: Correction, one: Touched, verdict: str, words: str = "") -> Decision:
    """What a person said of one. Raises QualcodeError for what is no decision, or one that cannot be carried out."""
    said = VERDICTS.get(" ".join(verdict.casefold().split()))
    if said is None:
        raise QualcodeError("error.no_such_decision", word=quoted(verdict))
    if said == "withdraw":
        return Decision(None)
    if said == "keep":
        if one.place is None:
            raise QualcodeError("error.nothing_to_keep_on")
        return Decision(_whole(correction, one, one.place))
    if not words.strip():
        raise QualcodeError("error.move_where")
    return Decision(_whole(correction, one, _place(correction, one, words.strip())))


def decision_on(correction: Correction, one: Touched, place: Span | None) -> Decision:
    """A decision on a place that was pointed at; None: it is withdrawn."""
    return Decision(_whole(correction, one, place) if place else None)


def _whole(correction: Correction, one: Touched, span: Span) -> Span:
    """A question is asked in a whole turn."""
    return correction.after.turn_at(span.start).span if one.is_question else span


def _place(correction: Correction, one: Touched, words: str) -> Span:
    """The place that is meant by words of the new text."""
    found = find_quote(correction.after, words)
    near = [span for span in found if one.place and _same_turns(correction, span, one.place)]
    chosen = near if len(found) > 1 and len(near) == 1 else found
    if len(chosen) != 1:
        raise QualcodeError(
            "error.words_in_text_often" if chosen else "error.words_not_in_text",
            n=len(chosen),
            transcript=correction.after.id,
        )
    return chosen[0]


def _same_turns(correction: Correction, one: Span, other: Span) -> bool:
    turns = correction.after.turns_touched(other)
    return bool(turns) and turns[0].span.start <= one.start and one.end <= turns[-1].span.end


def check_complete(correction: Correction, decisions: Decisions) -> None:
    """Raise QualcodeError where something is still to be decided."""
    left = sum(one.id not in decisions for one in correction.touched)
    if left:
        raise QualcodeError(
            "error.not_revised", touched=Say.some("count.touched", left), transcript=correction.handle.id
        )


def events_of(correction: Correction, decisions: Decisions) -> Iterator[What]:
    """The events that carry decisions out."""
    for one in correction.touched:
        place = decisions[one.id].place
        if place is None:
            yield EventsWithdrawn(of=(one.id,))
            continue
        yield moved_to(correction.after, correction.after.sha, (one.id,), place)
        if marks := marks_lost(correction, one, place):
            yield CodingsMarked(of=(one.id,), marks=marks)


def marks_lost(correction: Correction, one: Touched, place: Span) -> dict[str, str]:
    """What a coding loses with its words: an approval, which was of those words, and a printed form that these cannot make."""
    if one.coding is None:
        return {}
    lost = {}
    if one.coding.approval in ("asked", "approved"):
        lost["approved_form"] = OTHER_WORDS
    if one.coding.printed:
        try:
            check_printed(place.of(correction.after.text), one.coding.printed)
        except QualcodeError:
            lost["printed"] = ""
    return lost
