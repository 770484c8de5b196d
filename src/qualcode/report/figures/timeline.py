"""The codes through one interview, turn by turn."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from qualcode.analysis.readings import readings
from qualcode.analysis.references import references
from qualcode.errors import NothingToShow, QualcodeError
from qualcode.report.document import Data, Output
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import canvas, figure, output, parts, wrapped
from qualcode.report.view import View
from qualcode.text import Words

_CODES = 28  # of a page


def draw(view: View, options: Options) -> Output:
    """A line for each code that the interview has, with a bar over the turns of each reference."""
    if not options.transcript:
        raise QualcodeError("error.say_which_interview")
    words = view.words
    interview = view.project.transcript(options.transcript).id
    reading = next(
        (one for one in readings(view.project, view.selection, view.coders) if one.handle.id == interview), None
    )
    if reading is None:
        raise QualcodeError("error.outside_filters", transcript=interview)
    own = {code: (code,) for code in view.codes}
    found = list(references(reading.transcript, reading.codings, own, view.codebook.current))
    codes = [code for code in view.codes if any(one.target == code for one in found)]
    if not codes:
        raise NothingToShow("error.nothing_coded_there", transcript=interview)
    rows = [
        (one.target, view.codebook.by_id[one.target].name, touched[0].number, touched[-1].number)
        for one in found
        if (touched := one.turns or reading.transcript.turns_touched(one.span))
    ]
    title = words("figure.timeline", transcript=interview)
    notes = (*view.only, words("figure.timeline.note"))
    figures = []
    for page in parts(codes, _CODES):
        names = [view.codebook.by_id[code].name for code in page]
        bars = [(page.index(code), first, last) for code, _, first, last in rows if code in page]
        told = "; ".join(
            f"{name}: " + ", ".join(_turns(first, last) for line, first, last in bars if line == number)
            for number, name in enumerate(names)
        )
        drawn = partial(_drawn, names, bars, len(reading.transcript.turns), words)
        figures.append(figure(drawn, f"timeline-{interview}", title, words("figure.timeline.alt", told=told), notes))
    return output(view, Data("timeline", ("code", "name", "first_turn", "last_turn"), tuple(rows)), *figures)


def _drawn(names: Sequence[str], bars: Sequence[tuple[int, int, int]], turns: int, words: Words) -> Any:
    """Bars, each on a line and over the turns from its first to its last."""
    drawn, axes = canvas(1.0 + 0.3 * len(names))
    for line, first, last in bars:
        axes.barh(line, last - first + 0.9, 0.5, left=first - 0.45, color="0.3")
    axes.set_yticks(range(len(names)), [wrapped(name, 40) for name in names], linespacing=0.9)
    axes.set_xlim(0.5, turns + 0.5)
    axes.invert_yaxis()
    axes.grid(axis="y", color="0.85", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(words.heading("turn"))
    return drawn


def _turns(first: int, last: int) -> str:
    """The turns of a reference: `4`, or `2–3`."""
    return str(first) if first == last else f"{first}–{last}"
