"""Transcripts in: what a plan says, written."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.acts.already import adrift
from qualcode.acts.import_options import ImportOptions
from qualcode.acts.import_plan import Entry, Plan, Planner
from qualcode.acts.remarks import memos_of, placed
from qualcode.acts.study import Opened, open_study
from qualcode.acts.surveying import Reading, first_words
from qualcode.errors import QualcodeError
from qualcode.formats.canonical import Built
from qualcode.formats.speakers import Cast
from qualcode.model.span import Span
from qualcode.model.transcript import Transcript, read_intact
from qualcode.store.csv_files import without_bare_rows
from qualcode.store.files import read_given
from qualcode.store.layout import Study, find_study
from qualcode.store.locks import locked
from qualcode.store.log import NOT_CARRIED_OUT, UNDONE, read_log, undone_entries
from qualcode.store.memos import stage_memos
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import with_cases, with_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import new_transcript, replaced_transcript


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
    warnings: tuple[str, ...] = ()
    restores: bool = False  # it puts back a text that codings of the study stand on


@contextmanager
def importing(root: Path | None) -> Iterator[Opened]:
    """The study, for one import at a time: ids are given out here."""
    with locked(find_study(root or Path(), named=root is not None).settings):
        yield open_study(root)


def bring_in(opened: Opened, paths: Sequence[Path], options: ImportOptions, coder: str) -> list[Imported]:
    """Import without asking: what is doubtful is refused."""
    planner = Planner(opened, paths, options)
    plan = planner.plan()
    if plan.doubts:
        doubt = plan.doubts[0]
        told = opened.words(f"import.doubt.{doubt.kind}")
        raise QualcodeError(f"{plan.entry(doubt.sha).survey.file.name}: {doubt.label or 'the file'}: {told}")
    return list(write(planner, plan, coder))


def write(planner: Planner, plan: Plan, coder: str) -> Iterator[Imported]:
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
        for entry in plan.entries:
            if entry.leave_out:
                continue
            item = _stage(act, planner, entry, coder)
            keys += [(entry.id, label, written) for label, written in entry.cast.renamed]
            new |= {case.casefold(): case for case in entry.cast.cases if case.casefold() not in known}
            for earlier in () if item.restores else late.get(entry.id, ()):
                act.log(UNDONE, coder, undoes=earlier, because=NOT_CARRIED_OUT)
            yield item
        if new:
            act.put(study.cases, with_cases(study, list(new.values()), delimiter))
        if planner.onto and options.replace:
            _without_earlier(
                act, planner, set(new.values()) | {case for entry in plan.entries for case in entry.cast.cases}
            )
        key = options.key or study.key
        if keys and (data := with_keys(key, keys, delimiter)):
            act.put(key, data, private=True)


def _without_earlier(act: Transaction, planner: Planner, still: set[str]) -> None:
    """cases.csv without the bare rows of who spoke only in the text that is replaced."""
    project, study = planner.opened.project, planner.opened.study
    elsewhere = {case for one in project.transcripts.values() if one.id != planner.onto for case in one.cases}
    gone = [case for case in project.transcript(planner.onto or "").cases if case not in elsewhere | still]
    if study.cases.exists() and (changed := without_bare_rows(data := act.bytes_of(study.cases), gone)) != data:
        act.put(study.cases, changed)


def _stage(act: Transaction, planner: Planner, entry: Entry, coder: str) -> Imported:
    """One transcript, read again and staged."""
    file, options, study = entry.survey.file, planner.options, planner.opened.study
    data = read_given(file)
    if sha256(data) != entry.survey.sha:
        raise QualcodeError(f"{file.name} was changed while it was imported; import it again.")
    try:
        reading = planner.read(file, data)
        built, restores = _on_codings(planner.opened, entry, reading)
    except QualcodeError as error:
        raise QualcodeError(f"{file.name}: {str(error).removesuffix('.')}.") from None
    if options.keep_originals:
        act.put(study.root / "originals" / f"{entry.id}{file.suffix.casefold()}", data)
    transcript, before = built.transcript, 0
    what = "restored" if restores else "replaced" if options.replace else "appended" if options.append else "import"
    if options.append:
        earlier = read_intact(planner.opened.project.transcript(entry.id))
        before, transcript = len(earlier.turns), _joined(earlier, transcript)
        files = replaced_transcript(study, transcript, {"more_sha256": [entry.survey.sha]})
    elif options.replace:
        facts = {"kind": options.kind, "round": options.round, "format": reading.format}
        files = replaced_transcript(study, transcript, {**facts, "source_sha256": entry.survey.sha})
    else:
        files = new_transcript(
            study,
            transcript,
            kind=options.kind,
            round_=options.round,
            format_=reading.format,
            source_sha256=entry.survey.sha,
        )
    for path, content in files:
        act.put(path, content)
    if options.comments == "memo":
        remarks = placed(reading.draft.remarks, built)
        stage_memos(act, memos_of(remarks, entry.id, coder, before))
    details: dict[str, Any] = {"kind": options.kind, "round": options.round, "format": reading.format}
    turns = len(transcript.turns)
    act.log(what, coder, transcript=entry.id, **details, turns=turns, source_sha256=entry.survey.sha)
    answering = [turn for turn in transcript.turns if turn.is_respondent] or list(transcript.turns)
    warnings = tuple(_names_left(entry.cast, transcript))
    encoding = entry.survey.encoding.rstrip("?")
    return Imported(
        file, entry.id, reading.format, encoding, turns, entry.cast, first_words(transcript, answering), warnings, restores
    )  # fmt: skip


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


def _on_codings(opened: Opened, entry: Entry, reading: Reading) -> tuple[Built, bool]:
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
    raise QualcodeError(
        f"the study has codings of {entry.id} (by {coders}) that were made on another text. "
        f"Import the text as it was to put it back, or give this file another id with --id"
    )


def _names_left(cast: Cast, transcript: Transcript) -> Iterator[str]:
    """Names of speakers that still stand in the text."""
    for label, written in cast.renamed:
        if places := _name_places(label, transcript.text):
            line = transcript.text.count("\n", 0, places[0]) + 1
            times = "once in the text" if len(places) == 1 else f"{len(places)} times in the text, first"
            yield (
                f"the name behind {written} still stands {times} in line {line}; "
                "to keep it out, replace it in your file and import that"
            )


def _name_places(label: str, text: str) -> list[int]:
    """Where a speaker's name, or a part of it of three letters or more, stands in the text as a word with a capital."""
    from qualcode.formats.label_words import name_parts

    parts = [part for part in name_parts(label) if len(part) > 2]
    pattern = rf"\b(?:{'|'.join(map(re.escape, parts))})\b"
    return (
        [found.start() for found in re.finditer(pattern, text, re.IGNORECASE) if found[0][0].isupper()] if parts else []
    )


def _unfinished(study: Study) -> dict[str, list[str]]:
    """transcript -> the entries of imports that the log has: where there is no such transcript, they came to nothing."""
    entries = read_log(study)[0]
    undone = undone_entries(entries)
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry["what"] == "import" and entry["id"] not in undone:
            found.setdefault(str(entry.get("transcript", "")), []).append(entry["id"])
    return found
