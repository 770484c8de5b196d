"""The headings of operationalisation matrices, in Dutch and English, and what each column is."""

import re
from collections.abc import Mapping, Sequence

# What a column may be. The levels name codes, from the widest to the narrowest.
LEVELS = ("concept", "dimension", "subdimension", "variable")
FIELDS = ("definition", "indicator", "interview_question", "source")
ROLES = ("question", *LEVELS, *FIELDS)
EVIDENCE = "evidence"  # columns that to-matrix adds; they are read by nobody
_WORDS = {
    "question": r"(deel|sub|hoofd|onderzoeks?|kern)vra(ag|gen)|centrale vra(ag|gen)|onderzoeksdoel|(sub|main |research )-?questions?|probleemstelling",
    "interview_question": r"(interview|gespreks|topic|vragenlijst)?-?vra(ag|gen)|topics?|gespreksonderwerp(en)?|(interview )?questions?",
    "concept": r"(hoofd|kern|theoretische? )?-?(concept(en)?|begrip(pen)?|construct(en)?)|(main |core |key )?-?(concepts?|constructs?)|(hoofd)?thema['’]?s?|themes?|perspectie(f|ven)|perspectives?|categorie(ën)?|categor(y|ies)|domein(en)?|domains?",
    "subdimension": r"(sub|deel)-?dimensies?|deelaspect(en)?|sub-?dimensions?|sub-?aspects?",
    "dimension": r"dimensies?|aspect(en)?|deelconcept(en)?|deelbegrip(pen)?|subthema['’]?s?|dimensions?|aspects?|sub-?themes?|sub-?concepts?",
    "variable": r"variabelen?|(sub)?codes?|kenmerk(en)?|variables?|sub-?codes?",
    "indicator": r"indicator(en|s)?|items?|meetpunt(en)?",
    "source": r"bron(nen|vermelding)?|auteurs?|literatuur(verwijzing)?|theorie(ën)?|referenties?|sources?|authors?|literature|theor(y|ies)|references?",
    "definition": r"definities?|definitions?|(begrips)?omschrijving(en)?|beschrijving(en)?|descriptions?",
}
_PATTERNS = {role: re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE) for role, words in _WORDS.items()}
_EVIDENCE = re.compile(
    r"(?i)fragmenten|voorbeeldcitaat|(aantal )?(respondenten|deelnemers)|references|example quote|(respondents|participants)"
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


def roles_of(headings: Sequence[str], named: Mapping[str, str] | None = None) -> list[str]:
    """The role of each column; `named` are headings that the user explained."""
    named = {heading.casefold(): role for heading, role in (named or {}).items()}
    roles = [named.get(" ".join(heading.split()).casefold()) or role_of(heading) for heading in headings]
    # A bare "Vraag" before the columns that name codes is the research question; behind them it is the interview question.
    if "interview_question" in roles and "question" not in roles:
        first = roles.index("interview_question")
        bare = re.fullmatch(r"(?i)vra(ag|gen)|questions?", headings[first].strip())
        if bare and not any(role in LEVELS for role in roles[:first]) and any(role in LEVELS for role in roles):
            roles[first] = "question"
    return roles


def is_header(headings: Sequence[str], roles: Sequence[str], named: Mapping[str, str] | None = None) -> bool:
    """A heading row of a matrix: most cells are known headings, one names codes, and another goes beyond a list of terms."""
    filled = [role for heading, role in zip(headings, roles, strict=True) if heading.strip()]
    known = set(filter(None, filled)) - {EVIDENCE}
    if (
        named
        and known & set(LEVELS)
        and any(heading.casefold() in {h.casefold() for h in named} for heading in headings)
    ):
        return True
    beyond = known & {"dimension", "subdimension", "variable", "indicator", "interview_question"}
    names_codes = known & {*LEVELS, "indicator"}
    return len(known) >= 2 and bool(beyond and names_codes) and sum(map(bool, filled)) * 2 >= len(filled)


def language_of(headings: Sequence[str]) -> str:
    """nl or en, by the words that only one of the two has; "" where none has."""
    text = " ".join(headings)
    dutch, english = len(_DUTCH.findall(text)), len(_ENGLISH.findall(text))
    return "" if dutch == english else "nl" if dutch > english else "en"
