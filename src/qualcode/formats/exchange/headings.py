"""The headings of a codebook's table as people write them, in Dutch, English and German, and what each column holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.model.fields import FIELDS

# What a column may be, and the headings that say so, without brackets, points and capitals. The first five name codes,
# from the widest to the narrowest; the others are fields of a code (`model/fields.py`).
KEYS: Mapping[str, str] = {
    "group": r"(hoofd|kern|overkoepelend )? ?(thema['’]?s?|categorie(ën)?)|dimensies?|concept(en)?|construct(en)?|domein(en)?|groe?p(en)?"
    r"|code ?groe?p(en)?( \d+)?|(main |over|overarching |parent )?(theme|category|categories|themes)|code ?groups?( \d+)?|groups?"
    r"|dimensions?|constructs?|domains?|factors?|(haupt|kern)? ?(kategorien?|themen?|thema|themenfeld)|family|familie|cluster",
    "subgroup": r"sub ?(thema['’]?s?|categorie(ën)?)|sub ?(themes?|categor(y|ies))|unter ?(themen?|thema)",
    "parent": r"hoofd ?codes?|bovenliggende codes?|hoort bij|main codes?|parents?|parent codes?|(haupt|ober|über) ?(codes?|begriffe?|kategorien?)",
    "code": r"codes?|code ?(naam|name|label)|tags?|code ?syste?e?m|kode|naam|name|label|path|pad|bezeichnung",
    "subcode": r"sub ?codes?|onderliggende codes?|unter ?(codes?|kategorien?)|sub ?kategorien?",
    **{field.key: field.headings for field in FIELDS if field.headings},
}
NAMES = ("group", "subgroup", "parent", "code", "subcode")
_PATTERNS = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in KEYS.items()}
_SAY_WHAT = frozenset({"definition", "include", "exclude", "examples", "keywords"})  # what makes a table one of codes
_WEAK = re.compile(r"(?i)naam|name|label|path|pad|bezeichnung")  # of codes, but of people and versions, too
# a longer heading is read by its words; then the reader is told what it was taken for
_BOTH = re.compile(
    r"(?i)(in|ein).{0,24}(ex|aus)(clu|klu|schl)|include.{0,8}exclude|\bwel\b.*\bniet\b|definiti\w+ (with|met|mit|en|and|und)"
)
_COUNTER = re.compile(
    r"(?i)\b(non|negative?|negatie[fv]e?|counter|geen|niet|misuse|atypical)\b.*(example|exemplar|voorbeeld|beispiel)"
    r"|(tegen|gegen|counter)-? ?(voorbeeld|beispiel|example)|example.*misuse|voorbeeld.*\bniet\b"
)
_LIKELY = {
    "exclude": r"\b(niet|not|don['’]?t|nicht|exclusie|exclusion|exclude|ausschluss|avoid|except\w*|unless|never|behalve|uitzonder\w*|vermijd\w*|grensgeval\w*|limits|boundar\w+)\b",
    "include": r"\b(wel|inclusie|inclusion|include|einschluss|wanneer|when|wann|anwenden)\b",
    "keywords": r"trefwoord|zoekwoord|zoekterm|synoniem|key ?word|synonym|schlagw|stichw|suchw",
    "examples": r"voorbeeld|citaat|citaten|\bexample|\bquot|beispiel|zitat",
    "definition": r"definiti|omschrijving|beschrijving|toelichting|betekent|description|explanation|beschreibung|erläuterung",
    "code": r"^(naam|name|label)\b.*\bcodes?$|^codes?\b.*\b(naam|name|bezeichnung)$|\bcodes$",
}
_WORDS = 7  # of a heading that is read so
_FLAT = re.compile(r"(?i)(code )?gro(up|ep)s?")  # of ATLAS.ti: a code may be in several, and stand under one


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[._:*#/()?\[\]-]+", " ", heading).split())


def key_of(heading: str) -> str:
    """What the column under a heading holds, or "". *code.description* and *Definitie (kort)* are read too."""
    without = " ".join(re.sub(r"\([^)]*\)", " ", heading).strip(" :.*?").split())
    if _COUNTER.search(heading) or _BOTH.search(heading):
        return ""
    for form in (_plain(heading), without):
        for key, pattern in _PATTERNS.items():
            if pattern.fullmatch(form):
                return key
    return ""


def likely(heading: str) -> str:
    """What a longer heading may hold, by its words; "" where none says so, or it says that it is no example."""
    plain = _plain(heading)
    if not plain or len(plain.split()) > _WORDS or _COUNTER.search(heading):
        return ""
    if _BOTH.search(heading):
        return "definition"  # what is in and what is out, in one cell: a person can part them
    return next((key for key, words in _LIKELY.items() if re.search(words, plain, re.IGNORECASE)), "")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold: those that name codes, from the widest to the narrowest, and texts by place."""

    names: tuple[int, ...]
    texts: Mapping[int, str]
    passed_over: tuple[str, ...]  # headings that were not understood
    guessed: tuple[tuple[str, str], ...]  # (heading, key) of those read by their words
    strong: bool  # a heading says that these are codes
    flat: tuple[int, ...]  # columns of which a cell may name several groups

    @property
    def known(self) -> int:
        return len(self.names) + len(self.texts)


def columns_of(headings: Sequence[str], named: Mapping[str, str] | None = None) -> Columns | None:
    """Read a row of headings; None where it is none of a table of codes.

    `named` are those that the user explained: heading -> key, "" for none. The narrowest column that names codes holds the
    codes, the others what they stand under. *Naam* may be of anything, and groups alone name no codes: they do where
    another column says what a code means.
    """
    explained = {" ".join(heading.casefold().split()): key for heading, key in (named or {}).items()}
    plain = [" ".join(heading.casefold().split()) for heading in headings]
    keys = [explained.get(one, key_of(one) if one else "") for one in plain]
    guessed = []
    for place, one in enumerate(plain):
        key = likely(headings[place]) if one and not keys[place] and one not in explained else ""
        if key and (key != "code" or "code" not in keys):
            keys[place] = key
            guessed.append((" ".join(headings[place].split()), key))
    _settle_names(headings, keys)
    order = sorted((place for place, key in enumerate(keys) if key in NAMES), key=lambda at: _rank(keys, headings, at))
    texts = {place: key for place, key in enumerate(keys) if key and key not in NAMES}
    if "definition" not in texts.values():
        texts = {place: "definition" if key == "short" else key for place, key in texts.items()}
    said = [one for place, one in enumerate(plain) if one in explained and keys[place] in NAMES]
    strong = bool(said) or any(keys[at] in ("code", "subcode") and not _WEAK.fullmatch(plain[at]) for at in order)
    alone = order and not texts and sum(map(bool, plain)) == 1 and strong
    if not order or not (strong or _SAY_WHAT & set(texts.values()) or alone):
        return None
    left = (headings[at] for at, one in enumerate(plain) if one and not keys[at] and one not in explained)
    flat = tuple(at for at in order if keys[at] == "group" and _FLAT.match(headings[at].strip()))
    passed = tuple(" ".join(one.split()) for one in left)
    return Columns(tuple(order), texts, passed, tuple(guessed), strong, flat)


def _settle_names(headings: Sequence[str], keys: list[str]) -> None:
    """Of several columns that could hold the codes, one does: *Code* beside *Naam* is an abbreviation."""
    codes = [place for place, key in enumerate(keys) if key == "code"]
    weak = [place for place in codes if _WEAK.fullmatch(_plain(headings[place]))]
    if len(weak) == 1 and len(codes) > 1:
        for place in codes:
            keys[place] = "code" if place == weak[0] else ""
    flat = [place for place, key in enumerate(keys) if key == "group" and _FLAT.match(headings[place].strip())]
    for place in flat[1:]:
        keys[place] = ""


def _rank(keys: Sequence[str], headings: Sequence[str], place: int) -> tuple[int, bool, int]:
    """From wide to narrow. A category is narrower than a theme; else what stands further from the code is wider."""
    codes = [at for at, key in enumerate(keys) if key in ("code", "subcode")]
    behind = bool(codes) and place > codes[-1]
    category = bool(re.search(r"(?i)categor|kategor", headings[place]))
    return NAMES.index(keys[place]), category, -place if behind else place
