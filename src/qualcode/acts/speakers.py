"""Who is who in the transcripts, and setting it right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError, unknown
from qualcode.model.names import ID_RULE, is_id
from qualcode.model.span import Span
from qualcode.model.transcript import INTERVIEWER, Transcript, Turn, count_words, read_intact
from qualcode.store.log import write_log
from qualcode.store.sidefiles import add_cases, drop_bare_cases, rename_keys
from qualcode.store.transcripts import rewrite_turns


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


def correct(opened: Opened, transcript: str, changes: Sequence[str], coder: str) -> bool:
    """Apply LABEL=CASE and LABEL=interviewer. Returns whether the text carries the new labels.

    Where something was coded already the text stays as it is, so that no position drifts: then only the side-car
    says who speaks.
    """
    handle = opened.project.transcript(transcript)
    read = read_intact(handle)
    who = dict(_change(read, change) for change in changes)
    coded = any(journal.transcript == handle.id for journal in opened.project.journals)
    relabelled = read if coded else _relabelled(read, {label: written for label, (written, _, _) in who.items()})
    turns = tuple(
        turn._replace(role=who[old.speaker][1], case=who[old.speaker][2]) if old.speaker in who else turn
        for turn, old in zip(relabelled.turns, read.turns, strict=True)
    )
    rewrite_turns(opened.study, replace(relabelled, turns=turns))
    known = {case.casefold() for case in opened.project.cases.ids()}
    new = dict.fromkeys(case for _, _, case in who.values() if case and case.casefold() not in known)
    if new:
        add_cases(opened.study, list(new), opened.project.settings.csv_delimiter)
    written = {label: name for label, (name, _, _) in who.items()}
    rename_keys(opened.study.key, handle.id, written, opened.project.settings.csv_delimiter)
    elsewhere = {case for other in opened.project.transcripts.values() if other.id != handle.id for case in other.cases}
    still = {turn.case for turn in turns} | elsewhere
    drop_bare_cases(opened.study, [label for label in written if label not in still])
    write_log(opened.study, "speakers", coder, transcript=handle.id, changes={k: v[0] for k, v in who.items()})
    return not coded


def _change(transcript: Transcript, change: str) -> tuple[str, tuple[str, str, str]]:
    """LABEL=CASE -> label, (written, role, case)."""
    label, equals, case = change.partition("=")
    labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
    if not equals:
        raise QualcodeError(f"{change!r} should be LABEL=CASE or LABEL=interviewer.")
    if label not in labels:
        raise unknown(f"speaker in {transcript.id}", label, labels)
    if case.casefold() == "interviewer":
        return label, (INTERVIEWER, "interviewer", "")
    if not is_id(case):
        raise QualcodeError(f"{case!r} is no case id: {ID_RULE}.")
    return label, (case, "respondent", case)


def _relabelled(transcript: Transcript, written: dict[str, str]) -> Transcript:
    """The transcript with labels replaced in its text, and every span moved along."""
    out: list[str] = []
    turns: list[Turn] = []
    position = shift = 0
    for turn in transcript.turns:
        between = transcript.text[position : turn.span.start]
        at = between.rfind(turn.speaker) if turn.speaker in written else -1
        if at >= 0:
            new = written[turn.speaker]
            out += [between[:at], new, between[at + len(turn.speaker) :]]
            shift += len(new) - len(turn.speaker)
        else:
            out.append(between)
        out.append(turn.span.of(transcript.text))
        position = turn.span.end
        span = Span(turn.span.start + shift, turn.span.end + shift)
        turns.append(turn._replace(span=span, speaker=written.get(turn.speaker, turn.speaker)))
    out.append(transcript.text[position:])
    return replace(transcript, text="".join(out), turns=tuple(turns))
