"""Where: a half-open stretch of text, in Unicode code points."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import Invalid


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """The characters from `start` up to but not including `end`; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise Invalid("fault.span_backwards", start=self.start, end=self.end)

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def hull(self, other: "Span") -> "Span":
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def intersection(self, other: "Span") -> "Span | None":
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

    def of(self, text: str) -> str:
        """The verbatim slice."""
        return text[self.start : self.end]


MASK = "█"  # stands for each character that is not to be shown
OMITTED = "[…]"


def masked(text: str, hidden: Iterable[Span]) -> str:
    """The text with the same positions, what is hidden blacked out; paragraphs stay."""
    for span in hidden:
        black = "".join(one if one == "\n" else MASK for one in span.of(text))
        text = text[: span.start] + black + text[span.end :]
    return text


def collapsed(text: str) -> str:
    """Text for people: each blacked out stretch as an omission."""
    return re.sub(f"{MASK}[{MASK}\n]*", OMITTED, text) if MASK in text else text


def merge(spans: Iterable[Span]) -> list[Span]:
    """The hulls of the maximal groups of spans that overlap, transitively, in text order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and merged[-1].overlaps(span):
            merged[-1] = merged[-1].hull(span)
        else:
            merged.append(span)
    return merged
