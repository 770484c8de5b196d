"""How a text says how many: *zes van de veertien*, *bijna alle*, *most*, *two thirds*, *mindestens drei*. Dutch, English and German."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_NUMBERS = {
    word: number
    for words in (
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    )
    for number, word in enumerate(words.split())
} | {"één": 1, "eén": 1, "ein": 1, "eine": 1, "einer": 1, "geen": 0, "none": 0, "keine": 0, "keiner": 0, "beide": 2, "beiden": 2}  # fmt: skip
_QUANTIFIERS = {  # what is written -> what it says of n of N
    "op één na alle": "all but one", "all but one": "all but one", "bis auf einen alle": "all but one",
    "minder dan de helft": "minority", "fewer than half": "minority", "less than half": "minority", "weniger als die hälfte": "minority",
    "meer dan de helft": "most", "more than half": "most", "mehr als die hälfte": "most", "ruim de helft": "most",
    "well over half": "most", "over half": "most", "de helft": "half", "half": "half", "die hälfte": "half",
    "een meerderheid": "most", "de meerderheid": "most", "het merendeel": "most", "het grootste deel": "most", "the majority": "most",
    "a majority": "most", "die mehrheit": "most", "der großteil": "most", "de meeste": "most", "most": "most", "die meisten": "most",
    "een minderheid": "minority", "a minority": "minority", "eine minderheit": "minority",
    "enkele": "few", "a few": "few", "einige": "few", "meerdere": "several", "verschillende": "several", "several": "several",
    "mehrere": "several", "alle": "all", "all": "all", "beide": "all", "both": "all", "elke": "all", "iedere": "all", "every": "all",
    "each": "all", "jede": "all", "jeder": "all", "geen van": "none", "geen enkele": "none", "none": "none", "no": "none", "keine": "none",
    "keiner": "none", "kein": "none",
}  # fmt: skip
_EVERYBODY = {
    "iedereen": "all", "everyone": "all", "everybody": "all", "alle geïnterviewden": "all", "niemand": "none", "nobody": "none", "no one": "none",
}  # fmt: skip
_FRACTIONS = {
    "een derde": 1 / 3, "a third": 1 / 3, "one third": 1 / 3, "ein drittel": 1 / 3, "twee derde": 2 / 3, "tweederde": 2 / 3,
    "two thirds": 2 / 3, "two-thirds": 2 / 3, "zwei drittel": 2 / 3, "een kwart": 1 / 4, "a quarter": 1 / 4, "ein viertel": 1 / 4,
    "driekwart": 3 / 4, "drie kwart": 3 / 4, "three quarters": 3 / 4, "three-quarters": 3 / 4, "drei viertel": 3 / 4,
}  # fmt: skip
_LIMITS = {  # what stands before a number -> what it makes of it; None: nothing that can be held against a count
    "minstens": "at least", "ten minste": "at least", "tenminste": "at least", "zeker": "at least", "at least": "at least", "mindestens": "at least",
    "meer dan": "more than", "more than": "more than", "mehr als": "more than",
    "minder dan": "fewer than", "fewer than": "fewer than", "less than": "fewer than", "weniger als": "fewer than",
    "hooguit": "at most", "hoogstens": "at most", "maximaal": "at most", "at most": "at most", "höchstens": "at most",
    "bijna": "nearly", "vrijwel": "nearly", "nagenoeg": "nearly", "almost": "nearly", "nearly": "nearly", "fast": "nearly", "beinahe": "nearly",
    "lang niet": "not", "niet": "not", "not": "not", "nicht": "not",
    "slechts": "only", "alleen": "only", "maar": "only", "only": "only", "just": "only", "nur": "only",
    "ongeveer": None, "circa": None, "ca.": None, "zo'n": None, "about": None, "around": None, "approximately": None, "etwa": None, "rund": None,
    "overige": None, "andere": None, "other": None, "remaining": None, "übrigen": None, "anderen": None, "deze": None, "these": None, "diese": None,
}  # fmt: skip


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


N = rf"\d{{1,4}}|{_either(_NUMBERS)}"
OF = r"(?:van|of|von|der|uit|out of)(?:\s+(?:de|het|the|den|der|onze|our|alle|in totaal))*"
LIMIT = rf"(?:(?P<limit>{_either(_LIMITS)})\s+)?"
HOW = _either(_QUANTIFIERS)
WHO = _either(_EVERYBODY)
FRACTION = _either(_FRACTIONS)
ARTICLES = ("een", "ein", "eine", "einer")


class Quantity(NamedTuple):
    """What a text says of n of N. `n`, `of`: as stated, None where it says none; `share`: a part of one, within `near`."""

    how: str = "is"
    n: int | None = None
    of: int | None = None
    share: float = 0.0
    near: float = 0.0

    def holds(self, n: int, of: int) -> bool:
        """Whether it is so, where it is n of so many."""
        if self.of is not None and self.of != of:
            return False
        stated = self.n if self.n is not None else 0
        return {
            "is": n == stated, "at least": n >= stated, "more than": n > stated, "fewer than": n < stated, "at most": n <= stated,
            "all": n == of, "all but one": n == of - 1, "most": 2 * n > of and n < of, "half": 2 * n == of, "few": n >= 2 and 2 * n < of,
            "several": n >= 2, "minority": 2 * n < of, "none": n == 0, "not all": n < of, "nearly all": 2 * n > of and n < of,
            "not none": n > 0, "share": bool(of) and abs(n / max(of, 1) - self.share) <= self.near,
        }[self.how]  # fmt: skip


def quantity_of(parts: dict[str, str | None]) -> Quantity | None:
    """What the named groups of a pattern say together: limit, n, of, how, percent, fraction, who; None where it is nothing exact."""
    before = parts.get("limit")
    limit = _LIMITS[before.casefold()] if before else ""
    if limit is None:
        return None
    of = _number(parts.get("of"))
    if percent := parts.get("percent"):
        exact = Quantity("share", of=of, share=float(percent.replace(",", ".")) / 100, near=0.0051)
        return exact if limit in ("", "only") else None
    if fraction := parts.get("fraction"):
        return (
            Quantity("share", share=_FRACTIONS[" ".join(fraction.casefold().split())], near=0.05) if not limit else None
        )
    if how := parts.get("how") or parts.get("who"):
        told = {**_QUANTIFIERS, **_EVERYBODY}[" ".join(how.casefold().split())]
        return _limited(told, str(limit), of)
    how = str(limit) if limit in ("at least", "more than", "fewer than", "at most") else "is"
    return None if limit in ("nearly", "not") else Quantity(how, _number(parts.get("n")), of)


def _limited(told: str, limit: str, of: int | None) -> Quantity | None:
    """*bijna alle*, *niet alle*, *meer dan de helft*."""
    if limit == "" or (limit == "only" and told not in ("all", "none")):
        return Quantity(told, of=of)
    known = {
        ("nearly", "all"): "nearly all",
        ("not", "all"): "not all",
        ("more than", "half"): "most",
        ("fewer than", "half"): "minority",
    }
    return Quantity(known[limit, told], of=of) if (limit, told) in known else None


def _number(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]
