"""A way back from an import: a transcript removed, renamed, or read anew from another file."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model.handle import Handle, read_intact
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.project import Project
from qualcode.model.transcript import Transcript
from qualcode.store.csv_files import with_renamed_cases, without_bare_rows
from qualcode.store.files import make_folder, read_bytes, write_bytes
from qualcode.store.journal import read_events
from qualcode.store.layout import Study
from qualcode.store.originals import originals_of
from qualcode.store.sidefiles import with_renamed_transcript, without_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import renamed_transcript
from qualcode.store.versions import all_version_files
from qualcode.text import Say
from qualcode.usecases.study import Opened


def journals_of(opened: Opened, name: str) -> list[Path]:
    """The journals of all coders that hold an event for a transcript."""
    study = opened.study
    found = [one for one in opened.project.journals if one.transcript.casefold() == name.casefold()]
    paths = [(study.journal(one.coder, one.transcript), one) for one in found]
    return [path for path, one in paths if read_events(path, one.coder, one.transcript)[0]]


def refuse_where_coded(opened: Opened, name: str, instead: Say) -> None:
    """Raises QualcodeError where somebody coded or read the transcript."""
    journals = journals_of(opened, name)
    if journals:
        coders = ", ".join(dict.fromkeys(path.parent.name for path in journals))
        raise QualcodeError("error.transcript_was_used", name=name, coders=coders, instead=instead)


def _refuse_where_used(opened: Opened, handle: Handle, cases: Sequence[str], instead: Say) -> None:
    """Raises QualcodeError where somebody coded or read the transcript, or wrote a memo about it or one of these cases."""
    refuse_where_coded(opened, handle.id, instead)
    if memos := _memos(opened, handle, cases):
        about = Say("about_who_speaks", name=handle.id) if cases else handle.id
        raise QualcodeError("error.transcript_has_memos", about=about, memos=", ".join(memos), instead=instead)


def _memos(opened: Opened, handle: Handle, cases: Sequence[str]) -> list[str]:
    """The memos about a transcript, about what anybody coded in it, and about these cases."""
    about = {f"transcript:{handle.id}", *(f"case:{case}" for case in cases)}
    for one in opened.project.journals_on(handle.id):
        path = opened.study.journal(one.coder, one.transcript)
        about |= {f"coding:{event.id}" for event in read_events(path, one.coder, one.transcript)[0]}
    return [f"memos/{memo.name}.md" for memo in opened.project.memos if about & set(memo.about)]


def _only_here(project: Project, handle: Handle) -> list[str]:
    """Who speaks in this transcript and in no other."""
    elsewhere = {case for other in project.transcripts.values() if other.id != handle.id for case in other.cases}
    return [case for case in handle.cases if case not in elsewhere]


@dataclass(frozen=True)
class Removed:
    """`archive`: the folder beside the study that what was coded is kept in; what of the transcript is still somewhere."""

    archive: Path | None
    described: tuple[str, ...]  # cases whose rows in cases.csv somebody filled in
    names_in_key: bool  # whether the key file held names of the transcript, which are gone


def remove(
    opened: Opened, name: str, because: str, coder: str, *, with_codings: bool = False, key: Path | None = None
) -> Removed:
    """Take a transcript out of the study, with the copy of its file, its rows in the key, and bare rows of cases.csv."""
    study, project, handle = opened.study, opened.project, opened.project.transcript(name)
    if not because.strip():
        raise QualcodeError("error.say_why")
    cases = _only_here(project, handle)
    if not with_codings:
        _refuse_where_used(opened, handle, cases, Say("instead.with_codings"))
    journals = [study.journal(one.coder, one.transcript) for one in project.journals_on(handle.id)]
    memos = [study.root / path for path in _memos(opened, handle, cases)]
    beside = [*journals, *memos, *originals_of(study, handle.id), *all_version_files(study, handle.id)]
    archive = _archive(study, handle, beside) if journals or memos else None
    with _kept(archive, [study.text(handle.id), study.sidecar(handle.id), *beside]), transaction(study) as act:
        act.log("removed", coder, transcript=handle.id, because=because.strip())
        _put_cases(act, opened, handle, {})
        where = key or study.key
        if keys := without_keys(where, handle.id, project.settings.csv_delimiter):
            act.put(where, keys, private=True)
        for path in (study.sidecar(handle.id), study.text(handle.id), *beside):
            act.remove(path)
    described = [case for case in cases if any(project.cases.get(case).attributes.values())]
    return Removed(archive, tuple(described), keys is not None)


@contextmanager
def _kept(archive: Path | None, files: Sequence[Path]) -> Iterator[None]:
    """The archive, unless all that it is of stays in the study after all."""
    try:
        yield
    except BaseException:
        if archive and all(path.exists() for path in files):
            shutil.rmtree(archive, ignore_errors=True)
        raise


def _archive(study: Study, handle: Handle, codings: list[Path]) -> Path:
    """Copies of all that a transcript has, for their owner alone, in a new folder beside the study."""
    base = study.root.resolve().parent / f"{handle.id}-removed-{date.today().isoformat()}"
    folder = next(one for one in _numbered(base) if not one.exists())
    make_folder(folder, private=True)
    for path in (study.text(handle.id), study.sidecar(handle.id), *codings):
        target = folder / path.relative_to(study.root)
        make_folder(target.parent, private=True)
        write_bytes(target, read_bytes(path), private=True)
    return folder


def _numbered(base: Path) -> Iterator[Path]:
    yield base
    yield from (base.with_name(f"{base.name}-{number}") for number in range(2, 10_000))


def rename(opened: Opened, name: str, new: str, coder: str, key: Path | None = None) -> str:
    """Give a transcript another id, while nothing is coded in it; returns the case that was renamed with it, or "".

    The case follows where it has the same id and speaks nowhere else: in the text, in cases.csv and in the key.
    """
    project, study = opened.project, opened.study
    handle = project.transcript(name)
    if not is_id(new):
        raise QualcodeError("error.no_id", name=new, rule=ID_RULE)
    if new.casefold() in {
        one.casefold() for one in (*project.transcripts, *(one.transcript for one in project.journals))
    }:
        raise QualcodeError("error.id_is_taken", name=new)
    case = handle.id if handle.id in _only_here(project, handle) else ""
    names = {case: new} if case else {}
    _refuse_where_used(opened, handle, [*names], Say("instead.no_renaming"))
    if case and new.casefold() in {one.casefold() for one in project.known_cases if one != case}:
        raise QualcodeError("error.respondent_is_there", name=new, transcript=handle.id, case=case)
    read = read_intact(handle)
    changed = _with_speaker(read, case, new) if case else read
    with transaction(study) as act:
        act.log("renamed", coder, transcript=new, renamed=handle.id)
        for path, data in renamed_transcript(study, handle.id, changed, new):
            act.put(path, data)
        if names:
            _put_cases(act, opened, handle, names)
        where = key or study.key
        if keys := with_renamed_transcript(where, handle.id, new, names, project.settings.csv_delimiter):
            act.put(where, keys, private=True)
        beside = [*originals_of(study, handle.id), *all_version_files(study, handle.id)]
        for path in beside:
            act.put(path.with_name(new + path.name.removeprefix(handle.id)), read_bytes(path))
        for path in (study.sidecar(handle.id), study.text(handle.id), *beside):
            act.remove(path)
    return case


def _with_speaker(read: Transcript, case: str, new: str) -> Transcript:
    from qualcode.usecases.transcripts.speakers import relabelled

    changed, _ = relabelled(read, {case: new})
    turns = tuple(turn._replace(case=new) if turn.case == case else turn for turn in changed.turns)
    return Transcript(read.id, changed.text, turns, times=changed.times)


def _put_cases(act: Transaction, opened: Opened, handle: Handle, names: dict[str, str]) -> None:
    """cases.csv after a transcript went or was renamed: renamed rows, and none for who spoke only there."""
    study = opened.study
    if not study.cases.exists():
        return
    before = read_bytes(study.cases)
    gone = _only_here(opened.project, handle)
    after = with_renamed_cases(before, names) if names else without_bare_rows(before, gone)
    if after != before:
        act.put(study.cases, after)
