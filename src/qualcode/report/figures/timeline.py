"""The codes through one interview, turn by turn."""

from qualcode.analysis.references import references
from qualcode.analysis.study import readings
from qualcode.errors import QualcodeError
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import canvas, output, wrapped
from qualcode.report.tree import Data, Output, Value
from qualcode.report.view import View


def draw(view: View, options: Options) -> Output:
    """A line for each code that the interview has, with a bar over the turns of each reference."""
    if not options.transcript:
        raise QualcodeError("Say which interview: figure timeline --of TRANSCRIPT.")
    words = view.words
    name = view.project.transcript(options.transcript).id
    reading = next((one for one in readings(view.project, view.selection, view.coders) if one.handle.id == name), None)
    if reading is None:
        raise QualcodeError(f"{name} is not in the selection of the filters.")
    own = {code: (code,) for code in view.codes}
    found = list(references(reading.transcript, reading.codings, own, view.codebook.current))
    codes = [code for code in view.codes if any(one.target == code for one in found)]
    rows: list[tuple[Value, ...]] = []
    drawn, axes = canvas(1.0 + 0.3 * max(len(codes), 1))
    for one in found:
        touched = one.turns or reading.transcript.turns_touched(one.span)
        if not touched:
            continue
        first, last = touched[0].number, touched[-1].number
        rows.append((one.target, view.codebook.by_id[one.target].name, first, last))
        axes.barh(codes.index(one.target), last - first + 0.9, 0.5, left=first - 0.45, color="0.3")
    axes.set_yticks(range(len(codes)), [wrapped(view.codebook.by_id[code].name, 40) for code in codes])
    axes.set_xlim(0.5, len(reading.transcript.turns) + 0.5)
    axes.invert_yaxis()
    axes.grid(axis="y", color="0.85", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(words.heading("turn"))
    told = "; ".join(
        f"{view.codebook.by_id[code].name}: " + ", ".join(_turns(row) for row in rows if row[0] == code)
        for code in codes
    )
    data = Data("timeline", ("code", "name", "first_turn", "last_turn"), tuple(rows))
    title, alt = words("figure.timeline", transcript=name), words("figure.timeline.alt", told=told)
    return output(view, drawn, f"timeline-{name}", title, alt, data, (*view.only, words("figure.timeline.note")))


def _turns(row: tuple[Value, ...]) -> str:
    """The turns of a reference: `4`, or `2–3`."""
    return str(row[2]) if row[2] == row[3] else f"{row[2]}–{row[3]}"
