"""How many codes each further interview added: the first time that a code is coded, interview by interview."""

from qualcode.analysis.readings import readings
from qualcode.analysis.references import all_references
from qualcode.errors import NothingToShow
from qualcode.report.figures import Options
from qualcode.report.figures.canvas import SMALL, canvas, figure, output
from qualcode.report.tree import Data, Output
from qualcode.report.view import View


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
    told = ", ".join(f"{name} {number}" for name, number, _ in rows)
    in_all = rows[-1][2]
    data = Data("new_codes", ("transcript", "new", "so_far"), (*rows, *((name, None, None) for name in left)))
    contested = (words("note.contested"),) if view.project.settings.variant == "reflexive" else ()
    unread = (words("figure.new_codes.left", names=", ".join(left)),) if left else ()
    notes = (*view.only, words("figure.new_codes.note"), *unread, *contested)
    alt = words("figure.new_codes.alt", told=told, n=in_all)
    return output(view, data, figure(drawn, "new-codes", words("figure.new_codes"), alt, notes))


def inductive(view: View) -> tuple[str, ...]:
    """The codes from the material that the filters leave."""
    return tuple(code for code in view.codes if view.codebook.by_id[code].origin == "inductive")


def new_codes(view: View) -> tuple[tuple[tuple[str, int, int], ...], tuple[str, ...]]:
    """(transcript, inductive codes that are new in it, those so far), by round, then as cases.csv; and who is left out.

    A code is in an interview when a counted case says something there that has it. Only interviews that were read for
    every code in use that is counted: of another one nobody knows what is not in it.
    """
    own = {code: (code,) for code in view.codes}
    wanted = {code for code in view.codes if not view.codebook.by_id[code].retired}
    added = set(inductive(view))
    said: dict[str, set[str]] = {}
    unread = {
        reading.handle.id
        for reading in readings(view.project, view.selection, view.coders)
        if not wanted <= reading.read_for
    }
    for reading, reference in all_references(view.project, view.selection, view.coders, own):
        if reference.target in added and any(turn.case in view.selection.cases for turn in reference.turns):
            said.setdefault(reading.handle.id, set()).add(reference.target)
    order = {case: place for place, case in enumerate(view.selection.counted_cases)}
    people = [handle for handle in view.selection.transcripts if handle.counts_people]
    first = {one.id: min((order[case] for case in one.cases if case in order), default=0) for one in people}
    known: set[str] = set()
    rows = []
    ordered = sorted(people, key=lambda one: (one.round, first[one.id]))
    for handle in (one for one in ordered if one.id not in unread):
        now = said.get(handle.id, set())
        rows.append((handle.id, len(now - known), len(now | known)))
        known |= now
    return tuple(rows), tuple(one.id for one in ordered if one.id in unread)
