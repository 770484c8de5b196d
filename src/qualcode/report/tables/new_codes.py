"""How many codes each further interview added, interview by interview; drawn in `figures`."""

from qualcode.analysis.readings import readings
from qualcode.analysis.references import all_references
from qualcode.report.view import View


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
