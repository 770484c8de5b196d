"""The trail of codings: who coded, withdrew, rejected, marked, moved or read what, and when."""

from collections.abc import Iterator, Mapping, Sequence

from qualcode.errors import unknown
from qualcode.model.events.event import (
    CodeApplied,
    CodingsMarked,
    CodingsMoved,
    Event,
    EventsWithdrawn,
    OnWords,
    RowDecided,
    SubjectAsked,
    SuggestionRejected,
    TranscriptRead,
)
from qualcode.model.project import Project
from qualcode.model.selection import Filters, select
from qualcode.model.span import MASK, OMITTED, collapsed
from qualcode.model.transcript import Transcript
from qualcode.report.tables.acts import Act
from qualcode.store.journal import read_events
from qualcode.usecases.study import Opened

_SPOKEN = ("note", "printed")  # marks that hold words; what they say stands in `codings list`


def trail_of_codings(opened: Opened, filters: Filters) -> list[Act]:
    """All that was done in the transcripts of the selection, the oldest first; with codes chosen, what was done with these."""
    project, study = opened.project, opened.study
    for name in filters.coder:
        if name != "all" and name not in project.coders:
            raise unknown("thing.coder_with_codings", name, project.coders)
    selection = select(project, filters)
    found: list[tuple[str, int, Act]] = []
    for handle in selection.transcripts:
        transcript = handle.read()
        printable = opened.printable(transcript)
        for journal in project.journals_on(handle.id):
            if filters.takes(journal.coder):
                path = study.journal(journal.coder, handle.id)
                teller = _Teller(project, transcript, printable, read_events(path, journal.coder, handle.id)[0])
                found += [(event.at, event.seq, act) for event in teller.events for act in teller.told(event)]
    wanted = set(selection.codes)
    found.sort(key=lambda one: one[:2])
    return [act for _, _, act in found if act.code in wanted or not selection.narrowed]


class _Teller:
    """Tells the events of one journal."""

    def __init__(self, project: Project, transcript: Transcript, printable: str, events: Sequence[Event]):
        self.project, self.transcript, self.printable, self.events = project, transcript, printable, events
        self.known: Mapping[str, Event] = {event.id: event for event in events}

    def told(self, event: Event) -> Iterator[Act]:
        match event.what:
            case CodeApplied() as what:
                how = {"suggestion": "accepted", "import": "imported"}.get(what.origin, "coded")
                yield self._act(event, event, "put-back" if what.restores else how, what.because)
            case SuggestionRejected() as what:
                yield self._act(event, event, "changed" if what.changed_to else "rejected", what.because)
            case SubjectAsked():
                yield self._act(event, event, "asked")
            case TranscriptRead() as what:
                yield self._act(event, event, "read", what.reading)
            case EventsWithdrawn() as what:
                yield from (self._act(event, self.known.get(one), "withdrawn", name=one) for one in what.of)
            case CodingsMarked() as what:
                marks = ", ".join(
                    name if name in _SPOKEN and value else f"{name}: {value or '–'}"
                    for name, value in what.marks.items()
                )
                yield from (self._act(event, self.known.get(one), "marked", marks, name=one) for one in what.of)
            case CodingsMoved() as what:
                yield from (self._act(event, self.known.get(one), "moved", name=one) for one in what.of)
            case RowDecided():
                return
            case _:
                yield self._act(event, None, event.what.kind)

    def _act(self, event: Event, of: Event | None, what: str, reason: str = "", name: str = "") -> Act:
        """`of`: the event that it is about."""
        about = of.what if of else None
        code = ""
        if isinstance(about, CodeApplied | SuggestionRejected):
            code = self.project.codebook.current.get(about.code, about.code)
        elif isinstance(about, SubjectAsked):
            code = about.subject
        turn, quote = self._words(about) if isinstance(about, OnWords) else (None, "")
        reason = "" if MASK in quote or quote == OMITTED else reason  # it may repeat what was refused
        return Act(
            event.at,
            event.coder,
            event.transcript,
            turn,
            what,
            code,
            reason,
            name or (of.id if of else event.id),
            quote,
        )

    def _words(self, about: OnWords) -> tuple[int | None, str]:
        """The turn, and the words as they may be shown; of a text that was revised since neither is known here."""
        text = self.transcript
        if not text.sha.startswith(about.sha):  # a journal has the first characters of it
            said = getattr(about, "quote", "")
            return None, collapsed(said) if self.printable == text.text else OMITTED
        turn = text.turn_at(about.start).number if text.turns else None
        return turn, collapsed(about.span.of(self.printable))
