"""The text that the codings of one transcript must stand on: which events hold there, where, and in which words.

An event names the text it was made on (`sha`). One made on this text stands as it is; one made on a text that this one
came from, or became, is carried over where it is untouched; any other is left out, for its positions are of other words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT, Versions


@dataclass(frozen=True)
class Ground:
    """`versions` is asked only where an event names another text: reading the log costs more than an act."""

    transcript: Transcript
    sha: str  # of the text that the side-car names
    versions: Callable[[], Versions] = field(default=Versions)

    def is_here(self, made_on: str) -> bool:
        """Whether an event was made on this very text; older events name none."""
        return not made_on or self.sha[:SHORT] == made_on[:SHORT]

    def place(self, span: Span, made_on: str) -> Span | None:
        """Where a span of the text that it was made on is now."""
        return span if self.is_here(made_on) else self.versions().carry(span, made_on, self.sha)

    def was_read(self, made_on: str) -> bool:
        """Whether all speech of this text was read by who read that one."""
        return self.is_here(made_on) or self.versions().adds_nothing(made_on, self.sha)

    def holds(self, span: Span) -> bool:
        return span.end <= len(self.transcript.text)

    def has_words(self, span: Span, quote: str, made_on: str) -> bool:
        """Whether the words of a quote stand at a span.

        Of one that was carried over only the speech must be the same: labels in it may be written otherwise now.
        """
        found = span.of(self.transcript.text)
        return found == quote or (not self.is_here(made_on) and self._same_speech(span, quote))

    def _same_speech(self, span: Span, quote: str) -> bool:
        position = 0
        for turn in self.transcript.turns_touched(span):
            shared = turn.span.intersection(span)
            piece = shared.of(self.transcript.text) if shared else ""
            at = quote.find(piece, position)
            if at < 0:
                return False
            position = at + len(piece)
        return True
