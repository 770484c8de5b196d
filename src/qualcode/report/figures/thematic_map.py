"""The thematic map (Braun & Clarke, 2006, p. 90): themes as boxes with their codes in them, and what joins themes.

Boxes stand in two columns, with room between them for what joins them: an arrow for a relation that the researcher named,
a thin line for codes that two themes share. A candidate's edge is dashed. Codes in no theme stand beside it, below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

from qualcode.errors import NothingToShow
from qualcode.model.codebook import Theme
from qualcode.report.document import Data, Output, Value
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import SMALL, WIDTH, canvas, figure, output, wrapped
from qualcode.report.view import View

SIGNS = {"barrier": "−", "facilitator": "+", "strategy": "→", "neutral": "•"}
_LONG = 500  # letters, from which the words for who cannot see it leave out codes: a table has them
_WIDE = 2.35  # inches: a box; what is left of the page between two of them is for arrows and their words
_LINE = 0.165  # inches: a line of text
_PAD = 0.12  # inches: inside a box
_GAP = 0.3  # inches: between boxes
_LETTERS, _BOLD = 34, 28  # letters on a line of a box
_WHOLE = 100  # lines: a box grows with its words
_LABEL = 16  # letters on a line beside an arrow
Point = tuple[float, float]
_ALONG = (0.4, 0.5, 0.3, 0.6, 0.7, 0.2, 0.8)  # where words may stand on a line, from its begin


@dataclass(frozen=True)
class Box:
    """A theme where it is drawn. Inches, from the left and from the top, downwards negative."""

    theme: Theme
    lines: tuple[str, ...]  # the name's, then the codes'
    name_lines: int
    left: float
    top: float

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + 2 * _PAD + (_PAD / 2 if len(self.lines) > self.name_lines else 0)

    @property
    def middle(self) -> float:
        return self.top - self.height / 2

    @property
    def inner(self) -> float:
        """The edge that looks at the other column."""
        return self.left + _WIDE if self.left == 0 else self.left


@dataclass(frozen=True)
class Link:
    """What joins two themes: a named relation, from one to the other, or codes that both have."""

    one: str
    other: str
    label: str
    named: bool


def draw(view: View, options: Options) -> Output:
    """The map as it is now; `options.then`: a moment (ISO 8601) whose map it is, and is called so."""
    _ = view.selection  # a filter that names nothing is told before anything is drawn
    themes = [theme for theme in view.themes if view.members(theme) or not theme.codes]
    if not themes:
        raise NothingToShow("error.no_themes")
    links = list(_links(view, themes))
    loose = [code for code in view.loose if code in view.told]
    boxes = _placed(view, themes)
    drawn = partial(_drawn, boxes, links, _loose_lines(view, loose))
    words = view.words
    title = words("figure.map.then", day=words.day(options.then[:10])) if options.then else words("figure.map")
    notes = (*view.only, *_notes(view, themes, links, loose))
    alt = words("figure.map.alt", told=_told(view, themes, links, loose))
    if len(alt) > _LONG:
        alt = words("figure.map.alt.themes", told=_told(view, themes, links, loose, with_codes=False))
    drawing = figure(drawn, "map-then" if options.then else "map", title, alt, notes)
    return output(view, _data(view, themes, links, loose), drawing)


def _drawn(boxes: dict[str, Box], links: Sequence[Link], beside: Sequence[str]) -> Any:
    bottom = min(box.top - box.height for box in boxes.values())
    room = _LINE * len(beside) + 2 * _PAD + _GAP if beside else 0.0
    drawn, axes = canvas(-bottom + room + 0.1)
    drawn.set_layout_engine("none")
    axes.set_position((0, 0, 1, 1))  # an inch of the map is an inch of the page
    for box in boxes.values():
        _draw_box(axes, box)
    _draw_links(axes, boxes, links)
    if beside:
        _draw_lines(axes, beside, 1, 0, WIDTH, bottom - _GAP, "solid", "0.6")
    axes.set_xlim(-0.05, WIDTH + 0.05)
    axes.set_ylim(bottom - room - 0.05, 0.05)
    axes.axis("off")
    return drawn


def _links(view: View, themes: Sequence[Theme]) -> Iterator[Link]:
    drawn = {theme.id: theme for theme in themes}
    for theme in themes:
        for relation in theme.relations:
            to = view.codebook.current_theme.get(relation.to, "")
            if to in drawn:
                yield Link(theme.id, to, relation.label, named=True)
    for one, other in combinations(themes, 2):
        shared = [view.codebook.by_id[code].name for code in view.members(one) if code in view.members(other)]
        if shared:
            yield Link(one.id, other.id, "; ".join(shared), named=False)


def _named(view: View, code: str) -> str:
    """A code with the sign of its kind before it."""
    entry = view.codebook.by_id[code]
    return f"{SIGNS[entry.kind]} {entry.name}"


def _placed(view: View, themes: Sequence[Theme]) -> dict[str, Box]:
    """Each theme in the column that has most room, in order."""
    tops = [0.0, 0.0]
    boxes: dict[str, Box] = {}
    for theme in themes:
        column = 0 if -tops[0] <= -tops[1] else 1
        name = wrapped(theme.name, _BOLD, _WHOLE).split("\n")
        codes = [_named(view, code) for code in view.members(theme) if code in view.told]
        lines = [line for code in codes for line in _hanging(code, _LETTERS)]
        box = Box(theme, (*name, *lines), len(name), 0.0 if column == 0 else WIDTH - _WIDE, tops[column])
        tops[column] -= box.height + _GAP
        boxes[theme.id] = box
    return boxes


def _hanging(text: str, width: int) -> list[str]:
    """Lines of a code, those after the first under its name and not under its sign."""
    first, *rest = wrapped(text, width, _WHOLE).split("\n")
    return [first, *(f"   {line}" for line in rest)]


def _loose_lines(view: View, loose: Sequence[str]) -> list[str]:
    if not loose:
        return []
    told = wrapped("; ".join(_named(view, code) for code in loose), 95, _WHOLE).split("\n")
    return [view.words("no_theme"), *told]


def _draw_box(axes: Any, box: Box) -> None:
    style = "dashed" if box.theme.status == "candidate" else "solid"
    _draw_lines(axes, box.lines, box.name_lines, box.left, _WIDE, box.top, style, "black")


def _draw_lines(
    axes: Any, lines: Sequence[str], bold: int, left: float, width: float, top: float, style: str, edge: str
) -> None:
    """Text in a box, its first lines bold, with a little room behind those."""
    from matplotlib.patches import FancyBboxPatch

    between = _PAD / 2 if len(lines) > bold and edge == "black" else 0.0
    height = _LINE * len(lines) + 2 * _PAD + between
    box = FancyBboxPatch(
        (left, top - height), width, height, boxstyle="round,pad=0,rounding_size=0.08",
        facecolor="white", edgecolor=edge, linestyle=style, linewidth=1.0, zorder=2,
    )  # fmt: skip
    axes.add_patch(box)
    for number, line in enumerate(lines):
        y = top - _PAD - _LINE * (number + 0.5) - (between if number >= bold else 0)
        weight = "bold" if number < bold else "normal"
        axes.text(left + _PAD, y, line, ha="left", va="center", weight=weight, zorder=3)


def _draw_links(axes: Any, boxes: dict[str, Box], links: Sequence[Link]) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    taken: list[tuple[float, float, float]] = []  # of words that stand: x, y, height
    ends: dict[str, int] = {}
    for link in links:
        one, other = boxes[link.one], boxes[link.other]
        begin, end = (_port(box, ends, links) for box in (one, other))
        curve = (begin, _between(begin, end), end)
        arrow = FancyArrowPatch(
            path=Path(curve, [Path.MOVETO, Path.CURVE3, Path.CURVE3]), arrowstyle="-|>" if link.named else "-",
            mutation_scale=9, linewidth=1.0 if link.named else 0.5, color="black" if link.named else "0.45", zorder=1,
        )  # fmt: skip
        axes.add_patch(arrow)
        label = wrapped(link.label, _LABEL)
        tall = _LINE * (label.count("\n") + 1)
        x, y = _free(curve, tall, taken)
        taken.append((x, y, tall))
        ground = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
        style = "normal" if link.named else "italic"
        axes.text(x, y, label, ha="center", va="center", fontsize=SMALL, style=style, bbox=ground, zorder=4)


def _between(begin: Point, end: Point) -> Point:
    """The point that bends a line: of two boxes of one column into the room beside it, else none."""
    middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    if begin[0] != end[0]:
        return middle
    out = min(2.0, 0.9 + 0.25 * abs(begin[1] - end[1]))
    return middle[0] + (out if begin[0] < WIDTH / 2 else -out), middle[1]


def _port(box: Box, ends: dict[str, int], links: Sequence[Link]) -> Point:
    """Where a line comes to a box: each at its own height of the inner edge."""
    several = sum(box.theme.id in (link.one, link.other) for link in links)
    ends[box.theme.id] = ends.get(box.theme.id, 0) + 1
    return box.inner, box.top - box.height * ends[box.theme.id] / (several + 1)


def _free(curve: tuple[Point, Point, Point], tall: float, taken: Sequence[tuple[float, float, float]]) -> Point:
    """The place on a line where words cover least of those that stand already."""
    places = [(_on([x for x, _ in curve], t), _on([y for _, y in curve], t)) for t in _ALONG]

    def covered(place: Point) -> float:
        x, y = place
        return sum(max(0.0, (tall + high) / 2 + 0.05 - abs(y - b)) for a, b, high in taken if abs(x - a) < 0.9)

    return min(places, key=covered)


def _on(axis: Sequence[float], t: float) -> float:
    """Where a quadratic curve is at t."""
    return axis[0] * (1 - t) ** 2 + axis[1] * 2 * t * (1 - t) + axis[2] * t**2


def _notes(view: View, themes: Sequence[Theme], links: Sequence[Link], loose: Sequence[str]) -> Iterator[str]:
    words = view.words
    if any(theme.status == "candidate" for theme in themes):
        yield words("figure.map.candidate")
    drawn = {code for theme in themes for code in view.members(theme) if code in view.told} | set(loose)
    kinds = {view.codebook.by_id[code].kind for code in drawn}
    told = [words("figure.map.sign", sign=sign, kind=words.term(kind)) for kind, sign in SIGNS.items() if kind in kinds]
    if kinds != {"neutral"}:
        yield words("figure.map.signs", told=", ".join(told))
    if any(not link.named for link in links):
        yield words("figure.map.shared")
    drawn_themes = {theme.id for theme in themes}
    left = [
        f"{theme.name} {relation.label} {_name_of(view, relation.to)}"
        for theme in themes
        for relation in theme.relations
        if view.codebook.current_theme.get(relation.to) not in drawn_themes
    ]
    if left:
        yield words("figure.map.left", told="; ".join(left))


def _name_of(view: View, theme: str) -> str:
    now = view.codebook.current_theme.get(theme, theme)
    return next((one.name for one in view.codebook.themes if one.id == now), theme)


def _told(
    view: View, themes: Sequence[Theme], links: Sequence[Link], loose: Sequence[str], with_codes: bool = True
) -> str:
    words, names = view.words, {theme.id: theme.name for theme in themes}
    told = []
    for theme in themes:
        codes = ", ".join(view.codebook.by_id[code].name for code in view.members(theme) if code in view.told)
        told.append(f"{theme.name}: {codes}" if with_codes else theme.name)
    for link in links:
        values = {"one": names[link.one], "other": names[link.other], "label": link.label}
        told.append(words("figure.map.relation" if link.named else "figure.map.both", **values))
    if loose and with_codes:
        told.append(f"{words('no_theme')}: {', '.join(view.codebook.by_id[code].name for code in loose)}")
    return "; ".join(told)


def _data(view: View, themes: Sequence[Theme], links: Sequence[Link], loose: Sequence[str]) -> Data:
    """A row a code in a theme, then those in none, then the relations."""
    codes, names = view.codebook.by_id, {theme.id: theme.name for theme in themes}
    rows: list[tuple[Value, ...]] = [
        (theme.id, theme.name, code, codes[code].name, codes[code].kind, "", "")
        for theme in themes
        for code in view.members(theme)
        if code in view.told
    ]
    rows += [("", "", code, codes[code].name, codes[code].kind, "", "") for code in loose]
    rows += [(one.one, names[one.one], "", "", "", one.other, one.label) for one in links if one.named]
    return Data("map", ("theme", "theme_name", "code", "name", "kind", "other_theme", "relation"), tuple(rows))
