"""The headings of operationalisation matrices, in Dutch and English, and what each column is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.model import fields as code_fields

# What a column may be. The levels name codes, from the widest to the narrowest.
LEVELS = ("concept", "dimension", "subdimension", "variable")
KEYWORDS = "keywords"  # kept as they stand, under `other`, and proposed: no word of a matrix matches unseen
FIELDS = tuple(one.key for one in code_fields.FIELDS if one.matrix and one.key not in ("question", KEYWORDS))
ROLES = ("question", *LEVELS, *FIELDS, KEYWORDS)
EVIDENCE = "evidence"  # columns that to-matrix adds; they are read by nobody
_WORDS = {
    "concept": r"(hoofd|kern|theoretische? )?-?(concept(en)?|begrip(pen)?|construct(en)?)|(main |core |key )?-?(concepts?|constructs?)|(hoofd)?thema['’]?s?|themes?|perspectie(f|ven)|perspectives?|categorie(ën)?|categor(y|ies)|domein(en)?|domains?",
    "subdimension": r"(sub|deel)-?dimensies?|deelaspect(en)?|sub-?dimensions?|sub-?aspects?",
    "dimension": r"dimensies?|aspect(en)?|facet(ten)?|deelconcept(en)?|deelbegrip(pen)?|subthema['’]?s?|dimensions?|aspects?|sub-?themes?|sub-?concepts?",
    "variable": r"variabelen?|(sub)?codes?|kenmerk(en)?|variables?|sub-?codes?",
    **{field.key: field.matrix for field in code_fields.FIELDS if field.matrix},
}
_FILLING = re.compile(
    r"(?i)\b(nr|nummer|no|number|interview|interviews|respondent(en)?|per|van|voor|uit|in|bij|aan|de|het|een|of the|for|from|the|to"
    r"|theoretisch[e]?|belangrijkste|gekozen|gebruikte|bijbehorende|mogelijke|literatuur|jaar|jaartal|year|open|semi-?gestructureerde)\b"
)
_PATTERNS = {role: re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE) for role, words in _WORDS.items()}
_EVIDENCE = re.compile(
    r"(?i)fragmenten|voorbeeldcitaat|(aantal )?(respondenten|deelnemers)|references|coded extracts|example quote|(respondents|participants)"
)
_LONGEST = 45  # characters of a heading
_DUTCH = re.compile(
    r"(?i)vra(ag|gen)\b|begrip|dimensie|variabele|indicatoren|bron(nen)?\b|literatuur|auteur|theorie|definitie|omschrijving|thema\b|perspectief|concepten"
)
_ENGLISH = re.compile(
    r"(?i)question|dimension|variable\b|source|literature|author|theory|definition\b|theme\b|perspective\b"
)


def role_of(heading: str) -> str:
    """What the column under a heading is, or "". *(Hoofd)concept* and *Indicator(en)* are read with and without brackets."""
    heading = " ".join(heading.replace("\u00ad", "").split())
    if not heading or len(heading) > _LONGEST:
        return ""
    if _EVIDENCE.fullmatch(heading):
        return EVIDENCE
    for form in (re.sub(r"\([^)]*\)", " ", heading), re.sub(r"[()]", "", heading)):
        found = [
            (match.start(), -len(match.group()), role) for role, p in _PATTERNS.items() if (match := p.search(form))
        ]
        if found:
            return min(found)[2]
    return ""


def _is_heading(text: str) -> bool:
    """Nothing but a heading: words of columns, joined by / or *en*, and a few words that go with them. No numbers."""
    for form in (re.sub(r"\([^)]*\)", " ", text), re.sub(r"[()]", "", text)):
        parts = [
            part
            for part in re.split(r"[/,&+]|\b(?:en|of|and|or)\b", " ".join(form.split()).strip(" :."))
            if part.strip()
        ]
        if parts and not re.search(r"\d", form) and all(_says_only(part) for part in parts):
            return True
    return False


def _says_only(part: str) -> bool:
    rest = part
    for pattern in _PATTERNS.values():
        rest = pattern.sub(" ", rest)
    return rest != part and not re.search(r"\w", _FILLING.sub(" ", rest))


def roles_of(headings: Sequence[str], named: Mapping[str, str] | None = None) -> list[str]:
    """The role of each column; `named` are headings that the user explained."""
    named = {heading.casefold(): role for heading, role in (named or {}).items()}
    roles = [named.get(" ".join(heading.split()).casefold()) or role_of(heading) for heading in headings]
    # Of several questions the narrower is the research question of a row; the main question is kept as it is.
    asked = [
        place for place, role in enumerate(roles) if role == "question" and headings[place].casefold() not in named
    ]
    if len(asked) > 1:
        wide = [place for place in asked if re.search(r"(?i)hoofd|main|centrale|probleem", headings[place])]
        keep = next((place for place in asked if place not in wide), asked[-1])
        for place in asked:
            roles[place] = "question" if place == keep else ""
    # A bare "Vraag" before the columns that name codes is the research question; behind them it is the interview question.
    if "interview_question" in roles and "question" not in roles:
        first = roles.index("interview_question")
        bare = re.fullmatch(r"(?i)vra(ag|gen)|questions?", headings[first].strip())
        if bare and not any(role in LEVELS for role in roles[:first]) and any(role in LEVELS for role in roles):
            roles[first] = "question"
    return roles


def headings_of_keywords(matrices: Iterable[Mapping[str, Any]]) -> set[str]:
    """The headings of the columns with keywords, of matrices as a codebook keeps them."""
    return {
        heading
        for matrix in matrices
        for heading, role in zip(matrix["columns"], roles_of(matrix["columns"], matrix.get("roles")), strict=True)
        if role == KEYWORDS
    }


def is_header(headings: Sequence[str], roles: Sequence[str], named: Mapping[str, str] | None = None) -> bool:
    """A heading row of a matrix: two cells at least are headings and nothing else, one of them of a column that names
    codes, another of one that goes beyond a list of terms; and half of all cells are known.
    """
    filled = [(heading, role) for heading, role in zip(headings, roles, strict=True) if heading.strip()]
    explained = {heading.casefold() for heading in named or ()}
    sure = {r for h, r in filled if r and (" ".join(h.split()).casefold() in explained or _is_heading(h))} - {EVIDENCE}
    if explained and sure & set(LEVELS) and any(" ".join(h.split()).casefold() in explained for h, _ in filled):
        return True
    likely = {role for heading, role in filled if role and not re.search(r"\d", heading) and len(heading.split()) <= 4}
    beyond = likely & {"dimension", "subdimension", "variable", "indicator", "interview_question"}
    names_codes = sure & {*LEVELS, "indicator"}
    known = sum(bool(role) for _, role in filled)
    return len(sure) >= 2 and bool(beyond and names_codes) and known * 2 >= len(filled)


def is_second(headings: Sequence[str]) -> bool:
    """The second row of a heading of two rows: every cell that is filled is a heading and nothing else."""
    filled = [heading for heading in headings if heading.strip()]
    return bool(filled) and all(map(_is_heading, filled))


def language_of(headings: Sequence[str]) -> str:
    """nl or en, by the words that only one of the two has; "" where none has."""
    text = " ".join(headings)
    dutch, english = len(_DUTCH.findall(text)), len(_ENGLISH.findall(text))
    return "" if dutch == english else "nl" if dutch > english else "en"
