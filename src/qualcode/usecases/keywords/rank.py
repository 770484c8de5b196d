"""Suggestions in the order of what this coder accepted before, and segments like it that no keyword finds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Code
from qualcode.model.handle import Handle, read_intact
from qualcode.model.keyword.keyword import show_keyword
from qualcode.model.span import Span
from qualcode.model.suggestion import LEARNED, Hit, Suggestion
from qualcode.model.transcript import Transcript
from qualcode.suggest.ranking import Profile, Vector, Vocabulary
from qualcode.suggest.segments import Proposed
from qualcode.suggest.terms import words
from qualcode.suggest.tokens import Token
from qualcode.usecases.keywords.finder import Finder
from qualcode.usecases.workers import Watch

MOST_BEYOND = 10  # segments without a keyword that are proposed for a code at a time
LEAST_EVIDENCE = 2  # words in common; one alone is a keyword to think of, not a likeness


@dataclass(frozen=True)
class Learned:
    """A profile for every code that this coder applied, and the best segments without a keyword."""

    vocabulary: Vocabulary
    profiles: dict[str, Profile]
    beyond: dict[str, list[Suggestion]] = field(default_factory=dict)  # by transcript


def learn(finder: Finder, watch: Watch, *, beyond: bool) -> Learned:
    """Read what was decided; with `beyond`, also score every segment that no keyword proposes."""
    handles = finder.selection.transcripts
    vocabulary = Vocabulary()
    accepted: dict[str, list[list[str]]] = {}
    rejected: dict[str, list[list[str]]] = {}
    for handle in watch(handles, len(handles), "learning"):
        transcript = read_intact(handle)
        for _, tokens in finder.sentences(transcript):
            vocabulary.add(_terms(finder, tokens))
        for code, span, good in _decisions(finder, handle):
            said = [term for _, tokens in finder.sentences(transcript, span) for term in _terms(finder, tokens)]
            (accepted if good else rejected).setdefault(code, []).append(said)
    if not accepted:
        raise QualcodeError("error.nothing_to_learn_from")
    profiles = {code: _profile(finder, vocabulary, code, accepted[code], rejected.get(code, [])) for code in accepted}
    learned = Learned(vocabulary, profiles)
    return replace(learned, beyond=_beyond(finder, learned, watch)) if beyond else learned


def ranked(finder: Finder, learned: Learned, found: Iterable[Proposed]) -> Iterator[Proposed]:
    """Every suggestion with its score, those without a keyword among them; the order is the table's to make."""
    for proposed in found:
        scored = tuple(_scored(finder, learned, proposed.transcript, one) for one in proposed.suggestions)
        yield proposed._replace(suggestions=(*scored, *learned.beyond.get(proposed.handle.id, ())))


def _decisions(finder: Finder, handle: Handle) -> Iterator[tuple[str, Span, bool]]:
    """(code, span, accepted or coded by hand) of everything this coder decided, for the codes of the selection."""
    project = finder.opened.project
    codings = project.codings_of(finder.coder, handle.id)
    wanted, current = set(finder.selection.codes), project.codebook.current
    for good, decided in ((True, codings.applied), (False, codings.rejected)):
        for decision in decided:
            if (code := current.get(decision.code, "")) in wanted:
                yield code, decision.span, good


def _terms(finder: Finder, tokens: Sequence[Token]) -> list[str]:
    return [lemma for lemma, _ in words(tokens, finder.analyser.lexicon.language)]


def _profile(
    finder: Finder, vocabulary: Vocabulary, code: str, accepted: list[list[str]], rejected: list[list[str]]
) -> Profile:
    asked = vocabulary.vector(_asked(finder, finder.opened.project.codebook.by_id[code]))
    return Profile(asked, list(map(vocabulary.vector, accepted)), list(map(vocabulary.vector, rejected)))


def _asked(finder: Finder, code: Code) -> list[str]:
    """The code's own words: its name, definition and keywords."""
    told = ". ".join((code.name, code.short, code.definition, code.include, *map(show_keyword, code.keywords)))
    analysis = finder.analyser.analyse(told)
    return [term for index in range(len(analysis)) for term in _terms(finder, analysis.tokens(index))]


def _scored(finder: Finder, learned: Learned, transcript: Transcript, suggestion: Suggestion) -> Suggestion:
    profile = learned.profiles.get(suggestion.code)
    if profile is None:
        return suggestion
    said = [term for _, tokens in finder.sentences(transcript, suggestion.span) for term in _terms(finder, tokens)]
    return replace(suggestion, score=round(profile.score(learned.vocabulary.vector(said)), 4))


def _beyond(finder: Finder, learned: Learned, watch: Watch) -> dict[str, list[Suggestion]]:
    """The best sentences of each code that are neither proposed by a keyword nor decided, by transcript."""
    offered = {code.id for code in finder.opened.project.codebook.offered()}
    profiles = {code: profile for code, profile in learned.profiles.items() if code in offered}
    best: dict[str, list[Suggestion]] = {code: [] for code in profiles}
    handles = finder.selection.transcripts
    for handle in watch(handles, len(handles), "ranking"):
        transcript = read_intact(handle)
        known: dict[str, list[Span]] = {}
        for code, span, _ in _decisions(finder, handle):
            known.setdefault(code, []).append(span)
        for suggestion in finder.find(handle).suggestions:
            known.setdefault(suggestion.code, []).append(suggestion.span)
        for sentence, tokens in finder.sentences(transcript):
            vector = learned.vocabulary.vector(_terms(finder, tokens))
            for code, profile in profiles.items():
                if not any(sentence.overlaps(span) for span in known.get(code, ())):
                    proposed = _likeness(transcript, code, profile, sentence, tokens, vector)
                    best[code] += [proposed] if proposed else []
        best = {code: nlargest(MOST_BEYOND, found, key=_score) for code, found in best.items()}
    by_transcript: dict[str, list[Suggestion]] = {}
    for suggestion in sorted((one for found in best.values() for one in found), key=lambda s: (s.span, s.code)):
        by_transcript.setdefault(suggestion.transcript, []).append(suggestion)
    return by_transcript


def _score(suggestion: Suggestion) -> float:
    return suggestion.score or 0.0


def _likeness(
    transcript: Transcript, code: str, profile: Profile, sentence: Span, tokens: Sequence[Token], vector: Vector
) -> Suggestion | None:
    """The sentence as a suggestion, with the words that weighed most as its evidence."""
    evidence = profile.evidence(vector)
    if len(evidence) < LEAST_EVIDENCE:
        return None
    hits = tuple(
        Hit(code, "", token.form, LEARNED, Span(token.start, token.end), (Span(token.start, token.end),))
        for token in tokens
        if token.lemma in evidence
    )
    number = transcript.turn_at(sentence.start).number
    return Suggestion(transcript.id, code, sentence, number, hits, score=round(profile.score(vector), 4))
