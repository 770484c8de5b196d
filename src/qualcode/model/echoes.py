"""Where an interviewer says again what a respondent did not release: to black out the one and print the other helps nobody."""

import re
from collections.abc import Iterator, Sequence

from qualcode.model.span import Span, masked
from qualcode.model.transcript import Transcript

RUN = 4  # words in a row that are theirs and no longer anybody's; of fewer refused words all of them, from two on
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def blacked_out(transcript: Transcript, refused: Sequence[Span]) -> str:
    """The text with the same positions, without what was refused, and without what an interviewer repeats of it."""
    return masked(transcript.text, [*refused, *echoes(transcript, refused)]) if refused else transcript.text


def echoes(transcript: Transcript, refused: Sequence[Span]) -> Iterator[Span]:
    """Stretches of others than respondents in which words of a refused stretch stand in a row, whatever their capitals."""
    runs: dict[int, set[tuple[str, ...]]] = {}
    for span in refused:
        said = [word[0].casefold() for word in _WORD.finditer(span.of(transcript.text))]
        length = min(RUN, len(said))
        if length > 1:
            runs.setdefault(length, set()).update(zip(*(said[at:] for at in range(length)), strict=False))
    for turn in transcript.turns if runs else ():
        if not turn.is_respondent:
            yield from _repeated(transcript.text, turn.span, runs)


def _repeated(text: str, span: Span, runs: dict[int, set[tuple[str, ...]]]) -> Iterator[Span]:
    words = list(_WORD.finditer(text, span.start, span.end))
    folded = [word[0].casefold() for word in words]
    for length, known in runs.items():
        for at in range(len(words) - length + 1):
            if tuple(folded[at : at + length]) in known:
                yield Span(words[at].start(), words[at + length - 1].end())
