"""What a coder decides of what is proposed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypedDict

from qualcode.errors import QualcodeError, unknown
from qualcode.model.coding import Codings
from qualcode.model.events.event import CodeApplied, EventsWithdrawn, NewEvent, RowDecided, SuggestionRejected, What
from qualcode.model.handle import Handle, read_intact
from qualcode.model.selection import Filters
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.model.versions import SHORT
from qualcode.store.transaction import transaction, write_log
from qualcode.suggest.segments import widen
from qualcode.suggest.tokens import Analyser
from qualcode.usecases.coding.by_hand import code_applied, in_force, remember_definitions, same_code
from qualcode.usecases.keywords.finder import Finder, find_all
from qualcode.usecases.study import Opened


class FromRow(NamedTuple):
    """The row of a sheet in which something was decided, and what, in the words that are kept."""

    sheet: str = ""
    row: str = ""
    decision: str = ""


NO_ROW = FromRow()


@dataclass(frozen=True)
class Decision:
    """What a coder decided of one proposed segment. `widen`: "", turn, +1 or -1; `bulk`: not judged one by one.

    `chosen`: the span accepted, where the coder drew it anew. `row`: where it was decided, if in a sheet; `made`: the
    events that an earlier decision of that row made, which are taken back.
    """

    verdict: str  # accept | change | reject
    code: str
    span: Span
    widen: str = ""
    new_code: str = ""
    reason: str = ""
    note: str = ""
    bulk: bool = False
    keyword: str = ""
    layer: str = ""
    chosen: Span | None = None
    row: FromRow = NO_ROW
    made: tuple[str, ...] = ()


def decision_of(suggestion: Suggestion, verdict: str, **how: object) -> Decision:
    hit = suggestion.strongest
    return Decision(verdict, suggestion.code, suggestion.span, keyword=hit.keyword, layer=hit.layer, **how)  # type: ignore[arg-type]


def decide(
    opened: Opened,
    coder: str,
    handle: Handle,
    decisions: Sequence[Decision],
    analyser_: Analyser,
    on: Transcript | None = None,
) -> list[str]:
    """Write decisions about one transcript; one that stands already writes nothing. Returns the ids of the events.

    `on`: the earlier text that they are about; they are carried to the present one, or wait, as all that was made on it.
    """
    transcript = on or read_intact(handle)
    drafting = [_drafting(opened, transcript, decision, analyser_) for decision in decisions]
    with transaction(opened.study) as act:
        codings = act.codings(coder, handle.id, on)
        events = act.append(coder, handle.id, *_once(said for make in drafting for said in make(codings)))
        applied = [event.what.code for event in events if isinstance(event.what, CodeApplied)]
        remember_definitions(opened, list(dict.fromkeys(applied)), coder)
    return [event.id for event in events]


def _once(said: Iterable[What]) -> list[NewEvent]:
    """Each event once, where two decisions come to the same segment."""
    distinct: dict[tuple[object, ...], What] = {}
    for what in said:
        same = _same(what)
        if same in distinct and isinstance(what, CodeApplied | SuggestionRejected) and what.row:
            # the other row's event stands for both; what this one said is kept
            told = RowDecided(sheet=what.sheet, row=what.row, decision=what.decision)
            distinct.setdefault(_same(told), told)
        distinct.setdefault(same, what)
    return [NewEvent(what) for what in distinct.values()]


def _same(what: What) -> tuple[object, ...]:
    """What two events have alike that say the same."""
    match what:
        case CodeApplied():
            return what.kind, what.code, what.span
        case SuggestionRejected():
            return what.kind, what.code, what.span, what.changed_to
        case RowDecided():
            return what.kind, what.sheet, what.row
        case EventsWithdrawn():
            return what.kind, what.of
    return (what,)


def _drafting(
    opened: Opened, transcript: Transcript, decision: Decision, analyser_: Analyser
) -> Callable[[Codings], list[What]]:
    """What a decision needs to be recorded, given the journal as it stands."""
    rejects = decision.verdict != "accept"
    code = decision.new_code if decision.verdict == "change" else decision.code
    span = decision.chosen or widen(decision.span, transcript, analyser_, decision.widen)
    names, current = same_code(opened, decision.code), opened.project.codebook.current

    def draft(codings: Codings) -> list[What]:
        codings, taken = _without(codings, decision.made)
        out = _undo_opposite(taken)
        same = [r for r in codings.rejected if r.code in names and r.span == decision.span]
        if rejects and not any(current.get(r.changed_to, r.changed_to) == decision.new_code for r in same):
            out += _undo_opposite([c.id for c in codings.applied if c.code in names and c.span == decision.span])
            out.append(_rejection(transcript, decision, analyser_))
        if decision.verdict != "reject" and not in_force(codings, same_code(opened, code), span):
            if not rejects:
                out += _undo_opposite([rejection.id for rejection in same])
            out.append(_accepted(code_applied(opened, transcript, code, span, "suggestion"), decision, analyser_))
        if decision.row.row and not any(isinstance(what, CodeApplied | SuggestionRejected) for what in out):
            sheet, row, told = decision.row
            out.append(RowDecided(sheet=sheet, row=row, decision=told))
        return out

    return draft


class _How(TypedDict):
    """How a decision came to be, as both kinds of event keep it."""

    judged: str
    keyword: str
    layer: str
    analyser: str
    sheet: str
    row: str
    decision: str


def _how(decision: Decision, analyser_: Analyser) -> _How:
    sheet, row, told = decision.row
    return {
        "judged": "bulk" if decision.bulk else "",
        "keyword": decision.keyword,
        "layer": decision.layer,
        "analyser": analyser_.name,
        "sheet": sheet,
        "row": row,
        "decision": told,
    }


def _rejection(transcript: Transcript, decision: Decision, analyser_: Analyser) -> SuggestionRejected:
    return SuggestionRejected(
        sha=transcript.sha[:SHORT],
        start=decision.span.start,
        end=decision.span.end,
        code=decision.code,
        because=decision.reason,
        changed_to=decision.new_code,
        **_how(decision, analyser_),
    )


def _accepted(applied: CodeApplied, decision: Decision, analyser_: Analyser) -> CodeApplied:
    """An application, with how it came to be."""
    because = decision.reason if decision.bulk else ""
    return replace(applied, note=decision.note, because=because, **_how(decision, analyser_))


def _without(codings: Codings, ids: Collection[str]) -> tuple[Codings, list[str]]:
    """The codings without these events, and which of them stood."""
    applied = tuple(one for one in codings.applied if one.id not in ids)
    rejected = tuple(one for one in codings.rejected if one.id not in ids)
    taken = [one.id for one in codings.applied if one.id in ids] + [one.id for one in codings.rejected if one.id in ids]
    return replace(codings, applied=applied, rejected=rejected), taken


def _undo_opposite(ids: list[str]) -> list[What]:
    return [EventsWithdrawn(of=tuple(ids))] if ids else []


def decide_all(finder: Finder, verdict: str, because: str) -> tuple[int, str]:
    """Accept or reject every open suggestion of a selection of one code, marked as done in bulk; returns how many, and the code."""
    if verdict not in ("accept", "reject"):
        raise unknown("thing.decision", verdict, ("accept", "reject"))
    if not because.strip():
        raise QualcodeError("error.many_need_a_reason")
    found = [(found.handle, found.suggestions) for found in find_all(finder) if found.suggestions]
    codes = {suggestion.code for _, suggestions in found for suggestion in suggestions}
    if len(codes) > 1:
        raise QualcodeError("error.several_codes", n=len(codes))
    count = 0
    with transaction(finder.opened.study) as act:
        for handle, suggestions in found:
            decisions = [decision_of(suggestion, verdict, reason=because, bulk=True) for suggestion in suggestions]
            decide(finder.opened, finder.coder, handle, decisions, finder.analyser)
            count += len(decisions)
        if count:
            details = {"code": next(iter(codes)), "count": count, "because": because}
            act.log(f"{verdict} all", finder.coder, of_events=True, **details)
            log_pass(finder.opened, finder.coder, finder.filters)
    return count, next(iter(codes), "")


def log_pass(opened: Opened, coder: str, filters: Filters) -> None:
    """Record a selective pass once a decision was made in it."""
    if filters.theme or filters.question:
        themes, questions = list(filters.theme), list(filters.question)
        write_log(opened.study, "selective pass", coder, of_events=True, theme=themes, question=questions)
