"""A way back from an import: a transcript removed, renamed, or read anew from another file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.project import Project
from qualcode.model.transcript import Handle, Transcript, read_intact
from qualcode.store.csv_files import with_renamed_cases, without_bare_rows
from qualcode.store.files import make_folder, read_bytes, write_bytes
from qualcode.store.journal import read_events
from qualcode.store.layout import Study
from qualcode.store.sidefiles import with_renamed_transcript, without_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import renamed_transcript


def journals_of(opened: Opened, name: str) -> list[Path]:
    """The journals of all coders that hold an event for a transcript."""
    study = opened.study
    found = [one for one in opened.project.journals if one.transcript.casefold() == name.casefold()]
    paths = [(study.journal(one.coder, one.transcript), one) for one in found]
    return [path for path, one in paths if read_events(path, one.coder, one.transcript)[0]]


def refuse_where_coded(opened: Opened, name: str, instead: str) -> None:
    """Raises QualcodeError where somebody coded or read the transcript."""
    journals = journals_of(opened, name)
    if journals:
        coders = ", ".join(dict.fromkeys(path.parent.name for path in journals))
        raise QualcodeError(f"{name} has codings or was read (by {coders}); {instead}.")


def refuse_where_used(opened: Opened, name: str, instead: str) -> None:
    """Raises QualcodeError where somebody coded or read the transcript, or wrote a memo about it."""
    refuse_where_coded(opened, name, instead)
    if memos := _memos(opened.project, name):
        raise QualcodeError(f"there are memos about {name} ({', '.join(memos)}); {instead}.")


def _memos(project: Project, name: str) -> list[str]:
    return [f"memos/{memo.name}.md" for memo in project.memos if f"transcript:{name}" in memo.about]


def remove(
    opened: Opened, name: str, because: str, coder: str, *, with_codings: bool = False, key: Path | None = None
) -> Path | None:
    """Take a transcript out of the study; returns the folder beside the study that its codings are kept in, if any.

    Its rows in the key file go with it, and the rows of cases.csv that nobody filled in and no other transcript has.
    """
    study, handle = opened.study, opened.project.transcript(name)
    if not because.strip():
        raise QualcodeError("Say why: --because TEXT.")
    if not with_codings:
        refuse_where_used(opened, handle.id, "with --with-codings they are kept beside the study, and it is removed")
    journals = [
        study.journal(one.coder, one.transcript) for one in opened.project.journals if one.transcript == handle.id
    ]
    memos = [study.root / path for path in _memos(opened.project, handle.id)]
    archive = _archive(study, handle, [*journals, *memos]) if journals or memos else None
    with transaction(study) as act:
        act.log("removed", coder, transcript=handle.id, because=because.strip())
        _put_cases(act, opened, handle, {})
        where = key or study.key
        if keys := without_keys(where, handle.id, opened.project.settings.csv_delimiter):
            act.put(where, keys, private=True)
        for path in (study.sidecar(handle.id), study.text(handle.id), *journals, *memos):
            act.remove(path)
    return archive


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
        raise QualcodeError(f"{new!r} is no id: {ID_RULE}.")
    if new.casefold() in {
        one.casefold() for one in (*project.transcripts, *(one.transcript for one in project.journals))
    }:
        raise QualcodeError(f"There is a transcript {new} already, or codings that wait for it.")
    refuse_where_used(opened, handle.id, "journals, memos and the log carry its id, so it can no longer be renamed")
    elsewhere = {case for other in project.transcripts.values() if other.id != handle.id for case in other.cases}
    case = handle.id if handle.id in handle.cases and handle.id not in elsewhere else ""
    if case and new in {*project.known_cases} - {case}:
        raise QualcodeError(
            f"There is a respondent {new} already; qualcode speakers {handle.id} {case}=OTHER comes first."
        )
    read = read_intact(handle)
    changed = _with_speaker(read, case, new) if case else read
    names = {case: new} if case else {}
    with transaction(study) as act:
        act.log("renamed", coder, transcript=new, renamed=handle.id)
        for path, data in renamed_transcript(study, handle.id, changed, new):
            act.put(path, data)
        if names:
            _put_cases(act, opened, handle, names)
        where = key or study.key
        if keys := with_renamed_transcript(where, handle.id, new, names, project.settings.csv_delimiter):
            act.put(where, keys, private=True)
        act.remove(study.sidecar(handle.id))
        act.remove(study.text(handle.id))
    return case


def _with_speaker(read: Transcript, case: str, new: str) -> Transcript:
    from qualcode.acts.speakers import relabelled

    changed, _ = relabelled(read, {case: new})
    turns = tuple(turn._replace(case=new) if turn.case == case else turn for turn in changed.turns)
    return Transcript(read.id, changed.text, turns, times=changed.times)


def _put_cases(act: Transaction, opened: Opened, handle: Handle, names: dict[str, str]) -> None:
    """cases.csv after a transcript went or was renamed: renamed rows, and none for who spoke only there."""
    study = opened.study
    if not study.cases.exists():
        return
    before = read_bytes(study.cases)
    elsewhere = {case for other in opened.project.transcripts.values() if other.id != handle.id for case in other.cases}
    gone = [] if names else [case for case in handle.cases if case not in elsewhere]
    after = with_renamed_cases(before, names) if names else without_bare_rows(before, gone)
    if after != before:
        act.put(study.cases, after)
