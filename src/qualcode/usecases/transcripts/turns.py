"""Setting one turn right: somebody else says it, or somebody else begins in the middle of it.

The text changes with it, coded or not: labels are no speech, so codings keep their words.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts.label_words import is_interviewer_form, like_a_name
from qualcode.model.handle import read_intact
from qualcode.model.locate import find_quote
from qualcode.model.names import is_number
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, Turn
from qualcode.model.versions import Kept, Revision, edited, place
from qualcode.usecases.study import Opened
from qualcode.usecases.transcripts.speakers import named, put_changed

if TYPE_CHECKING:
    from qualcode.text.keys import Key


# What stands before words that begin a turn: a label behind the last sentence (so .*); the point of an initial or of a
# title ends none.
_TITLES = ("dr", "mr", "mw", "ir", "ms", "st", "drs", "ing", "dhr", "mrs", "prof", "mevr")
_POINT = r"(?<=\.)(?<!\b[A-Z]\.)" + "".join(rf"(?<!\b(?i:{title})\.)" for title in _TITLES)
_LABEL = re.compile(rf".*(?:(?<=[?!…”\"])|{_POINT}|\A)[ \t]*(?P<label>(?P<name>[^\s?!…:][^\n?!…:]{{0,99}}):[ \t]*)\Z")


def give_turn(opened: Opened, transcript: str, said: str, coder: str, key: Path | None = None) -> None:
    """`12=R2`: turn 12 is somebody else's."""
    number, equals, who = said.partition("=")
    if not equals or not is_number(number.strip()):
        raise QualcodeError("error.turn_case", typed=said)
    read = read_intact(opened.project.transcript(transcript))
    turn = _turn(read, int(number))
    written, role, case = named(opened.project, who)
    label = read.label_of(turn)
    edits = [(Span(label.start, label.start + len(turn.speaker)), written)] if label else []
    changed, kept = _edited(read, edits)
    new = changed.turns[turn.number - 1]._replace(speaker=written, role=role, case=case)
    turns = (*changed.turns[: turn.number - 1], new, *changed.turns[turn.number :])
    put_changed(opened, read, replace(changed, turns=turns), kept, {f"turn {number}": written}, coder, key)


def split_turn(opened: Opened, transcript: str, said: str, coder: str, key: Path | None = None) -> None:
    """`12:first words=R2`: from these words on turn 12 is somebody else's."""
    number, colon, rest = said.partition(":")
    words, equals, who = rest.rpartition("=")
    if not (colon and equals and is_number(number.strip()) and words.strip()):
        raise QualcodeError("error.turn_words_case", typed=said)
    read = read_intact(opened.project.transcript(transcript))
    turn = _turn(read, int(number))
    begins = _place_of(read, turn, words.strip().strip('"“”'))
    label = _LABEL.match(read.text[turn.span.start : begins].rpartition("\n")[2])
    if label and not (like_a_name(label["name"]) or is_interviewer_form(label["name"])):
        label = None  # these are words that somebody spoke
    before = begins - (len(label["label"]) if label else 0)
    ends = turn.span.start + len(read.text[turn.span.start : before].rstrip())
    if ends <= turn.span.start:
        raise QualcodeError("error.turn_begins_with_words", number=number, who=who)
    written, role, case = named(opened.project, who)
    first, second = (
        turn._replace(span=Span(turn.span.start, ends)),
        Turn(0, Span(begins, turn.span.end), written, role, case),
    )
    turns = [*read.turns[: turn.number - 1], first, second, *read.turns[turn.number :]]
    numbered = tuple(one._replace(number=at) for at, one in enumerate(turns, 1))
    parted = replace(read, turns=numbered)  # a label that stood among the words of the turn was no speech
    changed, kept = _edited(parted, [(Span(ends, begins), f"\n\n{written}: ")])
    put_changed(opened, parted, changed, kept, {f"turn {number}": f"{turn.speaker}, {written}"}, coder, key)


def _turn(read: Transcript, number: int) -> Turn:
    if not 1 <= number <= len(read.turns):
        raise QualcodeError("error.no_turn_of", transcript=read.id, number=number, n=len(read.turns))
    return read.turns[number - 1]


def _place_of(read: Transcript, turn: Turn, words: str) -> int:
    places = [span for span in find_quote(read, words) if span.overlaps(turn.span)]
    if len(places) != 1:
        key: Key = "error.words_in_turn_often" if places else "error.words_not_in_turn"
        raise QualcodeError(key, n=len(places), number=turn.number, transcript=read.id)
    return places[0].start


def _edited(read: Transcript, edits: list[tuple[Span, str]]) -> tuple[Transcript, list[Kept]]:
    """The transcript with stretches between its turns replaced, and what of its text is kept."""
    text, kept = edited(read.text, edits)
    whole = Revision("", "", tuple(kept))
    turns = tuple(turn._replace(span=whole.carry(turn.span) or turn.span) for turn in read.turns)
    times = tuple((place(kept, position), time) for position, time in read.times)
    return replace(read, text=text, turns=turns, times=times), kept
