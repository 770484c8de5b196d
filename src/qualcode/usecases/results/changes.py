"""What changed in the tables since a moment: each cell old -> new, with the events that can have caused it.

The study is wound back: journals to the events of before, the codebook to its version then, without transcripts that
were imported and memos that were written later. cases.csv keeps no history and is taken as it is now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from qualcode.errors import NothingToShow, QualcodeError
from qualcode.model.columns import CodingColumns
from qualcode.model.events.event import (
    CodeApplied,
    CodingsMarked,
    CodingsMoved,
    Event,
    EventsWithdrawn,
    Foreign,
    RowDecided,
    SuggestionRejected,
    TranscriptRead,
    What,
)
from qualcode.model.project import JournalHandle, Project
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.model.transcript import Transcript
from qualcode.report.document import Output, Value
from qualcode.report.tables.changes import change_table, differences, renamed, sentences
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.history import versions
from qualcode.store.journal import read_codings, read_events
from qualcode.store.log import read_log
from qualcode.usecases.codebook.development import is_moment, version_at
from qualcode.usecases.results.report import SECTIONS, Source
from qualcode.usecases.study import Opened

COMPARED = ("sample", "frequencies", "groups", "factors", "coverage", "themes", "typology", "framework-table")
_MOST_CAUSES = 3
_UNCOUNTED = ("definition", "report", "memo")  # entries of the log that change no cell
_RENAMING = ("rename", "statement", "boundary", "status", "relate")  # edits that change words and no counts


def changes_since(opened: Opened, since: str | None, filters: Filters = NO_FILTERS) -> Output:
    """Every table, and the sentences of the draft, then and now."""
    moment = _moment(opened, since)
    view = opened.view(filters)
    _ = view.selection, view.coders, view.themes  # a filter that names nothing is told before anything is made
    then = replace(opened, project=wound_back(opened, moment))
    events = _Events(opened, moment)
    rows: list[tuple[Value, ...]] = []
    for name in COMPARED:
        old, new = _made(then, filters, name), _made(opened, filters, name)
        if old and new:
            now = renamed(old.data, opened.project.codebook)
            rows += [
                (name, *change, events.told(change[1], *of)) for change, of in differences(now, new.data, opened.words)
            ]
    rows += sentences(_made(then, filters, "summary"), _made(opened, filters, "summary"))
    return change_table(view, moment, rows)


def _moment(opened: Opened, since: str | None) -> str:
    """The moment named (a day counts to its end), else that of the last report."""
    if since is None:
        made = [str(entry["at"]) for entry in read_log(opened.study)[0] if entry["what"] == "report"]
        if not made:
            raise QualcodeError("error.no_report_yet")
        return made[-1]
    begun = str(next((entry["at"] for entry in read_log(opened.study)[0]), ""))
    if is_moment(since) and f"{since}T99" < begun:
        raise QualcodeError("error.study_began_on", day=begun[:10])
    if not is_moment(since):
        raise QualcodeError("error.no_day", typed=since)
    return since if "T" in since else f"{since}T99"


def _until(opened: Opened, journal: JournalHandle, moment: str) -> JournalHandle:
    """A journal as it was at the moment."""
    read = partial(read_codings, opened.study, journal.coder, journal.transcript, until=moment)

    def columns() -> CodingColumns:
        from qualcode.store.spoken import spoken

        handle = opened.project.transcripts.get(journal.transcript)
        return spoken(handle.read() if handle else Transcript(journal.transcript, "", ())).codings(read())

    return JournalHandle(journal.coder, journal.transcript, read, columns, journal.read)


def wound_back(opened: Opened, moment: str) -> Project:
    """The project as it was at the moment."""
    project = opened.project
    log = read_log(opened.study)[0]
    later = {
        str(entry.get("transcript", "")) for entry in log if entry["what"] == "import" and str(entry["at"]) > moment
    }
    version = version_at(versions(log), moment)
    codebook = sound_codebook(version.text) if version else project.codebook
    then = {f"theme:{project.codebook.current_theme.get(one.id)}": f"theme:{one.id}" for one in codebook.themes}
    then |= {f"code:{project.codebook.current.get(one.id)}": f"code:{one.id}" for one in codebook.codes}
    journals = tuple(_until(opened, one, moment) for one in project.journals if one.transcript not in later)
    return replace(
        project,
        codebook=codebook,
        transcripts={name: handle for name, handle in project.transcripts.items() if name not in later},
        journals=journals,
        memos=tuple(
            replace(memo, about=tuple(then.get(one, one) for one in memo.about))
            for memo in project.memos
            if memo.at <= moment
        ),
    )


def _made(opened: Opened, filters: Filters, name: str) -> Output | None:
    """A section, or None where the study has nothing for it (then)."""
    try:
        return SECTIONS[name](Source(opened, opened.view(filters)))
    except NothingToShow:
        return None


def _code(what: What) -> str:
    return what.code if isinstance(what, CodeApplied | SuggestionRejected) else ""


class _Events:
    """What happened since a moment, by code and transcript."""

    def __init__(self, opened: Opened, moment: str):
        self._opened, self._view = opened, opened.view()
        self._codebook = opened.project.codebook
        self._happened: list[
            tuple[set[str], str, str, bool]
        ] = []  # codes, transcript, in words, whether it only renames
        self._told: dict[tuple[bool, str, str, str], str] = {}
        for journal in opened.project.journals:
            path = opened.study.journal(journal.coder, journal.transcript)
            known = read_events(path, journal.coder, journal.transcript)[0]
            codes = {event.id: code for event in known if (code := _code(event.what))}
            for event in known:
                if event.at > moment and not isinstance(event.what, Foreign | RowDecided):
                    self._happened.append(
                        (self._codes(event.what, codes), journal.transcript, self._words(event), False)
                    )
        for entry in read_log(opened.study)[0]:
            if str(entry["at"]) > moment and entry["what"] not in _UNCOUNTED:
                self._happened.append(self._logged(entry))

    def _logged(self, entry: Mapping[str, Any]) -> tuple[set[str], str, str, bool]:
        codes = entry.get("codes", ())
        named = {*(codes if isinstance(codes, list) else ()), *self._of_themes(entry)}
        told = self._opened.words.known(f"trail.{entry['what']}", str(entry["what"]))
        renames = str(entry["what"]).split(" ")[-1] in _RENAMING
        return (
            set(map(self._now, named)),
            str(entry.get("transcript", "")),
            f"{self._day(entry['at'])}: {told}",
            renames,
        )

    def _now(self, code: str) -> str:
        return self._codebook.current.get(code, code)

    def _of_themes(self, entry: Mapping[str, Any]) -> list[str]:
        named = set(entry.get("themes", ())) if isinstance(entry.get("themes", ()), list) else set()
        return [code for theme in self._codebook.themes if {theme.id, *theme.was} & named for code in theme.codes]

    def _codes(self, what: What, codes: Mapping[str, str]) -> set[str]:
        match what:
            case EventsWithdrawn() | CodingsMarked() | CodingsMoved():
                about: Iterable[str] = [codes[one] for one in what.of if one in codes]
            case TranscriptRead():
                about = what.codes
            case _:
                about = filter(None, [_code(what)])
        return set(map(self._now, about))

    def _words(self, event: Event) -> str:
        kind = self._opened.words.of("event", event.what.kind)
        return f"{self._day(event.at)}, {self._view.names_of([event.coder])}: {event.transcript} {kind}"

    def _day(self, at: str) -> str:
        return self._opened.words.day(at[:10])

    def told(self, column: str, theme: str, code: str, case: str) -> str:
        """The events that bear on a code or theme, of a case where one is named; the first ones, and how many more."""
        if not theme and not code:
            return ""
        key = (column in ("name", "description", "concept", "indicator", "interview_question"), theme, code, case)
        if key not in self._told:
            self._told[key] = self._bearing(*key)
        return self._told[key]

    def _bearing(self, names: bool, theme: str, code: str, case: str) -> str:
        wanted = set(self._codebook.descendants(self._now(code))) | {code} if code else set[str]()
        for one in self._codebook.themes if not code else ():
            if one.id == theme:
                wanted |= set(self._codebook.theme_members(one))
        texts = {name for name, handle in self._opened.project.transcripts.items() if not case or case in handle.cases}
        found = [
            words
            for codes, transcript, words, renames in self._happened
            if (renames or not transcript if names else not renames)
            and (codes & wanted or not codes)
            and (transcript in texts or not transcript)
        ]
        distinct = list(dict.fromkeys(found))
        more = len(distinct) - _MOST_CAUSES
        told = "; ".join(distinct[:_MOST_CAUSES])
        return told + (f"; {self._opened.words('changes.more', n=more)}" if more > 0 else "")
