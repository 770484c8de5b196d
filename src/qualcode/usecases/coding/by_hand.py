"""Coding by hand: apply, withdraw, mark, done, asked. Each decision is on disk when its function returns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import Invalid, QualcodeError, unknown
from qualcode.model.coding import APPROVALS, PASSES, VALENCES, Coding, Codings
from qualcode.model.events.event import (
    CodeApplied,
    CodingsMarked,
    EventsWithdrawn,
    SubjectAsked,
    TranscriptRead,
    check_marks,
    withdrawn,
)
from qualcode.model.events.revised import CONTEXT
from qualcode.model.fingerprints import form_hash
from qualcode.model.handle import Handle, read_intact
from qualcode.model.locate import place_quote
from qualcode.model.names import is_number
from qualcode.model.printed import check_printed
from qualcode.model.reading import codes_offered
from qualcode.model.selection import Filters, select
from qualcode.model.span import OMITTED, Span
from qualcode.model.transcript import Transcript, count_words
from qualcode.model.versions import SHORT
from qualcode.store.history import notice_codebook
from qualcode.store.journal import read_events
from qualcode.store.transaction import append, log_definitions, transaction
from qualcode.usecases.study import Opened

if TYPE_CHECKING:
    from qualcode.text.keys import Key


@dataclass(frozen=True)
class Recorded:
    """What was recorded of some words."""

    id: str
    already: bool  # it stood there before: nothing was written
    spoken: bool  # a respondent says some of them


@dataclass(frozen=True)
class Fragment:
    """Words of a transcript as a person names them: `--span A:B`, or `--quote`, with `--turn` where they stand in several."""

    transcript: str
    span: str | None = None
    quote: str | None = None
    turn: int | None = None


def place(transcript: Transcript, named: Fragment) -> Span:
    """Where the words stand in the text."""
    if (named.span is None) == (named.quote is None):
        raise QualcodeError("error.say_where")
    if named.quote is not None:
        return place_quote(transcript, named.quote, named.turn)
    start, colon, end = (named.span or "").partition(":")
    if not colon or not (is_number(start) and is_number(end)):
        raise QualcodeError("error.span_is_two_positions", typed=named.span)
    return checked_span(transcript, int(start), int(end))


def checked_span(transcript: Transcript, start: int, end: int) -> Span:
    if not 0 <= start < end <= len(transcript.text):
        raise QualcodeError(
            "error.span_outside_text", start=start, end=end, transcript=transcript.id, n=len(transcript.text)
        )
    return Span(start, end)


def code_applied(opened: Opened, transcript: Transcript, code: str, span: Span, origin: str) -> CodeApplied:
    """That `code` applies to `span`, with what finds the place again."""
    text = transcript.text
    return CodeApplied(
        sha=transcript.sha[:SHORT],
        start=span.start,
        end=span.end,
        quote=span.of(text),
        before=text[max(span.start - CONTEXT, 0) : span.start],
        after=text[span.end : span.end + CONTEXT],
        code=code,
        definition=opened.project.codebook.by_id[code].definition_hash,
        words=count_words(span.of(text)),
        origin=origin,
    )


def same_code(opened: Opened, code: str) -> frozenset[str]:
    """The ids that stand for this code: its own and those it had."""
    return frozenset(name for name, now in opened.project.codebook.current.items() if now == code)


def in_force(codings: Codings, names: Collection[str], span: Span) -> Coding | None:
    """The coding of a code, by any of its ids, on exactly this span, if there is one."""
    return next((c for c in codings.applied if c.span == span and c.code in names), None)


def apply_to(opened: Opened, coder: str, named: Fragment, code: str, *, note: str = "", valence: str = "") -> Recorded:
    """Apply a code by hand to words that a person named."""
    handle = opened.project.transcript(named.transcript)
    span = place(read_intact(handle), named)
    return apply(opened, coder, handle, code, span, note=note, valence=valence)


def apply(
    opened: Opened,
    coder: str,
    handle: Handle,
    code: str,
    span: Span,
    *,
    note: str = "",
    valence: str = "",
    restores: str = "",
) -> Recorded:
    """Apply a code by hand. One that is in force already is left as it is. `restores`: the id of a coding made anew."""
    code = opened.project.code(code)
    if valence and valence not in VALENCES:
        raise unknown("thing.valence", valence, VALENCES)
    transcript = read_intact(handle)
    by_hand = code_applied(opened, transcript, code, span, "hand")
    what = replace(by_hand, note=note, valence=valence, restores=restores)
    spoken = any(turn.is_respondent for turn in transcript.turns_touched(span))
    with transaction(opened.study) as act:
        if there := in_force(act.codings(coder, handle.id), same_code(opened, code), span):
            return Recorded(there.id, True, spoken)
        (written,) = act.append(coder, handle.id, what)
        remember_definitions(opened, [code], coder)
    return Recorded(written.id, False, spoken)


def remember_definitions(opened: Opened, codes: Sequence[str], coder: str) -> None:
    if log_definitions(opened.study, [opened.project.codebook.by_id[code] for code in codes], coder):
        notice_codebook(opened.study, coder)


def withdraw(opened: Opened, coder: str, ids: Sequence[str]) -> int:
    """Withdraw this coder's events by id (a beginning that is unique will do). Returns how many were standing.

    Of several, those withdrawn before are passed over: so it can be done again where a stop came in the middle.
    """
    found = _find(opened, coder, ids, _withdrawn(opened, coder) if len(ids) > 1 else ())
    with transaction(opened.study):
        for transcript, targets in found.items():
            withdraw_events(opened, coder, transcript, targets)
    return sum(map(len, found.values()))


def withdraw_events(opened: Opened, coder: str, transcript: str, events: Sequence[str]) -> str:
    """Withdraw events of one journal by their whole ids; returns the id of the withdrawal."""
    (written,) = append(opened.study, coder, transcript, EventsWithdrawn(of=tuple(events)))
    return written.id


def mark(opened: Opened, coder: str, ids: Sequence[str], marks: Mapping[str, Any]) -> int:
    """Set marks on codings: key, deviant, valence, note, printed, approval."""
    if not marks:
        raise QualcodeError("error.say_what_to_mark")
    try:
        check_marks(marks)
    except Invalid as error:
        valences, approvals = ", ".join(VALENCES), ", ".join(APPROVALS)
        raise QualcodeError("error.marks", why=error, valences=valences, approvals=approvals) from None
    if marks.get("printed"):
        marks = {**marks, "printed": marks["printed"].replace("[...]", OMITTED)}
    found = find_codings(opened, coder, ids)
    for codings in found.values():
        for coding in codings:
            if marks.get("printed"):
                check_printed(coding.quote, marks["printed"])
    with transaction(opened.study):
        for transcript, codings in found.items():
            mark_codings(opened, coder, transcript, codings, marks)
    return sum(map(len, found.values()))


def mark_codings(
    opened: Opened, coder: str, transcript: str, codings: Sequence[Coding], marks: Mapping[str, Any]
) -> list[str]:
    """Set marks that are known to be right on codings of one journal; returns the ids of the events."""
    marked = [_marked(coding, marks) for coding in codings]
    return [event.id for event in append(opened.study, coder, transcript, *marked)]


def _marked(coding: Coding, marks: Mapping[str, Any]) -> CodingsMarked:
    """The marks of one coding; an approval is bound to the form that is printed."""
    form = coding._replace(printed=marks.get("printed", coding.printed)).form
    bound = {"approved_form": form_hash(form)} if marks.get("approval") else {}
    return CodingsMarked(of=(coding.id,), marks={**marks, **bound})


def _withdrawn(opened: Opened, coder: str) -> set[str]:
    """The ids of this coder's events that were withdrawn."""
    journals = [opened.study.journal(coder, one.transcript) for one in opened.project.journals_of(coder)]
    return withdrawn(event for path in journals for event in read_events(path, coder, path.stem)[0])


def _find(
    opened: Opened, coder: str, ids: Sequence[str], passed_over: Collection[str] = (), only_codings: bool = False
) -> dict[str, list[str]]:
    """transcript -> the ids of this coder's events that `ids` name; all must exist and be unique."""
    wanted = [name for joined in ids for name in joined.replace(";", " ").split()]
    known: dict[str, str] = {}
    for journal in opened.project.journals_of(coder):
        path = opened.study.journal(coder, journal.transcript)
        if only_codings:
            known |= {coding.id: journal.transcript for coding in journal.read().applied}
        else:
            events = read_events(path, coder, journal.transcript)[0]
            gone = withdrawn(events)
            known |= {event.id: journal.transcript for event in events if event.id not in gone}
    found: dict[str, list[str]] = {}
    for name in wanted:
        matches = [event for event in known if event.startswith(name)]
        if not matches and any(event.startswith(name) for event in passed_over):
            continue
        if len(matches) != 1:
            key: Key = "error.which_coding" if matches else "error.no_such_coding"
            raise QualcodeError(key, coder=coder, n=len(matches), name=name)
        found.setdefault(known[matches[0]], []).append(matches[0])
    return found


def find_codings(opened: Opened, coder: str, ids: Sequence[str]) -> dict[str, list[Coding]]:
    """transcript -> this coder's codings in force that `ids` name; all must exist and be unique."""
    project = opened.project
    found = _find(opened, coder, ids, only_codings=True)
    return {
        transcript: [coding for coding in project.codings_of(coder, transcript).applied if coding.id in wanted]
        for transcript, wanted in found.items()
    }


def done(opened: Opened, coder: str, handle: Handle, reading: str | None, filters: Filters) -> tuple[str, int]:
    """Record that the coder has read the transcript; returns the pass and how many codes were offered.

    Without a filter the pass is whole, with one selective: only those codes were offered.
    """
    if filters.case or filters.where or filters.transcript or filters.kind or filters.round:
        raise QualcodeError("error.read_as_whole")
    selection = select(opened.project, filters)
    if reading == "whole" and selection.narrowed:
        raise QualcodeError("error.whole_pass_is_all_codes")
    reading = reading or ("selective" if selection.narrowed else "whole")
    if reading not in PASSES:
        raise unknown("thing.pass", reading, PASSES)
    offered = [code for code in selection.codes if not opened.project.codebook.by_id[code].retired]
    read_for(opened, coder, handle, reading, offered)
    return reading, len(offered)


def read_for(opened: Opened, coder: str, handle: Handle, reading: str, codes: Sequence[str]) -> list[str]:
    """Record that the transcript was read with these codes offered, where that is not on record; the ids of the events."""
    transcript = read_intact(handle)
    what = TranscriptRead(sha=transcript.sha[:SHORT], reading=reading, codes=tuple(codes))
    with transaction(opened.study) as act:
        offered = codes_offered([act.codings(coder, transcript.id)], opened.project.codebook)
        if codes and set(codes) <= offered.get(reading, set()):
            return []
        written = act.append(coder, transcript.id, what)
        details = {"transcript": handle.id, "pass": reading, "codes": len(codes)}
        act.log("pass", coder, of_events=True, **details)
    return [event.id for event in written]


def asked(opened: Opened, coder: str, handle: Handle, subject: str, turn: int) -> Recorded:
    """Record that a topic, or a code's interview question, was asked in a turn."""
    codebook = opened.project.codebook
    topics = [topic.id for topic in codebook.topics]
    if subject not in topics and subject not in codebook.current:
        raise unknown("thing.topic_or_code", subject, [*topics, *codebook.by_id])
    transcript = read_intact(handle)
    if not 1 <= turn <= len(transcript.turns):
        raise QualcodeError("error.no_such_turn", transcript=handle.id, n=len(transcript.turns), turn=turn)
    span = transcript.turns[turn - 1].span
    spoken = transcript.turns[turn - 1].is_respondent
    what = SubjectAsked(sha=transcript.sha[:SHORT], subject=subject, start=span.start, end=span.end)
    with transaction(opened.study) as act:
        known = act.codings(coder, handle.id).asked
        if there := next((one for one in known if one.subject == subject and one.span == span), None):
            return Recorded(there.id, True, spoken)
        (written,) = act.append(coder, handle.id, what)
    return Recorded(written.id, False, spoken)


def list_codings(opened: Opened, filters: Filters) -> Iterator[tuple[Coding, Transcript]]:
    """The codings in force of the selection, in order of transcripts and text."""
    project = opened.project
    selection = select(project, filters)
    wanted = set(selection.codes)
    coders = None if not filters.coder or "all" in filters.coder else set(filters.coder)
    for name in coders or ():
        if name not in project.coders:
            raise unknown("thing.coder_with_codings", name, project.coders)
    for handle in selection.transcripts:
        transcript = handle.read()
        found = [
            coding
            for journal in project.journals_on(handle.id)
            if coders is None or journal.coder in coders
            for coding in journal.read().applied
            if project.codebook.current.get(coding.code, coding.code) in wanted
        ]
        for coding in sorted(found, key=lambda coding: (coding.span, coding.code, coding.id)):
            if selection.includes(transcript.turns_touched(coding.span)):
                yield coding, transcript
