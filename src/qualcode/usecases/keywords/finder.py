"""Keyword-assisted coding: what is proposed, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.keywords import TOO_COMMON
from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.decided import Decided
from qualcode.model.handle import Handle, read_intact
from qualcode.model.keyword.keyword import show_keyword
from qualcode.model.project import Project
from qualcode.model.selection import Filters, Selection, select
from qualcode.model.span import Span
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import Transcript
from qualcode.store.derived import derived, keep_all
from qualcode.suggest import analyser
from qualcode.suggest.cut import Cut
from qualcode.suggest.matching import Matcher
from qualcode.suggest.segments import Matched, Proposed, Search, find
from qualcode.suggest.tokens import Analyser, Token
from qualcode.text import Say
from qualcode.usecases.study import Opened, open_study
from qualcode.usecases.workers import Work, engine

if TYPE_CHECKING:
    from qualcode.text.keys import Key


_ENOUGH_SENTENCES = 50
_WORTH_PROCESSES = 6_000_000  # bytes of text: two seconds of one core; a second process takes about one to start


@dataclass(frozen=True)
class Finder:
    """The matcher of a selection, with what it needs for one transcript after another."""

    opened: Opened
    filters: Filters
    selection: Selection
    coder: str
    search: Search
    cues: tuple[str, ...] = ()  # only suggestions with one of these cues; `any` and `none` are words for all

    @property
    def analyser(self) -> Analyser:
        return self.search.analyser

    @classmethod
    def make(
        cls,
        opened: Opened,
        filters: Filters,
        coder: str,
        *,
        interviewer: bool = False,
        cues: tuple[str, ...] = (),
        needs_keywords: bool = True,
    ) -> "Finder":
        """For the keywords of the codes that the filters leave."""
        project = opened.project
        selection = select(project, filters)
        offered = with_keywords(project, selection)
        if needs_keywords and not offered:
            proposed = sum(len(project.codebook.by_id[name].keywords_proposed) for name in selection.codes)
            if proposed:
                raise QualcodeError("error.no_keywords_accepted", n=proposed)
            raise QualcodeError("error.no_keywords")
        return cls(opened, filters, selection, coder, search_for(project, selection, offered, interviewer), cues)

    def find(self, handle: Handle) -> Matched:
        project = self.opened.project
        decided = Decided(project.codings_of(self.coder, handle.id), project.codebook)
        transcript, cut = read_intact(handle), self._cut(handle)
        return find(transcript, self.search, decided, cut if cut and cut.sha == transcript.sha else None)

    def _cut(self, handle: Handle) -> Cut | None:
        """How the respondents' speech is cut, as it is kept for the next command."""
        study = self.opened.study
        files = (study.text(handle.id), study.sidecar(handle.id))
        kind = f"words-{self.analyser.lexicon.language.code}"
        plain = derived(study).get(kind, handle.id, files, lambda: self.analyser.cut(handle.read()), apart=True)
        return Cut(plain) if plain else None

    def sentences(self, transcript: Transcript, span: Span | None = None) -> Iterator[tuple[Span, tuple[Token, ...]]]:
        """The sentences of the speech searched, or those of them that share a character with `span`."""
        for turn in transcript.turns_touched(span) if span else transcript.turns:
            if self.search.covers(turn):
                analysis = self.search.analyse(transcript, turn)
                for index, sentence in enumerate(analysis.sentences):
                    if span is None or sentence.overlaps(span):
                        yield sentence, analysis.tokens(index)

    def shows(self, suggestion: Suggestion, again: bool) -> bool:
        return (again or suggestion.status == "open") and (not self.cues or any(map(suggestion.has_cue, self.cues)))


def with_keywords(project: Project, selection: Selection) -> list[Code]:
    """The codes of the selection that are offered and have keywords."""
    codes = [project.codebook.by_id[code] for code in selection.codes]
    return [code for code in codes if not code.retired and code.keywords]


def search_for(project: Project, selection: Selection, codes: list[Code], interviewer: bool) -> Search:
    """The study's way of matching, for the keywords of these codes."""
    tool = analyser_of(project)
    matcher = Matcher(codes, project.settings.matching.layers, tool)
    cases = selection.cases if selection.by_case else None
    return Search(matcher, tool, project.settings.matching.unit, cases, interviewer)


def analyser_of(project: Project) -> Analyser:
    """The analyser that the study names, for the language of its codebook."""
    return analyser(project.settings.analyser, project.codebook.language or project.settings.language)


def find_all(finder: Finder, *, again: bool = False) -> Iterator[Proposed]:
    """The open suggestions of every transcript of the selection, one transcript at a time; `again`: withheld ones too.

    Many texts are matched in several processes, each with a matcher of its own.
    """
    handles = finder.selection.transcripts
    study = finder.opened.study
    size = sum(study.text(handle.id).stat().st_size for handle in handles if study.text(handle.id).exists())
    matched: Iterable[Matched] = map(finder.find, handles)
    if size > _WORTH_PROCESSES:
        recipe = (study.root.resolve(), finder.filters, finder.coder, finder.search.interviewer)
        matched = engine(0, len(handles)).run(Work(_finding, recipe, _lost), (handle.id for handle in handles))
    for handle, found in zip(handles, matched, strict=True):
        shown = tuple(suggestion for suggestion in found.suggestions if finder.shows(suggestion, again))
        yield Proposed(handle, read_intact(handle), shown, found)


class KeywordTally:
    """What is counted while suggestions stream by: keywords that are hardly a choice."""

    def __init__(self) -> None:
        self._sentences = 0
        self._hit: Counter[tuple[str, str]] = Counter()

    def count(self, found: Iterable[Proposed]) -> Iterator[Proposed]:
        for proposed in found:
            self._sentences += proposed.found.sentences
            self._hit.update(proposed.found.hit_sentences)
            yield proposed

    def share(self, code: str, keyword: str) -> float:
        """The share of the sentences in which the keyword stands."""
        return self._hit[code, keyword] / self._sentences if self._sentences else 0.0

    def warnings(self) -> list[Say]:
        """The keywords that stand in more than one sentence in ten, when there are sentences enough to say so."""
        if self._sentences < _ENOUGH_SENTENCES:
            return []
        return [
            Say("mind.keyword_common", keyword=keyword, code=code, n=self._hit[code, keyword], of=self._sentences)
            for code, keyword in sorted(self._hit)
            if self.share(code, keyword) > TOO_COMMON
        ]


def _finding(root: Path, filters: Filters, coder: str, interviewer: bool) -> Callable[[str], Matched]:
    """What a process of its own does with a transcript."""
    finder = Finder.make(open_study(root), filters, coder, interviewer=interviewer, needs_keywords=False)
    Finalize(None, keep_all, exitpriority=1)  # such a process ends without what others do at their end
    return lambda transcript: finder.find(finder.opened.project.transcript(transcript))


def _lost(transcript: str, times: int) -> QualcodeError:
    return QualcodeError("error.worker_ended", n=times, transcript=transcript)


def by_id(finder: Finder, suggestion_id: str) -> tuple[Proposed, Suggestion]:
    """The suggestion, open or decided, whose id begins so."""
    matches = [
        (proposed, suggestion)
        for proposed in find_all(finder, again=True)
        for suggestion in proposed.suggestions
        if suggestion.id.startswith(suggestion_id)
    ]
    if len(matches) != 1:
        key: Key = "error.which_suggestion" if matches else "error.no_such_suggestion"
        raise QualcodeError(key, n=len(matches), id=suggestion_id)
    return matches[0]


def explain(suggestion: Suggestion, finder: Finder) -> list[Say]:
    """Why this segment is proposed: a line for every hit, then what is known of the code's keywords."""
    project = finder.opened.project
    code = project.codebook.by_id[suggestion.code]
    matching = project.settings.matching
    lines = [
        Say(
            "explained.hit.cue" if hit.cue else "explained.hit",
            reason=hit.reason,
            layer=Say.of("term", hit.layer),
            span=hit.span,
            cue=hit.cue,
        )
        for hit in suggestion.hits
    ]
    lines.append(Say("explained.keywords", code=code.id, keywords=", ".join(map(show_keyword, code.keywords))))
    if code.unless:
        lines.append(Say("explained.unless", keywords=", ".join(map(show_keyword, code.unless))))
    layers = ", ".join(matching.layers)
    lines.append(Say("explained.how", analyser=finder.analyser.name, layers=layers, unit=matching.unit))
    status, ids = Say.of("decided", suggestion.status), _decided(suggestion, finder)
    by = Say("explained.status.by", status=status, coder=finder.coder, ids=", ".join(ids))
    return [*lines, by if ids else Say("explained.status", status=status)]


def _decided(suggestion: Suggestion, finder: Finder) -> list[str]:
    """By what the suggestion was decided: the ids of the events, for `codings withdraw`."""
    codings = finder.opened.project.codings_of(finder.coder, suggestion.transcript)
    current = finder.opened.project.codebook.current
    decisions = [(c.id, c.code, c.span) for c in codings.applied] + [(r.id, r.code, r.span) for r in codings.rejected]
    return [
        event
        for event, code, span in decisions
        if current.get(code) == suggestion.code and any(span.overlaps(hit.span) for hit in suggestion.hits)
    ]
