"""Each quotation of a thesis found in the transcripts, and the key quotes that it does not use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from qualcode.model.alignment import words_differing
from qualcode.model.coding import Coding
from qualcode.model.handle import read_intact
from qualcode.model.locate import one_way
from qualcode.model.manuscript import Block
from qualcode.model.span import MASK, OMITTED, Span, collapsed
from qualcode.model.transcript import INTERVIEWER, Transcript
from qualcode.report.tables.verification import Finding
from qualcode.store.sidefiles import key_rows
from qualcode.store.versions import earlier_texts
from qualcode.thesis.attribution import (
    Attribution,
    People,
    has_reference,
    is_of_literature,
    is_question_put,
    is_title_or_question,
    may_be_of_literature,
    stated,
)
from qualcode.thesis.places import MARKS_INSIDE, Corpus, Place
from qualcode.thesis.quotations import Quotation, quotations
from qualcode.usecases.study import Opened

_TERM = 2  # words: so few, in marks and without a respondent, are a term, whatever stands in the transcripts
_SHORT = 4  # words: so few that stand nowhere are one too
_SURELY = 0.8  # alike: less, without marks and a respondent, is no quotation
_OMITTED = re.compile(r"\s*[\[(]?\.\.\.[\])]?[\s.,;]*")


@dataclass
class Quoted:
    """The quotations of a thesis, held against the transcripts. `terms`: short words in quotation marks that stand nowhere."""

    opened: Opened
    blocks: Sequence[Block]
    people: People
    terms: list[str] = field(default_factory=list)
    used: list[tuple[str, Span]] = field(default_factory=list)  # where those so far stand: sha of the text, span

    def findings(self) -> list[Finding]:
        return [finding for one in quotations(self.blocks, self.people) if (finding := self._quote(one))]

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

    @cached_property
    def described(self) -> list[str]:
        """What the codebook says of its codes, in which a thesis may quote itself."""
        codes = self.opened.project.codebook.codes
        told = (text for code in codes for text in (code.definition, code.include, *code.indicator, *code.examples))
        return [_plain(text) for text in told if text]

    def _quote(self, one: Quotation) -> Finding | None:
        """What is to be said of a quotation; None where it is none."""
        words = len(one.text.split())
        who = stated(one, self.people, self.notes)
        plain = _plain(one.text)
        if plain in self.names or (words <= _TERM and one.kind == "marks" and not who):
            return None
        places = self.corpus.find(one.text)
        if not any(place.exact for place in places) and (old := [p for p in self.earlier.find(one.text) if p.exact]):
            return self._of_earlier(one, who, old[0], places)
        exact = [place for place in places if place.exact]
        if not exact and any(plain in text for text in self.described):
            return None
        if not (exact and words > _SHORT) and self._is_of_literature(one, who):
            return self._finding(one, "literature", who)
        if not exact and not who and (words <= _SHORT or not places or is_title_or_question(one)):
            return self._of_nobody(one, words)
        if not places:
            return self._finding(one, "literature" if is_question_put(one) else "not-found", who)
        place = self._chosen(exact or places, who)
        if one.kind in ("cell", "indented", "heading") and not who and place.alike < _SURELY:
            return None
        return self._found(one, who, place)

    def _is_of_literature(self, one: Quotation, who: Attribution) -> bool:
        return is_of_literature(one, self.people) or (not who and has_reference(one, self.notes))

    def _of_nobody(self, one: Quotation, words: int) -> Finding | None:
        """What is to be said of a quotation that is said to be of nobody, and does not stand so in any transcript."""
        if is_title_or_question(one) or may_be_of_literature(one):
            return self._finding(one, "literature", Attribution())
        if one.kind in ("indented", "cell", "heading"):
            return None  # a paragraph with a margin, or a cell of a row that is headed otherwise
        if words <= _SHORT and one.kind == "marks":
            self.terms.append(one.text)
            return None
        return self._finding(one, "not-found", Attribution())

    def _chosen(self, places: Sequence[Place], who: Attribution) -> Place:
        """Of several places the one of who is said to speak."""
        return next((one for one in places if who and who.fits(_cases(one))), places[0])

    def _found(self, one: Quotation, who: Attribution, place: Place) -> Finding:
        cases = _cases(place)
        shown = collapsed(place.span.of(self.opened.printable(place.text)))
        difference = ""
        if not place.exact and MASK not in place.span.of(self.opened.printable(place.text)):
            difference = _difference(shown, one.text)
        status = self._status(who, place, cases)
        turn = place.turns[0].number if place.turns else None
        finding = self._finding(one, status, who, cases)
        return replace(
            finding,
            transcript=place.text.id,
            turn=turn,
            respondent="; ".join(cases),
            found=shown,
            difference=difference,
        )

    def _status(self, who: Attribution, place: Place, cases: Sequence[str]) -> str:
        again = self._used_before(place)
        self.used.append((place.text.sha, place.span))
        if not who.fits(cases):
            return "other-respondent"
        if not place.exact:
            return "changed"
        if not self._approved(place):
            return "not-approved"
        return "repeated" if again else "verbatim"

    def _of_earlier(self, one: Quotation, who: Attribution, old: Place, now: Sequence[Place]) -> Finding:
        """A quotation whose words stand only in a text that was corrected since."""
        cases = _cases(old)
        place = self._chosen(now, who) if now else None
        if place:
            self.used.append((place.text.sha, place.span))
        shown = collapsed(place.span.of(self.opened.printable(place.text))) if place else ""
        told = self.opened.words("verify.earlier", version=old.text.sha[:12])
        difference = f"{told}: {_difference(shown, one.text)}" if shown else told
        finding = self._finding(one, "changed" if who.fits(cases) else "other-respondent", who, cases)
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

    def _finding(self, one: Quotation, status: str, who: Attribution, cases: Sequence[str] = ()) -> Finding:
        at = (one.block.place, one.start, one.end)
        words = one.block.text[one.start : one.end]
        return Finding(
            "quote", status, " ".join(one.text.split()), stated=", ".join(who.of(cases)), place=at, words=words
        )

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

    def unused(self) -> Iterator[Finding]:
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


def _cases(place: Place) -> list[str]:
    """Who speaks at a place, in the order of the text."""
    names = (turn.case or (INTERVIEWER if turn.role == "interviewer" else place.text.id) for turn in place.turns)
    return list(dict.fromkeys(names)) or [place.text.id]


def _difference(old: str, new: str) -> str:
    """What was said, with what was left out between [- and -] and what was put in between {+ and +}."""
    marks = {"same": ("", ""), "gone": ("[-", "-]"), "come": ("{+", "+}")}
    old, new = (" ".join(MARKS_INSIDE.sub("", one_way(one)).split()) for one in (old, new))
    parts = list(words_differing(old, _without_end(old, new)))
    omitted = {number for number, (how, text) in enumerate(parts) if how == "come" and _OMITTED.fullmatch(text)}
    told = []
    for number, (how, text) in enumerate(parts):
        if number in omitted:
            told.append(f" {OMITTED} ")
        elif not (how == "gone" and number + 1 in omitted):  # what a marked omission leaves out is no change
            told.append(f"{marks[how][0]}{text}{marks[how][1]}")
    return " ".join("".join(told).split())


def _without_end(old: str, new: str) -> str:
    """A quotation without the sign at its end, where what was said has none there."""
    return new if old[-1:] == new[-1:] or not new.rstrip(".,;:!?") else new.rstrip(".,;:!?")


def _plain(text: str) -> str:
    return " ".join(one_way(text).casefold().split()).strip(" .?!,;:")
