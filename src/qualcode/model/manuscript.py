"""Somebody's document as it is checked: its paragraphs and cells, in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A paragraph, or one of a cell of a table.

    `kind`: text, heading, quote, indented, caption, cell or note. A quote is set apart as one by its style or its markup,
    what is indented by nothing but its margin; a note is a footnote, which `mark` names as the text does. `cell`: table,
    row and column, from 0.
    """

    text: str
    kind: str = "text"
    level: int = 0  # of a heading, from 1
    cell: tuple[int, int, int] | None = None
    mark: str = ""
    place: int = 0  # which paragraph of the file, for comments
