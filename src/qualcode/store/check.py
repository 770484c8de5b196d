"""Every problem of a study at once: what loading finds, and what only reading all journals and texts can tell; mending."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import Problem, QualcodeError, did_you_mean
from qualcode.model.checklists import POINTS
from qualcode.model.coding import Codings
from qualcode.model.handle import Handle
from qualcode.model.names import is_id
from qualcode.model.project import Project
from qualcode.store import copies, unfinished
from qualcode.store.derived import derived
from qualcode.store.files import drop, left_behind, listed, put, stage
from qualcode.store.journal import checked_journal
from qualcode.store.layout import Study
from qualcode.store.lines import read_lines
from qualcode.store.load import load
from qualcode.store.locks import locked
from qualcode.store.log import entry_of, read_log, repair_log
from qualcode.store.transcripts import changes_to_settle, settled
from qualcode.text import Say

if TYPE_CHECKING:
    from qualcode.text.keys import Key

_NOT_STANDING: "dict[str, Key]" = {"span": "fault.outside_text", "quote": "fault.other_words"}


def check(study: Study) -> Iterator[Problem]:
    """All problems of the study; texts and journals are read one transcript at a time."""
    derived(study).certain = True
    project, problems = load(study)
    yield from problems
    readable = not any(problem.path == "codebook.yaml" and problem.severity == "error" for problem in problems)
    yield from _case_problems(project)
    yield from _memo_problems(project)
    printing = _Printing(project)
    for handle in project.transcripts.values():
        yield from _transcript_problems(study, handle)
        for journal in project.journals_on(handle.id):
            name = study.relative(study.journal(journal.coder, handle.id))
            codings, faults = checked_journal(study, journal.coder, handle.id)
            yield from faults
            yield from _coding_problems(project, codings, name, readable)
            yield from _key_problems(handle, codings, name)
            yield from printing.lapsed(codings, name)
    yield from printing.without_key()
    for journal in project.journals:
        name = study.relative(study.journal(journal.coder, journal.transcript))
        if journal.transcript not in project.transcripts:
            yield Problem(name, 0, Say("fault.transcript_gone"), severity="warning")
        if not is_id(journal.coder):
            yield Problem(name, 0, Say("fault.folder_is_no_coder"))
    yield from _if_readable(study, project)


def _if_readable(study: Study, project: Project) -> Iterator[Problem]:
    """What is found by looking through folders; that one cannot be read is told by loading."""
    with suppress(QualcodeError):
        yield from copies.problems(study, {stray.path for stray in project.strays})
    with suppress(QualcodeError):
        yield from unfinished.problems(study, project, read_log(study)[0])
        yield from _doubled_entries(study)
    for path in leftovers(study):
        yield Problem(_name(study, path), 0, Say("fault.half_written"), Say("hint.repair_removes"), "warning")


def _doubled_entries(study: Study) -> Iterator[Problem]:
    seen: dict[str, object] = {}
    for number, line in read_lines(study.log):
        entry = entry_of(line)
        if entry and seen.setdefault(entry["id"], entry) != entry:
            yield Problem("log.jsonl", number, Say("fault.two_lines", id=entry["id"]), Say("hint.take_out_one"))


def leftovers(study: Study) -> list[Path]:
    """What a stop left between writing a file and putting it in place: in the study, and beside it of the key of names."""
    folders = [
        study.root,
        study.transcripts,
        study.versions,
        study.memos,
        study.exports,
        study.originals,
        study.codings,
    ]
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
        hint = Say("hint.restore_both_or_import")
        yield Problem(f"transcripts/{handle.id}.json", 0, Say("fault.unreadable_transcript"), hint)
        return
    if not transcript.turns or transcript.turns[-1].span.end > len(transcript.text):
        yield Problem(
            f"transcripts/{handle.id}.json", 0, Say("fault.turns_of_another_text"), Say("hint.restore_both_files")
        )
    if not transcript.intact:
        yield Problem(
            f"transcripts/{handle.id}.txt", 0, Say("fault.text_changed"), Say("hint.restore_text", transcript=handle.id)
        )
    for name, told in changes_to_settle(study, handle.id):
        yield Problem(name, 0, told, Say("hint.repair_sets_right"), "warning")


def repair(study: Study) -> Iterator[Say]:
    """Mend what can be mended without a decision; tells what was done."""
    moved, united = repair_log(study), 0
    for copy in copies.log_copies(study):
        new, bad = copies.unite_log(study, copy.path)
        united, moved = united + new, moved + bad
        yield Say("tell.log_united", path=study.relative(copy.path), n=new)
    for file in copies.journal_files(study):
        new, bad = copies.unite_journal(study, file)
        moved += bad
        if new or not file.path.exists():
            yield Say("tell.journal_united", path=study.relative(file.path), n=new)
    yield Say("tell.moved_aside", n=moved)
    with locked(study.log):
        for name in [path.stem for path in listed(study.transcripts, ".json")]:
            try:
                files = list(settled(study, name))
            except QualcodeError:
                continue  # told by check: it cannot be read
            for path, data in files:
                put(stage(path, data), path)
                yield Say("tell.set_right", path=study.relative(path))
        gone = leftovers(study)
        for path in gone:
            drop(path)
    if gone:
        yield Say("tell.leftovers_removed", n=len(gone))


def _case_problems(project: Project) -> Iterator[Problem]:
    rows = {case.casefold() for case in project.cases.ids()}
    spelled: dict[str, set[str]] = {}
    for handle in project.transcripts.values():
        for case in handle.cases:
            spelled.setdefault(case.casefold(), set()).add(case)
    for names in spelled.values():
        if len(names) > 1:
            told = Say("fault.cases_alike", names=", ".join(map(repr, sorted(names))), n=len(names))
            yield Problem("transcripts", 0, told, Say("hint.rename_one"))
    for name, handle in project.transcripts.items():
        for case in handle.cases:
            if case.casefold() not in rows:
                yield Problem(
                    "cases.csv", 0, Say("fault.case_without_row", case=case, name=name), Say("hint.add_one"), "warning"
                )
    speaking = {case.casefold() for handle in project.transcripts.values() for case in handle.cases}
    if project.transcripts:
        for case in project.cases.ids():
            if case.casefold() not in speaking:
                hint = Say("hint.spelled_as_there")
                yield Problem("cases.csv", 0, Say("fault.row_without_case", case=case), hint, "warning")
    for attribute in project.settings.publish:
        if attribute not in project.cases.attributes:
            near = did_you_mean(attribute, project.cases.attributes)
            yield Problem("qualcode.yaml", 0, Say("fault.publish_no_attribute", attribute=attribute), near)
    if project.settings.themes and project.settings.themes not in project.codebook.theme_sets:
        near = did_you_mean(project.settings.themes, project.codebook.theme_sets)
        yield Problem("qualcode.yaml", 0, Say("fault.themes_no_set", set=project.settings.themes), near)


def _memo_problems(project: Project) -> Iterator[Problem]:
    """Memos about codings that are in no journal, or were withdrawn; and about points that no list has."""
    about = [(memo.name, target) for memo in project.memos for target in memo.about]
    wanted = [(name, target.removeprefix("coding:")) for name, target in about if target.startswith("coding:")]
    known = project.current_codings if wanted else {}
    for name, coding in wanted:
        if coding not in known:
            yield Problem(f"memos/{name}.md", 2, Say("fault.memo_coding_gone", coding=coding), severity="warning")
    for name, target in about:
        if target.startswith("rigour:") and (point := target.removeprefix("rigour:")) not in POINTS:
            yield Problem(
                f"memos/{name}.md", 2, Say("fault.memo_no_point", point=point), did_you_mean(point, POINTS), "warning"
            )


class _Printing:
    """Approvals of another form than is printed now; and, of all journals, themes with fragments and no key quote."""

    def __init__(self, project: Project) -> None:
        self._book = project.codebook
        self._used: set[str] = set()
        self._keys: set[str] = set()

    def lapsed(self, codings: Codings, path: str) -> Iterator[Problem]:
        for coding in codings.applied:
            code = self._book.current.get(coding.code, "")
            self._used.add(code)
            if coding.key:
                self._keys.add(code)
            if coding.approval in ("asked", "approved") and not coding.standing_approval:
                told = Say("fault.printed_changed", id=coding.id, approval=coding.approval)
                yield Problem(path, 0, told, Say("hint.ask_again"), "warning")

    def without_key(self) -> Iterator[Problem]:
        for theme in self._book.themes:
            members = set(self._book.theme_members(theme))
            if members & self._used and not members & self._keys:
                told = Say("fault.theme_without_key", theme=theme.id)
                yield Problem("codebook.yaml", 0, told, Say("hint.choose_key"), "warning")


def _key_problems(handle: Handle, codings: Codings, path: str) -> Iterator[Problem]:
    """Key quotes in which no respondent speaks: printed, they would be taken for a respondent's words."""
    keys = [coding for coding in codings.applied if coding.key]
    transcript = handle.read() if keys else None
    for coding in keys if transcript and transcript.intact else ():
        if transcript and not any(turn.is_respondent for turn in transcript.turns_touched(coding.span)):
            told = Say("fault.key_of_interviewer", id=coding.id)
            yield Problem(path, 0, told, Say("hint.choose_respondents"), "warning")


def _coding_problems(project: Project, codings: Codings, path: str, readable: bool) -> Iterator[Problem]:
    """`readable`: the codebook is; else no code of it is known, and its own fault is told."""
    gone: dict[str, int] = {}
    for coding in codings.applied:
        if readable and coding.code not in project.codebook.current:
            gone[coding.code] = gone.get(coding.code, 0) + 1
    elsewhere = sum(one.why == "text" for one in codings.adrift)
    if elsewhere:
        yield Problem(path, 0, Say.some("fault.made_on_another_text", elsewhere), Say("hint.put_that_text_back"))
    if codings.to_read_again:
        yield Problem(path, 0, Say("fault.read_before_revision"), Say("hint.read_again"), "warning")
    if codings.waiting:
        told = Say.some("fault.waits_since_revised", len(codings.waiting))
        yield Problem(path, 0, told, Say("hint.queue"), "warning")
    for one in codings.adrift:
        if one.why in _NOT_STANDING:
            what = Say.of("entry", one.kind)
            yield Problem(path, 0, Say(_NOT_STANDING[one.why], what=what, id=one.id), Say("hint.not_counted"))
    for code, number in gone.items():
        near = did_you_mean(code, project.codebook.by_id)
        hint = Say("hint.put_code_back.near", near=near) if near else Say("hint.put_code_back")
        yield Problem(path, 0, Say.some("fault.code_gone", number, code=code), hint)
