"""The desk's acts on disk: each is written when `perform` returns, and can be undone and done again, as further events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.acts.progress import unread_codes
from qualcode.acts.study import Opened, open_study
from qualcode.analysis.references import references
from qualcode.errors import QualcodeError
from qualcode.model.coding import Coding
from qualcode.model.selection import Filters, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Handle, read_intact
from qualcode.store.journal import read_codings, take_back
from qualcode.store.layout import Study
from qualcode.store.load import journals
from qualcode.store.places import read_place, write_place
from qualcode.tui import session as core
from qualcode.tui.session import Act, Say, Session
from qualcode.tui.units import Units

if TYPE_CHECKING:
    from qualcode.suggest.tokens import Analyser


class Done(NamedTuple):
    """An act that was carried out: events by transcript, or an edit of the codebook, by the id of its log entry."""

    act: Act
    transcript: str
    position: int
    events: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edit: str = ""


class Outcome(NamedTuple):
    """What stands after an act, and what to say of it."""

    session: Session
    said: tuple[Say, ...] = ()


class Count(NamedTuple):
    """What one transcript adds to the codebook's counts of a code and those below it."""

    references: int
    cases: frozenset[str]


@dataclass
class Desk:
    """One coder in one study. Holds the study as last loaded, and what was done in this sitting."""

    opened: Opened
    coder: str
    filters: Filters
    show_others: bool = False
    done: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)
    stamp: tuple[Any, ...] = ()
    pass_logged: bool = False
    rereading: str = ""  # the code that transcripts read before it existed are read again for
    _walk: tuple[str, ...] = ()  # those transcripts
    _before: Filters | None = None  # the filters outside that pass
    _analyser: "Analyser | None" = None

    @classmethod
    def start(cls, opened: Opened, coder: str, filters: Filters, *, show_others: bool = False) -> "Desk":
        desk = cls(opened, coder, filters, show_others)
        if not desk.handles:
            raise QualcodeError("There is no transcript to code; bring one in with: qualcode import FILE.")
        desk.stamp = desk._stamp(desk.handles[0].id)
        return desk

    @property
    def study(self) -> Study:
        return self.opened.study

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The transcripts of the selection."""
        chosen = select(self.opened.project, self.filters).transcripts
        return tuple(handle for handle in chosen if handle.id in self._walk) if self._walk else chosen

    @property
    def is_new(self) -> bool:
        """Whether this coder was never at the desk of this study."""
        return read_place(self.study, self.coder) is None

    @property
    def offered(self) -> tuple[str, ...]:
        """The codes that this pass may apply."""
        codebook = self.opened.project.codebook
        return tuple(
            code for code in select(self.opened.project, self.filters).codes if not codebook.by_id[code].retired
        )

    # Opening and refreshing.

    def session(self, transcript: str = "", position: int | None = None, before: Session | None = None) -> Session:
        """A transcript of the selection opened; without a name the one where this coder was, else the first.

        `before`: the session so far, whose recent codes and suggestions go along.
        """
        known = {handle.id: handle for handle in self.handles}
        place = read_place(self.study, self.coder)
        name = transcript or (place[0] if place and place[0] in known else self.handles[0].id)
        handle = known[name] if name in known else self.opened.project.transcript(name)
        if position is None and place and place[0] == handle.id:
            position = place[1]
        units = Units(read_intact(handle), self._language)
        narrowed = select(self.opened.project, self.filters).narrowed
        made = Session(units, self.opened.project.codebook, self.offered, narrowed)
        if before:
            kept = {
                name: getattr(before, name)
                for name in ("recent", "mode", "queue", "closed", "current", "chosen", "only")
            }
            made = replace(made, **kept)
        inside = position if position is not None and 0 <= position < len(units.transcript.text) else 0
        made = core.at(made, units.around("word", inside).start)
        self.stamp = self._stamp(handle.id)
        return self.refreshed(made)

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

    @property
    def _language(self) -> str:
        project = self.opened.project
        return project.codebook.language or project.settings.language

    def refreshed(self, session: Session) -> Session:
        """The session with what the journals say now."""
        name = session.transcript
        mine = read_codings(self.study.journal(self.coder, name), self.coder, name)
        others: list[Coding] = []
        if self.show_others:
            for journal in journals(self.study):
                if journal.transcript == name and journal.coder != self.coder:
                    others += journal.read().applied
        session = replace(session, offered=self.offered)
        return core.refreshed(session, mine, tuple(others), self.opened.project.codebook)

    def changed(self, session: Session) -> bool:
        """Did a file change that the session shows, by another hand?"""
        return self._stamp(session.transcript) != self.stamp

    def reload(self, session: Session) -> Session:
        """The session with the study as it is on disk. Raises where that is faulty: the last sound one stays in use."""
        self.stamp = self._stamp(session.transcript)
        self.opened = open_study(self.study.root)
        return self.refreshed(session)

    def _stamp(self, transcript: str) -> tuple[Any, ...]:
        study = self.study
        paths = [study.codebook, study.settings, study.cases, study.memos, study.codings]
        paths += sorted(study.codings.glob(f"*/{transcript}.jsonl"))
        return tuple((str(path), *_state(path)) for path in paths)

    def remember(self, session: Session) -> None:
        write_place(self.study, self.coder, session.transcript, session.cursor)

    # Acts.

    def perform(self, session: Session, act: Act) -> Outcome:
        """Carry out an act; it is on disk when this returns. Raises QualcodeError where it cannot be done."""
        if isinstance(act, core.Undo):
            return self._undo(session)
        if isinstance(act, core.Redo):
            return self._redo(session)
        done, session, said = self._do(session, act)
        if done.events or done.edit:
            self.done.append(done)
            self.undone.clear()
        return self._after(session, said)

    def _after(self, session: Session, said: tuple[Say, ...]) -> Outcome:
        session = self.refreshed(session)
        self.stamp = self._stamp(session.transcript)
        self.remember(session)
        return Outcome(session, said)

    def _do(self, session: Session, act: Act) -> tuple[Done, Session, tuple[Say, ...]]:
        from qualcode.tui.performing import ACTS  # the desk is painted before anything is done at it

        made = ACTS[type(act)](self, session, act)
        events = tuple((name, tuple(ids)) for name, ids in made.events if ids)
        done = Done(act, session.transcript, session.cursor, events, made.edit)
        return done, replace(made.session, touched=made.session.touched or bool(events)), made.said

    def handle(self, session: Session) -> Handle:
        return self.opened.project.transcript(session.transcript)

    def name(self, code: str) -> str:
        codebook = self.opened.project.codebook
        known = codebook.by_id.get(codebook.current.get(code, ""))
        return known.name if known else code

    def analyser(self) -> "Analyser":
        from qualcode.acts.finding import analyser_of

        self._analyser = self._analyser or analyser_of(self.opened.project)
        return self._analyser

    def forget_analyser(self) -> None:
        """The codebook it was made for has changed."""
        self._analyser = None

    def suggestions(self, first: str) -> Iterator[tuple[Suggestion, ...]]:
        """The open suggestions of one transcript after another, that of `first` before the others."""
        from qualcode.acts.finding import Finder

        finder = Finder.make(self.fresh(), self.filters, self.coder, needs_keywords=False)
        for handle in sorted(finder.selection.transcripts, key=lambda handle: handle.id != first):
            yield tuple(one for one in finder.find(handle).suggestions if one.status == "open")

    def counts(self, transcript: str) -> dict[str, Count]:
        """The references of this coder in one transcript, and their cases (rules 2-4), per code and `theme:ID`.

        Each pools what is below it.
        """
        handle, codebook = self.opened.project.transcript(transcript), self.opened.project.codebook
        applied = read_codings(self.study.journal(self.coder, transcript), self.coder, transcript).applied
        if not applied:
            return {}
        found: dict[str, list[Any]] = {}
        targets = {code.id: codebook.descendants(code.id) for code in codebook.codes}
        targets |= {f"theme:{theme.id}": codebook.theme_members(theme) for theme in codebook.themes}
        for one in references(handle.read(), applied, targets, codebook.current):
            found.setdefault(one.target, []).append(one)
        people = handle.counts_people
        return {
            code: Count(
                len(several), frozenset(turn.case for one in several for turn in one.turns if turn.case and people)
            )
            for code, several in found.items()
        }

    def fragments(self, theme: str) -> tuple[Coding, ...]:
        """This coder's codings of a theme's codes, in the order of transcripts and text."""
        codebook = self.opened.project.codebook
        known = next((one for one in codebook.themes if one.id == codebook.current_theme.get(theme)), None)
        members = set(codebook.theme_members(known)) if known else set()
        found: list[Coding] = []
        for name in self.opened.project.transcripts:
            applied = read_codings(self.study.journal(self.coder, name), self.coder, name).applied
            found += sorted(
                (one for one in applied if codebook.current.get(one.code) in members),
                key=lambda one: (one.span, one.id),
            )
        return tuple(found)

    def find(self, session: Session, query: str) -> tuple[Span, ...]:
        """Where a query stands in the transcript, in all its forms, whoever speaks."""

        from qualcode.acts.searching import places

        return places(self.opened, session.units.transcript, query)

    def log_pass(self) -> None:
        """Record a selective pass once a decision was made in it."""
        if not self.pass_logged:
            from qualcode.acts.suggesting import log_pass

            log_pass(self.opened, self.coder, self.filters)
            self.pass_logged = True

    # Undoing.

    def _undo(self, session: Session) -> Outcome:
        if not self.done:
            return Outcome(session, (Say("desk.nothing_to_undo"),))
        last = self.done.pop()
        session, back = self._taken_back(session, last)
        self.undone.append(back)
        return self._after(session, (Say("desk.undone", _told(last.act, self)),))

    def _redo(self, session: Session) -> Outcome:
        if not self.undone:
            return Outcome(session, (Say("desk.nothing_to_redo"),))
        last = self.undone.pop()
        if last.edit:  # an edit of the codebook is made anew
            again, session, said = self._do(session, last.act)
            self.done.append(again)
            return self._after(session, said)
        session, back = self._taken_back(session, last)
        self.done.append(back)
        return self._after(session, (Say("desk.redone", _told(last.act, self)),))

    def _taken_back(self, session: Session, done: Done) -> tuple[Session, Done]:
        """The events undone by further events, then the edit; with what undoes that in turn."""
        if done.edit:
            from qualcode.acts import codebook_edits

            codebook_edits.last_edit(self.study, done.edit)
        events = tuple((name, tuple(take_back(self.study, self.coder, name, ids))) for name, ids in done.events)
        if done.edit:
            codebook_edits.undo(self.fresh(), self.coder, done.edit)
            self.opened = open_study(self.study.root)
        if done.transcript != session.transcript:
            session = self.session(done.transcript, done.position, session)
        elif done.events:
            session = replace(session, cursor=done.position)
        return session, done._replace(events=events)

    def fresh(self) -> Opened:
        """The study with the journals as they are."""
        return replace(self.opened, project=replace(self.opened.project, journals=journals(self.study)))


class Made(NamedTuple):
    """What an act made: events by transcript, an edit of the codebook, what to say."""

    session: Session
    events: Sequence[tuple[str, Sequence[str]]] = ()
    edit: str = ""
    said: tuple[Say, ...] = ()


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _told(act: Act, desk: Desk) -> tuple[tuple[str, object], ...]:
    """What an act was, for the message that it was undone."""
    return (("what", desk.opened.words(f"act.{type(act).__name__.lower()}")),)
