"""Whose words a document says that a quotation is: a respondent's, or those of literature."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from qualcode.model.transcript import INTERVIEWER
from qualcode.thesis.quotations import LABEL_LINE, Quotation

_YEAR = r"(?:1[89]|20)\d\d[a-z]?|z\.\s?d\.|n\.\s?d\.|o\.\s?J\.|in druk|in press|forthcoming"
_MONTH = (  # *March 2024*: a date
    r"januar[iy]?|january|februar[iy]?|february|maart|märz|march|april|mei|mai|may|juni?|june|juli?|july|august(?:us)?|september|"
    r"o[kc]tober|november|de[cz]ember"
)
_AUTHOR = rf"(?!(?i:{_MONTH})\b)[A-ZÀ-Þ][\w'’-]+"
_AUTHORED = re.compile(
    rf"\b{_AUTHOR}(?: (?:et al\.?|e\.a\.|u\.a\.))?,? \(?(?:{_YEAR})(?!\d)"
)  # Smith 2004, Smith (2004
_REFERENCE = re.compile(
    rf"\([^()]*(?<!\d)(?:{_YEAR})(?!\d)[^()]*\)"  # (Bengtsson & Kock, 2000, p. 412), (2016)
    rf"|\b[A-ZÀ-Þ][\w'’-]+,? (?:{_YEAR})(?!\d)"
    r"|\[\s*\d+(?:\s*[,;–-]\s*\d+)*(?:,\s*(?:p|blz|S)\.?\s*\d+)?\s*\]"  # [12], [3, 4]
    r"|\[[^\]]*@[^\]]*\]|(?<!\w)@[\w:.-]+"  # pandoc and LaTeX
    r"|\(?\b(?:pp?|blz|pag|S)\.\s?\d+|\bpagina \d+|\bal(?:inea|\.) \d+|\b[Ii]bid|\b[Ee]bd\b|\bt\.a\.p\.|\ba\.w\."
    r"|[¹²³⁰-⁹]|\^\d+\^"
    r"|(?i:\b(?:artikel|art\.|abs\.|lid|section|hoofdstuk|par\.|paragraaf|bijlage|toelichting)\s?\d+|§\s?\d+)"
)
_NAMED_THINGS = (
    r"rapport(?:age)?|\w*boek|artikel|essay|nota|notitie|visie(?:document|stuk)?|brochure|handreiking|richtlijn|leidraad|\w*programma|project|"
    r"traject|campagne|symposium|congres|cursus|training|website|getiteld|genaamd|geheten|titel|motto|slogan|kop|thema|hoofdstuk|paragraaf|"
    r"\w*lijst|\w*schaal|lied|zong|zoekterm\w*|gezocht|kopje|categorie|rubriek|antwoorden met|film|gezegde|spreekwoord|uitdrukking|\w*wet|reglement|statuten|\w*verslag|\w*plan|convenant|protocol|verordening|"
    r"scale|questionnaire|song|search\w*|report|book|article|paper|guideline|programme|program|title[ds]?|entitled|called|chapter|section|saying|proverb|act|"
    r"bericht|buch|aufsatz|projekt|kapitel|abschnitt|sprichwort|redensart|\w*gesetz"
)
_TITLED = re.compile(rf"(?i)\b(?:{_NAMED_THINGS})\b[^.!?]{{0,60}}$")
_ASKED = re.compile(
    r"(?i)\b(?:\w*vraag|\w*vragen|vroeg|gevraagd|stelling|topic|question|asked|\w*frage|gefragt|item)\b[^.!?]{0,60}$"
)
_ASKS = re.compile(
    r"(?i)\b(?:interviewe(?:r|rs|rin)|onderzoeker|researcher|(?:ge)?vraag[dt]?|vragen|vroeg|vroegen|asked|asks|question|frag(?:t|te|e))\b"
)
_QUESTIONS = re.compile(r"(?i)topic|vragen|interviewguide|interview guide|questions|leitfaden")
_DATED = re.compile(rf"\b(?:in|sinds|since|seit) (?:{_YEAR})\b", re.IGNORECASE)
_THEY = re.compile(
    r"(?i)\b(?:volgens|aldus|according to|nach|laut) (?:hen|hem|haar|hun|them|him|her|ihnen|ihm|ihr)\b|\b(?:auteurs?|authors?|autoren|autorin)\b"
    r"|^\W*(?:zij|hij|ze|they|he|she|sie|er)\b"
)
_DEFINES = re.compile(r"(?i)\b(?:is|zijn|als|betekent|are|as|means|ist|sind|bedeutet)\W*$")
_SAME_ONE = re.compile(r"(?i)\W*(?:hij|zij|ze|deze|dezelfde|die|he|she|they|this|er|sie)\b")
_AUTHORS = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+ (?:en|and|und|&) (?:[Dd]e |[Vv]an |[Vv]on )*[A-ZÀ-Þ][\w'’-]{2,}"
    r"|\b[A-ZÀ-Þ][\w'’-]+ (?:et al|e\.a\.|u\.a\.|(?:en|and|und) (?:collega|colleague|kolleg))"
    r"|\b[A-ZÀ-Þ][\w'’-]+ (?:schreef|schrijft|wrote|writes|schrieb|schreibt)\b"
)
_NAMED_SOURCE = re.compile(
    r"\s*(?!(?i:respondent|deelnemer|participant|geïnterviewde|interview|befragt))[A-ZÀ-Þ][\w'’-]{2,}"
)
_NOTE = re.compile(r"\[\^[^\]]+\]")
_ID = re.compile(r"(?<![\w-])([A-Za-z]{1,12})[\s._\u2011–—-]?(\d{1,3})(?![\w]|-\d)")
_RANGE = re.compile(r"\s*(?:t/m|tot en met|through|bis)\s*")
_BRACKETED = re.compile(r"^[\s.,;:!?]*[(\[]([^()\[\]]*)[)\]]")
_INTERVIEWER = re.compile(r"(?i)(?:i|int|interviewe(?:r|rin)|interviewster|onderzoeker|researcher)\d?")


class People:
    """The respondents of a study, and how a text may name each.

    `persons`: a word that stands for respondents when a number follows -> those respondents (*huisarts 2*).
    """

    def __init__(self, cases: Collection[str], persons: Mapping[str, Collection[str]]):
        self._cases = list(cases)
        self._known = {_folded(case): case for case in cases}
        self._numbered = {
            (word.casefold(), _number(case)): [one for one in of if _number(one) == _number(case)]
            for word, of in persons.items()
            for case in of
            if _number(case)
        }
        words = "|".join(sorted(map(re.escape, persons), key=len, reverse=True)) or "(?!)"
        self._person = re.compile(rf"(?i)(?<!\w)({words})\s+(?:nr\.?\s*|nummer\s+)?(\d{{1,3}})\b")
        self._alone = re.compile(rf"(?i)\W*(?:{words})\W*")
        plain = [case for case in cases if not re.search(r"\d", case)]
        self._plain = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, plain)) + r")(?![\w-])") if plain else None

    def named(self, text: str) -> list[str]:
        """The respondents that a text names, in its order."""
        return list(dict.fromkeys(case for _, _, case in self._places(text)))

    def last_named(self, text: str) -> int:
        """Where the last respondent is named in a text; -1 where none is."""
        return max((start for start, _, _ in self._places(text)), default=-1)

    def _places(self, text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for one in _ID.finditer(text):
            if case := self._known.get(_folded(one[0])):
                found.append((*one.span(), case))
            elif one[1] == "R":  # *R2*, whatever the respondents' own ids
                found += [(*one.span(), case) for case in self._numbered.get(("r", str(int(one[2]))), ())]
        for one in self._person.finditer(text):
            cases = self._numbered.get((one[1].casefold(), str(int(one[2]))), ())
            found += [(*one.span(), case) for case in cases]
        found += [(*one.span(), one[1]) for one in (self._plain.finditer(text) if self._plain else ())]
        found.sort()
        between = [
            (end, start, case)
            for (_, end, first), (start, _, last) in pairwise(found)
            if _RANGE.fullmatch(text[end:start])
            for case in self._cases
            if _is_between(first, case, last)
        ]
        return sorted([*found, *between])

    def is_label(self, line: str) -> bool:
        return bool(LABEL_LINE.fullmatch(line) and self.named(line))

    def is_source(self, label: str) -> bool:
        bare = label.strip(" ()")
        if (
            self.named(label)
            or LABEL_LINE.fullmatch(label)
            or self._alone.fullmatch(bare)
            or _INTERVIEWER.fullmatch(bare)
        ):
            return True
        return bool(_REFERENCE.search(label if label.startswith("(") else f"({label})"))


def _folded(name: str) -> str:
    letters = re.sub(r"[\s._\u2011–—-]", "", name).casefold()
    return re.sub(r"(?<=\D)0+(?=\d)", "", letters)


def _is_between(first: str, case: str, last: str) -> bool:
    """Whether a range of respondents, *P-1 t/m P-4*, holds one of them."""
    begin, number, end = _number(first), _number(case), _number(last)
    same = case.rstrip("0123456789") == first.rstrip("0123456789") == last.rstrip("0123456789")
    return same and bool(begin and number and end) and int(begin) < int(number) < int(end)


def _number(case: str) -> str:
    found = re.search(r"(\d+)$", case)
    return str(int(found[1])) if found else ""


@dataclass(frozen=True)
class Attribution:
    """The respondents that a quotation is said to be of, and all those named beside it whose words it may be as well."""

    named: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named)

    def of(self, cases: Collection[str]) -> tuple[str, ...]:
        """Those it is said to be of, where these speak in it."""
        fitting = tuple(one for one in self.possible if one in cases and one != INTERVIEWER)
        return self.named if set(self.named) & set(cases) else fitting or self.named

    def fits(self, cases: Collection[str]) -> bool:
        """Whether it may be of one of these."""
        return not self.named or bool(set(self.possible) & set(cases))


def stated(quotation: Quotation, people: People, notes: Mapping[str, str]) -> Attribution:
    """The respondents that a quotation is said to be of.

    Those bracketed behind it are meant and nobody else; else the last named before it in its sentence, else those named
    behind it, in what stands before, beside it, in its note, or in the sentence before. Where a sentence names several, it
    may be of any of them: *P-1 says to P-2*.
    """
    behind = _BRACKETED.match(quotation.tail)
    if behind and (named := tuple(people.named(behind[1]))):
        return Attribution(named, named)
    lead, tail = people.named(quotation.lead), people.named(quotation.tail)
    possible = [*lead, *(tail if quotation.last or not lead else ())]
    if _ASKS.search(f"{quotation.lead} {quotation.tail}"):
        possible.append(INTERVIEWER)
    if lead or tail:
        return Attribution(tuple(lead[-1:] or tail), tuple(possible))
    for text in (quotation.beside, quotation.sentence, _noted(quotation, notes)):
        if named := tuple(people.named(text)):
            return Attribution(named, (*named, *possible))
    goes_on = not quotation.lead.strip() or _SAME_ONE.match(quotation.lead)  # *Another member says:* does not
    named = tuple(people.named(quotation.before)) if goes_on else ()
    return Attribution(named[-1:], (*named, *possible))


def is_of_literature(quotation: Quotation, people: People) -> bool:
    """Whether a reference says whose words they are, whoever else is named: directly behind, or between him and the words."""
    behind = _BRACKETED.match(quotation.tail)
    if behind and not people.named(behind[1]) and _REFERENCE.search(behind[0]):
        return True
    authored = max((found.start() for found in _AUTHORED.finditer(quotation.lead)), default=-1)
    return authored > people.last_named(quotation.lead)


def has_reference(quotation: Quotation, notes: Mapping[str, str]) -> bool:
    """Whether a reference to literature stands beside it: behind it, in the words that lead to it, in a note, or in a block itself."""
    own = quotation.text[-80:] if quotation.kind in ("block", "indented") else ""
    around = (quotation.lead, quotation.tail, quotation.beside, quotation.sentence, own, _noted(quotation, notes))
    if any(_REFERENCE.search(text) for text in around) or _NOTE.search(quotation.tail[:12]):
        return True
    behind = _BRACKETED.match(quotation.tail)
    return bool(behind and _NAMED_SOURCE.match(behind[1]) and not _ID.search(behind[1]))


def cites(text: str) -> bool:
    """Whether a sentence refers to literature."""
    return bool(_REFERENCE.search(text))


def is_title_or_question(quotation: Quotation) -> bool:
    """Whether what leads to it says that it is the name of something, or what was asked."""
    lead = quotation.lead
    return bool(_TITLED.search(lead) or _ASKED.search(lead) or _QUESTIONS.search(quotation.heading))


def is_question_put(quotation: Quotation) -> bool:
    """Whether it is a question of which is said that it was put."""
    return quotation.text.rstrip().endswith("?") and bool(_ASKS.search(f"{quotation.lead} {quotation.tail}"))


def may_be_of_literature(quotation: Quotation) -> bool:
    """Whether what stands around speaks of authors: their names, a year, a note at the end of the paragraph, or *they*."""
    around = f"{quotation.lead} {quotation.tail}"
    if _AUTHORS.search(around) or _DATED.search(around) or _NOTE.search(quotation.block.text[-8:]):
        return True
    defines = _THEY.search(quotation.lead) or _DEFINES.search(quotation.lead)
    return bool(defines and _REFERENCE.search(quotation.before))


def _noted(quotation: Quotation, notes: Mapping[str, str]) -> str:
    return " ".join(notes.get(mark[0], "") for mark in _NOTE.finditer(quotation.tail[:40] + quotation.text[-10:]))
