"""The six phases of thematic analysis as a table: what was done, when, and what it left, as far as the study knows.

Braun & Clarke (2006), "Using thematic analysis in psychology", Qualitative Research in Psychology 3(2), p. 87. What was done
outside the program (reading on paper, talking a theme over) no log has: such a cell says that it is not on record.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.model.coding import READING, Coding
from qualcode.model.memo import Memo
from qualcode.report.document import Data, Output, Part, Prose, Report
from qualcode.report.listing import Listing, Shown
from qualcode.report.prose.method import so_many_themes
from qualcode.report.quantities import in_words, so_many_of, so_many_things
from qualcode.report.view import View
from qualcode.store.history import UNDO
from qualcode.store.log import undone_entries
from qualcode.text import Words, capital

_COLUMNS = ("phase", "name", "done", "when", "left")
# What of the log belongs to which phase, in the order in which it is told. Phases overlap: people go back.
EVENTS: Mapping[int, Sequence[str]] = {
    1: ("import", "appended", "replaced", "restored"),
    2: ("pass", "selective pass", "codebook add", "codebook merge", "codebook split", "codebook move",
        "codebook rename", "codebook retire", "codebook by hand"),
    3: ("theme add", "theme put"),
    4: ("theme fit", "theme merge", "theme split", "theme drop", "theme relate", "theme status"),
    5: ("theme rename", "theme statement", "theme boundary"),
    6: (),
}  # fmt: skip
_THROUGHOUT = 7  # no phase: of the work as a whole
_WRITING = ("summary", "interpretation", "recommendation", "literature")  # kinds of memo of phase 6
# the phase of a note or a reflection by what it is about; one about anything else belongs to none
_ABOUT = {"transcript": 1, "case": 1, "code": 2, "coding": 2, "theme": 4}


@dataclass(frozen=True)
class _Done:
    """What is on record of one phase: sentences, and the moments (ISO 8601) they are of."""

    told: tuple[str, ...]
    moments: tuple[str, ...]


def phases(view: View) -> Output:
    """A row a phase, of the work as a whole. In the margin the researcher is asked to check it against what they know."""
    words = view.words
    codings = [
        one for journal in view.project.journals if journal.coder in view.coders for one in journal.read().applied
    ]
    rows = []
    for number in EVENTS:
        done = _done(view, number, codings)
        days = sorted(moment[:10] for moment in done.moments)
        left = words.listed(list(_left(view, number, codings)))
        rows.append((number, words.of("phase", number), words.listed(list(done.told)), _period(days, view), left))
    absent = words("phases.absent")
    shown = (
        Shown("name", 4, text=lambda record: f"{record['phase']}. {record['name']}", heading=words.heading("phase")),
        Shown("done", 6, text=lambda record: capital(str(record["done"]) or absent)),
        Shown("when", 3, text=lambda record: capital(str(record["when"]) or absent)),
        Shown("left", 5, text=lambda record: capital(str(record["left"]) or absent)),
    )
    notes = [words("phases.note")]
    if memos := [one for one in view.project.memos if _phase_of(one) == _THROUGHOUT]:
        notes.append(capital(words("phases.throughout", memos=_written(memos, words))))
    listing = Listing("phases", _COLUMNS, rows, shown, words("phases.title"), notes)
    parts: tuple[Part, ...] = (Prose(words("phases.opening"), words("phases.check")), listing.table(words))
    return Output(Data("phases", _COLUMNS, tuple(rows)), Report(words("phases.title"), parts, view.project.changed))


def _period(days: Sequence[str], view: View) -> str:
    """From the first day to the last."""
    return " – ".join(view.words.day(day) for day in dict.fromkeys((days[0], days[-1]))) if days else ""


def _done(view: View, phase: int, codings: Sequence[Coding]) -> _Done:
    words = view.words
    taken_back = undone_entries(list(view.log)) | {str(one.get("undoes")) for one in view.log if one["what"] == UNDO}
    entries = [one for one in view.log if one["what"] in EVENTS[phase] and one["id"] not in taken_back]
    of_kind: dict[str, list[Mapping[str, Any]]] = {}
    for one in entries:
        of_kind.setdefault(_kind(one), []).append(one)
    told = [so_many_of("phases", kind, _how_many(kind, own), words) for kind, own in of_kind.items()]
    moments = [str(one["at"]) for one in entries]
    if phase == 2 and codings:
        told.insert(0, so_many_things("phases.codings", len(codings), words))
        moments += [one.at for one in codings]
    if memos := [one for one in view.project.memos if _phase_of(one) == phase]:
        told.append(words("phases.written", memos=_written(memos, words)))
        moments += [memo.at for memo in memos if memo.at]
    return _Done(tuple(told), tuple(moments))


def _written(memos: Sequence[Memo], words: Words) -> str:
    """So many memos of each kind."""
    numbers = Counter(memo.kind for memo in memos)
    return words.listed([so_many_of("phases.memo", kind, n, words) for kind, n in numbers.items()])


def _phase_of(memo: Memo) -> int:
    """The phase of a memo; 0 for the answer to a point of a list that reviewers use: no work at the
    material."""
    kinds = [target.partition(":")[0] for target in memo.about]
    if "rigour" in kinds:
        return 0
    return 6 if memo.kind in _WRITING else max((_ABOUT.get(kind, _THROUGHOUT) for kind in kinds), default=_THROUGHOUT)


def _kind(entry: Mapping[str, Any]) -> str:
    """Entries that are told together: all of the codebook, a whole and a selective reading, all ways in which texts came."""
    what = str(entry["what"])
    if what.startswith("codebook"):
        return "codebook"
    if what == "pass" and entry.get("pass") not in READING:
        return "keyword pass"
    if what == "pass":
        return f"pass.{entry['pass']}"
    return {"appended": "import", "replaced": "import", "restored": "import"}.get(what, what)


def _how_many(kind: str, entries: Sequence[Mapping[str, Any]]) -> int:
    """Of readings and imports the transcripts, each once however often; of all else the entries."""
    if kind in ("import", "keyword pass") or kind.startswith("pass."):
        return len({entry.get("transcript") for entry in entries})
    return len(entries)


def _left(view: View, phase: int, codings: Sequence[Coding]) -> Iterator[str]:
    """What there is now of a phase's work."""
    words, project, themes = view.words, view.project, view.themes
    found: dict[str, int] = {}
    if phase == 1:
        found = {"transcripts": len(project.transcripts)}
    elif phase == 2:
        used = {view.codebook.current.get(coding.code, coding.code) for coding in codings}
        inductive = [code for code in view.codebook.codes if code.id in used and code.origin == "inductive"]
        some = "all" if len(inductive) == len(used) > 1 else "inductive"
        of_these = words.of("phases.left", some, n=in_words(len(inductive), words)) if inductive else ""
        if used:
            yield so_many_things("phases.left.codes", len(used), words) + of_these
    elif phase == 3:
        if themes:
            yield so_many_themes(view, "phases.left.themes")
    elif phase == 4:
        reviewed = [theme.id for theme in themes if theme.status in ("reviewed", "final")]
        found = {"reviewed": len(set(reviewed) & set(view.defined("status")))}
        found["reviewed.given"] = len(reviewed) - found["reviewed"]
    elif phase == 5:
        for what, key in (("statement", "stated"), ("boundary", "bounded")):
            found[key] = len(view.defined(what))
            found[f"{key}.given"] = sum(bool(getattr(theme, what)) for theme in themes) - found[key]
    else:
        found = {"key": sum(coding.key for coding in codings)}
    for name, n in found.items():
        if n:
            yield so_many_of("phases.left", name, n, words)
