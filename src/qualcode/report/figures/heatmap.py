"""Codes by respondent: how many references of each code each respondent has, the darker the more."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from qualcode.analysis.counts import Count
from qualcode.errors import NothingToShow
from qualcode.report.document import Output, Value
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import canvas, figure, output, parts, plain, wrapped
from qualcode.report.notes import count_notes
from qualcode.report.tables.framework import framework
from qualcode.report.view import View
from qualcode.text import Words

_CODES, _CASES = 29, 24  # of a page, so that a name can be read in print
_MIDDLE = 0.179  # relative luminance at which black and white are as easy to read: 4.6 to 1 (WCAG 2.2)


def _is_light(shade: Sequence[float]) -> bool:
    """Whether black is the easier to read on a grey. `shade`: red, green, blue and more, 0 to 1."""
    grey = shade[0]
    return (grey / 12.92 if grey <= 0.04045 else ((grey + 0.055) / 1.055) ** 2.4) > _MIDDLE


def draw(view: View, options: Options) -> Output:
    """One row a code, one column a respondent, on as many pages as there need be; a dash where nobody read for the code."""
    table = framework(view, "references")
    cells = {str(row["case"]): row for row in table.data.records()}
    if not view.told or not cells:
        raise NothingToShow("error.nothing_to_draw")
    words = view.words
    most = max(_number(row[code]) for row in cells.values() for code in view.told)
    notes = count_notes(view, view.count(), dashes=table.data.has_dashes)
    pages = [(codes, cases) for codes in parts(view.told, _CODES) for cases in parts(list(cells), _CASES)]
    figures = []
    for codes, cases in pages:
        names = [view.codebook.by_id[code].name for code in codes]
        counts = [[cells[case][code] for case in cases] for code in codes]
        drawn, alt = partial(_drawn, names, cases, counts, most, words), _told(names, cases, counts, words)
        which = words("figure.heatmap.part", first=cases[0], last=cases[-1]) if len(cases) < len(cells) else ""
        figures.append(figure(drawn, "heatmap", words("figure.heatmap") + which, alt, (*view.only, *notes)))
    return output(view, table.data, *figures)


def _number(value: Value) -> int:
    return value.n if isinstance(value, Count) else 0


def _drawn(
    names: Sequence[str], cases: Sequence[str], counts: Sequence[Sequence[Value]], most: int, words: Words
) -> Any:
    """A grid, as dark as its numbers are of the highest number of all pages."""
    drawn, axes = canvas(0.9 + 0.28 * len(names))
    shares = [[_number(one) / max(most, 1) for one in row] for row in counts]
    columns, lines = range(len(cases)), range(len(names))
    # vmax: the darkest cell is no black, so that its number is read
    grid = axes.pcolormesh(columns, lines, shares, cmap="Greys", vmin=0, vmax=1.4, edgecolors="0.8", linewidth=0.5)
    numbers = {_number(one) for row in counts for one in row}
    on_dark = {number for number in numbers if not _is_light(grid.to_rgba(number / max(most, 1)))}
    for line, row in enumerate(counts):
        for at, one in enumerate(row):
            if isinstance(one, Count):
                color = "white" if one.n in on_dark else "black"
                text = axes.text(at, line, words.figure(one), ha="center", va="center", color=color)
                text.set_in_layout(False)  # it stands in its cell: to ask each for its size took half of the time
    axes.set_xticks(columns, map(plain, cases), rotation=90 if len(cases) > 12 else 0)
    axes.set_yticks(lines, [wrapped(name, 40) for name in names], linespacing=0.9)
    axes.invert_yaxis()
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    return drawn


def _told(names: Sequence[str], cases: Sequence[str], counts: Sequence[Sequence[Value]], words: Words) -> str:
    """A page in words, with its highest number where one cell alone has it."""
    cells = [
        (_number(one), name, case)
        for name, row in zip(names, counts, strict=True)
        for case, one in zip(cases, row, strict=True)
    ]
    number, code, case = max(cells, key=lambda one: one[0])
    told = words("figure.heatmap.alt", codes=len(names), n=words.count(len(cases)))
    if number and sum(number == other for other, *_ in cells) == 1:
        told += " " + words("figure.heatmap.most", number=number, code=code, name=case)
    return told
