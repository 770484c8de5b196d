"""Every problem of a study at once: what loading finds, and what only reading all journals and texts can tell; mending."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qualcode.errors import Problem, QualcodeError, did_you_mean
from qualcode.model.checklists import POINTS
from qualcode.model.coding import Codings
from qualcode.model.names import is_id
from qualcode.model.project import Project
from qualcode.model.transcript import Handle
from qualcode.store import copies, unfinished
from qualcode.store.files import drop, left_behind, listed, put, stage
from qualcode.store.journal import journal_problems, read_events
from qualcode.store.layout import Study
from qualcode.store.lines import read_lines
from qualcode.store.load import load
from qualcode.store.locks import locked
from qualcode.store.log import entry_of, read_log, repair_log
from qualcode.store.transcripts import changes_to_settle, settled

_NOT_STANDING = {
    "span": "lies outside the text",
    "quote": "has other words than the text has there",
}


def check(study: Study) -> Iterator[Problem]:
    """All problems of the study; texts and journals are read one transcript at a time."""
    project, problems = load(study)
    yield from problems
    readable = not any(problem.path == "codebook.yaml" and problem.severity == "error" for problem in problems)
    yield from _case_problems(project)
    yield from _memo_problems(project)
    yield from _printing_problems(project)
    for handle in project.transcripts.values():
        yield from _transcript_problems(study, handle)
        for journal in project.journals:
            if journal.transcript == handle.id:
                path = study.journal(journal.coder, handle.id)
                yield from journal_problems(study, path, journal.coder, handle.id)
                yield from _doubled(study, path, journal.coder, handle.id)
                yield from _coding_problems(project, journal.read(), study.relative(path), readable)
                yield from _key_problems(handle, journal.read(), study.relative(path))
    for journal in project.journals:
        name = study.relative(study.journal(journal.coder, journal.transcript))
        if journal.transcript not in project.transcripts:
            yield Problem(name, 0, "codings for a transcript that is not in the study", severity="warning")
        if not is_id(journal.coder):
            yield Problem(name, 0, "the folder's name is no coder id")
    yield from _if_readable(study, project)


def _if_readable(study: Study, project: Project) -> Iterator[Problem]:
    """What is found by looking through folders; that one cannot be read is told by loading."""
    with suppress(QualcodeError):
        yield from copies.problems(study, {stray.path for stray in project.strays})
    with suppress(QualcodeError):
        yield from unfinished.problems(study, project, read_log(study)[0])
        yield from _doubled_entries(study)
    for path in leftovers(study):
        hint = "qualcode check --repair removes it"
        yield Problem(_name(study, path), 0, "a file that a stop left behind, half-written", hint, "warning")


def _doubled_entries(study: Study) -> Iterator[Problem]:
    seen: dict[str, object] = {}
    for number, line in read_lines(study.log):
        entry = entry_of(line)
        if entry and seen.setdefault(entry["id"], entry) != entry:
            told = f"two lines have the id {entry['id']} and say different things"
            yield Problem("log.jsonl", number, told, "take out the one that is wrong")


def leftovers(study: Study) -> list[Path]:
    """What a stop left between writing a file and putting it in place: in the study, and beside it of the key of names."""
    folders = [study.root, study.transcripts, study.memos, study.exports, study.originals, study.codings]
    folders += [path for path in _folders(study.codings) if path.is_dir()]
    found = [path for folder in folders for path in left_behind(folder)]
    return found + list(left_behind(study.key.parent, study.key.name))


def _folders(folder: Path) -> list[Path]:
    try:
        return listed(folder, "")
    except QualcodeError:
        return []  # told by loading


def _name(study: Study, path: Path) -> str:
    return study.relative(path) if path.is_relative_to(study.root) else path.name


def _transcript_problems(study: Study, handle: Handle) -> Iterator[Problem]:
    try:
        transcript = handle.read()
    except QualcodeError:
        hint = "restore both files, or import it again"
        yield Problem(f"transcripts/{handle.id}.json", 0, "text or turns cannot be read", hint)
        return
    if not transcript.turns or transcript.turns[-1].span.end > len(transcript.text):
        yield Problem(f"transcripts/{handle.id}.json", 0, "the turns are not those of the text", "restore both files")
    if not transcript.intact:
        hint = "restore the file; until then nothing can be coded in it"
        yield Problem(f"transcripts/{handle.id}.txt", 0, "the text was changed after its import", hint)
    for name, told in changes_to_settle(study, handle.id):
        yield Problem(name, 0, told, "qualcode check --repair sets it right", "warning")


def _doubled(study: Study, path: Path, coder: str, transcript: str) -> Iterator[Problem]:
    """Events of one id that say different things: both lines stay, and a person must look."""
    seen: dict[str, object] = {}
    for event in read_events(path, coder, transcript)[0]:
        if seen.setdefault(event.id, event) != event:
            told = f"two lines have the id {event.id} and say different things"
            yield Problem(study.relative(path), 0, told, "take out the one that is wrong")


def repair(study: Study) -> Iterator[str]:
    """Mend what can be mended without a decision; tells what was done."""
    moved, united = repair_log(study), 0
    for copy in copies.log_copies(study):
        new, bad = copies.unite_log(study, copy.path)
        united, moved = united + new, moved + bad
        yield f"{study.relative(copy.path)}: {new} entries brought to log.jsonl."
    for file in copies.journal_files(study):
        new, bad = copies.unite_journal(study, file)
        moved += bad
        if new or not file.path.exists():
            yield f"{study.relative(file.path)}: {new} events brought to the journal that they belong to."
    yield f"{moved} lines moved to .bad files."
    with locked(study.log):
        for name in [path.stem for path in listed(study.transcripts, ".json")]:
            try:
                files = list(settled(study, name))
            except QualcodeError:
                continue  # told by check: it cannot be read
            for path, data in files:
                put(stage(path, data), path)
                yield f"{study.relative(path)}: set right."
        gone = leftovers(study)
        for path in gone:
            drop(path)
    if gone:
        yield f"{len(gone)} files that a stop left behind removed."


def _case_problems(project: Project) -> Iterator[Problem]:
    rows = {case.casefold() for case in project.cases.ids()}
    spelled: dict[str, set[str]] = {}
    for handle in project.transcripts.values():
        for case in handle.cases:
            spelled.setdefault(case.casefold(), set()).add(case)
    for names in spelled.values():
        if len(names) > 1:
            told = f"{' and '.join(map(repr, sorted(names)))} differ in capitals only, and count as {len(names)} cases"
            yield Problem("transcripts", 0, told, "give one of them its right name: qualcode speakers T LABEL=CASE")
    for name, handle in project.transcripts.items():
        for case in handle.cases:
            if case.casefold() not in rows:
                yield Problem("cases.csv", 0, f"case {case!r} of transcript {name} has no row", "add one", "warning")
    speaking = {case.casefold() for handle in project.transcripts.values() for case in handle.cases}
    if project.transcripts:
        for case in project.cases.ids():
            if case.casefold() not in speaking:
                hint = "is it spelled as in the transcripts? qualcode speakers shows those"
                yield Problem("cases.csv", 0, f"the row of {case!r} fits no transcript", hint, "warning")
    for attribute in project.settings.publish:
        if attribute not in project.cases.attributes:
            hint = did_you_mean(attribute, project.cases.attributes)
            yield Problem("qualcode.yaml", 0, f"publish: there is no attribute {attribute!r}", hint)
    if project.settings.themes and project.settings.themes not in project.codebook.theme_sets:
        hint = did_you_mean(project.settings.themes, project.codebook.theme_sets)
        yield Problem("qualcode.yaml", 0, f"themes: there is no set {project.settings.themes!r}", hint)


def _memo_problems(project: Project) -> Iterator[Problem]:
    """Memos about codings that are in no journal, or were withdrawn; and about points that no list has."""
    about = [(memo.name, target) for memo in project.memos for target in memo.about]
    wanted = [(name, target.removeprefix("coding:")) for name, target in about if target.startswith("coding:")]
    known = project.current_codings if wanted else {}
    for name, coding in wanted:
        if coding not in known:
            told = f"it is about coding {coding!r}, which is withdrawn or does not exist"
            yield Problem(f"memos/{name}.md", 2, told, severity="warning")
    for name, target in about:
        if target.startswith("rigour:") and (point := target.removeprefix("rigour:")) not in POINTS:
            told = f"it is about a point that no list has: {point!r}"
            yield Problem(f"memos/{name}.md", 2, told, did_you_mean(point, POINTS), "warning")


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


def _key_problems(handle: Handle, codings: Codings, path: str) -> Iterator[Problem]:
    """Key quotes in which no respondent speaks: printed, they would be taken for a respondent's words."""
    keys = [coding for coding in codings.applied if coding.key]
    transcript = handle.read() if keys else None
    for coding in keys if transcript and transcript.intact else ():
        if transcript and not any(turn.is_respondent for turn in transcript.turns_touched(coding.span)):
            told = f"the key quote {coding.id} has the interviewer's words alone"
            yield Problem(path, 0, told, "choose a respondent's: qualcode codings mark ID --no-key", "warning")


def _coding_problems(project: Project, codings: Codings, path: str, readable: bool) -> Iterator[Problem]:
    """`readable`: the codebook is; else no code of it is known, and its own fault is told."""
    gone: dict[str, int] = {}
    for coding in codings.applied:
        if readable and coding.code not in project.codebook.current:
            gone[coding.code] = gone.get(coding.code, 0) + 1
    elsewhere = sum(one.why == "text" for one in codings.adrift)
    if elsewhere:
        told = "1 event was" if elsewhere == 1 else f"{elsewhere} events were"
        hint = "put the text back that they were made on; until then they are not counted"
        yield Problem(path, 0, f"{told} made on another text than the transcript has", hint)
    for one in codings.adrift:
        if one.why in _NOT_STANDING:
            what = "coding" if one.kind == "apply" else one.kind
            yield Problem(path, 0, f"{what} {one.id} {_NOT_STANDING[one.why]}", "it is not counted")
    for code, number in gone.items():
        near = did_you_mean(code, project.codebook.by_id)
        hint = f"put it back, or add it to `was:` of the code that stands for it now{'; ' + near if near else ''}"
        told = "1 coding has" if number == 1 else f"{number} codings have"
        yield Problem(path, 0, f"{told} the code {code!r}, which is not in the codebook", hint)
