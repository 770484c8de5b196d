"""Who speaks, told by evidence: a label is what opens turns, again and again, in turn with others.

Every opener that looks like a label is accounted for: it is a speaker, or it is passed over, with a reason and a count;
where a file cannot tell, it is *asked*, with what would be taken.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.formats import label_words as words
from qualcode.formats.draft import Draft, Mark
from qualcode.formats.openers import Line, Opener, key_of, openers
from qualcode.formats.tables import cell_openers
from qualcode.formats.unlabelled import two_by_layout
from qualcode.model.span import Span

_BASE = {"voice": 4, "cell": 3, "timed": 3, "inline time": 2, "bold": 1, "bracket": 0, "colon": 0, "tab": 0, "dash": -2, "alone": -2}  # fmt: skip
_SURE_LAYOUTS = ("voice", "cell", "timed")  # one line of them tells a speaker, where another line told one
_WEAK = ("dash", "alone")
_SENTENCE = re.compile(r"(?:[?!…]|(?<!\b[^\W\d_])\.)[\s”\"’')]*$")  # ends one; the point of an initial does not
ENOUGH = 3  # points that make a speaker


@dataclass(frozen=True)
class Verdict:
    """What became of a label: a speaker or not, and whether somebody should say so.

    `because` is one of: field, sentence, once, few, aside, elsewhere, phrase, "" (plain evidence). `same_as`: the label,
    as folded, that this one is a slip of the pen of.
    """

    label: str
    key: str
    number: int
    speaker: bool
    asked: bool = False
    because: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class Heard:
    """The speakers' marks in text order, and a verdict on every label, speakers first."""

    marks: tuple[Mark, ...]
    verdicts: tuple[Verdict, ...]
    outside: tuple[Span, ...] = ()  # the fields above the conversation: date, place, who was there; labels behind words
    behind: tuple[tuple[int, int], ...] = ()  # labels that stand behind the words of their row
    guessed: bool = False  # no labels: the layout tells two voices


@dataclass
class _Evidence:
    """Openers of one form and one label."""

    form: str
    key: str
    found: list[Opener]
    after_another: int = 0
    score: int = 0
    shape: int = 0

    @property
    def label(self) -> str:
        return self.found[0].label

    @property
    def number(self) -> int:
        return len(self.found)

    @property
    def opening(self) -> float:
        return sum(one.paragraph for one in self.found) / len(self.found)


def hear(
    draft: Draft,
    text: str,
    lines: Sequence[Line],
    known: Collection[str],
    interviewers: Collection[str],
    decided: Mapping[str, bool],
    skip: frozenset[int],
    *,
    strangers: bool = True,
) -> Heard:
    """Who speaks in a draft whose folded text and lines are given. `skip`: numbers of lines that nobody said.

    Without `strangers` only the labels known, and those of interviewers, are speakers, and nothing is asked.
    """
    sure = {key_of(label) for label in (*known, *interviewers)} | {key for key, yes in decided.items() if yes}
    never = {key for key, yes in decided.items() if not yes}
    cells, of_tables = cell_openers(draft, lines)
    found = [one for one in openers(draft, text, lines, skip) if one.line not in of_tables]
    header = _header(text, lines, found)
    found = [one for one in found if one.line >= header]
    found = _series(sorted([*found, *cells, *_voices(draft)], key=lambda one: one.head))
    evidence = _weighed(found, lines, sure)
    verdicts = _verdicts(evidence, sum(line.paragraph for line in lines), sure, never)
    if not strangers:
        verdicts = [
            replace(one, asked=False) for one in verdicts if one.key in sure or words.is_interviewer_form(one.label)
        ]
    speakers = {verdict.key for verdict in verdicts if verdict.speaker}
    names = {verdict.key: verdict.label for verdict in verdicts}
    names |= {verdict.key: names[verdict.same_as] for verdict in verdicts if verdict.same_as}
    marks = _marks(found, evidence, speakers, names, draft)
    headings = {mark.head for mark in marks}
    open_ = {key for (_, key), each in evidence.items() if any(one.head not in headings for one in each.found)}
    verdicts = [one for one in verdicts if one.speaker or one.key in open_]
    marks = _with_slips(marks, text, lines, names)
    outside = [Span(lines[0].start, lines[header - 1].end)] if header else []
    behind = [(one.start - 1, one.end) for one in cells if one.start > one.speech]
    outside += [Span(start, end) for start, end in behind]
    outside += _headings(text, lines, found, {mark.head for mark in marks})
    verdicts.sort(key=lambda one: (not one.speaker, -one.number))
    guessed = two_by_layout(draft, text, lines, skip) if len(marks) < 2 and strangers else []
    marks = guessed or marks
    voices = Counter(mark.label for mark in guessed)
    verdicts = [_by_layout(label, number, decided) for label, number in voices.items()] + verdicts
    return Heard(tuple(marks), tuple(verdicts), tuple(outside), tuple(behind), bool(guessed))


def _by_layout(label: str, number: int, decided: Mapping[str, bool]) -> Verdict:
    return Verdict(label, label, number, True, label not in decided, "layout")


def _header(text: str, lines: Sequence[Line], found: Sequence[Opener]) -> int:
    """How many lines at the top are fields of a form: date, place, who was there ("Interviewer: Sanne de Wit").

    They are short, and among them is a word that names a field and nobody; what follows such a line without an empty
    line between is a field too, unless a sentence ends in it.
    """
    by_line: dict[int, list[Opener]] = defaultdict(list)
    for one in found:
        if one.form in ("colon", "tab"):
            by_line[one.line].append(one)
    reached = 0
    for line in lines[:40]:
        field = next((one for one in by_line[line.number] if words.is_field(one.label)), None)
        rest = text[by_line[line.number][0].speech : line.end] if by_line[line.number] else text[line.start : line.end]
        short = len(rest.split()) <= 12 and not _SENTENCE.search(rest)
        if field and short:
            reached = line.number + 1
        elif by_line[line.number] and not (
            short and 0 < reached == line.number and (not line.paragraph or _is_value(rest))
        ):
            break
        elif by_line[line.number]:
            reached = line.number + 1
        elif not short:
            break
    return reached


def _headings(text: str, lines: Sequence[Line], found: Sequence[Opener], heads: Collection[int]) -> Iterator[Span]:
    """`Thema 2: Werkdruk` on a line of its own above a turn: a heading, and nobody's words. What asks is no heading."""
    for one in found:
        if one.form == "colon" and words.is_numbered_field(one.label) and one.head not in heads:
            line = lines[one.line]
            above = one.line + 1 < len(lines) and lines[one.line + 1].start in heads
            whole = text[line.start : line.end]
            if above and len(whole.split()) <= 10 and not re.search(r"[.?!…]\s*$", whole):
                yield Span(line.start, line.end)


def _is_value(words_: str) -> bool:
    """Whether it fills in a form rather than says something: a name, something with a number and no verb."""
    return words.like_a_name(words_.strip()) or (bool(re.search(r"\d", words_)) and len(words_.split()) <= 6)


def _series(found: list[Opener]) -> list[Opener]:
    """Questions and answers that are counted (V1, A1, V2, A2 …) as the two voices that they are."""
    stems: dict[str, list[int]] = defaultdict(list)
    for one in found:
        stem, number = words.counted(one.label)
        if stem:
            stems[stem].append(number)
    series = {stem for stem, numbers in stems.items() if len(numbers) > 2 and numbers == sorted(set(numbers))}
    if len(series) < 2:
        return found
    return [
        one._replace(key=stem, label=stem) if (stem := words.counted(one.label)[0]) in series else one for one in found
    ]


def _voices(draft: Draft) -> list[Opener]:
    return [
        Opener("voice", 0, True, mark.head, mark.label_start, mark.label_end, mark.speech, mark.label, key_of(mark.label), mark.time)
        for mark in draft.marks
    ]  # fmt: skip


def _weighed(found: Sequence[Opener], lines: Sequence[Line], sure: Collection[str]) -> dict[tuple[str, str], _Evidence]:
    by_both: dict[tuple[str, str], _Evidence] = {}
    for one in found:
        by_both.setdefault((one.form, one.key), _Evidence(one.form, one.key, [])).found.append(one)
    paragraphs = max(sum(line.paragraph for line in lines), 1)
    forms: dict[str, list[_Evidence]] = defaultdict(list)
    for each in by_both.values():
        each.shape = _shape(each, sure)
        forms[each.form].append(each)
    likely_of = {
        form: [each for each in group if each.shape > -2 and (each.number > 1 or each.key in sure or each.shape > 0)]
        for form, group in forms.items()
    }
    most = max((sum(each.number for each in likely) for likely in likely_of.values()), default=0)
    for form, group in forms.items():
        likely = likely_of[form]
        keys = {each.key for each in likely}
        sequence = [one for one in found if one.form == form and one.key in keys]
        followed = Counter(two.key for one, two in pairwise(sequence) if one.key != two.key)
        if sequence:
            followed[sequence[0].key] += 1
        recurring = sum(each.number for each in likely) or 1
        opening = sum(one.paragraph for one in sequence) / len(sequence) if sequence else 0.0
        for each in group:
            each.after_another = followed[each.key]
            each.score = _score(each, max(most, 1), recurring / paragraphs, opening, len(likely), sure)
    return by_both


def _shape(each: _Evidence, sure: Collection[str]) -> int:
    """What the words of a label say for or against it."""
    label = each.label
    if each.key in sure or each.form == "voice":
        return 4
    if words.is_interviewer_form(label):
        return 4
    points = 0
    if words.is_generic(label) or words.is_id_like(label):
        points += 2
    elif words.all_capitals(label):
        points += 1
    if each.found[0].dress:
        points += 1
    if len(label.split()) > 6:
        points -= 1
    if words.is_field(label) or words.runs_over_a_sentence(label):
        points -= 4
    elif words.is_phrase(label):
        points -= 3
    return points


def _score(each: _Evidence, most: int, covered: float, opening: float, labels: int, sure: Collection[str]) -> int:
    """`most`: openers of the commonest form; `covered`: of this form, to a paragraph; `opening`: how many open one."""
    points = _BASE[each.form] + each.shape
    points += 1 if each.number > 2 else -2 if each.number == 1 and each.key not in sure else 0
    share = each.number / most
    points += 2 if share >= 0.2 else 1 if share >= 0.03 else 0
    points += each.after_another >= 0.7 * each.number
    if each.form in _WEAK:
        points += 2 if covered >= 0.4 and labels > 1 else -1
    else:
        points += covered >= 0.5
    if opening >= 0.6 and each.opening < 0.5:
        points -= 2
    return points


def _verdicts(
    evidence: Mapping[tuple[str, str], _Evidence], paragraphs: int, sure: Collection[str], never: Collection[str]
) -> list[Verdict]:
    best: dict[str, _Evidence] = {}
    for each in evidence.values():
        there = best.get(each.key)
        if there is None or (each.score, each.number) > (there.score, there.number):
            best[each.key] = each
    speaking = {
        key: each
        for key, each in best.items()
        if key not in never and (key in sure or (each.score >= ENOUGH and _may_speak(each)))
    }
    covering: Counter[str] = Counter()
    for each in evidence.values():
        if each.key in speaking and each.score >= ENOUGH:
            covering[each.form] += each.number
    dominant = max(covering, key=lambda form: covering[form], default="")
    covers_half = covering[dominant] >= 0.5 * paragraphs
    layouts = {form for form in _SURE_LAYOUTS if covering[form]}
    verdicts = []
    for key, each in best.items():
        verdict = _verdict(each, key in speaking, evidence.get((dominant, key)), covers_half, layouts, speaking)
        if key in sure or key in never:
            verdict = replace(verdict, speaker=key in sure, asked=False, because="" if key in sure else "said")
        if verdict.speaker or verdict.asked or _worth_telling(each):
            verdicts.append(verdict)
    return _one_left(_aside(verdicts, speaking, dominant, sure), sure)


def _may_speak(each: _Evidence) -> bool:
    """Not by points alone: what no person is called, what stands once, or a number that does not come back and back."""
    if each.form == "voice":
        return True
    number = not any(map(str.isalpha, each.key)) and len(each.key) < 5 and each.key.isascii()
    return each.shape > -2 and (each.number > 1 or each.shape > 1) and (each.number > 2 or not number)


def _worth_telling(each: _Evidence) -> bool:
    """Whether a reader would take it for a label: not every short line or dash in a sentence is told."""
    if each.form in _WEAK:
        return each.number > 2 and words.like_a_name(each.label)
    return len(each.label.split()) <= 8


def _verdict(
    each: _Evidence,
    speaking: bool,
    in_dominant: _Evidence | None,
    covers_half: bool,
    layouts: Collection[str],
    speakers: Mapping[str, _Evidence],
) -> Verdict:
    verdict = Verdict(each.label, each.key, each.number, speaking)
    if speaking:
        return verdict
    if each.form == "voice":
        return replace(verdict, speaker=True)
    if each.form in layouts and each.shape > -2:
        return replace(verdict, speaker=True)
    if each.shape <= -2:
        if each.score >= ENOUGH and not words.is_field(each.label):
            return replace(verdict, asked=True, because="phrase")
        return replace(verdict, because="field" if words.is_field(each.label) else "sentence")
    if slip := _slip_of(each, speakers):
        return replace(verdict, speaker=True, same_as=slip, because="slip")
    name = words.like_a_name(each.label)
    if in_dominant and in_dominant.number == 1 and covers_half and in_dominant.found[0].paragraph:
        if words.is_id_like(each.label) or words.is_generic(each.label):
            return replace(verdict, speaker=True)
        if name:
            return replace(verdict, speaker=not _acronym(each, speakers), asked=True, because="once")
    if in_dominant and (words.is_id_like(each.label) or words.is_generic(each.label)):
        return replace(verdict, speaker=True, asked=True, because="once")
    if in_dominant and in_dominant.number > 1 and in_dominant.score >= 1:
        return replace(verdict, speaker=name, asked=True, because="few")
    if each.number > 1 and each.score >= 1 and each.form not in _WEAK:
        return replace(verdict, asked=True, because="few")
    return replace(verdict, because="once" if each.number == 1 else "few")


def _acronym(each: _Evidence, speakers: Mapping[str, _Evidence]) -> bool:
    """Three capitals or more, where nobody else is called so: rather a term that is explained than a person."""
    return (
        len(each.label) > 2
        and each.label.isupper()
        and not any(other.label.isupper() and len(other.label) > 2 for other in speakers.values())
    )


def _slip_of(each: _Evidence, speakers: Mapping[str, _Evidence]) -> str:
    """The frequent label of which this one, that stands once or twice, is another writing.

    It differs in a letter or two (digits never differ), or is the same name with more or fewer of its parts.
    """
    if each.number > 2 or len(each.key) < 3:
        return ""
    parts = words.name_parts(each.label)
    same = [
        key
        for key, other in speakers.items()
        if parts and other.number > each.number and _parts_of_one(parts, words.name_parts(other.label))
    ]
    if len(same) == 1:
        return same[0]
    if len(each.key) < 4:
        return ""
    from rapidfuzz.distance import DamerauLevenshtein

    digits = [character for character in each.key if character.isdigit()]
    for key, other in speakers.items():
        if other.number >= 3 * each.number and digits == [character for character in key if character.isdigit()]:
            allowed = 1 if len(each.key) < 8 else 2
            if abs(len(key) - len(each.key)) <= allowed and DamerauLevenshtein.distance(key, each.key) <= allowed:
                return key
    return ""


def _parts_of_one(one: Collection[str], two: Collection[str]) -> bool:
    """Whether two names hold the same parts but for those that one of them leaves out."""
    return bool(two) and (set(one) <= set(two) or set(two) <= set(one))


def _aside(
    verdicts: list[Verdict], speaking: Mapping[str, _Evidence], dominant: str, sure: Collection[str]
) -> list[Verdict]:
    """A rare third label of one word: a person who says little, or a note such as `Stilte:`; no file can tell."""
    plain = [one for one in verdicts if one.speaker and not one.same_as]
    if len(plain) != 3 or dominant in _SURE_LAYOUTS:
        return verdicts
    total = sum(one.number for one in plain)
    rarest = min(plain, key=lambda one: one.number)
    certain = (
        rarest.key in sure
        or words.is_generic(rarest.label)
        or words.is_id_like(rarest.label)
        or words.is_interviewer_form(rarest.label)
    )
    if certain or len(rarest.label.split()) > 1 or rarest.number > total / 4 or rarest.asked:
        return verdicts
    return [replace(one, asked=True, because="aside") if one is rarest else one for one in verdicts]


def _one_left(verdicts: list[Verdict], sure: Collection[str]) -> list[Verdict]:
    """One speaker, and openers passed over that could be others, or one turn in all: who that is, is asked."""
    speaking = [one for one in verdicts if one.speaker and not one.same_as]
    if len(speaking) != 1:
        return verdicts
    only = speaking[0]
    return [
        replace(one, asked=True, because="alone")
        if (one is only and one.number == 1 and one.key not in sure)
        or (not one.speaker and one.because in ("once", "few") and words.like_a_name(one.label))
        else one
        for one in verdicts
    ]


def _marks(
    found: Sequence[Opener],
    evidence: Mapping[tuple[str, str], _Evidence],
    speakers: Collection[str],
    names: Mapping[str, str],
    draft: Draft,
) -> list[Mark]:
    """One mark a line at most: of the hypotheses that hold, the strongest form, then the longer label.

    `names`: folded label -> how the speaker is called, the same for all writings of one.
    """
    covering: Counter[str] = Counter()
    for each in evidence.values():
        if each.key in speakers and each.score >= ENOUGH:
            covering[each.form] += each.number
    times = dict(draft.times)
    chosen: dict[tuple[int, int], Opener] = {}
    for one in found:
        if one.key not in speakers or not _holds(one, evidence[one.form, one.key], covering):
            continue
        place = (one.line, one.head if one.form == "voice" else -1)
        rank = (covering[one.form], evidence[one.form, one.key].score, len(one.label))
        there = chosen.get(place)
        if there is None or rank > (covering[there.form], evidence[there.form, there.key].score, len(there.label)):
            chosen[place] = one
    marks: list[Mark] = []
    reached = 0
    for one in sorted(chosen.values(), key=lambda one: one.head):
        if one.head >= reached:
            time = one.time if one.time is not None else times.get(one.head)
            place_ = (one.head, one.head) if one.start > one.speech else (one.start, one.end)
            marks.append(Mark(one.head, *place_, one.speech, names[one.key], time))
            reached = one.speech
    return marks


def _with_slips(marks: list[Mark], text: str, lines: Sequence[Line], names: Mapping[str, str]) -> list[Mark]:
    """A paragraph that begins with a speaker's label and another sign is a slip of the pen; without a sign too, where labels
    open nearly every paragraph."""
    opening = {mark.head for mark in marks}
    bare = [line for line in lines if line.paragraph and line.start not in opening]
    few = len(bare) <= max(2, 0.15 * len(marks))
    by_label = {mark.label for mark in marks}
    found = []
    for line in bare:
        for label in sorted(by_label, key=len, reverse=True):
            written = re.compile(rf"{re.escape(label)}(?P<sign>[;.,]?)[ \t]+(?=\S)").match(text, line.start, line.end)
            told = len(label) > 3 and (label.isupper() or " " in label or label[-1].isdigit())
            if written and (written["sign"] == ";" or (written["sign"] and label[-1].isdigit()) or (few and told)):
                found.append(Mark(line.start, line.start, line.start + len(label), written.end(), label))
                break
    return sorted([*marks, *found], key=lambda mark: mark.head)


def _holds(one: Opener, each: _Evidence, covering: Mapping[str, int]) -> bool:
    """Whether a speaker's name opens a turn here: by its own evidence, or in a form that is seldom anything else."""
    if one.tight and not (
        words.is_id_like(one.label) or words.is_interviewer_form(one.label) or words.is_generic(one.label)
    ):
        return False  # "R1:Ja" is a label, "http:x" is none
    if one.form in _WEAK:
        return each.score >= ENOUGH
    return each.score >= ENOUGH or one.form in ("colon", "voice", "cell") or covering[one.form] > 0
