"""The numbers of people in a text, and what they are about: *zes van de veertien respondenten noemen vertrouwen*, *N = 14*.

A number is about a theme or code that is named in its sentence, where the sentence says that people spoke of it, or in a
heading or between brackets; in a caption it may be about the study itself. Where two names may be meant, the number is right
if it is so of either. What refers to literature, to some of the people only, or says what they did not mention, is left alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from qualcode.model.manuscript import Block
from qualcode.thesis.attribution import cites
from qualcode.thesis.quantities import ARTICLES, FRACTION, HOW, LIMIT, OF, WHO, N, Quantity, quantity_of
from qualcode.thesis.quotations import Sources, quotations, without_references
from qualcode.thesis.sentences import Sentences

_LINK = r"(?:\s+(?:van|of|von))?(?:\s+(?:de|het|the|den|der|onze|our|those))*"
_CAPTION = re.compile(
    r"(?i)^\s*(?:tabel|table|tabelle|figuur|figure|fig\.|abbildung|abb\.|bijlage|appendix|anhang)\s*(?:\d[\d.]*|[A-Z]\b)[.:]?"
)
_SIZE = re.compile(r"(?<!\w)(?P<letter>[Nn])\s*=\s*(?P<n>\d{1,4})(?!\d)(?!\s*(?:met|with|mit)\b)")
_OTHER_THINGS = re.compile(  # a caption that counts something else, or somebody else's people
    r"(?i)fragment|\bstudies\b|citat|citaa|quot|extract|codering|coding|passage|zitat|kodierung|\b(?:onderzoek|studie|study|survey) (?:van|by|von) "
)
_SAID = re.compile(
    r"(?i)noem|benoemd|vermeld|beschr[ie]|beschreef|ervar|ervoer|bespr|aan(?:geeft|geven|gegeven)|(?:geeft|geven|gaf|gaven)\b.* aan\b|herken|"
    r"\bkom(?:t|en)\b|\bkwam|\bspeel|\bspelen|aanwezig|aan de orde|sprak|spre[ek]|gesproken|talked|\bpraa?t|vertel|\bwijst|\bwijzen|signaleer|rapport|"
    r"benadruk|\btel(?:t|len)\b|do(?:et|en) dat|gaat het om|mention|describ|report|discuss|experienc|\brefer|express|\btalk|\brais|\bpresent|occur|"
    r"\bspoke|stress|emphasi|identif|\bnamed?\b|do so|nenn|nannt|erwähn|beschrieb|beschreib|\bkomm|\bkam\b|thematisier|äußer|betont|"
    r"dit thema|deze code|this theme|this code|dieses thema"
)
_THIS = re.compile(
    r"(?i)\b(?:dit thema|deze code|this theme|this code|dieses thema|diesen code)\b"
)  # that of the heading
_DENIED = re.compile(r"(?i)\b(?:niet|nicht|not|never|nooit|nie|tegen|ontken\w*|denie[sd])\b")
_EXCEPTED = re.compile(
    r"(?i)\b(?:behalve|uitgezonderd|uitzondering|except|apart from|außer|bis auf)\b|\bop\s+\S+\s+na\b"
)
_SOME = re.compile(r"(?i),?\s*\(?(?:die|dat|who|that|welche|met|with|mit)\b")  # *respondenten die …*: of these only
_AS = re.compile(r"(?i)\W*(?:als|as)\b")  # *noemen X als nadeel*: less than that they mention X
_AND = re.compile(r"(?:,|,? (?:en|and|und)) (?:(?:ook|also|auch) )?")
_BY = re.compile(r"(?i)\b(?:bij|door|by|bei|von|voor|for|für|in)(?:\s+(?:de|het|the|den|alle|maar))*\s*$")


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
    """A number in a text.

    `targets`: the themes or codes that it may be about, the likeliest first; `sizes`: in a caption, the numbers of people
    that it may stand for; `thing`: what else it counts.
    """

    block: Block
    start: int
    end: int
    words: str
    in_caption: bool
    quantity: Quantity
    people: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()
    sizes: tuple[frozenset[str], ...] = ()
    thing: str = ""


def claims(blocks: Sequence[Block], known: Vocabulary, sources: Sources) -> Iterator[Claim]:
    """The numbers that can be held against the study, in reading order; what is quoted is left alone."""
    finder = _Finder(known)
    spoken: dict[int, list[tuple[int, int]]] = {}
    for one in quotations(blocks, sources):
        if len(one.text.split()) > 3:
            spoken.setdefault(id(one.block), []).append((one.start, one.end))
    heading, only_numbered = "", False
    for block in without_references(blocks):
        if block.kind == "cell":
            continue
        text = block.text
        for start, end in spoken.get(id(block), ()):
            text = text[:start] + "_" * (end - start) + text[end:]
        numbered = _CAPTION.match(text)
        caption = block.kind == "caption" or bool(numbered) or only_numbered
        only_numbered = bool(numbered and not text[numbered.end() :].strip())  # what it shows stands on the next line
        if numbered:
            text = " " * numbered.end() + text[numbered.end() :]
        if block.kind == "heading":
            heading = next((name.target for name in finder.names(text)), "")
        yield from finder.found(block, text, caption, heading)


class _Name(NamedTuple):
    start: int
    end: int
    target: str


class _Count(NamedTuple):
    """Where a text says how many. `bracketed`: between brackets; `attached`: these stand directly behind another."""

    start: int
    end: int
    quantity: Quantity
    people: str
    bare: bool
    bracketed: bool
    attached: bool = False


class _Finder:
    def __init__(self, known: Vocabulary):
        self.known = known
        words = "|".join(sorted(map(re.escape, known.groups), key=len, reverse=True)) or r"(?!)"
        things = "|".join(sorted(map(re.escape, known.things), key=len, reverse=True)) or r"(?!)"
        people = rf"(?P<people>{words})(?!\w)"
        share = rf"(?<![\w/]){LIMIT}(?P<n>{N})\s*(?:/|{OF})\s*(?P<of>{N})(?![\w/])"
        self.patterns = [
            re.compile(rf"(?i){one}")
            for one in (
                rf"{share}\s+{people}",
                rf"(?<!\w){LIMIT}(?P<how>{HOW})(?:{_LINK}\s+(?P<of>{N}))?{_LINK}\s+{people}",
                rf"(?<!\w)(?:van|of|von)\s+(?:de|het|the|den|alle|all|onze)\s+(?P<of>{N})\s+{people},?\s+(?:\w+\s+){{0,3}}?(?P<n>{N})(?!\w)",
                rf"(?<![\w.,]){LIMIT}(?P<percent>\d{{1,3}}(?:[.,]\d)?)\s*(?:%|procent|percent|prozent){_LINK}\s+{people}",
                rf"(?<!\w){LIMIT}(?P<fraction>{FRACTION}){_LINK}\s+{people}",
                rf"(?<!\w){LIMIT}(?P<who>{WHO})(?!\w)(?P<people>)",
                rf"{share}(?P<people>)",
                rf"(?<![\w/]){LIMIT}(?P<n>{N})(?:\s*\(\d+(?:[.,]\d)?\s*%\))?(?:\s+(?:van|of|von)\s+(?:de|the|den|onze|our|those))?\s+{people}",
                r"(?<!\w)[Nn]\s*=\s*(?P<n>\d{1,4})(?!\d)(?P<people>)",
            )
        ]
        self.things = re.compile(rf"(?i)(?<!\w)(?P<n>{N})[ \u00a0]+(?P<thing>{things})(?!\w)")
        self._names = [
            (re.compile(rf"(?<!\w){re.escape(one.name.casefold())}(?!\w)"), one.target)
            for one in sorted(known.subjects, key=lambda one: -len(one.name))
        ]

    def names(self, text: str) -> list[_Name]:
        """The themes and codes that a text names, in its order; of two that begin at one place the longer one."""
        found: list[_Name] = []
        folded = text.casefold()
        for pattern, target in self._names if len(folded) == len(text) else ():
            for one in pattern.finditer(folded):
                if not any(one.start() < name.end and name.start < one.end() for name in found):
                    found.append(_Name(*one.span(), target))
        return sorted(found)

    def found(self, block: Block, text: str, caption: bool, heading: str) -> Iterator[Claim]:
        if caption and not (_OTHER_THINGS.search(text) or cites(text)):
            yield from self._sizes(block, text)
        counts = sorted(self._counts(text, caption))
        sentences = Sentences(text)
        for start, end in dict.fromkeys(sentences.around(one.start) for one in counts):
            if not cites(text[start:end]):
                inside = [one for one in counts if start <= one.start < end]
                yield from self._of_sentence(block, text, (start, end), inside, caption, heading)

    def _sizes(self, block: Block, text: str) -> Iterator[Claim]:
        for one in self.things.finditer(text):
            if quantity := quantity_of({"n": one["n"]}):
                yield Claim(block, *one.span(), one[0], True, quantity, thing=one["thing"].casefold())
        named = [
            people
            for word, people in self.known.groups.items()
            if re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text)
        ]
        targets = tuple(one.target for one in self.names(text))
        for one in _SIZE.finditer(text):
            own = one["letter"] == "n" and targets  # n of a theme or code that is named, which N is not
            sizes = tuple(dict.fromkeys(named if own else [self.known.everyone, *named]))
            yield Claim(
                block, *one.span(), one[0], True, Quantity(n=int(one["n"])), self.known.everyone, targets, sizes=sizes
            )

    def _counts(self, text: str, caption: bool) -> Iterator[_Count]:
        taken: list[tuple[int, int]] = []
        named: dict[int, str] = {}  # where a number ends -> whom it is of
        for pattern in self.patterns[: -1 if caption else None]:
            for one in pattern.finditer(text):
                start, end = one.span()
                if any(start < behind and before < end for before, behind in taken):
                    continue
                taken.append((start, end))
                bracketed = text[:start].rstrip()[-1:] in ("(", "[") or (
                    ";" in text[:start][-2:] and "(" in text[:start]
                )
                before = text[:start].rstrip(" ([")
                attached = bracketed and len(before) in named
                people = one["people"] or (named[len(before)] if attached else "")
                named[end] = people
                if self._is_count(text, one, bracketed) and (quantity := quantity_of(one.groupdict())):
                    bare = not {"of", "how", "who", "percent", "fraction"} & {
                        key for key, of in one.groupdict().items() if of
                    }
                    yield _Count(start, end, quantity, people.casefold(), bare, bracketed, attached)

    def _is_count(self, text: str, one: re.Match[str], bracketed: bool) -> bool:
        """Whether a number may be one of people: what is of nobody stands between brackets, behind *by*, or before what they said."""
        parts = one.groupdict()
        if parts["people"]:
            return not _SOME.match(text, one.end())
        if parts.get("who") or bracketed:
            return True
        behind = _SAID.match(text[one.end() :].lstrip())
        by = _BY.search(text[: one.start()]) and not re.match(r"\s+\w", text[one.end() :])
        return "/" not in one[0] and "=" not in one[0] and bool(behind or by)

    def _of_sentence(
        self, block: Block, text: str, sentence: tuple[int, int], counts: list[_Count], caption: bool, heading: str
    ) -> Iterator[Claim]:
        start, end = sentence
        names = [name for name in self.names(text) if start <= name.start < end]
        own = [one for one in counts if not one.attached]
        last_of = _joined(own, text)
        leaders = [one for one in own if last_of[one] is one]
        told = dict(zip(leaders, _meant(leaders, names, text), strict=True))
        said = before = spoken_of = block.kind == "heading" or caption
        reached = start
        meant: tuple[_Name, ...] = ()
        for number, one in enumerate(counts):
            leader = last_of.get(one, one)
            if not one.attached:
                meant = told[leader]
            following = next((other.start for other in counts if other.start > leader.end and not other.attached), end)
            since, until = (start, end) if _BY.search(text[: one.start]) else (reached, following)
            has_own = any(leader.end <= name.start < following for name in meant)
            said = bool(
                spoken_of
                or one.bracketed
                or _SAID.search(text, since, until)
                or _heads(meant, one, text)
                or (before and has_own)
            )  # *… and half of them X*: what was said of the first
            targets = tuple(dict.fromkeys(name.target for name in meant))
            if not targets and heading and _THIS.search(text, start, end):
                targets = (heading,)
            claim = Claim(
                block, one.start, one.end, text[one.start : one.end], caption, one.quantity, self._people(one)
            )
            is_joined = leader is not one or (number > 0 and last_of.get(counts[number - 1]) is one)
            if caption and one.bare and one.people and not targets:
                yield replace(claim, sizes=(claim.people,))
            elif targets and said and not _is_doubtful(one, meant, text, sentence, (leader.end, following), is_joined):
                yield replace(claim, targets=targets)
            if leader is one:
                reached, before = one.end, said

    def _people(self, one: _Count) -> frozenset[str]:
        return self.known.groups.get(one.people, self.known.everyone)


def _joined(counts: Sequence[_Count], text: str) -> dict[_Count, _Count]:
    """Each number with the last of those that it is joined with: *drie praktijkhouders en twee bestuurders spraken …*."""
    found: dict[_Count, _Count] = {}
    for number in range(len(counts) - 1, -1, -1):
        one = counts[number]
        following = counts[number + 1] if number + 1 < len(counts) else None
        joins = following and one.people and following.people and _AND.fullmatch(text, one.end, following.start)
        found[one] = found[following] if following and joins else one
    return found


def _is_doubtful(
    one: _Count, meant: Sequence[_Name], text: str, sentence: tuple[int, int], behind: tuple[int, int], is_joined: bool
) -> bool:
    """Whether it is no number of people who mentioned it: an article, what they did not say, all but some of them."""
    words = text[one.start : one.end].casefold().split()
    if one.bare and words[0] in ARTICLES and not (one.bracketed or is_joined) and not {"van", "of", "von"} & set(words):
        return True  # *a nurse*; *three of these and a nurse* is a number
    denied = _DENIED.search(text, *behind) and not one.bracketed
    excepted = one.quantity.how == "all" and _EXCEPTED.search(text, *sentence)
    return bool(denied or excepted or any(_AS.match(text, name.end) and name.start > one.start for name in meant))


def _heads(meant: Sequence[_Name], one: _Count, text: str) -> bool:
    """*Onderling vertrouwen: vijf van de zes respondenten*."""
    return any(0 <= one.start - name.end <= 12 and ":" in text[name.end : one.start] for name in meant)


def _meant(counts: Sequence[_Count], names: Sequence[_Name], text: str) -> list[tuple[_Name, ...]]:
    """The names that each number of a sentence may be about, the likeliest first.

    Where names and numbers alternate, each has its own. Else what stands between brackets is about the name before it; any
    other about a name between it and the next number, or between it and the one before, the first of these behind *by*.
    """
    order = sorted([*((one.start, True) for one in counts), *((one.start, False) for one in names)])
    alternate = all(one[1] != other[1] for one, other in pairwise(order))
    if len(counts) == len(names) and alternate:
        return [(name,) for name in names]
    found: list[tuple[_Name, ...]] = []
    used: set[_Name] = set()
    for number, one in enumerate(counts):
        reached = counts[number - 1].end if number else 0
        following = counts[number + 1].start if number + 1 < len(counts) else len(text)
        left = [name for name in names if reached <= name.start < one.start and name not in used][-1:]
        right = [name for name in names if one.end <= name.start < following][:1]
        by = one.bracketed or _BY.search(text[: one.start])
        chosen = tuple((left or right)[:1] if one.bracketed else [*left, *right] if by else [*right, *left])
        if not chosen and len(names) == 1:
            chosen = (names[0],)
        used.update(chosen)
        found.append(chosen)
    return found
