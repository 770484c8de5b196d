"""Transcripts in: read, recognise who speaks, keep names out, write."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.acts.already import Known, adrift, refuse_same_speech
from qualcode.acts.study import Opened, open_study
from qualcode.errors import QualcodeError
from qualcode.formats import READERS, detect
from qualcode.formats.canonical import Speaker, build, paragraphs, utterances
from qualcode.formats.labels import find_marks
from qualcode.formats.speakers import Cast, cast
from qualcode.model.names import ID_RULE, is_id, slug
from qualcode.model.transcript import KINDS, Transcript
from qualcode.store.files import read_given
from qualcode.store.layout import Study, find_study
from qualcode.store.locks import locked
from qualcode.store.log import NOT_CARRIED_OUT, UNDONE, read_log, undone_entries
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import with_cases, with_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import new_transcript

_LONGEST = 20_000_000  # characters; four hundred hours of speech
_GENERIC = frozenset(
    "interview interviews transcript transcriptie transcripties verslag gesprek opname opnamen meeting notes notities "
    "veldnotities fieldnotes focusgroep focus group groep groepsgesprek respondent deelnemer participant huisarts arts "
    "bestuurder praktijkhouder manager patient client verpleegkundige zorgverlener expert pilot proef ronde round deel "
    "part final definitief versie version copy kopie zoom teams recording audio nr no logboek document".split()
)


_WITHOUT_LABELS = ("document", "fieldnotes")  # kinds that may have no labels: nobody's speech, counted apart


@dataclass(frozen=True)
class ImportOptions:
    format: str | None = None
    id: str | None = None
    case: str | None = None
    interviewers: tuple[str, ...] = ()
    kind: str = "interview"
    round: int = 1
    key: Path | None = None
    keep_originals: bool = False
    again: bool = False  # the same interview may stand in the study twice


@dataclass(frozen=True)
class Imported:
    """One transcript, read and ready to be written."""

    source: Path
    transcript: Transcript
    format: str
    encoding: str
    cast: Cast
    source_sha256: str
    told: tuple[str, ...] = ()  # what the file has beside the text
    restores: bool = False  # it puts back a text that codings of the study stand on

    @property
    def warnings(self) -> list[str]:
        """What a person should look at: who speaks, and names of speakers that still stand in the text."""
        found = [*self.cast.warnings, *self.told]
        for label, written in self.cast.renamed:
            if places := _name_places(label, self.transcript.text):
                line = self.transcript.text.count("\n", 0, places[0]) + 1
                found.append(
                    f"the name behind {written} still stands {len(places)} times in the text, first in line {line}; "
                    "to keep it out, replace it in your file and import that"
                )
        return found

    @property
    def cases(self) -> list[str]:
        return list(dict.fromkeys(turn.case for turn in self.transcript.turns if turn.case))


@contextmanager
def importing(root: Path | None) -> Iterator[Opened]:
    """The study, for one import at a time: ids are given out here."""
    with locked(find_study(root or Path(), named=root is not None).settings):
        yield open_study(root)


def prepare(opened: Opened, files: Sequence[Path], options: ImportOptions) -> Iterator[Imported]:
    """Read the files one by one; nothing is written, so a fault in one leaves the study as it was."""
    if options.kind not in KINDS:
        raise QualcodeError(f"--kind is one of {', '.join(KINDS)}.")
    if len(files) > 1 and (options.id or options.case):
        raise QualcodeError("--id and --case name one transcript; import the files one by one.")
    for name in filter(None, (options.id, options.case)):
        if not is_id(name):
            raise QualcodeError(f"{name!r} is no id: {ID_RULE}.")
    taken = {name.casefold() for name in opened.project.transcripts}
    known = Known.of(opened.project)
    for file in files:
        data = read_given(file)
        if not options.again and (earlier := known.sources.get(sha256(data))):
            raise QualcodeError(f"{file.name} was imported before, as {earlier}.")
        name = options.id or transcript_id(file.stem, options.kind, taken)
        if name.casefold() in taken:
            raise QualcodeError(f"There is a transcript {name} already; give {file.name} another id with --id.")
        taken.add(name.casefold())
        known.sources[sha256(data)] = name
        try:
            imported = _on_codings(opened, _import_one(opened, file, data, name, options), data, options)
            if not options.again:
                refuse_same_speech(known, imported.transcript)
        except QualcodeError as error:
            raise QualcodeError(f"{file.name}: {error}") from None
        yield imported


def _on_codings(opened: Opened, imported: Imported, data: bytes, options: ImportOptions) -> Imported:
    """The import, where no codings wait for its id, or where they stand on its text; else a refusal."""
    name = imported.transcript.id
    journals = [one for one in opened.project.journals if one.transcript.casefold() == name.casefold()]
    if not journals:
        return imported
    as_it_is = _import_one(opened, imported.source, data, name, options, keep_labels=True)
    for one in (imported, as_it_is):
        if not any(adrift(opened, journal, one.transcript) for journal in journals):
            return replace(one, restores=True)
    coders = ", ".join(dict.fromkeys(journal.coder for journal in journals))
    raise QualcodeError(
        f"the study has codings of {name} (by {coders}) that were made on another text. "
        f"Import the text as it was to put it back, or give this file another id with --id."
    )


def _name_places(label: str, text: str) -> list[int]:
    """Where a speaker's name, or a part of it of three letters or more, stands in the text as a word with a capital."""
    parts = [
        part
        for part in re.split(r"[\W\d_]+", label)
        if len(part) > 2 and part[0].isupper() and part.casefold() not in _GENERIC
    ]
    return (
        [found.start() for found in re.finditer(rf"\b(?:{'|'.join(map(re.escape, parts))})\b", text)] if parts else []
    )


def transcript_id(stem: str, kind: str, taken: set[str]) -> str:
    """The id that a file name gives: itself where it is one; T-1, T-2, … where it looks like somebody's name."""
    words = [word for word in re.split(r"[\W_\d]+", stem) if len(word) > 2 or (len(word) == 2 and word.istitle())]
    looks_like_name = kind != "document" and any(word.casefold() not in _GENERIC for word in words)
    name = slug(stem)
    if name and not looks_like_name:
        return name
    number = 1
    while f"t-{number}" in taken:
        number += 1
    return f"T-{number}"


def _import_one(
    opened: Opened, file: Path, data: bytes, name: str, options: ImportOptions, keep_labels: bool = False
) -> Imported:
    """`keep_labels`: the text as it is, whatever its labels are."""
    format_ = options.format or detect(file.name, data)
    if not data.strip():
        raise QualcodeError("the file is empty")
    draft = READERS.get(format_)(data)
    if not draft.text.strip():
        raise QualcodeError("there is no text in it")
    if len(draft.text) > _LONGEST:
        raise QualcodeError(f"its text is longer than {_LONGEST:,} characters; that is no transcript")
    interviewers = (*opened.project.settings.interviewers, *options.interviewers)
    known = (*opened.project.cases.ids(), name, *filter(None, [options.case]))
    marks = find_marks(draft, known, interviewers, strangers=options.kind not in _WITHOUT_LABELS)
    said = utterances(draft, marks)
    if said:
        found = cast(
            [utterance.label for utterance in said],
            transcript=name,
            case=options.case or "",
            interviewers=interviewers,
            known_cases=opened.project.cases.ids(),
        )
    else:
        said, found = paragraphs(draft), _nobody(options)
    speakers = found.speakers
    if keep_labels:
        speakers = {label: replace(speaker, written=label) for label, speaker in speakers.items()}
    transcript = build(name, draft, said, speakers)
    return Imported(file, transcript, format_, draft.encoding, found, sha256(data), draft.told)


def _nobody(options: ImportOptions) -> Cast:
    """A text without labels: one speaker's when --case says whose, nobody's when it is a document."""
    if options.case:
        return Cast({"": Speaker("", options.case, "respondent", options.case)})
    if options.kind in _WITHOUT_LABELS:
        return Cast({"": Speaker("", "", "respondent")})
    raise QualcodeError(
        "no speaker labels were found (such as `Interviewer:` and `R1:`, each at least twice); "
        "if one person speaks, say who with --case ID; if it is no interview, --kind document"
    )


def write(opened: Opened, imported: Sequence[Imported], options: ImportOptions, coder: str) -> Iterator[Imported]:
    """Write what was prepared, one transcript at a time, each whole or not at all."""
    study, delimiter = opened.study, opened.project.settings.csv_delimiter
    late = _unfinished(study)
    known = {case.casefold() for case in opened.project.cases.ids()}
    for item in imported:
        name = item.transcript.id
        key = options.key or study.key
        keys = [(name, label, written) for label, written in item.cast.renamed]
        new = [case for case in item.cases if case.casefold() not in known]
        with transaction(study) as act:
            if keys and (data := with_keys(key, keys, delimiter)):
                act.put(key, data, private=True)
            if options.keep_originals:
                act.put(study.root / "originals" / f"{name}{item.source.suffix.casefold()}", read_given(item.source))
            if new:
                act.put(study.cases, with_cases(study, new, delimiter))
            files = new_transcript(
                study,
                item.transcript,
                kind=options.kind,
                round_=options.round,
                format_=item.format,
                source_sha256=item.source_sha256,
            )
            for path, data in files:
                act.put(path, data)
            for entry in () if item.restores else late.get(name, ()):
                act.log(UNDONE, coder, undoes=entry, because=NOT_CARRIED_OUT)
            _log(act, item, options, coder)
        known |= {case.casefold() for case in new}
        yield item


def _unfinished(study: Study) -> dict[str, list[str]]:
    """transcript -> the entries of imports that the log has: where there is no such transcript, they came to nothing."""
    entries = read_log(study)[0]
    undone = undone_entries(entries)
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry["what"] == "import" and entry["id"] not in undone:
            found.setdefault(str(entry.get("transcript", "")), []).append(entry["id"])
    return found


def _log(act: Transaction, item: Imported, options: ImportOptions, coder: str) -> None:
    details: dict[str, Any] = {
        "transcript": item.transcript.id,
        "kind": options.kind,
        "round": options.round,
        "format": item.format,
    }
    what = "restored" if item.restores else "import"
    act.log(what, coder, **details, turns=len(item.transcript.turns), source_sha256=item.source_sha256)
