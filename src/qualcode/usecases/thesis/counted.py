"""Each number of people in the text of a thesis counted anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.model.manuscript import Block
from qualcode.report.citing import group_word
from qualcode.report.tables.verification import Finding
from qualcode.report.view import View
from qualcode.text import Words
from qualcode.thesis.attribution import People
from qualcode.thesis.claims import Claim, Subject, Vocabulary, claims, holds
from qualcode.usecases.study import Opened

_EVERYONE = (
    "respondenten", "deelnemers", "geïnterviewden", "participanten", "respondents", "participants", "interviewees", "befragten",
    "teilnehmer", "teilnehmenden", "teilnehmern",
)  # fmt: skip


@dataclass
class Counted:
    """The numbers in a thesis, held against the study."""

    opened: Opened
    blocks: Sequence[Block]
    people: People

    @cached_property
    def view(self) -> View:
        return self.opened.view()

    def findings(self) -> Iterator[Finding]:
        return map(self._claim, claims(self.blocks, self._vocabulary, self.people))

    def _claim(self, claim: Claim) -> Finding:
        what = "caption" if claim.in_caption else "count"
        at = (claim.block.place, claim.start, claim.end)
        if claim.thing:
            now = self._vocabulary.things[claim.thing]
            status = "as-now" if now == claim.n else "differs"
            return Finding(what, status, stated=claim.words, found=str(now), place=at, words=claim.words)
        if not claim.target:
            status = "as-now" if claim.n == len(claim.people) else "differs"
            return Finding(what, status, stated=claim.words, found=str(len(claim.people)), place=at, words=claim.words)
        n, of = len(self._cases_of[claim.target] & claim.people), len(claim.people)
        name = self._name_of[claim.target]
        status = "as-now" if holds(claim, n, of) else "differs"
        found = self.opened.words("verify.count", name=name, n=n, total=of)
        return Finding(what, status, stated=claim.words, found=found, place=at, words=claim.words)

    @cached_property
    def _targets(self) -> dict[str, tuple[str, ...]]:
        view, book = self.view, self.opened.project.codebook
        themes = {f"theme:{theme.id}": view.pool(theme) for theme in book.themes}
        return {**{f"code:{code}": tuple(pool) for code, pool in view.targets().items()}, **themes}

    @cached_property
    def _cases_of(self) -> dict[str, frozenset[str]]:
        """target -> the respondents with at least one coding of it."""
        cells = self.view.count(self._targets).cells()
        found: dict[str, set[str]] = {target: set() for target in self._targets}
        for (case, target), count in cells.items():
            if count.n:
                found[target].add(case)
        return {target: frozenset(cases) for target, cases in found.items()}

    @cached_property
    def _name_of(self) -> dict[str, str]:
        book = self.opened.project.codebook
        codes = {f"code:{code.id}": code.name for code in book.codes}
        return {**codes, **{f"theme:{theme.id}": theme.name for theme in book.themes}}

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        project, words = self.opened.project, self.opened.words
        counted = frozenset(self.view.selection.counted_cases)
        subjects = [Subject(name, target) for target, name in self._name_of.items() if target in self._targets]
        groups = dict.fromkeys((*_EVERYONE, words.cases.casefold(), words.case.casefold()), counted)
        for case in counted:
            for number in (1, 2):
                if word := group_word(project, case, number).casefold():
                    groups[word] = groups.get(word, frozenset()) | {case}
        for attribute in project.cases.attributes:
            for case in counted:
                value = project.cases.get(case).attributes.get(attribute, "").casefold()
                for word in (value, f"{value}en", f"{value}s", f"{value}e") if value.isalpha() else ():
                    groups[word] = groups.get(word, frozenset()) | {case}
        return Vocabulary(subjects, groups, counted, self._things(words))

    def _things(self, words: Words) -> dict[str, int]:
        project, book = self.opened.project, self.opened.project.codebook
        interviews = sum(handle.kind == "interview" for handle in project.transcripts.values())
        codes, themes = len(book.offered()), len(self.view.themes)
        return {
            "interviews": interviews, "transcripten": len(project.transcripts), "transcripts": len(project.transcripts),
            "codes": codes, "thema's": themes, "thema’s": themes, "themes": themes, "themen": themes,
        }  # fmt: skip
