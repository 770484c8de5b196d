"""A draft as a conversation: who speaks, what is said, which times are left out, and what is nobody's speech."""

from bisect import bisect_right
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass

from qualcode.formats.transcripts.canonical import Cut, Utterance, cuts, utterances
from qualcode.formats.transcripts.draft import Draft, LabelMark
from qualcode.formats.transcripts.labels import hear
from qualcode.formats.transcripts.openers import TextLine, folded, lines_of
from qualcode.formats.transcripts.speech_tables import notes_of
from qualcode.formats.transcripts.times import stamps
from qualcode.formats.transcripts.tool_lines import between_numbers, line_numbers, tool_lines
from qualcode.formats.transcripts.verdicts import Verdict
from qualcode.model.span import Span, merge


@dataclass(frozen=True)
class Conversation:
    """What is read of a draft. `outside`: what is nobody's speech; `aside`: how many lines of it hold something."""

    marks: tuple[LabelMark, ...]
    verdicts: tuple[Verdict, ...]
    said: tuple[Utterance, ...]
    cuts: tuple[Cut, ...]
    outside: tuple[Span, ...]
    aside: int
    candidates: frozenset[str]  # every label, folded, that was weighed


def read_speakers(
    draft: Draft,
    known: Container[str] = (),
    interviewers: Collection[str] = (),
    decided: Mapping[str, bool] | None = None,
    *,
    strangers: bool = True,
) -> Conversation:
    """Who says what in a draft. `known`: the labels of people the study knows, by their keys; `decided`: folded label -> speaker or text.

    Without `strangers`, as in documents, what recurs is a form's field ("Bevinding: …") unless it is known or a role.
    """
    text = folded(draft.text)
    lines = lines_of(text)
    tools = tool_lines(text, lines, draft.text)
    numbers = [] if draft.layout == "cues" else line_numbers(text, lines)
    tools |= between_numbers(text, lines, numbers)
    tools |= _within(lines, draft.outside)
    heard = hear(draft, text, lines, known, interviewers, decided or {}, tools, strangers=strangers)
    outside = [*draft.outside, *notes_of(draft), *heard.outside]
    outside += [Span(line.start, line.end) for line in lines if line.number in tools]
    whole = [] if draft.layout == "cues" else [*stamps(draft.text)]
    times = cuts(draft.text, heard.marks, whole, [*numbers, *heard.behind])
    said = utterances(draft, heard.marks, times, outside)
    outside = merge(outside)
    aside = len(_within(lines, outside))
    return Conversation(heard.marks, heard.verdicts, tuple(said), tuple(times), tuple(outside), aside, heard.candidates)


def _within(lines: Sequence[TextLine], spans: Sequence[Span]) -> frozenset[int]:
    """The numbers of the lines that begin in one of these."""
    ordered = merge(spans)
    at = (bisect_right(ordered, line.start, key=lambda span: span.start) - 1 for line in lines)
    return frozenset(
        line.number for line, index in zip(lines, at, strict=True) if index >= 0 and line.start < ordered[index].end
    )
