"""Figures: grey and hatched, so that print without colour loses nothing; labelled in the study's language.

To add one: a file with `draw(view, options) -> Output` whose report holds one Figure, and a line in FIGURES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.registry import Registry
from qualcode.report.document import Output
from qualcode.report.view import View


@dataclass(frozen=True)
class Options:
    """What a figure may be told: the attribute that makes groups, the interview it is of, the moment that a map is of."""

    by: str = ""
    transcript: str = ""
    then: str = ""


HATCHES = ("", "///", "...", "xx")  # groups that a figure can tell apart without colour
Draw = Callable[[View, Options], Output]

FIGURES: Registry[Draw] = Registry(
    "thing.figure",
    {
        "heatmap": "qualcode.report.figures.heatmap:draw",
        "bars": "qualcode.report.figures.bars:draw",
        "new-codes": "qualcode.report.figures.new_codes:draw",
        "timeline": "qualcode.report.figures.timeline:draw",
        "map": "qualcode.report.figures.thematic_map:draw",
    },
)
