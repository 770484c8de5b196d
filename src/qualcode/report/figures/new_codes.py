"""How many codes each further interview added: the first time that a code is coded, interview by interview."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from qualcode.errors import NothingToShow
from qualcode.report.document import Data, Output
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import SMALL, canvas, figure, output
from qualcode.report.tables.new_codes import inductive, new_codes
from qualcode.report.view import View
from qualcode.text import Words


def draw(view: View, options: Options) -> Output:
    """Bars for the inductive codes that are new in an interview, a line for all so far; by round, then as cases.csv has them.

    A code from before the interviews is news in none of them: its first bar would show the order of the codebook.

    Interviews that were not read for all codes have no bar, and are named below.
    """
    view.need_numbers()
    words = view.words
    if not inductive(view):
        raise NothingToShow("error.no_inductive_codes")
    rows, left = new_codes(view)
    if not rows:
        raise NothingToShow("error.nothing_read_in_full")
    told = ", ".join(f"{name} {number}" for name, number, _ in rows)
    in_all = rows[-1][2]
    data = Data("new_codes", ("transcript", "new", "so_far"), (*rows, *((name, None, None) for name in left)))
    contested = (words("note.contested"),) if view.project.settings.variant == "reflexive" else ()
    unread = (words("figure.new_codes.left", names=", ".join(left)),) if left else ()
    notes = (*view.only, words("figure.new_codes.note"), *unread, *contested)
    alt = words("figure.new_codes.alt", told=told, n=in_all)
    drawing = figure(partial(_drawn, rows, words), "new-codes", words("figure.new_codes"), alt, notes)
    return output(view, data, drawing)


def _drawn(rows: Sequence[tuple[str, int, int]], words: Words) -> Any:
    """A bar for each interview, and a line of how many codes there were so far."""
    drawn, axes = canvas(3.2)
    names, new_ones, so_far = ([row[at] for row in rows] for at in range(3))
    bars = axes.bar(
        range(len(rows)), new_ones, color="0.8", edgecolor="black", linewidth=0.5, label=words("figure.new")
    )
    axes.bar_label(bars, padding=2, fontsize=SMALL)
    axes.plot(range(len(rows)), so_far, color="black", marker="o", markersize=3, label=words("figure.so_far"))
    axes.set_xticks(
        range(len(rows)),
        names,
        rotation=90 if len(rows) > 12 else 0,
        fontsize=SMALL if len(rows) <= 40 else 320 / len(rows),
    )
    axes.set_ylabel(words.heading("codes"))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.15), ncols=2)
    return drawn
