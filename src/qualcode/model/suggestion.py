"""A candidate coding with its evidence; never counted."""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from qualcode.model.keyword.keyword import LAYERS
from qualcode.model.span import Span
from qualcode.text import Say

STATUSES = ("open", "accepted", "changed", "rejected")
LEARNED = "learned"  # no keyword, but the words of what was accepted before
STRENGTH = {layer: number for number, layer in enumerate((*LAYERS, LEARNED))}


class Hit(NamedTuple):
    """A keyword found: where, as which form, by which layer. `lit` are the words that are it, `span` is all between.

    `cue` says what stands near it (*gebrek aan*), for people to read; it decides nothing.
    """

    code: str
    keyword: str
    form: str
    layer: str
    span: Span
    lit: tuple[Span, ...] = ()
    cue: str = ""

    @property
    def reason(self) -> Say:
        """Why this is a hit: `samenwerkingsafspraken: part afspraak`."""
        return Say.of("hit", self.layer, form=self.form, keyword=self.keyword)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A segment proposed for a code, with the hits that led to it in text order."""

    transcript: str
    code: str
    span: Span
    turn: int
    hits: tuple[Hit, ...]
    status: str = "open"
    score: float | None = None
    id: str = field(init=False)  # of transcript, span and code; the memory of decisions goes by the hits' place instead

    def __post_init__(self) -> None:
        named = hashlib.sha256(f"{self.transcript}\0{self.span}\0{self.code}".encode()).hexdigest()[:10]
        object.__setattr__(self, "id", named)

    @property
    def strongest(self) -> Hit:
        """The hit of the strongest layer; of several, the first."""
        return min(self.hits, key=lambda hit: STRENGTH[hit.layer])

    @property
    def cue(self) -> str:
        return "; ".join(dict.fromkeys(hit.cue for hit in self.hits if hit.cue))

    def has_cue(self, asked: str) -> bool:
        """`any`, `none`, or words that stand in the cue."""
        if asked in ("any", "none"):
            return (asked == "any") == bool(self.cue)
        return asked.casefold() in self.cue.casefold()

    @property
    def forms(self) -> str:
        return "; ".join(dict.fromkeys(hit.form for hit in self.hits))
