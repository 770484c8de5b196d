"""Who is who in the transcripts, and setting it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError, unknown
from qualcode.model.handle import read_intact
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.project import Project
from qualcode.model.span import Span
from qualcode.model.transcript import INTERVIEWER, Transcript, Turn, count_words
from qualcode.model.versions import Kept, Revision, edited, place, revision
from qualcode.store.csv_files import with_renamed_cases, without_bare_rows
from qualcode.store.sidecars import sha256
from qualcode.store.sidefiles import cases_file, with_cases, with_renamed_keys
from qualcode.store.transaction import Transaction, transaction
from qualcode.store.transcripts import changed_transcript
from qualcode.text import Say
from qualcode.usecases.study import Opened


@dataclass(frozen=True)
class SpeakerRow:
    transcript: str
    speaker: str
    role: str
    case: str
    turns: int
    words: int


def speakers(opened: Opened, transcript: str | None) -> list[SpeakerRow]:
    """One row a speaker of the transcript, or of all."""
    project = opened.project
    handles = [project.transcript(transcript)] if transcript else list(project.transcripts.values())
    rows = []
    for handle in handles:
        read = handle.read()
        by_speaker: dict[tuple[str, str, str], list[Turn]] = {}
        for turn in read.turns:
            by_speaker.setdefault((turn.speaker, turn.role, turn.case), []).append(turn)
        for (speaker, role, case), turns in by_speaker.items():
            words = sum(count_words(turn.span.of(read.text)) for turn in turns)
            rows.append(SpeakerRow(handle.id, speaker, role, case, len(turns), words))
    return rows


def correct(opened: Opened, transcript: str, changes: Sequence[str], coder: str, key: Path | None = None) -> list[Say]:
    """Apply LABEL=CASE and LABEL=interviewer: in the text, in the turns, in cases.csv and in the key of names.

    Gives what is to be known of what cases.csv says of whom now.
    """
    read = read_intact(opened.project.transcript(transcript))
    who = dict(_change(opened.project, read, change) for change in changes)
    written = {label: name for label, (name, _, _) in who.items()}
    changed, kept = relabelled(read, written)
    turns = tuple(
        turn._replace(role=who[old.speaker][1], case=who[old.speaker][2]) if old.speaker in who else turn
        for turn, old in zip(changed.turns, read.turns, strict=True)
    )
    return put_changed(opened, read, replace(changed, turns=turns), kept, written, coder, key)


def put_changed(
    opened: Opened,
    before: Transcript,
    after: Transcript,
    kept: Sequence[Kept],
    changes: Mapping[str, str],
    coder: str,
    key: Path | None,
) -> list[Say]:
    """Write a transcript whose speakers changed; gives what is to be known of cases.csv; `changes` tells the log, and leads the key from old ids to new ones.

    The log keeps which stretches of the old text stand in the new one, so codings follow: those that are there, and those
    of another coder that arrive later.
    """
    project, study = opened.project, opened.study
    elsewhere = {case for other in project.transcripts.values() if other.id != before.id for case in other.cases}
    still = {turn.case for turn in after.turns} | elsewhere
    gone = [turn.case for turn in before.turns if turn.case and turn.case not in still]
    details: dict[str, Any] = {}
    if after.text != before.text:
        new = sha256(after.text.encode())
        details["revision"] = revision(before, after, before.sha, new, kept).to_json()
    with transaction(study) as act:
        became = _became(before, after, gone)
        told = _put_cases(act, project, [turn.case for turn in after.turns if turn.case], became)
        where = key or study.key
        if keys := with_renamed_keys(where, before.id, changes, project.settings.csv_delimiter):
            act.put(where, keys, private=True)
        for path, data in changed_transcript(study, after):
            act.put(path, data)
        act.log("speakers", coder, transcript=before.id, changes=dict(changes), **details)
    return told


def _became(before: Transcript, after: Transcript, gone: Sequence[str]) -> dict[str, str]:
    """Case that is gone -> the one case that has all its turns now, else ""."""
    pairs = list(zip(before.turns, after.turns, strict=False)) if len(before.turns) == len(after.turns) else []
    now = {case: {new.case for old, new in pairs if old.case == case} for case in gone}
    return {case: next(iter(cases)) if len(cases) == 1 else "" for case, cases in now.items()}


def _put_cases(act: Transaction, project: Project, named: Sequence[str], gone: Mapping[str, str]) -> list[Say]:
    """cases.csv with a row for every case named. That of a case that is gone goes on as that of `gone[case]`, where this
    has no row that was filled in; without one it goes where nobody filled it in.
    """
    before = after = cases_file(act.study)
    filled = {case for case in project.cases.ids() if any(project.cases.get(case).attributes.values())}
    follow = {old: new for old, new in gone.items() if old in filled and new and new not in filled}
    if follow:
        after = with_renamed_cases(without_bare_rows(after, list(follow.values())), follow)
    known = {case.casefold() for case in (*project.cases.ids(), *follow.values())}
    new = [case for case in dict.fromkeys(named) if case.casefold() not in known]
    if new:
        after = with_cases(after, new, project.settings.csv_delimiter)
    if gone:
        after = without_bare_rows(after, [old for old in gone if old not in follow])
    if after != before:
        act.put(act.study.cases, after)
    told = [Say("mind.case_was_there", was=old, case=new) for old, new in gone.items() if new in filled]
    return told + [Say("mind.row_of_nobody", case=old) for old in gone if old in filled and old not in follow]


def _change(project: Project, transcript: Transcript, change: str) -> tuple[str, tuple[str, str, str]]:
    """LABEL=CASE -> label, (written, role, case)."""
    label, equals, case = change.partition("=")
    labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
    if not equals:
        raise QualcodeError("error.label_case", typed=change)
    if label not in labels:
        raise unknown(Say("thing.speaker_in", transcript=transcript.id), label, labels)
    return label, named(project, case)


def named(project: Project, who: str) -> tuple[str, str, str]:
    """(written, role, case) of a case id, in whatever capitals, or `interviewer`."""
    name = who.strip()
    if name.casefold() == "interviewer":
        return INTERVIEWER, "interviewer", ""
    if not is_id(name):
        raise QualcodeError("error.no_case_id", name=name, rule=ID_RULE)
    case = project.case_id(name)
    return case, "respondent", case


def relabelled(transcript: Transcript, written: Mapping[str, str]) -> tuple[Transcript, list[Kept]]:
    """The transcript with labels replaced in its text, every span moved along; and what of the text is kept."""
    edits: list[tuple[Span, str]] = []
    position = 0
    for turn in transcript.turns:
        between = transcript.text[position : turn.span.start]
        at = between.rfind(turn.speaker) if turn.speaker in written else -1
        if at >= 0 and turn.speaker != written[turn.speaker]:
            start = position + at
            edits.append((Span(start, start + len(turn.speaker)), written[turn.speaker]))
        position = turn.span.end
    text, kept = edited(transcript.text, edits)
    whole = Revision("", "", tuple(kept))
    turns = tuple(
        turn._replace(span=whole.carry(turn.span) or turn.span, speaker=written.get(turn.speaker, turn.speaker))
        for turn in transcript.turns
    )
    times = tuple((place(kept, position), time) for position, time in transcript.times)
    return replace(transcript, text=text, turns=turns, times=times), kept
