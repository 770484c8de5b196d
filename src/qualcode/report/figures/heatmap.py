"""Codes by respondent: how many references of each code each respondent has, the darker the more."""

from collections.abc import Sequence

from qualcode.analysis.counts import Count
from qualcode.analysis.tables import code_targets
from qualcode.errors import NothingToShow
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import canvas, output, wrapped
from qualcode.report.framework import framework
from qualcode.report.notes import count_notes
from qualcode.report.tree import Output
from qualcode.report.view import View

_MIDDLE = 0.179  # relative luminance at which black and white are as easy to read: 4.6 to 1 (WCAG 2.2)


def _is_light(shade: Sequence[float]) -> bool:
    """Whether black is the easier to read on a grey. `shade`: red, green, blue and more, 0 to 1."""
    grey = shade[0]
    return (grey / 12.92 if grey <= 0.04045 else ((grey + 0.055) / 1.055) ** 2.4) > _MIDDLE


def draw(view: View, options: Options) -> Output:
    """One row a code, one column a respondent; a dash where nobody read for the code."""
    table = framework(view, "references")
    cases = [str(row[0]) for row in table.data.rows]
    codes = list(view.told)
    if not codes or not table.data.rows:
        raise NothingToShow("There are no codes, or no respondents, to draw.")
    place = {column: at for at, column in enumerate(table.data.columns)}
    counts = [[row[place[code]] for row in table.data.rows] for code in codes]
    values = [[one.n if isinstance(one, Count) else 0 for one in row] for row in counts]
    most = max((number for row in values for number in row), default=0)
    drawn, axes = canvas(1.2 + 0.34 * len(codes))
    image = axes.imshow(
        [[number / max(most, 1) for number in row] for row in values], cmap="Greys", vmin=0, vmax=1.4, aspect="auto"
    )
    shades = image.to_rgba
    for line, row in enumerate(counts):
        for at, one in enumerate(row):
            if isinstance(one, Count):
                color = "black" if _is_light(shades(one.n / max(most, 1))) else "white"
                axes.text(at, line, view.words.figure(one), ha="center", va="center", color=color)
    axes.set_xticks(
        range(len(cases)),
        cases,
        rotation=90 if len(cases) > 12 else 0,
        fontsize=8 if len(cases) <= 40 else 320 / len(cases),
    )
    axes.set_yticks(range(len(codes)), [wrapped(view.codebook.by_id[code].name, 40) for code in codes])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xticks([at - 0.5 for at in range(1, len(cases))], minor=True)
    axes.set_yticks([at - 0.5 for at in range(1, len(codes))], minor=True)
    axes.grid(which="minor", color="0.8", linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    words = view.words
    top = [
        (number, view.codebook.by_id[code].name, case)
        for code, row in zip(codes, values, strict=True)
        for case, number in zip(cases, row, strict=True)
    ]
    alt = words("figure.heatmap.alt", codes=len(codes), n=words.count(len(cases)))
    if sum(number == most for number, *_ in top) == 1 and most:
        number, code, case = max(top, key=lambda one: one[0])
        alt += " " + words("figure.heatmap.most", number=number, code=code, name=case)
    notes = count_notes(view, view.count(code_targets(view.codebook, view.codes)), dashes=table.data.has_dashes)
    return output(view, drawn, "heatmap", words("figure.heatmap"), alt, table.data, (*view.only, *notes))
