"""A study folder -> one frozen `Project` and the list of its `Problem`s."""

from dataclasses import replace
from functools import partial

from qualcode.errors import FaultyInput, Problem
from qualcode.model.codebook import Codebook
from qualcode.model.memo import Memo
from qualcode.model.project import JournalHandle, Project
from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.files import read_text
from qualcode.store.journal import read_codings
from qualcode.store.layout import Study
from qualcode.store.log import read_log
from qualcode.store.memos import read_memos
from qualcode.store.settings_yaml import read_settings
from qualcode.store.sidefiles import read_cases
from qualcode.store.transcripts import read_handles


def load(study: Study) -> tuple[Project, list[Problem]]:
    """The project and all its problems; journals and texts are read on use, and checked by `check`."""
    settings, problems = read_settings(read_text(study.settings))
    codebook = Codebook()
    if study.codebook.is_file():
        codebook, faults = read_codebook(read_text(study.codebook))
        problems += faults
    else:
        problems.append(Problem("codebook.yaml", 0, "there is no codebook", "every study has one, if only `codes: []`"))
    cases, faults = read_cases(study)
    handles, more = read_handles(study)
    memos, memo_faults = read_memos(study)
    log, log_faults = read_log(study)
    problems += faults + more + memo_faults + log_faults
    project = Project(
        settings=settings,
        codebook=codebook,
        cases=cases,
        transcripts=handles,
        journals=journals(study),
        memos=_about_now(memos, codebook),
        changed=max((entry["at"] for entry in log if entry["what"] != "report"), default=""),
    )
    problems += _memo_targets(project)
    return project, sorted(problems)


def load_sound(study: Study) -> Project:
    """The project, for commands that need it right: an error in it is an error of the command."""
    project, problems = load(study)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise FaultyInput(errors)
    return project


def journals(study: Study) -> tuple[JournalHandle, ...]:
    """A handle for every journal there is."""
    return tuple(
        JournalHandle(path.parent.name, path.stem, partial(read_codings, path, path.parent.name, path.stem))
        for path in sorted(study.codings.glob("*/*.jsonl"))
    )


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
        Problem(f"memos/{memo.name}.md", 2, f"it is about {kind} {name!r}, which does not exist", severity="warning")
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
