"""A transcript with its codes: beside each turn in a table, or in the margin of a Word document (F9 of what theses print)."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model.coding import Coding
from qualcode.model.span import Span, collapsed
from qualcode.model.transcript import Transcript
from qualcode.report.document import Output
from qualcode.report.listing import Listing, Shown
from qualcode.report.view import View


@dataclass(frozen=True)
class Note:
    """A note in the margin: where, whose, and its lines."""

    span: Span
    author: str
    lines: tuple[str, ...]


def notes_of(view: View, codings: Sequence[Coding], refused: Sequence[Span] = ()) -> list[Note]:
    """A note for each coding: the code's name, that it is a key quote, and the coder's own note, but where words are
    `refused`: it may repeat them."""
    words = view.words
    found = []
    for coding in sorted(codings, key=lambda one: (one.span, one.code, one.coder)):
        now = view.codebook.current.get(coding.code)
        hidden = any(span.overlaps(coding.span) for span in refused)
        name = view.codebook.by_id[now].name if now else coding.code
        marks = [words.of("mark", mark) for mark in ("key", "deviant") if getattr(coding, mark)]
        marks += [words.term(coding.valence)] if coding.valence else []
        first = f"{name} ({', '.join(marks)})" if marks else name
        found.append(Note(coding.span, coding.coder, (first, *([coding.note] if coding.note and not hidden else []))))
    return found


def coded_turns(view: View, transcript: Transcript, text: str, notes: Sequence[Note]) -> Output:
    """A row a turn, the codes that touch it beside it. `text`: that of the transcript as it may be shown."""
    words = view.words
    rows = []
    for turn in transcript.turns:
        codes = dict.fromkeys(note.lines[0] for note in notes if note.span.overlaps(turn.span))
        rows.append((turn.number, turn.speaker, collapsed(turn.span.of(text)), "; ".join(codes)))
    shown = (Shown("turn", 1, True), Shown("speaker", 2), Shown("text", 8), Shown("codes", 4))
    title = words("transcript.title", transcript=transcript.id)
    listing = Listing("transcript", ("turn", "speaker", "text", "codes"), rows, shown, title)
    return listing.output(words, view.project.changed, view.warnings)
