"""A study, loaded: everything an analysis may ask for, with texts and journals still on disk."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from qualcode.errors import QualcodeError, unknown
from qualcode.model.case import Cases
from qualcode.model.codebook import Codebook, Theme
from qualcode.model.coding import Codings, refused_spans
from qualcode.model.columns import CodingColumns
from qualcode.model.echoes import blacked_out
from qualcode.model.handle import Handle
from qualcode.model.memo import Memo
from qualcode.model.settings import Settings
from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript
from qualcode.text import Say


def not_counted(
    lines: int,
    codings: int,
    adrift: Mapping[str, int] | None = None,
    waiting: Mapping[str, int] | None = None,
    strays: Iterable["Stray"] = (),
) -> tuple[Say, ...]:
    """What is to be said of what stands in journals and is not counted.

    `lines`: journal lines that are no events. `codings`: codings whose code does not exist. `adrift`: events that do not
    stand on the text, by transcript; `waiting`: those among them that wait since it was revised. `strays`: files with
    events that no journal has.
    """
    found: list[Say] = []
    if lines:
        found.append(Say.some("mind.lines_unread", lines))
    if codings:
        found.append(Say.some("mind.codes_gone", codings))
    waiting = waiting or {}
    for transcript, number in (adrift or {}).items():
        if revised := waiting.get(transcript, 0):
            found.append(Say.some("mind.entries_revised", revised, transcript=transcript))
        if number > revised:
            found.append(Say.some("mind.entries_adrift", number - revised, transcript=transcript))
    for stray in strays:
        if number := stray.missing():
            found.append(Say.some("mind.events_astray", number, path=stray.path))
    return tuple(found)


@dataclass(frozen=True)
class Stray:
    """A file under codings/ that is nobody's journal, and how many of its events are in no journal."""

    path: str
    missing: Callable[[], int]


@dataclass(frozen=True)
class JournalHandle:
    """One coder's journal for one transcript, not yet read."""

    coder: str
    transcript: str
    read: Callable[[], Codings]
    columns: Callable[[], CodingColumns]  # what of it is counted
    refusals: Callable[[], Codings] | None = (
        None  # where `read` is of an earlier moment: what was refused since holds too
    )

    def refused(self) -> tuple[Span, ...]:
        """Where respondents did not approve of their words being printed, as this coder marked it."""
        said = (self.refusals or self.read)()
        return (*refused_spans(said.applied), *said.withheld)


@dataclass(frozen=True)
class Project:
    """One study. Frozen: commands that change a study write files and load it anew."""

    settings: Settings
    codebook: Codebook
    cases: Cases
    transcripts: Mapping[str, Handle]
    journals: tuple[JournalHandle, ...]
    memos: tuple[Memo, ...] = ()
    changed: str = ""  # time of the last change to the study, ISO 8601; "" when nothing was logged
    strays: tuple[Stray, ...] = ()

    def transcript(self, name: str) -> Handle:
        """The transcript called `name`, whatever its case."""
        for known, handle in self.transcripts.items():
            if known.casefold() == name.casefold():
                return handle
        raise unknown("thing.transcript", name, self.transcripts)

    def code(self, name: str, part: bool = False) -> str:
        """The present id of the code that is meant by an id, older ones too, or by its name; with `part`, by a part of it."""
        return self.codebook.code_meant(name, part)

    @cached_property
    def known_cases(self) -> tuple[str, ...]:
        """The ids of all cases: those of cases.csv, then those that only transcripts have."""
        speaking = (case for handle in self.transcripts.values() for case in handle.cases)
        return tuple(dict.fromkeys((*self.cases.ids(), *speaking)))

    def case_id(self, name: str) -> str:
        """A case id as the study spells it: ids that differ in capitals only are one case."""
        return next((known for known in self.known_cases if known.casefold() == name.casefold()), name)

    def memos_on(self, *about: str, kind: str = "") -> tuple[Memo, ...]:
        """The memos about exactly these things, of this kind or of any, oldest first."""
        return tuple(memo for memo in self.memos if set(memo.about) == set(about) and kind in ("", memo.kind))

    @cached_property
    def coders(self) -> tuple[str, ...]:
        return tuple(sorted({journal.coder for journal in self.journals}))

    @cached_property
    def current_codings(self) -> Mapping[str, str]:
        """Every id that a coding in force has or had -> the one it has now."""
        applied = (one for journal in self.journals for one in journal.read().applied)
        return {name: one.id for one in applied for name in (*one.was, one.id)}

    def memos_on_codings(self, ids: Collection[str], *kinds: str) -> list[Memo]:
        """The memos of these kinds about any of these codings, by the ids they have now; in the order of the kinds."""
        now = self.current_codings if any("coding:" in target for memo in self.memos for target in memo.about) else {}
        own = [
            memo for memo in self.memos if any(now.get(target.removeprefix("coding:")) in ids for target in memo.about)
        ]
        return [memo for kind in kinds for memo in own if memo.kind == kind]

    def journals_of(self, coder: str | None) -> Iterator[JournalHandle]:
        """The journals of one coder, or of all (None), of transcripts that exist."""
        for journal in self.journals:
            if journal.transcript in self.transcripts and (coder is None or journal.coder == coder):
                yield journal

    @cached_property
    def _journal(self) -> dict[tuple[str, str], JournalHandle]:
        return {(journal.coder, journal.transcript): journal for journal in self.journals}

    @cached_property
    def _journals(self) -> dict[str, tuple[JournalHandle, ...]]:
        found: dict[str, list[JournalHandle]] = {}
        for journal in self.journals:
            found.setdefault(journal.transcript, []).append(journal)
        return {name: tuple(of) for name, of in found.items()}

    def journals_on(self, transcript: str) -> tuple[JournalHandle, ...]:
        """The journals of one transcript, of all coders."""
        return self._journals.get(transcript, ())

    def codings_of(self, coder: str, transcript: str) -> Codings:
        """What one coder says of one transcript."""
        journal = self._journal.get((coder, transcript))
        return journal.read() if journal else Codings()

    def refused(self, transcript: str) -> tuple[Span, ...]:
        """Where respondents did not approve of their words being printed, whoever marked it."""
        return tuple(merge(span for one in self.journals_on(transcript) for span in one.refused()))

    def printable(self, transcript: Transcript) -> str:
        """The text as outputs may show it, with the same positions: what was refused is blacked out, and its echoes."""
        return blacked_out(transcript, self.refused(transcript.id))

    def left_out(self, coders: Collection[str] | None = None) -> tuple[Say, ...]:
        """What of the journals cannot be counted, for the person at the keyboard."""
        lines, strange = 0, 0
        adrift, waiting = Counter[str](), Counter[str]()
        for journal in self.journals:
            if coders is None or journal.coder in coders:
                codings = journal.columns()
                lines += codings.unread
                unknown = [sort.code not in self.codebook.current for sort in codings.sorts]
                strange += sum(unknown[sort] for sort in codings.sort) if any(unknown) else 0
                if codings.adrift:
                    adrift[journal.transcript] += codings.adrift
                    waiting[journal.transcript] += codings.waiting
        return not_counted(lines, strange, adrift, waiting, self.strays)

    def theme_set(self, name: str | None = None) -> tuple[Theme, ...]:
        """The themes of the set called `name`, else of the study's default set, else of the only set."""
        sets = self.codebook.theme_sets
        wanted = name or self.settings.themes or (sets[0] if len(sets) == 1 else None)
        if wanted is None:
            if not sets:
                return ()
            raise QualcodeError("error.several_sets", sets=", ".join(sets))
        if wanted not in sets:
            raise unknown("thing.set_of_themes", wanted, sets)
        return self.codebook.themes_in(wanted)
