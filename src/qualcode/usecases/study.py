"""Opening and starting a study, and who codes in it."""

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.coding import refused_spans
from qualcode.model.echoes import blacked_out
from qualcode.model.events.fold import fold
from qualcode.model.events.ground import Ground
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.project import Project
from qualcode.model.selection import NO_FILTERS, Filters, understood
from qualcode.model.settings import LANGUAGES, VARIANTS
from qualcode.model.span import Span, merge
from qualcode.model.transcript import Transcript
from qualcode.report.view import View
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.derived import derived
from qualcode.store.history import log_codebook
from qualcode.store.journal import read_events
from qualcode.store.layout import SETTINGS, Study, find_study
from qualcode.store.load import load_about, load_sound
from qualcode.store.nearby import said_in, studies_below
from qualcode.store.transaction import transaction
from qualcode.store.transcripts import versions
from qualcode.store.user_config import configured_coder
from qualcode.text import Words
from qualcode.usecases.theme_origins import theme_origins

GITATTRIBUTES = """\
# Texts keep their bytes, so that positions hold; journals merge by union.
transcripts/** -text
*.jsonl text eol=lf
codings/**/*.jsonl merge=union
log.jsonl merge=union
"""
EMPTY_CODEBOOK = {
    "en": """\
# The codebook of the study. `qualcode codebook schema` describes all keys; `qualcode codebook check` tells what is wrong.
#
# codes:
#   - id: trust
#     name: Trust
#     definition: What the code means.
#     keywords: [trust*, know each other]
codes: []
""",
    "nl": """\
# Het codeboek van de studie. `qualcode codebook schema` beschrijft alle velden; `qualcode codebook check` zegt wat er mis is.
#
# codes:
#   - id: vertrouwen
#     name: Vertrouwen
#     definition: Wat de code betekent.
#     keywords: [vertrouw*, elkaar kennen]
codes: []
""",
}
_CODERS = {"nl": "onderzoeker", "en": "researcher"}


@dataclass(frozen=True)
class Opened:
    """A study with its project, loaded and sound."""

    study: Study
    project: Project

    @property
    def words(self) -> Words:
        return self.project.settings.reader

    def again(self) -> "Opened":
        """The same study as it is on disk now, for the same reader."""
        return open_study(self.study.root, self.project.settings.read_in)

    def understood(self, typed: Filters, part: bool = True) -> Filters:
        """The filters that somebody typed, by ids (`selection.understood`)."""
        return understood(self.project, typed, part)

    def printable(self, transcript: Transcript) -> str:
        """A text as outputs may show it, the one as it is or an earlier one: what was refused is blacked out."""
        if self.project.transcript(transcript.id).text_sha256 == transcript.sha:
            return self.project.printable(transcript)
        ground = Ground(transcript, transcript.sha, partial(versions, self.study))
        hidden: list[Span] = []
        for one in self.project.journals_on(transcript.id):
            path = self.study.journal(one.coder, one.transcript)
            said = fold(read_events(path, one.coder, one.transcript)[0], ground)
            hidden += [*refused_spans(said.applied), *said.withheld]
        return blacked_out(transcript, merge(hidden))

    def view(self, filters: Filters = NO_FILTERS, approved_only: bool = False, counts: bool = False) -> View:
        """The study through filters, as tables are made from it."""
        origins = partial(theme_origins, self.study, self.project.codebook)
        return View(self.project, self.words, filters, approved_only, counts, theme_origins=origins)


def open_study(root: Path | None, read_in: str = "", certain: bool = False, about: str = "") -> Opened:
    """The study at `root`, else the nearest one upwards.

    `read_in`: the language its reader asked for, else its own. `certain`: what was derived earlier is held against the
    contents of the files from here on, whatever their times say. `about`: the transcript that an act is on; where all is
    sound, no other is read.
    """
    study = find_study(root or Path(), named=root is not None)
    derived(study).certain |= certain
    project = (load_about(study, about) if about else None) or load_sound(study)
    return Opened(study, replace(project, settings=replace(project.settings, read_in=read_in)))


def study_here(root: Path | None) -> Path | None:
    """The folder of the study at `root`, else of the nearest one upwards, else None; it is not read."""
    try:
        return find_study(root or Path(), named=root is not None).root
    except QualcodeError:
        if root is not None:
            raise
        return None


def study_around(folder: Path) -> Path | None:
    """The study that a folder is in, itself one or not."""
    with suppress(QualcodeError):
        return find_study(folder, named=False).root
    return None


def studies_around() -> list[tuple[str, Path]]:
    """The title and the folder of each study below the folder that one is in, two levels deep; else of those beside it."""
    found = list(studies_below(Path())) or list(studies_below(Path(".."), depth=1))
    return [(title_of(folder), folder) for folder in found]


def title_of(folder: Path) -> str:
    """The title of a study, which need not be sound; else the name of its folder."""
    return said_in(folder / SETTINGS, "title") or folder.resolve().name


def who_codes(project: Project, named: str | None) -> str:
    """--as, else QUALCODE_CODER, else the user's configuration, else the study's coder."""
    coder = named or os.environ.get("QUALCODE_CODER") or configured_coder() or project.settings.coder
    if not coder:
        raise QualcodeError("error.say_who_codes")
    if not is_id(coder):
        raise QualcodeError("error.no_coder_name", name=coder, rule=ID_RULE)
    return as_known(project, coder)


def as_known(project: Project, coder: str) -> str:
    """A coder's name as it is spelled already: names that differ in capitals are one folder on Windows and macOS."""
    return {name.casefold(): name for name in project.coders}.get(coder.casefold(), coder)


@dataclass(frozen=True)
class Start:
    """What `init` was asked for."""

    root: Path
    language: str = "nl"
    title: str = ""
    variant: str = "codebook"
    coder: str = ""
    codebook_text: str = ""  # "": an empty one, in the language of the study
    codebook_name: str = ""
    interviewers: tuple[str, ...] = ()
    settings: str = ""  # further lines of qualcode.yaml


def language_of(codebook_text: str) -> str:
    """The language that a study with this codebook has: the codebook's own where it is one of ours, else ""."""
    try:
        own = sound_codebook(codebook_text).language
    except QualcodeError:  # told when the study is made, by the name of its file
        own = ""
    return own if own in LANGUAGES else ""


def start_study(start: Start) -> Study:
    """Make a study folder; an existing folder may hold anything but a study."""
    study = Study(start.root)
    if study.settings.exists():
        raise QualcodeError("error.study_is_there", folder=start.root)
    if found := [
        path.name
        for path in (study.codebook, study.cases, study.log, study.transcripts, study.codings)
        if path.exists()
    ]:
        raise QualcodeError("error.parts_of_a_study", folder=start.root, parts=", ".join(found))
    if start.root.exists() and not start.root.is_dir():
        raise QualcodeError("error.a_file_is_no_folder", path=start.root)
    if start.language not in LANGUAGES or start.variant not in VARIANTS:
        raise QualcodeError("error.languages", languages=", ".join(LANGUAGES), variants=", ".join(VARIANTS))
    coder = start.coder or _CODERS[start.language]
    if not is_id(coder):
        raise QualcodeError("error.no_coder_name", name=coder, rule=ID_RULE)
    if not start.title.isprintable():
        raise QualcodeError("error.title_unprintable")
    given = start.codebook_text or EMPTY_CODEBOOK[start.language]
    codebook = sound_codebook(given, start.codebook_name or "codebook.yaml")
    text = given.replace("\r\n", "\n")
    with transaction(study) as act:
        act.put(study.codebook, given.encode())
        act.put(study.cases, b"case\n")
        act.put(start.root / ".gitattributes", GITATTRIBUTES.encode())
        act.put(study.settings, _settings_text(start, coder).encode())  # last: with it, the folder is a study
        log_codebook(study, "init", coder, text, codebook=start.codebook_name, variant=start.variant)
        act.log_definitions(codebook.codes, coder)
    with suppress(OSError):  # the first import makes it else
        study.transcripts.mkdir(exist_ok=True)
    return study


def _settings_text(start: Start, coder: str) -> str:
    lines = [
        f"title: {_quoted(start.title or start.root.resolve().name)}",
        f"language: {start.language}",
        f"variant: {start.variant}   # codebook | reflexive | coding-reliability (Braun & Clarke)",
        f"coder: {coder}",
    ]
    if start.interviewers:
        lines.append(f"interviewers: [{', '.join(map(_quoted, start.interviewers))}]")
    if start.language == "nl":
        lines += ["tables:", '  csv: {delimiter: ";", bom: true}   # as Dutch Excel opens it']
    return "\n".join(lines) + "\n" + start.settings


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
