"""Keyword-assisted coding: what is proposed, and what a coder decides of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.acts.coding import apply_draft, in_force, remember_definitions
from qualcode.acts.study import Opened
from qualcode.errors import QualcodeError, unknown
from qualcode.model.coding import Codings
from qualcode.model.keyword import show_keyword
from qualcode.model.project import Project
from qualcode.model.selection import Filters, Selection, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Handle, Transcript, read_intact
from qualcode.store.journal import Draft, update
from qualcode.store.log import write_log
from qualcode.suggest import analyser
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Decided, Search, suggestions, widen
from qualcode.suggest.tokens import Analyser


@dataclass(frozen=True)
class Finder:
    """The matcher of a selection, with what it needs for one transcript after another."""

    opened: Opened
    filters: Filters
    selection: Selection
    coder: str
    search: Search

    @property
    def analyser(self) -> Analyser:
        return self.search.analyser

    @classmethod
    def make(cls, opened: Opened, filters: Filters, coder: str, *, interviewer: bool = False) -> "Finder":
        project = opened.project
        selection = select(project, filters)
        codes = [project.codebook.by_id[code] for code in selection.codes]
        offered = [code for code in codes if not code.retired and code.keywords]
        if not offered:
            raise QualcodeError("No code of this selection has keywords; add `keywords:` to the codebook.")
        tool = analyser_of(project)
        matcher = Matcher(offered, project.settings.matching.layers, tool)
        cases = selection.cases if selection.by_case else None
        return cls(
            opened, filters, selection, coder, Search(matcher, tool, project.settings.matching.unit, cases, interviewer)
        )

    def find(self, handle: Handle, *, again: bool = False) -> tuple[Transcript, list[Suggestion]]:
        """The open suggestions for one transcript; `again`: the withheld ones too."""
        project = self.opened.project
        transcript = read_intact(handle)
        decided = Decided.of(project.codings_of(self.coder, handle.id), project.codebook)
        found = suggestions(transcript, self.search, decided)
        return transcript, [suggestion for suggestion in found if again or suggestion.status == "open"]


def analyser_of(project: Project) -> Analyser:
    """The analyser that the study names, for the language of its codebook."""
    return analyser(project.settings.analyser, project.codebook.language or project.settings.language)


def find_all(finder: Finder, *, again: bool = False) -> Iterator[tuple[Handle, Transcript, list[Suggestion]]]:
    """The suggestions of every transcript of the selection, one transcript at a time."""
    for handle in finder.selection.transcripts:
        yield handle, *finder.find(handle, again=again)


def by_id(finder: Finder, suggestion_id: str) -> tuple[Handle, Transcript, Suggestion]:
    """The suggestion, open or decided, whose id begins so."""
    matches = [
        (handle, transcript, suggestion)
        for handle, transcript, found in find_all(finder, again=True)
        for suggestion in found
        if suggestion.id.startswith(suggestion_id)
    ]
    if len(matches) != 1:
        what = "no suggestion" if not matches else f"{len(matches)} suggestions"
        raise QualcodeError(
            f"There is {what} whose id begins with {suggestion_id!r}; `qualcode suggest --again` lists all."
        )
    return matches[0]


@dataclass(frozen=True)
class Decision:
    """What a coder decided of one proposed segment. `widen`: "", turn, +1 or -1; `bulk`: not judged one by one."""

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


def decision_of(suggestion: Suggestion, verdict: str, **how: object) -> Decision:
    hit = suggestion.strongest
    return Decision(verdict, suggestion.code, suggestion.span, keyword=hit.keyword, layer=hit.layer, **how)  # type: ignore[arg-type]


def decide(opened: Opened, coder: str, handle: Handle, decisions: Sequence[Decision], analyser_: Analyser) -> list[str]:
    """Write decisions about one transcript; one that stands already writes nothing. Returns the ids of the events."""
    transcript = read_intact(handle)
    drafting = [_drafting(opened, handle, transcript, decision, analyser_) for decision in decisions]
    events = update(
        opened.study, coder, handle.id, lambda codings: _once(d for make in drafting for d in make(codings))
    )
    applied = [event.data["code"] for event in events if event.event == "apply"]
    remember_definitions(opened, list(dict.fromkeys(applied)), coder)
    return [event.id for event in events]


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """Each event once, where two decisions come to the same segment."""
    distinct: dict[tuple[object, ...], Draft] = {}
    for kind, data in drafts:
        place = (
            kind,
            data.get("code"),
            data.get("start"),
            data.get("end"),
            data.get("changed_to"),
            str(data.get("of")),
        )
        distinct.setdefault(place, (kind, data))
    return list(distinct.values())


def _drafting(
    opened: Opened, handle: Handle, transcript: Transcript, decision: Decision, analyser_: Analyser
) -> Callable[[Codings], list[Draft]]:
    """The events a decision needs, given the journal as it stands."""
    evidence = {"keyword": decision.keyword, "layer": decision.layer, "analyser": analyser_.name}
    judged = "bulk" if decision.bulk else ""
    rejects = decision.verdict != "accept"
    code = decision.new_code if decision.verdict == "change" else decision.code
    span = widen(decision.span, transcript, analyser_, decision.widen)

    def draft(codings: Codings) -> list[Draft]:
        out: list[Draft] = []
        same = [r for r in codings.rejected if r.code == decision.code and r.span == decision.span]
        if rejects and not any(r.changed_to == decision.new_code for r in same):
            out += _undo_opposite(
                [c.id for c in codings.applied if c.code == decision.code and c.span == decision.span]
            )
            out.append(_rejection(handle, decision, evidence, judged))
        if decision.verdict != "reject" and not in_force(codings, code, span):
            if not rejects:
                out += _undo_opposite([rejection.id for rejection in same])
            extra = {
                **evidence,
                "judged": judged,
                "note": decision.note,
                "because": decision.reason if decision.bulk else "",
            }
            out.append(apply_draft(opened, handle, transcript, code, span, origin="suggestion", **extra))
        return out

    return draft


def _undo_opposite(ids: list[str]) -> list[Draft]:
    return [("withdraw", {"of": ids})] if ids else []


def _rejection(handle: Handle, decision: Decision, evidence: dict[str, str], judged: str) -> Draft:
    extra = {"because": decision.reason, "changed_to": decision.new_code, "judged": judged, **evidence}
    place = {"start": decision.span.start, "end": decision.span.end, "code": decision.code}
    return "reject", {"sha": handle.text_sha256[:12], **place, **{key: value for key, value in extra.items() if value}}


def decide_all(finder: Finder, verdict: str, because: str) -> tuple[int, str]:
    """Accept or reject every open suggestion of a selection of one code, marked as done in bulk; returns how many, and the code."""
    if verdict not in ("accept", "reject"):
        raise unknown("decision", verdict, ("accept", "reject"))
    if not because.strip():
        raise QualcodeError("A decision on many suggestions at once needs a reason: --because TEXT.")
    found = [(handle, suggestions) for handle, _, suggestions in find_all(finder) if suggestions]
    codes = {suggestion.code for _, suggestions in found for suggestion in suggestions}
    if len(codes) > 1:
        raise QualcodeError(f"This selection holds suggestions for {len(codes)} codes; choose one with --code.")
    count = 0
    for handle, suggestions_ in found:
        decisions = [decision_of(suggestion, verdict, reason=because, bulk=True) for suggestion in suggestions_]
        decide(finder.opened, finder.coder, handle, decisions, finder.analyser)
        count += len(decisions)
    if count:
        write_log(
            finder.opened.study, f"{verdict} all", finder.coder, code=next(iter(codes)), count=count, because=because
        )
        log_pass(finder.opened, finder.coder, finder.filters)
    return count, next(iter(codes), "")


def log_pass(opened: Opened, coder: str, filters: Filters) -> None:
    """Record a selective pass once a decision was made in it."""
    if filters.theme or filters.question:
        themes, questions = list(filters.theme), list(filters.question)
        write_log(opened.study, "selective pass", coder, theme=themes, question=questions)


def explain(suggestion: Suggestion, finder: Finder) -> list[str]:
    """Why this segment is proposed, one line a hit."""
    code = finder.opened.project.codebook.by_id[suggestion.code]
    lines = [f"{hit.reason} ({hit.layer}, {hit.span})" for hit in suggestion.hits]
    keywords = ", ".join(show_keyword(keyword) for keyword in code.keywords)
    return [
        *lines,
        f"keywords of {code.id}: {keywords}",
        f"analyser: {finder.analyser.name}",
        f"status: {suggestion.status}",
    ]
