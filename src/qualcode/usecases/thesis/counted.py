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
from qualcode.thesis.claims import Claim, Subject, Vocabulary, claims
from qualcode.usecases.study import Opened

_EVERYONE = (
    "respondenten", "respondent", "deelnemers", "deelnemer", "geïnterviewden", "participanten", "respondents", "participants", "participant", "interviewees", "befragten",
    "befragte", "interviewten", "teilnehmer", "teilnehmenden", "teilnehmern",
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
        if claim.thing:
            now = self._vocabulary.things[claim.thing]
            return self._finding(claim, claim.quantity.holds(now, now), str(now))
        counts = [(len(self._cases_of[target] & claim.people), len(claim.people), target) for target in claim.targets]
        fitting = [one for one in counts if claim.quantity.holds(one[0], one[1])]
        if claim.sizes:
            size = next((len(one) for one in claim.sizes if claim.quantity.n == len(one)), None)
            now = len(claim.sizes[0]) if size is None else size
            return self._finding(
                claim, size is not None or bool(fitting), str(now if size or not fitting else fitting[0][0])
            )
        n, of, target = (fitting or counts)[0]
        told = self.opened.words("verify.count", name=self._name_of[target], n=n, total=of)
        return self._finding(claim, bool(fitting), told)

    def _finding(self, claim: Claim, right: bool, found: str) -> Finding:
        what = "caption" if claim.in_caption else "count"
        at = (claim.block.place, claim.start, claim.end)
        return Finding(
            what, "as-now" if right else "differs", stated=claim.words, found=found, place=at, words=claim.words
        )

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

    def _subjects(self) -> Iterator[tuple[str, str]]:
        """What a text may call each theme and code: its name, its other names, and what stands before a dash, where only it
        is called so (*Afbakening - Visie en strategie*)."""
        book = self.opened.project.codebook
        called = [(theme.name, f"theme:{theme.id}") for theme in book.themes]
        called += [(name, f"theme:{theme.id}") for theme in book.themes for name in theme.names.values()]
        called += [(name, f"code:{code.id}") for code in book.codes for name in (code.name, code.short) if name]
        before = [(name.partition(" - ")[0].partition(" – ")[0], target) for name, target in called]
        targets: dict[str, set[str]] = {}
        for name, target in (*called, *before):
            targets.setdefault(name.casefold(), set()).add(target)
        yield from dict.fromkeys(called)
        yield from (one for one in dict.fromkeys(before) if one not in called and len(targets[one[0].casefold()]) == 1)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        project, words = self.opened.project, self.opened.words
        counted = frozenset(self.view.selection.counted_cases)
        subjects = [Subject(name, target) for name, target in self._subjects() if target in self._targets]
        groups = dict.fromkeys((*_EVERYONE, words.cases.casefold(), words.case.casefold()), counted)
        if sum(handle.kind == "interview" for handle in project.transcripts.values()) == len(counted):
            groups |= dict.fromkeys(("interviews", "gesprekken", "gespräche", "gesprächen"), counted)  # one with each
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
