"""Whose words a document says that a quotation is: a respondent's, or those of literature."""

import re
from collections.abc import Collection, Mapping

from qualcode.thesis.quotations import Quotation

_YEAR = r"(?:1[89]|20)\d\d[a-z]?|z\.\s?d\.|n\.\s?d\.|o\.\s?J\.|in druk|in press|forthcoming"
_REFERENCE = re.compile(
    rf"\([^()]*(?<!\d)(?:{_YEAR})(?!\d)[^()]*\)"  # (Bengtsson & Kock, 2000, p. 412), (2016)
    rf"|\b[A-ZÀ-Þ][\w'’-]+,? (?:{_YEAR})(?!\d)"  # Smith 2004
    r"|\[\s*\d+(?:\s*[,;–-]\s*\d+)*(?:,\s*(?:p|blz|S)\.?\s*\d+)?\s*\]"  # [12], [3, 4]
    r"|\[[^\]]*@[^\]]*\]|(?<!\w)@[\w:.-]+"  # pandoc and LaTeX
    r"|\(?\b(?:pp?|blz|pag|S)\.\s?\d+|\bpagina \d+|\bal(?:inea|\.) \d+|\bibid|\bt\.a\.p\."
    r"|[¹²³⁰-⁹]|\^\d+\^"
    r"|\b(?:artikel|art\.|lid|§|hoofdstuk|par\.|paragraaf|bijlage|toelichting)\s?\d+"
)
_TITLED = re.compile(
    r"(?i)\b(?:rapport(?:age)?|boek|artikel|essay|nota|notitie|visie(?:document|stuk)?|brochure|handreiking|richtlijn|leidraad|"
    r"programma|project|traject|campagne|symposium|congres|cursus|training|website|getiteld|genaamd|geheten|titel|motto|slogan|kop|thema|"
    r"report|book|article|paper|guideline|programme|program|titled|entitled|called|bericht|buch|aufsatz|projekt|titel)\b[^.!?]{0,40}$"
)
_ASKED = re.compile(
    r"(?i)\b(?:vraag|vragen|vroeg|gevraagd|stelling|topic|question|asked|frage|gefragt|item)\b[^.!?]{0,60}$"
)
_NAMED_SOURCE = re.compile(
    r"\s*(?!(?i:respondent|deelnemer|participant|geïnterviewde|interview|befragt))[A-ZÀ-Þ][\w'’-]{2,}"
)
_NOTE = re.compile(r"\[\^[^\]]+\]")
_ID = re.compile(r"(?<![\w-])([A-Za-z]{1,12})[\s._\u2011-]?(\d{1,3})(?![\w]|-\d)")
_BRACKETED = re.compile(r"^[\s.,;:!?]*[(\[]([^()\[\]]*)[)\]]")


class People:
    """The respondents of a study, and how a text may name each. `persons`: the words for a respondent, with a number behind."""

    def __init__(self, cases: Collection[str], persons: Collection[str]):
        self.cases = cases
        self._known = {_folded(case): case for case in cases}
        numbers: dict[str, set[str]] = {}
        for case in cases:
            if found := re.search(r"(\d+)$", case):
                numbers.setdefault(str(int(found[1])), set()).add(case)
        self._numbered = {number: next(iter(of)) for number, of in numbers.items() if len(of) == 1}
        words = "|".join(sorted(map(re.escape, persons), key=len, reverse=True))
        self._person = re.compile(rf"(?i)\b(?:{words})\s+(?:nr\.?\s*|nummer\s+)?(\d{{1,3}})\b")
        plain = [case for case in cases if not re.search(r"\d", case)]
        self._plain = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, plain)) + r")(?![\w-])") if plain else None

    def named(self, text: str) -> list[str]:
        """The respondents that a text names, in its order."""
        found: list[tuple[int, str]] = []
        for one in _ID.finditer(text):
            if case := self._known.get(_folded(one[0])):
                found.append((one.start(), case))
        for one in self._person.finditer(text):
            if case := self._numbered.get(str(int(one[1]))):
                found.append((one.start(), case))
        found += [(one.start(), one[1]) for one in (self._plain.finditer(text) if self._plain else ())]
        return list(dict.fromkeys(case for _, case in sorted(found)))


def _folded(name: str) -> str:
    return re.sub(r"[\s._\u2011-]", "", name).casefold()


def stated(quotation: Quotation, people: People, notes: Mapping[str, str]) -> list[str]:
    """The respondents that a quotation is said to be of: those bracketed behind it, else the last named before it, else those
    named behind it or beside it."""
    behind = _BRACKETED.match(quotation.tail)
    if behind and (named := people.named(behind[1])):
        return named
    noted = _noted(quotation, notes)
    for text in (quotation.lead, quotation.tail, quotation.beside, noted):
        if named := people.named(text):
            return named[-1:] if text is quotation.lead else named
    return []


def has_reference(quotation: Quotation, notes: Mapping[str, str]) -> bool:
    """Whether a reference to literature stands beside it: behind it, in the words that lead to it, in a note, or in a block itself."""
    own = quotation.text[-80:] if quotation.kind in ("block", "indented") else ""
    around = (quotation.lead, quotation.tail, quotation.beside, quotation.sentence, own, _noted(quotation, notes))
    if any(_REFERENCE.search(text) for text in around) or _NOTE.search(quotation.tail[:12]):
        return True
    behind = _BRACKETED.match(quotation.tail)
    return bool(behind and _NAMED_SOURCE.match(behind[1]) and not _ID.search(behind[1]))


def is_title_or_question(quotation: Quotation) -> bool:
    """Whether what leads to it says that it is the name of something, or what was asked."""
    return bool(_TITLED.search(quotation.lead) or _ASKED.search(quotation.lead))


def _noted(quotation: Quotation, notes: Mapping[str, str]) -> str:
    return " ".join(notes.get(mark[0], "") for mark in _NOTE.finditer(quotation.tail[:40] + quotation.text[-10:]))
