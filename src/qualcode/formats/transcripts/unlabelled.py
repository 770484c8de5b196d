"""Conversations without labels, where the layout alone tells two voices: questions in bold, numbered, or in a column."""

import itertools
import re
from collections.abc import Iterator, Sequence

from qualcode.formats.transcripts.draft import Draft, LabelMark
from qualcode.formats.transcripts.openers import ZERO, TextLine
from qualcode.formats.transcripts.speech_tables import two_voices

_NUMBER = re.compile(rf"[ \t{ZERO}]*\d{{1,3}}[.)][ \t{ZERO}]+(?=\S)")
_STARRED = re.compile(r"[ ]*(\*\*|__|\*|_)(?=\S)[^\n]+(?<=\S)\1[ ]*$")  # Markdown


def two_by_layout(draft: Draft, text: str, lines: Sequence[TextLine], skip: frozenset[int]) -> list[LabelMark]:
    """Marks of two voices by layout, or none. Their labels say what the layout is; who they are must be asked."""
    for table in draft.tables:
        if columns := two_voices(draft.text, table):
            cells = [(row[at], f"column {at + 1}") for row in table for at in columns if at < len(row)]
            return [LabelMark(cell.start, cell.start, cell.start, cell.start, label) for cell, label in cells if cell]
    paragraphs = list(_paragraphs(lines, skip))
    ends = {span.start: span.end for span in draft.emphasised}
    bold = [ends.get(start, 0) >= end or bool(_STARRED.match(text, start, end)) for start, end in paragraphs]
    if marks := _alternating(text, paragraphs, bold, ("emphasised", "plain")):
        return marks
    return _alternating(
        text, paragraphs, [bool(_NUMBER.match(text, *one)) for one in paragraphs], ("numbered", "plain")
    )


def _paragraphs(lines: Sequence[TextLine], skip: frozenset[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for line in lines:
        start = line.start if line.paragraph else start
        if line.last and line.number not in skip:
            yield start, line.end


def _alternating(
    text: str, paragraphs: Sequence[tuple[int, int]], first: Sequence[bool], names: tuple[str, str]
) -> list[LabelMark]:
    """A mark at each change of kind; none where the kinds do not take turns, or the first seldom asks."""
    begin = first.index(True) if True in first else len(first)
    kinds = first[begin:]
    changes = sum(one != two for one, two in itertools.pairwise(kinds))
    asking = [
        text[start:end].rstrip("*_ \t" + ZERO).endswith("?")
        for (start, end), kind in zip(paragraphs, first, strict=True)
        if kind
    ]
    if changes < 3 or sum(asking) < max(2, len(asking) / 2):
        return []
    marks: list[LabelMark] = []
    for (start, _), kind in zip(paragraphs[begin:], kinds, strict=True):
        label = names[0] if kind else names[1]
        if not marks or marks[-1].label != label:
            marks.append(LabelMark(start, start, start, start, label))
    return marks
