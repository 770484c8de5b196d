"""The desk of one coder in one study: what is opened there, what stands, and what was done in this sitting."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.desk import session as core
from qualcode.desk.events import (
    Act,
)
from qualcode.desk.session import Session
from qualcode.desk.units import Units
from qualcode.errors import QualcodeError, UnknownName
from qualcode.model.coding import Coding
from qualcode.model.handle import Handle, read_intact
from qualcode.model.selection import Filters, Selection, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.text import Say
from qualcode.usecases import at_desk
from qualcode.usecases.coding.progress import unread_codes
from qualcode.usecases.study import Opened

if TYPE_CHECKING:
    pass


# What goes along to another transcript, and what stays where the text is the same.
_GOES_ALONG = ("recent", "mode", "queue", "closed", "current", "chosen", "only")
_STAYS = ("cursor", "selection", "focus", "hits", "end_seen")


class DoneAct(NamedTuple):
    """An act that was carried out: events by transcript, an edit of the codebook, a line of the log, each by their ids."""

    act: Act
    transcript: str
    position: int
    events: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edit: str = ""
    logged: str = ""


class Outcome(NamedTuple):
    """What stands after an act, and what to say of it."""

    session: Session
    said: tuple[Say, ...] = ()


@dataclass
class Desk:
    """One coder in one study. Holds the study as last loaded, and what was done in this sitting."""

    opened: Opened
    coder: str
    filters: Filters
    show_others: bool = False
    done: list[DoneAct] = field(default_factory=list)
    undone: list[DoneAct] = field(default_factory=list)
    pass_logged: bool = False
    rereading: str = ""  # the code that transcripts read before it existed are read again for
    _walk: tuple[str, ...] = ()  # those transcripts
    _before: Filters | None = None  # the filters outside that pass
    _study_stamp: at_desk.Stamp = ()  # of the files of the study as last loaded
    _journal_stamp: at_desk.Stamp = ()  # of the journals as last read
    _text_stamp: at_desk.Stamp = ()  # of the transcript as opened
    _looked: tuple[Any, Any] = ((), ())  # the files of the study and the transcript as last looked at
    _analyser: at_desk.Analyser | None = None

    @classmethod
    def start(cls, opened: Opened, coder: str, filters: Filters, *, show_others: bool = False) -> "Desk":
        desk = cls(opened, coder, filters, show_others)
        if not desk.handles:
            raise QualcodeError("error.no_transcript_to_code")
        desk._study_stamp = desk._files()
        return desk

    @property
    def selection(self) -> Selection:
        return select(self.opened.project, self.filters)

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The transcripts of the selection."""
        chosen = self.selection.transcripts
        return tuple(handle for handle in chosen if handle.id in self._walk) if self._walk else chosen

    @property
    def is_new(self) -> bool:
        """Whether this coder was never at the desk of this study."""
        return at_desk.place_of(self.opened, self.coder) is None

    @property
    def offered(self) -> tuple[str, ...]:
        """The codes that this pass may apply."""
        codebook = self.opened.project.codebook
        return tuple(code for code in self.selection.codes if not codebook.by_id[code].retired)

    # Opening and refreshing.

    def session(self, transcript: str = "", position: int | None = None, before: Session | None = None) -> Session:
        """A transcript opened; without a name the one where this coder was, else the first that can be read.

        `before`: the session so far, whose recent codes and suggestions go along. Raises QualcodeError where the text
        does not match its hash.
        """
        place = at_desk.place_of(self.opened, self.coder)
        project = self.opened.project
        text = read_intact(project.transcript(transcript)) if transcript else self._first(place[0] if place else "")
        if position is None and place and place[0] == text.id:
            position = place[1]
        self._text_stamp = self._text(text.id)
        units = Units(text, at_desk.splitter(project.codebook.language or project.settings.language))
        made = Session(units, before.codebook if before else project.codebook, self.offered, self.selection.narrowed)
        if before:
            made = replace(made, **{name: getattr(before, name) for name in _GOES_ALONG})
            if before.units.transcript == text:
                made = replace(made, **{name: getattr(before, name) for name in _STAYS})
        inside = position if position is not None and 0 <= position < len(text.text) else 0
        if made.selection is None:
            made = core.at(made, units.around("word", inside).start)
        made = self.refreshed(made)
        return made if made.shown_turns or not made.only else replace(made, only="")

    def _first(self, wanted: str) -> Transcript:
        fault: QualcodeError | None = None
        for handle in sorted(self.handles, key=lambda handle: handle.id != wanted):
            try:
                return read_intact(handle)
            except QualcodeError as error:
                fault = fault or error
        raise fault or QualcodeError("error.no_transcript_to_code")

    def read_before(self, code: str) -> tuple[str, ...]:
        """The transcripts that this coder read in full, though not for this code or one below it."""
        wanted = replace(self.filters, code=(code,), coder=(self.coder,))
        return tuple(one.transcript for one in unread_codes(self.fresh(), wanted))

    def reread(self, code: str) -> None:
        """A selective pass for one code over the transcripts read before it existed; without a code, back."""
        if code:
            self._walk = self.read_before(code)
            self._before = self._before or self.filters
            self.filters = replace(self.filters, code=(code,))
        elif self._before:
            self.filters, self._before, self._walk = self._before, None, ()
        self.rereading, self.pass_logged = code, False

    def refreshed(self, session: Session) -> Session:
        """The session with what the journals say now."""
        name = session.transcript
        self._journal_stamp = self._journals(name)
        mine = at_desk.codings_on_text(self.opened, self.coder, name)
        others: list[Coding] = []
        if self.show_others:
            for journal in self.fresh().project.journals_on(name):
                if journal.coder != self.coder:
                    others += journal.read().applied
        waiting = at_desk.waiting(self.opened, self.coder, name) if mine.waiting else ()
        session = replace(session, offered=self.offered, waiting=waiting)
        return core.refreshed(session, mine, tuple(others), self.opened.project.codebook)

    def changed(self, session: Session) -> bool:
        """Did another hand change a file of the study, or a journal?"""
        now = (self._files(), self._text(session.transcript))
        known = (self._study_stamp, self._text_stamp)
        return now not in (known, self._looked) or self._journals(session.transcript) != self._journal_stamp

    def reload(self, session: Session) -> Outcome:
        """The session with the study as it is on disk. Raises where that is faulty: the last sound one stays in use."""
        self._journal_stamp = self._journals(session.transcript)
        self._looked = (self._files(), self._text(session.transcript))  # a fault in these is told once
        said = () if self._looked == (self._study_stamp, self._text_stamp) else self.reopen()
        name = session.transcript if session.transcript in self.opened.project.transcripts else ""
        return Outcome(self.session(name, session.cursor, session), said)

    def reopen(self) -> tuple[Say, ...]:
        """Load the study anew. A pass whose codes or transcripts are gone ends, and that is said."""
        stamp = self._files()
        self._looked = (stamp, self._looked[1])
        opened = self.opened.again()
        said: tuple[Say, ...] = ()
        try:
            gone = not select(opened.project, self.filters).transcripts
        except UnknownName:
            gone = True
        if gone:
            if not opened.project.transcripts:
                raise QualcodeError("error.no_transcript_left")
            self.filters, self.rereading, self._walk, self._before = Filters(), "", (), None
            said = (Say("desk.pass_gone"),)
        self.opened, self._analyser, self._study_stamp = opened, None, stamp
        return said

    def _files(self) -> at_desk.Stamp:
        return at_desk.study_stamp(self.opened)

    def _text(self, transcript: str) -> at_desk.Stamp:
        return at_desk.text_stamp(self.opened, transcript)

    def _journals(self, transcript: str) -> at_desk.Stamp:
        return at_desk.journal_stamp(self.opened, self.coder, transcript)

    def beside(self, session: Session, by: int) -> str:
        """The transcript so many further, or back; "" where there is none."""
        names = [handle.id for handle in self.handles]
        place = names.index(session.transcript) + by if session.transcript in names else 0
        return names[place] if 0 <= place < len(names) else ""

    def remember(self, session: Session) -> None:
        at_desk.keep_place(self.opened, self.coder, session.transcript, session.cursor)

    def text_changed(self, session: Session) -> bool:
        """Whether the text is another one on disk than the one that is shown."""
        return self._text(session.transcript) != self._text_stamp

    def handle(self, session: Session) -> Handle:
        return self.opened.project.transcript(session.transcript)

    def name(self, code: str) -> str:
        codebook = self.opened.project.codebook
        known = codebook.by_id.get(codebook.current.get(code, ""))
        return known.name if known else code

    def analyser(self) -> at_desk.Analyser:
        from qualcode.usecases.keywords.finder import analyser_of

        self._analyser = self._analyser or analyser_of(self.opened.project)
        return self._analyser

    def suggestions(self, first: str) -> Iterator[tuple[str, tuple[Suggestion, ...]]]:
        """The open suggestions of one transcript after another, by its name; `first` goes before the others.

        A text that does not match its hash gives none; that is told where it is opened.
        """
        from qualcode.usecases.keywords.finder import Finder

        finder = Finder.make(self.fresh(), self.filters, self.coder, needs_keywords=False)
        wanted = {handle.id for handle in self.handles}
        for handle in sorted(finder.selection.transcripts, key=lambda handle: handle.id != first):
            if handle.id in wanted:
                with suppress(QualcodeError):
                    yield handle.id, tuple(one for one in finder.find(handle).suggestions if one.status == "open")

    def counts(self, transcript: str) -> dict[str, at_desk.CodeTally]:
        """The references of this coder in one transcript, and their cases, per code and `theme:ID`."""
        return at_desk.counts(self.opened, self.selection, self.coder, transcript)

    def fragments(self, theme: str) -> tuple[Coding, ...]:
        """This coder's codings of a theme's codes in the selection, in the order of transcripts and text."""
        codebook, selection = self.opened.project.codebook, self.selection
        now = codebook.current_theme
        known = next((one for one in codebook.themes if one.id == now.get(theme)), None)
        members = set(codebook.theme_members(known)) if known else set()
        found: list[Coding] = []
        for handle in self.handles:
            applied = at_desk.codings_on_text(self.opened, self.coder, handle.id).applied
            inside = [one for one in applied if codebook.current.get(one.code) in members]
            if selection.by_case and inside:
                text = handle.read()
                inside = [one for one in inside if selection.includes(text.turns_touched(one.span))]
            found += sorted(inside, key=lambda one: (one.span, one.id))
        return tuple(one._replace(fit=tuple((now.get(name, name), fit) for name, fit in one.fit)) for one in found)

    def find(self, session: Session, query: str) -> tuple[Span, ...]:
        """Where a query stands in the transcript, in all its forms, whoever speaks."""

        from qualcode.usecases.keywords.search import places

        return places(self.opened, session.units.transcript, query)

    def log_pass(self) -> None:
        """Record a selective pass, within the act of the first decision that was made in it."""
        if not self.pass_logged:
            from qualcode.usecases.keywords.decide import log_pass

            log_pass(self.opened, self.coder, self.filters)

    def fresh(self) -> Opened:
        """The study with the journals as they are."""
        return at_desk.fresh(self.opened)
