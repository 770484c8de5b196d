"""Every problem of a study at once: what loading finds, and what only reading all journals and texts can tell."""

from collections.abc import Iterator

from qualcode.errors import Problem, QualcodeError, did_you_mean
from qualcode.model.coding import Codings
from qualcode.model.names import is_id
from qualcode.model.project import Project
from qualcode.model.transcript import Transcript
from qualcode.store.journal import journal_problems, repair
from qualcode.store.layout import Study
from qualcode.store.load import load
from qualcode.store.log import repair_log


def check(study: Study) -> Iterator[Problem]:
    """All problems of the study; texts and journals are read one transcript at a time."""
    project, problems = load(study)
    yield from problems
    readable = not any(problem.path == "codebook.yaml" and problem.severity == "error" for problem in problems)
    yield from _case_problems(project)
    yield from _memo_problems(project)
    yield from _printing_problems(project)
    for name, handle in project.transcripts.items():
        try:
            transcript = handle.read()
        except QualcodeError:
            yield Problem(
                f"transcripts/{name}.json", 0, "text or turns cannot be read", "restore both files, or import it again"
            )
            continue
        if not transcript.turns or transcript.turns[-1].span.end > len(transcript.text):
            yield Problem(f"transcripts/{name}.json", 0, "the turns are not those of the text", "restore both files")
        if not transcript.intact:
            hint = "restore the file; until then nothing can be coded in it"
            yield Problem(f"transcripts/{name}.txt", 0, "the text was changed after its import", hint)
        for journal in project.journals:
            if journal.transcript == name:
                path = study.journal(journal.coder, name)
                yield from journal_problems(study, path, journal.coder, name)
                yield from _coding_problems(project, transcript, journal.read(), study.relative(path), readable)
    for journal in project.journals:
        name = study.relative(study.journal(journal.coder, journal.transcript))
        if journal.transcript not in project.transcripts:
            yield Problem(name, 0, "codings for a transcript that is not in the study", severity="warning")
        if not is_id(journal.coder):
            yield Problem(name, 0, "the folder's name is no coder id")


def repair_journals(study: Study) -> int:
    """Move every line that is no event out of its journal, and out of the log; returns how many were moved."""
    paths = sorted(study.codings.glob("*/*.jsonl"))
    return sum(repair(path, path.parent.name, path.stem) for path in paths) + repair_log(study)


def _case_problems(project: Project) -> Iterator[Problem]:
    rows = {case.casefold() for case in project.cases.ids()}
    for name, handle in project.transcripts.items():
        for case in handle.cases:
            if case.casefold() not in rows:
                yield Problem("cases.csv", 0, f"case {case!r} of transcript {name} has no row", "add one", "warning")
    for attribute in project.settings.publish:
        if attribute not in project.cases.attributes:
            hint = did_you_mean(attribute, project.cases.attributes)
            yield Problem("qualcode.yaml", 0, f"publish: there is no attribute {attribute!r}", hint)
    if project.settings.themes and project.settings.themes not in project.codebook.theme_sets:
        hint = did_you_mean(project.settings.themes, project.codebook.theme_sets)
        yield Problem("qualcode.yaml", 0, f"themes: there is no set {project.settings.themes!r}", hint)


def _memo_problems(project: Project) -> Iterator[Problem]:
    """Memos about codings that are in no journal, or were withdrawn."""
    about = [(memo.name, target) for memo in project.memos for target in memo.about]
    wanted = [(name, target.removeprefix("coding:")) for name, target in about if target.startswith("coding:")]
    applied = [coding for journal in project.journals for coding in journal.read().applied] if wanted else []
    known = {name for coding in applied for name in (coding.id, *coding.was)}
    for name, coding in wanted:
        if coding not in known:
            told = f"it is about coding {coding!r}, which is withdrawn or does not exist"
            yield Problem(f"memos/{name}.md", 2, told, severity="warning")


def _printing_problems(project: Project) -> Iterator[Problem]:
    """Themes with fragments and no key quote; approvals of another form than is printed now."""
    codebook = project.codebook
    applied = [coding for journal in project.journals for coding in journal.read().applied]
    used = {codebook.current.get(coding.code) for coding in applied}
    keys = {codebook.current.get(coding.code) for coding in applied if coding.key}
    for theme in codebook.themes:
        members = set(codebook.theme_members(theme))
        if members & used and not members & keys:
            hint = "choose one: qualcode codings mark ID --key"
            yield Problem("codebook.yaml", 0, f"theme {theme.id!r} has fragments and no key quote", hint, "warning")
    for coding in applied:
        if coding.approval in ("asked", "approved") and not coding.standing_approval:
            told = f"the printed form of coding {coding.id} was changed after it was {coding.approval}"
            yield Problem(f"codings/{coding.coder}/{coding.transcript}.jsonl", 0, told, "ask again", "warning")


def _coding_problems(
    project: Project, transcript: Transcript, codings: Codings, path: str, readable: bool
) -> Iterator[Problem]:
    """`readable`: the codebook is; else no code of it is known, and its own fault is told."""
    gone: dict[str, int] = {}
    for coding in codings.applied:
        if readable and coding.code not in project.codebook.current:
            gone[coding.code] = gone.get(coding.code, 0) + 1
        if coding.span.end > len(transcript.text):
            yield Problem(path, 0, f"coding {coding.id} lies outside the text")
        elif transcript.intact and coding.span.of(transcript.text) != coding.quote:
            yield Problem(path, 0, f"the words of coding {coding.id} are not those of the text at {coding.span}")
    for code, number in gone.items():
        near = did_you_mean(code, project.codebook.by_id)
        hint = f"put it back, or add it to `was:` of the code that stands for it now{'; ' + near if near else ''}"
        told = "1 coding has" if number == 1 else f"{number} codings have"
        yield Problem(path, 0, f"{told} the code {code!r}, which is not in the codebook", hint)
