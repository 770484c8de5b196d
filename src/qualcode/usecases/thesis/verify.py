"""Each quotation of a thesis found in the transcripts, and each number in its text counted anew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.documents import read_document
from qualcode.model.alignment import words_differing
from qualcode.model.coding import Coding
from qualcode.model.locate import one_way
from qualcode.model.manuscript import Block
from qualcode.model.span import MASK, OMITTED, Span, collapsed
from qualcode.model.transcript import INTERVIEWER, Transcript, read_intact
from qualcode.report.citing import group_word
from qualcode.report.document import Output
from qualcode.report.tables.verification import WRONG, Finding, verification_table
from qualcode.report.view import View
from qualcode.store.files import read_given, write_bytes
from qualcode.store.sidefiles import key_rows
from qualcode.store.versions import earlier_texts
from qualcode.text import Words
from qualcode.thesis.attribution import People, has_reference, is_title_or_question, stated
from qualcode.thesis.claims import Claim, Subject, Vocabulary, claims, holds
from qualcode.thesis.places import Corpus, Place
from qualcode.thesis.quotations import LABEL_LINE, Quotation, quotations
from qualcode.usecases.study import Opened

_TERM = 2  # words: so few, in marks and without a respondent, are a term, whatever stands in the transcripts
_SHORT = 4  # words: so few that stand nowhere are one too
_SURELY = 0.8  # alike: less, without marks and a respondent, is no quotation
_OMITTED = re.compile(r"\s*[\[(]?\.\.\.[\])]?[\s.,;]*")
_PERSONS = (
    "respondent", "deelnemer", "geïnterviewde", "participant", "interviewee", "interview", "befragte", "befragter", "teilnehmer", "r",
)  # fmt: skip
_EVERYONE = (
    "respondenten", "deelnemers", "geïnterviewden", "participanten", "respondents", "participants", "interviewees", "befragten",
    "teilnehmer", "teilnehmenden", "teilnehmern",
)  # fmt: skip


@dataclass(frozen=True)
class Verified:
    """What was found; `terms`: short words in quotation marks that stand nowhere and were taken for terms."""

    findings: tuple[Finding, ...]
    terms: tuple[str, ...]

    @property
    def wrong(self) -> int:
        return sum(one.status in WRONG for one in self.findings)


def verify(opened: Opened, file: Path) -> Verified:
    """Hold a thesis against the study."""
    try:
        blocks = read_document(file.name, read_given(file))
    except QualcodeError as error:
        raise QualcodeError("error.in_file", file=file.name, why=error) from None
    return _Verification(opened, blocks).verified()


@dataclass
class _Verification:
    opened: Opened
    blocks: Sequence[Block]
    terms: list[str] = field(default_factory=list)
    used: list[tuple[str, Span]] = field(
        default_factory=list
    )  # where the quotations so far stand: sha of the text, span

    def verified(self) -> Verified:
        quotes = [finding for one in quotations(self.blocks, self._is_label) if (finding := self._quote(one))]
        told = sorted([*quotes, *self._claims()], key=lambda one: one.place or (0, 0, 0))
        return Verified((*told, *self._unused()), tuple(dict.fromkeys(self.terms)))

    @cached_property
    def view(self) -> View:
        return self.opened.view()

    @cached_property
    def texts(self) -> list[Transcript]:
        return [read_intact(handle) for handle in self.opened.project.transcripts.values()]

    @cached_property
    def same(self) -> dict[str, str]:
        """Names and the ids that stand for them, where somebody's name is one word."""
        rows = key_rows(self.opened.study.key)
        return {one_way(label).casefold(): one_way(name).casefold() for _, label, name in rows if label.isalpha()}

    @cached_property
    def corpus(self) -> Corpus:
        return Corpus(self.texts, self.same)

    @cached_property
    def earlier(self) -> Corpus:
        return Corpus([old for text in self.texts for old in earlier_texts(self.opened.study, text)], self.same)

    @cached_property
    def notes(self) -> dict[str, str]:
        return {block.mark: block.text for block in self.blocks if block.kind == "note"}

    @cached_property
    def people(self) -> People:
        project, words = self.opened.project, self.opened.words
        groups = [form for forms in project.settings.groups.values() for form in forms]
        own = [words.case, *project.settings.words.get("case", ())]
        return People(project.known_cases, [*_PERSONS, *own, *groups])

    def _is_label(self, line: str) -> bool:
        return bool(LABEL_LINE.fullmatch(line) and self.people.named(line))

    @cached_property
    def names(self) -> frozenset[str]:
        """What codes, themes and questions are called: in quotation marks these are no quotations."""
        book = self.opened.project.codebook
        codes = (name for code in book.codes for name in (code.name, code.short, *code.interview_question) if name)
        others = (
            *(theme.name for theme in book.themes),
            *(topic.text for topic in book.topics),
            *(question.text for question in book.questions),
            *self.opened.project.transcripts,
            self.opened.project.settings.title,
        )
        return frozenset(_plain(name) for name in (*codes, *others))

    def _quote(self, one: Quotation) -> Finding | None:
        """What is to be said of a quotation; None where it is none."""
        words = len(one.text.split())
        who = stated(one, self.people, self.notes)
        if _plain(one.text) in self.names or (words <= _TERM and one.kind == "marks" and not who):
            return None
        places = self.corpus.find(one.text)
        if not any(place.exact for place in places) and (old := [p for p in self.earlier.find(one.text) if p.exact]):
            return self._of_earlier(one, who, old[0], places)
        exact = [place for place in places if place.exact]
        is_reference = has_reference(one, self.notes)
        if is_reference and not who and not (exact and words > 4):
            return self._finding(one, "literature", who)
        if not places:
            return self._nowhere(one, who, words, is_reference)
        place = self._chosen(exact or places, who)
        if one.kind in ("cell", "indented") and not who and place.alike < _SURELY:
            return None
        return self._found(one, who, place)

    def _nowhere(self, one: Quotation, who: Sequence[str], words: int, is_reference: bool) -> Finding | None:
        if not who and (is_title_or_question(one) or is_reference):
            return self._finding(one, "literature", who)
        if one.kind in ("indented", "cell") and not who:
            return None  # a paragraph with a margin, or a cell of a row that is headed otherwise
        if words <= _SHORT and not who and one.kind == "marks":
            self.terms.append(one.text)
            return None
        return self._finding(one, "not-found", who)

    def _chosen(self, places: Sequence[Place], who: Sequence[str]) -> Place:
        """Of several places the one of who is said to speak."""
        return next((one for one in places if set(who) & set(_cases(one))), places[0])

    def _found(self, one: Quotation, who: Sequence[str], place: Place) -> Finding:
        cases = _cases(place)
        shown = collapsed(place.span.of(self.opened.printable(place.text)))
        difference = ""
        if not place.exact and MASK not in place.span.of(self.opened.printable(place.text)):
            difference = _difference(shown, one.text)
        status = self._status(who, place, cases)
        turn = place.turns[0].number if place.turns else None
        finding = self._finding(one, status, who)
        return replace(
            finding,
            transcript=place.text.id,
            turn=turn,
            respondent="; ".join(cases),
            found=shown,
            difference=difference,
        )

    def _status(self, who: Sequence[str], place: Place, cases: Sequence[str]) -> str:
        again = self._used_before(place)
        self.used.append((place.text.sha, place.span))
        if who and not set(who) & set(cases):
            return "other-respondent"
        if not place.exact:
            return "changed"
        if not self._approved(place):
            return "not-approved"
        return "repeated" if again else "verbatim"

    def _of_earlier(self, one: Quotation, who: Sequence[str], old: Place, now: Sequence[Place]) -> Finding:
        """A quotation whose words stand only in a text that was corrected since."""
        cases = _cases(old)
        place = self._chosen(now, who) if now else None
        if place:
            self.used.append((place.text.sha, place.span))
        other = bool(who) and not set(who) & set(cases)
        shown = collapsed(place.span.of(self.opened.printable(place.text))) if place else ""
        told = self.opened.words("verify.earlier", version=old.text.sha[:12])
        difference = f"{told}: {_difference(shown, one.text)}" if shown else told
        finding = self._finding(one, "other-respondent" if other else "changed", who)
        where = place or old
        turn = where.turns[0].number if where.turns else None
        return replace(
            finding, transcript=old.text.id, turn=turn, respondent="; ".join(cases), found=shown, difference=difference
        )

    def _used_before(self, place: Place) -> bool:
        """Whether the same words were quoted before: at least half of the shorter of the two."""
        for sha, span in self.used:
            shared = span.intersection(place.span) if sha == place.text.sha else None
            if shared and 2 * len(shared) >= min(len(span), len(place.span)):
                return True
        return False

    def _finding(self, one: Quotation, status: str, who: Sequence[str]) -> Finding:
        at = (one.block.place, one.start, one.end)
        words = one.block.text[one.start : one.end]
        return Finding("quote", status, " ".join(one.text.split()), stated=", ".join(who), place=at, words=words)

    @cached_property
    def _codings(self) -> dict[str, list[Coding]]:
        found: dict[str, list[Coding]] = {}
        for one in self.opened.project.journals_of(None):
            found.setdefault(one.transcript, []).extend(one.read().applied)
        return found

    @cached_property
    def _asks(self) -> bool:
        """Whether this study ever asked respondents for their approval."""
        checked = any(one.member_check or one.lapsed_check for one in self.opened.project.transcripts.values())
        return checked or any(one.approval for codings in self._codings.values() for one in codings)

    def _approved(self, place: Place) -> bool:
        handle = self.opened.project.transcript(place.text.id)
        if any(span.overlaps(place.span) for span in self.opened.project.refused(handle.id)):
            return False
        if not self._asks or handle.member_check in ("approved", "corrected"):
            return True
        approved = (one for one in self._codings.get(handle.id, ()) if one.standing_approval == "approved")
        return any(one.span.covers(place.span) for one in approved)

    def _unused(self) -> Iterator[Finding]:
        """The key quotes of which the thesis has no words."""
        refused = {name: self.opened.project.refused(name) for name in self._codings}
        for text in self.texts:
            keys = {one.span: one for one in self._codings.get(text.id, ()) if one.key}
            for span in sorted(keys):
                if any(sha == text.sha and span.overlaps(used) for sha, used in self.used):
                    continue
                if any(span.overlaps(one) for one in refused.get(text.id, ())):
                    continue
                turns = text.turns_touched(span)
                cases = "; ".join(dict.fromkeys(turn.case for turn in turns if turn.case))
                number = turns[0].number if turns else None
                yield Finding(
                    "key-quote", "unused", transcript=text.id, turn=number, respondent=cases, found=collapsed(span.of(text.text))
                )  # fmt: skip

    def _claims(self) -> Iterator[Finding]:
        for claim in claims(self.blocks, self._vocabulary, self._is_label):
            if finding := self._claim(claim):
                yield finding

    def _claim(self, claim: Claim) -> Finding | None:
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


def _cases(place: Place) -> list[str]:
    """Who speaks at a place, in the order of the text."""
    names = (turn.case or (INTERVIEWER if turn.role == "interviewer" else place.text.id) for turn in place.turns)
    return list(dict.fromkeys(names)) or [place.text.id]


def _difference(old: str, new: str) -> str:
    """What was said, with what was left out between [- and -] and what was put in between {+ and +}."""
    marks = {"same": ("", ""), "gone": ("[-", "-]"), "come": ("{+", "+}")}
    parts = list(words_differing(*(" ".join(one_way(one).split()) for one in (old, new))))
    omitted = {number for number, (how, text) in enumerate(parts) if how == "come" and _OMITTED.fullmatch(text)}
    told = []
    for number, (how, text) in enumerate(parts):
        if number in omitted:
            told.append(f" {OMITTED} ")
        elif not (how == "gone" and number + 1 in omitted):  # what a marked omission leaves out is no change
            told.append(f"{marks[how][0]}{text}{marks[how][1]}")
    return " ".join("".join(told).split())


def _plain(text: str) -> str:
    return " ".join(one_way(text).casefold().split()).strip(" .?!,;:")


def table_of(opened: Opened, found: Verified) -> Output:
    return verification_table(opened.view(), found.findings)


def check_copy(thesis: Path, targets: Sequence[Path]) -> None:
    """Refuse to write over the thesis itself."""
    if any(target.resolve() == thesis.resolve() for target in targets):
        raise QualcodeError("error.copy_over_thesis", file=thesis)


def write_copy(opened: Opened, found: Verified, thesis: Path, target: Path) -> int:
    """A copy of a thesis in Word with comments at the places; returns how many."""
    from qualcode.report.renderers.checked_docx import render

    data, number = render(read_given(thesis), found.findings, opened.words)
    write_bytes(target, data)
    return number
