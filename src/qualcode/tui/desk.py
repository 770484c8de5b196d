"""The desk's acts on disk: each is written when `perform` returns, and can be undone and done again, as further events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from qualcode.acts import codebook_edits, coding, themes
from qualcode.acts.finding import Finder, analyser_of
from qualcode.acts.progress import unread_codes
from qualcode.acts.recoding import replace_code
from qualcode.acts.searching import places
from qualcode.acts.study import Opened, open_study
from qualcode.acts.suggesting import decide, decision_of, log_pass
from qualcode.analysis.references import references
from qualcode.errors import QualcodeError
from qualcode.model import theme_edits
from qualcode.model.coding import Coding
from qualcode.model.selection import Filters, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Handle, read_intact
from qualcode.store.journal import read_codings, take_back
from qualcode.store.layout import Study
from qualcode.store.load import journals
from qualcode.store.log import write_log
from qualcode.store.places import read_place, write_place
from qualcode.suggest.tokens import Analyser
from qualcode.tui import session as core
from qualcode.tui.session import Act, Say, Session
from qualcode.tui.units import Units


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
    _analyser: Analyser | None = None

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
        made = _ACTS[type(act)](self, session, act)
        events = tuple((name, tuple(ids)) for name, ids in made.events if ids)
        done = Done(act, session.transcript, session.cursor, events, made.edit)
        return done, replace(made.session, touched=made.session.touched or bool(events)), made.said

    def handle(self, session: Session) -> Handle:
        return self.opened.project.transcript(session.transcript)

    def name(self, code: str) -> str:
        codebook = self.opened.project.codebook
        known = codebook.by_id.get(codebook.current.get(code, ""))
        return known.name if known else code

    def analyser(self) -> Analyser:
        self._analyser = self._analyser or analyser_of(self.opened.project)
        return self._analyser

    def suggestions(self, first: str) -> Iterator[tuple[Suggestion, ...]]:
        """The open suggestions of one transcript after another, that of `first` before the others."""
        opened = replace(self.opened, project=replace(self.opened.project, journals=journals(self.study)))
        finder = Finder.make(opened, self.filters, self.coder, needs_keywords=False)
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
        return places(self.opened, session.units.transcript, query)

    def log_pass(self) -> None:
        """Record a selective pass once a decision was made in it."""
        if not self.pass_logged:
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


class _Made(NamedTuple):
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


def _said(key: str, **values: object) -> tuple[Say, ...]:
    return (Say(key, tuple(values.items())),)


def _told(act: Act, desk: Desk) -> tuple[tuple[str, object], ...]:
    """What an act was, for the message that it was undone."""
    return (("what", desk.opened.words(f"act.{type(act).__name__.lower()}")),)


def _apply(desk: Desk, session: Session, act: core.Apply) -> _Made:
    made = coding.apply(desk.opened, desk.coder, desk.handle(session), act.code, act.span)
    session = core.applied(replace(session, selection=None), act.code, made.id)
    name = desk.name(act.code)
    if made.already:
        return _Made(session, said=_said("desk.already", code=name))
    desk.log_pass()
    return _Made(session, [(session.transcript, [made.id])], said=_said("desk.applied", code=name))


def _withdraw(desk: Desk, session: Session, act: core.Withdraw) -> _Made:
    event = coding.withdraw_events(desk.opened, desk.coder, session.transcript, [act.coding.id])
    return _Made(
        session, [(session.transcript, [event])], said=_said("desk.withdrawn", code=desk.name(act.coding.code))
    )


def _mark(desk: Desk, session: Session, act: core.Mark) -> _Made:
    ids = coding.mark_codings(desk.opened, desk.coder, act.coding.transcript, [act.coding], {act.name: act.value})
    key = f"desk.marked.{act.name}" + ("" if act.value else ".off")
    session = replace(session, focus=act.coding.id)
    value = desk.opened.words.term(act.value) if act.name == "valence" and act.value else ""
    return _Made(session, [(act.coding.transcript, ids)], said=_said(key, value=value, code=desk.name(act.coding.code)))


def _decide(desk: Desk, session: Session, act: core.Decide) -> _Made:
    suggestion = act.suggestion
    chosen = act.span if act.verdict != "reject" and act.span != suggestion.span else None
    how = {"new_code": act.code, "reason": act.reason, "note": act.note, "chosen": chosen}
    handle = desk.opened.project.transcript(suggestion.transcript)
    ids = decide(desk.opened, desk.coder, handle, [decision_of(suggestion, act.verdict, **how)], desk.analyser())
    desk.log_pass()
    closed = session.closed | {suggestion.id}
    code = act.code or suggestion.code
    if act.verdict != "reject":
        session = core.applied(session, code, "")
    session = replace(session, closed=closed)
    said = _said(f"desk.{act.verdict}ed" if act.verdict != "change" else "desk.changed", code=desk.name(code))
    return _Made(session, [(suggestion.transcript, ids)], said=said)


def _decide_all(desk: Desk, session: Session, act: core.DecideAll) -> _Made:
    first = act.suggestions[0]
    grouped: dict[str, list[Suggestion]] = {}
    for one in act.suggestions:
        grouped.setdefault(one.transcript, []).append(one)
    written = []
    for name, several in grouped.items():
        decisions = [decision_of(one, "accept", reason=act.reason, bulk=True) for one in several]
        handle = desk.opened.project.transcript(name)
        written.append((name, decide(desk.opened, desk.coder, handle, decisions, desk.analyser())))
    details = {
        "code": first.code,
        "keyword": first.strongest.keyword,
        "count": len(act.suggestions),
        "because": act.reason,
    }
    write_log(desk.study, "accept all", desk.coder, **details)
    desk.log_pass()
    session = replace(session, closed=session.closed | {one.id for one in act.suggestions})
    return _Made(session, written, said=_said("desk.accepted_all", n=len(act.suggestions), code=desk.name(first.code)))


def _new_code(desk: Desk, session: Session, act: core.NewCode) -> _Made:
    words = desk.opened.words
    new = codebook_edits.NewCode(
        act.name, parent=act.parent, definition=act.definition, parked=words("desk.parked") if act.parked else ""
    )
    place = codebook_edits.Fragment(session.transcript, str(act.span), None, None)
    edited, code, made = codebook_edits.add(desk.fresh(), desk.coder, new, "", place)
    desk.opened = open_study(desk.study.root)
    desk._analyser = None
    session = core.applied(replace(session, selection=None), code, made)
    return _Made(session, [(session.transcript, [made])], edited.entry, _said("desk.code_added", code=act.name))


def _read_for(desk: Desk, session: Session, act: core.ReadFor) -> _Made:
    reading = "selective" if session.narrowed else "whole"
    ids = coding.read_for(desk.opened, desk.coder, desk.handle(session), reading, act.codes)
    return _Made(
        session, [(session.transcript, ids)], said=_said("desk.read", transcript=session.transcript, n=len(act.codes))
    )


def _asked_in(desk: Desk, session: Session, act: core.AskedIn) -> _Made:
    made = coding.asked(desk.opened, desk.coder, desk.handle(session), act.subject, act.turn.number)
    if made.already:
        return _Made(session, said=_said("desk.asked_already"))
    return _Made(session, [(session.transcript, [made.id])], said=_said("desk.asked", turn=act.turn.number))


def _edit_themes(desk: Desk, session: Session, act: core.EditThemes) -> _Made:
    opened = desk.fresh()
    if act.what == "add":
        name, set_ = act.arguments
        edited = themes.add(opened, desk.coder, name, "", set_, "", (), act.because)
    else:
        how = {"out": True} if act.out else {}
        function: Callable[..., Any] = getattr(theme_edits, act.what)
        what = act.arguments[1] if act.what == "describe" else act.what
        edited = codebook_edits.edit(
            desk.study, desk.coder, f"theme {what}", lambda raw: function(raw, *act.arguments, **how), act.because
        )
    desk.opened = open_study(desk.study.root)
    return _Made(session, edit=edited.entry, said=_said("desk.themes_changed") if edited.entry else _said("desk.same"))


def _fit(desk: Desk, session: Session, act: core.Fit) -> _Made:
    name = act.coding.transcript
    ids = coding.mark_codings(desk.opened, desk.coder, name, [act.coding], {"fit": {act.theme: act.verdict}})
    themes.log_fit(desk.opened, desk.coder, act.theme, act.verdict, 1, act.because)
    return _Made(session, [(name, ids)], said=_said(f"desk.fit.{act.verdict}"))


def _recode(desk: Desk, session: Session, act: core.Recode) -> _Made:
    name = act.coding.transcript
    handle = desk.opened.project.transcript(name)
    if desk.opened.project.codebook.current.get(act.coding.code) == act.code:
        return _Made(session, said=_said("desk.already", code=desk.name(act.code)))
    _, ids = replace_code(desk.opened, desk.coder, handle, read_intact(handle), act.coding, act.code)
    coding.remember_definitions(desk.opened, [act.code], desk.coder)
    return _Made(session, [(name, ids)], said=_said("desk.recoded", code=desk.name(act.code)))


_ACTS: dict[type, Callable[[Desk, Session, Any], _Made]] = {
    core.Apply: _apply, core.Withdraw: _withdraw, core.Mark: _mark, core.Decide: _decide, core.DecideAll: _decide_all,
    core.NewCode: _new_code, core.ReadFor: _read_for, core.AskedIn: _asked_in, core.EditThemes: _edit_themes,
    core.Fit: _fit, core.Recode: _recode,
}  # fmt: skip
