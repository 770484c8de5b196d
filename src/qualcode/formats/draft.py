"""What a reader makes of a file: its readable text, with what the format itself says of speakers and times."""

from dataclasses import dataclass

from qualcode.model.span import Span


@dataclass(frozen=True)
class Mark:
    """A speaker label in the text. The heading runs from `head` to `speech`, where the speaker's words begin."""

    head: int
    label_start: int
    label_end: int
    speech: int
    label: str
    time: float | None = None
    tight: bool = False  # no space follows the colon
    sure: bool = False  # the format says that this is a speaker, so it need not recur


@dataclass(frozen=True)
class Draft:
    """A file as text.

    `layout`: `verbatim` text keeps its own layout (.txt, .md); `paragraphs` are laid out anew as `Label: speech`;
    `cues` too, with the consecutive cues of one speaker joined.
    """

    text: str
    layout: str = "verbatim"
    marks: tuple[Mark, ...] = ()  # what the format says of speakers
    outside: tuple[Span, ...] = ()  # readable, but nobody's speech: headings, notes
    times: tuple[tuple[int, float], ...] = ()  # position -> seconds, where the format times its paragraphs
    encoding: str = ""
    told: tuple[str, ...] = ()  # what the file has that is no part of the text: comments, tracked changes
