"""A candidate coding with its evidence; never counted."""

import hashlib
from dataclasses import dataclass

from qualcode.model.keyword import LAYERS
from qualcode.model.span import Span

STATUSES = ("open", "accepted", "changed", "rejected")


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword found: where, as which form, by which layer."""

    code: str
    keyword: str
    form: str
    layer: str
    span: Span


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A segment proposed for a code, with the hits that led to it in text order."""

    transcript: str
    code: str
    span: Span
    turn: int
    hits: tuple[Hit, ...]
    status: str = "open"
    cue: str = ""
    score: float | None = None

    @property
    def id(self) -> str:
        """Names transcript, span and code; the memory of decisions goes by the hits' place instead."""
        return hashlib.sha256(f"{self.transcript}\0{self.span}\0{self.code}".encode()).hexdigest()[:10]

    @property
    def strongest(self) -> Hit:
        """The hit of the strongest layer; of several, the first."""
        return min(self.hits, key=lambda hit: LAYERS.index(hit.layer))

    @property
    def forms(self) -> str:
        return "; ".join(dict.fromkeys(hit.form for hit in self.hits))
