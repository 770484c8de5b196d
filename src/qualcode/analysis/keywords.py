"""What is counted of keywords (docs/counting.md)."""

from collections import Counter
from dataclasses import dataclass, field

from qualcode.analysis.statistics import wilson

TOO_COMMON = 0.1  # of all sentences: more cannot be judged one by one
_REJECTED_ENOUGH = 3
_HALF = 0.5


@dataclass
class KeywordCount:
    """One keyword of a code. Hits are occurrences; a suggestion with several hits of it is decided once."""

    code: str
    keyword: str
    hits: int = 0
    share: float = 0.0  # of all sentences
    accepted: int = 0
    rejected: int = 0  # changed into another code, too
    open: int = 0
    passed: int = 0  # of the open ones, those in a transcript that was read in full with the code offered
    rejected_by_layer: Counter[str] = field(default_factory=Counter)
    accepted_by_layer: Counter[str] = field(default_factory=Counter)
    passed_by_layer: Counter[str] = field(default_factory=Counter)

    def add(self, status: str, layer: str, *, read: bool) -> None:
        """Count one suggestion; `read`: its transcript was read in full with the code offered."""
        if status == "accepted":
            self.accepted += 1
            self.accepted_by_layer[layer] += 1
        elif status == "open":
            self.open += 1
            self.passed += read
            self.passed_by_layer[layer] += read
        else:
            self.rejected += 1
            self.rejected_by_layer[layer] += 1

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected

    @property
    def judged(self) -> int:
        """Those decided, and those that whoever read the transcript passed over: that is a rejection in effect."""
        return self.decided + self.passed

    @property
    def precision(self) -> float | None:
        """The share of the judged suggestions that was accepted."""
        return self.accepted / self.judged if self.judged else None

    @property
    def decided_precision(self) -> float | None:
        """The share of those decided one by one."""
        return self.accepted / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval of the precision, 95 %."""
        return wilson(self.accepted, self.judged)

    @property
    def poor(self) -> bool:
        """The whole interval lies below one half: most of what it finds is wrong. Four rejections alone say so."""
        return self.interval is not None and self.interval[1] < _HALF

    @property
    def useless(self) -> bool:
        """Poor, and rejected at least once: nothing is struck on what was passed over alone."""
        return self.poor and self.rejected > 0

    @property
    def useless_layers(self) -> tuple[str, ...]:
        """The layers beyond lemma that brought three rejections or more, one of them decided, and nothing else."""
        return tuple(
            layer
            for layer in ("separable", "stem", "compound")
            if self.rejected_by_layer[layer]
            and self.wrong_by_layer[layer] >= _REJECTED_ENOUGH
            and not self.accepted_by_layer[layer]
        )

    @property
    def wrong_by_layer(self) -> Counter[str]:
        """Rejected and passed over, by layer."""
        return self.rejected_by_layer + self.passed_by_layer

    @property
    def worst_layer(self) -> str:
        """The layer that brought most of what was rejected or passed over, or ""."""
        return self.wrong_by_layer.most_common(1)[0][0] if self.wrong_by_layer else ""


@dataclass(frozen=True)
class Candidate:
    """A word or phrase that stands in a code's references more than elsewhere; `lemmas` is what was counted."""

    term: str
    lemmas: str
    here: int
    there: int
    score: float


@dataclass
class CodeCount:
    """A code: its keywords together, and how much of what was coded they found.

    `read_references` are its references in transcripts that this coder read in full with the code offered, `found` those
    that a keyword hits. Where nothing was read in full, recall cannot be known.
    """

    total: KeywordCount
    keywords: list[KeywordCount]
    read: bool = False
    read_references: int = 0
    found: int = 0
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        return self.found / self.read_references if self.read and self.read_references else None


@dataclass(frozen=True)
class Quality:
    codes: dict[str, CodeCount]
    words: int  # of the speech searched
