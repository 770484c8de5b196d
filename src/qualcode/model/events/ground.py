"""The text that the codings of one transcript must stand on: which events hold there, where, and in which words.

An event names the text it was made on (`sha`). One made on this text stands as it is; one made on a text that this one
came from, or became, is carried over where it is untouched; any other is left out, for its positions are of other words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qualcode.model.locate import plain_words
from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript, count_words
from qualcode.model.versions import SHORT, Versions

_WORDS = re.compile(r"\w")
NEW_WORDS = 0.05  # the share of new words up to which a text stays read


def spoken(transcript: Transcript, span: Span) -> Span | None:
    """What of a span is speech, without white space at its ends; None where there are no words in it."""
    touched = transcript.turns_touched(span)
    if not touched:
        return None
    start, end = max(span.start, touched[0].span.start), min(span.end, touched[-1].span.end)
    words = transcript.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return Span(start, end) if _WORDS.search(words) else None


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

    def knows(self, made_on: str) -> bool:
        """Whether this text came from that one, or became it, by revisions on record."""
        return self.is_here(made_on) or self.versions().way(made_on, self.sha) is not None

    def turn_of(self, span: Span, made_on: str) -> Span | None:
        """The turn that holds most of what is kept of a span; None where nothing of its speech is."""
        held: Counter[Span] = Counter()
        for piece in self.versions().pieces(span, made_on, self.sha):
            for turn in self.transcript.turns_touched(piece):
                held[turn.span] += len(turn.span.intersection(piece) or ())
        return max(held, key=lambda turn: (held[turn], -turn.start)) if held else None

    def instead(self, span: Span, made_on: str) -> Span | None:
        """The speech that stands in the place of a span that was revised; None where there is none."""
        found = span if self.is_here(made_on) else self.versions().around(span, made_on, self.sha)
        return spoken(self.transcript, found) if found and self.holds(found) else None

    def remains(self, span: Span, made_on: str) -> list[Span]:
        """All that stands in the place of a span, or is kept of it: what must not be shown where the span must not."""
        found = [span] if self.is_here(made_on) else [*self.versions().pieces(span, made_on, self.sha)]
        return merge(one for one in (*found, self.instead(span, made_on)) if one)

    def was_read(self, made_on: str) -> bool:
        """Whether who read that text has read this one: of respondents' words at most one in twenty is new since."""
        if self.is_here(made_on):
            return True
        new = self.versions().added(made_on, self.sha)
        return new is not None and self._words(new) <= NEW_WORDS * self._words([Span(0, len(self.transcript.text))])

    def _words(self, spans: Iterable[Span]) -> int:
        """The words of respondents in these stretches."""
        text, turns = self.transcript.text, self.transcript.turns_touched
        said = (turn.span.intersection(span) for span in spans for turn in turns(span) if turn.is_respondent)
        return sum(count_words(one.of(text)) for one in said if one)

    def holds(self, span: Span) -> bool:
        return span.end <= len(self.transcript.text)

    def has_words(self, span: Span, quote: str, made_on: str) -> bool:
        """Whether the words of a quote stand at a span.

        Of one that was carried over only the speech must be the same, and not its typography: labels in it may be written
        otherwise now.
        """
        found = span.of(self.transcript.text)
        return found == quote or (not self.is_here(made_on) and self._same_speech(span, quote))

    def _same_speech(self, span: Span, quote: str) -> bool:
        position, quote = 0, plain_words(quote).casefold()
        for turn in self.transcript.turns_touched(span):
            shared = turn.span.intersection(span)
            piece = plain_words(shared.of(self.transcript.text)).casefold() if shared else ""
            at = quote.find(piece, position)
            if at < 0:
                return False
            position = at + len(piece)
        return True
