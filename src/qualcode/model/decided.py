"""The memory of what a coder decided."""

from bisect import bisect_left

from qualcode.model.codebook import Codebook
from qualcode.model.coding import Codings
from qualcode.model.span import Span
from qualcode.model.suggestion import Hit


class Decided:
    """What a coder decided before, per code: spans with the status they give a hit that lies in them."""

    def __init__(self, codings: Codings, codebook: Codebook):
        """Accepted, coded by hand, or rejected; a rename or merge of codes is followed."""
        spans: dict[str, list[tuple[Span, int, str]]] = {}
        decisions = [(c.code, c.span, "accepted") for c in codings.applied]
        decisions += [(r.code, r.span, "changed" if r.changed_to else "rejected") for r in codings.rejected]
        for order, (code, span, status) in enumerate(decisions):
            spans.setdefault(codebook.current.get(code, code), []).append((span, order, status))
        self._spans = {code: sorted(found) for code, found in spans.items()}
        self._starts = {code: [span.start for span, _, _ in found] for code, found in self._spans.items()}
        self._longest = {code: max(len(span) for span, _, _ in found) for code, found in self._spans.items()}

    def status(self, hit: Hit) -> str:
        """That of the decision in whose segment the hit lies (accepted before rejected), else open."""
        if hit.code not in self._spans:
            return "open"
        starts = self._starts[hit.code]
        first = bisect_left(starts, hit.span.start - self._longest[hit.code])
        near = self._spans[hit.code][first : bisect_left(starts, hit.span.end)]
        return min(((order, status) for span, order, status in near if span.overlaps(hit.span)), default=(0, "open"))[1]
