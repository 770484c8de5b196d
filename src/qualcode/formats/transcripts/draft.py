"""What a reader makes of a file: its readable text, with what the format itself says of speakers and times."""

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.model.span import Span


@dataclass(frozen=True)
class LabelMark:
    """A speaker label in the text. The heading runs from `head` to `speech`, where the speaker's words begin."""

    head: int
    label_start: int
    label_end: int
    speech: int
    label: str
    time: float | None = None


@dataclass(frozen=True)
class Remark:
    """What somebody wrote in the margin of a file, and the stretch of the text that it is about; a point where both are one."""

    start: int
    end: int
    author: str
    text: str


Row = tuple[Span | None, ...]  # of a table: where each cell stands in the text; None: an empty cell


@dataclass(frozen=True)
class Draft:
    """A file as text.

    `layout`: `verbatim` text keeps its own layout (.txt, .md); `paragraphs` are laid out anew as `Label: speech`;
    `cues` too, with the consecutive cues of one speaker joined.
    """

    text: str
    layout: str = "verbatim"
    marks: tuple[LabelMark, ...] = ()  # speakers that the format names: voice tags
    outside: tuple[Span, ...] = ()  # readable, but nobody's speech: headings, notes
    times: tuple[tuple[int, float], ...] = ()  # position -> seconds, where the format times its paragraphs
    emphasised: tuple[Span, ...] = ()  # openings of paragraphs in bold, italics or underlined
    tables: tuple[tuple[Row, ...], ...] = ()
    encoding: str = ""
    remarks: tuple[Remark, ...] = ()
    inserted: int = 0  # tracked changes of the file
    deleted: int = 0


@dataclass(frozen=True)
class Format:
    """One kind of file. `extensions` of its names; `sniff`: whether the first bytes are this kind and no other.

    `read_original` reads the text before its tracked changes, where files of this kind can have such.
    """

    extensions: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes], Draft]
    read_original: Callable[[bytes], Draft] | None = None
