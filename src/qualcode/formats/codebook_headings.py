"""The headings of a codebook's table as people write them, in Dutch, English and German, and what each column holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What a column may be, and the headings that say so, without brackets, points and capitals. The first three name codes,
# from the widest to the narrowest; the others are keys of a code.
KEYS: Mapping[str, str] = {
    "group": r"(hoofd ?)?(thema['’]?s?|categorie(ën)?|dimensies?|concept(en)?)|hoofd ?codes?|code ?groe?p(en)?( \d+)?"
    r"|bovenliggende codes?|(main |over)?(theme|category|categories|themes)|main codes?|code ?groups?( \d+)?|parent( code)?|parents?"
    r"|(haupt|ober) ?(kategorien?|codes?|themen?|thema|begriff)|kategorien?|themen|family|familie|cluster",
    "subgroup": r"sub ?(thema['’]?s?|categorie(ën)?)|sub ?(themes?|categor(y|ies))|unter ?(themen?|thema)",
    "code": r"codes?|code ?(naam|name|label)|tags?|naam|name|label|code ?syste?e?m|path|pad|bezeichnung|kode",
    "subcode": r"sub ?codes?|onderliggende codes?|unter ?(codes?|kategorien?)",
    "short": r"(korte|beknopte) (omschrijving|beschrijving|definitie)|(short|brief) (description|definition)"
    r"|(code )?(definition|description) short|kurz(e )?(definition|beschreibung)",
    "definition": r"(volledige |code ?)?(definities?|omschrijving|beschrijving|toelichting|betekenis|uitleg)"
    r"|(full |code ?)?(definitions?|descriptions?|meaning|explanation)|memo|comments?|opmerking(en)?|kommentare?"
    r"|beschreibung|erläuterung|bedeutung|begriffsbestimmung",
    "include": r"wel|(wanneer )?wel( coderen| gebruiken)?( als| bij| wanneer)?|wanneer (gebruiken|coderen)|inclusie(criteri(a|um))?|include[ds]?"
    r"|inclusion( criteri(a|on))?|when to use|use (when|if|for)|(wann )?einschluss(kriteri(en|um))?|ein(zu)?schließen"
    r"|(codeer|kodier)regeln?|coding rules?|codeerregels?",
    "exclude": r"niet|(wanneer )?niet( coderen| gebruiken)?( als| bij| wanneer)?|exclusie(criteri(a|um))?|exclude[ds]?"
    r"|exclusion( criteri(a|on))?|when not to use|(do )?not (use|code)( when| if| for)?|ausschluss(kriteri(en|um))?|abgrenzung",
    "examples": r"(typische? )?voorbeeld(en)?|(voorbeeld|illustratie[fv]e? ?)citat?a?a?t?(en)?|citat?a?a?t?(en)?|examples?( quotes?| quotations?)?"
    r"|quotes?|quotations?|typical exemplars?|(anker)?beispiele?|zitate?|ankerzitate?",
    "keywords": r"(tref|zoek|kern|sleutel|signaal) ?(woord(en)?|term(en)?)|synoniem(en)?|key ?words?|search (terms?|words?)|synonyms?"
    r"|(schlag|stich|such) ?(wort|wörter|worte)|suchbegriffe?|synonyme?",
    "indicator": r"indicator(en|s)?|indikator(en)?|items?",
    "interview_question": r"(interview|gespreks) ?vra(ag|gen)|interview ?questions?|interview ?fragen?",
    "source": r"bron(nen)?|literatuur|theorie|sources?|literature|theory|references?|quellen?|literatur",
    "kind": r"soort|kind|art|richting",
    "color": r"kleur|colou?r|farbe",
}
# a longer heading is read by its words; then the reader is told what it was taken for
_LIKELY = {
    "exclude": r"\b(niet|not|nicht|exclusie|exclusion|ausschluss)\b",
    "include": r"\b(wel|inclusie|inclusion|einschluss|wanneer|when)\b",
    "keywords": r"trefwoord|zoekwoord|zoekterm|synoniem|key ?word|synonym|schlagw|stichw|suchw",
    "examples": r"voorbeeld|citaat|citaten|\bexample|\bquot|beispiel|zitat",
    "definition": r"definiti|omschrijving|beschrijving|toelichting|description|explanation|beschreibung|erläuterung",
    "code": r"^(naam|name|label)\b.*\bcodes?$|^codes?\b.*\b(naam|name)$",
}
_FLAT = re.compile(
    r"(?i)code ?gro(up|ep)"
)  # of ATLAS.ti: a code may be in several, of which one can be what it stands under
_WORDS = 7  # of a heading that is read so
NAMES = ("group", "subgroup", "code", "subcode")
_PATTERNS = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in KEYS.items()}


def key_of(heading: str) -> str:
    """What the column under a heading holds, or "". *code.description* and *Definitie (kort)* are read too."""
    plain = " ".join(re.sub(r"[._:*#/()?\[\]-]+", " ", heading).split())
    without = " ".join(re.sub(r"\([^)]*\)", " ", heading).strip(" :.*?").split())
    for form in (plain, without):
        for key, pattern in _PATTERNS.items():
            if pattern.fullmatch(form):
                return key
    return ""


def likely(heading: str) -> str:
    """What a longer heading may hold, by its words; "" where none says so."""
    plain = " ".join(re.sub(r"[._:*#/()?\[\]-]+", " ", heading).split())
    if not plain or len(plain.split()) > _WORDS:
        return ""
    return next((key for key, words in _LIKELY.items() if re.search(words, plain, re.IGNORECASE)), "")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold: places by key, those that name codes from the widest to the narrowest."""

    names: tuple[int, ...]
    texts: Mapping[str, tuple[int, ...]]
    passed_over: tuple[str, ...]  # headings that were not understood
    guessed: tuple[tuple[str, str], ...]  # (heading, key) of those read by their words

    @property
    def known(self) -> int:
        return len(self.names) + sum(map(len, self.texts.values()))


def columns_of(headings: Sequence[str], named: Mapping[str, str] | None = None) -> Columns:
    """Read a row of headings; `named` are those that the user explained: heading -> key, "" for none.

    The narrowest column that names codes holds the codes, the others what they stand under.
    """
    explained = {" ".join(heading.casefold().split()): key for heading, key in (named or {}).items()}
    keys = []
    for heading in headings:
        plain = " ".join(heading.casefold().split())
        keys.append(explained[plain] if plain in explained else key_of(heading) if heading.strip() else "")
    guessed = []
    for place, heading in enumerate(headings):
        plain = " ".join(heading.casefold().split())
        if (
            not keys[place]
            and plain not in explained
            and (key := likely(heading))
            and not (key == "code" and "code" in keys)
        ):
            keys[place] = key
            guessed.append((" ".join(heading.split()), key))
    groups = [place for place, heading in enumerate(headings) if keys[place] == "group" and _FLAT.search(heading)]
    for place in groups[1:]:
        keys[place] = ""
    names = sorted((place for place, key in enumerate(keys) if key in NAMES), key=lambda one: NAMES.index(keys[one]))
    texts: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key and key not in NAMES:
            texts.setdefault(key, []).append(place)
    if "definition" not in texts and "short" in texts:
        texts["definition"] = texts.pop("short")
    left = (h for h, key in zip(headings, keys, strict=True) if h.strip() and not key)
    passed = [" ".join(h.split()) for h in left if " ".join(h.casefold().split()) not in explained]
    names = names if any(keys[place] != "group" for place in names) else []  # a table of groups alone names no codes
    return Columns(tuple(names), {key: tuple(places) for key, places in texts.items()}, tuple(passed), tuple(guessed))
