"""The plan of an import: who speaks in each file, what was passed over, and what only a person can say.

Nothing is written while a plan is made. A doubt holds a proposal; it goes once somebody says what is true (`Decisions`).
"""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qualcode.errors import QualcodeError, unknown
from qualcode.formats.transcripts.label_words import is_generic
from qualcode.formats.transcripts.openers import Either, key_of, keys_of
from qualcode.formats.transcripts.speakers import Cast, Given, Known, asks, cast, is_stranger, spelled
from qualcode.formats.transcripts.verdicts import Verdict
from qualcode.model.transcript import INTERVIEWER
from qualcode.store.kept import Kept, Packed
from qualcode.store.log import read_log
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import key_rows
from qualcode.text import Say
from qualcode.usecases.study import Opened
from qualcode.usecases.transcripts.importing.already import Already
from qualcode.usecases.transcripts.importing.corrected import as_exported, as_now
from qualcode.usecases.transcripts.importing.files import files_of, own_id, transcript_id
from qualcode.usecases.transcripts.importing.options import ANY, Decisions, ImportOptions, check_options
from qualcode.usecases.transcripts.importing.survey import WITHOUT_LABELS, FileReading, Survey, Voice, read_file, survey
from qualcode.usecases.transcripts.remove_rename import refuse_where_coded

_SELDOM = 0.1  # of the turns: who asks speaks more often than that
_LONG_TURNS = 0.3  # what a file's longest-winded speaker loses of the share of questions: right in 28 of 28 interviews


@dataclass(frozen=True)
class Doubt:
    """Something that no file can tell. `kind`: person, layout, asker, alone, nobody, new, generic, round, same, letters."""

    kind: str
    sha: str
    label: str  # "" where the doubt is about the file
    about: str = ""  # what else its sentence needs: a transcript, an encoding, ids

    @property
    def id(self) -> tuple[str, str, str]:
        return self.kind, self.sha, key_of(self.label)


@dataclass(frozen=True)
class LabelRow:
    """One label of one file, as it will be taken."""

    file: Path
    sha: str
    id: str
    label: str
    turns: int
    words: int
    first_words: str
    role: str
    case: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedFile:
    """One file of the plan. `leave_out`: it is not imported, being the same as `same_as`."""

    survey: Survey
    id: str
    cast: Cast
    rows: tuple[LabelRow, ...]
    doubts: tuple[Doubt, ...]
    settled: tuple[Doubt, ...] = ()
    leave_out: bool = False

    @property
    def passed(self) -> tuple[Verdict, ...]:
        return self.survey.passed


@dataclass(frozen=True)
class Plan:
    entries: tuple[PlannedFile, ...]
    passed_over: tuple[tuple[Path, str], ...]  # files that are not read, and why: imported, unread, hidden

    @property
    def doubts(self) -> list[Doubt]:
        return [doubt for entry in self.entries for doubt in entry.doubts]

    @property
    def rows(self) -> list[LabelRow]:
        return [row for entry in self.entries for row in entry.rows]

    def entry(self, sha: str) -> PlannedFile:
        return next(entry for entry in self.entries if entry.survey.sha == sha)


class Planner:
    """Makes the plan of an import, anew each time that something more was decided; files are surveyed once for each."""

    def __init__(
        self, opened: Opened, paths: Sequence[Path], options: ImportOptions, decisions: Decisions | None = None
    ):
        check_options(options)
        self.opened = opened
        self.decisions = decisions or Decisions()
        self.already = Already.of(opened.project)
        self.files, self.passed_over = files_of(paths, self.already, options)
        if len(self.files) > 1 and (options.id or options.case or options.onto):
            raise QualcodeError("error.one_file_one_transcript")
        onto = opened.project.transcript(options.onto) if options.onto else None
        self.options = options = options.filled_in(onto)
        self.onto = onto.id if onto else None
        self.now = as_now(onto.read(), options.kind) if onto and options.revise else {}
        if self.onto and not options.revise:
            refuse_where_coded(opened, self.onto, Say("instead.no_import"))
        keys = self.keys = key_rows(options.key or opened.study.key)
        self.interviewers = (
            *opened.project.settings.interviewers,
            *options.interviewers,
            *(label for _, label, name in keys if name == INTERVIEWER),
        )
        self.known_cases = _known_cases(opened)
        self._case_keys = keys_of(self.known_cases.values())
        self.gone = _gone(opened)
        others = [one for one in opened.project.transcripts.values() if one.id != self.onto]
        self.of_study = {case.casefold() for one in others for case in one.cases}
        self.of_study |= {key_of(label) for where, label, _ in keys if where != self.onto}
        self._say(options)
        self._surveys: dict[Path, tuple[object, Survey]] = {}
        # What was read of a file for its survey is not read again to write it: half of an import's time.
        self._readings: Kept[FileReading] = Kept(_pack, _unpack, room=64 * 2**20, fresh=0)

    def _say(self, options: ImportOptions) -> None:
        for label in options.interviewers:
            self.decisions.said[ANY, key_of(label)] = Given("interviewer")
        for said in options.respondents:
            label, _, case = said.partition("=")
            self.decisions.said[ANY, key_of(label)] = Given("respondent", case)
        for label in options.not_speakers:
            self.decisions.said[ANY, key_of(label)] = Given("text")

    def read(self, file: Path, data: bytes) -> FileReading:
        """A file with all that is known and decided of its labels."""
        speaking = [one.case or INTERVIEWER for one in self.now.values() if one.role != "text"]
        name = self.onto or self.options.id or own_id(file.stem, self.options.kind)
        given = self.of_earlier(name) | self.decisions.of(sha256(data))
        of_file = keys_of(filter(None, [self.options.case, self.options.id, name, *speaking]))
        return read_file(
            file,
            data,
            self.options.kind,
            self.options.format,
            self.options.changes,
            Either((of_file, self._case_keys, self._learned_keys)),  # of thousands of files: no copy for each
            self.interviewers,
            given,
            as_exported(self.options, data) if self.options.revise else None,
        )

    def reading(self, one: Survey, data: bytes) -> FileReading:
        """What the survey of a file read of it, which is unchanged."""
        return self._readings.get(one.file, one.sha, lambda: self.read(one.file, data))

    def of_earlier(self, transcript: str) -> dict[str, Given]:
        """What the key knows of the labels of a transcript by this name that was there before, and of the ids they became."""
        found = dict(self.now) if transcript == self.onto else {}
        for where, label, name in self.keys:
            there = transcript in self.opened.project.transcripts and transcript != self.onto
            if where == transcript and not there:
                given = Given("interviewer") if name == INTERVIEWER else Given("respondent", name)
                found |= {key_of(label): found.get(key_of(name), given), key_of(name): found.get(key_of(name), given)}
        return found

    _learned: tuple[str, ...] = ()  # names that are speakers in another file of this import
    _learned_keys: frozenset[str] = frozenset()

    def surveys(self) -> Iterator[Survey]:
        """The files one by one: those of which something more is known are read again."""
        for file in self.files:
            there = self._surveys.get(file)
            if there is None or there[0] != self._known_of(there[1]):
                try:
                    made, reading = survey(file, self.read)
                except QualcodeError as error:
                    raise QualcodeError("error.in_file", file=file.name, why=error) from None
                self._readings.put(file, made.sha, reading)
                there = self._surveys[file] = self._known_of(made), made
            yield there[1]

    def _known_of(self, one: Survey) -> object:
        """What a file is read with, beside what holds for all files from the start."""
        return self._learned, self.decisions.of(one.sha)

    def plan(self, watch: Callable[[Iterator[Survey], int], Iterator[Survey]] = lambda found, total: found) -> Plan:
        """The plan as things stand. `watch` may show how far the reading is."""
        surveys = list(watch(self.surveys(), len(self.files)))
        learned = _learned(surveys)
        if learned != self._learned:
            self._learned, self._learned_keys = learned, keys_of(learned)
            self._surveys = {
                one.file: (self._known_of(one), one) for one in surveys if self._learned_keys.isdisjoint(_unsure(one))
            }
            surveys = list(self.surveys())
        self._check_labels(surveys)
        return _Planning(self, surveys).plan()

    def _check_labels(self, surveys: Sequence[Survey]) -> None:
        """A label that an option names and no file has is a mistake in typing."""
        there = {key_of(label): label for one in surveys for label in _labels(one)}
        options = self.options
        named = [*options.interviewers, *(one.partition("=")[0] for one in options.respondents), *options.not_speakers]
        for label in named:
            if there and key_of(label) not in there:
                raise unknown("thing.speaker_label_in_these_files", label, list(there.values()))


def _pack(reading: FileReading) -> Packed:
    return (pickle.dumps(reading, pickle.HIGHEST_PROTOCOL),)


def _unpack(packed: Packed) -> FileReading:
    found: FileReading = pickle.loads(packed[0])
    return found


def _labels(one: Survey) -> list[str]:
    found = [*(voice.verdict for voice in one.voices), *one.passed]
    return [verdict.label for verdict in found if verdict.label]


def _unsure(one: Survey) -> set[str]:
    """What may be a label in a file, and is none of its speakers yet."""
    return set(one.candidates) - {key_of(voice.verdict.label) for voice in one.speakers if not voice.verdict.asked}


def _learned(surveys: Sequence[Survey]) -> tuple[str, ...]:
    """Labels that are speakers beyond doubt in a file, and name somebody: who speaks once in another is the same person."""
    found = [
        voice.verdict.label
        for one in surveys
        for voice in one.speakers
        if voice.turns > 2 and not voice.verdict.asked and not is_generic(voice.verdict.label)
    ]
    return tuple(sorted({label for label in found if label}))


class _Planning:
    """One plan, from the surveys of all files."""

    def __init__(self, planner: Planner, surveys: Sequence[Survey]):
        self.planner, self.surveys = planner, surveys
        self.project, self.options = planner.opened.project, planner.options
        labels = [{voice.verdict.key for voice in one.speakers} for one in surveys]
        self.files_with = Counter(key for keys in labels for key in keys)
        self.interviewers = {key_of(label) for label in planner.interviewers}
        self.spelling = {case.casefold(): case for case in self.project.known_cases}

    def plan(self) -> Plan:
        taken = {name.casefold() for name in self.project.transcripts}
        given_out = taken | {name.casefold() for name in self.planner.gone}
        entries: list[PlannedFile] = []
        speeches: dict[str, str] = {}
        for one in self.surveys:
            onto = self.planner.onto
            name = onto or self.options.id or transcript_id(one.file.stem, self.options.kind, given_out)
            if name.casefold() in taken and not onto:
                raise QualcodeError("error.transcript_is_there", name=name, file=one.file.name)
            same = (
                ""
                if self.options.again
                else speeches.get(one.speech) or self.planner.already.same_speech(one.speech, self.options.round, onto)
            )
            entry = self._entry(one, name, same)
            if not entry.leave_out:
                taken.add(name.casefold())
                given_out.add(name.casefold())
                speeches |= {one.speech: name} if one.speech else {}
            entries.append(entry)
        return Plan(tuple(entries), self.planner.passed_over)

    @cached_property
    def _known(self) -> Known:
        others = {key for key, number in self.files_with.items() if number > 1}
        onto = self.options.append or self.options.revise
        spoke = self.project.transcript(onto).cases if onto else ()
        return Known(self.planner.known_cases, others | self.planner.of_study, self.interviewers, spoke)

    def _entry(self, one: Survey, name: str, same: str) -> PlannedFile:
        given = self.planner.of_earlier(name) | self.planner.decisions.of(one.sha)
        known = self._known
        given = self._who_is_left(one, name, known, given) | given
        doubts = list(self._doubts(one, name, known, given, same))
        if asker := next((doubt for doubt in doubts if doubt.kind == "asker"), None):
            given = {key_of(asker.label): Given("interviewer"), **given}
        if any(doubt.kind == "layout" for doubt in doubts):
            first = one.speakers[0].verdict
            given = {first.key: Given("interviewer"), **given}
        labels = [voice.verdict.label for voice in one.speakers]
        try:
            found = (
                _nobody(self.options, name, given.get("", Given("respondent")))
                if labels == [""]
                else cast(labels, name, known, given, self.options.case or "")
            )
        except QualcodeError as error:
            raise QualcodeError("error.in_file", file=one.file.name, why=error) from None
        open_ = tuple(doubt for doubt in doubts if doubt.id not in self.planner.decisions.settled)
        settled = tuple(doubt for doubt in doubts if doubt not in open_)
        leave_out = bool(same) and ("same", one.sha, "take") not in self.planner.decisions.settled
        found = spelled(found, self.spelling)
        return PlannedFile(one, name, found, tuple(self._rows(one, name, found, open_)), open_, settled, leave_out)

    def _who_is_left(self, one: Survey, name: str, known: Known, given: Mapping[str, Given]) -> dict[str, Given]:
        """Of a corrected text: the one strange label is the one respondent whose label is not there."""
        if not self.options.revise:
            return {}
        labels = [
            voice.verdict
            for voice in one.speakers
            if voice.verdict.label and not asks(voice.verdict.label, known, given)
        ]
        there = {given[label.key].case for label in labels if label.key in given}
        left = [case for case in self.project.transcript(name).cases if case not in there]
        strange = [label for label in labels if is_stranger(label.label, name, known, given, len(labels) == 1)]
        return {strange[0].key: Given("respondent", left[0])} if len(strange) == len(left) == 1 else {}

    def _rows(self, one: Survey, name: str, found: Cast, doubts: Sequence[Doubt]) -> Iterator[LabelRow]:
        for voice in one.voices:
            speaker = found.speakers.get(voice.verdict.label) if voice.verdict.speaker else None
            kinds = tuple(doubt.kind for doubt in doubts if doubt.label in ("", voice.verdict.label))
            yield LabelRow(
                one.file, one.sha, name, voice.verdict.label, voice.turns, voice.words, voice.first_words,
                speaker.role if speaker else "text", speaker.case if speaker else "", kinds,
            )  # fmt: skip

    def _doubts(self, one: Survey, name: str, known: Known, given: Mapping[str, Given], same: str) -> Iterator[Doubt]:
        if one.encoding.endswith("?"):
            yield Doubt("letters", one.sha, "", one.encoding.rstrip("?"))
        if same:
            yield Doubt("same", one.sha, "", same)
        waiting = any(one.transcript.casefold() == name.casefold() for one in self.project.journals)
        if (waiting and not self.options.revise) or self.options.kind in WITHOUT_LABELS:
            return  # where codings wait for a text, it is put back as they stand on it, or refused
        speakers = one.speakers
        if [voice.verdict.label for voice in speakers] == [""]:
            if not self.options.case and "" not in given:
                yield Doubt("nobody", one.sha, "")
            return
        for voice in one.voices:
            if voice.verdict.asked and voice.verdict.key not in given:
                kind = "layout" if voice.verdict.because == "layout" else "person"
                yield Doubt(kind, one.sha, voice.verdict.label, voice.verdict.because)
        asking = [voice for voice in speakers if asks(voice.verdict.label, known, given)]
        layout = any(voice.verdict.because == "layout" for voice in speakers)
        said = all(voice.verdict.key in self.planner.decisions.of(one.sha) for voice in speakers)
        if len(speakers) > 1 and not asking and not layout and not said:
            yield Doubt(
                "asker",
                one.sha,
                who_asks([voice for voice in speakers if voice.verdict.key not in given] or speakers).verdict.label,
            )
        if len(asking) == len(speakers) and not said:
            yield Doubt("alone", one.sha, "")
        if known.spoke:
            labels = [one.verdict.label for one in speakers if not asks(one.verdict.label, known, given)]
            for label in labels:
                if self._is_new(label, name, known, given, len(labels) == 1):
                    yield Doubt("new", one.sha, label, ", ".join(known.spoke))
        yield from self._generic(one, name, known, given)

    def _is_new(self, label: str, name: str, known: Known, given: Mapping[str, Given], sole: bool) -> bool:
        """Whether a label is a stranger's; in a corrected text whoever did not speak in it before is one."""
        if is_stranger(label, name, known, given, sole):
            return True
        there = {case.casefold() for case in known.spoke}
        key = key_of(label)
        return bool(self.options.revise) and key not in given and key not in there

    def _generic(self, one: Survey, name: str, known: Known, given: Mapping[str, Given]) -> Iterator[Doubt]:
        """Labels such as R1 that name nobody in particular, where another file has them too: two people, or one?"""
        respondents = [voice.verdict for voice in one.speakers if not asks(voice.verdict.label, known, given)]
        generic = [
            verdict
            for verdict in respondents
            if is_generic(verdict.label)
            and verdict.key not in known.cases
            and verdict.key in known.elsewhere
            and verdict.key != name.casefold()
            and not (verdict.key in given and given[verdict.key].case)
        ]
        elsewhere = {
            case.casefold(): handle.round for handle in self.project.transcripts.values() for case in handle.cases
        }
        for verdict in generic:
            if elsewhere.get(verdict.key, self.options.round) != self.options.round:
                yield Doubt("round", one.sha, verdict.label)
            elif len(respondents) > 1:
                yield Doubt("generic", one.sha, verdict.label)


def who_asks(speakers: Sequence[Voice]) -> Voice:
    """Who asks most, of those who speak often enough: the share of turns with a question, less for long turns."""
    turns = sum(voice.turns for voice in speakers)
    longest = max(voice.mean_words for voice in speakers) or 1.0
    often = [voice for voice in speakers if voice.turns >= _SELDOM * turns] or list(speakers)
    return max(often, key=lambda voice: voice.asking - _LONG_TURNS * voice.mean_words / longest)


def _nobody(options: ImportOptions, name: str, given: Given) -> Cast:
    """A text without labels: one speaker's, or a document's paragraphs."""
    from qualcode.formats.transcripts.canonical import Speaker

    if given.role == "interviewer":
        return Cast({"": Speaker("", INTERVIEWER, "interviewer")})
    if options.kind in WITHOUT_LABELS and not (options.case or given.case):
        return Cast({"": Speaker("", "", "respondent")})
    case = options.case or given.case or name
    return Cast({"": Speaker("", case, "respondent", case)})


def _gone(opened: Opened) -> list[str]:
    """Ids that transcripts had and no longer have: nobody else is given them."""
    entries = read_log(opened.study)[0]
    return [
        str(one.get("renamed") or one.get("transcript")) for one in entries if one["what"] in ("removed", "renamed")
    ]


def _known_cases(opened: Opened) -> dict[str, str]:
    """folded label -> id, of the cases whose row somebody filled in, or wrote without a transcript that has it."""
    project = opened.project
    spoken = {case.casefold() for handle in project.transcripts.values() for case in handle.cases}
    return {
        case.id.casefold(): case.id
        for case in project.cases.rows
        if any(case.attributes.values()) or case.id.casefold() not in spoken
    }
