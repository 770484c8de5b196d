"""From a project to what the tables need: references and touches as data frames, N, and what was read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from qualcode.analysis.direction import is_mention
from qualcode.analysis.references import Reference, Targets, references, words_in
from qualcode.errors import QualcodeError, unknown
from qualcode.model.codebook import Codebook
from qualcode.model.coding import READING, Asked, Coding
from qualcode.model.echoes import blacked_out
from qualcode.model.project import JournalHandle, Project, Stray
from qualcode.model.reading import codes_offered
from qualcode.model.selection import Selection
from qualcode.model.span import Span, collapsed, merge
from qualcode.model.transcript import Handle, Transcript, Turn, read_intact


@dataclass(frozen=True)
class Counted:
    """What a table is made of. Frames are tidy:

    `refs`: one row a reference: target, ref, transcript, words.
    `touches`: one row for each respondent turn (or paragraph of a document, without a case) that a reference touches:
    target, ref, transcript, turn, case.
    `cases`: one row a counted case, in the order of cases.csv: case, then its attributes.
    `readers`: code -> the counted cases that were read for it; `retired`: the codes that are not offered any more.
    `asked`: one row a case and topic, or code, that it was asked about: case, subject.
    """

    refs: pd.DataFrame
    touches: pd.DataFrame
    cases: pd.DataFrame
    asked: pd.DataFrame
    readers: Mapping[str, frozenset[str]]
    retired: frozenset[str]
    coders: tuple[str, ...]
    facts: "Facts"


@dataclass(frozen=True)
class Facts:
    """What the note of a table tells beside its numbers."""

    n: int
    codings: int = 0
    bulk: int = 0  # codings accepted in bulk
    without_case: int = 0  # codings on nobody's or only an interviewer's speech
    elsewhere: int = 0  # codings in documents, field notes and pilots
    against: tuple[tuple[str, tuple[str, ...]], ...] = ()  # code, the cases that speak against it: counted, no mention
    read_in_full: int = 0  # cases whose transcripts were read whole, or for all codes that a filter chose
    unread_lines: int = 0  # journal lines that are no events
    unknown_codes: int = 0  # codings of a code that the codebook does not have
    adrift: tuple[tuple[str, int], ...] = ()  # transcript, events in its journals that do not stand on its text
    strays: tuple[Stray, ...] = ()  # files with events that no journal has


def counted_coders(project: Project, asked: Iterable[str]) -> tuple[str, ...]:
    """Whose codings a table counts (rule 1): those asked for; else the only coder, else the study's; `all` pools."""
    wanted = tuple(dict.fromkeys(asked))
    if "all" in wanted:
        return project.coders
    for name in wanted:
        if name not in project.coders:
            raise unknown("thing.coder_with_codings", name, project.coders)
    if wanted:
        return wanted
    if len(project.coders) <= 1 or project.settings.coder in project.coders:
        return project.coders if len(project.coders) <= 1 else (project.settings.coder,)
    raise QualcodeError("error.several_coders", coders=", ".join(project.coders))


@dataclass(frozen=True)
class Reading:
    """One transcript of the selection, with what the counted coders say of it."""

    handle: Handle
    transcript: Transcript
    codings: tuple[Coding, ...]
    done: dict[str, set[str]]  # pass -> codes offered
    unread_lines: int
    asked: tuple[Asked, ...] = ()
    journals: tuple[JournalHandle, ...] = ()  # of all coders, counted or not
    adrift: int = 0  # events of the counted coders that do not stand on the text

    @property
    def read_for(self) -> frozenset[str]:
        """The codes that it was read in full for."""
        return frozenset(code for name, codes in self.done.items() if name in READING for code in codes)

    @cached_property
    def refused(self) -> tuple[Span, ...]:
        """Where respondents did not approve of their words being printed, whoever marked it."""
        return tuple(merge(span for journal in self.journals for span in journal.refused()))

    def is_refused(self, span: Span) -> bool:
        return any(refused.overlaps(span) for refused in self.refused)

    @cached_property
    def printable(self) -> str:
        """The text as outputs may show it, with the same positions."""
        return blacked_out(self.transcript, self.refused)

    def words(self, start: int, end: int) -> str:
        """The words of a stretch of text as they may be printed."""
        return collapsed(self.printable[start:end])

    def question_before(self, turn: Turn) -> str:
        """The interviewer's last words before a turn, as they may be printed."""
        for earlier in reversed(self.transcript.turns[: turn.number - 1]):
            if earlier.role == "interviewer":
                return self.words(earlier.span.start, earlier.span.end)
        return ""


def readings(project: Project, selection: Selection, coders: Iterable[str]) -> Iterator[Reading]:
    """The transcripts of the selection one by one, so that memory does not grow with the corpus."""
    wanted = set(coders)
    by_transcript: dict[str, list[JournalHandle]] = {}
    for journal in project.journals:
        by_transcript.setdefault(journal.transcript, []).append(journal)
    for handle in selection.transcripts:
        journals = by_transcript.get(handle.id, ())
        folded = [journal.read() for journal in journals if journal.coder in wanted]
        done = codes_offered(folded, project.codebook)
        applied = tuple(coding for codings in folded for coding in codings.applied)
        asked = tuple(one for codings in folded for one in codings.asked)
        unread = sum(codings.unread for codings in folded)
        adrift = sum(len(codings.adrift) for codings in folded)
        yield Reading(handle, read_intact(handle), applied, done, unread, asked, tuple(journals), adrift)


def count(
    project: Project,
    selection: Selection,
    coders: tuple[str, ...],
    targets: Targets,
    only: Callable[[Coding], bool] | None = None,
) -> Counted:
    """Everything the tables need of the selection, in one pass over its transcripts; `only` leaves codings out."""
    refs: list[tuple[str, int, str, int]] = []
    touches: list[tuple[str, int, str, int, str]] = []
    facts = Facts(len(selection.counted_cases), strays=project.strays)
    read = _ReadCases(selection)
    known = project.codebook.current
    pooled = {code for codes in targets.values() for code in codes}
    homeless: set[str] = set()
    against: dict[str, dict[str, None]] = {}
    asked: list[tuple[str, str]] = []
    for reading in readings(project, selection, coders):
        _speak_against(against, reading, selection, project.codebook, pooled)
        if only:
            reading = replace(reading, codings=tuple(filter(only, reading.codings)))
        asked += [(case, one.subject) for one in reading.asked for case in reading.handle.cases]
        facts = _with_reading(facts, reading, known, pooled)
        read.add(reading)
        for reference in references(reading.transcript, reading.codings, targets, known):
            if not selection.includes(reference.turns):
                continue
            touched = selection.touched(reference.turns)
            if not touched:
                homeless.update(coding.id for coding in reference.codings)
            number = len(refs)
            words = words_in(reading.transcript, reference.span, touched) if selection.by_case else reference.words
            refs.append((reference.target, number, reference.transcript, words))
            counts = reading.handle.counts_people  # in a pilot or document nobody is counted, whoever speaks
            touches += [
                (reference.target, number, reference.transcript, turn.number, turn.case if counts else "")
                for turn in touched
            ]
    cases = _case_frame(project, selection)
    touch_frame = pd.DataFrame(touches, columns=["target", "ref", "transcript", "turn", "case"])
    ref_frame = pd.DataFrame(refs, columns=["target", "ref", "transcript", "words"])
    retired = frozenset(code.id for code in project.codebook.codes if code.retired)
    in_full = read.for_all(set(selection.codes) - retired or selection.codes) if selection.narrowed else read.in_full()
    told = tuple((code, tuple(against[code])) for code in project.codebook.by_id if code in against)
    facts = replace(facts, read_in_full=in_full, without_case=len(homeless), against=told)
    asked_frame = pd.DataFrame(asked, columns=["case", "subject"]).drop_duplicates()
    asked_frame = asked_frame[asked_frame["case"].isin(cases["case"])]
    return Counted(ref_frame, touch_frame, cases, asked_frame, read.readers(), retired, coders, facts)


def _speak_against(
    found: dict[str, dict[str, None]], reading: Reading, selection: Selection, codebook: Codebook, pooled: set[str]
) -> None:
    """Add, of each pooled code, the counted cases whose words here are no mention of it."""
    for coding in reading.codings:
        code = codebook.current.get(coding.code, "")
        if code in pooled and not is_mention(coding, codebook):
            touched = selection.touched(reading.transcript.turns_touched(coding.span))
            people = [turn.case for turn in touched if turn.case and reading.handle.counts_people]
            if people or not selection.by_case:
                found.setdefault(code, {}).update(dict.fromkeys(people))


def _with_reading(facts: Facts, reading: Reading, known: dict[str, str], pooled: set[str]) -> Facts:
    """The facts with those of one more transcript; only codings that some row of the table pools are counted."""
    counted = [coding for coding in reading.codings if known.get(coding.code) in pooled]
    return replace(
        facts,
        codings=facts.codings + len(counted),
        bulk=facts.bulk + sum(coding.bulk for coding in counted),
        elsewhere=facts.elsewhere + (0 if reading.handle.counts_people else len(counted)),
        unread_lines=facts.unread_lines + reading.unread_lines,
        unknown_codes=facts.unknown_codes + sum(coding.code not in known for coding in reading.codings),
        adrift=facts.adrift + (((reading.handle.id, reading.adrift),) if reading.adrift else ()),
    )


class _ReadCases:
    """Which cases were read for which codes: all their transcripts, in a pass that reads the whole text (rule 4)."""

    def __init__(self, selection: Selection):
        self._counted = selection.counted_cases
        self._codes: dict[str, frozenset[str]] = {}
        self._whole: dict[str, bool] = {}

    def add(self, reading: Reading) -> None:
        if not reading.handle.counts_people:
            return
        offered = reading.read_for
        for case in reading.handle.cases:
            self._codes[case] = self._codes[case] & offered if case in self._codes else offered
            self._whole[case] = self._whole.get(case, True) and "whole" in reading.done

    def readers(self) -> dict[str, frozenset[str]]:
        """code -> the counted cases read for it."""
        found: dict[str, set[str]] = {}
        for case in self._counted:
            for code in self._codes.get(case, ()):
                found.setdefault(code, set()).add(case)
        return {code: frozenset(cases) for code, cases in found.items()}

    def for_all(self, codes: Iterable[str]) -> int:
        """How many cases were read for all these codes, if not for all there are."""
        wanted = set(codes)
        return sum(wanted <= self._codes.get(case, frozenset()) for case in self._counted)

    def in_full(self) -> int:
        return sum(self._whole.get(case, False) for case in self._counted)


def _case_frame(project: Project, selection: Selection) -> pd.DataFrame:
    attributes = project.cases.attributes
    rows = []
    for case_id in selection.counted_cases:
        case = project.cases.get(case_id)
        rows.append((case_id, *(case.value(attribute) for attribute in attributes)))
    return pd.DataFrame(rows, columns=["case", *attributes])


def all_references(
    project: Project, selection: Selection, coders: tuple[str, ...], targets: Targets
) -> Iterator[tuple[Reading, Reference]]:
    """The references themselves, with the transcript each stands in: for quotes."""
    for reading in readings(project, selection, coders):
        for reference in references(reading.transcript, reading.codings, targets, project.codebook.current):
            if selection.includes(reference.turns):
                yield reading, reference
