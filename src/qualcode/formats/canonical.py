"""A draft and its speakers -> the canonical text with its turns; the one place where positions are made."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.formats.draft import Draft, Mark
from qualcode.formats.labels import seconds
from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript, Turn

_NUMBER_LINE = re.compile(r"(?:\A|(?<=\n\n))[ \t]*\d{1,5}[ \t]*(?=\n\n|\n?\Z)")  # page and paragraph numbers
_F4 = re.compile(r"#(\d\d:\d\d:\d\d-\d)#")  # f4transkript's time marks, at the end of a paragraph
_F4_END = re.compile(r"#\d\d:\d\d:\d\d-\d#\Z")


@dataclass(frozen=True)
class Speaker:
    """Who a label stands for, and how the canonical text writes it."""

    label: str
    written: str
    role: str
    case: str = ""


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech in the draft. `label_start == label_end` where it goes on without a label of its own."""

    head: int
    label_start: int
    label_end: int
    start: int
    end: int
    label: str
    time: float | None


def utterances(draft: Draft, marks: Sequence[Mark]) -> list[Utterance]:
    """Speech from each mark to the next, without numbers, headings and notes that stand in between."""
    cues = draft.layout == "cues"  # there a number alone was said
    numbers = [] if cues else [Span(*found.span()) for found in _NUMBER_LINE.finditer(draft.text)]
    outside = merge([*draft.outside, *numbers])
    found: list[Utterance] = []
    for index, mark in enumerate(marks):
        limit = marks[index + 1].head if index + 1 < len(marks) else len(draft.text)
        first = True
        if not draft.text[mark.speech : limit].strip():  # a label without speech: it is replaced like the others
            found.append(
                Utterance(mark.head, mark.label_start, mark.label_end, mark.speech, mark.speech, mark.label, None)
            )
        for start, end in _without(mark.speech, limit, outside):
            start, end = _trim(draft.text, start, end)
            if start < end:
                label = (mark.head, mark.label_start, mark.label_end) if first else (start, start, start)
                found.append(Utterance(*label, start, end, mark.label, mark.time if first else None))
                first = False
    return _f4_times(draft.text, found)


def paragraphs(draft: Draft) -> list[Utterance]:
    """Every paragraph as speech of nobody in particular: a document, or a text without labels."""
    found = []
    for block in re.finditer(r"(?:[^\n]+\n?)+", draft.text):
        for start, end in _without(*block.span(), merge(draft.outside)):
            start, end = _trim(draft.text, start, end)
            if start < end:
                found.append(Utterance(start, start, start, start, end, "", None))
    return found


def _without(start: int, end: int, outside: Sequence[Span]) -> list[tuple[int, int]]:
    pieces = []
    for span in outside:
        if start < span.end and span.start < end:
            pieces.append((start, span.start))
            start = span.end
    return [*pieces, (start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at either end, nor the time marks that close it."""
    piece = text[start:end].rstrip()
    while piece.endswith("#") and (mark := _F4_END.search(piece, max(len(piece) - 13, 0))):
        piece = piece[: mark.start()].rstrip()
    stripped = piece.lstrip()
    return start + len(piece) - len(stripped), start + len(piece)


def _f4_times(text: str, found: list[Utterance]) -> list[Utterance]:
    """f4 marks the end of each paragraph, so a turn begins at the last mark before it."""
    ends = [(mark.end(), seconds(mark[1])) for mark in _F4.finditer(text)]
    if not ends:
        return found
    timed = []
    for utterance in found:
        earlier = [time for end, time in ends if end <= utterance.start]
        timed.append(
            utterance if utterance.time is not None else replace(utterance, time=earlier[-1] if earlier else 0.0)
        )
    return timed


def build(name: str, draft: Draft, said: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> Transcript:
    """The canonical transcript. `speakers` is keyed by label, as found."""
    if draft.layout == "verbatim":
        return _in_place(name, draft.text, said, speakers)
    return _laid_out(name, draft, said, speakers)


def _in_place(name: str, text: str, said: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> Transcript:
    """The text as it is, with only the labels replaced."""
    out: list[str] = []
    turns: list[Turn] = []
    position = shift = 0
    for utterance in said:
        speaker = speakers[utterance.label]
        if utterance.label_start < utterance.label_end:
            out += [text[position : utterance.label_start], speaker.written]
            position = utterance.label_end
            shift += len(speaker.written) - (utterance.label_end - utterance.label_start)
        if utterance.start == utterance.end:
            continue
        span = Span(utterance.start + shift, utterance.end + shift)
        turns.append(Turn(len(turns) + 1, span, speaker.written, speaker.role, speaker.case, utterance.time))
    out.append(text[position:])
    return Transcript(name, "".join(out), tuple(turns))


def _laid_out(name: str, draft: Draft, said: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> Transcript:
    """`Label: speech` paragraphs separated by an empty line; what is nobody's speech keeps its place."""
    cues = draft.layout == "cues"
    out: list[str] = []
    turns: list[Turn] = []
    length = reached = 0
    for utterance in said:
        between = _F4.sub("", draft.text[reached : utterance.head]).strip()
        reached = utterance.end
        if utterance.start == utterance.end:
            continue
        speech = draft.text[utterance.start : utterance.end]
        speech = " ".join(speech.split()) if cues else _F4.sub("", speech).strip()
        speaker = speakers[utterance.label]
        if cues and not between and turns and turns[-1].speaker == speaker.written:
            out.append(f" {speech}")
            length += len(out[-1])
            turns[-1] = turns[-1]._replace(span=Span(turns[-1].span.start, length))
            continue
        heading = f"{between}\n\n" if between else ""
        label = f"{speaker.written}: " if utterance.label_start < utterance.label_end else ""
        opening = ("\n\n" if out else "") + heading + label
        start = length + len(opening)
        out.append(opening + speech)
        length += len(out[-1])
        turns.append(
            Turn(len(turns) + 1, Span(start, length), speaker.written, speaker.role, speaker.case, utterance.time)
        )
    rest = draft.text[reached:].strip()
    out.append(f"\n\n{rest}\n" if rest and _F4.sub("", rest).strip() else "\n")
    return Transcript(name, "".join(out), tuple(turns))
