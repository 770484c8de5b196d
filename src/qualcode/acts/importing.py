"""Transcripts in: read, recognise who speaks, keep names out, write."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qualcode.acts.study import Opened, open_study
from qualcode.errors import QualcodeError
from qualcode.formats import READERS, detect
from qualcode.formats.canonical import Speaker, build, paragraphs, utterances
from qualcode.formats.labels import find_marks
from qualcode.formats.speakers import Cast, cast
from qualcode.model.names import ID_RULE, is_id, slug
from qualcode.model.transcript import KINDS, Transcript
from qualcode.store.files import write_bytes
from qualcode.store.journal import locked
from qualcode.store.layout import find_study
from qualcode.store.log import read_log, write_log
from qualcode.store.sidefiles import add_cases, add_keys
from qualcode.store.transcripts import sha256, write_transcript

_LIMIT = 200 * 2**20  # bytes; a thousand hours of speech are about 50 MiB
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


@dataclass(frozen=True)
class Imported:
    """One transcript, read and ready to be written."""

    source: Path
    transcript: Transcript
    format: str
    encoding: str
    cast: Cast
    source_sha256: str

    @property
    def warnings(self) -> list[str]:
        """What a person should look at: who speaks, and names of speakers that still stand in the text."""
        found = list(self.cast.warnings)
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
    hashes = {entry.get("source_sha256"): entry.get("transcript") for entry in read_log(opened.study)[0]}
    for file in files:
        data = _read(file)
        if (earlier := hashes.get(sha256(data))) and str(earlier).casefold() in taken:
            raise QualcodeError(f"{file.name} was imported before, as {earlier}.")
        name = options.id or transcript_id(file.stem, options.kind, taken)
        if name.casefold() in taken:
            raise QualcodeError(f"There is a transcript {name} already; give {file.name} another id with --id.")
        taken.add(name.casefold())
        hashes[sha256(data)] = name
        try:
            yield _import_one(opened, file, data, name, options)
        except QualcodeError as error:
            raise QualcodeError(f"{file.name}: {error}") from None


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LIMIT:
            raise QualcodeError(f"{file.name} is larger than 200 MiB; that is no transcript.")
        return file.read_bytes()
    except FileNotFoundError:
        raise QualcodeError(f"There is no file {file}.") from None
    except IsADirectoryError:
        raise QualcodeError(f"{file} is a folder; name the files in it.") from None
    except OSError as error:
        raise QualcodeError(f"{file} cannot be read: {(error.strerror or '').lower()}.") from None


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


def _import_one(opened: Opened, file: Path, data: bytes, name: str, options: ImportOptions) -> Imported:
    format_ = options.format or detect(file.name, data)
    if not data.strip():
        raise QualcodeError("the file is empty")
    draft = READERS.get(format_)(data)
    if not draft.text.strip():
        raise QualcodeError("there is no text in it")
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
    transcript = build(name, draft, said, found.speakers)
    return Imported(file, transcript, format_, draft.encoding, found, sha256(data))


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
    """Write what was prepared, one transcript at a time."""
    study = opened.study
    known = {case.casefold() for case in opened.project.cases.ids()}
    for item in imported:
        name = item.transcript.id
        if keys := [(name, label, written) for label, written in item.cast.renamed]:
            add_keys(options.key or study.key, keys, opened.project.settings.csv_delimiter)
        if options.keep_originals:
            write_bytes(study.root / "originals" / f"{name}{item.source.suffix.casefold()}", item.source.read_bytes())
        write_transcript(
            study,
            item.transcript,
            kind=options.kind,
            round_=options.round,
            format_=item.format,
            source_sha256=item.source_sha256,
        )
        if new := [case for case in item.cases if case.casefold() not in known]:
            add_cases(study, new, opened.project.settings.csv_delimiter)
            known |= {case.casefold() for case in new}
        details = {"transcript": name, "kind": options.kind, "round": options.round, "format": item.format}
        write_log(study, "import", coder, **details, turns=len(item.transcript.turns), source_sha256=item.source_sha256)
        yield item
