"""The thematic map: themes, and the codes they are made of, joined by lines; how a box is drawn tells the kind of code."""

from typing import Any

from qualcode.errors import NothingToShow
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import canvas, output, wrapped
from qualcode.report.tree import Data, Output, Value
from qualcode.report.view import View

_LINES = {"barrier": "solid", "facilitator": "dashed", "strategy": "dotted", "neutral": "solid"}
_FILLS = {"barrier": "0.85", "facilitator": "white", "strategy": "white", "neutral": "white"}


def draw(view: View, options: Options) -> Output:
    """Themes left, their codes right; a code in several themes has several lines."""
    themes = [theme for theme in view.themes if view.members(theme)]
    if not themes:
        raise NothingToShow("There are no themes with codes yet; build them with: qualcode theme add.")
    members = {theme.id: [code for code in view.members(theme) if code in view.told] for theme in themes}
    codes = list(dict.fromkeys(code for theme in themes for code in members[theme.id]))
    drawn, axes = canvas(0.8 + 0.42 * len(codes))
    height = {code: -line for line, code in enumerate(codes)}
    rows: list[tuple[Value, ...]] = []
    for theme in themes:
        own = [height[code] for code in members[theme.id]]
        middle = sum(own) / len(own) if own else 0
        for code in members[theme.id]:
            axes.plot([0.2, 0.75], [middle, height[code]], color="0.4", linewidth=0.8, zorder=1)
            rows.append((theme.id, theme.name, code, view.codebook.by_id[code].name, view.codebook.by_id[code].kind))
        _box(axes, 0.18, middle, wrapped(theme.name, 26), "0.25", "solid", "white", bold=True)
    for code in codes:
        entry = view.codebook.by_id[code]
        _box(axes, 0.78, height[code], wrapped(entry.name, 34), _FILLS[entry.kind], _LINES[entry.kind], "black")
    axes.set_xlim(0, 1)
    axes.set_ylim(-len(codes) + 0.4, 0.6)
    axes.axis("off")
    words = view.words
    told = "; ".join(
        f"{theme.name}: {', '.join(view.codebook.by_id[code].name for code in members[theme.id])}" for theme in themes
    )
    data = Data("map", ("theme", "theme_name", "code", "name", "kind"), tuple(rows))
    kinds = {view.codebook.by_id[code].kind for code in codes}
    notes = [*view.only]
    notes += [
        words(f"figure.map.{kind}", kind=words.term(kind))
        for kind in ("barrier", "facilitator", "strategy")
        if kind in kinds
    ]
    title, alt = words("figure.map"), words("figure.map.alt", told=told)
    return output(view, drawn, "map", title, alt, data, tuple(notes))


def _box(axes: Any, x: float, y: float, text: str, fill: str, line: str, ink: str, bold: bool = False) -> None:
    box = {"boxstyle": "round,pad=0.4", "facecolor": fill, "edgecolor": "black", "linestyle": line, "linewidth": 0.9}
    axes.text(x, y, text, ha="center", va="center", color=ink, weight="bold" if bold else "normal", bbox=box, zorder=2)
