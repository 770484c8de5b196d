"""What changed in the tables since a moment: each cell old -> new, with the events that can have caused it.

The study is wound back: journals to the events of before, the codebook to its version then, without transcripts that
were imported and memos that were written later. cases.csv keeps no history and is taken as it is now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from qualcode.analysis.counts import Count
from qualcode.errors import NothingToShow, QualcodeError
from qualcode.model.codebook import Codebook
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
from qualcode.report.document import Data, Output, Value
from qualcode.report.listing import Listing, Shown
from qualcode.report.view import View
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.history import versions
from qualcode.store.journal import read_events
from qualcode.store.load import read_on_text
from qualcode.store.log import read_log
from qualcode.text import Words
from qualcode.usecases.codebook.development import is_moment, version_at
from qualcode.usecases.results.report import SECTIONS, Source
from qualcode.usecases.study import Opened

COLUMNS = ("section", "line", "column", "old", "new", "cause")
_IDENTITY = {
    "frequencies": ("code",),
    "themes": ("theme", "code"),
    "crosstab": ("theme", "code"),
    "factors": ("list", "code"),
    "coverage": ("code",),
    "matrix": ("case",),
    "sample": ("split", "attribute", "value", "within"),
    "typology": ("typology", "case"),
}
_SECTIONS = ("sample", "frequencies", "groups", "factors", "coverage", "themes", "typology", "matrix")
_VALUES = ("kind", "list", "chosen", "origin")  # columns whose values are the program's
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
    for name in _SECTIONS:
        old, new = _made(then, filters, name), _made(opened, filters, name)
        if old and new:
            now = _renamed(old.data, opened.project.codebook)
            rows += [
                (name, *change, events.told(change[1], *of)) for change, of in _differences(now, new.data, opened.words)
            ]
    rows += _sentences(_made(then, filters, "summary"), _made(opened, filters, "summary"))
    words = opened.words
    shown = (
        Shown("line", 3),
        Shown("column", 2, text=lambda record: _heading(view, str(record["section"]), str(record["column"]))),
        Shown("old", 4, heading=words.heading("was")),
        Shown("new", 4, heading=words.heading("now")),
        Shown("cause", 5),
    )
    notes = [words("changes.note" if rows else "development.none")]
    listing = Listing(
        "changes", COLUMNS, rows, shown, words("changes.title", moment=_in_words(moment, words)), notes,
        group=lambda record: words.of("section", record['section']),
    )  # fmt: skip
    return listing.output(words, opened.project.changed)


def _heading(view: View, section: str, column: str) -> str:
    """What a column is called; one of the matrix is a code."""
    code = view.codebook.by_id.get(column) if section == "matrix" else None
    return code.name if code else view.words.heading(column) if column else ""


def _in_words(moment: str, words: Words) -> str:
    """A moment, or a day that counts to its end."""
    return words.day(moment[:10]) if moment.endswith("T99") else words.moment(moment)


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
    journals = tuple(
        JournalHandle(
            one.coder,
            one.transcript,
            partial(read_on_text, opened.study, one.coder, one.transcript, until=moment),
            one.read,
        )
        for one in project.journals
        if one.transcript not in later
    )
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


def _renamed(data: Data, codebook: Codebook) -> Data:
    """The table of then with the ids that codes and themes have now; what went up in another keeps its own, and is gone."""
    ids = {"code": codebook.current, "theme": codebook.current_theme}
    then = {name: {str(record[name]) for record in data.records()} for name in ids if name in data.columns}

    def now(name: str, value: Value) -> Value:
        new = ids[name].get(str(value), str(value))
        return value if new == value or new in then[name] else new

    columns = data.columns
    if data.key == "matrix":
        columns = tuple(new if (new := codebook.current.get(one, one)) not in columns else one for one in columns)
    rows = tuple(
        tuple(now(name, value) if name in ids else value for name, value in zip(data.columns, row, strict=True))
        for row in data.rows
    )
    return Data(data.key, columns, rows)


def _differences(
    old: Data, new: Data, words: Words
) -> Iterator[tuple[tuple[str, str, str, str], tuple[str, str, str]]]:
    """((row, column, old, new), (theme, code, case)) of every cell that differs."""
    keys = [key for key in _IDENTITY[new.key] if key in new.columns]
    before = {tuple(record.get(key) for key in keys): record for record in old.records()}
    after = {tuple(record[key] for key in keys): record for record in new.records()}
    for identity in dict.fromkeys((*after, *before)):
        was, now = before.get(identity, {}), after.get(identity, {})
        named = dict(zip(keys, identity, strict=True))
        row = str((now or was).get("name") or ", ".join(dict.fromkeys(str(one) for one in identity if one)))
        if "list" in named:
            row = f"{row} ({words.value('list', str(named['list']))})"
        for column in dict.fromkeys((*new.columns, *old.columns)):
            was_text, now_text = (_text(column, one.get(column), words) for one in (was, now))
            if column in keys or was_text == now_text:
                continue
            code = column if new.key == "matrix" else named.get("code", "")
            of = (str(named.get("theme") or ""), str(code or ""), str(named.get("case") or ""))
            yield (row, column, was_text, now_text), of


def _text(column: str, value: Value, words: Words) -> str:
    if isinstance(value, Count):
        return words.figure(value)
    if isinstance(value, bool):
        return words("yes" if value else "nay")
    if isinstance(value, int):
        return words.whole(value)
    return "" if value is None else words.value(column, str(value)) if column in _VALUES else str(value)


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


def _sentences(old: Output | None, new: Output | None) -> Iterator[tuple[Value, ...]]:
    """The sentences of the draft that are other ones now."""
    before, after = ([(str(row[1]), str(row[2])) for row in one.data.rows] if one else [] for one in (old, new))
    texts = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for kind, a, b, c, d in texts.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        for place in range(max(len(gone), len(come))):
            was = gone[place] if place < len(gone) else ("", "")
            now = come[place] if place < len(come) else ("", "")
            yield ("summary", now[0] or was[0], "", was[1], now[1], "")
