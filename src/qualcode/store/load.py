"""A study folder -> one frozen `Project` and the list of its `Problem`s."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from qualcode.errors import FaultyInput, Problem, QualcodeError, by_place
from qualcode.model.case import Cases
from qualcode.model.codebook import Codebook
from qualcode.model.columns import CodingColumns
from qualcode.model.memo import Memo
from qualcode.model.names import is_id
from qualcode.model.project import JournalHandle, Project, Stray
from qualcode.model.settings import Settings
from qualcode.store.catalogue import read_handle, read_handles
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.copies import JournalFile, elsewhere, is_copy, journal_files, memo_copies, missing
from qualcode.store.files import entries, read_text
from qualcode.store.journal import read_codings, read_events
from qualcode.store.layout import Study
from qualcode.store.log import read_log
from qualcode.store.memos import read_memos
from qualcode.store.settings_yaml import read_settings
from qualcode.store.sidefiles import read_cases
from qualcode.text import Say


def load(study: Study) -> tuple[Project, list[Problem]]:
    """The project and all its problems; journals and texts are read on use, and checked by `check`."""
    settings, codebook, problems = _by_hand(study)
    cases, faults = read_cases(study)
    handles, more = read_handles(study)
    memos, memo_faults = read_memos(study)
    log, log_faults = read_log(study)
    problems += faults + more + memo_faults + log_faults + list(elsewhere(study))
    try:
        found, strays = journals(study, handles)
    except QualcodeError as error:
        found, strays = (), ()
        problems.append(Problem("codings", 0, error, Say("hint.nothing_counts")))
    copies = {copy.name for copy, _ in memo_copies(memos)}
    project = Project(
        settings=settings,
        codebook=codebook,
        cases=cases,
        transcripts=handles,
        journals=found,
        memos=_about_now(tuple(memo for memo in memos if memo.name not in copies), codebook),
        changed=max((entry["at"] for entry in log if entry["what"] != "report"), default=""),
        strays=strays,
    )
    problems += _memo_targets(project)
    return project, by_place(problems)


def load_sound(study: Study) -> Project:
    """The project, for commands that need it right: an error in it is an error of the command."""
    project, problems = load(study)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise FaultyInput(errors)
    return project


def load_about(study: Study, transcript: str) -> Project | None:
    """The project with one transcript alone, for an act on it: others, cases, memos and the log are not read.

    None where anything of it is not sound: who reads all then, tells.
    """
    settings, codebook, problems = _by_hand(study)
    handle = read_handle(study, transcript)
    if handle is None or any(problem.severity == "error" for problem in problems):
        return None
    coders = [entry.name for entry in entries(study.codings) if entry.is_dir()]
    about = tuple(_journal(study, coder, handle.id) for coder in coders)
    return Project(settings, codebook, Cases(), {handle.id: handle}, about)


def _by_hand(study: Study) -> tuple[Settings, Codebook, list[Problem]]:
    """What people write in a study."""
    settings, problems = read_settings(read_text(study.settings))
    if not study.codebook.is_file():
        fault = Problem("codebook.yaml", 0, Say("fault.no_codebook"), Say("hint.empty_codebook"))
        return settings, Codebook(), [*problems, fault]
    codebook, faults = read_codebook(read_text(study.codebook))
    return settings, codebook, [*problems, *faults]


def journals(study: Study, transcripts: Collection[str]) -> tuple[tuple[JournalHandle, ...], tuple[Stray, ...]]:
    """A handle for every journal there is, and the files that hold events of others'."""
    files = journal_files(study)
    strays = {file for file in _suspects(files, transcripts) if not file.coder or is_copy(file)}
    handles = (_journal(study, one.coder, one.transcript) for one in files if one not in strays)
    astray = [Stray(study.relative(one.path), partial(_number_missing, study, one)) for one in files if one in strays]
    homeless = (one for one in files if one not in strays and one.transcript not in transcripts)
    astray += [Stray(study.relative(one.path), partial(_number_of_events, one)) for one in homeless]
    return tuple(handles), tuple(astray)


def _journal(study: Study, coder: str, transcript: str) -> JournalHandle:
    return JournalHandle(
        coder, transcript, partial(read_codings, study, coder, transcript), partial(_columns, study, coder, transcript)
    )


def _columns(study: Study, coder: str, transcript: str) -> CodingColumns:
    from qualcode.store.columns import read_columns  # with numpy, for tables alone

    return read_columns(study, coder, transcript)


def _suspects(files: list[JournalFile], transcripts: Collection[str]) -> Iterator[JournalFile]:
    """The files that may be copies: not named like a journal of the study, or in a folder whose first file is another's.

    Only these are opened, so that loading a study costs as much as before.
    """
    odd: dict[str, bool] = {}
    for file in files:
        if file.coder not in odd:
            odd[file.coder] = not is_id(file.coder) or is_copy(file)
        if odd[file.coder] or file.transcript not in transcripts:
            yield file


def _number_of_events(file: JournalFile) -> int:
    """Of a journal of a transcript that is not in the study."""
    return len(read_events(file.path, file.coder, file.transcript)[0])


def _number_missing(study: Study, file: JournalFile) -> int:
    return len(missing(study, file))


def _memo_targets(project: Project) -> list[Problem]:
    """A Problem for every memo about something that does not exist (codings are looked up by `check`)."""
    codebook = project.codebook
    known = {
        "code": set(codebook.by_id),
        "theme": {theme.id for theme in codebook.themes},
        "case": set(project.known_cases),
        "transcript": set(project.transcripts),
        "question": {question.id for question in codebook.questions},
        "topic": {topic.id for topic in codebook.topics},
    }
    return [
        Problem(f"memos/{memo.name}.md", 2, Say("fault.memo_about_nothing", kind=kind, name=name), severity="warning")
        for memo in project.memos
        for kind, _, name in (target.partition(":") for target in memo.about)
        if kind in known and name not in known[kind]
    ]


def _about_now(memos: tuple[Memo, ...], codebook: Codebook) -> tuple[Memo, ...]:
    """The memos, oldest first, about the ids that codes and themes have now."""
    now = {f"code:{old}": f"code:{new}" for old, new in codebook.current.items()}
    now |= {f"theme:{old}": f"theme:{new}" for old, new in codebook.current_theme.items()}
    told = [replace(memo, about=tuple(now.get(target, target) for target in memo.about)) for memo in memos]
    return tuple(sorted(told, key=lambda memo: (memo.at, memo.name)))
