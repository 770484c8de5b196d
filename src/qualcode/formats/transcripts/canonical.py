"""A draft and its speakers -> the canonical text with its turns; the one place where positions are made."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.formats.transcripts.draft import Draft, LabelMark
from qualcode.formats.transcripts.times import ANY, Stamp, seconds
from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript, Turn
from qualcode.model.versions import Kept

_CLOCK = re.compile(ANY)
_DASH = re.compile(r"[ \t]*[-–—|](?=[ \t])")  # between a time and what it times


@dataclass(frozen=True)
class Speaker:
    """Who a label stands for, and how the canonical text writes it."""

    label: str
    written: str
    role: str
    case: str = ""


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech in the draft. `named`: it opens with its label, which the draft may lack (`label_start == label_end`)."""

    head: int
    label_start: int
    label_end: int
    start: int
    end: int
    label: str
    time: float | None
    named: bool = False


@dataclass(frozen=True)
class Cut:
    """A time or line number that is left out of the text, with its blanks, and what stands there instead."""

    start: int
    end: int
    instead: str
    seconds: float | None  # None: it is no time


@dataclass(frozen=True)
class Built:
    """A transcript, and which stretches of the draft stand where in its text."""

    transcript: Transcript
    kept: tuple[Kept, ...]


def cuts(
    text: str, marks: Sequence[LabelMark], stamps: Sequence[Stamp], others: Sequence[tuple[int, int]] = ()
) -> list[Cut]:
    """What to leave out: times that rise through the text, those of the headings, and `others`: numbers of lines, labels behind."""
    spans = {stamp.span: stamp.seconds for stamp in stamps}
    for mark in marks:
        if mark.time is not None:
            for start, end in ((mark.head, mark.label_start), (mark.label_end, mark.speech)):
                spans |= {Span(*found.span()): seconds(found[0]) for found in _CLOCK.finditer(text, start, end)}
    found: list[Cut] = []
    for span in sorted(spans):
        if not found or span.start >= found[-1].end:
            found.append(_cut(text, span, spans[span]))
    taken = {one.start for one in found}
    found += [Cut(start, end, "", None) for start, end in others if start not in taken]
    return sorted(found, key=lambda one: one.start)


def _cut(text: str, span: Span, time: float) -> Cut:
    """One blank is left where a time stood between two words; a line that was a time alone goes whole."""
    start, end = span.start, span.end
    if dash := _DASH.match(text, end):
        end = dash.end()
    near, beyond = text[max(start - 200, 0) : start], text[end : end + 200]
    before, after = start - len(near) + len(near.rstrip(" \t")), end + len(beyond) - len(beyond.lstrip(" \t"))
    opens, closes = before == 0 or text[before - 1] == "\n", after == len(text) or text[after] == "\n"
    if opens and closes:
        return Cut(before, min(after + 1, len(text)), "", time)
    if opens:
        return Cut(start, after, "", time)
    if closes or (before < start and text[after] in ".,;:!?)"):
        return Cut(before, end, "", time)
    if before == start and after == end:
        return Cut(start, end, "" if text[after] in ".,;:!?)" else " ", time)
    return Cut(start, after, "", time) if before < start else Cut(start, end, "", time)


def utterances(
    draft: Draft, marks: Sequence[LabelMark], times: Sequence[Cut], outside: Sequence[Span] = ()
) -> list[Utterance]:
    """Speech from each mark to the next, without what stands in between and is nobody's."""
    aside = merge([*draft.outside, *outside])
    closing = _times_close(draft.text, times)
    found: list[Utterance] = []
    for index, mark in enumerate(marks):
        limit = marks[index + 1].head if index + 1 < len(marks) else len(draft.text)
        first = True
        for start, end in _without(mark.speech, limit, aside):
            start, end, said = _trim(draft.text, start, end, times)
            if start < end:
                label = (mark.head, mark.label_start, mark.label_end) if first else (start, start, start)
                time = mark.time if first and mark.time is not None else said
                if time is None and closing:
                    time = _last_before(times, start)
                found.append(Utterance(*label, start, end, mark.label, time, first))
                first = False
        if first:  # a label without speech: it is replaced like the others
            head = mark.head, mark.label_start, mark.label_end
            found.append(Utterance(*head, mark.speech, mark.speech, mark.label, None, True))
    return found


def paragraphs(draft: Draft, times: Sequence[Cut] = (), outside: Sequence[Span] = ()) -> list[Utterance]:
    """Every paragraph as speech of nobody in particular: a document, or a text without labels."""
    found = []
    aside = merge([*draft.outside, *outside])
    for block in re.finditer(r"(?:[^\n]+\n?)+", draft.text):
        for start, end in _without(*block.span(), aside):
            start, end, time = _trim(draft.text, start, end, times)
            if start < end:
                found.append(Utterance(start, start, start, start, end, "", time))
    return found


def _without(start: int, end: int, outside: Sequence[Span]) -> list[tuple[int, int]]:
    pieces = []
    for span in outside:
        if start < span.end and span.start < end:
            pieces.append((start, span.start))
            start = span.end
    return [*pieces, (start, end)]


def _trim(text: str, start: int, end: int, times: Sequence[Cut]) -> tuple[int, int, float | None]:
    """A stretch without white space and times at either end; and the time that stood before its words."""
    inside = list(_between(times, start, end)) if times else []
    said = None
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if not inside or inside[0].start > start:
            break
        first = inside.pop(0)
        said, start = said if first.seconds is None else first.seconds, min(first.end, end)
    while True:
        end = start + len(text[start:end].rstrip())
        if not inside or inside[-1].end < end:
            return start, end, said
        end = max(inside.pop().start, start)


def _between(times: Sequence[Cut], start: int, end: int) -> Iterator[Cut]:
    for one in times[bisect_left(times, start, key=lambda cut: cut.end) :]:
        if one.start >= end:
            return
        if one.end > start:
            yield one


def _times_close(text: str, times: Sequence[Cut]) -> bool:
    """Whether times stand at the end of what they time, as f4 writes them: a turn then begins at the last one before it."""
    clocks = [one for one in times if one.seconds is not None]
    closing = sum(
        text[one.end : one.end + 1] in ("\n", "") and text[one.start - 1 : one.start] != "\n" for one in clocks
    )
    return bool(clocks) and closing > len(clocks) / 2


def _last_before(times: Sequence[Cut], position: int) -> float:
    index = bisect_left(times, position, key=lambda cut: cut.start)
    earlier = (one.seconds for one in reversed(times[:index]) if one.seconds is not None)
    return next(earlier, 0.0)


class _Text:
    """The canonical text as it is written: stretches of the draft without the times in them, and labels."""

    def __init__(self, draft: Draft, times: Sequence[Cut]):
        self.draft, self.times = draft.text, times
        self.parts: list[str] = []
        self.length = 0
        self.kept: list[Kept] = []
        self.timed: list[tuple[int, float]] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def copy(self, start: int, end: int) -> None:
        for cut in _between(self.times, start, end) if self.times else ():
            self._keep(start, cut.start)
            self.write(cut.instead)
            if cut.seconds is not None:
                self.timed.append((self.length, cut.seconds))
            start = cut.end
        self._keep(start, end)

    def copy_words(self, start: int, end: int) -> None:
        """With one blank wherever there is white space."""
        for found in re.compile(r"\S+(?: \S+)*").finditer(self.draft, start, end):
            if found.start() > start:
                self.write(" ")
            self.copy(*found.span())

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self.kept.append((start, self.length, end - start))
            self.write(self.draft[start:end])

    def built(self, name: str, turns: Sequence[Turn]) -> Built:
        text = "".join(self.parts)
        times = tuple((min(position, len(text)), time) for position, time in self.timed)
        return Built(Transcript(name, text, tuple(turns), times=times), tuple(self.kept))


def build(
    name: str, draft: Draft, said: Sequence[Utterance], speakers: Mapping[str, Speaker], times: Sequence[Cut] = ()
) -> Built:
    """The canonical transcript. `speakers` is keyed by label, as found."""
    text = _Text(draft, times)
    make = _in_place if draft.layout == "verbatim" else _laid_out
    return text.built(name, make(text, draft, said, speakers))


def _in_place(text: _Text, draft: Draft, said: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> list[Turn]:
    """The text as it is, with only the labels replaced and the times left out."""
    turns: list[Turn] = []
    position = 0
    for utterance in said:
        speaker = speakers[utterance.label]
        if utterance.named:
            text.copy(position, utterance.label_start)
            text.write(speaker.written if utterance.label_start < utterance.label_end else f"{speaker.written}: ")
            position = utterance.label_end
        text.copy(position, utterance.start)
        start, position = text.length, utterance.end
        text.copy(utterance.start, utterance.end)
        if start < text.length:
            span = Span(start, text.length)
            turns.append(Turn(len(turns) + 1, span, speaker.written, speaker.role, speaker.case, utterance.time))
    text.copy(position, len(draft.text))
    return turns


def _laid_out(text: _Text, draft: Draft, said: Sequence[Utterance], speakers: Mapping[str, Speaker]) -> list[Turn]:
    """`Label: speech` paragraphs separated by an empty line; what is nobody's speech keeps its place."""
    cues = draft.layout == "cues"
    turns: list[Turn] = []
    reached = 0
    for utterance in said:
        between = _trim(draft.text, reached, utterance.head, text.times)[:2]
        reached = utterance.end
        apart = between[0] < between[1]
        if apart:
            text.write("\n\n" if text.length else "")
            text.copy(*between)
        if utterance.start == utterance.end:  # a label without speech
            continue
        speaker = speakers[utterance.label]
        goes_on = bool(cues and not apart and turns and turns[-1].speaker == speaker.written)
        if goes_on:
            text.write(" ")
            if utterance.time is not None:
                text.timed.append((text.length, utterance.time))
        else:
            text.write("\n\n" if text.length else "")
            if utterance.named:
                text.write(f"{speaker.written}: ")
        start = text.length
        (text.copy_words if cues else text.copy)(utterance.start, utterance.end)
        if goes_on:
            turns[-1] = turns[-1]._replace(span=Span(turns[-1].span.start, text.length))
        else:
            span = Span(start, text.length)
            turns.append(Turn(len(turns) + 1, span, speaker.written, speaker.role, speaker.case, utterance.time))
    rest = _trim(draft.text, reached, len(draft.text), text.times)[:2]
    if rest[0] < rest[1]:
        text.write("\n\n" if text.length else "")
        text.copy(*rest)
    text.write("\n")
    return turns
