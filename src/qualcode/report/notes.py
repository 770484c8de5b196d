"""The notes under a table, from the facts of the count (rule 8): short in documents, full on request."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.counted import Counted, Facts
from qualcode.model.case import spelled_alike
from qualcode.model.project import not_counted
from qualcode.report.view import View
from qualcode.text import Say, Words

if TYPE_CHECKING:
    from qualcode.text.keys import Key


def count_notes(view: View, counted: Counted, *, dashes: bool, against: "Key" = "note.against") -> list[str]:
    """N and what n counts, that frequency is not importance, what was not read in full; all else with full notes.

    The filter goes before all of them (`View.only`).
    """
    facts, words, settings = counted.facts, view.words, view.project.settings
    notes = [words("note.n", n=words.count(facts.n)), words("note.importance")]
    if facts.read_in_full < facts.n:
        notes.append(words("note.read", n=facts.read_in_full, total=words.count(facts.n)))
    notes += dash_and_direction(view, counted, dashes=dashes, against=against)
    if facts.bulk:
        notes.append(words.some("note.bulk", facts.bulk, total=facts.codings))
    if facts.without_case:
        notes.append(words.some("note.without_case", facts.without_case))
    if facts.elsewhere:
        notes.append(words.some("note.elsewhere", facts.elsewhere))
    if counted.coders:
        notes.append(words("note.coders", coders=view.names_of(counted.coders)))
    if settings.notes == "full":
        notes += full_notes(facts, words)
    if settings.variant == "reflexive":
        notes.append(words("note.contested"))
    return notes


def dash_and_direction(view: View, counted: Counted, *, dashes: bool, against: "Key" = "note.against") -> list[str]:
    """What a dash stands for; and which codings a table counts, or does not, that speak against their code."""
    notes = [view.words("note.dash")] if dashes else []
    if counted.facts.against:
        told = "; ".join(_against(view, code, cases) for code, cases in counted.facts.against)
        notes.append(view.words(against, told=told))
    return notes


def _against(view: View, code: str, cases: Sequence[str]) -> str:
    """A code, and who speaks against it."""
    name = view.codebook.by_id[code].name
    return f"{name} ({', '.join(cases)})" if cases else name


def full_notes(facts: Facts, words: Words) -> list[str]:
    notes = [words("note.reference")]
    if facts.n and facts.read_in_full == facts.n:
        notes.append(words("note.read_all"))
    return notes


def warnings(facts: Facts) -> tuple[Say, ...]:
    """What the person at the keyboard must know before trusting the numbers."""
    return not_counted(facts.unread_lines, facts.unknown_codes, dict(facts.adrift), dict(facts.waiting), facts.strays)


def split_groups(counted: Counted, attributes: Sequence[str]) -> tuple[Say, ...]:
    """A warning for each attribute of which two values look as if they were meant to be one group."""
    return tuple(
        Say("mind.split_groups", attribute=attribute, values=", ".join(map(repr, group)), n=len(group))
        for attribute in attributes
        for group in spelled_alike(counted.values(attribute, ()))
    )


def small_cells(counted: Counted, attributes: Sequence[str]) -> tuple[Say, ...]:
    """A warning for each attribute that puts fewer than three cases into a group."""
    return tuple(
        Say("mind.small_cells", attribute=attribute)
        for attribute in attributes
        if any(size < 3 for size in counted.sizes(attribute).values())
    )
