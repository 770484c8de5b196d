"""Transcripts in: what a plan says, written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.errors import ChangedElsewhere, QualcodeError
from qualcode.formats.transcripts.canonical import Built
from qualcode.formats.transcripts.speakers import Cast
from qualcode.model.handle import Handle, read_intact
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript
from qualcode.store.csv_files import without_bare_rows
from qualcode.store.files import read_given
from qualcode.store.layout import Study, find_study
from qualcode.store.locks import locked
from qualcode.store.log import NOT_CARRIED_OUT, UNDONE, read_log, undone_entries
from qualcode.store.memos import stage_memos
from qualcode.store.originals import original, originals_of
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import cases_file, with_cases, with_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import new_transcript, replaced_transcript
from qualcode.text import Say
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.transcripts.importing.already import adrift
from qualcode.usecases.transcripts.importing.options import ImportOptions
from qualcode.usecases.transcripts.importing.plan import Plan, PlannedFile, Planner
from qualcode.usecases.transcripts.importing.remarks import memos_of, new_memos, placed
from qualcode.usecases.transcripts.importing.survey import FileReading, first_words


@dataclass(frozen=True)
class Imported:
    """One transcript that was written; its text is not kept."""

    source: Path
    id: str
    format: str
    encoding: str
    turns: int
    cast: Cast
    first_words: str  # of the first respondent, so that an id is somebody
    warnings: tuple[Say, ...] = ()
    restores: bool = False  # it puts back a text that codings of the study stand on


@dataclass(frozen=True)
class Revising:
    """A corrected text, in place of what its file says, and what is written in the same act: it gives the log's details."""

    transcript: Transcript
    also: Callable[[Transaction], Mapping[str, Any]]


@contextmanager
def importing(root: Path | None, read_in: str = "") -> Iterator[Opened]:
    """The study, for one import at a time: ids are given out here."""
    with locked(find_study(root or Path(), named=root is not None).settings):
        yield open_study(root, read_in)


def bring_in(opened: Opened, paths: Sequence[Path], options: ImportOptions, coder: str) -> list[Imported]:
    """Import without asking: what is doubtful is refused."""
    planner = Planner(opened, paths, options)
    plan = planner.plan()
    if plan.doubts:
        doubt = plan.doubts[0]
        file, why = plan.entry(doubt.sha).survey.file.name, Say.of("import.doubt", doubt.kind)
        raise QualcodeError("error.label_in_file", file=file, label=doubt.label or Say("the_file"), why=why)
    return list(write(planner, plan, coder))


def write(planner: Planner, plan: Plan, coder: str, revising: Revising | None = None) -> Iterator[Imported]:
    """Carry out a plan, all of it or nothing; each transcript is told when it is ready to be put in place."""
    opened, options, study = planner.opened, planner.options, planner.opened.study
    delimiter = opened.project.settings.csv_delimiter
    late = _unfinished(study)
    known = {case.casefold() for case in opened.project.cases.ids()}
    keys: list[tuple[str, str, str]] = []
    new: dict[str, str] = {}
    with ExitStack() as held:
        if options.comments == "memo":
            held.enter_context(locked(study.memos))
        act = held.enter_context(transaction(study))
        entries = [entry for entry in plan.entries if not entry.leave_out]
        for entry in entries:
            item = _stage(act, planner, entry, coder, revising)
            keys += [(entry.id, label, written) for label, written in entry.cast.renamed]
            new |= {case.casefold(): case for case in entry.cast.cases if case.casefold() not in known}
            for earlier in () if item.restores or planner.onto else late.get(entry.id, ()):
                act.log(UNDONE, coder, undoes=earlier, because=NOT_CARRIED_OUT)
            yield item
        if new:
            act.put(study.cases, with_cases(cases_file(study), list(new.values()), delimiter))
        outdated: set[tuple[str, str]] = set()
        for entry in entries if options.replace or options.revise else ():
            _without_earlier(act, planner, entry.cast.cases)
            if options.replace:  # of a corrected text the one before is kept, and may come back
                outdated |= _outdated_keys(planner, entry)
        if data := with_keys(key := options.key or study.key, keys, delimiter, outdated):
            act.put(key, data, private=True)


def _outdated_keys(planner: Planner, entry: PlannedFile) -> set[tuple[str, str]]:
    """Of a transcript that is replaced: whose rows in the key name somebody who speaks no more, or by another label."""
    still = {speaker.written for speaker in entry.cast.speakers.values()} - {name for _, name in entry.cast.renamed}
    return {(where, name) for where, _, name in planner.keys if where == entry.id and name not in still}


def _without_earlier(act: Transaction, planner: Planner, still: Sequence[str]) -> None:
    """cases.csv without the bare rows of who spoke only in the text that is replaced."""
    project, study = planner.opened.project, planner.opened.study
    elsewhere = {case for one in project.transcripts.values() if one.id != planner.onto for case in one.cases}
    gone = [case for case in project.transcript(planner.onto or "").cases if case not in {*elsewhere, *still}]
    if study.cases.exists() and (changed := without_bare_rows(data := act.bytes_of(study.cases), gone)) != data:
        act.put(study.cases, changed)


def _stage(
    act: Transaction, planner: Planner, entry: PlannedFile, coder: str, revising: Revising | None = None
) -> Imported:
    """One transcript, read again and staged."""
    file, options, study = entry.survey.file, planner.options, planner.opened.study
    data = read_given(file)
    if sha256(data) != entry.survey.sha:
        raise ChangedElsewhere("error.changed_while_imported", file=file.name)
    try:
        reading = planner.reading(entry.survey, data)
        built, restores = (
            (reading.built(entry.id, entry.cast.speakers), False)
            if revising
            else _on_codings(planner.opened, entry, reading)
        )
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    facts: dict[str, Any] = {"kind": options.kind, "round": options.round, "format": reading.format}
    handle = planner.opened.project.transcript(planner.onto) if planner.onto else None
    transcript, before = revising.transcript if revising else built.transcript, 0
    what = _what(options, restores)
    more = revising.also(act) if revising else {}
    if not handle:
        files = new_transcript(study, transcript, facts, entry.survey.sha)
    elif options.append:
        earlier = read_intact(handle)
        before, transcript = len(earlier.turns), _joined(earlier, transcript)
        files = replaced_transcript(study, transcript, {"more_sha256": [*handle.sources[1:], entry.survey.sha]})
    else:
        source = {"source_sha256": entry.survey.sha, "more_sha256": None}
        files = replaced_transcript(study, transcript, facts | source)
    for path, content in files:
        act.put(path, content)
    _copy_original(act, options, handle, entry, data)
    if options.comments == "memo":
        remarks = placed(reading.draft.remarks, built)
        memos = memos_of(remarks, entry.id, coder, before)
        stage_memos(act, new_memos(planner.opened.project, memos) if options.revise else memos)
    turns = len(transcript.turns)
    act.log(what, coder, transcript=entry.id, **facts, turns=turns, source_sha256=entry.survey.sha, **more)
    answering = [turn for turn in transcript.turns if turn.is_respondent] or list(transcript.turns)
    warnings = (*_approval_gone(handle, transcript), *_names_left(entry.cast, transcript))
    encoding = entry.survey.encoding.rstrip("?")
    return Imported(
        file, entry.id, reading.format, encoding, turns, entry.cast, first_words(transcript, answering), warnings, restores
    )  # fmt: skip


def _copy_original(
    act: Transaction, options: ImportOptions, handle: Handle | None, entry: PlannedFile, data: bytes
) -> None:
    """The copy of a file, where it is asked for; those of what it takes the place of go."""
    number = len(handle.sources) + 1 if handle and options.append else 1
    copy = original(act.study, entry.id, entry.survey.file.suffix, number)
    for path in originals_of(act.study, entry.id) if options.replace or options.revise else ():
        if path != copy or not options.keep_originals:
            act.remove(path)
    if options.keep_originals:
        act.put(copy, data)


def _what(options: ImportOptions, restores: bool) -> str:
    """The log's word for what is done."""
    ways = {"revised": options.revise, "restored": restores, "replaced": options.replace, "appended": options.append}
    return next((way for way, is_so in ways.items() if is_so), "import")


def _approval_gone(handle: Handle | None, transcript: Transcript) -> Iterator[Say]:
    """That a member check no longer holds, where it was of another text."""
    if handle and handle.member_check and handle.text_sha256 != sha256(transcript.text.encode()):
        yield (Say("mind.member_check_gone", status=handle.member_check))


def _joined(one: Transcript, two: Transcript) -> Transcript:
    """A transcript that goes on with another."""
    text = one.text.rstrip("\n") + "\n\n"
    shift, number = len(text), len(one.turns)
    moved = tuple(
        turn._replace(number=turn.number + number, span=Span(turn.span.start + shift, turn.span.end + shift))
        for turn in two.turns
    )
    times = (*one.times, *((position + shift, time) for position, time in two.times))
    return Transcript(one.id, text + two.text, one.turns + moved, times=times)


def _on_codings(opened: Opened, entry: PlannedFile, reading: FileReading) -> tuple[Built, bool]:
    """The transcript, where no codings wait for its id, or as they stand on it; else a refusal."""
    built = reading.built(entry.id, entry.cast.speakers)
    journals = [one for one in opened.project.journals if one.transcript.casefold() == entry.id.casefold()]
    if not journals:
        return built, False
    as_written = {label: replace(speaker, written=label) for label, speaker in entry.cast.speakers.items()}
    for one in (built, reading.built(entry.id, as_written)):
        if not any(adrift(opened, journal, one.transcript) for journal in journals):
            return one, True
    coders = ", ".join(dict.fromkeys(journal.coder for journal in journals))
    raise QualcodeError("error.coded_on_another_text", transcript=entry.id, coders=coders)


def _names_left(cast: Cast, transcript: Transcript) -> Iterator[Say]:
    """Names of speakers that still stand in the text."""
    for label, written in cast.renamed:
        if places := _name_places(label, transcript.text):
            line = transcript.text.count("\n", 0, places[0]) + 1
            yield (Say.some("mind.name_left", len(places), written=written, line=line))


def _name_places(label: str, text: str) -> list[int]:
    """Where a speaker's name, or a part of it of three letters or more, stands in the text as a word with a capital."""
    from qualcode.formats.transcripts.label_words import name_parts

    parts = [part for part in name_parts(label) if len(part) > 2]
    pattern = rf"\b(?:{'|'.join(map(re.escape, parts))})\b"
    return (
        [found.start() for found in re.finditer(pattern, text, re.IGNORECASE) if found[0][0].isupper()] if parts else []
    )


def _unfinished(study: Study) -> dict[str, list[str]]:
    """transcript -> the entries of imports since it was last removed or renamed: where it is not there, they came to nothing."""
    entries = read_log(study)[0]
    undone = undone_entries(entries)
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry["what"] == "import" and entry["id"] not in undone:
            found.setdefault(str(entry.get("transcript", "")), []).append(entry["id"])
        elif entry["what"] in ("removed", "renamed"):
            found.pop(str(entry.get("renamed") or entry.get("transcript")), None)
    return found
