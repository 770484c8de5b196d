"""The numbers of people in a text, and what they are about: *zes van de veertien respondenten*, *most nurses*, *6/14*, *N = 14*.

Dutch, English and German. What a number is about is the theme or code whose name stands nearest in its sentence; in a caption
it may be about the study itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.model.manuscript import Block
from qualcode.thesis.quotations import Sources, quotations, without_references
from qualcode.thesis.sentences import Sentences

_NUMBERS = {
    word: number
    for words in (
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    )
    for number, word in enumerate(words.split())
} | {"één": 1, "eén": 1, "ein": 1, "eine": 1, "einer": 1, "geen": 0, "none": 0, "keine": 0, "keiner": 0}  # fmt: skip
_QUANTIFIERS = {  # what is written -> what it says of n of N
    "op één na alle": "all_but_one", "all but one": "all_but_one", "bis auf einen alle": "all_but_one",
    "minder dan de helft": "fewer", "fewer than half": "fewer", "less than half": "fewer", "weniger als die hälfte": "fewer",
    "meer dan de helft": "most", "more than half": "most", "mehr als die hälfte": "most",
    "de helft": "half", "half": "half", "die hälfte": "half",
    "een meerderheid": "most", "de meerderheid": "most", "the majority": "most", "a majority": "most", "die mehrheit": "most",
    "een minderheid": "fewer", "a minority": "fewer", "eine minderheit": "fewer",
    "de meeste": "most", "most": "most", "die meisten": "most",
    "enkele": "few", "a few": "few", "einige": "few", "alle": "all", "all": "all", "beide": "all", "both": "all",
    "geen van": "none", "none": "none", "keine": "none",
}  # fmt: skip
_N = r"\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_OF = r"(?:van|of|von|uit|out of)(?:\s+(?:de|het|the|den|onze|our|alle|totaal))*"
_ARTICLES = ("een", "ein", "eine", "einer")
_LINK = r"(?:\s+(?:van|of|von))?(?:\s+(?:de|het|the|den|der|onze|our|deze|those))*"
_CAPTION = re.compile(
    r"(?i)^\s*(?:tabel|table|tabelle|figuur|figure|fig\.|abbildung|abb\.|bijlage|appendix|anhang)\s*(?:\d[\d.]*|[A-Z]\b)"
)
_SIZE = re.compile(r"(?<!\w)[Nn]\s*=\s*(\d{1,4})(?!\d)")
_SAID = re.compile(r"(?i)\b(?:noem|genoemd|mention|nenn|genannt|dit thema|deze code|this theme|this code|dieses thema)")


class Subject(NamedTuple):
    """A theme or code, and a name that a text may have for it."""

    name: str
    target: str


@dataclass(frozen=True)
class Vocabulary:
    """`subjects`: names; `groups`: a word for people -> who they are; `things`: a word -> how many of it the study has."""

    subjects: Sequence[Subject]
    groups: Mapping[str, frozenset[str]]
    everyone: frozenset[str]
    things: Mapping[str, int]


@dataclass(frozen=True)
class Claim:
    """A number in a text. `n`, `of`: as stated, None where it says none; `quantifier` its words instead of n.

    `target`: the theme or code that it is about; "" in a caption for the number of people, or of `thing`.
    """

    block: Block
    start: int
    end: int
    words: str
    in_caption: bool
    n: int | None = None
    of: int | None = None
    quantifier: str = ""
    people: frozenset[str] = frozenset()
    target: str = ""
    thing: str = ""


def claims(blocks: Sequence[Block], known: Vocabulary, sources: Sources) -> Iterator[Claim]:
    """The numbers that can be held against the study, in reading order; what is quoted is left alone."""
    patterns = _Patterns(known)
    spoken: dict[int, list[tuple[int, int]]] = {}
    for one in quotations(blocks, sources):
        if len(one.text.split()) > 3:
            spoken.setdefault(id(one.block), []).append((one.start, one.end))
    heading = ""
    for block in without_references(blocks):
        if block.kind == "cell":
            continue
        if block.kind == "heading":
            heading = patterns.subject(block.text, 0)
            continue
        text = block.text
        for start, end in spoken.get(id(block), ()):
            text = text[:start] + "_" * (end - start) + text[end:]
        numbered = _CAPTION.match(text)
        caption = block.kind == "caption" or bool(numbered)
        if numbered:
            text = " " * numbered.end() + text[numbered.end() :]
        yield from patterns.found(block, text, caption, heading)


class _Patterns:
    def __init__(self, known: Vocabulary):
        self.known = known
        words = "|".join(sorted(map(re.escape, known.groups), key=len, reverse=True)) or r"(?!)"
        quantifiers = "|".join(sorted(map(re.escape, _QUANTIFIERS), key=len, reverse=True))
        things = "|".join(sorted(map(re.escape, known.things), key=len, reverse=True)) or r"(?!)"
        share = rf"(?<![\w/])(?P<n>{_N})\s*(?:/|{_OF})\s*(?P<of>{_N})(?![\w/])"
        self.patterns = [
            re.compile(rf"(?i){share}\s+(?P<people>{words})(?!\w)"),
            re.compile(rf"(?i)(?<!\w)(?P<how>{quantifiers})(?:\s+(?P<of>{_N}))?{_LINK}\s+(?P<people>{words})(?!\w)"),
            re.compile(rf"(?i){share}(?P<people>)"),  # in brackets behind whom it is of
            re.compile(rf"(?i)(?<![\w/])(?P<n>{_N})[ \u00a0]+(?P<people>{words})(?!\w)"),
        ]
        self.things = re.compile(rf"(?i)(?<!\w)(?P<n>{_N})[ \u00a0]+(?P<thing>{things})(?!\w)")
        self.names = [
            (re.compile(rf"(?<!\w){re.escape(one.name.casefold())}(?!\w)"), one.target)
            for one in sorted(known.subjects, key=lambda one: -len(one.name))
        ]

    def subject(self, text: str, at: int) -> str:
        """The theme or code whose name stands nearest to a place; of two that begin there the longer one."""
        found: list[tuple[int, int, str]] = []
        taken: list[tuple[int, int]] = []
        folded = text.casefold()
        for pattern, target in self.names if len(folded) == len(text) else ():
            for one in pattern.finditer(folded):
                if not any(one.start() < end and start < one.end() for start, end in taken):
                    taken.append(one.span())
                    found.append((min(abs(one.start() - at), abs(one.end() - at)), one.start(), target))
        return min(found)[2] if found else ""

    def found(self, block: Block, text: str, caption: bool, heading: str) -> Iterator[Claim]:
        taken: dict[tuple[int, int], str] = {}  # where numbers stand, and whom they are of
        for pattern in self.patterns:
            for one in pattern.finditer(text):
                if any(one.start() < end and start < one.end() for start, end in taken):
                    continue
                named = one["people"] or next(
                    (who for (_, end), who in taken.items() if text[end : one.start()] == " ("), ""
                )
                taken[one.span()] = named
                claim = self._claim(block, text, one, named.casefold(), caption, heading)
                if claim:
                    yield claim
        for one in self.things.finditer(text) if caption else ():
            yield Claim(block, *one.span(), one[0], True, n=_number(one["n"]), thing=one["thing"].casefold())
        for one in _SIZE.finditer(text) if caption else ():
            yield Claim(block, *one.span(), one[0], True, n=int(one[1]), people=self.known.everyone)

    def _claim(
        self, block: Block, text: str, one: re.Match[str], named: str, caption: bool, heading: str
    ) -> Claim | None:
        parts = one.groupdict()
        people = self.known.groups.get(named, self.known.everyone)
        how = _QUANTIFIERS.get((parts.get("how") or "").casefold(), "")
        n, of = _number(parts.get("n")), _number(parts.get("of"))
        first, last = Sentences(text).around(one.start())
        sentence, at = text[first:last], one.start() - first
        target = self.subject(sentence, at)
        if not target and heading and of is not None and _SAID.search(sentence):
            target = heading
        if not target and not (caption and parts["people"]):
            return None
        bare = not (how or of is not None or caption)  # *two nurses*: a count where it says who mentioned something
        if bare and (one["n"].casefold() in _ARTICLES or not _SAID.search(sentence)):
            return None
        if not target and (how or of is not None):
            return None
        return Claim(block, *one.span(), one[0], caption, n, of, how, people, target)


def _number(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]


def holds(claim: Claim, n: int, of: int) -> bool:
    """Whether what is stated is so, where it is n of so many."""
    if claim.of is not None and claim.of != of:
        return False
    if claim.n is not None:
        return claim.n == n
    return {
        "all": n == of, "all_but_one": n == of - 1, "most": 2 * n > of and n < of, "half": 2 * n == of,
        "few": n >= 2 and 2 * n < of, "fewer": 2 * n < of, "none": n == 0,
    }[claim.quantifier]  # fmt: skip
